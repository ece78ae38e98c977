"""The name of a provider, which roles without names read too."""

from django.db.models import QuerySet

from ontschot.kandidaten.zonder_naam import refuse_person
from ontschot.kern.composed import composed
from ontschot.menukaart.models import Dienst


@composed
def _on_the_menu(aanbieder: str) -> QuerySet[Dienst, tuple[int]]:
    return Dienst.objects.filter(aanbieder=aanbieder).order_by().values_list("pk")[:1]


def provider(kandidaat_id: int, naam: str) -> str:
    """The name of a provider without the kandidaat's; one of the menukaart may be called so."""
    naam = naam.strip()[:140]
    if not naam or _on_the_menu(naam):
        return naam
    anders = "Heet de aanbieder echt zo? Zet die dan eerst op de menukaart."
    return refuse_person(kandidaat_id, naam, "aanbieder", anders)
