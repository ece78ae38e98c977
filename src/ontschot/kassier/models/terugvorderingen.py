"""Money that was paid and has to come back, in whole or in part."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from ontschot.kassier.db import SameRegioOrNational, frozen, no_delete
from ontschot.kassier.models.declaraties import Declaratieregel
from ontschot.kassier.models.kosten import Kostenregel
from ontschot.kassier.truths import by_kassier
from ontschot.kern.db import AppendOnly, Trigger
from ontschot.kern.transitions import Stappen
from ontschot.netwerk.models import RegioModel, regio_rules, to_medewerker, two_people

TERUGVORDERING_STAPPEN = Stappen(
    {"voorgesteld": {"open", "afgewezen"}, "open": {"voldaan", "afgeboekt"}},
    begin="voorgesteld",
)

# Never more asked back than was paid: the row lock makes two proposals wait for each other.
_PAID_LINE = """
  PERFORM 1 FROM kassier_@regel d JOIN kassier_@claim c ON c.id = d.declaratie_id
    WHERE d.id = NEW.@regel_id AND d.status = 'betaald' AND c.fonds_id = NEW.fonds_id
    FOR UPDATE OF d;
  IF NOT FOUND OR NEW.cent + coalesce((
      SELECT sum(t.cent) FROM kassier_terugvordering t
      WHERE t.@regel_id = NEW.@regel_id AND t.status <> 'afgewezen'), 0) > (
      SELECT d.cent FROM kassier_@regel d WHERE d.id = NEW.@regel_id) THEN
    RAISE EXCEPTION 'more than was paid'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
  END IF;
"""


def _for_either(body: str) -> str:
    """The same body for a line of a declaratie and for one of costs."""
    claims = body.replace("@regel", "declaratieregel").replace("@claim", "declaratie")
    costs = body.replace("@regel", "kostenregel").replace("@claim", "kostendeclaratie")
    return f"IF NEW.kostenregel_id IS NULL THEN{claims}ELSE{costs}END IF;\nRETURN NEW;\n"


WITHIN_PAID = _for_either(_PAID_LINE)
# What came back is never more than what was asked, and closes it when it is all of it.
WITHIN_ASKED = """
PERFORM 1 FROM kassier_terugvordering t
  LEFT JOIN kassier_declaratieregel d ON d.id = t.declaratieregel_id
  LEFT JOIN kassier_kostenregel k ON k.id = t.kostenregel_id
  WHERE t.id = NEW.terugvordering_id AND t.status = 'open'
    AND coalesce(d.status, k.status) = 'betaald' FOR UPDATE OF t;
IF NOT FOUND OR NEW.cent + coalesce((
    SELECT sum(o.cent) FROM kassier_terugontvangst o
    WHERE o.terugvordering_id = NEW.terugvordering_id), 0) > (
    SELECT t.cent FROM kassier_terugvordering t WHERE t.id = NEW.terugvordering_id)
THEN
  RAISE EXCEPTION 'more than was asked back'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""
