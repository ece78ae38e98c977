"""What was once recorded about a situation, and taken back."""

from django.db import models
from django.utils import timezone

from ontschot.kern.db import Trigger
from ontschot.kern.rollen import ZONDER_NAMEN
from ontschot.netwerk.models import RegioModel, regio_rules, to_medewerker

BLIJFT = "Wat is ingetrokken, blijft zo staan. Leg een nieuw feit vast."


class Feitintrekking(RegioModel):
    """A fact that was recorded by mistake, as it stood, with who took it back and why.

    It leaves `Situatiefeit`, so nothing counts it any more; here the history stays whole.
    """

    kandidaat = models.ForeignKey(
        "kandidaten.Kandidaat", on_delete=models.CASCADE, related_name="ingetrokken_feiten"
    )
    soort = models.ForeignKey("regelingen.Situatiesoort", on_delete=models.PROTECT)
    van = models.DateField()
    tot = models.DateField(null=True, blank=True)
    bron = models.CharField(max_length=120)
    vastgelegd_op = models.DateTimeField()
    ingetrokken_door = to_medewerker()
    ingetrokken_op = models.DateTimeField(default=timezone.now)
    reden = models.CharField(max_length=300)

    class Meta:
        verbose_name = "ingetrokken feit"
        ordering = ["-ingetrokken_op", "-id"]
        constraints = [
            *regio_rules("kandidaat", zonder_rollen=ZONDER_NAMEN),
            models.CheckConstraint(
                condition=~models.Q(reden=""),
                name="kandidaten_intrekking_reden",
                violation_error_message="Schrijf op wat er niet klopte.",
            ),
            Trigger(
                name="kandidaten_intrekking_stays",
                when="BEFORE UPDATE",
                body="IF NEW.kandidaat_id = OLD.kandidaat_id THEN RAISE EXCEPTION 'it stays' "
                "USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME; END IF; RETURN NEW;",
                zin=BLIJFT,
            ),
        ]
