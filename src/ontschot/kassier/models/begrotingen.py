"""What a fonds plans to spend: a begroting with its lines, in versions that stay."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ontschot.kassier.db import SameRegioOrNational, frozen, no_delete
from ontschot.kassier.models.fondsen import REGIO_OR_NATIONAL
from ontschot.kern.db import RegioScope, SameRegio, Trigger
from ontschot.kern.transitions import Stappen
from ontschot.netwerk.models import to_medewerker

BEGROTING_STAPPEN = Stappen({"concept": {"vastgesteld", "ingetrokken"}}, begin="concept")

# What is fixed is what holds: the database writes it beside each line of the fonds.
IN_FORCE = """
IF NEW.status = 'vastgesteld' AND OLD.status <> 'vastgesteld' THEN
  UPDATE kassier_fondsregel l SET begroot_cent = coalesce((
    SELECT r.cent FROM kassier_begrotingsregel r
    WHERE r.begroting_id = NEW.id AND r.fondsregel_id = l.id), 0)
  WHERE l.fonds_id = NEW.fonds_id;
END IF;
RETURN NULL;
"""
NEXT_VERSION = """
IF NEW.status = 'vastgesteld' AND OLD.status <> 'vastgesteld' AND EXISTS (
  SELECT 1 FROM kassier_begroting b WHERE b.fonds_id = NEW.fonds_id
    AND b.status = 'vastgesteld' AND b.versie > NEW.versie
) THEN
  RAISE EXCEPTION 'a later version holds'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""
OPEN_VERSION = """
PERFORM 1 FROM kassier_begroting b JOIN kassier_fondsregel r ON r.fonds_id = b.fonds_id
  WHERE b.id = coalesce(NEW.begroting_id, OLD.begroting_id) AND b.status = 'concept'
    AND r.id = coalesce(NEW.fondsregel_id, OLD.fondsregel_id)
    AND (TG_OP <> 'UPDATE' OR NEW.begroting_id = OLD.begroting_id);
IF NOT FOUND THEN
  RAISE EXCEPTION 'this version is fixed'
    USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN coalesce(NEW, OLD);
"""


class Begroting(models.Model):
    """One version of the begroting of a fonds. The highest fixed version is the one that holds.

    `gedrukt_totaal_cent` is the total as printed in the source; it may differ from the sum of
    the lines, with a note. Drawn up by one person and fixed by another; only what was loaded
    with the reference data has neither.
    """

    STAPPEN = BEGROTING_STAPPEN

    regio = models.ForeignKey(
        "netwerk.Regio", on_delete=models.PROTECT, null=True, blank=True, db_index=False
    )
    fonds = models.ForeignKey(
        "kassier.Fonds", on_delete=models.PROTECT, related_name="begrotingen", db_index=False
    )
    versie = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=12, choices=STAPPEN.choices, default="concept")
    reden = models.CharField(max_length=300, blank=True, default="")
    gedrukt_totaal_cent = models.BigIntegerField(null=True, blank=True)
    noot = models.TextField(blank=True, default="")
    bron = models.CharField(max_length=200, blank=True, default="")
    opgesteld_door = to_medewerker(null=True)
    opgesteld_op = models.DateTimeField(default=timezone.now)
    vastgesteld_door = to_medewerker(null=True)
    vastgesteld_op = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "begroting"
        ordering = ["-versie"]
        constraints = [
            *REGIO_OR_NATIONAL,
            SameRegio(field="fonds"),
            SameRegioOrNational(field="fonds"),
            *BEGROTING_STAPPEN.constraints(),
            models.UniqueConstraint(fields=["fonds", "versie"], name="kassier_begroting_versie"),
            models.UniqueConstraint(
                fields=["fonds"],
                condition=Q(status="concept"),
                name="kassier_begroting_one_concept",
                violation_error_message="Er is al een nieuwe versie in de maak. Stel die vast, of "
                "trek haar in.",
            ),
            models.CheckConstraint(
                condition=Q(versie=1) | ~Q(reden=""),
                name="kassier_begroting_reden",
                violation_error_message="Schrijf waarom er een nieuwe versie is.",
            ),
            models.CheckConstraint(
                condition=~Q(status="vastgesteld")
                | Q(vastgesteld_op__isnull=False, opgesteld_door__isnull=True)
                | (
                    Q(vastgesteld_op__isnull=False, vastgesteld_door__isnull=False)
                    & ~Q(vastgesteld_door=F("opgesteld_door"))
                ),
                name="kassier_begroting_four_eyes",
                violation_error_message="Wie de begroting opstelt, stelt haar niet vast. Vraag "
                "een ander.",
            ),
            Trigger(
                name="kassier_begroting_later",
                when="BEFORE UPDATE",
                body=NEXT_VERSION,
                zin="Er is al een nieuwere versie vastgesteld.",
            ),
            Trigger(
                name="kassier_begroting_geldt", when="AFTER UPDATE", body=IN_FORCE, owner=True
            ),
            frozen(
                ["regio_id", "fonds_id", "versie", "opgesteld_door_id"],
                name="kassier_begroting_frozen",
                zin="Een versie blijft bij haar fonds.",
            ),
            frozen(
                [
                    "reden", "gedrukt_totaal_cent", "noot", "bron",
                    "vastgesteld_door_id", "vastgesteld_op",
                ],
                unless="OLD.status = 'concept'",
                name="kassier_begroting_fixed",
                zin="Een vastgestelde begroting verandert niet. Maak een nieuwe versie.",
            ),
            no_delete(
                name="kassier_begroting_stays",
                zin="Een begroting gaat niet weg. Trek de nieuwe versie in.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"versie {self.versie}"

    @property
    def opsteller(self) -> str:
        """Who drew it up; empty for what was loaded."""
        return self.opgesteld_door.naam if self.opgesteld_door else ""

    @property
    def titel(self) -> str:
        return f"Versie {self.versie}: {self.get_status_display()}"


class Begrotingsregel(models.Model):
    """What one line of the fonds gets in one version, in cents."""

    regio = models.ForeignKey("netwerk.Regio", on_delete=models.PROTECT, null=True, blank=True)
    begroting = models.ForeignKey(
        Begroting, on_delete=models.PROTECT, related_name="regels", db_index=False
    )
    fondsregel = models.ForeignKey(
        "kassier.Fondsregel", on_delete=models.PROTECT, related_name="begroot_in"
    )
    cent = models.BigIntegerField()

    class Meta:
        verbose_name = "begrotingsregel"
        ordering = ["fondsregel__volgorde", "id"]
        constraints = [
            RegioScope(landelijk=True),
            SameRegio(field="begroting"),
            SameRegioOrNational(field="begroting"),
            models.UniqueConstraint(
                fields=["begroting", "fondsregel"], name="kassier_begrotingsregel_once"
            ),
            models.CheckConstraint(
                condition=Q(cent__gte=0),
                name="kassier_begrotingsregel_cent",
                violation_error_message="Een begroot bedrag is € 0 of meer.",
            ),
            Trigger(
                name="kassier_begrotingsregel_open",
                when="BEFORE INSERT OR UPDATE OR DELETE",
                body=OPEN_VERSION,
                zin="Een vastgestelde begroting verandert niet. Maak een nieuwe versie.",
            ),
        ]
