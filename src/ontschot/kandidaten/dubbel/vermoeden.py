"""Which pairs of dossiers may be one person: kept up when somebody comes or changes."""

from django.db.models import Q

from ontschot.kandidaten.models import Dubbelvermoeden, Kandidaat, NietDezelfde
from ontschot.kandidaten.rules import Persoon
from ontschot.kandidaten.search import PERSOON, alike

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
    found = alike(Persoon(*(getattr(kandidaat, name) for name in PERSOON)))
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
