"""The fondsen that the casework of the demo needs: of each year, in each region."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count

from schwifty import IBAN
from schwifty.exceptions import SchwiftyException

from ontschot.kassier.actions import create_fonds, toekennen
from ontschot.kassier.actions.fondsen import NieuweRegel
from ontschot.kassier.models import Betaalgegeven, Fonds, Fondsregel
from ontschot.kassier.sepa import NAAM, clean_text
from ontschot.kern.scope import Actor, systeem
from ontschot.regelingen.models import Rubriek
from ontschot.server.demo.bron import Bron
from ontschot.server.demo.people import BEGIN_PARTNER, RIJK_VAN_NIJMEGEN, TEAMS, partners_of

NOOT = "Demobedragen: de echte budgetten per regio zijn niet gepubliceerd."
# Budget of a small region per rubriek, in cents.
KLEIN_CENT = {"aanvullend": 4_000_000, "praktijkleren": 500_000, "werkfitbehoud": 250_000}
# A line is granted so much more than what goes out of it in its year, at least.
RUIMTE = 1.12
STAP_CENT = 100_000


@dataclass(frozen=True)
class Behoefte:
    """Money that will be set aside from the line of a rubriek on a day."""

    regio: str
    rubriek: str
    day: date
    cent: int


class Fondsboek:
    """The line of each regio, rubriek and year; made when nobody made it yet."""

    def __init__(self, bron: Bron, today: date) -> None:
        self.bron, self.today = bron, today
        self.lines: dict[tuple[str, str, int], Fondsregel] = {}
        self.rubrieken = list(Rubriek.objects.order_by("nummer"))
        known = Fondsregel.objects.filter(fonds__soort="interventies", rubriek__isnull=False)
        self._remember(known.select_related("fonds"))

    def line(self, regio: str, rubriek: str, day: date) -> Fondsregel:
        return self.lines[regio, rubriek, day.year]

    def prepare(self, needs: Iterable[Behoefte]) -> None:
        """Make the fondsen of every year that is needed, with enough granted on every line."""
        total: dict[tuple[str, str, int], int] = defaultdict(int)
        for need in needs:
            total[need.regio, need.rubriek, need.day.year] += need.cent
        years = {(regio, year) for regio, _, year in total}
        years |= {(regio, self.today.year) for regio in {regio for regio, _ in years}}
        for regio, year in sorted(years):
            self._open(regio, year)
        for key, cent in sorted(total.items()):
            self._top_up(self.lines[key], cent)

    def _open(self, regio: str, year: int) -> None:
        if not all((regio, r.code, year) in self.lines for r in self.rubrieken):
            self._remember(self._make(regio, year).regels.select_related("fonds"))

    def _remember(self, lines: Iterable[Fondsregel]) -> None:
        for line in lines:
            if line.regio_id and line.rubriek_id:
                self.lines[line.regio_id, line.rubriek_id, line.fonds.van.year] = line

    def _make(self, regio: str, year: int) -> Fonds:
        wie = systeem(regio, reden="demo")
        here = regio == RIJK_VAN_NIJMEGEN
        owner = next((t.organisatie for t in TEAMS if t.regio == regio), "gemeente-nijmegen")
        own = {r: line.begroot_cent for (where, r, _), line in self.lines.items() if where == regio}
        amounts = own if here else KLEIN_CENT
        fonds = create_fonds(
            wie,
            sleutel=f"interventiebudget-{'' if here else f'{regio.lower()}-'}{year}",
            naam=f"Interventiebudget {year}",
            regio=regio,
            eigenaar_id=self.bron.organisatie(owner),
            kassier_id=self.bron.organisatie("uwv"),
            beslisregel="eigenaar",
            soort="interventies",
            van=date(year, 1, 1),
            tot=date(year, 12, 31),
            regels=[NieuweRegel(r.code, r.naam, amounts[r.code], r.code) for r in self.rubrieken],
            noot=NOOT,
            bron="Demodata",
        )
        self._grant(wie, fonds)
        return fonds

    def _grant(self, wie: Actor, fonds: Fonds) -> None:
        for line in fonds.regels.order_by("volgorde"):
            toekennen(
                wie,
                fondsregel_id=line.pk,
                cent=line.begroot_cent,
                sleutel=f"toekenning:{fonds.sleutel}:{line.code}",
                reden="toekenning volgens de begroting",
                dag=fonds.van,
            )

    def _top_up(self, line: Fondsregel, cent: int) -> None:
        """A year that went faster than the budget got some more, as it goes."""
        short = round(cent * RUIMTE) - line.begroot_cent
        if short <= 0:
            return
        toekennen(
            systeem(*([line.regio_id] if line.regio_id else []), reden="demo"),
            fondsregel_id=line.pk,
            cent=-(-short // STAP_CENT) * STAP_CENT,
            sleutel=f"toekenning-extra:{line.fonds_id}:{line.code}",
            reden="extra toekenning: over van vorig jaar",
            dag=line.fonds.van,
        )


def store_accounts(bron: Bron, regios: Iterable[str]) -> None:
    """On which account each partner is paid: well-formed numbers that belong to nobody."""
    teams = {team.regio: team for team in TEAMS}
    ibans = demo_ibans()
    accounts: dict[str, str] = {}
    rows: list[Betaalgegeven] = []
    for regio in regios:
        team = teams.get(regio)
        partners = partners_of(team) if team else list(_buyers(bron, regio))
        for sleutel in partners:
            accounts.setdefault(sleutel, next(ibans))
            rows.append(
                Betaalgegeven(
                    regio_id=regio,
                    organisatie_id=bron.organisatie(sleutel),
                    iban=accounts[sleutel],
                    tenaamstelling=clean_text(bron.bezetting.organisatie_namen[sleutel], NAAM),
                    van=BEGIN_PARTNER,
                )
            )
    Betaalgegeven.objects.bulk_create(rows)


def _buyers(bron: Bron, regio: str) -> list[str]:
    rollen = {"gids", "loopbaancoach", "consulent"}
    return sorted({c.organisatie for c in bron.bezetting.of(regio) if c.rol in rollen})


def demo_ibans(first: int = 1001) -> Iterator[str]:
    """Account numbers that pass every check, of a few digits, as no bank gives out any more."""
    for number in count(first):
        try:
            iban = IBAN.generate("NL", bank_code="INGB", account_code=f"{number:010d}")
            yield str(IBAN(str(iban), validate_bban=True))
        except SchwiftyException:
            continue
