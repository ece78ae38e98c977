"""What was known when of a toets, an answer to nazorg and a ground to follow: codes and moments."""

from django.db import models

from ontschot.kern.rollen import ZONDER_NAMEN
from ontschot.kern.versies import Versie, Versions, versie_index, versie_rules
from ontschot.netwerk.models import RegioModel

STOPPED = "{rij}.status IN ('vervallen', 'afgewezen')"
INTERVENTIE_VERSIONS = Versions(
    name="trajecten_interventie_versies",
    into="trajecten_interventieversie",
    van="interventie_id",
    kolommen={"gestopt": STOPPED, "toets_gedaan_op": "{rij}.toets_gedaan_op"},
    mits=f"{STOPPED} OR {{rij}}.toets_gedaan_op IS NOT NULL",
)
TOETS_VERSIONS = Versions(
    name="trajecten_toetsregel_versies",
    into="trajecten_toetsversie",
    van="toetsregel_id",
    kolommen={"interventie_id": "{rij}.interventie_id", "antwoord": "{rij}.antwoord"},
)
NAZORG_VERSIONS = Versions(
    name="trajecten_nazorg_versies",
    into="trajecten_nazorgversie",
    van="nazorgmoment_id",
    kolommen={"gedaan_op": "{rij}.gedaan_op", "antwoord": "{rij}.antwoord"},
    mits="{rij}.gedaan_op IS NOT NULL",
)
VOLGGROND_VERSIONS = Versions(
    name="trajecten_volggrond_versies",
    into="trajecten_volggrondversie",
    van="volggrond_id",
    kolommen={"tot": "{rij}.tot"},
)


class Interventieversie(Versie, RegioModel):
    """Of an interventie only when its toets was done, and whether it was stopped before it began.

    No version as long as there is nothing of the two to tell.
    """

    interventie = models.ForeignKey(
        "trajecten.Interventie", on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    gestopt = models.BooleanField()
    toets_gedaan_op = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "eerdere stand van een interventie"
        constraints = versie_rules("interventie")
        indexes = [versie_index()]


class Toetsversie(Versie, RegioModel):
    """What was answered about a facility; which one it was stands in the toets alone."""

    toetsregel = models.ForeignKey(
        "trajecten.Toetsregel", on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    interventie = models.ForeignKey(
        "trajecten.Interventie",
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    antwoord = models.CharField(max_length=20)

    class Meta:
        verbose_name = "eerdere stand van een voorliggende voorziening"
        constraints = versie_rules("toetsregel", zonder_rollen=ZONDER_NAMEN)
        indexes = [versie_index()]


class Nazorgversie(Versie, RegioModel):
    """What somebody said when asked how it goes, from when it was written down on."""

    nazorgmoment = models.ForeignKey(
        "trajecten.Nazorgmoment", on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    gedaan_op = models.DateField()
    antwoord = models.CharField(max_length=16)

    class Meta:
        verbose_name = "eerdere stand van een nazorgmoment"
        constraints = versie_rules("nazorgmoment", zonder_rollen=ZONDER_NAMEN)
        indexes = [versie_index()]


class Volggrondversie(Versie, RegioModel):
    """Until when somebody could be followed."""

    volggrond = models.ForeignKey(
        "trajecten.Volggrond", on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    tot = models.DateField()

    class Meta:
        verbose_name = "eerdere stand van een grond om te volgen"
        constraints = versie_rules("volggrond", zonder_rollen=ZONDER_NAMEN)
        indexes = [versie_index()]
