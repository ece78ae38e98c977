"""Documents of a dossier: uploaded, generated, agreed.

What a document is and what stands in it are two tables, so a list never reads contents. Both are
in PostgreSQL (ADR 0013): one transaction, one policy, one backup.
"""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ontschot.documenten.soorten import MAX_BYTES, MEDIATYPES
from ontschot.kern.db import Trigger
from ontschot.kern.rollen import ZONDER_NAMEN
from ontschot.netwerk.models import RegioModel, regio_rules, to_medewerker

STAAT_VAST = "Een bewaard document verandert niet meer. Trek het in en bewaar een nieuw."

# Only the withdrawal is written later, and once.
ONLY_WITHDRAWN = """
IF OLD.ingetrokken_op IS NOT NULL
   OR (to_jsonb(NEW) - 'ingetrokken_op' - 'ingetrokken_door_id' - 'intrekking' - 'reden')
   <> (to_jsonb(OLD) - 'ingetrokken_op' - 'ingetrokken_door_id' - 'intrekking' - 'reden') THEN
  RAISE EXCEPTION 'a document is frozen'
    USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""

# The contents are those that the document speaks of, to the byte.
IS_WHAT_IT_SAYS = """
IF TG_OP = 'UPDATE' OR NOT EXISTS (
  SELECT 1 FROM documenten_document d WHERE d.id = NEW.document_id
    AND d.grootte = octet_length(NEW.bytes) AND d.sha256 = encode(sha256(NEW.bytes), 'hex')
) THEN
  RAISE EXCEPTION 'contents differ from the document'
    USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""


SOORTEN = [
    ("overeenkomst", "overeenkomst"),
    ("factuur", "factuur"),
    ("bewijs_deelname", "bewijs van deelname"),
    ("advies", "advies"),
    ("plan", "plan"),
    ("overig", "iets anders"),
]


class Document(RegioModel):
    """One document in a dossier. Frozen: a better version is a new document."""

    SOORTEN = SOORTEN
    INTREKKINGEN = [
        ("vervallen", "Het geldt niet meer, of er is een nieuwe versie"),
        ("verkeerd", "Het hoort niet in dit dossier"),
    ]

    kandidaat = models.ForeignKey(
        "kandidaten.Kandidaat", on_delete=models.CASCADE, related_name="documenten", db_index=False
    )
    soort = models.CharField(max_length=20, choices=SOORTEN)
    titel = models.CharField(max_length=160)
    bestandsnaam = models.CharField(max_length=120)
    mediatype = models.CharField(max_length=100)
    grootte = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    # Made by Ontschot itself from what stands in the dossier.
    gegenereerd = models.BooleanField(default=False)
    # Scanned for viruses and found clean.
    gescand = models.BooleanField(default=False)
    datum = models.DateField()
    datum_overeenkomst = models.DateField(null=True, blank=True)
    geldig_tot = models.DateField(null=True, blank=True)
    # Empty: Ontschot itself, in a job or a rule.
    door = to_medewerker(null=True)
    bewaard_op = models.DateTimeField(default=timezone.now)
    ingetrokken_op = models.DateTimeField(null=True, blank=True)
    ingetrokken_door = to_medewerker(null=True)
    intrekking = models.CharField(max_length=12, choices=INTREKKINGEN, blank=True, default="")
    reden = models.CharField(max_length=300, blank=True, default="")
    # Came along from another region, and on what ground the person read that it would.
    uit_regio = models.ForeignKey(
        "netwerk.Regio", on_delete=models.PROTECT, null=True, related_name="+"
    )
    grond = models.CharField(max_length=300, blank=True, default="", db_default="")

    class Meta:
        verbose_name = "document"
        ordering = ["-bewaard_op", "-id"]
        constraints = [
            *regio_rules("kandidaat", zonder_rollen=ZONDER_NAMEN),
            Trigger(
                name="documenten_document_frozen",
                when="BEFORE UPDATE",
                body=ONLY_WITHDRAWN,
                zin=STAAT_VAST,
            ),
            models.CheckConstraint(
                condition=Q(uit_regio__isnull=True, grond="")
                | Q(uit_regio__isnull=False) & ~Q(grond=""),
                name="documenten_document_grond",
                violation_error_message="Een document gaat alleen mee met een grond.",
            ),
            models.CheckConstraint(
                condition=Q(soort__in=[code for code, _ in SOORTEN]),
                name="documenten_document_soort",
            ),
            models.CheckConstraint(
                condition=Q(mediatype__in=sorted(MEDIATYPES)),
                name="documenten_document_mediatype",
                violation_error_message="Dit soort bestand bewaren we niet.",
            ),
            models.CheckConstraint(
                condition=Q(grootte__gte=1, grootte__lte=MAX_BYTES),
                name="documenten_document_grootte",
                violation_error_message="Een document is niet leeg en hoogstens 10 MB.",
            ),
            models.CheckConstraint(
                condition=Q(geldig_tot__isnull=True)
                | Q(datum_overeenkomst__isnull=True)
                | Q(geldig_tot__gte=F("datum_overeenkomst")),
                name="documenten_document_geldig",
                violation_error_message="De overeenkomst eindigt voordat ze begint.",
            ),
            models.CheckConstraint(
                condition=Q(ingetrokken_op__isnull=True, intrekking="", reden="")
                | (Q(ingetrokken_op__isnull=False) & ~Q(intrekking="") & ~Q(reden="")),
                name="documenten_document_intrekking",
                violation_error_message="Schrijf op waarom je dit document intrekt.",
            ),
        ]
        indexes = [models.Index(fields=["kandidaat", "-bewaard_op"], name="document_van_wie")]

    def __str__(self) -> str:
        return f"document {self.pk}"

    @property
    def soort_bestand(self) -> str:
        """What kind of file it is, for a person: `PDF`, `tekst (Word)`."""
        return MEDIATYPES[self.mediatype].naam

    @property
    def herkomst(self) -> str:
        """Who made it and whether it was scanned, as the list says it."""
        if self.gegenereerd:
            return "gemaakt door Ontschot"
        return "gescand op virussen" if self.gescand else "niet gescand op virussen"


class Inhoud(RegioModel):
    """The bytes of one document. Read at a download only; gone when it was the wrong dossier."""

    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="inhoud")
    bytes = models.BinaryField()

    class Meta:
        verbose_name = "inhoud van een document"
        constraints = [
            *regio_rules("document", zonder_rollen=ZONDER_NAMEN),
            Trigger(
                name="documenten_inhoud_same",
                when="BEFORE INSERT OR UPDATE",
                body=IS_WHAT_IT_SAYS,
                zin=STAAT_VAST,
            ),
        ]
