"""The rules of the regelingen as rows with a validity; nothing of this stands in code."""

from datetime import date

from django.db import models

from ontschot.netwerk.models import period_in_order
from ontschot.regelingen.weging.models import Gesprekshulp, Wegingstekst

__all__ = ["Gesprekshulp", "Wegingstekst"]


class Regeling(models.Model):
    code = models.CharField(max_length=24, primary_key=True)
    naam = models.CharField(max_length=160)
    van = models.DateField()
    tot = models.DateField(null=True, blank=True)
    # Not yet law, or not read in full: said on every screen that uses it.
    voorlopig = models.BooleanField(default=False)
    grondslag = models.TextField(blank=True, default="")
    noot = models.TextField(blank=True, default="")
    bron = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        verbose_name = "regeling"
        ordering = ["van"]
        constraints = [period_in_order("regelingen_regeling_period")]

    def __str__(self) -> str:
        return self.naam

    def holds(self, day: date) -> bool:
        return self.van <= day and (self.tot is None or day <= self.tot)


class Rubriek(models.Model):
    """The level at which the kassier is fed."""

    code = models.CharField(max_length=24, primary_key=True)
    nummer = models.PositiveSmallIntegerField()
    naam = models.CharField(max_length=80)

    class Meta:
        verbose_name = "rubriek"
        ordering = ["nummer"]

    def __str__(self) -> str:
        return self.naam


class Interventiesoort(models.Model):
    """The level at which the monitor is fed; the rubriek follows from it."""

    code = models.CharField(max_length=40, primary_key=True)
    naam = models.CharField(max_length=120)
    rubriek = models.ForeignKey(Rubriek, on_delete=models.PROTECT)
    betekenis = models.TextField()
    aliassen = models.JSONField(default=list)
    volgorde = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "interventiesoort"
        ordering = ["volgorde"]

    def __str__(self) -> str:
        return self.naam


class Doelgroep(models.Model):
    code = models.CharField(max_length=24, primary_key=True)
    label = models.CharField(max_length=60)
    definitie = models.TextField()
    aliassen = models.JSONField(default=list)
    volgorde = models.PositiveSmallIntegerField(default=0)
    bron = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        verbose_name = "doelgroep"
        ordering = ["volgorde"]

    def __str__(self) -> str:
        return self.label


class Situatiesoort(models.Model):
    """A kind of fact about somebody's situation, and the doelgroep it points at."""

    code = models.CharField(max_length=24, primary_key=True)
    label = models.CharField(max_length=120)
    uitleg = models.TextField(blank=True, default="")
    doelgroep = models.ForeignKey(Doelgroep, on_delete=models.PROTECT)
    volgorde = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "situatie"
        ordering = ["volgorde"]

    def __str__(self) -> str:
        return self.label


class Voorrang(models.Model):
    """One doelgroep wins over another, because the definition of the other excludes it."""

    doelgroep = models.ForeignKey(
        Doelgroep, on_delete=models.CASCADE, related_name="wint", db_index=False
    )
    wint_van = models.ForeignKey(Doelgroep, on_delete=models.CASCADE, related_name="verliest")
    bron = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        verbose_name = "voorrang"
        constraints = [
            models.UniqueConstraint(
                fields=["doelgroep", "wint_van"], name="regelingen_voorrang_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(doelgroep=models.F("wint_van")),
                name="regelingen_voorrang_not_itself",
            ),
        ]


class Overlap(models.Model):
    """Two doelgroepen of which the regeling does not say which one counts: a person chooses."""

    a = models.ForeignKey(Doelgroep, on_delete=models.CASCADE, related_name="+", db_index=False)
    b = models.ForeignKey(Doelgroep, on_delete=models.CASCADE, related_name="+")
    noot = models.TextField(blank=True, default="")
    bron = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        verbose_name = "onbepaalde overlap"
        constraints = [
            # A pair has no order: it is written once, in the order of the alphabet.
            models.UniqueConstraint(fields=["a", "b"], name="regelingen_overlap_once"),
            models.CheckConstraint(
                condition=models.Q(a__lt=models.F("b")), name="regelingen_overlap_order"
            ),
        ]


class Eerstverantwoordelijke(models.Model):
    """Which kind of party answers first for a doelgroep: vakbond, uwv or gemeente."""

    doelgroep = models.OneToOneField(Doelgroep, on_delete=models.CASCADE)
    partij = models.CharField(max_length=12)
    noot = models.TextField(blank=True, default="")
    bron = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        verbose_name = "eerstverantwoordelijke"


