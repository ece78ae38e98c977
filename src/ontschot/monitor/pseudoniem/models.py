"""The counts of unique persons that were made: one per year, for ever."""

from django.db import models
from django.db.models import F, Q

from ontschot.kern.db import AppendOnly


class Personentelling(models.Model):
    """Unique persons over regions in one year: numbers, and no pseudonym.

    A second count over other regions could be subtracted from the first, so there is one.
    `vingerafdruk` is of the files, by which the same count is known again. `uniek` and `in_meer`
    are empty when they are too small to tell.
    """

    jaar = models.PositiveSmallIntegerField()
    per_regio = models.JSONField()
    uniek = models.PositiveIntegerField(null=True)
    in_meer = models.PositiveIntegerField(null=True)
    zonder_gegevens = models.PositiveIntegerField(null=True)
    verblind = models.BooleanField()
    vingerafdruk = models.CharField(max_length=64)
    geteld_op = models.DateTimeField()

    class Meta:
        verbose_name = "telling van unieke personen"
        ordering = ["-jaar"]
        constraints = [
            AppendOnly(),
            models.UniqueConstraint(
                fields=["jaar"],
                name="monitor_personentelling_once",
                violation_error_message="Over dit jaar zijn de personen al geteld.",
            ),
            models.CheckConstraint(
                condition=Q(in_meer__isnull=True) | Q(in_meer__lte=F("uniek")),
                name="monitor_personentelling_in_meer",
            ),
        ]

    def __str__(self) -> str:
        return str(self.jaar)
