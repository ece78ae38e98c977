"""A declaratie: what a partner asks back over a period, put together from verplichtingen."""

from typing import Any

from django.db import models
from django.db.models import Q

from ontschot.kassier.db import SameRegioOrNational
from ontschot.kassier.models.fondsen import Fondsregel
from ontschot.kassier.models.indieningen import (
    LOCKED,
    Indiening,
    Indieningsregel,
    indiening_rules,
    indieningsregel_rules,
    locks_lines,
)
from ontschot.kassier.rules import kenmerk
from ontschot.kern.db import Trigger
from ontschot.netwerk.models import regio_rules

# What the kassier looks at before approving (see `models.beoordelen`).
SAMPLE_DRAWN = """
IF NEW.status = 'goedgekeurd' AND OLD.status <> 'goedgekeurd' AND EXISTS (
    SELECT 1 FROM kassier_declaratieafspraak a WHERE a.regio_id = NEW.regio_id
      AND a.fonds_id = NEW.fonds_id AND a.steekproef <> 'geen'
      AND (NEW.ingediend_op AT TIME ZONE 'Europe/Amsterdam')::date <@ daterange(a.van, a.tot, '[]')
  ) AND NOT EXISTS (
    SELECT 1 FROM kassier_steekproef s WHERE s.declaratie_id = NEW.id AND s.keer = NEW.keer
  )
THEN
  RAISE EXCEPTION 'sample missing'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""
SAMPLE_JUDGED = """
IF NEW.status = 'goedgekeurd' AND OLD.status <> 'goedgekeurd' AND EXISTS (
    SELECT 1 FROM kassier_steekproefregel r JOIN kassier_steekproef s ON s.id = r.steekproef_id
      JOIN kassier_declaratieregel d ON d.id = r.declaratieregel_id
    WHERE s.declaratie_id = NEW.id AND s.keer = NEW.keer AND d.status = 'opgenomen'
      AND r.bevinding NOT IN ('akkoord', 'opmerking')
  )
THEN
  RAISE EXCEPTION 'sample not judged'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""


class Declaratie(Indiening):
    """What a partner asks back over one month: lines of orders."""

    fonds = models.ForeignKey("kassier.Fonds", on_delete=models.PROTECT, related_name="declaraties")
    organisatie = models.ForeignKey(
        "netwerk.Organisatie", on_delete=models.PROTECT, related_name="declaraties"
    )
    # The first day of the month over which the partner declares.
    periode = models.DateField()

    class Meta:
        verbose_name = "declaratie"
        ordering = ["-periode", "-id"]
        constraints = [
            *regio_rules(),
            SameRegioOrNational(field="fonds"),
            *indiening_rules(tijdvak="periode", regel="declaratieregel"),
            models.CheckConstraint(condition=Q(periode__day=1), name="kassier_declaratie_periode"),
            Trigger(
                name="kassier_declaratie_sample_drawn",
                when="BEFORE UPDATE",
                body=SAMPLE_DRAWN,
                zin="Trek eerst de steekproef die voor dit fonds is afgesproken.",
            ),
            Trigger(
                name="kassier_declaratie_sample_judged",
                when="BEFORE UPDATE",
                body=SAMPLE_JUDGED,
                zin="Beoordeel eerst elke regel van de steekproef. Een regel die niet klopt, wijs "
                "je af; of stuur de declaratie terug.",
            ),
        ]
        indexes = [models.Index(fields=["regio", "status"], name="declaratie_status")]

    @property
    def naam(self) -> str:
        """What people call it, such as `2026-03-FNV`; needs its organisatie loaded."""
        code = self.organisatie.monitorcode or self.organisatie.sleutel
        return kenmerk(self.periode, code, self.volgnummer)


