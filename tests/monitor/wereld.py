"""A small region in which every indicator has something to count, made by the screens' actions."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from ontschot.casusoverleg.actions import follow_signaal, report_signaal
from ontschot.casusoverleg.models import Signaal
from ontschot.kandidaten.actions.toestand import set_afgeschermd
from ontschot.kandidaten.dubbel.actions import ask_merge
from ontschot.kandidaten.models import Kandidaat
from ontschot.kern.scope import Actor, scope
from ontschot.meldingen import actions as vragen
from ontschot.meldingen.actions.kandidaatvorming import link_kandidaat
from ontschot.meldingen.deuren import Herkomst
from ontschot.meldingen.models import Melding
from ontschot.monitor.indicatoren import INDICATOREN
from ontschot.monitor.indicatoren.basis import Sleutel, Stand, counts
from ontschot.monitor.selectie import Selectie, read_selectie
from ontschot.netwerk.models import Gemeente, Rol
from ontschot.trajecten.actions import (
    accept_overdracht,
    record_uitkomst,
    refuse_overdracht,
    withdraw_overdracht,
)
from ontschot.trajecten.models import Uitkomst
from ontschot.web.format import AMSTERDAM
from tests.klok import op
from tests.monitor.factories import actor, feiten_bestand, lever, rol
from tests.netwerk import factories as netwerk
from tests.trajecten import factories as trajecten

NU = datetime(2026, 11, 20, 12, tzinfo=AMSTERDAM)


def dagen_geleden(dagen: int) -> datetime:
    return NU - timedelta(days=dagen)


def selectie(wie: Actor, code: str, **over: str) -> Selectie:
    """The last twelve months of the own region: what is made in a test lies in it."""
    dimensies = (*INDICATOREN[code].definitie.dimensies, "regio")
    params = {"regio": "AM08", "jaar": "12m", **over}
    return read_selectie(wie, params, {"AM08": "Rijk van Nijmegen"}, dimensies)


def tel(
    wie: Actor, code: str, *groepen: tuple[str, ...], deel: str = "", **over: str
) -> dict[Sleutel, Stand]:
    with scope(wie):
        return counts(INDICATOREN[code], selectie(wie, code, **over), groepen, deel=deel)


def totaal(wie: Actor, code: str, **over: str) -> Stand:
    return tel(wie, code, **over).get((), Stand())


def alle_standen(wie: Actor, code: str, **over: str) -> dict[Sleutel, Stand]:
    """The total and every table of a figure."""
    return tel(wie, code, *((d,) for d in INDICATOREN[code].definitie.dimensies), **over)


@dataclass
class Wereld:
    """Who works here, and who is helped; `monitor` looks."""

    rol: Rol = field(default_factory=lambda: rol("gids"))
    ander_rol: Rol = field(default_factory=lambda: rol("gids"))
    monitor: Actor = field(default_factory=lambda: actor("monitor"))
    # Who `volle_wereld` made: with two interventies and a merge; and shielded.
    anna: Kandidaat = field(init=False, repr=False)
    geheim: Kandidaat = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.gids, self.ander = netwerk.actor(self.rol), netwerk.actor(self.ander_rol)

    def persoon(self, **over: Any) -> Kandidaat:
        with scope(self.gids):
            return trajecten.kandidaat(self.gids, **over)

    def koopt(self, dagen: int, person: Kandidaat | None = None, **over: Any) -> Kandidaat:
        """An interventie for somebody (new, or known) so many days ago."""
        with op(dagen_geleden(dagen)), scope(self.gids):
            found = person or trajecten.kandidaat(self.gids, **over)
            trajecten.committed(self.gids, person=found)
        return found

    def vraag(
        self,
        dagen: int,
        *,
        person: Kandidaat | None = None,
        contact: int | None = None,
        dicht: int | None = None,
        uitkomst: str = "beantwoord",
        **over: Any,
    ) -> Melding:
        """A question so many days ago; `contact` and `dicht` are days ago as well."""
        values: dict[str, Any] = {"deur": "telefoon", "vraag": "Waar kan ik een cursus doen?"}
        with op(dagen_geleden(dagen)), scope(self.gids):
            eigenaar = self.rol.medewerker_id
            found = vragen.receive(
                self.gids, regio="AM08", eigenaar_id=eigenaar, **values | over
            ).melding
            if person:
                link_kandidaat(self.gids, melding_id=found.pk, sleutel=person.sleutel)
        if contact is not None:
            with op(dagen_geleden(contact)), scope(self.gids):
                vragen.record_first_contact(self.gids, melding_id=found.pk)
        if dicht is not None:
            with op(dagen_geleden(dicht)), scope(self.gids):
                vragen.close(self.gids, melding_id=found.pk, uitkomst=uitkomst)
        return found

    def draagt_over(self, dagen: int, person: Kandidaat, antwoord: str, na: int = 1) -> None:
        """To the other gids, who answers `na` days later; accepted, it comes straight back."""
        with op(dagen_geleden(dagen)), scope(self.gids):
            row = trajecten.overdracht(self.gids, person, self.ander_rol)
        with op(dagen_geleden(dagen - na)), scope(self.ander):
            if antwoord == "aangenomen":
                accept_overdracht(self.ander, overdracht_id=row.pk)
            elif antwoord == "geweigerd":
                refuse_overdracht(self.ander, overdracht_id=row.pk, reden="Geen tijd.")
        if antwoord == "ingetrokken":
            with op(dagen_geleden(dagen - na)), scope(self.gids):
                withdraw_overdracht(self.gids, overdracht_id=row.pk)
        if antwoord == "aangenomen":
            with op(dagen_geleden(dagen - na)):
                self._terug(person)

    def _terug(self, person: Kandidaat) -> None:
        with scope(self.ander):
            back = trajecten.overdracht(self.ander, person, self.rol)
        with scope(self.gids):
            accept_overdracht(self.gids, overdracht_id=back.pk)

    def voegt_samen(self, dagen: int, blijver: Kandidaat, verliezer: Kandidaat) -> Any:
        with op(dagen_geleden(dagen)), scope(self.gids):
            return ask_merge(
                self.gids,
                blijver=blijver.sleutel,
                verliezer=verliezer.sleutel,
                contact_id=self.rol.medewerker_id,
            )

    def schermt_af(self, person: Kandidaat) -> None:
        with scope(self.gids):
            person.refresh_from_db()
            set_afgeschermd(self.gids, kandidaat=person, afgeschermd=True)

    def aan_het_werk(self, dagen: int, person: Kandidaat, betekenis: str = "aan_het_werk") -> Any:
        moment = dagen_geleden(dagen)
        with op(moment), scope(self.gids):
            return record_uitkomst(
                self.gids,
                kandidaat_id=person.pk,
                betekenis=betekenis,
                datum=moment.date(),
                bron="kandidaat",
                grond="wettelijke_taak" if betekenis == "aan_het_werk" else "",
            )

    def meldt(self, dagen: int) -> Signaal:
        with op(dagen_geleden(dagen)), scope(self.gids):
            return report_signaal(self.gids, onderwerp="wachttijd", wat="Het duurt te lang.")

    def volgt(self, dagen: int, signaal: Signaal, status: str, uitkomst: str = "") -> None:
        beleid = actor("beleid")
        with op(dagen_geleden(dagen)), scope(beleid):
            follow_signaal(beleid, signaal_id=signaal.pk, status=status, uitkomst=uitkomst)


def gemeente(naam: str) -> int:
    return Gemeente.objects.get(naam=naam).pk


def geleverd(dagen: int) -> None:
    """A delivery of instroom and one with each meaning of uitstroom, of that many days ago."""
    dag = {"datum": dagen_geleden(dagen + 2).date().isoformat()}
    vast: dict[str, Any] = {"openbaar": False, "op": dagen_geleden(dagen)}
    rijen = [{**dag, "id": f"G{dagen}-{deur}", "deur": deur} for deur in ("inloop", "partner")]
    lever(feiten_bestand("instroom", *rijen), soort="instroom", bron=f"Bron {dagen}", **vast)
    rijen = [
        {**dag, "id": f"G{dagen}-{betekenis}", "betekenis": betekenis}
        for betekenis, _ in Uitkomst.BETEKENISSEN
    ]
    lever(feiten_bestand("uitstroom", *rijen), soort="uitstroom", bron=f"Bron {dagen}", **vast)


def volle_wereld() -> Wereld:
    """Something in every figure: two persons, one of them shielded, a merge, questions, waiting."""
    w = Wereld()
    anna = w.koopt(100, situaties=("ww",))
    w.koopt(40, anna)
    dubbel = w.koopt(60, gemeente="Wijchen", achternaam="Verhoeven-Jansen")
    w.voegt_samen(10, anna, dubbel)
    geheim = w.koopt(50, achternaam="Bos", gemeente="Druten", situaties=("ww",))
    w.vraag(110, person=anna, contact=108, dicht=90, uitkomst="traject_gestart")
    w.vraag(55, person=geheim, contact=55, deur="inloop")
    w.vraag(30, contact=29, dicht=20, gemeente_id=gemeente("Wijchen"))
    w.vraag(15, contact=2, deur="elders", herkomst=Herkomst(elders="wijkteam"))
    w.vraag(3)
    w.draagt_over(35, anna, "aangenomen")
    w.draagt_over(25, anna, "geweigerd", na=4)
    w.draagt_over(2, anna, "")
    w.volgt(44, w.meldt(45), "opgepakt")
    w.aan_het_werk(5, anna)
    w.schermt_af(geheim)
    geleverd(70)
    w.anna, w.geheim = anna, geheim
    return w
