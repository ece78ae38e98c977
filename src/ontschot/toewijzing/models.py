"""Who owns a new question: the rules of a region, absence, and room for more."""

from django.db import models
from django.db.models import Q

from ontschot.kern.db import NoOverlap
from ontschot.netwerk.models import (
    Organisatie,
    RegioModel,
    period_in_order,
    regio_rules,
    two_people,
)
from ontschot.toewijzing.rules import INDICATIES

ONE_TARGET = (
    Q(organisatie__isnull=False, organisatiesoort="", medewerker__isnull=True)
    | (Q(organisatie__isnull=True, medewerker__isnull=True) & ~Q(organisatiesoort=""))
    | Q(organisatie__isnull=True, organisatiesoort="", medewerker__isnull=False)
)


class Toewijzingsregel(RegioModel):
    """When a question is like this, it goes there; an empty condition does not narrow."""

    volgorde = models.PositiveSmallIntegerField()
    deur = models.CharField(max_length=12, blank=True, default="")
    gemeente = models.ForeignKey(
        "netwerk.Gemeente", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Only for who speaks this language, and only for a question in it.
    taal = models.CharField(max_length=8, blank=True, default="")
    # One of `rules.INDICATIES`, only for a question that says so.
    indicatie = models.CharField(max_length=16, blank=True, default="", db_default="")
    # What the new owner must be good at; says nothing about the question.
    expertise = models.SlugField(max_length=40, blank=True, default="")
    organisatie = models.ForeignKey(
        Organisatie, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    organisatiesoort = models.CharField(
        max_length=16, choices=Organisatie.SOORTEN, blank=True, default=""
    )
    medewerker = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    van = models.DateField()
    tot = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "toewijzingsregel"
        ordering = ["volgorde", "pk"]
        constraints = [
            *regio_rules(),
            period_in_order("toewijzing_regel_period"),
            # Looked at when the transaction ends, so that two rules can change places.
            models.UniqueConstraint(
                fields=["regio", "volgorde"],
                name="toewijzing_regel_volgorde",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Op deze plaats staat al een regel. Ververs de pagina.",
            ),
            models.CheckConstraint(
                condition=Q(indicatie__in=["", *INDICATIES]), name="toewijzing_regel_indicatie"
            ),
            models.CheckConstraint(
                condition=ONE_TARGET,
                name="toewijzing_regel_one_target",
                violation_error_message=(
                    "Kies waar de vraag heen gaat: één partner, één soort partner of één collega."
                ),
            ),
        ]


class Inzet(RegioModel):
    """How many questions a medewerker can have open in a region, and what they can do."""

    medewerker = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.CASCADE, related_name="inzet"
    )
    # Empty: no maximum.
    hoogstens = models.PositiveSmallIntegerField(null=True, blank=True)
    talen = models.JSONField(default=list, blank=True)
    expertises = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = "inzet"
        constraints = [
            *regio_rules(),
            models.UniqueConstraint(fields=["regio", "medewerker"], name="toewijzing_inzet_once"),
            models.CheckConstraint(
                condition=Q(hoogstens__isnull=True) | Q(hoogstens__lte=500),
                name="toewijzing_inzet_range",
                violation_error_message="Kies 0 tot en met 500 open vragen.",
            ),
        ]


class Afwezigheid(RegioModel):
    """From when until when somebody is away, and who looks after the questions meanwhile."""

    medewerker = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.CASCADE, related_name="afwezigheden"
    )
    waarnemer = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    van = models.DateField()
    tot = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "afwezigheid"
        ordering = ["van", "pk"]
        constraints = [
            *regio_rules(),
            period_in_order("toewijzing_afwezig_period"),
            NoOverlap(
                fields=["regio", "medewerker"],
                zin="In die tijd staat deze collega al als afwezig. Verander de data.",
            ),
            two_people(
                "waarnemer",
                "medewerker",
                name="toewijzing_afwezig_other",
                zin="Iemand kan zichzelf niet vervangen. Kies een ander.",
            ),
        ]
