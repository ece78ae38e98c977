"""What a merge does to the rows of this room, and how it is put back exactly."""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from ontschot.kandidaten.dubbel.vergelijken import contacts_of, fields_to_choose
from ontschot.kandidaten.models import (
    Betrokkenheid,
    Kandidaat,
    Samenvoegspoor,
    Situatiefeit,
)

SAMEN = frozenset({"verhuisd_op", "verhuisd_naar"})
OVERGENOMEN = "overgenomen uit {}"


def join(
    living: Kandidaat,
    ending: Kandidaat,
    *,
    contact_id: int,
    trail: Samenvoegspoor,
    door_id: int,
) -> None:
    """Let `ending` go on in `living`; both are locked. What is changed is written in `trail`."""
    trail.waarden = _take_values(living, ending, trail.keuzes)
    done = dict(trail.toegevoegd)
    done["afgeschermd"] = [living.afgeschermd, ending.afgeschermd]
    living.afgeschermd = ending.afgeschermd = living.afgeschermd or ending.afgeschermd
    done["feiten"] = _take_facts(living, ending, door_id)
    done["delen"] = list(
        Kandidaat.objects.filter(samengevoegd_met=ending)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    done["weg"], done["nieuw"] = _one_contact(living, ending, contact_id)
    living.laatste_wijziging_op = timezone.now()
    living.save()
    Kandidaat.objects.filter(pk__in=done["delen"]).update(
        samengevoegd_met=living, afgeschermd=living.afgeschermd
    )
    ending.samengevoegd_met = living
    ending.save()
    trail.toegevoegd = done
    trail.save()


def _take_values(living: Kandidaat, ending: Kandidaat, names: list[str]) -> dict[str, Any]:
    """Take over the chosen fields; what stood there and what came, as text of the field itself."""
    changed = {}
    # The day of moving and the place belong to each other.
    if not SAMEN.isdisjoint(names):
        names = [*names, *SAMEN]
    for field in fields_to_choose():
        old, new = getattr(living, field.attname), getattr(ending, field.attname)
        if field.name in names and old != new:
            changed[field.name] = [_kept(old), _kept(new)]
            setattr(living, field.attname, new)
    return changed


def _kept(value: Any) -> Any:
    """A value that JSON holds and the field reads back."""
    return (
        value if value is None or isinstance(value, bool | int | str | list | dict) else str(value)
    )


def _take_facts(living: Kandidaat, ending: Kandidaat, door_id: int) -> list[int]:
    """Facts of the situation that still hold and that the other did not have, as new facts."""
    today = timezone.localdate()
    lasting = Q(tot__isnull=True) | Q(tot__gte=today)
    have = set(living.situatie.filter(lasting).order_by().values_list("soort_id", flat=True))
    rows = ending.situatie.filter(lasting).exclude(soort_id__in=have).order_by("pk")
    new = []
    for fact in {row.soort_id: row for row in rows}.values():
        begin = fact.van
        past = living.situatie.filter(soort_id=fact.soort_id, tot__gte=begin)
        if not past.exists():
            fact.pk, fact._state.adding = None, True
            fact.kandidaat, fact.vastgelegd_door_id = living, door_id
            fact.bron = OVERGENOMEN.format(ending.sleutel)
            fact.save(force_insert=True)
            new.append(fact.pk)
    return new


def _one_contact(
    living: Kandidaat, ending: Kandidaat, contact_id: int
) -> tuple[list[int], list[int]]:
    """Give both the same vaste contactpersoon, and let everybody of one into the other.

    Returns the ids of the involvements that ended and of those that began.
    """
    chosen = next(c for c in contacts_of(living, ending).values() if c.medewerker_id == contact_id)
    gone: list[int] = []
    new: list[int] = []
    parts = Kandidaat.objects.filter(samengevoegd_met=ending).order_by("pk")
    for row in (living, ending, *parts):
        _make_contact(row, chosen, gone, new)
    here = set(_active(living).values_list("medewerker_id", flat=True))
    others = _active(ending).exclude(medewerker_id__in=here).order_by("pk")
    new.extend(_begin(living, other, contact=False) for other in others)
    return gone, new


def _active(kandidaat: Kandidaat) -> Any:
    return Betrokkenheid.objects.filter(kandidaat=kandidaat, tot__isnull=True).order_by("pk")


def _make_contact(row: Kandidaat, chosen: Betrokkenheid, gone: list[int], new: list[int]) -> None:
    """Whoever was the contact stays betrokken; whoever becomes it has one involvement."""
    now = contacts_of(row)[row.pk]
    if now.medewerker_id == chosen.medewerker_id:
        return
    for old in (now, _active(row).filter(medewerker_id=chosen.medewerker_id).first()):
        if old:
            _end(old)
            gone.append(old.pk)
    new.append(_begin(row, now, contact=False))
    new.append(_begin(row, chosen, contact=True))


def _begin(row: Kandidaat, like: Betrokkenheid, *, contact: bool) -> int:
    return Betrokkenheid.objects.create(
        regio_id=row.regio_id,
        kandidaat=row,
        medewerker_id=like.medewerker_id,
        organisatie_id=like.organisatie_id,
        grond=like.grond,
        vaste_contactpersoon=contact,
    ).pk


def _end(row: Betrokkenheid) -> None:
    row.tot = timezone.now()
    row.save(update_fields=["tot"])


def separate(living: Kandidaat, ending: Kandidaat, trail: Samenvoegspoor) -> None:
    """Undo `join`; both are locked. What somebody changed since then stays as they left it."""
    done = trail.toegevoegd
    ending.samengevoegd_met = None
    was_living, was_ending = done["afgeschermd"]
    if living.afgeschermd == (was_living or was_ending):
        living.afgeschermd = was_living
    ending.afgeschermd = was_ending
    _give_values_back(living, trail.waarden)
    living.laatste_wijziging_op = timezone.now()
    ending.save()
    living.save()
    parts = Kandidaat.objects.filter(pk__in=done["delen"], samengevoegd_met=living)
    parts.update(samengevoegd_met=ending, afgeschermd=ending.afgeschermd)
    # A fact that was ended since is somebody's own; a copy that still stands goes.
    Situatiefeit.objects.filter(
        pk__in=done["feiten"], bron=OVERGENOMEN.format(ending.sleutel)
    ).delete()
    let_in = set(done.get("meegelezen", []))
    _give_contacts_back([pk for pk in done["weg"] if pk not in let_in], done["nieuw"])
    # Who was let in to agree goes out again.
    reading = Betrokkenheid.objects.filter(pk__in=let_in, tot__isnull=True)
    reading.filter(vaste_contactpersoon=False).update(tot=timezone.now())


def _give_values_back(living: Kandidaat, values: dict[str, Any]) -> None:
    for field in fields_to_choose():
        if field.name in values:
            old, new = values[field.name]
            if _kept(getattr(living, field.attname)) == new:
                setattr(living, field.attname, field.to_python(old))


def _give_contacts_back(gone: list[int], new: list[int]) -> None:
    """End what began and begin again what ended, per dossier whose contact is still the same."""
    began = list(Betrokkenheid.objects.filter(pk__in=new).order_by("pk"))
    moved_on = {
        row.kandidaat_id for row in began if row.vaste_contactpersoon and row.tot is not None
    }
    for row in began:
        if row.tot is None and row.kandidaat_id not in moved_on:
            _end(row)
    for row in Betrokkenheid.objects.filter(pk__in=gone).select_related("kandidaat").order_by("pk"):
        if row.kandidaat_id not in moved_on:
            _begin(row.kandidaat, row, contact=row.vaste_contactpersoon)
