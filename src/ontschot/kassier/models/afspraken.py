"""What a region agreed about declaraties: terms, sample, evidence.

None of this is in the sources (domain 2.9: not found), so all of it is configuration with a
validity, and empty until a region fills it in.
"""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from ontschot.kassier.db import SameRegioOrNational
from ontschot.kern.db import NoOverlap
from ontschot.netwerk.models import RegioModel, period_in_order, regio_rules, to_medewerker

STEEKPROEVEN = [
    ("geen", "geen steekproef voorgeschreven"),
    ("alles", "alle regels"),
    ("aantal", "een aantal regels"),
    ("procent", "een percentage van de regels"),
]


class Declaratieafspraak(RegioModel):
    """How the declaraties on one fonds are handed in and judged; None means: not agreed.

    `indientermijn_dagen` counts from the end of the declared month, `beoordeeltermijn_dagen`
    from the day of submission. Lines of `altijd_vanaf_cent` and more are always in the sample.
    """

    STEEKPROEVEN = STEEKPROEVEN

    fonds = models.ForeignKey("kassier.Fonds", on_delete=models.PROTECT, related_name="afspraken")
    van = models.DateField()
    tot = models.DateField(null=True, blank=True)
    indientermijn_dagen = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(730)]
    )
    beoordeeltermijn_dagen = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(730)]
    )
    steekproef = models.CharField(max_length=8, choices=STEEKPROEVEN, default="geen")
    steekproef_aantal = models.PositiveSmallIntegerField(null=True, blank=True)
    steekproef_procent = models.PositiveSmallIntegerField(null=True, blank=True)
    altijd_vanaf_cent = models.BigIntegerField(null=True, blank=True)
    bron = models.CharField(max_length=200, blank=True, default="")
    vastgelegd_door = to_medewerker(null=True)

    class Meta:
        verbose_name = "afspraak over declaraties"
        ordering = ["fonds_id", "-van"]
        constraints = [
            *regio_rules(),
            SameRegioOrNational(field="fonds"),
            period_in_order("kassier_declaratieafspraak_period"),
            NoOverlap(
                fields=["regio", "fonds"],
                zin="Voor dit fonds gelden in die tijd al afspraken. Kies een latere dag.",
            ),
            models.CheckConstraint(
                condition=Q(steekproef__in=["geen", "alles"])
                | Q(steekproef="aantal", steekproef_aantal__isnull=False, steekproef_aantal__gte=1)
                | Q(
                    steekproef="procent",
                    steekproef_procent__isnull=False,
                    steekproef_procent__range=(1, 100),
                ),
                name="kassier_declaratieafspraak_steekproef",
                violation_error_message="Vul in hoeveel regels de steekproef telt (1 of meer, of "
                "1 tot en met 100 procent).",
            ),
            models.CheckConstraint(
                condition=Q(altijd_vanaf_cent__isnull=True) | Q(altijd_vanaf_cent__gt=0),
                name="kassier_declaratieafspraak_altijd",
                violation_error_message="Vul een bedrag in van meer dan € 0, of laat het leeg.",
            ),
        ]


BEWIJSSOORTEN = [
    ("factuur", "factuur"),
    ("aanwezigheid", "verklaring van aanwezigheid"),
    ("overeenkomst", "overeenkomst"),
    ("anders", "ander bewijs"),
]


class Bewijseis(RegioModel):
    """Which evidence a region asks with one interventiesoort, from when until when."""

    interventiesoort = models.ForeignKey(
        "regelingen.Interventiesoort", on_delete=models.PROTECT, related_name="+"
    )
    soort = models.CharField(max_length=12, choices=BEWIJSSOORTEN)
    van = models.DateField()
    tot = models.DateField(null=True, blank=True)
    bron = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        verbose_name = "bewijseis"
        ordering = ["interventiesoort_id", "soort", "-van"]
        constraints = [
            *regio_rules(),
            period_in_order("kassier_bewijseis_period"),
            NoOverlap(
                fields=["regio", "interventiesoort", "soort"],
                zin="Dit bewijs wordt in die tijd al gevraagd.",
            ),
            models.CheckConstraint(
                condition=Q(soort__in=[code for code, _ in BEWIJSSOORTEN]),
                name="kassier_bewijseis_soort",
            ),
        ]
