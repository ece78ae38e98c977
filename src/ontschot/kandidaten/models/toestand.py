"""What happened to somebody that changes how we deal with them, as a history."""

from django.db import models
from django.utils import timezone

from ontschot.kern.db import Trigger
from ontschot.kern.rollen import ZONDER_NAMEN
from ontschot.netwerk.models import RegioModel, regio_rules, to_medewerker


class Toestand(RegioModel):
    """One change: shielded or no longer, died or that was wrong, moved away or came back.

    The reason is one of a short list: for somebody on a secret address even a sentence tells too
    much.
    """

    SOORTEN = [
        ("afgeschermd", "afgeschermd"),
        ("overleden", "overleden"),
        ("verhuisd", "verhuisd uit de regio"),
    ]
    REDENEN = [
        ("collega", "een collega of bekende"),
        ("veiligheid", "veiligheid van deze persoon"),
        ("verzoek", "de persoon vroeg erom"),
        ("voorbij", "de reden is voorbij"),
        ("vergissing", "het was een vergissing"),
        ("bericht", "verteld door familie of een instantie"),
        ("persoon", "verteld door de persoon"),
    ]
    kandidaat = models.ForeignKey(
        "kandidaten.Kandidaat", on_delete=models.CASCADE, related_name="toestanden"
    )
    soort = models.CharField(max_length=12, choices=SOORTEN)
    aan = models.BooleanField()
    reden = models.CharField(max_length=12, choices=REDENEN)
    # Since when it is so; for a shield the day on which it was set.
    dag = models.DateField()
    door = to_medewerker()
    op = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "toestand"
        ordering = ["-op", "-id"]
        constraints = [
            *regio_rules("kandidaat", zonder_rollen=ZONDER_NAMEN),
            models.CheckConstraint(
                condition=models.Q(
                    reden__in=[
                        "collega",
                        "veiligheid",
                        "verzoek",
                        "voorbij",
                        "vergissing",
                        "bericht",
                        "persoon",
                    ]
                ),
                name="kandidaten_toestand_reden",
                violation_error_message="Kies een reden.",
            ),
            Trigger(
                name="kandidaten_toestand_stays",
                when="BEFORE UPDATE",
                body="RAISE EXCEPTION 'a history stays' USING ERRCODE = 'restrict_violation', "
                "CONSTRAINT = TG_NAME;",
                zin="Wat hier is vastgelegd, blijft staan. Leg vast wat er nu geldt.",
            ),
        ]
