"""What is known now of the lines of a declaratie: frozen when they lock, compared afterwards.

Read as Ontschot itself, because the kassier sees no attendance and no facts of a person; what
comes out are numbers and codes.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from ontschot.kandidaten.models import Situatiefeit
from ontschot.kassier.models import Bewijsstuk, Declaratieregel, Momentopname
from ontschot.kassier.rules import Stand
from ontschot.kern.scope import scope, systeem
from ontschot.regelingen.queries import doelgroepregels
from ontschot.regelingen.rules import Bepaald, derive_doelgroep
from ontschot.trajecten.models import Aanwezigheid, Groepslid, Interventie

REDEN = "stand van declaratieregels"


def attendance(interventie_ids: Iterable[int], regio: str) -> dict[int, tuple[int, int]]:
    """(present, expected) per interventie of which anything was recorded. One query."""
    with scope(systeem(regio, reden=REDEN)):
        rows = (
            Aanwezigheid.objects.filter(interventie__in=list(interventie_ids))
            .order_by()
            .values_list("interventie")
            .annotate(er=Sum("aanwezig"), van=Sum("verwacht"))
        )
        return {number: (er, van) for number, er, van in rows}


def standen(lines: Sequence[Declaratieregel]) -> dict[int, Stand]:
    """Per line what is known of it now; the lines have their `verplichting` loaded.

    Five queries, whatever the number of lines.
    """
    if not lines:
        return {}
    regio = lines[0].regio_id
    ids = {line.verplichting.interventie_id for line in lines}
    present = attendance(ids, regio)
    with scope(systeem(regio, reden=REDEN)):
        rows = {i.pk: i for i in Interventie.objects.filter(pk__in=ids)}
        grouped = set(
            Groepslid.objects.filter(interventie__in=ids).values_list("interventie", flat=True)
        )
        derived = _derived(rows.values())
    evidence = _evidence(lines)
    return {
        line.pk: _stand(
            rows[line.verplichting.interventie_id],
            present.get(line.verplichting.interventie_id, (0, 0)),
            derived,
            grouped,
            evidence[line.declaratie_id, line.verplichting_id],
        )
        for line in lines
    }


def _stand(
    interventie: Interventie,
    present: tuple[int, int],
    derived: dict[int, str],
    grouped: set[int],
    evidence: frozenset[int],
) -> Stand:
    return Stand(
        status=interventie.status,
        afgesloten_op=interventie.afgesloten_op,
        aanwezig=present[0],
        verwacht=present[1],
        afgeleid=derived[interventie.pk],
        in_groep=interventie.pk in grouped,
        bewijsstukken=evidence,
    )


def _derived(interventies: Iterable[Interventie]) -> dict[int, str]:
    """The doelgroep that the facts of now point at for the day of planning.

    Where they leave it open, or are gone, the doelgroep that stands on the interventie.
    """
    rows = list(interventies)
    facts: dict[int, list[tuple[str, date, date | None]]] = defaultdict(list)
    found = Situatiefeit.objects.filter(kandidaat__in={i.kandidaat_id for i in rows}).order_by()
    for person, code, van, tot in found.values_list("kandidaat", "soort", "van", "tot"):
        facts[person].append((code, van, tot))
    rules = doelgroepregels()
    out = {}
    for row in rows:
        day = timezone.localdate(row.gepland_op)
        held = {
            code
            for code, van, tot in facts[row.kandidaat_id]
            if van <= day and (tot is None or tot >= day)
        }
        answer = derive_doelgroep(held & rules.doelgroep_van.keys(), rules)
        out[row.pk] = answer.code if isinstance(answer, Bepaald) else row.doelgroep_id
    return out


def _evidence(lines: Sequence[Declaratieregel]) -> dict[tuple[int, int], frozenset[int]]:
    found: dict[tuple[int, int], set[int]] = defaultdict(set)
    rows = Bewijsstuk.objects.filter(
        declaratie__in={line.declaratie_id for line in lines}, ingetrokken_op__isnull=True
    )
    for claim, order, number in rows.order_by().values_list("declaratie", "verplichting", "pk"):
        found[claim, order].add(number)
    return defaultdict(frozenset, {key: frozenset(ids) for key, ids in found.items()})


def freeze_standen(lines: Sequence[Declaratieregel], keer: int) -> None:
    """Keep what is known of these lines at the moment they lock."""
    known = standen(lines)
    Momentopname.objects.bulk_create(
        Momentopname(
            regio_id=line.regio_id,
            declaratieregel=line,
            keer=keer,
            **_columns(known[line.pk]),
        )
        for line in lines
    )


def _columns(stand: Stand) -> dict[str, Any]:
    return {
        "status": stand.status,
        "afgesloten_op": stand.afgesloten_op,
        "aanwezig": stand.aanwezig,
        "verwacht": stand.verwacht,
        "afgeleid": stand.afgeleid,
        "in_groep": stand.in_groep,
        "bewijsstukken": sorted(stand.bewijsstukken),
    }


def frozen_stand(row: Momentopname) -> Stand:
    """What was kept, as a plain value."""
    return Stand(
        status=row.status,
        afgesloten_op=row.afgesloten_op,
        aanwezig=row.aanwezig,
        verwacht=row.verwacht,
        afgeleid=row.afgeleid,
        in_groep=row.in_groep,
        bewijsstukken=frozenset(row.bewijsstukken),
    )
