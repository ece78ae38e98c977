"""The library: finding examples, and those that look like the case at hand."""

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import QueryDict

from ontschot.casusoverleg.models import Voorbeeld, Voorbeeldconcept
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.trajecten.models import Interventie
from ontschot.web.paging import Page, keyset

COMPARED = 5
FOUND = 50


def _released() -> QuerySet[Voorbeeld]:
    found = Voorbeeld.objects.filter(ingetrokken_op__isnull=True).defer("zoek")
    return found.select_related("doelgroep", "interventiesoort")


def examples(
    params: QueryDict, *, q: str, doelgroep: str = "", soort: str = "", size: int = 20
) -> Page:
    """Released examples of the region, newest first; with `q` the best fitting first. One query.

    Words are stemmed as Dutch: “scholing” finds “scholen”.
    """
    found = _released()
    if doelgroep:
        found = found.filter(doelgroep=doelgroep)
    if soort:
        found = found.filter(interventiesoort=soort)
    if not q:
        return keyset(found, params, order=("-vrijgegeven_op", "-pk"), size=size)
    query = SearchQuery(q, config="dutch", search_type="websearch")
    ranked = found.filter(zoek=query).annotate(past=SearchRank("zoek", query))
    return Page(rows=list(ranked.order_by("-past", "-pk")[:FOUND]))


def example_for(pk: int) -> Voorbeeld:
    found = _released().filter(pk=pk).first()
    if found is None:
        raise Weigering("Dit voorbeeld is er niet (meer). Zoek in de lijst.")
    return found


def comparable_examples(interventie: Interventie) -> tuple[Voorbeeld, ...]:
    """Examples of the same kind of interventie, those of the same doelgroep first. One query."""
    same = Case(
        When(doelgroep=interventie.doelgroep_id, then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    found = _released().filter(interventiesoort=interventie.interventiesoort_id)
    return tuple(found.order_by(same, "-jaar", "-pk")[:COMPARED])


def concepts_for(wie: Actor) -> list[Voorbeeldconcept]:
    """The examples in the making: all for the coördinator, else one's own. One query."""
    found = Voorbeeldconcept.objects.select_related("doelgroep", "interventiesoort", "gemaakt_door")
    if wie.rol != Rolsoort.COORDINATOR:
        found = found.filter(gemaakt_door=wie.medewerker_id or 0)
    return list(found.order_by("gemaakt_op", "id"))


def concept_for(wie: Actor, pk: int) -> Voorbeeldconcept:
    found = next((c for c in concepts_for(wie) if c.pk == pk), None)
    if found is None:
        raise Weigering("Dit voorbeeld in de maak is er niet (meer). Kijk in de lijst.")
    return found
