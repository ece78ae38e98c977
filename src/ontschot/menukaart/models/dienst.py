"""What is on offer in the region, from whom, for whom, and in which gemeente."""

from datetime import date

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q

from ontschot.kern.db import RegioScope, Trigger
from ontschot.menukaart import truths
from ontschot.netwerk.models import period_in_order

# When the first teams started; what stood in the register before it had publication dates, was
# published since then.
BEGIN = date(2021, 9, 1)


class Dienst(models.Model):
    """One service: voorliggend (regular) or aanvullend (may be bought from shared money).

    `van` and `tot` say when the service itself runs, `gepubliceerd_van` and `gepubliceerd_tot`
    when it stands on the menukaart. Fields: the instrument record of Eva, made lean (G01).
    """

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
    VORMEN = [("individueel", "individueel"), ("groep", "groep")]
    WIJZEN = [
        ("training", "training"),
        ("workshop", "workshop"),
        ("e-learning", "e-learning"),
        ("coaching", "coaching"),
        ("vragenlijst", "vragenlijst"),
        ("onderzoek", "onderzoek"),
        ("werk_stage", "werk of stage"),
        ("advies", "advies"),
        ("financieel", "financiële hulp"),
    ]
    LOCATIES = [
        ("adres", "op een adres"),
        ("aanbieder", "bij de aanbieder"),
        ("werkgever", "bij een werkgever"),
        ("gemeente", "bij de gemeente"),
        ("thuis", "bij iemand thuis"),
        ("online", "online"),
    ]
    BEREIKEN = [
        ("lokaal", "lokaal: in een of enkele gemeenten"),
        ("regionaal", "regionaal: in de hele regio"),
        ("landelijk", "landelijk"),
    ]
    BTW = [("excl", "zonder btw"), ("incl", "met btw"), ("onbekend", "btw onbekend")]
    # Besides Dutch, which every service speaks.
    TALEN = [
        ("en", "Engels"),
        ("ar", "Arabisch"),
        ("uk", "Oekraïens"),
        ("pl", "Pools"),
        ("ti", "Tigrinya"),
        ("tr", "Turks"),
        ("eenvoudig", "eenvoudig Nederlands"),
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
    # Who of the owner keeps it; empty: nobody in particular, so the coördinator hears of it.
    bijgehouden_door = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    stap = models.CharField(max_length=4, choices=STAPPEN)
    vorm = models.CharField(max_length=12, choices=VORMEN)
    wijze = models.CharField(max_length=16, blank=True, default="", choices=WIJZEN)
    doel = models.TextField(blank=True, default="")
    samenvatting = models.TextField(blank=True, default="")
    voor_wie = models.TextField(blank=True, default="")
    # What somebody must meet or bring, and how one is put on the list.
    voorwaarden = models.TextField(blank=True, default="")
    aanmelden = models.TextField(blank=True, default="")
    # Codes of Situatiesoort for which it applies; empty: for everybody.
    situaties = models.JSONField(default=list)
    # The trade it leads to, as a list of kansrijke beroepen calls it; empty: none in particular.
    beroep = models.CharField(max_length=140, blank=True, default="")
    duur = models.CharField(max_length=80, blank=True, default="")
    uren_per_week = models.PositiveSmallIntegerField(null=True, blank=True)
    prijs_cent = models.BigIntegerField(default=0)
    btw = models.CharField(max_length=8, default="onbekend", choices=BTW)
    contract_met = models.CharField(max_length=140, blank=True, default="")
    contract_tot = models.DateField(null=True, blank=True)
    plaats = models.CharField(max_length=120, blank=True, default="")
    locatie = models.CharField(max_length=12, blank=True, default="", choices=LOCATIES)
    talen = models.JSONField(default=list)
    bereik = models.CharField(max_length=10, default="regionaal", choices=BEREIKEN)
    contact = models.CharField(max_length=160, blank=True, default="")
    wachttijd_dagen = models.PositiveSmallIntegerField(null=True, blank=True)
    van = models.DateField()
    tot = models.DateField(null=True, blank=True)
    # Empty: a concept, which nobody finds yet. `tot` is the last day on the menukaart.
    gepubliceerd_van = models.DateField(null=True, blank=True, default=BEGIN)
    gepubliceerd_tot = models.DateField(null=True, blank=True)
    gecontroleerd_op = models.DateField()
    # Empty: checked when it was loaded, by nobody in particular.
    gecontroleerd_door = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Kept by the database: goes up with every change of content (not with a check).
    versie = models.PositiveIntegerField(default=1)
    # Since when people keep it on the screen; from then on the file of the loader is silent.
    beheerd_sinds = models.DateTimeField(null=True, blank=True)
    zoekvector = models.GeneratedField(
        expression=SearchVector("naam", weight="A", config="dutch")
        + SearchVector(
            "doel", "samenvatting", "voor_wie", "aanbieder", "plaats", weight="B", config="dutch"
        ),
        output_field=SearchVectorField(),
        db_persist=True,
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
            models.CheckConstraint(
                condition=Q(prijs_cent__gte=0),
                name="menukaart_dienst_prijs",
                violation_error_message="De prijs kan niet onder € 0 liggen.",
            ),
            models.CheckConstraint(
                condition=Q(gepubliceerd_tot__isnull=True)
                | Q(gepubliceerd_van__isnull=False, gepubliceerd_tot__gte=F("gepubliceerd_van")),
                name="menukaart_dienst_published",
                violation_error_message=(
                    "De laatste dag op de menukaart ligt vóór de eerste. Verander een van de twee."
                ),
            ),
            models.CheckConstraint(
                condition=Q(bereik__in=["lokaal", "regionaal", "landelijk"])
                & Q(btw__in=["excl", "incl", "onbekend"]),
                name="menukaart_dienst_words",
                violation_error_message="Kies bereik en btw uit de lijst.",
            ),
            models.CheckConstraint(
                condition=Q(contract_tot__isnull=True) | ~Q(contract_met=""),
                name="menukaart_dienst_contract",
                violation_error_message="Vul in met wie het contract is, of haal de einddatum weg.",
            ),
            Trigger(name="menukaart_dienst_versie", when="BEFORE UPDATE", body=truths.NEXT_VERSION),
            Trigger(
                name="menukaart_dienst_history",
                when="AFTER INSERT OR UPDATE",
                body=truths.KEEP_DIENST,
            ),
        ]
        indexes = [GinIndex(fields=["zoekvector"], name="menukaart_dienst_zoek")]

    def __str__(self) -> str:
        return self.naam

    def on_menukaart_on(self, day: date) -> bool:
        """Whether everybody finds it that day: it runs, and it is published."""
        runs = self.van <= day <= (self.tot or day)
        shown = self.gepubliceerd_van is not None and self.gepubliceerd_van <= day
        return runs and shown and day <= (self.gepubliceerd_tot or day)


class DienstInGemeente(models.Model):
    """Where a service differs per gemeente: not there, there on a condition, or not known."""

    dienst = models.ForeignKey(
        Dienst, on_delete=models.CASCADE, related_name="gemeenten", db_index=False
    )
    gemeente = models.ForeignKey("netwerk.Gemeente", on_delete=models.CASCADE)
    # Empty: nobody knows.
    beschikbaar = models.BooleanField(default=True, null=True)
    voorwaarde = models.TextField(blank=True, default="")
    # Whom to call about it in this gemeente; empty: as for the service.
    contact = models.CharField(max_length=160, blank=True, default="")

    class Meta:
        verbose_name = "aanbod per gemeente"
        constraints = [
            models.UniqueConstraint(fields=["dienst", "gemeente"], name="menukaart_gemeente_once"),
            Trigger(
                name="menukaart_gemeente_history",
                when="AFTER INSERT OR UPDATE OR DELETE",
                declare="rij menukaart_dienstingemeente; regio text;",
                body=truths.KEEP_GEMEENTE,
            ),
        ]
