"""Whether the company where somebody learns was a recognised leerbedrijf, as somebody looked it up.

For praktijkleren an erkend leerbedrijf is always needed (Eva, step EW06). SBB keeps the register;
no interface to it was found, so a person looks and writes down what was seen, where and when.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from ontschot.kern.db import Trigger
from ontschot.kern.rollen import ZONDER_NAMEN
from ontschot.netwerk.models import RegioModel, regio_rules, to_medewerker
from ontschot.trajecten import truths
from ontschot.trajecten.models.interventie import Interventie


class Leerbedrijfcheck(RegioModel):
    """One look in the register. Looking again, or another company, is a new row; the last counts.

    Rows stay as they were written.
    """

    interventie = models.ForeignKey(
        Interventie, on_delete=models.CASCADE, related_name="leerbedrijven"
    )
    bedrijf = models.CharField(max_length=140)
    plaats = models.CharField(max_length=80, blank=True, default="")
    erkend = models.BooleanField()
    opgezocht_op = models.DateField()
    waar = models.CharField(max_length=140)
    door = to_medewerker()
    op = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "controle van een leerbedrijf"
        ordering = ["-id"]
        constraints = [
            *regio_rules("interventie", zonder_rollen=ZONDER_NAMEN),
            models.CheckConstraint(
                condition=~Q(bedrijf="") & ~Q(waar=""),
                name="trajecten_leerbedrijf_named",
                violation_error_message="Vul in welk bedrijf het is, en waar je het opzocht.",
            ),
            Trigger(
                name="trajecten_leerbedrijf_stays",
                when="BEFORE INSERT OR UPDATE",
                body=truths.LEERBEDRIJF_STAYS,
                zin="Wat is opgezocht, blijft staan. Zoek het opnieuw op.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bedrijf}, {self.plaats}" if self.plaats else self.bedrijf
