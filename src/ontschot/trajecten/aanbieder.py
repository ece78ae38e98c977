"""The name of a provider, which roles without names read too."""

from ontschot.kandidaten.models import Kandidaat
from ontschot.kandidaten.zonder_naam import refuse_person
from ontschot.kern.errors import Weigering
from ontschot.menukaart.models import Dienst


def provider(kandidaat: Kandidaat | int, naam: str) -> str:
    """The name of a provider without the kandidaat's; one of the menukaart may be called so.

    One query for who has only the key of the kandidaat, and one where the name does point at them.
    """
    naam = naam.strip()[:140]
    anders = "Heet de aanbieder echt zo? Zet die dan eerst op de menukaart."
    try:
        return refuse_person(kandidaat, naam, "aanbieder", anders)
    except Weigering:
        if not Dienst.objects.filter(aanbieder=naam).exists():
            raise
        return naam
