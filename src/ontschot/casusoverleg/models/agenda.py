"""What is on the table: the agenda of a meeting, what comes of it, and who has a stake."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from ontschot.casusoverleg import truths
from ontschot.casusoverleg.models.besluit import Besluit
from ontschot.casusoverleg.models.overleg import Overleg
from ontschot.kern.db import AppendOnly, Trigger
from ontschot.kern.rollen import ZONDER_NAMEN
from ontschot.kern.transitions import Stappen
from ontschot.netwerk.models import RegioModel, regio_rules, to_medewerker

ACTIE_STAPPEN = Stappen({"open": {"gedaan", "vervallen"}}, begin="open")


class Agendapunt(RegioModel):
    """One case in one meeting, with the reason that it is there.

    Written when somebody puts a case on the agenda, and for all others when the meeting begins.
    """

    REDENEN = [
        ("besluit", "vraagt een besluit"),
        ("ingebracht", "ingebracht door een collega"),
        ("te_laat", "is te laat"),
        ("loopt_af", "loopt bijna af"),
        ("vastgelopen", "staat stil"),
    ]
    overleg = models.ForeignKey(
        Overleg, on_delete=models.PROTECT, related_name="punten", db_index=False
    )
    kandidaat = models.ForeignKey(
        "kandidaten.Kandidaat", on_delete=models.CASCADE, related_name="agendapunten"
    )
    besluit = models.ForeignKey(
        Besluit, on_delete=models.PROTECT, null=True, related_name="agendapunten"
    )
    reden = models.CharField(max_length=12, choices=REDENEN)
    # Why it is here, in a sentence that Ontschot made: no name in it.
    toelichting = models.CharField(max_length=200, blank=True, default="")
    vraag = models.TextField(blank=True, default="")
    ingebracht_door = to_medewerker(null=True)
    # The promise behind it; the oldest comes first.
    uiterlijk = models.DateField()
    notitie = models.TextField(blank=True, default="")
    besproken_op = models.DateTimeField(null=True)
    genoteerd_door = to_medewerker(null=True)

    class Meta:
        verbose_name = "agendapunt"
        ordering = ["uiterlijk", "id"]
        constraints = [
            *regio_rules("overleg", "kandidaat", "besluit", zonder_rollen=ZONDER_NAMEN),
            models.UniqueConstraint(
                fields=["overleg", "kandidaat", "besluit"],
                nulls_distinct=False,
                name="casusoverleg_punt_once",
                violation_error_message="Deze casus staat al op de agenda van dit overleg.",
            ),
            models.CheckConstraint(
                condition=~Q(reden="ingebracht") | ~Q(vraag="") & Q(ingebracht_door__isnull=False),
                name="casusoverleg_punt_vraag",
                violation_error_message="Schrijf op wat je wilt vragen.",
            ),
            models.CheckConstraint(
                condition=Q(reden="besluit", besluit__isnull=False)
                | ~Q(reden="besluit") & Q(besluit__isnull=True),
                name="casusoverleg_punt_besluit",
            ),
            Trigger(
                name="casusoverleg_punt_open",
                when="BEFORE INSERT OR UPDATE",
                body=truths.MEETING_IS_OPEN,
                zin="Dit overleg is voorbij. Er verandert niets meer aan.",
            ),
        ]


class Actie(RegioModel):
    """What somebody will do about a case, and when: waits in the Werkvoorraad until it is done."""

    STAPPEN = ACTIE_STAPPEN

    kandidaat = models.ForeignKey(
        "kandidaten.Kandidaat", on_delete=models.CASCADE, related_name="acties"
    )
    agendapunt = models.ForeignKey(
        Agendapunt, on_delete=models.CASCADE, null=True, related_name="acties"
    )
    wat = models.CharField(max_length=200)
    eigenaar = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, related_name="acties"
    )
    uiterlijk = models.DateField()
    status = models.CharField(max_length=10, choices=STAPPEN.choices, default="open")
    resultaat = models.CharField(max_length=200, blank=True, default="")
    gemaakt_door = to_medewerker()
    gemaakt_op = models.DateTimeField(default=timezone.now)
    gedaan_op = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "actie"
        constraints = [
            *regio_rules("kandidaat", "agendapunt", zonder_rollen=ZONDER_NAMEN),
            *ACTIE_STAPPEN.constraints(),
            models.CheckConstraint(
                condition=Q(status="open", gedaan_op__isnull=True)
                | ~Q(status="open") & Q(gedaan_op__isnull=False),
                name="casusoverleg_actie_done",
            ),
            models.CheckConstraint(
                condition=~Q(wat=""),
                name="casusoverleg_actie_wat",
                violation_error_message="Schrijf op wat er gaat gebeuren.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["eigenaar", "uiterlijk"], name="actie_open", condition=Q(status="open")
            )
        ]


class Belang(RegioModel):
    """Somebody told that they have a stake in a question: they do not decide about it."""

    besluit = models.ForeignKey(
        Besluit, on_delete=models.PROTECT, related_name="belangen", db_index=False
    )
    medewerker = to_medewerker()
    uitleg = models.CharField(max_length=200, blank=True, default="")
    gemeld_op = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "belang"
        constraints = [
            *regio_rules("besluit", zonder_rollen=ZONDER_NAMEN),
            AppendOnly(zin="Een gemeld belang blijft staan."),
            models.UniqueConstraint(
                fields=["besluit", "medewerker"],
                name="casusoverleg_belang_once",
                violation_error_message="Je hebt dit belang al gemeld.",
            ),
        ]
