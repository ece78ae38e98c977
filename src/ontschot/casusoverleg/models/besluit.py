"""Deciding together: the besluit on an interventie, and the mandaat that spares a meeting."""

from django.db import models
from django.db.models import F, Q

from ontschot.casusoverleg import truths
from ontschot.kern.db import NoOverlap, Statement, Trigger
from ontschot.kern.rollen import ZONDER_NAMEN
from ontschot.kern.transitions import Stappen
from ontschot.netwerk.models import RegioModel, period_in_order, regio_rules, to_medewerker

BESLUIT_STAPPEN = Stappen(
    {"open": {"toegekend", "afgewezen", "ingetrokken"}},
    begin="open",
)


class Mandaat(RegioModel):
    """An organisatie may decide by itself in this region, up to an amount, for a period."""

    organisatie = models.ForeignKey(
        "netwerk.Organisatie", on_delete=models.PROTECT, related_name="+"
    )
    # The highest price of one interventie, inclusive.
    tot_cent = models.BigIntegerField()
    van = models.DateField()
    tot = models.DateField(null=True, blank=True)
    bron = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        verbose_name = "mandaat"
        constraints = [
            *regio_rules(),
            period_in_order("casusoverleg_mandaat_period"),
            NoOverlap(
                fields=["regio", "organisatie"],
                zin="Deze partner heeft in die tijd al een mandaat.",
            ),
            models.CheckConstraint(condition=Q(tot_cent__gt=0), name="casusoverleg_mandaat_bedrag"),
        ]


class Besluit(RegioModel):
    """Whether shared money is spent on one interventie: asked by one, decided by another.

    The roles that work without names do not see it: `vraag` and `motivering` are about a person.
    """

    STAPPEN = BESLUIT_STAPPEN
    WIJZEN = [("casusoverleg", "in het casusoverleg"), ("mandaat", "met een mandaat")]

    interventie = models.ForeignKey(
        "trajecten.Interventie", on_delete=models.PROTECT, related_name="besluiten"
    )
    gevraagd_door = to_medewerker()
    gevraagd_op = models.DateTimeField()
    # What was asked, as it was at that moment.
    gevraagd_cent = models.BigIntegerField()
    plafond_cent = models.BigIntegerField(null=True)
    vraag = models.TextField(blank=True, default="")
    reden_boven_plafond = models.TextField(blank=True, default="")
    uitkomst = models.CharField(max_length=12, choices=STAPPEN.choices, default="open")
    wijze = models.CharField(max_length=12, choices=WIJZEN, blank=True, default="")
    mandaat = models.ForeignKey(Mandaat, on_delete=models.PROTECT, null=True, related_name="+")
    motivering = models.TextField(blank=True, default="")
    consensus = models.BooleanField(null=True)
    afwijkend_standpunt = models.TextField(blank=True, default="")
    besloten_door = to_medewerker(null=True)
    besloten_op = models.DateTimeField(null=True)
    # The meeting in which it was taken; empty by mandaat, and in a region without meetings.
    overleg = models.ForeignKey(
        "casusoverleg.Overleg", on_delete=models.PROTECT, null=True, related_name="besluiten"
    )

    class Meta:
        verbose_name = "besluit"
        constraints = [
            *regio_rules("interventie", "mandaat", "overleg", zonder_rollen=ZONDER_NAMEN),
            *BESLUIT_STAPPEN.constraints("uitkomst"),
            models.UniqueConstraint(
                fields=["interventie"],
                condition=Q(uitkomst="open"),
                name="casusoverleg_one_open_besluit",
                violation_error_message="Voor deze interventie is al een besluit gevraagd.",
            ),
            models.CheckConstraint(
                condition=Q(besloten_door__isnull=True)
                | Q(uitkomst="ingetrokken")
                | ~Q(besloten_door=F("gevraagd_door")),
                name="casusoverleg_not_own_besluit",
                violation_error_message="Over je eigen vraag beslist een ander.",
            ),
            models.CheckConstraint(
                condition=Q(uitkomst="open", besloten_op__isnull=True, besloten_door__isnull=True)
                | ~Q(uitkomst="open") & Q(besloten_op__isnull=False, besloten_door__isnull=False),
                name="casusoverleg_decided_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(uitkomst__in=["toegekend", "afgewezen"])
                | ~Q(motivering="") & ~Q(wijze="") & Q(consensus__isnull=False),
                name="casusoverleg_besluit_reasoned",
                violation_error_message="Schrijf op waarom dit besluit is genomen.",
            ),
            models.CheckConstraint(
                condition=~Q(consensus=False) | ~Q(afwijkend_standpunt=""),
                name="casusoverleg_dissent_recorded",
                violation_error_message="Niet iedereen was het eens. Schrijf het andere "
                "standpunt op.",
            ),
            models.CheckConstraint(
                condition=~Q(wijze="mandaat") | Q(mandaat__isnull=False),
                name="casusoverleg_mandaat_named",
            ),
            models.CheckConstraint(
                condition=Q(plafond_cent__isnull=True)
                | Q(gevraagd_cent__lte=F("plafond_cent"))
                | ~Q(reden_boven_plafond=""),
                name="casusoverleg_plafond_reason",
                violation_error_message="De prijs ligt boven het bedrag van de regeling. "
                "Schrijf op waarom.",
            ),
            Trigger(
                name="casusoverleg_besluit_frozen",
                when="BEFORE UPDATE OR DELETE",
                body=truths.FROZEN_BESLUIT,
                zin="Een genomen besluit verandert niet meer. Vraag een nieuw besluit.",
            ),
            Trigger(
                name="casusoverleg_asked_as_planned",
                when="AFTER INSERT",
                body=truths.ASKED_AS_PLANNED,
                zin="Deze interventie wacht niet op een besluit. Ververs de pagina.",
            ),
            Trigger(
                name="casusoverleg_within_mandaat",
                when="BEFORE UPDATE",
                body=truths.WITHIN_MANDAAT,
                zin="Dit bedrag valt buiten het mandaat. Breng het in het casusoverleg.",
            ),
            Trigger(
                name="casusoverleg_besluit_in_quorum",
                when="BEFORE UPDATE",
                body=truths.IN_QUORUM,
                zin="Het casusoverleg beslist alleen als het bezig is en er genoeg partners zijn. "
                "Stel het besluit uit, of laat een partner met een mandaat beslissen.",
            ),
            Trigger(
                name="casusoverleg_besluit_no_stake",
                when="BEFORE UPDATE",
                body=truths.NO_STAKE,
                zin="Je hebt gemeld dat je een belang hebt. Laat een ander beslissen.",
            ),
            Statement(
                name="casusoverleg_granted_by_besluit",
                do=truths.GRANTED_BY_BESLUIT,
                undo=truths.UNDO_GRANTED_BY_BESLUIT,
                zin="Een interventie wordt alleen toegekend met een besluit.",
            ),
            Statement(
                name="casusoverleg_lapsed_gives_back",
                do=truths.LAPSED_GIVES_BACK,
                undo=truths.UNDO_LAPSED_GIVES_BACK,
                zin="Geef eerst het gereserveerde geld terug, en trek de vraag in. Daarna kan de "
                "interventie vervallen.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["regio", "gevraagd_op", "id"],
                name="besluit_open",
                condition=Q(uitkomst="open"),
            ),
            models.Index(fields=["regio", "-besloten_op", "-id"], name="besluit_recent"),
        ]
