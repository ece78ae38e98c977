"""What a partner hands in and a kassier judges, whatever is asked back: a document with lines.

A declaratie asks back orders, a kostendeclaratie asks back costs. Everything between making it
and paying it is the same, and stands here; what a line claims stands with each of the two.
"""

from typing import Any

from django.db import models
from django.db.models import F, Q

from ontschot.kassier.db import frozen, no_delete
from ontschot.kern.db import Trigger
from ontschot.kern.transitions import Stappen
from ontschot.netwerk.models import RegioModel, to_medewerker

INDIENING_STAPPEN = Stappen(
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
# The states in which the partner can change the lines.
OPEN_FOR_CHANGE = ("concept", "teruggestuurd")
# Nobody but the partner sees these.
NOT_HANDED_IN = ("concept", "ingetrokken")

# From `betaald` back only when the bank sent the payment back.
REGEL_STAPPEN = Stappen(
    {"opgenomen": {"afgewezen", "vervallen", "betaald"}, "betaald": {"opgenomen"}},
    begin="opgenomen",
)
# The lines that count.
LIVE = ("opgenomen", "betaald")

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
# Lines lock on submission: this has to hold of the declaratie `d` of a line.
_MAY_CHANGE = """(
  d.status IN ('concept', 'teruggestuurd')
  OR (TG_OP = 'UPDATE' AND NEW.status = 'afgewezen' AND d.status = 'ingediend')
  OR (TG_OP = 'UPDATE' AND NEW.status = 'betaald' AND d.status = 'goedgekeurd')
  OR (TG_OP = 'UPDATE' AND OLD.status = 'betaald' AND NEW.status = 'opgenomen'
    AND d.status = 'goedgekeurd' AND NOT EXISTS (SELECT 1 FROM kassier_betaalregel b
      WHERE b.@regel_id = NEW.id AND b.status IN ('open', 'bevestigd'))
    AND NOT EXISTS (SELECT 1 FROM kassier_terugvordering t
      LEFT JOIN kassier_terugontvangst o ON o.terugvordering_id = t.id
      WHERE t.@regel_id = NEW.id
        AND (t.status IN ('voorgesteld', 'open') OR o.id IS NOT NULL)))
  OR (TG_OP = 'UPDATE' AND NEW.status = OLD.status))"""
_ELSE_LOCKED = """IF NOT FOUND THEN
  RAISE EXCEPTION 'lines are locked'
    USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END IF;"""
LOCKED = "De regels van deze declaratie liggen vast, omdat zij is ingediend."
# What was offset is what the terugontvangsten say, and nothing else.
OFFSET_SUM = """
IF NEW.verrekend_cent <> coalesce((SELECT sum(o.cent) FROM kassier_terugontvangst o
    WHERE o.@regel_id = NEW.id AND o.soort = 'verrekening'), 0) THEN
  RAISE EXCEPTION 'offset differs from what came back'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""


def indiening_rules(*, tijdvak: str, regel: str) -> list[Any]:
    """What holds for whatever is handed in over a `tijdvak` (a field), with its lines in `regel`.

    `tijdvak` is the word that people read too.
    """
    name = "%(app_label)s_%(class)s"
    return [
        *INDIENING_STAPPEN.constraints(),
        models.UniqueConstraint(
            fields=["regio", "fonds", "organisatie", tijdvak, "volgnummer"],
            name=f"{name}_nummer",
            violation_error_message="Iemand maakte net dezelfde declaratie. Kijk in de lijst.",
        ),
        models.CheckConstraint(
            condition=~Q(status="teruggestuurd") | ~Q(toelichting=""),
            name=f"{name}_toelichting",
            violation_error_message="Schrijf erbij wat de partner moet veranderen.",
        ),
        models.CheckConstraint(
            condition=Q(beoordeeld_door__isnull=True)
            | Q(ingediend_door__isnull=True)
            | ~Q(beoordeeld_door=F("ingediend_door")),
            name=f"{name}_four_eyes",
            violation_error_message="Wie indient, beoordeelt niet. Vraag een ander.",
        ),
        Trigger(
            name=f"{name}_nothing_paid",
            when="BEFORE UPDATE OF status",
            body=NOTHING_PAID.replace("@regel", regel),
            zin="Van deze declaratie is al iets betaald of verrekend, of zij staat in een "
            "betaalbatch. Terugsturen kan niet meer.",
        ),
        frozen(
            ["regio_id", "fonds_id", "organisatie_id", tijdvak, "volgnummer"],
            name=f"{name}_frozen",
            zin=f"Een declaratie houdt haar partner, fonds en {tijdvak}. Maak een nieuwe.",
        ),
        no_delete(name=f"{name}_stays", zin="Een declaratie gaat niet weg. Trek haar in."),
    ]


class Indiening(RegioModel):
    """Of one partner, over one stretch of time, from one fonds (so for one kassier).

    `keer` counts how often it was submitted. `toelichting` is what the kassier wrote back.
    """

    STAPPEN = INDIENING_STAPPEN

    volgnummer = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=14, choices=STAPPEN.choices, default="concept")
    keer = models.PositiveSmallIntegerField(default=0)
    gemaakt_door = to_medewerker(null=True)
    gemaakt_op = models.DateTimeField(auto_now_add=True)
    ingediend_door = to_medewerker(null=True)
    ingediend_op = models.DateTimeField(null=True)
    beoordeeld_door = to_medewerker(null=True)
    beoordeeld_op = models.DateTimeField(null=True)
    toelichting = models.TextField(blank=True, default="")
    # The last day on which whoever it waits for was reminded.
    herinnerd_op = models.DateField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.naam

    @property
    def naam(self) -> str:
        """What people call it; needs its organisatie loaded."""
        raise NotImplementedError


def locks_lines(body: str, regel: str) -> str:
    """A body for a trigger on `regel`, that says what `@may_change` and `@else_locked` mean."""
    words = {"@may_change": _MAY_CHANGE, "@else_locked": _ELSE_LOCKED, "@regel": regel}
    for word, meaning in words.items():
        body = body.replace(word, meaning)
    return body


def indieningsregel_rules(regel: str, *, vast: list[str]) -> list[Any]:
    """What holds for a line of the table `regel`, of which the columns `vast` never change."""
    name = "%(app_label)s_%(class)s"
    return [
        *REGEL_STAPPEN.constraints(),
        models.CheckConstraint(
            condition=Q(cent__gt=0),
            name=f"{name}_bedrag",
            violation_error_message="Declareer meer dan € 0.",
        ),
        models.CheckConstraint(
            condition=~Q(status="afgewezen") | ~Q(reden_afwijzing=""),
            name=f"{name}_reden",
            violation_error_message="Schrijf waarom je deze regel afwijst.",
        ),
        models.CheckConstraint(
            condition=Q(verrekend_cent__gte=0, verrekend_cent__lte=F("cent")),
            name=f"{name}_verrekend",
        ),
        Trigger(
            name=f"{name}_offset",
            when="BEFORE INSERT OR UPDATE OF verrekend_cent",
            body=OFFSET_SUM.replace("@regel", regel),
            zin="Wat verrekend is, klopt niet met de terugvorderingen.",
        ),
        frozen(
            vast,
            name=f"{name}_frozen",
            zin="Een regel verandert niet. Haal hem weg en zet een nieuwe.",
        ),
        no_delete(name=f"{name}_stays", zin="Een regel van een declaratie gaat niet weg."),
    ]


class Indieningsregel(RegioModel):
    """Cents that are asked back. `betaald` when the bank confirmed them.

    `verrekend_cent` was offset with a terugvordering and is not paid.
    """

    STAPPEN = REGEL_STAPPEN
    # What its entries are known by, in front of its number. Never changes: it stands in the books.
    SLEUTEL: str

    cent = models.BigIntegerField()
    status = models.CharField(max_length=12, choices=STAPPEN.choices, default="opgenomen")
    reden_afwijzing = models.CharField(max_length=300, blank=True, default="")
    verrekend_cent = models.BigIntegerField(default=0, db_default=0)

    class Meta:
        abstract = True

    @property
    def nummer(self) -> str:
        """What stands on the payment."""
        raise NotImplementedError

    @property
    def documenten(self) -> dict[str, Any]:
        """The documents behind an entry of this line, as `journaal.Boeking` names them."""
        raise NotImplementedError

    @property
    def te_betalen_cent(self) -> int:
        """What the bank still has to pay: the line without what was offset."""
        return self.cent - self.verrekend_cent