class Plafond(models.Model):
    """The amount that stands beside a service in a regeling. Its legal meaning is uncertain."""

    regeling = models.ForeignKey(
        Regeling, on_delete=models.CASCADE, related_name="plafonds", db_index=False
    )
    interventiesoort = models.ForeignKey(Interventiesoort, on_delete=models.CASCADE)
    bedrag_cent = models.BigIntegerField()
    btw = models.CharField(
        max_length=8, choices=[("excl", "excl. btw"), ("incl", "incl. btw"), ("onbekend", "btw ?")]
    )
    per = models.CharField(max_length=80, blank=True, default="")
    noot = models.TextField(blank=True, default="")
    bron = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        verbose_name = "plafond"
        constraints = [
            models.UniqueConstraint(
                fields=["regeling", "interventiesoort"], name="regelingen_plafond_once"
            )
        ]


class Duurgrens(models.Model):
    regeling = models.ForeignKey(
        Regeling, on_delete=models.CASCADE, related_name="duurgrenzen", db_index=False
    )
    interventiesoort = models.ForeignKey(Interventiesoort, on_delete=models.CASCADE)
    maximaal_maanden = models.PositiveSmallIntegerField()
    stap_maanden = models.PositiveSmallIntegerField(null=True, blank=True)
    noot = models.TextField(blank=True, default="")
    bron = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        verbose_name = "duurgrens"
        constraints = [
            models.UniqueConstraint(
                fields=["regeling", "interventiesoort"], name="regelingen_duurgrens_once"
            )
        ]


class Documenteis(models.Model):
    """A document that must be there before money is committed for a kind of interventie."""

    regeling = models.ForeignKey(
        Regeling, on_delete=models.CASCADE, related_name="documenten", db_index=False
    )
    interventiesoort = models.ForeignKey(Interventiesoort, on_delete=models.CASCADE)
    naam = models.CharField(max_length=120)
    noot = models.TextField(blank=True, default="")
    bron = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        verbose_name = "vereist document"
        constraints = [
            models.UniqueConstraint(
                fields=["regeling", "interventiesoort", "naam"], name="regelingen_document_once"
            )
        ]


class Adviescriterium(models.Model):
    """One ground of the advies (art. 8): never a score, always a reasoned judgement."""

    regeling = models.ForeignKey(
        Regeling, on_delete=models.CASCADE, related_name="criteria", db_index=False
    )
    code = models.CharField(max_length=40)
    naam = models.CharField(max_length=120)
    vraag = models.TextField(blank=True, default="")
    uitleg = models.TextField(blank=True, default="")
    volgorde = models.PositiveSmallIntegerField(default=0)
    bron = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        verbose_name = "adviescriterium"
        ordering = ["volgorde"]
        constraints = [
            models.UniqueConstraint(fields=["regeling", "code"], name="regelingen_criterium_once")
        ]

    def __str__(self) -> str:
        return self.naam


class Codewaarde(models.Model):
    """The small code lists of the monitor: opleiding, sector, geslacht.

    `monitorklasse` is the coarser class under which the monitor counts this value.
    """

    lijst = models.CharField(
        max_length=12,
        choices=[("opleiding", "opleiding"), ("sector", "sector"), ("geslacht", "geslacht")],
    )
    code = models.CharField(max_length=24)
    label = models.CharField(max_length=120)
    monitorklasse = models.CharField(max_length=24)
    volgorde = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "codewaarde"
        ordering = ["lijst", "volgorde"]
        constraints = [
            models.UniqueConstraint(fields=["lijst", "code"], name="regelingen_codewaarde_once")
        ]

    def __str__(self) -> str:
        return self.label


# Tables without row level security: public rules without any person or money of a region.
OPEN_TABLES = dict.fromkeys(
    [
        f"regelingen_{table}"
        for table in [
            "regeling",
            "rubriek",
            "interventiesoort",
            "doelgroep",
            "situatiesoort",
            "voorrang",
            "overlap",
            "eerstverantwoordelijke",
            "plafond",
            "duurgrens",
            "documenteis",
            "adviescriterium",
            "codewaarde",
            "gesprekshulp",
        ]
    ],
    "public rules, no person and no money of a region",
)
