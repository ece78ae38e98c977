"""The name of a provider, which roles without names read too."""

from ontschot.kandidaten.zonder_naam import refuse_person
from ontschot.menukaart.models import Dienst


def provider(kandidaat_id: int, naam: str) -> str:
    """The name of a provider without the kandidaat's; one of the menukaart may be called so."""
    naam = naam.strip()[:140]
    if not naam or Dienst.objects.filter(aanbieder=naam).exists():
        return naam
    anders = "Heet de aanbieder echt zo? Zet die dan eerst op de menukaart."
    return refuse_person(kandidaat_id, naam, "aanbieder", anders)
