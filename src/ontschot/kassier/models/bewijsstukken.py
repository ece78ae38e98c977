"""The evidence behind a line of a declaratie: what it is and what stands in it are two tables."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from ontschot.documenten.soorten import MAX_BYTES, MEDIATYPES
from ontschot.kassier.db import no_delete
from ontschot.kassier.models.afspraken import BEWIJSSOORTEN
from ontschot.kern.db import Trigger
from ontschot.kern.rollen import Rolsoort
from ontschot.netwerk.models import RegioModel, regio_rules, to_medewerker

# The partner that declares and who judges it; nobody else opens evidence.
NO_EVIDENCE = frozenset({Rolsoort.MONITOR, Rolsoort.BELEID, Rolsoort.PRIVACY, Rolsoort.BEHEER})
VAST = (
    "Het bewijs ligt vast, omdat de declaratie is ingediend. Vraag de kassier om haar terug te "
    "sturen."
)
# Only the withdrawal of evidence is written later, and once.
ELSE_WITHDRAWN = """ELSIF OLD.ingetrokken_op IS NULL AND NEW.ingetrokken_op IS NOT NULL
  AND (to_jsonb(NEW) - 'ingetrokken_op' - 'ingetrokken_door_id' - 'reden')
    = (to_jsonb(OLD) - 'ingetrokken_op' - 'ingetrokken_door_id' - 'reden') THEN
  RETURN NEW;
END IF;
RAISE EXCEPTION 'evidence is locked'
  USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
"""
# New evidence only while the lines are open.
LOCKED = (
    """
IF TG_OP = 'INSERT' THEN
  PERFORM 1 FROM kassier_declaratie d WHERE d.id = NEW.declaratie_id
    AND d.status IN ('concept', 'teruggestuurd') FOR SHARE;
  IF FOUND THEN RETURN NEW; END IF;
"""
    + ELSE_WITHDRAWN
)
SAME_CONTENT = """
IF TG_OP = 'UPDATE' OR NOT EXISTS (
  SELECT 1 FROM @room_@stuk b WHERE b.id = NEW.@stuk_id
    AND b.grootte = octet_length(NEW.bytes) AND b.sha256 = encode(sha256(NEW.bytes), 'hex')
) THEN
  RAISE EXCEPTION 'contents differ from the evidence'
    USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""
ERASED_AFTER = """
PERFORM 1 FROM @room_@stuk b
  WHERE b.id = OLD.@stuk_id AND b.ingetrokken_op IS NOT NULL;
IF NOT FOUND THEN
  RAISE EXCEPTION 'withdraw the evidence first'
    USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN OLD;
"""


def file_rules(name: str) -> list[Any]:
    """What holds for every file that shows why money is asked; `name` begins each rule."""
    return [
        no_delete(name=f"{name}_stays", zin="Bewijs gaat niet weg. Trek het in."),
        models.CheckConstraint(
            condition=Q(zonder_namen=True),
            name=f"{name}_namen",
            violation_error_message="De kassier mag geen namen zien. Bevestig dat er geen "
            "namen in dit bestand staan.",
        ),
        models.CheckConstraint(
            condition=Q(mediatype__in=sorted(MEDIATYPES)),
            name=f"{name}_mediatype",
            violation_error_message="Dit soort bestand bewaren we niet.",
        ),
        models.CheckConstraint(
            condition=Q(grootte__gte=1, grootte__lte=MAX_BYTES),
            name=f"{name}_grootte",
            violation_error_message="Een bewijsstuk is niet leeg en hoogstens 10 MB.",
        ),
        models.CheckConstraint(
            condition=Q(ingetrokken_op__isnull=True, reden="")
            | Q(ingetrokken_op__isnull=False) & ~Q(reden=""),
            name=f"{name}_reden",
            violation_error_message="Schrijf waarom je dit bewijs intrekt.",
        ),
    ]


def content_rules(name: str, stuk: str, room: str = "kassier") -> list[Any]:
    """The bytes are those of the file in `stuk`, and go only after that was withdrawn."""

    def about(body: str) -> str:
        return body.replace("@room", room).replace("@stuk", stuk)

    return [
        Trigger(
            name=f"{name}_same",
            when="BEFORE INSERT OR UPDATE",
            body=about(SAME_CONTENT),
            zin=VAST,
        ),
        Trigger(
            name=f"{name}_erased",
            when="BEFORE DELETE",
            body=about(ERASED_AFTER),
            zin="Trek het bewijs eerst in.",
        ),
    ]


class Bewijsbestand(RegioModel):
    """A file that shows why money is asked; give its Meta `file_rules`.

    `zonder_namen`: the uploader saw that no name stands in it.
    """

    naam = models.CharField(max_length=120)
    mediatype = models.CharField(max_length=100)
    grootte = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    gescand = models.BooleanField(default=False)
    zonder_namen = models.BooleanField()
    door = to_medewerker(null=True)
    op = models.DateTimeField(default=timezone.now)
    ingetrokken_op = models.DateTimeField(null=True, blank=True)
    ingetrokken_door = to_medewerker(null=True)
    reden = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.naam


class Bestandsinhoud(RegioModel):
    """The bytes of one file. Read at a download only; erased when they should not be here.

    Give its Meta `content_rules`.
    """

    bytes = models.BinaryField()

    class Meta:
        abstract = True


class Bewijsstuk(Bewijsbestand):
    """One file that shows why this order is declared; it stays when the amount changes.

    Bound to the declaratie and the order, so a line that is ticked again keeps its evidence.
    `kenmerk` is the invoice number.
    """

    declaratie = models.ForeignKey(
        "kassier.Declaratie", on_delete=models.PROTECT, related_name="bewijsstukken", db_index=False
    )
    verplichting = models.ForeignKey(
        "kassier.Verplichting", on_delete=models.PROTECT, related_name="bewijsstukken"
    )
    soort = models.CharField(max_length=12, choices=BEWIJSSOORTEN)
    kenmerk = models.CharField(max_length=60, blank=True, default="")
    gegenereerd = models.BooleanField(default=False)

    class Meta:
        verbose_name = "bewijsstuk"
        ordering = ["id"]
        constraints = [
            *regio_rules("declaratie", "verplichting", zonder_rollen=NO_EVIDENCE),
            Trigger(
                name="kassier_bewijsstuk_locked",
                when="BEFORE INSERT OR UPDATE",
                body=LOCKED,
                zin=VAST,
            ),
            models.CheckConstraint(
                condition=Q(soort__in=[code for code, _ in BEWIJSSOORTEN]),
                name="kassier_bewijsstuk_soort",
                violation_error_message="Kies wat voor bewijs dit is.",
            ),
            *file_rules("kassier_bewijsstuk"),
        ]
        indexes = [
            models.Index(fields=["declaratie", "verplichting"], name="bewijsstuk_regel"),
            models.Index(
                fields=["regio", "kenmerk"],
                name="bewijsstuk_kenmerk",
                condition=~Q(kenmerk=""),
            ),
        ]

    @property
    def soort_bestand(self) -> str:
        return MEDIATYPES[self.mediatype].naam


class Bewijsinhoud(Bestandsinhoud):
    bewijsstuk = models.OneToOneField(Bewijsstuk, on_delete=models.PROTECT, related_name="inhoud")

    class Meta:
        verbose_name = "inhoud van een bewijsstuk"
        constraints = [
            *regio_rules("bewijsstuk", zonder_rollen=NO_EVIDENCE),
            *content_rules("kassier_bewijsinhoud", "bewijsstuk"),
        ]
