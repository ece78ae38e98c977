"""One course, bought once, for several people; each counts for one."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ontschot.kern.db import Trigger
from ontschot.kern.rollen import ZONDER_NAMEN
from ontschot.netwerk.models import RegioModel, regio_rules, to_medewerker
from ontschot.trajecten import truths
from ontschot.trajecten.models.interventie import Interventie

# The prices of all who take part are the price of the group, at the end of every transaction.
_ADDS_UP: dict[str, Any] = {
    "declare": truths.GROEP_DECLARE,
    "deferred": True,
    "zin": truths.GROEP_ZIN,
}


class Groep(RegioModel):
    """What is bought for all of them: one price, so many places, from when until when."""

    naam = models.CharField(max_length=120)
    interventiesoort = models.ForeignKey(
        "regelingen.Interventiesoort", on_delete=models.PROTECT, related_name="+"
    )
    dienst = models.ForeignKey(
        "menukaart.Dienst", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    aanbieder = models.CharField(max_length=140, blank=True, default="")
    inkoper = models.ForeignKey("netwerk.Organisatie", on_delete=models.PROTECT, related_name="+")
    totaal_cent = models.BigIntegerField()
    btw = models.CharField(max_length=8, choices=Interventie.BTW, default="onbekend")
    plaatsen = models.PositiveSmallIntegerField()
    van = models.DateField()
    tot = models.DateField()
    gemaakt_door = to_medewerker()
    gemaakt_op = models.DateTimeField(default=timezone.now)
    # The moment at which the interventies of all members were made; then the group is closed.
    gepland_op = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "groep"
        ordering = ["-gemaakt_op"]
        constraints = [
            *regio_rules(zonder_rollen=ZONDER_NAMEN),
            models.CheckConstraint(
                condition=Q(totaal_cent__gt=0, plaatsen__gt=0),
                name="trajecten_groep_bedrag",
                violation_error_message="Vul een prijs en een aantal plaatsen in van meer dan 0.",
            ),
            models.CheckConstraint(
                condition=Q(tot__gte=F("van")),
                name="trajecten_groep_period",
                violation_error_message="De groep eindigt vóór hij begint. Verander een datum.",
            ),
            Trigger(
                name="trajecten_groep_adds_up",
                when="AFTER UPDATE OF totaal_cent",
                body=truths.GROEP_OF_GROEP,
                **_ADDS_UP,
            ),
        ]

    def __str__(self) -> str:
        return self.naam


class Groepslid(RegioModel):
    """A kandidaat who takes part, with the interventie once it is planned."""

    groep = models.ForeignKey(Groep, on_delete=models.CASCADE, related_name="leden", db_index=False)
    kandidaat = models.ForeignKey(
        "kandidaten.Kandidaat", on_delete=models.CASCADE, related_name="groepen"
    )
    interventie = models.OneToOneField(
        Interventie, on_delete=models.PROTECT, null=True, related_name="groepslid"
    )

    class Meta:
        verbose_name = "lid van een groep"
        ordering = ["id"]
        constraints = [
            *regio_rules("groep", "kandidaat", "interventie", zonder_rollen=ZONDER_NAMEN),
            models.UniqueConstraint(
                fields=["groep", "kandidaat"],
                name="trajecten_groepslid_once",
                violation_error_message="Deze kandidaat staat al in de groep.",
            ),
            Trigger(
                name="trajecten_groep_full",
                when="BEFORE INSERT",
                body=truths.FULL_GROUP,
                zin="De groep is vol. Verhoog eerst het aantal plaatsen.",
            ),
            Trigger(
                name="trajecten_groep_of_lid",
                when="AFTER INSERT OR UPDATE OR DELETE",
                body=truths.GROEP_OF_LID,
                **_ADDS_UP,
            ),
        ]
