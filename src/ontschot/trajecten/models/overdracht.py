"""Somebody else takes over, or helps too."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ontschot.kern.rollen import ZONDER_NAMEN
from ontschot.kern.transitions import Stappen
from ontschot.netwerk.models import RegioModel, regio_rules

OVERDRACHT_STAPPEN = Stappen(
    {"aangeboden": {"aangenomen", "geweigerd", "ingetrokken"}}, begin="aangeboden"
)


class Overdracht(RegioModel):
    """A warm hand-over. The giver stays owner until the receiver accepts."""

    STAPPEN = OVERDRACHT_STAPPEN
    SOORTEN = [("overdracht", "neemt over"), ("verwijzing", "helpt mee")]

    kandidaat = models.ForeignKey(
        "kandidaten.Kandidaat", on_delete=models.CASCADE, related_name="overdrachten"
    )
    soort = models.CharField(max_length=12, choices=SOORTEN, default="overdracht")
    status = models.CharField(max_length=12, choices=STAPPEN.choices, default="aangeboden")
    van = models.ForeignKey("netwerk.Medewerker", on_delete=models.PROTECT, related_name="+")
    van_organisatie = models.ForeignKey(
        "netwerk.Organisatie", on_delete=models.PROTECT, related_name="+"
    )
    naar = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, related_name="overdrachten"
    )
    naar_organisatie = models.ForeignKey(
        "netwerk.Organisatie", on_delete=models.PROTECT, related_name="+"
    )
    reden = models.TextField()
    # Evidence of the warm contact: who spoke with whom, and when.
    warm_contact = models.CharField(max_length=200)
    warm_contact_op = models.DateField()
    kandidaat_akkoord_op = models.DateField()
    aangeboden_op = models.DateTimeField(default=timezone.now)
    reageer_uiterlijk = models.DateField()
    besloten_op = models.DateTimeField(null=True)
    weigering = models.TextField(blank=True, default="")

    class Meta:
        verbose_name = "overdracht"
        constraints = [
            *regio_rules("kandidaat", zonder_rollen=ZONDER_NAMEN),
            *OVERDRACHT_STAPPEN.constraints(),
            models.UniqueConstraint(
                fields=["kandidaat"],
                condition=Q(status="aangeboden", soort="overdracht"),
                name="trajecten_one_overdracht",
                violation_error_message="Er staat al een overdracht open voor deze kandidaat.",
            ),
            models.CheckConstraint(
                condition=~Q(van=F("naar")),
                name="trajecten_overdracht_other",
                violation_error_message="Je kunt niet aan jezelf overdragen. Kies een ander.",
            ),
            models.CheckConstraint(
                condition=~Q(status="geweigerd") | ~Q(weigering=""),
                name="trajecten_refusal_has_reason",
                violation_error_message="Schrijf waarom je de overdracht weigert.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["naar", "reageer_uiterlijk"],
                name="overdracht_open",
                condition=Q(status="aangeboden"),
            )
        ]
