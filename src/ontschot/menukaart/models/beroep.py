"""Lists of kansrijke beroepen, each with the date of its edition.

UWV publishes and renews such lists; a file that a machine can read was not found, so a list is
typed or loaded by the region itself, and says where it comes from.
"""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from ontschot.kern.db import AppendOnly, RegioScope
from ontschot.netwerk.models import RegioModel, regio_rules, to_medewerker


class Kansrijkeberoepenlijst(RegioModel):
    """One edition of a list, valid from its date until the next edition of this region.

    It stays as it was loaded; a mistake is mended by loading the same edition once more, and the
    one loaded last counts.
    """

    naam = models.CharField(max_length=140)
    editie_op = models.DateField()
    bron = models.CharField(max_length=200)
    # Made up to show how it works; said wherever it is used.
    voorbeeld = models.BooleanField(default=False)
    geladen_op = models.DateTimeField(default=timezone.now)
    geladen_door = to_medewerker(null=True)

    class Meta:
        verbose_name = "lijst van kansrijke beroepen"
        ordering = ["-editie_op"]
        constraints = [
            *regio_rules(),
            AppendOnly(),
            models.CheckConstraint(
                condition=~Q(bron=""),
                name="menukaart_list_source",
                violation_error_message="Vul in waar de lijst vandaan komt.",
            ),
        ]

    def __str__(self) -> str:
        return self.naam


class Beroep(models.Model):
    """One trade on one edition of a list."""

    regio = models.ForeignKey("netwerk.Regio", on_delete=models.PROTECT)
    lijst = models.ForeignKey(
        Kansrijkeberoepenlijst, on_delete=models.PROTECT, related_name="beroepen"
    )
    naam = models.CharField(max_length=140)
    sector = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        verbose_name = "kansrijk beroep"
        ordering = ["naam"]
        constraints = [
            RegioScope(),
            AppendOnly(),
            models.UniqueConstraint(Lower("naam"), "lijst", name="menukaart_beroep_once"),
        ]
