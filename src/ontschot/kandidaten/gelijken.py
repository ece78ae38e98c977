"""Who may be the same person, for many people at once: a whole list, a whole region."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.db.models import QuerySet

from ontschot.kandidaten.models import Kandidaat, Zoeksleutel
from ontschot.kandidaten.rules import Persoon, name_keys, same_person_reasons
from ontschot.kandidaten.search import (
    MAX_DUPLICATES,
    MAX_WEIGHED,
    PERSOON,
    Gewogen,
    Treffer,
    hits_for,
)
from ontschot.kern.scope import Actor

# So many people are held against the register at once.
TEGELIJK = 500

Redenen = dict[int, tuple[str, ...]]


def alike_many(people: Sequence[Persoon]) -> Iterator[Redenen]:
    """For each person what `search.alike` says, in the same order; four queries per 500 people.

    The same reasons, found by fewer rows: two people who were born on different days share a
    telephone number or an e-mail address, or they are two people. So a name alone is looked up
    only where one of the two days is unknown.
    """
    for begin in range(0, len(people), TEGELIJK):
        part = people[begin : begin + TEGELIJK]
        shared = _candidates(part)
        rows = _rows({pk for found in shared for pk in found})
        for asked, ids in zip(part, shared, strict=True):
            yield _reasons(asked, [rows[pk] for pk in ids if pk in rows])


def duplicates_of_many(wie: Actor, people: Sequence[Persoon]) -> list[list[Treffer]]:
    """For each person what `search.possible_duplicates` says; five queries per 500 people."""
    result: list[list[Treffer]] = []
    for begin in range(0, len(people), TEGELIJK):
        found = list(alike_many(people[begin : begin + TEGELIJK]))
        shown = hits_for(wie, {pk for reasons in found for pk in reasons})
        for reasons in found:
            hits = [shown[pk].because(why) for pk, why in reasons.items() if pk in shown]
            result.append(hits[:MAX_DUPLICATES])
    return result


def _candidates(people: Sequence[Persoon]) -> list[list[int]]:
    """Per person the ids of the rows that share most keys with them. Three queries."""
    exact: dict[str, list[int]] = defaultdict(list)
    named: dict[str, list[int]] = defaultdict(list)
    undated: dict[str, list[int]] = defaultdict(list)
    for place, person in enumerate(people):
        names = name_keys(person.achternaam)
        for key in person.keys() - names:
            exact[key].append(place)
        for key in names:
            (named if person.geboortedatum else undated)[key].append(place)
    keys = Zoeksleutel.objects.order_by()
    counted: list[dict[int, int]] = [defaultdict(int) for _ in people]
    for wanted, found in (
        (exact, keys),
        (named, keys.filter(kandidaat__geboortedatum__isnull=True)),
        (undated, keys),
    ):
        for waarde, pk in _pairs(found, wanted):
            for place in wanted[waarde]:
                counted[place][pk] += 1
    return [_most(found) for found in counted]


def _pairs(found: QuerySet[Zoeksleutel], wanted: dict[str, list[int]]) -> Iterable[tuple[str, int]]:
    if not wanted:
        return []
    return found.filter(waarde__in=list(wanted)).values_list("waarde", "kandidaat_id").iterator()


def _most(found: dict[int, int]) -> list[int]:
    """As `search` does: those that share most keys, newest first, and not more than it weighs."""
    return sorted(found, key=lambda pk: (-found[pk], -pk))[:MAX_WEIGHED]


def _rows(ids: set[int]) -> dict[int, Gewogen]:
    """One query."""
    rows = (
        Kandidaat.objects.filter(pk__in=ids)
        .order_by("pk")
        .values_list("pk", "samengevoegd_met_id", "sleutel", *PERSOON)
    )
    return {pk: Gewogen(met or pk, key, Persoon(*rest)) for pk, met, key, *rest in rows}


def _reasons(asked: Persoon, rows: Iterable[Gewogen]) -> Redenen:
    found: Redenen = {}
    for row in sorted(rows, key=lambda row: row.pk):
        reasons = same_person_reasons(asked, row.persoon)
        if len(reasons) > len(found.get(row.pk, ())):
            found[row.pk] = reasons
    return dict(sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0])))
