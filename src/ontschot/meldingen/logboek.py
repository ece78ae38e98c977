"""The audit log of a region next to its tables: do both say who owns what?"""

from collections.abc import Iterator
from dataclasses import dataclass

from ontschot.kandidaten.models import Betrokkenheid
from ontschot.kern.models import Auditregel
from ontschot.meldingen.models import Melding
from ontschot.meldingen.naspelen import Regel, differences, replay
from ontschot.netwerk.models import Regio

PER_KEER = 2000


@dataclass(frozen=True)
class Gecontroleerd:
    """What is wrong, one Dutch sentence each, and the sentence that sums it up."""

    fouten: list[str]
    zin: str


def regions() -> list[str]:
    return list(Regio.objects.order_by("code").values_list("code", flat=True))


def lines_of(regio: str) -> Iterator[Regel]:
    """The lines of this chain in their order, one at a time."""
    rows = Auditregel.objects.filter(keten=regio).order_by("volgnummer")
    names = ("volgnummer", "gebeurtenis", "object_sleutel", "medewerker_id", "gegevens")
    for row in rows.values_list(*names).iterator(chunk_size=PER_KEER):
        yield Regel(*row)


def check_region(regio: str) -> Gecontroleerd:
    """Replay the log and compare the end with the tables; call it in the scope of `systeem`."""
    played = replay(lines_of(regio))
    questions = Melding.objects.filter(regio=regio).exclude(status="gesloten")
    contacts = Betrokkenheid.objects.filter(
        regio=regio, vaste_contactpersoon=True, tot__isnull=True
    )
    fouten = [f"regel {b.nummer}: {b.zin}" for b in played.breuken]
    fouten += differences(
        played.stand,
        dict(questions.values_list("nummer", "eigenaar_id")),
        dict(contacts.values_list("kandidaat__sleutel", "medewerker_id")),
    )
    total = len(played.stand.vragen) + len(played.stand.gesloten)
    counted = f"{total} vragen, {played.gebeurtenissen} gebeurtenissen"
    return Gecontroleerd(fouten, f"klopt niet: {counted}" if fouten else f"klopt: {counted}")
