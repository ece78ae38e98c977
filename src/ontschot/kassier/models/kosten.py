"""Costs of the organisation: declared per quarter on lines of the begroting, by who paid first."""

from typing import Any

from django.db import models
from django.db.models import Q

from ontschot.kassier.db import SameRegioOrNational
from ontschot.kassier.models.bewijsstukken import (
    ELSE_WITHDRAWN,
    NO_EVIDENCE,
    VAST,
    Bestandsinhoud,
    Bewijsbestand,
    content_rules,
    file_rules,
)
from ontschot.kassier.models.indieningen import (
    LOCKED,
    Indiening,
    Indieningsregel,
    indiening_rules,
    indieningsregel_rules,
    locks_lines,
)
from ontschot.kassier.rules import kwartaalkenmerk
from ontschot.kassier.truths import by_kassier
from ontschot.kern.db import Trigger
from ontschot.netwerk.models import regio_rules

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
LINES_LOCKED = """
PERFORM 1 FROM kassier_kostendeclaratie d
  JOIN kassier_fondsregel g ON g.id = NEW.fondsregel_id AND g.fonds_id = d.fonds_id
  WHERE d.id = NEW.declaratie_id AND @may_change
  FOR SHARE OF d;
@else_locked
RETURN NEW;
"""
# New evidence only while the lines are open. Only the withdrawal is written later, and once.
EVIDENCE_LOCKED = (
    """
IF TG_OP = 'INSERT' THEN
  PERFORM 1 FROM kassier_kostenregel r JOIN kassier_kostendeclaratie d ON d.id = r.declaratie_id
    WHERE r.id = NEW.kostenregel_id AND d.status IN ('concept', 'teruggestuurd') FOR SHARE OF d;
  IF FOUND THEN RETURN NEW; END IF;
"""
    + ELSE_WITHDRAWN
)


class Kostendeclaratie(Indiening):
    """What one organisatie advanced in one quarter for the organisation of the team."""

    fonds = models.ForeignKey(
        "kassier.Fonds", on_delete=models.PROTECT, related_name="kostendeclaraties"
    )
    organisatie = models.ForeignKey(
        "netwerk.Organisatie", on_delete=models.PROTECT, related_name="kostendeclaraties"
    )
    # The first day of the quarter.
    kwartaal = models.DateField()

    class Meta:
        verbose_name = "kostendeclaratie"
        ordering = ["-kwartaal", "-id"]
        constraints = [
            *regio_rules(),
            SameRegioOrNational(field="fonds"),
            *indiening_rules(tijdvak="kwartaal", regel="kostenregel"),
            models.CheckConstraint(
                condition=Q(kwartaal__day=1, kwartaal__month__in=[1, 4, 7, 10]),
                name="kassier_kostendeclaratie_kwartaal",
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
        ]
        indexes = [models.Index(fields=["regio", "status"], name="kostendeclaratie_status")]

    @property
    def naam(self) -> str:
        """What people call it, such as `2026-K1-WERKBEDRIJF`; needs its organisatie loaded.

        Not with its code in the monitor: there WerkBedrijf counts as a gemeente.
        """
        return kwartaalkenmerk(self.kwartaal, self.organisatie.sleutel, self.volgnummer)


class Kostenregel(Indieningsregel):
    """One cost on one line of the begroting. `omschrijving` never holds a name."""

    SLEUTEL = "kostenregel"

    declaratie = models.ForeignKey(
        Kostendeclaratie, on_delete=models.PROTECT, related_name="regels"
    )
    fondsregel = models.ForeignKey(
        "kassier.Fondsregel", on_delete=models.PROTECT, related_name="kostenregels"
    )
    omschrijving = models.CharField(max_length=200)

    class Meta:
        verbose_name = "kostenregel"
        ordering = ["id"]
        constraints = [
            *regio_rules("declaratie"),
            SameRegioOrNational(field="fondsregel"),
            *indieningsregel_rules(
                "kostenregel",
                vast=["regio_id", "declaratie_id", "fondsregel_id", "omschrijving", "cent"],
            ),
            models.CheckConstraint(
                condition=~Q(omschrijving=""),
                name="kassier_kostenregel_omschrijving",
                violation_error_message="Schrijf waarvoor deze kosten zijn.",
            ),
            Trigger(
                name="kassier_kostenregel_locked",
                when="BEFORE INSERT OR UPDATE",
                body=locks_lines(LINES_LOCKED, "kostenregel"),
                zin=LOCKED,
            ),
        ]

    def __str__(self) -> str:
        return self.nummer

    @property
    def nummer(self) -> str:
        """What stands on the payment."""
        return f"K{self.declaratie.kwartaal.year}-{self.pk:06d}"

    @property
    def documenten(self) -> dict[str, Any]:
        return {"kostenregel_id": self.pk}


class Kostenbewijs(Bewijsbestand):
    """One file that shows what a cost was."""

    kostenregel = models.ForeignKey(
        Kostenregel, on_delete=models.PROTECT, related_name="bewijsstukken"
    )

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


class Kostenbewijsinhoud(Bestandsinhoud):
    kostenbewijs = models.OneToOneField(
        Kostenbewijs, on_delete=models.PROTECT, related_name="inhoud"
    )

    class Meta:
        verbose_name = "inhoud van bewijs van kosten"
        constraints = [
            *regio_rules("kostenbewijs", zonder_rollen=NO_EVIDENCE),
            *content_rules("kassier_kostenbewijsinhoud", "kostenbewijs"),
        ]
