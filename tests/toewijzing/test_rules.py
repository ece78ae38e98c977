"""Who owns a question: the first rule with somebody who has room, and always somebody."""

from hypothesis import given
from hypothesis import strategies as st

from ontschot.kern.rollen import HULPVERLENERS
from ontschot.toewijzing.rules import (
    INDICATIES,
    Beschikbaar,
    Keuze,
    Regel,
    Stap,
    Vraagfeiten,
    choose,
    indicatie_of,
)

DEUREN = ["portaal", "vakbond", "werkgever", "inloop", "telefoon"]
SOORTEN = ["uwv", "vakbond", "gemeente", "leerwerkloket"]


def _person(
    number: int,
    soort: str = "uwv",
    open_vragen: int = 0,
    *,
    rol: str = "gids",
    hoogstens: int | None = None,
    afwezig: bool = False,
) -> Beschikbaar:
    return Beschikbaar(
        number, number, soort, rol, open_vragen, f"P{number}", hoogstens, afwezig=afwezig
    )


def _owner(vraag: Vraagfeiten, regels: list[Regel], mensen: list[Beschikbaar]) -> Keuze:
    found = choose(vraag, regels, mensen)
    assert found is not None
    return found


PORTAAL = Vraagfeiten("portaal")


def test_without_rules_the_partner_behind_the_door_comes_first_even_with_more_work() -> None:
    busy_union = _person(2, "vakbond", open_vragen=9, rol="loopbaancoach")
    assert _owner(Vraagfeiten("vakbond"), [], [_person(1), busy_union]).medewerker_id == 2


def test_behind_an_open_door_the_least_loaded_owns_it_and_a_tie_is_always_the_same() -> None:
    assert _owner(PORTAAL, [], [_person(1, open_vragen=3), _person(2)]).medewerker_id == 2
    assert _owner(PORTAAL, [], [_person(5), _person(4)]).medewerker_id == 4


def test_without_hulpverleners_the_coordinator_owns_it_and_without_anybody_nobody() -> None:
    coordinator = _person(7, "gemeente", rol="coordinator")
    assert _owner(PORTAAL, [], [coordinator]).medewerker_id == 7
    assert choose(PORTAAL, [], []) is None


def test_a_rule_whose_people_are_absent_or_full_gives_way_and_says_so() -> None:
    first = Regel(1, als="de deur past", deur="portaal", organisatie_soort="vakbond")
    second = Regel(2, als="de taal past", taal="nl", medewerker_id=3)
    # Who is away is not also called full.
    away = _person(1, "vakbond", 4, hoogstens=4, afwezig=True)
    people = [away, _person(2, "vakbond", 4, hoogstens=4)]
    found = _owner(PORTAAL, [second, first], [*people, _person(3, open_vragen=50)])
    assert (found.medewerker_id, found.omdat) == (3, "de taal past")
    assert [s.uitkomst for s in found.stappen] == ["past, maar afwezig: P1; vol: P2", "past: P3"]


def test_a_rule_for_a_language_goes_to_who_speaks_it() -> None:
    regel = Regel(1, taal="en", organisatie_soort="uwv")
    speaks = Beschikbaar(9, 9, "uwv", "gids", 8, "P9", talen=frozenset({"en"}))
    assert _owner(Vraagfeiten("portaal", None, "en"), [regel], [_person(1), speaks]) == Keuze(
        9, 9, "de regel voor iedere vraag geldt", _owner_steps(regel, speaks)
    )


def _owner_steps(regel: Regel, person: Beschikbaar) -> tuple[Stap, ...]:
    return _owner(Vraagfeiten("portaal", None, "en"), [regel], [person]).stappen


def test_when_all_are_full_the_least_loaded_owns_it_and_reads_why() -> None:
    found = _owner(
        PORTAAL,
        [],
        [_person(1, open_vragen=5, hoogstens=5), _person(2, open_vragen=4, hoogstens=1)],
    )
    assert found.medewerker_id == 2
    assert "vol" in found.omdat


