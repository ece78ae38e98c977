"""A year in a region of 100 professionals, replayed from its own audit log: no open question is
without an owner at any event, and no kandidaat without one vaste contactpersoon."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from io import StringIO
from random import Random

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from ontschot.beheer import actions as beheer
from ontschot.kandidaten.actions import Gegevens
from ontschot.kandidaten.dubbel import actions as dubbel
from ontschot.kandidaten.models import Betrokkenheid, Kandidaat
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.meldingen import actions
from ontschot.meldingen.logboek import check_region, lines_of
from ontschot.meldingen.models import Melding
from ontschot.meldingen.naspelen import Regel, Stand, follow, replay
from ontschot.meldingen.waarnemen import hand_over_absent
from ontschot.meldingen.weggaan.actions import hand_over_work
from ontschot.netwerk.models import Rol
from ontschot.toewijzing import actions as toewijzing
from ontschot.trajecten import actions as trajecten
from tests.meldingen import factories as maak
from tests.trajecten import factories as traject

DEUREN = ("portaal", "telefoon", "email", "inloop", "outreach", "vakbond")
MENSEN, VRAGEN = 100, 210
BEHEERDER = Actor(rol=Rolsoort.BEHEER, regios=("AM08",), medewerker_id=0, naam="Tom Aarts")


@dataclass
class Jaar:
    """The people of the region, and what is open while the year goes by."""

    rng: Random
    rollen: dict[int, Rol]
    coordinator: Rol
    open: list[int] = field(default_factory=list)
    kandidaten: list[int] = field(default_factory=list)
    weg: set[int] = field(default_factory=set)
    afwezig: set[int] = field(default_factory=set)

    def actor_of(self, medewerker_id: int) -> Actor:
        return maak.actor(self.rollen[medewerker_id])

    def other_than(self, *medewerkers: int) -> Rol:
        """Somebody who works here, is there today, and is none of these."""
        out = {*medewerkers, *self.weg, *self.afwezig}
        return self.rng.choice([r for pk, r in self.rollen.items() if pk not in out])


def generate() -> Jaar:
    """The same year every time: questions in the order of their days, and what became of them."""
    kinds = [Rolsoort.GIDS, Rolsoort.LOOPBAANCOACH, Rolsoort.CONSULENT]
    people = [maak.rol(kinds[n % len(kinds)]) for n in range(MENSEN - 1)]
    coordinator = maak.rol(Rolsoort.COORDINATOR)
    rollen = {rol.medewerker_id: rol for rol in (*people, coordinator)}
    year = Jaar(Random(2025), rollen, coordinator)
    begin = timezone.now() - timedelta(days=365)
    for number in range(VRAGEN):
        chosen = year.other_than().medewerker_id if year.rng.random() < 0.5 else None
        row = maak.melding(
            deur=year.rng.choice(DEUREN),
            ontvangen_op=begin + timedelta(days=365 * number / VRAGEN),
            eigenaar_id=chosen,
        )
        year.open.append(row.pk)
        row = Melding.objects.get(pk=year.rng.choice(year.open))
        # Of a kandidaat whose dossier is closed to others, the question stays as well.
        events = BLIJFT if row.kandidaat_id else BLIJFT + WISSELT
        year.rng.choice(events)(year, row)
        if year.kandidaten and number % 4 == 0:
            _hand_over(year, year.rng.choice(year.kandidaten))
        if number % 14 == 7:
            SELDOM[number // 14 % len(SELDOM)](year)
    return year


def _answer(year: Jaar, row: Melding) -> None:
    actions.answer(year.actor_of(row.eigenaar_id), melding_id=row.pk, tekst="We bellen je.")


def _take(year: Jaar, row: Melding) -> None:
    other = maak.actor(year.other_than(row.eigenaar_id))
    actions.take_over(other, melding_id=row.pk, van_id=row.eigenaar_id)
    late = maak.actor(year.other_than(row.eigenaar_id, other.medewerker_id or 0))
    with pytest.raises(Weigering):  # whoever still saw the former owner
        actions.take_over(late, melding_id=row.pk, van_id=row.eigenaar_id)


def _take_many(year: Jaar, row: Melding) -> None:
    chosen = year.rng.sample(year.open, min(3, len(year.open)))
    rows = Melding.objects.filter(pk__in={*chosen, row.pk}, kandidaat=None)
    owners = dict(rows.values_list("pk", "eigenaar_id"))
    wie = maak.actor(year.other_than(*owners.values()))
    actions.take_over_many(wie, vragen=owners)


def _assign(year: Jaar, row: Melding) -> None:
    actions.assign_to(
        maak.actor(year.coordinator),
        melding_id=row.pk,
        van_id=row.eigenaar_id,
        naar_id=year.other_than(row.eigenaar_id).medewerker_id,
    )


def _wait(year: Jaar, row: Melding) -> None:
    wie = year.actor_of(row.eigenaar_id)
    if row.wacht_tot:
        actions.resume(wie, melding_id=row.pk)
    elif row.eerste_contact_op:
        day = timezone.localdate() + timedelta(days=7)
        actions.wait_for(wie, melding_id=row.pk, op_wie="UWV", tot=day)


def _kandidaat(year: Jaar, row: Melding) -> None:
    if row.kandidaat_id is None:
        told = Gegevens(voornaam="Sam", achternaam=f"De Wit {row.pk}")
        wie = year.actor_of(row.eigenaar_id)
        made = actions.make_kandidaat(wie, melding_id=row.pk, gegevens=told)
        year.kandidaten.append(made.pk)


def _close(year: Jaar, row: Melding) -> None:
    uitkomst = "beantwoord" if row.eerste_contact_op else "ingetrokken"
    wie = year.actor_of(row.eigenaar_id)
    actions.close(wie, melding_id=row.pk, uitkomst=uitkomst)
    year.open.remove(row.pk)


BLIJFT: list[Callable[[Jaar, Melding], None]] = [_answer, _wait, _kandidaat, _close]
WISSELT: list[Callable[[Jaar, Melding], None]] = [_take, _take_many, _assign]


def _away(year: Jaar) -> None:
    """Somebody with open questions falls ill; what is promised meanwhile moves on."""
    row = Melding.objects.get(pk=year.rng.choice(year.open))
    gone = row.eigenaar_id
    toewijzing.report_absent(
        maak.actor(year.coordinator),
        medewerker_id=gone,
        van=timezone.localdate(),
        tot=None,
        waarnemer_id=year.other_than(gone).medewerker_id,
    )
    year.afwezig.add(gone)
    hand_over_absent(maak.REGIO)


def _leave(year: Jaar) -> None:
    """Somebody leaves: first the role cannot end, then the work goes to another, then it can."""
    row = Melding.objects.get(pk=year.rng.choice(year.open))
    gone = year.rollen[row.eigenaar_id]
    if gone == year.coordinator:
        return
    with pytest.raises(Weigering, match="werk overdragen"):
        beheer.end_rol(BEHEERDER, rol_id=gone.pk, op=timezone.localdate())
    naar = year.other_than(gone.medewerker_id, year.coordinator.medewerker_id).medewerker_id
    hand_over_work(maak.actor(year.coordinator), van_id=gone.medewerker_id, naar_id=naar)
    beheer.end_rol(BEHEERDER, rol_id=gone.pk, op=timezone.localdate())
    # The last day is today; for the rest of this year they are gone.
    Rol.objects.filter(pk=gone.pk).update(tot=timezone.localdate() - timedelta(days=1))
    year.weg.add(gone.medewerker_id)


def _merge(year: Jaar) -> None:
    """One person was there twice with the same contact: joined, and sometimes told apart again."""
    one = Kandidaat.objects.get(pk=year.rng.choice(year.kandidaten))
    contact = Betrokkenheid.objects.get(kandidaat=one, vaste_contactpersoon=True, tot=None)
    wie = year.actor_of(contact.medewerker_id)
    row = maak.melding(eigenaar_id=contact.medewerker_id)
    again = actions.make_kandidaat(
        wie,
        melding_id=row.pk,
        gegevens=Gegevens(voornaam="Sam", achternaam=f"Nog een keer {row.pk}"),
    )
    actions.close(wie, melding_id=row.pk, uitkomst="ingetrokken")
    asked = dubbel.ask_merge(
        wie, blijver=one.sleutel, verliezer=again.sleutel, contact_id=contact.medewerker_id
    )
    if year.rng.random() < 0.5:
        dubbel.undo_merge(wie, samenvoeging_id=asked.pk)


SELDOM: list[Callable[[Jaar], None]] = [_away, _leave, _merge]
HAPPENED = (
    "vraag_overgenomen",
    "vraag_toegewezen",
    "vraag_gesloten",
    "vraag_wacht",
    "vraag_verder",
    "vraag_beantwoord",
    "contactpersoon_gewisseld",
    "overdracht_geweigerd",
    "overdracht_ingetrokken",
    "vraag_waargenomen",
    "werk_overgedragen",
    "samengevoegd",
)


def _hand_over(year: Jaar, kandidaat_id: int) -> None:
    """Offered, and then accepted (mostly), refused or taken back."""
    contact = Betrokkenheid.objects.select_related("kandidaat").get(
        kandidaat=kandidaat_id, vaste_contactpersoon=True, tot=None
    )
    wie = year.actor_of(contact.medewerker_id)
    naar = year.other_than(contact.medewerker_id, year.coordinator.medewerker_id)
    offered = traject.overdracht(wie, contact.kandidaat, naar)
    end = year.rng.choice(["aan", "aan", "weigeren", "terug"])
    if end == "aan":
        trajecten.accept_overdracht(maak.actor(naar), overdracht_id=offered.pk)
    elif end == "weigeren":
        trajecten.refuse_overdracht(maak.actor(naar), overdracht_id=offered.pk, reden="Vol.")
    else:
        trajecten.withdraw_overdracht(wie, overdracht_id=offered.pk)


@pytest.mark.django_db
def test_at_every_event_of_a_year_each_open_question_has_one_owner(ruim: Actor) -> None:
    year = generate()
    stand, seen = Stand(), Counter[str]()
    opened: set[str] = set()
    for line in lines_of(maak.REGIO):
        assert not follow(stand, line), line
        seen[line.gebeurtenis] += 1
        opened |= {line.sleutel} if line.gebeurtenis == "vraag_ontvangen" else set()
        # What came in and is not closed is there, and whoever owns it works here.
        assert stand.vragen.keys() == opened - stand.gesloten, line
        assert {*stand.vragen.values(), *stand.kandidaten.values()} <= year.rollen.keys(), line
    assert set(HAPPENED) <= seen.keys()
    assert seen["vraag_ontvangen"] >= VRAGEN
    assert len(stand.vragen) == len(year.open)
    assert len(stand.kandidaten) >= len(year.kandidaten)
    assert len(year.weg) >= 3
    assert len(year.afwezig) >= 3
    # Nobody who left owns anything, and who is ill lost what was promised before they are back.
    assert not year.weg & {*stand.vragen.values(), *stand.kandidaten.values()}
    assert not year.afwezig & {*stand.vragen.values()}
    assert check_region(maak.REGIO).fouten == []
    told = StringIO()
    call_command("controleer_eigenaars", maak.REGIO, stdout=told)
    assert told.getvalue().startswith("AM08: klopt: ")


@pytest.mark.django_db
def test_a_change_past_the_log_is_found(ruim: Actor) -> None:
    gids, other = maak.rol(), maak.rol()
    row = maak.melding(eigenaar_id=gids.medewerker_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE meldingen_melding SET eigenaar_id = %s WHERE id = %s",
            [other.medewerker_id, row.pk],
        )
    told = StringIO()
    with pytest.raises(SystemExit, match="1"):
        call_command("controleer_eigenaars", maak.REGIO, stdout=told)
    assert f"vraag {row.nummer} is volgens het logboek van {gids.medewerker_id}" in told.getvalue()
    assert "klopt niet" in told.getvalue()


def line(nummer: int, gebeurtenis: str, door: int = 1, /, **gegevens: object) -> Regel:
    return Regel(nummer, gebeurtenis, "V1", door, gegevens)


IN = line(1, "vraag_ontvangen", eigenaar_id=1)


@pytest.mark.parametrize(
    ("regels", "zin"),
    [
        ([line(1, "vraag_ontvangen")], "zonder eigenaar"),
        ([IN, IN], "al eerder"),
        ([line(1, "vraag_gesloten")], "nooit binnengekomen"),
        ([IN, line(2, "vraag_gesloten", 2)], "is van 1, maar 2"),
        ([IN, line(2, "vraag_gesloten"), line(3, "vraag_beantwoord")], "al gesloten"),
        ([IN, line(2, "vraag_overgenomen", van_id=1)], "verloor zijn eigenaar"),
        ([IN, line(2, "vraag_toegewezen", van_id=3, naar_id=2)], "maar was van 1"),
        ([line(1, "contactpersoon_gewisseld", van=1, naar=2)], "maar was van niemand"),
        ([line(1, "kandidaat_aangemaakt"), line(2, "kandidaat_aangemaakt")], "was er al"),
        ([line(1, "kandidaat_aangemaakt"), line(2, "samengevoegd", contacten={})], "verloor"),
        ([line(1, "kandidaat_verhuisd", weg=["V1"])], "niet begonnen"),
    ],
)
def test_a_line_that_does_not_fit_is_named(regels: list[Regel], zin: str) -> None:
    breaks = replay(regels).breuken
    assert [b.nummer for b in breaks] == [regels[-1].nummer]
    assert zin in breaks[0].zin


def test_who_moves_away_or_is_merged_keeps_the_count_right() -> None:
    both = {"V1": 2, "V2": 2}
    played = replay(
        [
            line(1, "kandidaat_aangemaakt", 1),
            Regel(2, "kandidaat_ingelezen", "V2", None, {"contact": 2}),
            line(3, "samengevoegd", contacten=both),
            line(4, "vraag_bekeken"),
        ]
    )
    assert played.breuken == ()
    assert played.stand.kandidaten == both
    assert played.gebeurtenissen == 3
    assert follow(played.stand, line(5, "kandidaat_verhuisd", weg=["V1", "V2"])) == ""
    assert played.stand.kandidaten == {}
