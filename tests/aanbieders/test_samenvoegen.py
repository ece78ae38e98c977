"""Two providers that turn out to be one: joined by two people, no row moves, and undone."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse

from ontschot.aanbieders import actions
from ontschot.aanbieders.models import Aanbieder, Aanbiedersamenvoeging
from ontschot.aanbieders.queries import aanbieder_page, known_as, orderable, waiting_for
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import scope, systeem
from tests.aanbieders.test_aanbieders import (
    VANDAAG,
    Mensen,
    bureau,
    refused_by_database,
    rekening,
)
from tests.kassier.factories import REGIO
from tests.refusal import refused_twin

pytestmark = pytest.mark.django_db


@pytest.fixture
def m(db: None) -> Iterator[Mensen]:
    people = Mensen()
    with scope(systeem(REGIO)):
        yield people


def two(m: Mensen) -> tuple[Aanbieder, Aanbieder]:
    other = actions.add_aanbieder(m.wie("uwv"), naam="Loopbaanburo Nijmegen", toch_nieuw=True)
    return bureau(m), other


def proposed(m: Mensen, ends: Aanbieder, goes_on: Aanbieder) -> Aanbiedersamenvoeging:
    return actions.propose_samenvoeging(
        m.wie("fnv"), aanbieder_id=ends.pk, met_id=goes_on.pk, reden="Hetzelfde KvK-nummer."
    )


def joined(m: Mensen, ends: Aanbieder, goes_on: Aanbieder) -> Aanbiedersamenvoeging:
    found = proposed(m, ends, goes_on)
    return actions.decide_samenvoeging(m.wie("kassier"), samenvoeging_id=found.pk, akkoord=True)


def test_whoever_looks_for_the_one_finds_the_other_and_no_row_moves(m: Mensen) -> None:
    ends, goes_on = two(m)
    account = rekening(m, ends)
    joined(m, ends, goes_on)
    assert known_as(REGIO, ends.naam) == goes_on
    assert list(orderable(REGIO, VANDAAG)) == [goes_on]
    assert ends.rekeningen.get().pk == account, "the account stays where it was entered"
    page = aanbieder_page(m.wie("kassier"), goes_on.pk)
    assert page
    assert [row.rekening.pk for row in page.rekeningen] == [account]
    with pytest.raises(Weigering, match="staat al in de lijst"):
        bureau(m)


def test_who_proposes_does_not_agree_not_even_in_the_database(m: Mensen) -> None:
    ends, goes_on = two(m)
    found = proposed(m, ends, goes_on)
    with pytest.raises(Weigering, match="Vraag een ander"):
        actions.decide_samenvoeging(m.wie("fnv"), samenvoeging_id=found.pk, akkoord=True)
    refused_by_database(
        "UPDATE aanbieders_aanbiedersamenvoeging SET status = 'akkoord', "
        f"beslist_door_id = voorgesteld_door_id WHERE id = {found.pk}"
    )
    refused_by_database(
        f"UPDATE aanbieders_aanbieder SET samengevoegd_met_id = {goes_on.pk} WHERE id = {ends.pk}"
    )
    assert [item.soort for item in waiting_for(m.wie("kassier"))] == ["aanbieder"]
    actions.decide_samenvoeging(m.wie("kassier"), samenvoeging_id=found.pk, akkoord=False)
    assert known_as(REGIO, ends.naam) == ends


def test_the_database_joins_two_that_differ_once_and_knows_why(m: Mensen) -> None:
    ends, goes_on = two(m)
    found = proposed(m, ends, goes_on)
    assert refused_twin(found) == "aanbieders_samenvoeging_one"
    for facts in ({"met_id": ends.pk}, {"reden": ""}):
        assert refused_twin(found, **facts) == "aanbieders_samenvoeging_twee"


def test_undone_they_are_two_again_with_all_that_is_theirs(m: Mensen) -> None:
    ends, goes_on = two(m)
    found = joined(m, ends, goes_on)
    with pytest.raises(Weigering, match="waarom"):
        actions.undo_samenvoeging(m.wie("uwv"), samenvoeging_id=found.pk, reden=" ")
    actions.undo_samenvoeging(m.wie("uwv"), samenvoeging_id=found.pk, reden="Andere eigenaar.")
    assert known_as(REGIO, ends.naam) == ends
    assert proposed(m, ends, goes_on).status == "voorgesteld", "and may be looked at anew"


def test_no_provider_points_at_one_that_points_on(m: Mensen) -> None:
    ends, goes_on = two(m)
    third = actions.add_aanbieder(m.wie("uwv"), naam="Werkpunt Groesbeek")
    joined(m, ends, goes_on)
    for one, other in ((goes_on, third), (third, ends), (ends, third)):
        with pytest.raises(Weigering, match="samengevoegd"):
            proposed(m, one, other)
    assert joined(m, third, goes_on).status == "akkoord", "more than one may end in the same"


def test_two_proposals_that_cross_cannot_both_stand(m: Mensen) -> None:
    ends, goes_on = two(m)
    there = proposed(m, ends, goes_on)
    back = proposed(m, goes_on, ends)
    actions.decide_samenvoeging(m.wie("kassier"), samenvoeging_id=there.pk, akkoord=True)
    with pytest.raises(Weigering, match="is al samengevoegd"):
        actions.decide_samenvoeging(m.wie("kassier"), samenvoeging_id=back.pk, akkoord=True)


def test_on_the_screen_from_proposal_to_undo(m: Mensen, als: Any) -> None:
    ends, goes_on = two(m)
    one, other = als(m.fnv), als(m.kassier)
    url = reverse("aanbieders:aanbieder", args=[ends.pk])
    wrong = one.post(reverse("aanbieders:samenvoegen", args=[ends.pk]), {"m-met": goes_on.pk})
    assert wrong.status_code == 422
    data = {"m-met": goes_on.pk, "m-reden": "Zelfde adres"}
    one.post(reverse("aanbieders:samenvoegen", args=[ends.pk]), data)
    assert "Een ander beslist" in one.get(url).content.decode()
    assert "Stem in" in other.get(url).content.decode()
    found = Aanbiedersamenvoeging.objects.get()
    other.post(reverse("aanbieders:samen_besluiten", args=[found.pk]), {"besluit": "ja"})
    assert one.get(url)["Location"] == reverse("aanbieders:aanbieder", args=[goes_on.pk])
    assert "is samengevoegd met" in one.get(f"{url}?deel=1").content.decode()
    one.post(reverse("aanbieders:losmaken", args=[found.pk]), {f"l{found.pk}-reden": "Toch twee"})
    assert one.get(url).status_code == 200


def test_on_a_page_of_before_it_is_told_and_what_was_typed_comes_back(m: Mensen, als: Any) -> None:
    ends, goes_on = two(m)
    account = rekening(m, ends)
    join = joined(m, ends, goes_on)
    kassier, fnv = als(m.kassier), als(m.fnv)

    def refused(client: Any, name: str, pk: int, **data: Any) -> str:
        answer = client.post(reverse(f"aanbieders:{name}", args=[pk]), data)
        assert answer.status_code == 422, name
        return str(answer.content.decode())

    # Joined meanwhile, so the form is not on the page any more.
    said = refused(fnv, "wijzigen", ends.pk, **{"a-naam": "", "a-contact": "Bel na vijf uur"})
    assert "Dit is niet gelukt." in said
    assert "Je schreef: ‘Bel na vijf uur’." in said
    # A row of the page: its own form comes back with the words.
    assert "Vul “Laatste dag” in" not in fnv.get(reverse("aanbieders:lijst")).content.decode()
    said = refused(fnv, "losmaken", join.pk, **{f"l{join.pk}-reden": "x" * 201})
    assert "x" * 201 in said
    actions.withdraw_rekening(m.wie("kassier"), rekening_id=account, reden="Fout nummer")
    said = refused(kassier, "intrekken", account, **{f"i{account}-reden": "Ook fout"})
    assert "Deze rekening is al ingetrokken." in said
    assert "Ook fout" in said
    said = refused(kassier, "overname", join.pk, **{"o-reden": "Zij schreven het"})
    assert "heeft geen bevestigde rekening die nu geldt" in said
    assert "Zij schreven het" in said
    for name in ("intrekken", "losmaken", "overname", "overname_beeindigen", "overname_besluiten"):
        assert kassier.post(reverse(f"aanbieders:{name}", args=[0])).status_code in (302, 404)


def test_the_lists_ask_the_same_for_one_provider_and_for_many(
    m: Mensen, als: Any, count_queries: Any
) -> None:
    ends, goes_on = two(m)
    joined(m, ends, goes_on)
    kassier = als(m.kassier)
    urls = [reverse("aanbieders:lijst"), reverse("aanbieders:aanbieder", args=[goes_on.pk])]

    def counted() -> list[int]:
        numbers = []
        for url in urls:
            with count_queries() as found:
                assert kassier.get(url).status_code == 200
            numbers.append(len(found))
        return numbers

    for url in urls:
        kassier.get(url)  # what is remembered is remembered now
    before = counted()
    for naam in ("Werkpunt Beuningen", "Taalhuis Wijchen", "Jobkompas"):
        joined(m, actions.add_aanbieder(m.wie("uwv"), naam=naam), goes_on)
        actions.add_aanbieder(m.wie("uwv"), naam=f"{naam} Zuid", toch_nieuw=True)
    assert counted() == before
