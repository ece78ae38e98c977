"""Which pairs of dossiers may be one person: kept up when somebody comes or changes."""

from collections.abc import Mapping

from django.db.models import Q

from ontschot.kandidaten.gelijken import alike_many
from ontschot.kandidaten.models import Dubbelvermoeden, Kandidaat, NietDezelfde
from ontschot.kandidaten.rules import Persoon
from ontschot.kandidaten.search import PERSOON, alike
from ontschot.kern import audit
from ontschot.kern.actions import action
from ontschot.kern.scope import Actor

# More than this of one person is a mistake in the data, not so many doubles.
MEESTE = 10


def in_order(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)


def propose(kandidaat: Kandidaat) -> int:
    """Write down anew who may be the same as this person; returns how many pairs there are.

    Runs in the transaction of whoever changed the person. Sees every dossier of the region, also
    the hidden ones: who reads the pair decides what shows. Pairs that somebody told apart stay
    away.
    """
    mine = Q(een=kandidaat) | Q(twee=kandidaat)
    known = set(Dubbelvermoeden.objects.filter(mine).values_list("een_id", "twee_id"))
    apart = set(NietDezelfde.objects.filter(mine).values_list("een_id", "twee_id"))
    asked = Persoon(*(getattr(kandidaat, name) for name in PERSOON))
    found = alike(asked, kandidaat.regio_id)
    found.pop(kandidaat.pk, None)
    pairs = {
        in_order(kandidaat.pk, pk): reasons
        for pk, reasons in list(found.items())[:MEESTE]
        if in_order(kandidaat.pk, pk) not in apart
    }
    if gone := known - pairs.keys():
        Dubbelvermoeden.objects.filter(mine, een__in=[p[0] for p in gone]).filter(
            twee__in=[p[1] for p in gone]
        ).delete()
    for (een, twee), reasons in pairs.items():
        Dubbelvermoeden.objects.update_or_create(
            een_id=een,
            twee_id=twee,
            defaults={"redenen": list(reasons)},
            create_defaults={"regio_id": kandidaat.regio_id, "redenen": list(reasons)},
        )
    return len(pairs)


@action
def propose_all(wie: Actor) -> int:
    """Write down anew which dossiers of the region look alike; returns how many pairs there are.

    For rows that came without `propose` (another system, bulk). May be repeated: what is there
    and still holds stays as it is, with the day on which it was seen first. Four queries per 500
    dossiers and a few for the pairs. In the scope of Ontschot itself, for one region.
    """
    before = {(v.een_id, v.twee_id): v for v in Dubbelvermoeden.objects.order_by("pk")}
    found = _all_pairs()
    apart = set(NietDezelfde.objects.order_by().values_list("een_id", "twee_id"))
    pairs = {pair: why for pair, why in found.items() if pair not in apart}
    _store(wie.regio, before, pairs)
    audit.record(
        wie, "dubbelen_gezocht", object_soort="lijst", object_sleutel="dubbelen", regio=wie.regio,
        aantal=len(pairs),
    )  # fmt: skip
    return len(pairs)


def _all_pairs() -> dict[tuple[int, int], list[str]]:
    """Every pair of dossiers that go on and look alike, at most ten for one of them."""
    going_on = Kandidaat.objects.filter(samengevoegd_met__isnull=True)
    rows = list(going_on.order_by("pk").values_list("pk", *PERSOON))
    pairs: dict[tuple[int, int], list[str]] = {}
    people = [Persoon(*rest) for _, *rest in rows]
    for (own, *_), found in zip(rows, alike_many(people), strict=True):
        found.pop(own, None)
        for pk, reasons in list(found.items())[:MEESTE]:
            pairs.setdefault(in_order(own, pk), list(reasons))
    return pairs


def _store(
    regio: str,
    before: Mapping[tuple[int, int], Dubbelvermoeden],
    pairs: Mapping[tuple[int, int], list[str]],
) -> None:
    """Three statements, and one per 500 pairs: what is gone, what changed, what is new."""
    gone = [row.pk for pair, row in before.items() if pair not in pairs]
    Dubbelvermoeden.objects.filter(pk__in=gone).delete()
    changed = [row for pair, row in before.items() if pair in pairs and row.redenen != pairs[pair]]
    for row in changed:
        row.redenen = pairs[row.een_id, row.twee_id]
    Dubbelvermoeden.objects.bulk_update(changed, ["redenen"], batch_size=500)
    new = [
        Dubbelvermoeden(regio_id=regio, een_id=een, twee_id=twee, redenen=why)
        for (een, twee), why in pairs.items()
        if (een, twee) not in before
    ]
    Dubbelvermoeden.objects.bulk_create(new, batch_size=500, ignore_conflicts=True)
