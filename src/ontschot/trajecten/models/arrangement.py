"""The plan: what a kandidaat wants to reach, and the steps to it."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ontschot.kern.db import Trigger
from ontschot.kern.rollen import ZONDER_NAMEN
from ontschot.kern.transitions import Stappen
from ontschot.netwerk.models import RegioModel, regio_rules, to_medewerker
from ontschot.trajecten import truths

ARRANGEMENT_STAPPEN = Stappen({"concept": {"akkoord"}, "akkoord": {"vervangen"}}, begin="concept")


class Arrangement(RegioModel):
    """Goals and steps that the kandidaat agreed to."""

    STAPPEN = ARRANGEMENT_STAPPEN
    WIJZEN = [
        ("gesprek", "in een gesprek"),
        ("telefoon", "aan de telefoon"),
        ("handtekening", "met een handtekening"),
        ("bericht", "in een bericht"),
    ]
    kandidaat = models.ForeignKey(
        "kandidaten.Kandidaat",
        on_delete=models.CASCADE,
        related_name="arrangementen",
        db_index=False,
    )
    versie = models.PositiveSmallIntegerField(default=1)
    doel = models.TextField()
    status = models.CharField(max_length=12, choices=STAPPEN.choices, default="concept")
    akkoord_op = models.DateField(null=True, blank=True)
    akkoord_wijze = models.CharField(max_length=12, choices=WIJZEN, blank=True, default="")
    gemaakt_door = to_medewerker()
    gemaakt_op = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "arrangement"
        ordering = ["-versie"]
        constraints = [
            *regio_rules("kandidaat", zonder_rollen=ZONDER_NAMEN),
            *ARRANGEMENT_STAPPEN.constraints(),
            models.UniqueConstraint(
                fields=["kandidaat", "versie"], name="trajecten_arrangement_versie"
            ),
            models.UniqueConstraint(
                fields=["kandidaat"],
                condition=~Q(status="vervangen"),
                name="trajecten_one_arrangement",
            ),
            models.CheckConstraint(
                condition=Q(status="concept") | Q(akkoord_op__isnull=False) & ~Q(akkoord_wijze=""),
                name="trajecten_akkoord_documented",
                violation_error_message=(
                    "Leg vast wanneer en hoe de kandidaat akkoord ging met het plan."
                ),
            ),
            Trigger(
                name="trajecten_arrangement_agreed",
                when="BEFORE UPDATE",
                body=truths.AGREED_PLAN,
                zin=truths.AGREED_ZIN,
            ),
        ]

    @property
    def doelen(self) -> list[str]:
        """The goals, one per line of `doel`."""
        return [regel.strip() for regel in self.doel.splitlines() if regel.strip()]


class Stap(RegioModel):
    """One step of an arrangement: regular, by the kandidaat, or an interventie."""

    # Who does it; empty for what was planned before this was asked.
    DOENERS = [
        ("kandidaat", "de kandidaat"),
        ("professional", "de contactpersoon"),
        ("partner", "een partner"),
        ("aanbieder", "een aanbieder"),
    ]
    arrangement = models.ForeignKey(
        Arrangement, on_delete=models.CASCADE, related_name="stappen", db_index=False
    )
    volgorde = models.PositiveSmallIntegerField()
    dienst = models.ForeignKey(
        "menukaart.Dienst", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    omschrijving = models.CharField(max_length=160)
    wie = models.CharField(max_length=12, choices=DOENERS, blank=True, default="", db_default="")
    van_wie = models.CharField(max_length=140, blank=True, default="")
    # The step that must be done before this one begins.
    na = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="daarna"
    )
    # The same step in the former version of the plan.
    vorige = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="volgende"
    )
    van = models.DateField(null=True, blank=True)
    tot = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "stap"
        ordering = ["volgorde"]
        constraints = [
            *regio_rules("arrangement", "na", "vorige", zonder_rollen=ZONDER_NAMEN),
            models.UniqueConstraint(
                fields=["arrangement", "volgorde"], name="trajecten_stap_volgorde"
            ),
            models.CheckConstraint(
                condition=Q(van__isnull=True) | Q(tot__isnull=True) | Q(tot__gte=F("van")),
                name="trajecten_stap_period",
                violation_error_message="De stap eindigt vóór hij begint. Verander een datum.",
            ),
            Trigger(
                name="trajecten_stap_agreed",
                when="BEFORE INSERT OR UPDATE",
                body=truths.AGREED_STEPS,
                zin=truths.AGREED_ZIN,
            ),
            Trigger(
                name="trajecten_stap_after",
                when="BEFORE INSERT OR UPDATE",
                body=truths.STEP_AFTER,
                zin=truths.STEP_AFTER_ZIN,
            ),
        ]
