"""When people meet: the series of a region, its meetings, and who was there."""

from datetime import datetime, timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from ontschot.casusoverleg import truths
from ontschot.kern.db import Trigger
from ontschot.kern.transitions import Stappen
from ontschot.netwerk.models import RegioModel, period_in_order, regio_rules, to_medewerker

OVERLEG_STAPPEN = Stappen(
    {"gepland": {"bezig", "vervallen"}, "bezig": {"afgesloten"}}, begin="gepland"
)
WEEKDAGEN = [
    (0, "maandag"),
    (1, "dinsdag"),
    (2, "woensdag"),
    (3, "donderdag"),
    (4, "vrijdag"),
]
# Not from a source: what a region may set here otherwise.
STIL_DAGEN, LOOPT_AF_DAGEN, LEEST_DAGEN = 42, 14, 14


class Casusinstelling(RegioModel):
    """How this region runs its casusoverleg. Without a row the defaults hold."""

    # After so many days without any event a case comes on the agenda.
    stil_dagen = models.PositiveSmallIntegerField(default=STIL_DAGEN)
    # So many days ahead something that ends comes on the agenda.
    loopt_af_dagen = models.PositiveSmallIntegerField(default=LOOPT_AF_DAGEN)
    # Who is let in for a discussion reads so many days after it.
    leest_dagen = models.PositiveSmallIntegerField(default=LEEST_DAGEN)
    aanbieder_beslist_niet = models.BooleanField(default=True)
    inkoper_beslist_niet = models.BooleanField(default=False)

    class Meta:
        verbose_name = "instelling van het casusoverleg"
        constraints = [
            *regio_rules(),
            models.UniqueConstraint(fields=["regio"], name="casusoverleg_instelling_once"),
            models.CheckConstraint(
                condition=Q(stil_dagen__range=(1, 365), loopt_af_dagen__range=(1, 180))
                & Q(leest_dagen__range=(0, 90)),
                name="casusoverleg_instelling_days",
                violation_error_message="Kies minder dagen.",
            ),
        ]


class Overlegreeks(RegioModel):
    """A meeting that comes back: the day of the week, the time, the place, who is expected."""

    WEEKDAGEN = WEEKDAGEN
    naam = models.CharField(max_length=80)
    weekdag = models.PositiveSmallIntegerField(choices=WEEKDAGEN)
    om = models.TimeField()
    duur_minuten = models.PositiveSmallIntegerField(default=60)
    elke_weken = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(8)]
    )
    plaats = models.CharField(max_length=120, blank=True, default="")
    online = models.URLField(blank=True, default="")
    # At least so many of the expected partners decide together.
    quorum = models.PositiveSmallIntegerField()
    van = models.DateField()
    tot = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "reeks"
        constraints = [
            *regio_rules(),
            period_in_order("casusoverleg_reeks_period"),
            models.UniqueConstraint(
                fields=["regio", "naam"],
                condition=Q(tot__isnull=True),
                name="casusoverleg_reeks_naam",
                violation_error_message="Er is al een reeks met deze naam. Kies een andere naam.",
            ),
            models.CheckConstraint(
                condition=Q(weekdag__lte=4, elke_weken__range=(1, 8), quorum__gte=1)
                & Q(duur_minuten__range=(10, 480)),
                name="casusoverleg_reeks_sane",
                violation_error_message="Kijk de dag, de duur en het aantal partners na.",
            ),
        ]

    def __str__(self) -> str:
        return self.naam


