"""Costs of the organisation: declared per quarter on lines of the begroting, by who paid first."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ontschot.kassier.db import SameRegioOrNational, frozen, no_delete
from ontschot.kassier.models.bewijsstukken import NO_EVIDENCE, VAST, content_rules, file_rules
from ontschot.kassier.models.declaraties import (
    AL_BETAALD,
    DECLARATIE_STAPPEN,
    NOTHING_PAID,
    OFFSET_SUM,
    REGEL_STAPPEN,
    VERREKEND,
)
from ontschot.kassier.rules import kwartaalkenmerk
from ontschot.kassier.truths import by_kassier
from ontschot.kern.db import Trigger
from ontschot.netwerk.models import RegioModel, regio_rules

SOORT_FONDS = "organisatie"

OF_THE_ORGANISATION = """
PERFORM 1 FROM kassier_fonds f WHERE f.id = NEW.fonds_id AND f.soort = 'organisatie';
IF NOT FOUND THEN
  RAISE EXCEPTION 'not a fonds for the organisation'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""
# Lines lock on submission; a line is of a line of the same fonds. The row lock lets whoever adds
# a line and whoever hands it in wait for each other.
LOCKED = """
PERFORM 1 FROM kassier_kostendeclaratie d
  JOIN kassier_fondsregel g ON g.id = NEW.fondsregel_id AND g.fonds_id = d.fonds_id
  WHERE d.id = NEW.declaratie_id AND (
  d.status IN ('concept', 'teruggestuurd')
  OR (TG_OP = 'UPDATE' AND NEW.status = 'afgewezen' AND d.status = 'ingediend')
  OR (TG_OP = 'UPDATE' AND NEW.status = 'betaald' AND d.status = 'goedgekeurd')
  OR (TG_OP = 'UPDATE' AND OLD.status = 'betaald' AND NEW.status = 'opgenomen'
    AND d.status = 'goedgekeurd' AND NOT EXISTS (SELECT 1 FROM kassier_betaalregel b
      WHERE b.kostenregel_id = NEW.id AND b.status IN ('open', 'bevestigd'))
    AND NOT EXISTS (SELECT 1 FROM kassier_terugvordering t
      LEFT JOIN kassier_terugontvangst o ON o.terugvordering_id = t.id
      WHERE t.kostenregel_id = NEW.id
        AND (t.status IN ('voorgesteld', 'open') OR o.id IS NOT NULL)))
  OR (TG_OP = 'UPDATE' AND NEW.status = OLD.status))
  FOR SHARE OF d;
IF NOT FOUND THEN
  RAISE EXCEPTION 'lines are locked'
    USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""
# New evidence only while the lines are open. Only the withdrawal is written later, and once.
EVIDENCE_LOCKED = """
IF TG_OP = 'INSERT' THEN
  PERFORM 1 FROM kassier_kostenregel r JOIN kassier_kostendeclaratie d ON d.id = r.declaratie_id
    WHERE r.id = NEW.kostenregel_id AND d.status IN ('concept', 'teruggestuurd') FOR SHARE OF d;
  IF FOUND THEN RETURN NEW; END IF;
ELSIF OLD.ingetrokken_op IS NULL AND NEW.ingetrokken_op IS NOT NULL
  AND (to_jsonb(NEW) - 'ingetrokken_op' - 'ingetrokken_door_id' - 'reden')
    = (to_jsonb(OLD) - 'ingetrokken_op' - 'ingetrokken_door_id' - 'reden') THEN
  RETURN NEW;
END IF;
RAISE EXCEPTION 'evidence is locked'
  USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
