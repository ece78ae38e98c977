"""How an interventie goes: who was there, and how it was."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ontschot.kern.db import NoOverlap
from ontschot.kern.rollen import ZONDER_NAMEN
from ontschot.netwerk.models import RegioModel, period_in_order, regio_rules, to_medewerker
from ontschot.trajecten.models.interventie import Interventie


class Aanwezigheid(RegioModel):
    """So many hours or times of so many, in a period of one interventie."""

    EENHEDEN = [("keer", "keer"), ("uur", "uur")]
    interventie = models.ForeignKey(
        Interventie, on_delete=models.CASCADE, related_name="aanwezigheid"
    )
    van = models.DateField()
    tot = models.DateField()
    eenheid = models.CharField(max_length=4, choices=EENHEDEN, default="keer")
    aanwezig = models.PositiveSmallIntegerField()
    verwacht = models.PositiveSmallIntegerField()
    door = to_medewerker()
    op = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "aanwezigheid"
        ordering = ["van"]
        constraints = [
            *regio_rules("interventie", zonder_rollen=ZONDER_NAMEN),
            period_in_order("trajecten_aanwezigheid_period"),
            NoOverlap(
                fields=["interventie"],
                zin="Over deze dagen is de aanwezigheid al vastgelegd. Kies andere dagen.",
            ),
            models.CheckConstraint(
                condition=Q(verwacht__gt=0, aanwezig__lte=F("verwacht")),
                name="trajecten_aanwezigheid_aantal",
                violation_error_message="Iemand is er niet vaker geweest dan was afgesproken.",
            ),
        ]


class Evaluatie(RegioModel):
    """How it was, in the kandidaat's own words and in those of the professional."""

    interventie = models.OneToOneField(
        Interventie, on_delete=models.CASCADE, related_name="evaluatie"
    )
    woorden_kandidaat = models.TextField(blank=True, default="")
    woorden_professional = models.TextField(blank=True, default="")
    door = to_medewerker()
    op = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "evaluatie"
        constraints = [
            *regio_rules("interventie", zonder_rollen=ZONDER_NAMEN),
            models.CheckConstraint(
                condition=~Q(woorden_kandidaat="", woorden_professional=""),
                name="trajecten_evaluatie_says_something",
                violation_error_message="Schrijf op hoe het was.",
            ),
        ]
