"""Words that roles without names read too, held against the person they are beside."""

from ontschot.kandidaten.models import Kandidaat
from ontschot.kandidaten.naamloos import Persoon, person_data_in
from ontschot.kern.errors import Weigering


def refuse_person(kandidaat_id: int, text: str, veld: str, anders: str) -> str:
    """The text, stripped, for where people read it who may not know who this is about.

    Raises Weigering when the name, the birth date, or another thing that points at a person stands
    in it; `anders` says what to do. One query, none without text.
    """
    text = text.strip()
    if not text:
        return text
    row = Kandidaat.objects.filter(pk=kandidaat_id).first()
    persoon = Persoon(row.voornaam, row.achternaam, row.geboortedatum) if row else None
    if found := person_data_in(text, persoon):
        raise Weigering(
            f"In de tekst staat {' en '.join(found)}. Ook de kassier en de monitor lezen dit, en "
            f"die mogen niet weten over wie het gaat. {anders}",
            veld=veld,
        )
    return text