"""


class Kostendeclaratie(RegioModel):
    """What one organisatie advanced in one quarter for the organisation of the team.

    The steps are those of a declaratie. `keer` counts how often it was submitted; `toelichting`
    is what the kassier wrote back.
    """

    STAPPEN = DECLARATIE_STAPPEN

    fonds = models.ForeignKey(
        "kassier.Fonds", on_delete=models.PROTECT, related_name="kostendeclaraties"
    )
    organisatie = models.ForeignKey(
        "netwerk.Organisatie", on_delete=models.PROTECT, related_name="kostendeclaraties"
    )
    # The first day of the quarter.
    kwartaal = models.DateField()
    volgnummer = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=14, choices=STAPPEN.choices, default="concept")
    keer = models.PositiveSmallIntegerField(default=0)
    gemaakt_door = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, null=True, related_name="+"
    )
    gemaakt_op = models.DateTimeField(default=timezone.now)
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
        verbose_name = "kostendeclaratie"
        ordering = ["-kwartaal", "-id"]
        constraints = [
            *regio_rules(),
            SameRegioOrNational(field="fonds"),
            *DECLARATIE_STAPPEN.constraints(),
            models.UniqueConstraint(
                fields=["regio", "fonds", "organisatie", "kwartaal", "volgnummer"],
                name="kassier_kostendeclaratie_nummer",
                violation_error_message="Iemand maakte net dezelfde declaratie. Kijk in de lijst.",
            ),
            models.CheckConstraint(
                condition=Q(kwartaal__day=1, kwartaal__month__in=[1, 4, 7, 10]),
                name="kassier_kostendeclaratie_kwartaal",
            ),
            models.CheckConstraint(
                condition=~Q(status="teruggestuurd") | ~Q(toelichting=""),
                name="kassier_kostendeclaratie_toelichting",
                violation_error_message="Schrijf erbij wat de partner moet veranderen.",
            ),
            models.CheckConstraint(
                condition=Q(beoordeeld_door__isnull=True)
                | Q(ingediend_door__isnull=True)
                | ~Q(beoordeeld_door=F("ingediend_door")),
                name="kassier_kostendeclaratie_four_eyes",
                violation_error_message="Wie indient, beoordeelt niet. Vraag een ander.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["concept", "ingediend", "ingetrokken"])
                | Q(beoordeeld_op__isnull=False, beoordeeld_door__isnull=False),
                name="kassier_kostendeclaratie_beoordeeld",
            ),
            Trigger(
                name="kassier_kostendeclaratie_fonds",
                when="BEFORE INSERT",
                body=OF_THE_ORGANISATION,
                zin="Kosten declareer je bij een fonds voor organisatiekosten. Kies een ander "
                "fonds.",
            ),
            Trigger(
                name="kassier_kostendeclaratie_kassier",
                when="BEFORE UPDATE",
                body=by_kassier("beoordeeld_door_id", "beoordeeld_op"),
                zin="Alleen een kassier van dit fonds beoordeelt deze declaratie.",
            ),
            Trigger(
                name="kassier_kostendeclaratie_nothing_paid",
                when="BEFORE UPDATE OF status",
                body=NOTHING_PAID.replace("@regel", "kostenregel"),
                zin=AL_BETAALD,
            ),
            frozen(
                ["regio_id", "fonds_id", "organisatie_id", "kwartaal", "volgnummer"],
                name="kassier_kostendeclaratie_frozen",
                zin="Een declaratie houdt haar partner, fonds en kwartaal. Maak een nieuwe.",
            ),
            no_delete(
                name="kassier_kostendeclaratie_stays",
                zin="Een declaratie gaat niet weg. Trek haar in.",
            ),
        ]
        indexes = [models.Index(fields=["regio", "status"], name="kostendeclaratie_status")]

    def __str__(self) -> str:
        return self.naam

    @property
    def naam(self) -> str:
        """What people call it, such as `2026-K1-WERKBEDRIJF`; needs its organisatie loaded.

        Not with its code in the monitor: there WerkBedrijf counts as a gemeente.
        """
        return kwartaalkenmerk(self.kwartaal, self.organisatie.sleutel, self.volgnummer)


class Kostenregel(RegioModel):
    """Cents of one cost on one line of the begroting. `omschrijving` never holds a name.

    `verrekend_cent` was offset with a terugvordering and is not paid by the bank.
    """

    STAPPEN = REGEL_STAPPEN

    declaratie = models.ForeignKey(
        Kostendeclaratie, on_delete=models.PROTECT, related_name="regels"
    )
    fondsregel = models.ForeignKey(
        "kassier.Fondsregel", on_delete=models.PROTECT, related_name="kostenregels"
    )
    omschrijving = models.CharField(max_length=200)
    cent = models.BigIntegerField()
    status = models.CharField(max_length=12, choices=STAPPEN.choices, default="opgenomen")
    reden_afwijzing = models.CharField(max_length=300, blank=True, default="")
    verrekend_cent = models.BigIntegerField(default=0, db_default=0)

    class Meta:
        verbose_name = "kostenregel"
        ordering = ["id"]
        constraints = [
            *regio_rules("declaratie"),
            SameRegioOrNational(field="fondsregel"),
            *REGEL_STAPPEN.constraints(),
            models.CheckConstraint(
                condition=Q(cent__gt=0),
                name="kassier_kostenregel_bedrag",
                violation_error_message="Declareer meer dan € 0.",
            ),
            models.CheckConstraint(
                condition=~Q(omschrijving=""),
                name="kassier_kostenregel_omschrijving",
                violation_error_message="Schrijf waarvoor deze kosten zijn.",
            ),
            models.CheckConstraint(
                condition=~Q(status="afgewezen") | ~Q(reden_afwijzing=""),
                name="kassier_kostenregel_reden",
                violation_error_message="Schrijf waarom je deze regel afwijst.",
            ),
            models.CheckConstraint(
                condition=Q(verrekend_cent__gte=0, verrekend_cent__lte=F("cent")),
                name="kassier_kostenregel_verrekend",
            ),
            Trigger(
                name="kassier_kostenregel_offset",
                when="BEFORE INSERT OR UPDATE OF verrekend_cent",
                body=OFFSET_SUM.replace("@regel", "kostenregel"),
                zin=VERREKEND,
            ),
            Trigger(
                name="kassier_kostenregel_locked",
                when="BEFORE INSERT OR UPDATE",
                body=LOCKED,
                zin="De regels van deze declaratie liggen vast, omdat zij is ingediend.",
            ),
            frozen(
                ["regio_id", "declaratie_id", "fondsregel_id", "omschrijving", "cent"],
                name="kassier_kostenregel_frozen",
                zin="Een regel verandert niet. Haal hem weg en zet een nieuwe.",
            ),
            no_delete(
                name="kassier_kostenregel_stays",
                zin="Een regel van een declaratie gaat niet weg.",
            ),
        ]

    def __str__(self) -> str:
        return self.nummer

    @property
    def nummer(self) -> str:
        """What stands on the payment."""
        return f"K{self.declaratie.kwartaal.year}-{self.pk:06d}"

    @property
    def te_betalen_cent(self) -> int:
        """What the bank still has to pay: the line without what was offset."""
        return self.cent - self.verrekend_cent


class Kostenbewijs(RegioModel):
    """One file that shows what a cost was. `zonder_namen`: the uploader saw no name in it."""

    kostenregel = models.ForeignKey(
        Kostenregel, on_delete=models.PROTECT, related_name="bewijsstukken"
    )
    naam = models.CharField(max_length=120)
    mediatype = models.CharField(max_length=100)
    grootte = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    gescand = models.BooleanField(default=False)
    zonder_namen = models.BooleanField()
    door = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, null=True, related_name="+"
    )
    op = models.DateTimeField(default=timezone.now)
    ingetrokken_op = models.DateTimeField(null=True, blank=True)
    ingetrokken_door = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, null=True, related_name="+"
    )
    reden = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        verbose_name = "bewijs van kosten"
        ordering = ["id"]
        constraints = [
            *regio_rules("kostenregel", zonder_rollen=NO_EVIDENCE),
            Trigger(
                name="kassier_kostenbewijs_locked",
                when="BEFORE INSERT OR UPDATE",
                body=EVIDENCE_LOCKED,
                zin=VAST,
            ),
            *file_rules("kassier_kostenbewijs"),
        ]

    def __str__(self) -> str:
        return self.naam


class Kostenbewijsinhoud(RegioModel):
    """The bytes of one file. Read at a download only; erased when they should not be here."""

    kostenbewijs = models.OneToOneField(
        Kostenbewijs, on_delete=models.PROTECT, related_name="inhoud"
    )
    bytes = models.BinaryField()

    class Meta:
        verbose_name = "inhoud van bewijs van kosten"
        constraints = [
            *regio_rules("kostenbewijs", zonder_rollen=NO_EVIDENCE),
            *content_rules("kassier_kostenbewijsinhoud", "kostenbewijs"),
        ]
