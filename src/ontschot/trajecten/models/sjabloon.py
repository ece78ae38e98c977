"""A plan to begin with, made by the region for what comes back often. No person in it."""

from django.db import models
from django.db.models import F, Q

from ontschot.netwerk.models import RegioModel, regio_rules
from ontschot.trajecten.models.arrangement import Stap


class Sjabloon(RegioModel):
    naam = models.CharField(max_length=80)
    doel = models.TextField()
    actief = models.BooleanField(default=True)

    class Meta:
        verbose_name = "sjabloon"
        ordering = ["naam"]
        constraints = [
            *regio_rules(),
            models.UniqueConstraint(
                fields=["regio", "naam"],
                name="trajecten_sjabloon_naam",
                violation_error_message="Er is al een sjabloon met deze naam. Kies een andere.",
            ),
        ]

    def __str__(self) -> str:
        return self.naam


class Sjabloonstap(RegioModel):
    """A step that is put in the plan; `na` is the number of the step that comes first."""

    sjabloon = models.ForeignKey(
        Sjabloon, on_delete=models.CASCADE, related_name="stappen", db_index=False
    )
    volgorde = models.PositiveSmallIntegerField()
    dienst = models.ForeignKey(
        "menukaart.Dienst", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    omschrijving = models.CharField(max_length=160)
    wie = models.CharField(max_length=12, choices=Stap.DOENERS, blank=True, default="")
    na = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = "stap van een sjabloon"
        ordering = ["volgorde"]
        constraints = [
            *regio_rules("sjabloon"),
            models.UniqueConstraint(
                fields=["sjabloon", "volgorde"], name="trajecten_sjabloonstap_volgorde"
            ),
            models.CheckConstraint(
                condition=Q(na__isnull=True) | Q(na__lt=F("volgorde"), na__gt=0),
                name="trajecten_sjabloonstap_na",
                violation_error_message="Een stap kan alleen wachten op een stap die ervoor staat.",
            ),
        ]
