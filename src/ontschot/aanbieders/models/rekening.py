"""On which account a provider is paid."""

from django.db import models
from django.db.models import Q

from ontschot.aanbieders.models.aanbieder import NO_ACCOUNTS, Aanbieder, stays
from ontschot.kern.db import NoOverlap, Trigger
from ontschot.netwerk.models import (
    RegioModel,
    period_in_order,
    regio_rules,
    to_medewerker,
    two_people,
)


class Aanbiederrekening(RegioModel):
    """An account of a provider, entered by one person and confirmed by another.

    It may be paid when it is confirmed, on the days from `van` to `tot`, unless it was withdrawn.
    A changed account is a new row: the number itself never changes.
    """

    aanbieder = models.ForeignKey(Aanbieder, on_delete=models.PROTECT, related_name="rekeningen")
    iban = models.CharField(max_length=34)
    tenaamstelling = models.CharField(max_length=70)
    van = models.DateField()
    tot = models.DateField(null=True, blank=True)
    opgegeven_door = to_medewerker()
    opgegeven_op = models.DateTimeField(auto_now_add=True)
    bevestigd_door = to_medewerker(null=True)
    bevestigd_op = models.DateTimeField(null=True)
    ingetrokken_op = models.DateTimeField(null=True)
    reden_intrekking = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        verbose_name = "rekening van een aanbieder"
        ordering = ["-van", "-id"]
        constraints = [
            *regio_rules("aanbieder", zonder_rollen=NO_ACCOUNTS),
            period_in_order("aanbieders_rekening_period"),
            models.CheckConstraint(
                condition=Q(iban__regex=r"^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$")
                & ~Q(tenaamstelling=""),
                name="aanbieders_rekening_iban",
                violation_error_message="Vul een rekeningnummer (IBAN) in, en op wiens naam het "
                "staat.",
            ),
            models.UniqueConstraint(
                fields=["regio", "iban"],
                condition=Q(ingetrokken_op__isnull=True),
                name="aanbieders_rekening_once",
                violation_error_message="Dit rekeningnummer staat al bij een aanbieder in jouw "
                "regio. Kijk of het dezelfde aanbieder is.",
            ),
            models.CheckConstraint(
                condition=Q(bevestigd_door__isnull=True, bevestigd_op__isnull=True)
                | Q(bevestigd_door__isnull=False, bevestigd_op__isnull=False),
                name="aanbieders_rekening_confirmed",
            ),
            two_people(
                "bevestigd_door",
                "opgegeven_door",
                name="aanbieders_rekening_four_eyes",
                zin="Wie een rekening opgeeft, bevestigt haar niet. Vraag "
                "een collega.",
            ),
            models.CheckConstraint(
                condition=Q(ingetrokken_op__isnull=True) | ~Q(reden_intrekking=""),
                name="aanbieders_rekening_reden",
                violation_error_message="Schrijf waarom de rekening niet meer klopt.",
            ),
            NoOverlap(
                fields=["aanbieder"],
                waar="bevestigd_op IS NOT NULL AND ingetrokken_op IS NULL",
                zin="Deze aanbieder heeft in die tijd al een bevestigde rekening. Kies een "
                "latere dag.",
            ),
            stays(
                "regio_id aanbieder_id iban tenaamstelling van opgegeven_door_id opgegeven_op",
                name="aanbieders_rekening_stays",
                zin="Een rekening verandert niet. Geef de nieuwe op; een ander bevestigt haar.",
            ),
            Trigger(
                name="aanbieders_rekening_settled",
                when="BEFORE UPDATE",
                body="""
IF OLD.ingetrokken_op IS NOT NULL
   OR (OLD.bevestigd_op IS NOT NULL AND (NEW.bevestigd_door_id, NEW.bevestigd_op)
       IS DISTINCT FROM (OLD.bevestigd_door_id, OLD.bevestigd_op)) THEN
  RAISE EXCEPTION 'settled' USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
""",
                zin="Over deze rekening is al beslist. Geef zo nodig een nieuwe op.",
            ),
        ]  # fmt: skip

    @property
    def einde(self) -> str:
        """The last four signs: enough to recognise it in a log, too little to use it."""
        return self.iban[-4:]
