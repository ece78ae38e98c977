"""When a region wants to be warned that money runs out."""

from django.db import models
from django.db.models import Q

from ontschot.kassier.db import SameRegioOrNational
from ontschot.kern.db import Trigger
from ontschot.netwerk.models import RegioModel, regio_rules, to_medewerker

OF_THIS_FONDS = """
IF NEW.fondsregel_id IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM kassier_fondsregel r WHERE r.id = NEW.fondsregel_id AND r.fonds_id = NEW.fonds_id
) THEN
  RAISE EXCEPTION 'this line is not of this fonds'
    USING ERRCODE = 'foreign_key_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""


class Meldgrens(RegioModel):
    """Warn when less is free than this, or when it runs out within so many days.

    For one line, or without line for the whole fonds. Each region sets its own, also on a
    national fonds; no level is given by the sources (domain 2.9).
    """

    fonds = models.ForeignKey("kassier.Fonds", on_delete=models.PROTECT, related_name="grenzen")
    fondsregel = models.ForeignKey(
        "kassier.Fondsregel", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    onder_cent = models.BigIntegerField(null=True, blank=True)
    dagen = models.PositiveSmallIntegerField(null=True, blank=True)
    gezet_door = to_medewerker(null=True)
    gezet_op = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "meldgrens"
        constraints = [
            *regio_rules(),
            SameRegioOrNational(field="fonds"),
            models.UniqueConstraint(
                fields=["regio", "fonds", "fondsregel"],
                nulls_distinct=False,
                name="kassier_meldgrens_one",
            ),
            models.CheckConstraint(
                condition=Q(onder_cent__gt=0) | Q(dagen__gt=0),
                name="kassier_meldgrens_says_when",
                violation_error_message="Vul een bedrag of een aantal dagen in.",
            ),
            models.CheckConstraint(
                condition=Q(onder_cent__isnull=True) | Q(onder_cent__gt=0),
                name="kassier_meldgrens_bedrag",
                violation_error_message="Vul een bedrag in van meer dan € 0.",
            ),
            Trigger(
                name="kassier_meldgrens_line",
                when="BEFORE INSERT OR UPDATE",
                body=OF_THIS_FONDS,
                zin="Deze regel hoort niet bij dit fonds.",
            ),
        ]
