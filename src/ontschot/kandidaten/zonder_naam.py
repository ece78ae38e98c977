"""Words that roles without names read too, held against the person they are beside."""

from datetime import date

from django.db.models import QuerySet

from ontschot.kandidaten.models import Kandidaat
from ontschot.kandidaten.naamloos import Persoon, person_data_in
from ontschot.kern.composed import composed
from ontschot.kern.errors import Weigering


@composed
def _person(kandidaat: int) -> QuerySet[Kandidaat, tuple[str, str, date | None]]:
    found = Kandidaat.objects.filter(pk=kandidaat).order_by()
    return found.values_list("voornaam", "achternaam", "geboortedatum")


def refuse_person(kandidaat: Kandidaat | int, text: str, veld: str, anders: str) -> str:
    """The text, stripped, for where people read it who may not know who this is about.

    Raises Weigering when the name, the birth date, or another thing that points at a person stands
    in it; `anders` says what to do. One query for who has only the key; none without text.
    """
    text = text.strip()
    if not text:
        return text
    if found := person_data_in(text, _persoon_of(kandidaat)):
        raise Weigering(
            f"In de tekst staat {' en '.join(found)}. Ook de kassier en de monitor lezen dit, en "
            f"die mogen niet weten over wie het gaat. {anders}",
            veld=veld,
        )
    return text


def _persoon_of(kandidaat: Kandidaat | int) -> Persoon | None:
    if isinstance(kandidaat, Kandidaat):
        return Persoon(kandidaat.voornaam, kandidaat.achternaam, kandidaat.geboortedatum)
    return next((Persoon(*row) for row in _person(kandidaat)), None)