# Offset only with an approved line of the same kind, partner and fonds that is in no batch.
_OFFSET_LINE = """
  PERFORM 1 FROM kassier_terugvordering t
    JOIN kassier_@regel paid ON paid.id = t.@regel_id
    JOIN kassier_@claim was ON was.id = paid.declaratie_id
    JOIN kassier_@regel d ON d.id = NEW.@regel_id
    JOIN kassier_@claim c ON c.id = d.declaratie_id
    WHERE t.id = NEW.terugvordering_id AND d.status = 'opgenomen' AND c.status = 'goedgekeurd'
      AND c.organisatie_id = was.organisatie_id AND c.fonds_id = was.fonds_id
      AND d.cent - d.verrekend_cent >= NEW.cent
      AND NOT EXISTS (SELECT 1 FROM kassier_betaalregel b
        WHERE b.@regel_id = d.id AND b.status IN ('open', 'bevestigd'));
  IF NOT FOUND THEN
    RAISE EXCEPTION 'not a line to offset with'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
  END IF;
"""
OFFSET = f"IF NEW.soort <> 'verrekening' THEN RETURN NEW; END IF;\n{_for_either(_OFFSET_LINE)}"
SETTLED = """
IF NEW.status = 'voldaan' AND OLD.status <> 'voldaan' AND NEW.cent <> coalesce((
    SELECT sum(o.cent) FROM kassier_terugontvangst o WHERE o.terugvordering_id = NEW.id), 0)
THEN
  RAISE EXCEPTION 'not all of it came back'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""


class Terugvordering(RegioModel):
    """Part of one paid line that comes back: proposed by one person, decided by another.

    The line is a declaratieregel or a kostenregel, never both; `regel` gives whichever it is. Of
    costs only a kassier of the fonds decides, as when they were judged.

    `uiterlijk` is the last day on which it has to be back; no term was found in the sources, so
    whoever decides chooses it. `aanleiding` is the drift that led to it, if there was one, and
    `creditnota` the credit note of the provider.
    """

    STAPPEN = TERUGVORDERING_STAPPEN

    declaratieregel = models.ForeignKey(
        "kassier.Declaratieregel",
        on_delete=models.PROTECT,
        null=True,
        related_name="terugvorderingen",
    )
    kostenregel = models.ForeignKey(
        "kassier.Kostenregel", on_delete=models.PROTECT, null=True, related_name="terugvorderingen"
    )
    creditnota = models.ForeignKey(
        "kassier.Factuur", on_delete=models.PROTECT, null=True, related_name="terugvorderingen"
    )
    fonds = models.ForeignKey("kassier.Fonds", on_delete=models.PROTECT, related_name="+")
    cent = models.BigIntegerField()
    reden = models.CharField(max_length=300)
    aanleiding = models.CharField(max_length=20, blank=True, default="")
    status = models.CharField(max_length=12, choices=STAPPEN.choices, default="voorgesteld")
    voorgesteld_door = to_medewerker(null=True)
    voorgesteld_op = models.DateTimeField(default=timezone.now)
    besloten_door = to_medewerker(null=True)
    besloten_op = models.DateTimeField(null=True)
    uiterlijk = models.DateField(null=True)
    reden_afwijzing = models.CharField(max_length=300, blank=True, default="")
    afboeken_gevraagd_door = to_medewerker(null=True)
    reden_afboeking = models.CharField(max_length=300, blank=True, default="")
    afgeboekt_door = to_medewerker(null=True)
    afgesloten_op = models.DateTimeField(null=True)
    herinnerd_op = models.DateField(null=True)

    class Meta:
        verbose_name = "terugvordering"
        ordering = ["-id"]
        constraints = [
            *regio_rules("declaratieregel", "kostenregel", "creditnota"),
            SameRegioOrNational(field="fonds"),
            models.CheckConstraint(
                condition=Q(declaratieregel__isnull=True, kostenregel__isnull=False)
                | Q(declaratieregel__isnull=False, kostenregel__isnull=True),
                name="kassier_terugvordering_one_line",
            ),
            *TERUGVORDERING_STAPPEN.constraints(),
            models.CheckConstraint(
                condition=Q(cent__gt=0),
                name="kassier_terugvordering_bedrag",
                violation_error_message="Vraag meer dan € 0 terug.",
            ),
            models.CheckConstraint(
                condition=~Q(reden=""),
                name="kassier_terugvordering_reden",
                violation_error_message="Schrijf waarom dit geld terug moet komen.",
            ),
            two_people(
                "besloten_door",
                "voorgesteld_door",
                optional=True,
                name="kassier_terugvordering_four_eyes",
                zin="Wie een terugvordering voorstelt, beslist er niet over. "
                "Vraag een ander.",
            ),
            models.CheckConstraint(
                condition=Q(status="voorgesteld") | Q(besloten_op__isnull=False),
                name="kassier_terugvordering_besluit",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["voorgesteld", "afgewezen"])
                | Q(uiterlijk__isnull=False),
                name="kassier_terugvordering_uiterlijk",
                violation_error_message="Vul in wanneer het geld uiterlijk terug moet zijn.",
            ),
            models.CheckConstraint(
                condition=~Q(status="afgewezen") | ~Q(reden_afwijzing=""),
                name="kassier_terugvordering_afwijzing",
                violation_error_message="Schrijf waarom dit geld niet terug hoeft te komen.",
            ),
            models.CheckConstraint(
                condition=~Q(status="afgeboekt") | ~Q(reden_afboeking=""),
                name="kassier_terugvordering_afboeking",
                violation_error_message="Schrijf waarom dit geld niet meer terugkomt.",
            ),
            two_people(
                "afgeboekt_door",
                "afboeken_gevraagd_door",
                optional=True,
                name="kassier_terugvordering_afboeken_four_eyes",
                zin="Wie vraagt om af te boeken, beslist er niet over. "
                "Vraag een ander.",
            ),
            Trigger(
                name="kassier_terugvordering_within",
                when="BEFORE INSERT",
                body=WITHIN_PAID,
                zin="Er komt nooit meer terug dan er betaald is. Verlaag het bedrag.",
            ),
            Trigger(
                name="kassier_terugvordering_kassier",
                when="BEFORE UPDATE",
                body=by_kassier(
                    "besloten_door_id",
                    "besloten_op",
                    "afgeboekt_door_id",
                    "afgesloten_op",
                    als="AND NEW.kostenregel_id IS NOT NULL",
                ),
                zin="Alleen een kassier van dit fonds beslist over geld dat voor kosten is "
                "betaald.",
            ),
            Trigger(
                name="kassier_terugvordering_settled",
                when="BEFORE UPDATE",
                body=SETTLED,
                zin="Nog niet alles is terug.",
            ),
            frozen(
                [
                    "regio_id", "declaratieregel_id", "kostenregel_id", "fonds_id", "cent",
                    "reden", "creditnota_id", "voorgesteld_door_id",
                ],
                name="kassier_terugvordering_frozen",
                zin="Een terugvordering verandert niet. Wijs haar af en stel een nieuwe voor.",
            ),
            frozen(
                ["besloten_door_id", "besloten_op", "uiterlijk"],
                name="kassier_terugvordering_decided",
                unless="OLD.status = 'voorgesteld'",
                zin="Het besluit over deze terugvordering ligt vast.",
            ),
            no_delete(
                name="kassier_terugvordering_stays", zin="Een terugvordering gaat niet weg."
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["regio", "status"], name="terugvordering_status")]

    def __str__(self) -> str:
        return self.nummer

    @property
    def nummer(self) -> str:
        """What stands on the letter, and what the partner mentions when it pays back."""
        return f"T{self.voorgesteld_op.year}-{self.pk:06d}"

    @property
    def regel(self) -> Declaratieregel | Kostenregel:
        """The line that was paid; both kinds know their number, declaratie and fondsregel."""
        found = self.declaratieregel or self.kostenregel
        assert found
        return found


class Terugontvangst(RegioModel):
    """What came back of a terugvordering: received on the account, or offset with a payment."""

    SOORTEN = [("ontvangst", "ontvangen"), ("verrekening", "verrekend")]

    terugvordering = models.ForeignKey(
        Terugvordering, on_delete=models.PROTECT, related_name="ontvangsten"
    )
    soort = models.CharField(max_length=12, choices=SOORTEN)
    cent = models.BigIntegerField()
    dag = models.DateField()
    # With which line it was offset.
    declaratieregel = models.ForeignKey(
        "kassier.Declaratieregel",
        on_delete=models.PROTECT,
        null=True,
        related_name="verrekeningen",
    )
    kostenregel = models.ForeignKey(
        "kassier.Kostenregel", on_delete=models.PROTECT, null=True, related_name="verrekeningen"
    )
    sleutel = models.CharField(max_length=120, unique=True)
    door = to_medewerker(null=True)
    op = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "teruggekomen bedrag"
        ordering = ["id"]
        constraints = [
            *regio_rules("terugvordering", "declaratieregel", "kostenregel"),
            AppendOnly(zin="Wat terugkwam, verandert niet meer."),
            models.CheckConstraint(
                condition=Q(cent__gt=0),
                name="kassier_terugontvangst_bedrag",
                violation_error_message="Vul een bedrag in van meer dan € 0.",
            ),
            models.CheckConstraint(
                condition=Q(
                    soort="ontvangst", declaratieregel__isnull=True, kostenregel__isnull=True
                )
                | Q(soort="verrekening", declaratieregel__isnull=False, kostenregel__isnull=True)
                | Q(soort="verrekening", declaratieregel__isnull=True, kostenregel__isnull=False),
                name="kassier_terugontvangst_soort",
            ),
            Trigger(
                name="kassier_terugontvangst_within",
                when="BEFORE INSERT",
                body=WITHIN_ASKED,
                zin="Zoveel staat er niet meer open op deze terugvordering. Ververs de pagina.",
            ),
            Trigger(
                name="kassier_terugontvangst_offset",
                when="BEFORE INSERT",
                body=OFFSET,
                zin="Met deze regel kan niet worden verrekend. Kies een goedgekeurde regel van "
                "dezelfde partner en hetzelfde fonds, die nog in geen batch staat.",
            ),
        ]

    @property
    def verrekend_met(self) -> Declaratieregel | Kostenregel | None:
        """The line with which it was offset, if it was."""
        return self.declaratieregel or self.kostenregel
