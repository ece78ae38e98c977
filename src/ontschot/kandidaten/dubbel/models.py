"""Pairs of dossiers that may be one person, that are not, and that were joined.

A joined dossier keeps its rows and its key: `Kandidaat.samengevoegd_met` says which dossier
goes on (docs/adr/0012).
"""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ontschot.kern.rollen import ZONDER_NAMEN
from ontschot.kern.transitions import Stappen
from ontschot.netwerk.models import RegioModel, regio_rules, to_medewerker


def _pair(name: str) -> list[models.BaseConstraint]:
    """Two different kandidaten in one order, so that a pair stands here once."""
    return [
        *regio_rules("een", "twee", zonder_rollen=ZONDER_NAMEN),
        models.UniqueConstraint(fields=["een", "twee"], name=f"kandidaten_{name}_once"),
        models.CheckConstraint(condition=Q(een__lt=F("twee")), name=f"kandidaten_{name}_order"),
    ]


class Dubbelvermoeden(RegioModel):
    """Two dossiers that may be of one person, with the reasons in words; no score."""

    een = models.ForeignKey(
        "kandidaten.Kandidaat", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    twee = models.ForeignKey("kandidaten.Kandidaat", on_delete=models.CASCADE, related_name="+")
    redenen = models.JSONField()
    gezien_op = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "vermoeden van dubbel"
        constraints = _pair("vermoeden")


class NietDezelfde(RegioModel):
    """Somebody said that these two are different people; until it is taken back."""

    een = models.ForeignKey(
        "kandidaten.Kandidaat", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    twee = models.ForeignKey("kandidaten.Kandidaat", on_delete=models.CASCADE, related_name="+")
    door = to_medewerker()
    op = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "niet dezelfde persoon"
        constraints = _pair("niet_dezelfde")


SAMENVOEGING_STAPPEN = Stappen(
    {"gevraagd": {"uitgevoerd", "geweigerd", "ingetrokken"}, "uitgevoerd": {"teruggedraaid"}},
    begin="gevraagd",
)
AL_BEZIG = (
    "Over een van deze dossiers loopt al een voorstel, of het is al samengevoegd. "
    "Ververs de pagina om te zien wat er gebeurde."
)


class Samenvoeging(RegioModel):
    """Two dossiers become one: asked, agreed, done, and until `ongedaan_tot` to be undone.

    Holds keys and no person, so that whoever counts keys also counts persons. What it changed
    stands in `Samenvoegspoor`.
    """

    STAPPEN = SAMENVOEGING_STAPPEN

    blijver = models.ForeignKey("kandidaten.Kandidaat", on_delete=models.CASCADE, related_name="+")
    verliezer = models.ForeignKey(
        "kandidaten.Kandidaat", on_delete=models.CASCADE, related_name="+"
    )
    blijver_sleutel = models.CharField(max_length=16)
    verliezer_sleutel = models.CharField(max_length=16)
    status = models.CharField(max_length=14, choices=STAPPEN.choices, default="gevraagd")
    gevraagd_door = to_medewerker()
    gevraagd_op = models.DateTimeField(default=timezone.now)
    # The other vaste contactpersoon, who must agree; empty when there is one.
    akkoord_van = to_medewerker(null=True)
    # Who is the one vaste contactpersoon afterwards.
    contact = to_medewerker()
    besloten_door = to_medewerker(null=True)
    besloten_op = models.DateTimeField(null=True)
    toelichting = models.CharField(max_length=500, blank=True, default="")
    ongedaan_tot = models.DateField(null=True)
    teruggedraaid_op = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "samenvoeging"
        constraints = [
            *regio_rules("blijver", "verliezer"),
            *SAMENVOEGING_STAPPEN.constraints(),
            models.CheckConstraint(
                condition=~Q(blijver=F("verliezer")), name="kandidaten_samenvoeging_two"
            ),
            models.CheckConstraint(
                condition=~Q(status="uitgevoerd") | Q(ongedaan_tot__isnull=False),
                name="kandidaten_samenvoeging_undo",
            ),
            models.UniqueConstraint(
                fields=["verliezer"],
                condition=Q(status__in=["gevraagd", "uitgevoerd"]),
                name="kandidaten_samenvoeging_once",
                violation_error_message=AL_BEZIG,
            ),
            models.UniqueConstraint(
                fields=["blijver"],
                condition=Q(status="gevraagd"),
                name="kandidaten_samenvoeging_asked_once",
                violation_error_message=AL_BEZIG,
            ),
        ]
        indexes = [
            models.Index(
                fields=["akkoord_van"],
                condition=Q(status="gevraagd"),
                name="samenvoeging_wacht",
            )
        ]


class Samenvoegspoor(RegioModel):
    """What a merge was asked to do and what it did, value by value, so that it can be undone."""

    samenvoeging = models.OneToOneField(
        Samenvoeging, on_delete=models.CASCADE, related_name="spoor"
    )
    # Names of the fields of which the value of the dossier that ends is taken over.
    keuzes = models.JSONField(default=list)
    # Per changed field of the dossier that goes on: what stood there, and what came.
    waarden = models.JSONField(default=dict)
    # Ids of what was added: facts, involvements; and of dossiers that pointed elsewhere.
    toegevoegd = models.JSONField(default=dict)

    class Meta:
        verbose_name = "spoor van een samenvoeging"
        constraints = [*regio_rules("samenvoeging", zonder_rollen=ZONDER_NAMEN)]