class Reekspartner(RegioModel):
    """A partner that is expected at each meeting of the series."""

    reeks = models.ForeignKey(
        Overlegreeks, on_delete=models.CASCADE, related_name="partners", db_index=False
    )
    organisatie = models.ForeignKey(
        "netwerk.Organisatie", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "partner van de reeks"
        constraints = [
            *regio_rules("reeks"),
            models.UniqueConstraint(
                fields=["reeks", "organisatie"], name="casusoverleg_reekspartner_once"
            ),
        ]


class Overleg(RegioModel):
    """One meeting. Its agenda fills itself until it begins; then the agenda is fixed."""

    STAPPEN = OVERLEG_STAPPEN

    reeks = models.ForeignKey(
        Overlegreeks, on_delete=models.PROTECT, null=True, related_name="overleggen"
    )
    begint_op = models.DateTimeField()
    duur_minuten = models.PositiveSmallIntegerField(default=60)
    plaats = models.CharField(max_length=120, blank=True, default="")
    online = models.URLField(blank=True, default="")
    quorum = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=12, choices=STAPPEN.choices, default="gepland")
    # Counts up with each change, so that a calendar knows the newest invitation.
    versie = models.PositiveSmallIntegerField(default=0)
    reden_vervallen = models.CharField(max_length=160, blank=True, default="")
    gestart_op = models.DateTimeField(null=True)
    gestart_door = to_medewerker(null=True)
    afgesloten_op = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "overleg"
        constraints = [
            *regio_rules("reeks"),
            *OVERLEG_STAPPEN.constraints(),
            models.UniqueConstraint(
                fields=["regio", "begint_op"],
                condition=~Q(status="vervallen"),
                name="casusoverleg_overleg_once",
                violation_error_message="Op dat moment is er al een overleg. Kies een andere tijd.",
            ),
            models.UniqueConstraint(
                fields=["regio"],
                condition=Q(status="bezig"),
                name="casusoverleg_one_running",
                violation_error_message="Er is al een overleg bezig. Sluit dat eerst af.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["gepland", "vervallen"]) | Q(gestart_op__isnull=False),
                name="casusoverleg_overleg_started",
            ),
            models.CheckConstraint(
                condition=~Q(status="afgesloten") | Q(afgesloten_op__gte=F("gestart_op")),
                name="casusoverleg_overleg_ended",
            ),
            models.CheckConstraint(
                condition=~Q(status="vervallen") | ~Q(reden_vervallen=""),
                name="casusoverleg_overleg_why",
                violation_error_message="Schrijf op waarom het overleg niet doorgaat.",
            ),
            models.CheckConstraint(
                condition=Q(quorum__gte=1, duur_minuten__range=(10, 480)),
                name="casusoverleg_overleg_sane",
            ),
            Trigger(
                name="casusoverleg_begins_with_quorum",
                when="BEFORE UPDATE",
                body=truths.BEGINS_WITH_QUORUM,
                zin="Er zijn te weinig partners om te beginnen. Vink aan wie er is, of kies een "
                "andere dag.",
            ),
        ]
        indexes = [models.Index(fields=["regio", "begint_op"], name="overleg_wanneer")]

    def __str__(self) -> str:
        return f"overleg {self.pk}"

    @property
    def eindigt_op(self) -> datetime:
        return self.begint_op + timedelta(minutes=self.duur_minuten)

    @property
    def open(self) -> bool:
        return not self.STAPPEN.final(self.status)


class Deelname(RegioModel):
    """A partner that is expected at a meeting, and whether it came."""

    overleg = models.ForeignKey(
        Overleg, on_delete=models.CASCADE, related_name="deelnames", db_index=False
    )
    organisatie = models.ForeignKey(
        "netwerk.Organisatie", on_delete=models.PROTECT, related_name="+"
    )
    aanwezig = models.BooleanField(default=False)

    class Meta:
        verbose_name = "deelname"
        constraints = [
            *regio_rules("overleg"),
            models.UniqueConstraint(
                fields=["overleg", "organisatie"], name="casusoverleg_deelname_once"
            ),
            Trigger(
                name="casusoverleg_deelname_open",
                when="BEFORE INSERT OR UPDATE",
                body=truths.MEETING_IS_OPEN,
                zin="Dit overleg is voorbij. Er verandert niets meer aan.",
            ),
        ]
