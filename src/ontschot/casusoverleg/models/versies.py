"""What was known of a signal when: the codes and moments that figures are made of."""

from django.db import models

from ontschot.kern.versies import Versie, Versions, versie_index, versie_rules
from ontschot.netwerk.models import RegioModel

KOLOMMEN = ("onderwerp", "status", "gemeente_id", "eigenaar_id", "beraad_op")

SIGNAAL_VERSIONS = Versions(
    name="casusoverleg_signaal_versies",
    into="casusoverleg_signaalversie",
    van="signaal_id",
    kolommen={kolom: f"{{rij}}.{kolom}" for kolom in KOLOMMEN},
)


class Signaalversie(Versie, RegioModel):
    """A signal as it was known from a moment on; a signal has no person."""

    signaal = models.ForeignKey(
        "casusoverleg.Signaal", on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    onderwerp = models.CharField(max_length=28)
    status = models.CharField(max_length=12)
    gemeente = models.ForeignKey(
        "netwerk.Gemeente",
        on_delete=models.DO_NOTHING,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    eigenaar = models.ForeignKey(
        "netwerk.Medewerker",
        on_delete=models.DO_NOTHING,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    beraad_op = models.DateField(null=True)

    class Meta:
        verbose_name = "eerdere stand van een signaal"
        constraints = versie_rules("signaal")
        indexes = [versie_index()]
