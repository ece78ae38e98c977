"""A declaratie: what a partner asks back over a period, put together from verplichtingen."""

from django.db import models
from django.db.models import F, Q

from ontschot.kassier.db import SameRegioOrNational, frozen, no_delete
from ontschot.kassier.models.fondsen import Fondsregel
from ontschot.kassier.rules import kenmerk
from ontschot.kern.db import Trigger
from ontschot.kern.transitions import Stappen
from ontschot.netwerk.models import RegioModel, regio_rules

DECLARATIE_STAPPEN = Stappen(
    {
        "concept": {"ingediend", "ingetrokken"},
        "ingediend": {"goedgekeurd", "teruggestuurd", "afgewezen"},
        "teruggestuurd": {"ingediend", "ingetrokken"},
        # Back only while the bank has nothing of it: a credit note came, or a second look.
        "goedgekeurd": {"betaald", "teruggestuurd"},
        # A payment came back.
        "betaald": {"goedgekeurd"},
    },
    begin="concept",
)


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


NOTHING_PAID = """
IF OLD.status = 'goedgekeurd' AND NEW.status = 'teruggestuurd' AND EXISTS (
    SELECT 1 FROM kassier_@regel d WHERE d.declaratie_id = NEW.id
      AND (d.status = 'betaald' OR d.verrekend_cent > 0 OR EXISTS (
        SELECT 1 FROM kassier_betaalregel b
        WHERE b.@regel_id = d.id AND b.status IN ('open', 'bevestigd'))))
THEN
  RAISE EXCEPTION 'something is paid or in a batch'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""
AL_BETAALD = (
    "Van deze declaratie is al iets betaald of verrekend, of zij staat in een betaalbatch. "
    "Terugsturen kan niet meer."
)


class Declaratie(RegioModel):
    """Of one partner, over one period, from one fonds (so for one kassier).

    `keer` counts how often it was submitted. `toelichting` is what the kassier wrote back.
    """

    STAPPEN = DECLARATIE_STAPPEN

    fonds = models.ForeignKey("kassier.Fonds", on_delete=models.PROTECT, related_name="declaraties")
    organisatie = models.ForeignKey(
        "netwerk.Organisatie", on_delete=models.PROTECT, related_name="declaraties"
    )
    # The first day of the month over which the partner declares.
    periode = models.DateField()
    volgnummer = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=14, choices=STAPPEN.choices, default="concept")
    keer = models.PositiveSmallIntegerField(default=0)
    gemaakt_door = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, null=True, related_name="+"
    )
    gemaakt_op = models.DateTimeField(auto_now_add=True)
    ingediend_door = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, null=True, related_name="+"
    )
    ingediend_op = models.DateTimeField(null=True)
    beoordeeld_door = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, null=True, related_name="+"
    )
    beoordeeld_op = models.DateTimeField(null=True)
    toelichting = models.TextField(blank=True, default="")
    # The last day on which whoever it waits for was reminded.
    herinnerd_op = models.DateField(null=True)

    class Meta:
        verbose_name = "declaratie"
        ordering = ["-periode", "-id"]
        constraints = [
            *regio_rules(),
            SameRegioOrNational(field="fonds"),
            *DECLARATIE_STAPPEN.constraints(),
            models.UniqueConstraint(
                fields=["regio", "fonds", "organisatie", "periode", "volgnummer"],
                name="kassier_declaratie_nummer",
                violation_error_message="Iemand maakte net dezelfde declaratie. Kijk in de lijst.",
            ),
            models.CheckConstraint(condition=Q(periode__day=1), name="kassier_declaratie_periode"),
            models.CheckConstraint(
                condition=~Q(status="teruggestuurd") | ~Q(toelichting=""),
                name="kassier_declaratie_toelichting",
                violation_error_message="Schrijf erbij wat de partner moet veranderen.",
            ),
            models.CheckConstraint(
                condition=Q(beoordeeld_door__isnull=True)
                | Q(ingediend_door__isnull=True)
                | ~Q(beoordeeld_door=F("ingediend_door")),
                name="kassier_declaratie_four_eyes",
                violation_error_message="Wie indient, beoordeelt niet. Vraag een ander.",
            ),
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
            Trigger(
                name="kassier_declaratie_nothing_paid",
                when="BEFORE UPDATE OF status",
                body=NOTHING_PAID.replace("@regel", "declaratieregel"),
                zin=AL_BETAALD,
            ),
            frozen(
                ["regio_id", "fonds_id", "organisatie_id", "periode", "volgnummer"],
                name="kassier_declaratie_frozen",
                zin="Een declaratie houdt haar partner, fonds en periode. Maak een nieuwe.",
            ),
            no_delete(
                name="kassier_declaratie_stays",
                zin="Een declaratie gaat niet weg. Trek haar in.",
            ),
        ]
        indexes = [models.Index(fields=["regio", "status"], name="declaratie_status")]

    def __str__(self) -> str:
        return self.naam

    @property
    def naam(self) -> str:
        """What people call it, such as `2026-03-FNV`; needs its organisatie loaded."""
        code = self.organisatie.monitorcode or self.organisatie.sleutel
        return kenmerk(self.periode, code, self.volgnummer)


# From `betaald` back only when the bank sent the payment back.
REGEL_STAPPEN = Stappen(
    {"opgenomen": {"afgewezen", "vervallen", "betaald"}, "betaald": {"opgenomen"}},
    begin="opgenomen",
)

# Lines lock on submission, and two lines never claim the same euro. The row lock on the order
# makes two partners who tick at the same moment wait for each other.
CLAIM = """
PERFORM 1 FROM kassier_declaratie d WHERE d.id = NEW.declaratie_id AND (
  d.status IN ('concept', 'teruggestuurd')
  OR (TG_OP = 'UPDATE' AND NEW.status = 'afgewezen' AND d.status = 'ingediend')
  OR (TG_OP = 'UPDATE' AND NEW.status = 'betaald' AND d.status = 'goedgekeurd')
  OR (TG_OP = 'UPDATE' AND OLD.status = 'betaald' AND NEW.status = 'opgenomen'
    AND d.status = 'goedgekeurd' AND NOT EXISTS (SELECT 1 FROM kassier_betaalregel b
      WHERE b.declaratieregel_id = NEW.id AND b.status IN ('open', 'bevestigd'))
    AND NOT EXISTS (SELECT 1 FROM kassier_terugvordering t
      LEFT JOIN kassier_terugontvangst o ON o.terugvordering_id = t.id
      WHERE t.declaratieregel_id = NEW.id
        AND (t.status IN ('voorgesteld', 'open') OR o.id IS NOT NULL)))
  OR (TG_OP = 'UPDATE' AND NEW.status = OLD.status));
