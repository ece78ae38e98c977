"""What was known of a question when: the codes and moments that figures are made of."""

from typing import Any

from django.db import models

from ontschot.kern.rollen import ZONDER_NAMEN
from ontschot.kern.versies import Versie, Versions, versie_index, versie_rules
from ontschot.netwerk.models import RegioModel

# No words, no name, no owner: only what is counted.
KOLOMMEN = (
    "kandidaat_id",
    "deur",
    "elders",
    "werkcafe_id",
    "campagne_id",
    "gemeente_id",
    "ontvangen_op",
    "reageer_uiterlijk",
    "eerste_contact_op",
    "uitkomst",
    "gesloten_op",
)
VERSIONS = Versions(
    name="meldingen_melding_versies",
    into="meldingen_meldingversie",
    van="melding_id",
    kolommen={kolom: f"{{rij}}.{kolom}" for kolom in KOLOMMEN},
)


def _copied(model: str) -> "models.ForeignKey[Any, Any]":
    """A reference of the question, which the question itself keeps right."""
    return models.ForeignKey(
        model,
        on_delete=models.DO_NOTHING,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )


class Meldingversie(Versie, RegioModel):
    """A question as it was known from a moment on."""

    melding = models.ForeignKey(
        "meldingen.Melding", on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    kandidaat = _copied("kandidaten.Kandidaat")
    deur = models.CharField(max_length=12)
    elders = models.CharField(max_length=16)
    werkcafe = _copied("meldingen.Werkcafe")
    campagne = _copied("meldingen.Campagne")
    gemeente = _copied("netwerk.Gemeente")
    ontvangen_op = models.DateTimeField()
    reageer_uiterlijk = models.DateField()
    eerste_contact_op = models.DateTimeField(null=True)
    uitkomst = models.CharField(max_length=16)
    gesloten_op = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "eerdere stand van een vraag"
        constraints = versie_rules("melding", zonder_rollen=ZONDER_NAMEN)
        indexes = [versie_index()]
