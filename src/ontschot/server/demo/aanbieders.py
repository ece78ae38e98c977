"""Whom the regions order from, what was agreed with them, and who may buy: invented, all of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from ontschot.aanbieders.models import Aanbieder, Aanbiederrekening, Contract, Kaderprijs
from ontschot.aanbieders.rules import key_of
from ontschot.kassier.models import Besteltermijn, Inkoopmandaat
from ontschot.server.demo.bron import Bron
from ontschot.server.demo.fondsen import demo_ibans
from ontschot.server.demo.people import BEGIN_PARTNER, RIJK_VAN_NIJMEGEN
from ontschot.server.demo.rijen_traject import Traject

# Well-formed numbers that belong to nobody: KvK, btw (its check digits are right) and contact.
NUMMERS = {
    "ROC Nijmegen": ("90000017", "NL900000065B01", "inkoop@roc.demo.test"),
    "Bureau Nieuw Spoor": ("90000025", "NL900000077B01", "024 000 00 01"),
    "Re-integratiebureau Opstap": ("90000033", "NL900000089B01", "024 000 00 02"),
    "Sociaal ontwikkelbedrijf De Waal": ("90000041", "", "024 000 00 03"),
}
# Entered, and still waiting for its second pair of eyes.
WACHT_OP_BEVESTIGING = "Re-integratiebureau Opstap"
MET_REKENING = ("ROC Nijmegen", "Bureau Nieuw Spoor", WACHT_OP_BEVESTIGING)


@dataclass(frozen=True)
class Prijs:
    """A framework price: of which partner, with whom, for which kind, in cents."""

    organisatie: str
    aanbieder: str
    soort: str
    cent: int
    btw: str
    per: str = "per persoon"


# The same thing at the same provider for different prices, as the researchers saw (KplusV 5.1).
PRIJZEN = (
    Prijs("uwv", "Bureau Nieuw Spoor", "sollicitatievaardigheden", 118_000, "excl"),
    Prijs("werkbedrijf", "Bureau Nieuw Spoor", "sollicitatievaardigheden", 99_500, "excl"),
    Prijs("uwv", "Bureau Nieuw Spoor", "orientatie_loopbaan", 165_000, "excl"),
    Prijs("werkbedrijf", "Bureau Nieuw Spoor", "orientatie_loopbaan", 142_500, "excl"),
    Prijs("werkbedrijf", "ROC Nijmegen", "praktijkverklaring", 70_000, "excl"),
    Prijs("uwv", "ROC Nijmegen", "praktijkverklaring", 72_500, "excl"),
    Prijs("werkbedrijf", "Re-integratiebureau Opstap", "versterken_arbeidsmarktpositie",
          187_500, "excl"),
)  # fmt: skip
# Invented: what each partner may buy by itself, and who agrees above the amount in the regeling.
MANDAAT_CENT, HOGER_CENT = 1_000_000, 1_500_000
KOPERS = ("uwv", "fnv", "cnv", "vcp", "werkbedrijf", "gemeente-nijmegen")
BRON = "Demodata"
TERMIJN_DAGEN = 120


class Register:
    """The providers of each region by name, and the mandaat of each buyer in the demo region."""

    def __init__(self, bron: Bron, trajecten: Iterable[Traject]) -> None:
        names = {(t.dossier.regio, key_of(t.plan.aanbieder)): t.plan.aanbieder for t in trajecten}
        names |= {(RIJK_VAN_NIJMEGEN, key_of(naam)): naam for naam in NUMMERS}
        self._rows = Aanbieder.objects.bulk_create(
            _provider(regio, key, naam) for (regio, key), naam in sorted(names.items())
        )
        self._known = {(row.regio_id, row.sleutelnaam): row for row in self._rows}
        self._mandaten = {
            row.organisatie_id: row.pk
            for row in Inkoopmandaat.objects.bulk_create(_mandaten(bron))
            if row.soort == "kopen"
        }

    def provider(self, regio: str, naam: str) -> Aanbieder:
        return self._known[regio, key_of(naam)]

    def mandaat(self, regio: str, organisatie_id: int) -> int | None:
        """Other regions of the demo have no rows: there the inkoper just buys."""
        return self._mandaten.get(organisatie_id) if regio == RIJK_VAN_NIJMEGEN else None


def _provider(regio: str, key: str, naam: str) -> Aanbieder:
    here = regio == RIJK_VAN_NIJMEGEN
    kvk, btw, contact = NUMMERS.get(naam, ("", "", "")) if here else ("", "", "")
    return Aanbieder(
        regio_id=regio, naam=naam, sleutelnaam=key, kvk=kvk, btwnummer=btw, contact=contact
    )


def _mandaten(bron: Bron) -> list[Inkoopmandaat]:
    coordinator = next(iter(bron.bezetting.of(RIJK_VAN_NIJMEGEN, rol="coordinator")))
    made = {
        "regio_id": RIJK_VAN_NIJMEGEN,
        "van": BEGIN_PARTNER,
        "bron": BRON,
        "gegeven_door_id": bron.medewerker(coordinator),
    }
    buyers = [
        Inkoopmandaat(organisatie_id=bron.organisatie(o), tot_cent=MANDAAT_CENT, **made)
        for o in KOPERS
    ]
    higher = Inkoopmandaat(soort="boven_plafond", rol="coordinator", tot_cent=HOGER_CENT, **made)
    return [*buyers, higher]


def store(bron: Bron, trajecten: Iterable[Traject], today: date) -> Register:
    """The list of providers with numbers, accounts, contracts and prices, before any order."""
    register = Register(bron, trajecten)
    _store_accounts(bron, register, today)
    _store_prices(bron, register)
    coordinator = next(iter(bron.bezetting.of(RIJK_VAN_NIJMEGEN, rol="coordinator")))
    Besteltermijn.objects.create(
        regio_id=RIJK_VAN_NIJMEGEN,
        dagen=TERMIJN_DAGEN,
        van=BEGIN_PARTNER,
        bron=BRON,
        vastgesteld_door_id=bron.medewerker(coordinator),
    )
    return register


def _store_accounts(bron: Bron, register: Register, today: date) -> None:
    coordinator = next(iter(bron.bezetting.of(RIJK_VAN_NIJMEGEN, rol="coordinator")))
    kassier = next(iter(bron.bezetting.of(RIJK_VAN_NIJMEGEN, rol="kassier")))
    ibans = demo_ibans(5001)
    seen = timezone.make_aware(datetime.combine(today - timedelta(days=40), time(11)))
    Aanbiederrekening.objects.bulk_create(
        Aanbiederrekening(
            regio_id=RIJK_VAN_NIJMEGEN,
            aanbieder=register.provider(RIJK_VAN_NIJMEGEN, naam),
            iban=next(ibans),
            tenaamstelling=naam,
            van=BEGIN_PARTNER,
            opgegeven_door_id=bron.medewerker(coordinator),
            bevestigd_door_id=None if naam == WACHT_OP_BEVESTIGING else bron.medewerker(kassier),
            bevestigd_op=None if naam == WACHT_OP_BEVESTIGING else seen,
        )
        for naam in MET_REKENING
    )


def _store_prices(bron: Bron, register: Register) -> None:
    contracts: dict[tuple[str, str], Contract] = {}
    for prijs in PRIJZEN:
        key = prijs.organisatie, prijs.aanbieder
        if key not in contracts:
            contracts[key] = Contract.objects.create(
                regio_id=RIJK_VAN_NIJMEGEN,
                organisatie_id=bron.organisatie(prijs.organisatie),
                aanbieder=register.provider(RIJK_VAN_NIJMEGEN, prijs.aanbieder),
                wat="Begeleiding en training van kandidaten uit de regio",
                kenmerk=f"demo-{len(contracts) + 1}",
                van=BEGIN_PARTNER,
            )
    Kaderprijs.objects.bulk_create(
        Kaderprijs(
            regio_id=RIJK_VAN_NIJMEGEN,
            contract=contracts[prijs.organisatie, prijs.aanbieder],
            interventiesoort_id=prijs.soort,
            cent=prijs.cent,
            btw=prijs.btw,
            per=prijs.per,
            van=BEGIN_PARTNER,
        )
        for prijs in PRIJZEN
    )