# Lines lock on submission, and two lines never claim the same euro. The row lock on the order
# makes two partners who tick at the same moment wait for each other.
CLAIM = """
PERFORM 1 FROM kassier_declaratie d WHERE d.id = NEW.declaratie_id AND @may_change;
@else_locked
IF TG_OP = 'INSERT' THEN
  PERFORM 1 FROM kassier_verplichting v JOIN kassier_declaratie d ON d.id = NEW.declaratie_id
    JOIN kassier_fondsregel r ON r.id = v.fondsregel_id AND r.fonds_id = d.fonds_id
    WHERE v.id = NEW.verplichting_id AND v.status = 'open'
      AND v.inkoper_id = d.organisatie_id FOR UPDATE OF v;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'not an open order of this partner and fonds' USING
      ERRCODE = 'check_violation', CONSTRAINT = 'kassier_declaratieregel_order';
  END IF;
  IF (SELECT v.bedrag_cent - v.vrijgevallen_cent - coalesce((
        SELECT sum(o.cent) FROM kassier_declaratieregel o
        WHERE o.verplichting_id = v.id AND o.status IN ('opgenomen', 'betaald')), 0)
      FROM kassier_verplichting v WHERE v.id = NEW.verplichting_id) < NEW.cent THEN
    RAISE EXCEPTION 'this euro is claimed already' USING
      ERRCODE = 'check_violation', CONSTRAINT = 'kassier_declaratieregel_claimed';
  END IF;
END IF;
RETURN NEW;
"""


class Declaratieregel(Indieningsregel):
    """One ticked verplichting, or a part of it.

    `deel` says why it is not all that was open. `corrigeert` is the paid line of the same order
    to which this one adds, `factuur` the e-invoice it came from.
    """

    SLEUTEL = "regel"
    DELEN = [("", "alles"), ("termijn", "termijn"), ("deel_geleverd", "deel geleverd")]

    declaratie = models.ForeignKey(Declaratie, on_delete=models.PROTECT, related_name="regels")
    verplichting = models.ForeignKey(
        "kassier.Verplichting", on_delete=models.PROTECT, related_name="declaratieregels"
    )
    deel = models.CharField(max_length=14, choices=DELEN, blank=True, default="", db_default="")
    corrigeert = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="aanvullingen"
    )
    factuur = models.ForeignKey(
        "kassier.Factuur", on_delete=models.PROTECT, null=True, related_name="declaratieregels"
    )
    reden_correctie = models.CharField(max_length=300, blank=True, default="", db_default="")

    class Meta:
        verbose_name = "declaratieregel"
        ordering = ["id"]
        constraints = [
            *regio_rules("declaratie", "verplichting", "corrigeert", "factuur"),
            *indieningsregel_rules(
                "declaratieregel",
                vast=[
                    "regio_id", "declaratie_id", "verplichting_id", "cent", "deel",
                    "corrigeert_id", "reden_correctie", "factuur_id",
                ],
            ),
            models.UniqueConstraint(
                fields=["declaratie", "verplichting"],
                condition=Q(status="opgenomen"),
                name="kassier_declaratieregel_once",
                violation_error_message="Deze verplichting staat al in de declaratie.",
            ),
            models.CheckConstraint(
                condition=Q(deel__in=["", "termijn", "deel_geleverd"]),
                name="kassier_declaratieregel_deel",
            ),
            models.CheckConstraint(
                condition=Q(corrigeert__isnull=True) | ~Q(reden_correctie=""),
                name="kassier_declaratieregel_correctie",
                violation_error_message="Schrijf waarom er meer gedeclareerd wordt.",
            ),
            Trigger(
                name="kassier_declaratieregel_claim",
                when="BEFORE INSERT OR UPDATE",
                body=locks_lines(CLAIM, "declaratieregel"),
                zin=LOCKED,
            ),
        ]  # fmt: skip

    @property
    def nummer(self) -> str:
        """What stands on the payment: the number of its order, which must be loaded."""
        return self.verplichting.nummer

    @property
    def fondsregel(self) -> Fondsregel:
        return self.verplichting.fondsregel

    @property
    def documenten(self) -> dict[str, Any]:
        return {
            "reservering_id": self.verplichting.reservering_id,
            "verplichting_id": self.verplichting_id,
            "declaratieregel_id": self.pk,
        }
