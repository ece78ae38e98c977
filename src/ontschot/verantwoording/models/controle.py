"""Looking again at money that was paid: which payments, drawn how, and what was found of each.

No source says how a kassier must do this (domain 2.9, 13: not found). So its size, terms and
tolerance are what the controle itself was set up with, by two people.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from ontschot.kassier.db import SameRegioOrNational, frozen, no_delete
from ontschot.kassier.models.bewijsstukken import NO_EVIDENCE
from ontschot.kern.db import Trigger
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.transitions import Stappen
from ontschot.netwerk.models import (
    RegioModel,
    period_in_order,
    regio_rules,
    to_medewerker,
    two_people,
)
from ontschot.verantwoording import truths

# Who reads along reads findings too; evidence is for who declares and who judges.
NO_CONTROLE = NO_EVIDENCE - {Rolsoort.BELEID}
CONTROLE_STAPPEN = Stappen(
    {"opgezet": {"loopt", "ingetrokken"}, "loopt": {"afgesloten"}}, begin="opgezet"
)
MATEN = [
    ("alles", "alle betalingen"),
    ("aantal", "een aantal betalingen"),
    ("procent", "een percentage van de betalingen"),
]


class Controle(RegioModel):
    """One look again at the payments of `van` to `tot` (inclusive) from one or more fondsen.

    `zaad` is fixed when it is set up, before anybody knows which payments it will meet; another
    kassier draws. Terms are in days; `uitstel_dagen` 0 is no more time. `tolerantie_procent` is
    of the euros in the sample; None: not agreed. `betrouwbaarheid_procent` None: no estimate.
    """

    STAPPEN = CONTROLE_STAPPEN

    # The organisatie that keeps these fondsen.
    organisatie = models.ForeignKey(
        "netwerk.Organisatie", on_delete=models.PROTECT, related_name="+"
    )
    naam = models.CharField(max_length=120)
    doel = models.CharField(max_length=500)
    van = models.DateField()
    tot = models.DateField()
    soort = models.CharField(max_length=8, choices=MATEN)
    aantal = models.PositiveSmallIntegerField(null=True)
    procent = models.PositiveSmallIntegerField(null=True)
    altijd_vanaf_cent = models.BigIntegerField(null=True)
    zaad = models.CharField(max_length=32)
    antwoord_dagen = models.PositiveSmallIntegerField()
    uitstel_dagen = models.PositiveSmallIntegerField(default=0)
    reactie_dagen = models.PositiveSmallIntegerField()
    tolerantie_procent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    betrouwbaarheid_procent = models.PositiveSmallIntegerField(null=True)
    # Where these choices were agreed, such as a controleprotocol.
    bron = models.CharField(max_length=200, blank=True, default="")
    status = models.CharField(max_length=12, choices=STAPPEN.choices, default="opgezet")
    opgezet_door = to_medewerker()
    opgezet_op = models.DateTimeField(default=timezone.now)
    getrokken_door = to_medewerker(null=True)
    getrokken_op = models.DateTimeField(null=True)
    # Closed, or withdrawn before it was drawn; `conclusie` says what it gave, or why not.
    afgesloten_door = to_medewerker(null=True)
    afgesloten_op = models.DateTimeField(null=True)
    conclusie = models.TextField(blank=True, default="")

    class Meta:
        verbose_name = "controle"
        ordering = ["-id"]
        constraints = [
            *regio_rules(zonder_rollen=NO_CONTROLE),
            *CONTROLE_STAPPEN.constraints(),
            period_in_order("verantwoording_controle_period"),
            models.CheckConstraint(
                condition=Q(soort="alles")
                | Q(soort="aantal", aantal__isnull=False, aantal__gte=1)
                | Q(soort="procent", procent__isnull=False, procent__range=(1, 100)),
                name="verantwoording_controle_maat",
                violation_error_message="Kijk minstens één betaling na, of 1 tot en met 100 "
                "procent.",
            ),
            models.CheckConstraint(
                condition=Q(altijd_vanaf_cent__isnull=True) | Q(altijd_vanaf_cent__gt=0),
                name="verantwoording_controle_altijd",
                violation_error_message="Vul een bedrag in van meer dan € 0, of laat het leeg.",
            ),
            models.CheckConstraint(
                condition=Q(zaad__regex=r"^[0-9a-f]{32}$"), name="verantwoording_controle_zaad"
            ),
            models.CheckConstraint(
                condition=Q(antwoord_dagen__range=(1, 365), reactie_dagen__range=(1, 365))
                & Q(uitstel_dagen__range=(0, 365)),
                name="verantwoording_controle_termijnen",
                violation_error_message="Een termijn is 1 tot en met 365 dagen.",
            ),
            models.CheckConstraint(
                condition=Q(tolerantie_procent__isnull=True)
                | Q(tolerantie_procent__gte=0, tolerantie_procent__lte=100),
                name="verantwoording_controle_tolerantie",
                violation_error_message="Een tolerantie is 0 tot en met 100 procent.",
            ),
            models.CheckConstraint(
                condition=Q(betrouwbaarheid_procent__isnull=True)
                | Q(betrouwbaarheid_procent__range=(50, 99)),
                name="verantwoording_controle_betrouwbaarheid",
                violation_error_message="De zekerheid van een schatting is 50 tot en met 99 "
                "procent.",
            ),
            two_people(
                "getrokken_door",
                "opgezet_door",
                name="verantwoording_controle_four_eyes",
                zin="Wie een controle opzet, trekt haar niet. Vraag een "
                "andere kassier.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["opgezet", "ingetrokken"], getrokken_op__isnull=True)
                | Q(
                    status__in=["loopt", "afgesloten"],
                    getrokken_op__isnull=False,
                    getrokken_door__isnull=False,
                ),
                name="verantwoording_controle_getrokken",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["opgezet", "loopt"], afgesloten_op__isnull=True)
                | Q(
                    status__in=["ingetrokken", "afgesloten"],
                    afgesloten_op__isnull=False,
                    afgesloten_door__isnull=False,
                )
                & ~Q(conclusie=""),
                name="verantwoording_controle_conclusie",
                violation_error_message="Schrijf wat de controle opleverde, of waarom zij niet "
                "doorgaat.",
            ),
            Trigger(
                name="verantwoording_controle_kassier",
                when="BEFORE INSERT OR UPDATE",
                body=truths.BY_ITS_KASSIER,
                zin="Alleen een kassier van deze fondsen zet een controle op, trekt haar en sluit "
                "haar af.",
            ),
            Trigger(
                name="verantwoording_controle_drawn",
                when="BEFORE UPDATE",
                body=truths.AS_DRAWN,
                zin="Deze betalingen zijn niet wat het zaad uit de betalingen van deze periode "
                "trekt. Trek de controle opnieuw.",
            ),
            Trigger(
                name="verantwoording_controle_judged",
                when="BEFORE UPDATE",
                body=truths.ALL_FINAL,
                zin="Nog niet van elke betaling is de bevinding definitief.",
            ),
            frozen(
                [
                    "regio_id", "organisatie_id", "naam", "doel", "van", "tot", "soort", "aantal",
                    "procent", "altijd_vanaf_cent", "zaad", "antwoord_dagen", "uitstel_dagen",
                    "reactie_dagen", "tolerantie_procent", "betrouwbaarheid_procent", "bron",
                    "opgezet_door_id", "opgezet_op",
                ],
                name="verantwoording_controle_frozen",
                zin="Een controle verandert niet. Trek haar in en zet een nieuwe op.",
            ),
            frozen(
                ["getrokken_door_id", "getrokken_op"],
                unless="OLD.status = 'opgezet'",
                name="verantwoording_controle_draw_frozen",
                zin="Een getrokken steekproef verandert niet. Zet een nieuwe controle op.",
            ),
            frozen(
                ["conclusie", "afgesloten_door_id", "afgesloten_op"],
                unless="OLD.status IN ('opgezet', 'loopt')",
                name="verantwoording_controle_closed",
                zin="Deze controle is afgesloten. Zet een nieuwe op.",
            ),
            no_delete(name="verantwoording_controle_stays", zin="Een controle gaat niet weg."),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.nummer

    @property
    def nummer(self) -> str:
        """What people mention, such as `C2026-0004`."""
        return f"C{self.opgezet_op.year}-{self.pk:04d}"


class Controlefonds(RegioModel):
    """One fonds in a controle, drawn apart from the others: a stratum.

    What it is drawn from is frozen by the number and the hash of the last entry of the chain of
    that moment: `populatie` payments of `populatie_cent` together. Empty until it is drawn.
    """

    controle = models.ForeignKey(
        Controle, on_delete=models.PROTECT, related_name="delen", db_index=False
    )
    fonds = models.ForeignKey("kassier.Fonds", on_delete=models.PROTECT, related_name="+")
    tot_nummer = models.BigIntegerField(null=True)
    tot_hash = models.CharField(max_length=64, blank=True, default="")
    populatie = models.PositiveIntegerField(null=True)
    populatie_cent = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = "fonds in een controle"
        ordering = ["id"]
        constraints = [
            *regio_rules("controle", zonder_rollen=NO_CONTROLE),
            SameRegioOrNational(field="fonds"),
            models.UniqueConstraint(
                fields=["controle", "fonds"], name="verantwoording_controlefonds_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    tot_nummer__isnull=True,
                    tot_hash="",
                    populatie__isnull=True,
                    populatie_cent__isnull=True,
                )
                | Q(
                    tot_nummer__isnull=False,
                    populatie__isnull=False,
                    populatie_cent__isnull=False,
                ),
                name="verantwoording_controlefonds_populatie",
            ),
            Trigger(
                name="verantwoording_controlefonds_kept",
                when="BEFORE INSERT OR UPDATE",
                body=truths.KEPT_BY_THIS_KASSIER,
                zin="Dit fonds houdt jouw organisatie niet bij, of de controle is al getrokken.",
            ),
            frozen(
                ["regio_id", "controle_id", "fonds_id"],
                name="verantwoording_controlefonds_frozen",
                zin="Een controle houdt haar fondsen.",
            ),
            frozen(
                ["tot_nummer", "tot_hash", "populatie", "populatie_cent"],
                unless="OLD.tot_nummer IS NULL",
                name="verantwoording_controlefonds_population_frozen",
                zin="Waaruit getrokken is, verandert niet meer.",
            ),
            no_delete(
                name="verantwoording_controlefonds_stays", zin="Een controle houdt haar fondsen."
            ),
        ]
