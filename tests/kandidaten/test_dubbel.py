"""Two dossiers of one person: proposed with reasons, joined with a way back, or told apart."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from ontschot.kandidaten import actions as kandidaten
from ontschot.kandidaten import queries
from ontschot.kandidaten.dubbel import actions
from ontschot.kandidaten.dubbel.queries import doubles_for, merges_for, told_apart_for, waiting_for
from ontschot.kandidaten.dubbel.vermoeden import propose, propose_all
from ontschot.kandidaten.models import (
    Betrokkenheid,
    Contactmoment,
    Dubbelvermoeden,
    Kandidaat,
    Samenvoeging,
    Situatiefeit,
)
from ontschot.kern.errors import Weigering
from ontschot.kern.models import Auditregel
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import systeem
from ontschot.netwerk.models import Rol
from tests.kandidaten.factories import feit, kandidaat, many
from tests.netwerk.factories import actor, rol
from tests.trajecten.factories import ready

pytestmark = pytest.mark.usefixtures("ruim")
ANDRE: dict[str, Any] = {
    "voornaam": "André",
    "achternaam": "Willemsen",
    "geboortedatum": date(1974, 3, 12),
}
VELDEN = ["telefoon", "email", "postcode", "voornaam", "geslacht", "gemeente"]


def two(gids: Rol, other: Rol | None = None, **over: Any) -> tuple[Kandidaat, Kandidaat]:
    """The same person twice, of one contactpersoon or of two."""
    one = kandidaat(gids, **ANDRE)
    again = kandidaat(other or gids, **ANDRE | {"telefoon": "06-12345678"} | over)
    return one, again


def both_open(gids: Rol, other: Rol) -> tuple[Kandidaat, Kandidaat]:
    """The dossier of another contactpersoon, into which `gids` was let."""
    one, again = two(gids, other)
    kandidaten.add_betrokkene(
        actor(other),
        kandidaat=again,
        medewerker_id=gids.medewerker_id,
        organisatie_id=gids.organisatie_id,
        grond="uitvoering",
    )
    return one, again


def merge(gids: Rol, one: Kandidaat, again: Kandidaat, *keuzes: str) -> Samenvoeging:
    return actions.ask_merge(
        actor(gids),
        blijver=one.sleutel,
        verliezer=again.sleutel,
        contact_id=gids.medewerker_id,
        keuzes=keuzes,
    )


def contacts(*people: Kandidaat) -> list[int]:
    found = Betrokkenheid.objects.filter(
        kandidaat__in=people, vaste_contactpersoon=True, tot__isnull=True
    )
    return list(found.order_by("kandidaat_id").values_list("medewerker_id", flat=True))


def test_a_pair_is_proposed_with_its_reasons_to_the_contactpersoon_and_the_coordinator() -> None:
    gids = rol()
    one, again = two(gids)
    (pair,) = doubles_for(actor(gids))
    assert {pair.een.sleutel, pair.twee.sleutel} == {one.sleutel, again.sleutel}
    assert pair.redenen == ("lijkt op de naam, zelfde geboortedatum",)
    assert [w.soort for w in waiting_for(actor(gids))] == ["dubbel"]
    (seen,) = doubles_for(actor(rol(Rolsoort.COORDINATOR, organisatie="gemeente-nijmegen")))
    assert "Willemsen" not in str(seen)
    assert doubles_for(actor(rol())) == []


def test_the_same_person_in_another_region_is_no_pair_also_for_who_sees_both() -> None:
    """The worker and a demo world look at all regions at once; a dossier stays in one."""
    here, there = rol(), rol(regio_id="AM10")
    kandidaat(there, **ANDRE)
    assert propose(kandidaat(here, **ANDRE)) == 0
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert not Dubbelvermoeden.objects.exists()


def test_who_is_afgeschermd_shows_to_their_own_contactpersoon_only() -> None:
    gids, other = rol(), rol()
    _, hidden = two(gids, other)
    kandidaten.set_afgeschermd(actor(other), kandidaat=hidden, afgeschermd=True)
    assert doubles_for(actor(gids)) == []
    assert waiting_for(actor(gids)) == []
    assert doubles_for(actor(rol(Rolsoort.COORDINATOR))) == []
    (pair,) = doubles_for(actor(other))
    assert not pair.mag_vergelijken


def test_a_change_of_data_ends_a_proposal() -> None:
    gids = rol()
    _, again = two(gids)
    seen = kandidaten.Gegevens.of(again)
    new = kandidaten.Gegevens(**{**seen.__dict__, "achternaam": "Kowalski", "voornaam": "Piet"})
    kandidaten.change_gegevens(actor(gids), kandidaat=again, gegevens=new)
    assert doubles_for(actor(gids)) == []


def test_told_apart_is_remembered_until_it_is_taken_back() -> None:
    gids = rol()
    _, again = two(gids)
    (pair,) = doubles_for(actor(gids))
    actions.tell_apart(actor(gids), vermoeden_id=pair.pk)
    seen = kandidaten.Gegevens.of(again)
    new = kandidaten.Gegevens(**{**seen.__dict__, "postcode": "6511 AB"})
    kandidaten.change_gegevens(actor(gids), kandidaat=again, gegevens=new)
    assert doubles_for(actor(gids)) == []
    (said,) = told_apart_for(actor(gids))
    with pytest.raises(Weigering, match="twee verschillende mensen"):
        merge(gids, *two_of(said))
    actions.take_back_apart(actor(gids), niet_dezelfde_id=said.pk)
    assert len(doubles_for(actor(gids))) == 1


def two_of(said: Any) -> tuple[Kandidaat, Kandidaat]:
    people = {k.sleutel: k for k in Kandidaat.objects.order_by("pk")}
    return people[said.een.sleutel], people[said.twee.sleutel]


def test_one_contactpersoon_joins_and_nothing_is_lost(als: Callable[[Rol], Client]) -> None:
    gids = rol()
    one, again = two(gids)
    feit(gids, again, "ww")
    kandidaten.record_contact(
        actor(gids), kandidaat=again, wijze="telefoon", op=again.aangemaakt_op, samenvatting="Belde"
    )
    merge(gids, one, again, "telefoon")
    one.refresh_from_db()
    assert one.telefoon == "06-12345678"
    assert queries.facts_on(one.pk, timezone.localdate()) == {"ww"}
    client = als(gids)
    assert client.get(again.get_absolute_url())["Location"] == one.get_absolute_url()
    page = client.get(one.get_absolute_url()).content.decode()
    assert "Belde" in page
    assert again.sleutel in page
    assert client.get(f"{again.get_absolute_url()}?deel=1").status_code == 200
    found = queries.search(actor(gids), "06-12345678")
    assert [t.sleutel for t in found] == [one.sleutel]
    assert again.sleutel not in client.get("/kandidaten/").content.decode()
    assert doubles_for(actor(gids)) == []


def test_the_other_contactpersoon_agrees_first() -> None:
    gids, other = rol(), rol()
    one, again = both_open(gids, other)
    asked = merge(gids, one, again)
    assert asked.status == "gevraagd"
    again.refresh_from_db()
    assert again.samengevoegd_met_id is None
    assert [w.soort for w in waiting_for(actor(other)) if w.soort == "samenvoegen"]
    with pytest.raises(Weigering, match="andere vaste contact"):
        actions.answer_merge(actor(gids), samenvoeging_id=asked.pk, akkoord=True)
    with pytest.raises(Weigering, match="waarom niet"):
        actions.answer_merge(actor(other), samenvoeging_id=asked.pk, akkoord=False)
    actions.answer_merge(actor(other), samenvoeging_id=asked.pk, akkoord=True)
    assert contacts(one, again) == [gids.medewerker_id] * 2
    assert queries.kandidaat_for(actor(other), one.sleutel, schrijft=True)


def test_a_refusal_lets_the_other_out_again() -> None:
    gids, other = rol(), rol()
    one, again = both_open(gids, other)
    asked = merge(gids, one, again)
    actions.answer_merge(
        actor(other), samenvoeging_id=asked.pk, akkoord=False, toelichting="Dit zijn broers."
    )
    assert not queries.may_write(actor(other), one)
    assert queries.may_write(actor(gids), again)
    assert merges_for(actor(gids)) == []


def test_who_is_no_contactpersoon_cannot_join() -> None:
    gids, other = rol(), rol()
    one, again = two(other)
    for row in (one, again):
        kandidaten.add_betrokkene(
            actor(other),
            kandidaat=row,
            medewerker_id=gids.medewerker_id,
            organisatie_id=gids.organisatie_id,
            grond="uitvoering",
        )
    with pytest.raises(Weigering, match="vaste contact van een van de twee"):
        merge(gids, one, again)
    with pytest.raises(Weigering, match="twee keer hetzelfde"):
        merge(other, one, one)


def test_a_handover_of_the_living_dossier_takes_the_joined_one_along() -> None:
    gids, next_one = rol(), rol()
    one, again = two(gids)
    merge(gids, one, again)
    hand_over = {
        "naar_medewerker_id": next_one.medewerker_id,
        "naar_organisatie_id": next_one.organisatie_id,
        "leest_tot": date(2030, 1, 1),
    }
    with pytest.raises(Weigering, match="is samengevoegd met een ander"):
        kandidaten.move_contactpersoon(actor(gids), kandidaat=again, **hand_over)
    kandidaten.move_contactpersoon(actor(gids), kandidaat=one, **hand_over)
    assert contacts(one, again) == [next_one.medewerker_id] * 2


def test_what_was_bought_keeps_its_key_and_counts_one_person() -> None:
    gids = rol()
    first, second = ready(actor(gids)), ready(actor(gids))
    one, again = first.kandidaat, second.kandidaat
    merge(gids, one, again)
    second.refresh_from_db()
    assert second.kandidaat_sleutel == again.sleutel
    keys = {first.kandidaat_sleutel, second.kandidaat_sleutel}
    assert set(queries.living_keys(keys).values()) == {one.sleutel}


def _committed(write: Callable[[], Any]) -> None:
    """Write and let the deferred rules look, as a commit would."""
    with transaction.atomic():
        write()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_database_keeps_one_contact_and_no_chain() -> None:
    gids, other = rol(), rol()
    one, again = two(gids)
    third = kandidaat(other)
    merge(gids, one, again)
    for wrong in (
        lambda: Kandidaat.objects.filter(pk=one.pk).update(samengevoegd_met=third),
        lambda: Kandidaat.objects.filter(pk=third.pk).update(samengevoegd_met=again),
        lambda: Kandidaat.objects.filter(pk=third.pk).update(samengevoegd_met=one),
        lambda: Kandidaat.objects.filter(pk=third.pk).update(samengevoegd_met=third),
    ):
        with pytest.raises(IntegrityError):
            _committed(wrong)
    kandidaten.set_afgeschermd(actor(gids), kandidaat=one, afgeschermd=True)
    again.refresh_from_db()
    assert again.afgeschermd


def test_after_undo_the_audit_stands_and_the_pair_is_not_proposed_again() -> None:
    gids = rol()
    one, again = two(gids)
    done = merge(gids, one, again)
    actions.undo_merge(actor(gids), samenvoeging_id=done.pk)
    assert doubles_for(actor(gids)) == []
    events = Auditregel.objects.filter(kandidaat_sleutel=again.sleutel).values_list(
        "gebeurtenis", flat=True
    )
    assert {"samengevoegd", "samenvoegen_teruggedraaid"} <= set(events)
    with pytest.raises(Weigering, match="Dit kan niet meer"):
        actions.undo_merge(actor(gids), samenvoeging_id=done.pk)


def test_a_later_change_survives_the_undo() -> None:
    gids = rol()
    one, again = two(gids)
    done = merge(gids, one, again, "telefoon")
    one.refresh_from_db()
    seen = kandidaten.Gegevens.of(one)
    new = kandidaten.Gegevens(**{**seen.__dict__, "telefoon": "024 3291111"})
    kandidaten.change_gegevens(actor(gids), kandidaat=one, gegevens=new)
    actions.undo_merge(actor(gids), samenvoeging_id=done.pk)
    one.refresh_from_db()
    assert one.telefoon == "024 3291111"


def _world(*people: Kandidaat) -> Any:
    """Everything about these people that a merge could touch."""
    skip = {"laatste_wijziging_op"}
    rows = [
        {f.attname: getattr(k, f.attname) for f in k._meta.concrete_fields if f.name not in skip}
        for k in Kandidaat.objects.filter(pk__in=[p.pk for p in people]).order_by("pk")
    ]
    active = Betrokkenheid.objects.filter(kandidaat__in=people, tot__isnull=True)
    involved = sorted(active.values_list("kandidaat_id", "medewerker_id", "vaste_contactpersoon"))
    facts = list(
        Situatiefeit.objects.filter(kandidaat__in=people)
        .order_by("pk")
        .values_list("pk", "kandidaat_id", "soort_id", "van", "tot", "bron")
    )
    spoken = list(
        Contactmoment.objects.filter(kandidaat__in=people)
        .order_by("pk")
        .values_list("pk", "kandidaat_id")
    )
    return rows, involved, facts, spoken


@settings(max_examples=12)
@given(
    keuzes=st.sets(st.sampled_from(VELDEN)),
    same=st.booleans(),
    hidden=st.sampled_from(["", "een", "twee"]),
    soorten=st.tuples(
        st.sets(st.sampled_from(["ww", "in_dienst", "wajong"])),
        st.sets(st.sampled_from(["ww", "in_dienst", "wajong"])),
    ),
    mine=st.booleans(),
)
def test_merge_then_undo_is_identity(
    keuzes: set[str],
    same: bool,
    hidden: str,
    soorten: tuple[set[str], set[str]],
    mine: bool,
) -> None:
    gids, other = rol(), rol()
    one, again = two(gids) if same else both_open(gids, other)
    owners = {one: gids, again: gids if same else other}
    for row, codes in zip((one, again), soorten, strict=True):
        for code in sorted(codes):
            feit(owners[row], row, code)
    if hidden:
        row = one if hidden == "een" else again
        kandidaten.set_afgeschermd(actor(owners[row]), kandidaat=row, afgeschermd=True)
    before = _world(one, again)
    done = actions.ask_merge(
        actor(gids),
        blijver=one.sleutel,
        verliezer=again.sleutel,
        contact_id=(gids if same or mine else other).medewerker_id,
        keuzes=sorted(keuzes),
    )
    if not same:
        actions.answer_merge(actor(other), samenvoeging_id=done.pk, akkoord=True)
    assert len(set(contacts(one, again))) == 1
    actions.undo_merge(actor(gids), samenvoeging_id=done.pk)
    assert _world(one, again) == before


def test_the_screens_from_pair_to_undo(als: Callable[[Rol], Client]) -> None:
    gids = rol()
    one, again = two(gids)
    client = als(gids)
    assert "lijkt op de naam" in client.get("/dubbelen/").content.decode()
    address = f"/samenvoegen/{one.sleutel}/{again.sleutel}/"
    assert "Telefoon" in client.get(address).content.decode()
    assert client.post(address, {"blijver": one.sleutel}).status_code == 422
    sent = {
        "blijver": again.sleutel,
        "contact": gids.medewerker_id,
        "veld_telefoon": "twee",
        **{f"veld_{w}": "een" for w in ("geboortedatum",)},
    }
    assert client.post(address, sent).status_code == 302
    one.refresh_from_db()
    assert one.samengevoegd_met_id == again.pk
    (done,) = merges_for(actor(gids))
    assert client.get(f"/samenvoeging/{done.pk}/").status_code == 200
    client.post(f"/samenvoeging/{done.pk}/terugdraaien/")
    one.refresh_from_db()
    assert one.samengevoegd_met_id is None
    assert "twee mensen" in client.get("/dubbelen/").content.decode()


def test_the_list_of_pairs_asks_as_much_for_many_as_for_few(count_queries: Any) -> None:
    gids = rol()
    asked = []
    for number in (1, 3):
        for place in range(number):
            two(gids, geboortedatum=ANDRE["geboortedatum"], voornaam=f"André{'e' * place}")
        many(gids, number)
        with count_queries() as counted:
            assert doubles_for(actor(gids))
        asked.append(counted.aantal)
    assert asked[0] == asked[1]


def test_all_pairs_of_a_region_are_found_once_and_the_same_again(capsys: Any) -> None:
    gids = rol()
    two(gids)
    many(gids, 3)
    (pair,) = doubles_for(actor(gids))
    Dubbelvermoeden.objects.all().delete()
    first = Kandidaat.objects.get(sleutel=pair.een.sleutel)
    gone = Dubbelvermoeden.objects.create(
        regio_id="AM08", een=first, twee=many(gids, 1)[0], redenen=["oud"]
    )
    seen = []
    for _ in range(2):
        call_command("zoek_dubbelen", "am08")
        seen.append([(p.pk, p.redenen) for p in doubles_for(actor(gids))])
    assert seen[0] == seen[1]
    assert [redenen for _, redenen in seen[0]] == [pair.redenen]
    assert not Dubbelvermoeden.objects.filter(pk=gone.pk).exists()
    assert "1 keer misschien dubbel" in capsys.readouterr().out
    actions.tell_apart(actor(gids), vermoeden_id=seen[0][0][0])
    call_command("zoek_dubbelen")
    assert doubles_for(actor(gids)) == []
    with pytest.raises(CommandError, match="geen regio"):
        call_command("zoek_dubbelen", "AM99")


def test_twice_the_people_are_compared_with_as_many_queries(count_queries: Any) -> None:
    asked = []
    for _ in range(2):
        for _ in range(4):
            two(rol(), telefoon="")
        with count_queries() as counted:
            propose_all(systeem("AM08"))
        asked.append(counted.aantal)
    assert asked[0] == asked[1]
