"""What is on offer in the region, from whom, for whom, and in which gemeente."""

from django.db import models
from django.db.models import Q

from ontschot.kern.db import RegioScope
from ontschot.netwerk.models import period_in_order


class Dienst(models.Model):
    """One service: voorliggend (regular) or aanvullend (may be bought from shared money)."""

    SOORTEN = [("voorliggend", "regulier aanbod"), ("aanvullend", "aanvullend aanbod")]
    STAPPEN = [
        ("EW01", "Melding"),
        ("EW02", "Diagnostiek"),
        ("EW03", "Maatschappelijk fit"),
        ("EW04", "Werkfit"),
        ("EW05", "Oriëntatie"),
        ("EW06", "Opleiden"),
        ("EW07", "Bemiddeling"),
        ("EW08", "Plaatsing"),
        ("EW09", "Nazorg"),
    ]
    # Empty: a national service, on everybody's menukaart.
    regio = models.ForeignKey("netwerk.Regio", on_delete=models.PROTECT, null=True, blank=True)
    sleutel = models.SlugField(max_length=80, unique=True)
    naam = models.CharField(max_length=140)
    soort = models.CharField(max_length=12, choices=SOORTEN)
    interventiesoort = models.ForeignKey(
        "regelingen.Interventiesoort", on_delete=models.PROTECT, null=True, blank=True
    )
    aanbieder = models.CharField(max_length=140)
    eigenaar = models.ForeignKey("netwerk.Organisatie", on_delete=models.PROTECT)
    stap = models.CharField(max_length=4, choices=STAPPEN)
    vorm = models.CharField(
        max_length=12, choices=[("individueel", "individueel"), ("groep", "groep")]
    )
    wijze = models.CharField(max_length=16, blank=True, default="")
    doel = models.TextField(blank=True, default="")
    samenvatting = models.TextField(blank=True, default="")
    voor_wie = models.TextField(blank=True, default="")
    # Codes of Situatiesoort for which it applies; empty: for everybody.
    situaties = models.JSONField(default=list)
    duur = models.CharField(max_length=80, blank=True, default="")
    prijs_cent = models.BigIntegerField(default=0)
    btw = models.CharField(max_length=8, default="onbekend")
    plaats = models.CharField(max_length=120, blank=True, default="")
    bereik = models.CharField(max_length=10, default="regionaal")
    contact = models.CharField(max_length=160, blank=True, default="")
    wachttijd_dagen = models.PositiveSmallIntegerField(null=True, blank=True)
    van = models.DateField()
    tot = models.DateField(null=True, blank=True)
    gecontroleerd_op = models.DateField()
    # Empty: checked when it was loaded, by nobody in particular.
    gecontroleerd_door = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "dienst"
        ordering = ["naam"]
        constraints = [
            RegioScope(landelijk=True),
            period_in_order("menukaart_dienst_period"),
            models.CheckConstraint(
                condition=Q(soort="aanvullend", interventiesoort__isnull=False)
                | Q(soort="voorliggend", interventiesoort__isnull=True),
                name="menukaart_dienst_soort",
                violation_error_message=(
                    "Een aanvullende dienst heeft een interventiesoort, regulier aanbod niet."
                ),
            ),
            models.CheckConstraint(condition=Q(prijs_cent__gte=0), name="menukaart_dienst_prijs"),
        ]

    def __str__(self) -> str:
        return self.naam


class DienstInGemeente(models.Model):
    """Where a service differs per gemeente: not there, or there on a condition."""

    dienst = models.ForeignKey(Dienst, on_delete=models.CASCADE, related_name="gemeenten")
    gemeente = models.ForeignKey("netwerk.Gemeente", on_delete=models.CASCADE)
    beschikbaar = models.BooleanField(default=True)
    voorwaarde = models.TextField(blank=True, default="")

    class Meta:
        verbose_name = "aanbod per gemeente"
        constraints = [
            models.UniqueConstraint(fields=["dienst", "gemeente"], name="menukaart_gemeente_once")
        ]


OPEN_TABLES = {
    "menukaart_dienstingemeente": "public offer, no person and no money; guarded by its dienst",
}
