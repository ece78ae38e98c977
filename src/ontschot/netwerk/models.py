"""Who works together: regio's, gemeenten, organisaties, partners, medewerkers and their roles."""

from typing import Any, Literal, overload

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import Combinable

from ontschot.kern.db import NoOverlap, RegioScope, SameRegio
from ontschot.kern.rollen import LABELS, Rolsoort


def period_in_order(name: str) -> models.CheckConstraint:
    """`tot` (the last day) does not lie before `van`."""
    return models.CheckConstraint(
        condition=Q(tot__isnull=True) | Q(tot__gte=F("van")),
        name=name,
        violation_error_message="De einddatum ligt vóór de begindatum. Verander een van de twee.",
    )


class RegioModel(models.Model):
    """A row that belongs to one region, and that the database keeps there.

    Give the Meta of each subclass `constraints = [*regio_rules(...), ...]`.
    """

    # Without an index of its own: (regio, id) begins with it, which `regio_rules` gives.
    regio = models.ForeignKey(
        "netwerk.Regio", on_delete=models.PROTECT, verbose_name="regio", db_index=False
    )

    class Meta:
        abstract = True


def regio_rules(
    *references: str, zonder_rollen: frozenset[Rolsoort] = frozenset(), ook: str = ""
) -> list[models.BaseConstraint]:
    """The policy of a regional table, and for each reference that it stays inside the region."""
    return [
        RegioScope(zonder_rollen=zonder_rollen, ook=ook),
        models.UniqueConstraint(fields=["regio", "id"], name="%(app_label)s_%(class)s_regio_id"),
        *[SameRegio(field=reference) for reference in references],
    ]


@overload
def to_medewerker(
    *, null: Literal[False] = False
) -> "models.ForeignKey[Medewerker | Combinable, Medewerker]": ...
@overload
def to_medewerker(
    *, null: Literal[True]
) -> "models.ForeignKey[Medewerker | Combinable | None, Medewerker | None]": ...
def to_medewerker(*, null: bool = False) -> Any:
    """Who did it. Whoever stands in a row stays known, and nobody asks a person for the rows."""
    return models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, null=null, related_name="+"
    )


def two_people(
    second: str, first: str, *, name: str, zin: str, optional: bool = False
) -> models.CheckConstraint:
    """Four eyes: the `second` is somebody else than the `first`, who may be empty if `optional`."""
    unknown = Q(**{f"{second}__isnull": True})
    if optional:
        unknown |= Q(**{f"{first}__isnull": True})
    return models.CheckConstraint(
        condition=unknown | ~Q(**{second: F(first)}), name=name, violation_error_message=zin
    )


class Regio(models.Model):
    """One of the 35 arbeidsmarktregio's; the key is the CBS code (`AM08`)."""

    code = models.CharField(max_length=8, primary_key=True)
    naam = models.CharField(max_length=80)
    aliassen = models.JSONField(default=list)
    centrumgemeente = models.ForeignKey(
        "Gemeente", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # The region takes part in Ontschot: it has a public page and its people can sign in.
    doet_mee = models.BooleanField(default=False)

    class Meta:
        verbose_name = "regio"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.naam


class Gemeente(models.Model):
    """A gemeente. Its CBS code is known for some only; `netwerk_laad_gebieden` fills the rest."""

    naam = models.CharField(max_length=80, unique=True)
    code = models.CharField(max_length=6, unique=True, null=True, blank=True)
    opgegaan_in = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True)
    opgeheven_op = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "gemeente"
        ordering = ["naam"]

    def __str__(self) -> str:
        return self.naam


class GemeenteInRegio(models.Model):
    """From when until when a gemeente belonged to a region."""

    gemeente = models.ForeignKey(
        Gemeente, on_delete=models.CASCADE, related_name="indelingen", db_index=False
    )
    regio = models.ForeignKey(Regio, on_delete=models.CASCADE, related_name="indelingen")
    van = models.DateField()
    tot = models.DateField(null=True, blank=True)
    bron = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "indeling"
        constraints = [
            period_in_order("netwerk_indeling_period"),
            NoOverlap(
                fields=["gemeente"],
                zin="Deze gemeente hoort in die tijd al bij een andere regio.",
            ),
            models.UniqueConstraint(fields=["gemeente", "van"], name="netwerk_indeling_once"),
        ]


