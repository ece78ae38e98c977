"""When somebody is erased, the books stay whole: behind an entry stands a key and no person.

Erasing empties the row of the person and takes away what was written about them. The key stays,
because figures and books count by it; nobody can find the person from the key any more.
"""

import pytest
from django.apps import apps
from django.db import connection, models

from ontschot.kandidaten.models import Kandidaat, Situatiefeit, Zoeksleutel
from ontschot.kassier.controle import check
from ontschot.kassier.models import Journaalpost, Saldo, Verplichting
from ontschot.kern.scope import scope
from tests.kassier import factories

PEOPLE = {"kandidaten.Kandidaat", "meldingen.Melding", "trajecten.Arrangement"}


def test_no_table_of_the_kassier_points_at_a_person() -> None:
    """Not one of them: an order knows its interventie, and that holds no name."""
    pointing = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_app_config("kassier").get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model._meta.label in PEOPLE
    ]
    assert pointing == []


@pytest.mark.django_db
def test_somebody_is_erased_and_the_books_stay_whole() -> None:
    w = factories.wereld()
    with scope(w.ruim):
        order = factories.ordered(w, 1000)
        person = order.interventie.kandidaat_id
        before = list(Journaalpost.objects.filter(fonds=w.fonds).values_list("volgnummer", "hash"))
        for table in (Zoeksleutel, Situatiefeit):
            table.objects.filter(kandidaat=person).delete()
        Kandidaat.objects.filter(pk=person).update(
            voornaam="", tussenvoegsel="", achternaam="", klank="", geboortedatum=None,
            gemeente=None, postcode="", telefoon="", email="",
        )  # fmt: skip
        connection.check_constraints()
        after = list(Journaalpost.objects.filter(fonds=w.fonds).values_list("volgnummer", "hash"))
        assert after == before
        assert Saldo.objects.get(fondsregel=w.regel).verplicht_cent == 1000
        assert Verplichting.objects.get(pk=order.pk).kandidaat_sleutel == order.kandidaat_sleutel
        assert check().verschillen == ()
