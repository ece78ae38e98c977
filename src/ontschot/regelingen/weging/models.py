"""How a region weighs: words with a validity, and questions that help a conversation along."""

from django.db import models
from django.utils import timezone

from ontschot.kern.db import NoOverlap, Trigger
from ontschot.netwerk.models import RegioModel, period_in_order, regio_rules, to_medewerker

BLIJFT = "Een vastgestelde tekst verandert niet meer. Stel een nieuwe tekst vast."

# An advies points at the words that held that day, so only their end is written later, once.
ONLY_ENDS = """
IF OLD.tot IS NOT NULL OR (to_jsonb(NEW) - 'tot') <> (to_jsonb(OLD) - 'tot') THEN
  RAISE EXCEPTION 'a text only ends' USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""


class Wegingstekst(RegioModel):
    """What a region agreed to look at in an advies: a text, never a formula (art. 8).

    One holds at a time. A newer one ends it; nothing changes what was given before.
    """

    tekst = models.TextField()
    van = models.DateField()
    tot = models.DateField(null=True, blank=True)
    vastgesteld_door = to_medewerker()
    vastgesteld_op = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "weging van de regio"
        ordering = ["-van"]
        constraints = [
            *regio_rules(),
            period_in_order("regelingen_weging_period"),
            NoOverlap(
                fields=["regio"],
                zin="Op die dag geldt al een andere tekst. Kies een latere dag.",
            ),
            Trigger(
                name="regelingen_weging_only_ends",
                when="BEFORE UPDATE",
                body=ONLY_ENDS,
                zin=BLIJFT,
            ),
            models.CheckConstraint(
                condition=~models.Q(tekst=""),
                name="regelingen_weging_tekst",
                violation_error_message="Schrijf op waar de regio op let.",
            ),
        ]


class Gesprekshulp(models.Model):
    """One plain question that helps to talk about a criterium of the advies. Never an answer."""

    # The code of an `Adviescriterium`; the criteria of every regeling share their codes.
    criterium = models.CharField(max_length=40)
    vraag = models.CharField(max_length=200)
    volgorde = models.PositiveSmallIntegerField()
    van = models.DateField()
    tot = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "vraag voor het gesprek"
        ordering = ["criterium", "volgorde"]
        constraints = [
            period_in_order("regelingen_gesprek_period"),
            models.UniqueConstraint(
                fields=["criterium", "van", "volgorde"], name="regelingen_gesprek_once"
            ),
        ]