class Organisatie(models.Model):
    """A partner, a provider or a kassier: whoever works, buys, sells or pays."""

    SOORTEN = [
        ("gemeente", "gemeente"),
        ("uitvoerder", "uitvoerder voor gemeenten"),
        ("uwv", "UWV"),
        ("vakbond", "vakbond"),
        ("werkgevers", "werkgeversorganisatie"),
        ("onderwijs", "onderwijsinstelling"),
        ("sbb", "SBB"),
        ("leerwerkloket", "leerwerkloket"),
        ("aanbieder", "aanbieder"),
    ]
    sleutel = models.SlugField(max_length=60, unique=True)
    naam = models.CharField(max_length=120)
    soort = models.CharField(max_length=16, choices=SOORTEN)
    # What the monitor calls this buyer: gemeente, uwv, fnv, cnv or vcp; empty: does not buy.
    monitorcode = models.CharField(max_length=12, blank=True, default="")
    mag_inkopen = models.BooleanField(default=False)
    rol = models.TextField(blank=True, default="")
    bron = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        verbose_name = "organisatie"
        ordering = ["naam"]
        constraints = [
            models.CheckConstraint(
                condition=Q(mag_inkopen=False) | ~Q(monitorcode=""),
                name="netwerk_organisatie_buyer_has_code",
                violation_error_message="Wie inkoopt, heeft een code voor de monitor nodig.",
            )
        ]

    def __str__(self) -> str:
        return self.naam


class Partner(models.Model):
    """The presence of an organisatie in a region, for a period."""

    organisatie = models.ForeignKey(Organisatie, on_delete=models.CASCADE, related_name="partners")
    regio = models.ForeignKey(Regio, on_delete=models.CASCADE, related_name="partners")
    rol = models.TextField(blank=True, default="")
    van = models.DateField()
    tot = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "partner"
        constraints = [
            period_in_order("netwerk_partner_period"),
            NoOverlap(fields=["organisatie", "regio"], zin="Deze partner staat er in die tijd al."),
        ]


class Medewerker(models.Model):
    """A person who works in the network. Signing in is the business of the `user`."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="medewerker"
    )
    naam = models.CharField(max_length=120)
    email = models.EmailField(unique=True)
    telefoon = models.CharField(max_length=20, blank=True, default="")
    # Key of a demo persona (`gids-uwv`); empty for everybody real.
    persona = models.SlugField(max_length=40, null=True, unique=True)

    class Meta:
        verbose_name = "medewerker"
        ordering = ["naam"]

    def __str__(self) -> str:
        return self.naam


class Rol(models.Model):
    """What a medewerker may do, for which organisatie, in which region, from when until when."""

    medewerker = models.ForeignKey(Medewerker, on_delete=models.CASCADE, related_name="rollen")
    organisatie = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="rollen")
    regio = models.ForeignKey(Regio, on_delete=models.PROTECT, related_name="rollen")
    soort = models.CharField(max_length=16, choices=[(r.value, LABELS[r]) for r in Rolsoort])
    van = models.DateField()
    tot = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "rol"
        constraints = [
            period_in_order("netwerk_rol_period"),
            NoOverlap(
                fields=["medewerker", "organisatie", "regio", "soort"],
                zin="Deze rol heeft deze medewerker in die tijd al.",
            ),
            models.CheckConstraint(
                condition=Q(soort__in=[r.value for r in Rolsoort]), name="netwerk_rol_soort"
            ),
        ]


# Tables without row level security, each with the reason; tests/kern/test_every_table_is_closed.
OPEN_TABLES = {
    "netwerk_regio": "public geography",
    "netwerk_gemeente": "public geography",
    "netwerk_gemeenteinregio": "public geography",
    "netwerk_organisatie": "public partners and providers, no person",
    "netwerk_partner": "public partners, no person",
    "netwerk_medewerker": "staff names, needed to say who owns a question and to find the scope",
    "netwerk_rol": "read to find out the scope itself, so before there is one",
}