people = st.lists(
    st.builds(
        Beschikbaar,
        medewerker_id=st.integers(1, 12),
        organisatie_id=st.integers(1, 4),
        organisatie_soort=st.sampled_from(SOORTEN),
        rol=st.sampled_from([*sorted(HULPVERLENERS), "coordinator"]),
        open_vragen=st.integers(0, 6),
        hoogstens=st.none() | st.integers(0, 6),
        afwezig=st.booleans(),
        talen=st.frozensets(st.sampled_from(["nl", "en"])),
    ),
    max_size=8,
    unique_by=lambda p: p.medewerker_id,
)
targets = st.one_of(
    st.fixed_dictionaries({"organisatie_id": st.integers(1, 5)}),
    st.fixed_dictionaries({"organisatie_soort": st.sampled_from(SOORTEN)}),
    st.fixed_dictionaries({"medewerker_id": st.integers(1, 13)}),
)
regels = st.lists(
    st.builds(
        lambda order, deur, taal, target: Regel(order, deur=deur, taal=taal, **target),
        st.integers(1, 9),
        st.sampled_from(["", *DEUREN]),
        st.sampled_from(["", "nl", "en"]),
        targets,
    ),
    max_size=4,
    unique_by=lambda r: r.volgorde,
)
vragen = st.builds(Vraagfeiten, st.sampled_from(DEUREN), st.none(), st.sampled_from(["nl", "en"]))


@given(vragen, regels, people)
def test_there_is_always_an_owner_and_never_an_absent_one_while_a_helper_is_there(
    vraag: Vraagfeiten, rules: list[Regel], mensen: list[Beschikbaar]
) -> None:
    found = choose(vraag, rules, mensen)
    assert (found is None) == (not mensen)
    if found is None:
        return
    owner = next(p for p in mensen if p.medewerker_id == found.medewerker_id)
    assert owner.organisatie_id == found.organisatie_id
    assert found.omdat
    if any(not p.afwezig for p in mensen):
        assert not owner.afwezig


@given(vragen, regels, people)
def test_nobody_goes_above_their_maximum_while_a_helper_with_room_is_there(
    vraag: Vraagfeiten, rules: list[Regel], mensen: list[Beschikbaar]
) -> None:
    found = choose(vraag, rules, mensen)
    room = [p for p in mensen if p.rol in HULPVERLENERS and not p.afwezig and not p.vol]
    if found is not None and room:
        assert not next(p for p in mensen if p.medewerker_id == found.medewerker_id).vol


@given(vragen, regels, people)
def test_the_order_in_which_it_is_told_does_not_matter(
    vraag: Vraagfeiten, rules: list[Regel], mensen: list[Beschikbaar]
) -> None:
    expected = choose(vraag, rules, mensen)
    assert choose(vraag, rules[::-1], mensen[::-1]) == expected


def test_a_rule_for_a_situation_holds_only_where_it_was_said() -> None:
    regel = Regel(1, als="de situatie past", indicatie="ww", medewerker_id=2)
    people = [_person(1), _person(2, open_vragen=9)]
    said = _owner(Vraagfeiten("telefoon", indicatie="ww"), [regel], people)
    assert (said.medewerker_id, said.omdat) == (2, "de situatie past")
    other = _owner(Vraagfeiten("telefoon", indicatie="zelfstandige"), [regel], people)
    assert other.stappen[0].uitkomst == "past niet: een andere situatie"
    silent = _owner(Vraagfeiten("telefoon"), [regel], people)
    assert silent.stappen[0].uitkomst == "past niet: de situatie is niet gevraagd"


def test_what_was_said_goes_before_what_the_dossier_knows_and_health_is_never_taken() -> None:
    assert indicatie_of("zelfstandige", {"ww"}) == "zelfstandige"
    assert indicatie_of("", {"ziektewet", "ww"}) == "ww"
    assert indicatie_of("", {"ziektewet", "wajong", "wia_wga", "banenafspraak"}) == ""
    assert not {"ziektewet", "wajong", "wia_wga", "wia_35min"} & INDICATIES.keys()