IF NOT FOUND THEN
  RAISE EXCEPTION 'lines are locked'
    USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END IF;
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


# What was offset is what the terugontvangsten say, and nothing else.
OFFSET_SUM = """
IF NEW.verrekend_cent <> coalesce((SELECT sum(o.cent) FROM kassier_terugontvangst o
    WHERE o.@regel_id = NEW.id AND o.soort = 'verrekening'), 0) THEN
  RAISE EXCEPTION 'offset differs from what came back'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""
VERREKEND = "Wat verrekend is, klopt niet met de terugvorderingen."


class Declaratieregel(RegioModel):
    """One ticked verplichting, or a part of it. `betaald` when the bank confirmed it.

    `deel` says why it is not all that was open. `corrigeert` is the paid line of the same order
    to which this one adds, `factuur` the e-invoice it came from. `verrekend_cent` was offset with
    a terugvordering and is not paid.
    """

    STAPPEN = REGEL_STAPPEN
    DELEN = [("", "alles"), ("termijn", "termijn"), ("deel_geleverd", "deel geleverd")]

    declaratie = models.ForeignKey(Declaratie, on_delete=models.PROTECT, related_name="regels")
    verplichting = models.ForeignKey(
        "kassier.Verplichting", on_delete=models.PROTECT, related_name="declaratieregels"
    )
    cent = models.BigIntegerField()
    status = models.CharField(max_length=12, choices=STAPPEN.choices, default="opgenomen")
    reden_afwijzing = models.CharField(max_length=300, blank=True, default="")
    deel = models.CharField(max_length=14, choices=DELEN, blank=True, default="", db_default="")
    corrigeert = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="aanvullingen"
    )
    factuur = models.ForeignKey(
        "kassier.Factuur", on_delete=models.PROTECT, null=True, related_name="declaratieregels"
    )
    reden_correctie = models.CharField(max_length=300, blank=True, default="", db_default="")
    verrekend_cent = models.BigIntegerField(default=0, db_default=0)

    class Meta:
        verbose_name = "declaratieregel"
        ordering = ["id"]
        constraints = [
            *regio_rules("declaratie", "verplichting", "corrigeert", "factuur"),
            *REGEL_STAPPEN.constraints(),
            models.UniqueConstraint(
                fields=["declaratie", "verplichting"],
                condition=Q(status="opgenomen"),
                name="kassier_declaratieregel_once",
                violation_error_message="Deze verplichting staat al in de declaratie.",
            ),
            models.CheckConstraint(
                condition=Q(cent__gt=0),
                name="kassier_declaratieregel_bedrag",
                violation_error_message="Declareer meer dan € 0.",
            ),
            models.CheckConstraint(
                condition=~Q(status="afgewezen") | ~Q(reden_afwijzing=""),
                name="kassier_declaratieregel_reden",
                violation_error_message="Schrijf waarom je deze regel afwijst.",
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
            models.CheckConstraint(
                condition=Q(verrekend_cent__gte=0, verrekend_cent__lte=F("cent")),
                name="kassier_declaratieregel_verrekend",
            ),
            Trigger(
                name="kassier_declaratieregel_offset",
                when="BEFORE INSERT OR UPDATE OF verrekend_cent",
                body=OFFSET_SUM.replace("@regel", "declaratieregel"),
                zin=VERREKEND,
            ),
            Trigger(
                name="kassier_declaratieregel_claim",
                when="BEFORE INSERT OR UPDATE",
                body=CLAIM,
                zin="De regels van deze declaratie liggen vast, omdat zij is ingediend.",
            ),
            frozen(
                [
                    "regio_id", "declaratie_id", "verplichting_id", "cent", "deel",
                    "corrigeert_id", "reden_correctie", "factuur_id",
                ],
                name="kassier_declaratieregel_frozen",
                zin="Een regel verandert niet. Haal hem weg en zet een nieuwe.",
            ),
            no_delete(
                name="kassier_declaratieregel_stays",
                zin="Een regel van een declaratie gaat niet weg.",
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
    def te_betalen_cent(self) -> int:
        """What the bank still has to pay: the line without what was offset."""
        return self.cent - self.verrekend_cent
