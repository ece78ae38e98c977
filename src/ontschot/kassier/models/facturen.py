"""E-invoices of providers: what they ask, for which order, and what is wrong with them.

No text of the invoice itself stands here: a provider may have written somebody's name in it. The
file does hold it, and the database keeps that from who may not see a name.
"""

from django.db import models
from django.db.models import F, Q

from ontschot.kassier.db import frozen, no_delete
from ontschot.kassier.models.bank import HASH_OF_CONTENT
from ontschot.kern.db import AppendOnly, Trigger
from ontschot.kern.rollen import ZONDER_NAMEN
from ontschot.kern.transitions import Stappen
from ontschot.netwerk.models import RegioModel, regio_rules, to_medewerker

FACTUUR_STAPPEN = Stappen(
    {
        "ingelezen": {"voorgesteld", "verwerkt", "afgekeurd"},
        "voorgesteld": {"afgekeurd"},
    },
    begin="ingelezen",
)
# An invoice is in a declaratie when a line there says that it comes from it.
IN_DECLARATIE = """
IF NEW.status = 'voorgesteld' AND NOT EXISTS (
    SELECT 1 FROM kassier_declaratieregel d WHERE d.factuur_id = NEW.id) THEN
  RAISE EXCEPTION 'in no declaratie' USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""


class Factuur(RegioModel):
    """One e-invoice or credit note, recomputed to the cent. Amounts of a credit note are positive.

    `leverancier` is how the supplier is known: KvK number, else VAT number, else IBAN. Together
    with the number it says which invoice this is, so that no invoice counts twice. `corrigeert`
    is the invoice that a credit note is about, when that one was read here. An invoice becomes
    `voorgesteld` (in one declaratie per fonds), a credit note `verwerkt`.
    """

    STAPPEN = FACTUUR_STAPPEN
    FACTUUR, CREDITNOTA = "factuur", "creditnota"
    SOORTEN = [(FACTUUR, "factuur"), (CREDITNOTA, "creditnota")]

    organisatie = models.ForeignKey(
        "netwerk.Organisatie", on_delete=models.PROTECT, related_name="facturen"
    )
    soort = models.CharField(max_length=10, choices=SOORTEN)
    nummer = models.CharField(max_length=60)
    leverancier = models.CharField(max_length=40)
    leverancier_naam = models.CharField(max_length=140)
    kvk = models.CharField(max_length=8, blank=True, default="")
    btw_nummer = models.CharField(max_length=20, blank=True, default="")
    iban = models.CharField(max_length=34, blank=True, default="")
    factuurdatum = models.DateField()
    vervaldatum = models.DateField(null=True)
    netto_cent = models.BigIntegerField()
    btw_cent = models.BigIntegerField()
    totaal_cent = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    status = models.CharField(max_length=12, choices=STAPPEN.choices, default="ingelezen")
    reden_afkeuring = models.CharField(max_length=300, blank=True, default="")
    corrigeert = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="creditnotas"
    )
    ingelezen_door = to_medewerker()
    ingelezen_op = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "factuur"
        ordering = ["-id"]
        constraints = [
            *regio_rules("corrigeert"),
            *FACTUUR_STAPPEN.constraints(),
            models.UniqueConstraint(
                fields=["regio", "leverancier", "nummer"],
                condition=~Q(status="afgekeurd"),
                name="kassier_factuur_once",
                violation_error_message=(
                    "Deze factuur van deze leverancier is al ingelezen. Kijk in de lijst."
                ),
            ),
            models.CheckConstraint(
                condition=Q(netto_cent__gt=0, btw_cent__gte=0)
                & Q(totaal_cent=F("netto_cent") + F("btw_cent")),
                name="kassier_factuur_bedrag",
                violation_error_message="De bedragen van deze factuur tellen niet op.",
            ),
            models.CheckConstraint(
                condition=Q(soort__in=["factuur", "creditnota"]) & ~Q(nummer="")
                & ~Q(leverancier=""),
                name="kassier_factuur_soort",
            ),
            models.CheckConstraint(
                condition=Q(soort="factuur", corrigeert__isnull=True) & ~Q(status="verwerkt")
                | Q(soort="creditnota") & ~Q(status="voorgesteld"),
                name="kassier_factuur_gebruik",
            ),
            Trigger(
                name="kassier_factuur_voorgesteld",
                when="BEFORE INSERT OR UPDATE OF status",
                body=IN_DECLARATIE,
                zin="Deze factuur staat in geen declaratie.",
            ),
            models.CheckConstraint(
                condition=~Q(status="afgekeurd") | ~Q(reden_afkeuring=""),
                name="kassier_factuur_reden",
                violation_error_message="Schrijf waarom je deze factuur niet gebruikt.",
            ),
            frozen(
                [
                    "regio_id", "organisatie_id", "soort", "nummer", "leverancier",
                    "leverancier_naam", "kvk", "btw_nummer", "iban", "factuurdatum",
                    "netto_cent", "btw_cent", "totaal_cent", "sha256", "corrigeert_id",
                    "ingelezen_door_id",
                ],
                name="kassier_factuur_frozen",
                zin="Een ingelezen factuur verandert niet. Keur haar af en lees een nieuwe in.",
            ),
            no_delete(
                name="kassier_factuur_stays", zin="Een factuur gaat niet weg. Keur haar af."
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_soort_display().capitalize()} {self.nummer}"


class Factuurregel(RegioModel):
    """One line of an invoice with the order that it is for; `uitleg` says what is not right."""

    factuur = models.ForeignKey(
        Factuur, on_delete=models.PROTECT, related_name="regels", db_index=False
    )
    volgnummer = models.PositiveSmallIntegerField()
    ordernummer = models.CharField(max_length=20, blank=True, default="")
    verplichting = models.ForeignKey(
        "kassier.Verplichting", on_delete=models.PROTECT, null=True, related_name="factuurregels"
    )
    netto_cent = models.BigIntegerField()
    btw_cent = models.BigIntegerField()
    # What can be declared of it: on the VAT basis of the order, never more than is open there.
    # Of a credit note: what the order costs less, never more than it still costs.
    voorstel_cent = models.BigIntegerField(default=0)
    uitleg = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        verbose_name = "regel van een factuur"
        ordering = ["volgnummer"]
        constraints = [
            *regio_rules("factuur", "verplichting"),
            AppendOnly(zin="Een regel van een factuur verandert niet."),
            models.UniqueConstraint(
                fields=["factuur", "volgnummer"], name="kassier_factuurregel_nummer"
            ),
            models.CheckConstraint(
                condition=Q(voorstel_cent__gte=0)
                & (Q(voorstel_cent=0) | Q(verplichting__isnull=False)),
                name="kassier_factuurregel_voorstel",
            ),
        ]


class Factuurbestand(RegioModel):
    """The invoice as it came: the XML, and the PDF in it when there was one.

    Who works without names does not see it, whatever the screen does.
    """

    SOORTEN = [("xml", "e-factuur"), ("pdf", "pdf bij de factuur")]

    factuur = models.ForeignKey(
        Factuur, on_delete=models.PROTECT, related_name="bestanden", db_index=False
    )
    soort = models.CharField(max_length=3, choices=SOORTEN)
    inhoud = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = "bestand van een factuur"
        constraints = [
            *regio_rules("factuur", zonder_rollen=ZONDER_NAMEN),
            AppendOnly(zin="Een bestand van een factuur verandert niet."),
            models.UniqueConstraint(
                fields=["factuur", "soort"], name="kassier_factuurbestand_once"
            ),
            models.CheckConstraint(
                condition=Q(soort__in=["xml", "pdf"]), name="kassier_factuurbestand_soort"
            ),
            models.CheckConstraint(condition=HASH_OF_CONTENT, name="kassier_factuurbestand_hash"),
        ]
