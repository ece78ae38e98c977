"""Looking again at money that was paid: which payments, drawn how, and what was found of each.

No source says how a kassier must do this (domain 2.9, 13: not found). So its size, terms and
tolerance are what the controle itself was set up with, by two people.
"""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ontschot.kassier.db import SaidBy, SameRegioOrNational, frozen, no_delete
from ontschot.kassier.models.bewijsstukken import NO_EVIDENCE, content_rules, file_rules
from ontschot.kern.db import Statement, Trigger
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.transitions import Stappen
from ontschot.netwerk.models import RegioModel, period_in_order, regio_rules
from ontschot.verantwoording import waarheden

# Who reads along reads findings too; evidence is for who declares and who judges.
NO_CONTROLE = NO_EVIDENCE - {Rolsoort.BELEID}
CONTROLE_STAPPEN = Stappen(
    {"opgezet": {"loopt", "ingetrokken"}, "loopt": {"afgesloten"}}, begin="opgezet"
)
REGEL_STAPPEN = Stappen(
    {
        # `compleet`: all evidence that the region asks was handed in before; nothing to ask.
        "compleet": {"voorlopig"},
        "gevraagd": {"beantwoord", "voorlopig"},
        "beantwoord": {"voorlopig"},
        "voorlopig": {"definitief"},
    },
    begin={"gevraagd", "compleet"},
    labels={
        "compleet": "bewijs was er al",
        "gevraagd": "uitleg gevraagd",
        "beantwoord": "uitleg gegeven",
        "voorlopig": "voorlopige bevinding",
    },
)
# While one of these holds it is the partner's turn, until `uiterlijk`.
AAN_DE_PARTNER = ("gevraagd", "voorlopig")
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
    opgezet_door = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, related_name="+"
    )
    opgezet_op = models.DateTimeField(default=timezone.now)
    getrokken_door = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, null=True, related_name="+"
    )
    getrokken_op = models.DateTimeField(null=True)
    # Closed, or withdrawn before it was drawn; `conclusie` says what it gave, or why not.
    afgesloten_door = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, null=True, related_name="+"
    )
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
            models.CheckConstraint(
                condition=Q(getrokken_door__isnull=True) | ~Q(getrokken_door=F("opgezet_door")),
                name="verantwoording_controle_four_eyes",
                violation_error_message="Wie een controle opzet, trekt haar niet. Vraag een "
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
                body=waarheden.BY_ITS_KASSIER,
                zin="Alleen een kassier van deze fondsen zet een controle op, trekt haar en sluit "
                "haar af.",
            ),
            Trigger(
                name="verantwoording_controle_drawn",
                when="BEFORE UPDATE",
                body=waarheden.AS_DRAWN,
                zin="Deze betalingen zijn niet wat het zaad uit de betalingen van deze periode "
                "trekt. Trek de controle opnieuw.",
            ),
            Trigger(
                name="verantwoording_controle_judged",
                when="BEFORE UPDATE",
                body=waarheden.ALL_FINAL,
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

    controle = models.ForeignKey(Controle, on_delete=models.PROTECT, related_name="delen")
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
                body=waarheden.KEPT_BY_THIS_KASSIER,
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


class Controleregel(RegioModel):
    """One drawn payment, and what its partner says of it. `cent` is what the bank paid.

    `uiterlijk` is the last day on which the partner can answer, or react to a finding.
    """

    STAPPEN = REGEL_STAPPEN

    controle = models.ForeignKey(Controle, on_delete=models.PROTECT, related_name="regels")
    deel = models.ForeignKey(Controlefonds, on_delete=models.PROTECT, related_name="regels")
    post = models.ForeignKey("kassier.Journaalpost", on_delete=models.PROTECT, related_name="+")
    cent = models.BigIntegerField()
    declaratieregel = models.ForeignKey(
        "kassier.Declaratieregel", on_delete=models.PROTECT, null=True, related_name="+"
    )
    kostenregel = models.ForeignKey(
        "kassier.Kostenregel", on_delete=models.PROTECT, null=True, related_name="+"
    )
    # The partner that declared it.
    organisatie = models.ForeignKey(
        "netwerk.Organisatie", on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(max_length=12, choices=STAPPEN.choices, default="gevraagd")
    uiterlijk = models.DateField(null=True)
    antwoord = models.TextField(blank=True, default="")
    beantwoord_door = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, null=True, related_name="+"
    )
    beantwoord_op = models.DateTimeField(null=True)
    reden_uitstel = models.CharField(max_length=300, blank=True, default="")
    uitstel_door = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, null=True, related_name="+"
    )
    uitstel_op = models.DateTimeField(null=True)
    herinnerd_op = models.DateField(null=True)

    class Meta:
        verbose_name = "betaling in een controle"
        ordering = ["id"]
        constraints = [
            *regio_rules(
                "controle", "deel", "declaratieregel", "kostenregel", zonder_rollen=NO_CONTROLE
            ),
            *REGEL_STAPPEN.constraints(),
            models.UniqueConstraint(
                fields=["controle", "post"], name="verantwoording_controleregel_once"
            ),
            models.CheckConstraint(
                condition=Q(declaratieregel__isnull=True, kostenregel__isnull=False)
                | Q(declaratieregel__isnull=False, kostenregel__isnull=True),
                name="verantwoording_controleregel_one_line",
            ),
            models.CheckConstraint(
                condition=Q(cent__gt=0), name="verantwoording_controleregel_bedrag"
            ),
            models.CheckConstraint(
                condition=Q(antwoord="", beantwoord_op__isnull=True)
                | Q(beantwoord_op__isnull=False, beantwoord_door__isnull=False) & ~Q(antwoord=""),
                name="verantwoording_controleregel_antwoord",
                violation_error_message="Schrijf een uitleg bij deze betaling.",
            ),
            models.CheckConstraint(
                condition=~Q(status="beantwoord") | Q(beantwoord_op__isnull=False),
                name="verantwoording_controleregel_beantwoord",
            ),
            models.CheckConstraint(
                condition=Q(reden_uitstel="", uitstel_op__isnull=True)
                | Q(uitstel_op__isnull=False, uitstel_door__isnull=False) & ~Q(reden_uitstel=""),
                name="verantwoording_controleregel_uitstel",
                violation_error_message="Schrijf waarom je meer tijd nodig hebt.",
            ),
            Trigger(
                name="verantwoording_controleregel_drawn",
                when="BEFORE INSERT",
                body=waarheden.LINE_OF_PAYMENT,
                zin="Een getrokken steekproef verandert niet. Zet een nieuwe controle op.",
            ),
            Trigger(
                name="verantwoording_controleregel_steps",
                when="BEFORE UPDATE",
                body=waarheden.LINE_STEPS,
                zin="Deze betaling wordt niet meer gecontroleerd, of de bevinding is nog niet "
                "definitief. Ververs de pagina.",
            ),
            SaidBy(
                name="verantwoording_controleregel_once_more",
                zin="Meer tijd kun je één keer vragen, voor de termijn die bij deze controle "
                "hoort.",
            ),
            frozen(
                [
                    "regio_id", "controle_id", "deel_id", "post_id", "cent", "declaratieregel_id",
                    "kostenregel_id", "organisatie_id",
                ],
                name="verantwoording_controleregel_frozen",
                zin="Een getrokken steekproef verandert niet.",
            ),
            frozen(
                ["antwoord", "beantwoord_door_id", "beantwoord_op"],
                unless="OLD.beantwoord_op IS NULL",
                name="verantwoording_controleregel_answer_frozen",
                zin="Je antwoord is verstuurd en verandert niet meer.",
            ),
            no_delete(
                name="verantwoording_controleregel_stays",
                zin="Een betaling gaat niet uit de steekproef.",
            ),
            Statement(
                name="verantwoording_trekking",
                do=waarheden.DRAW,
                undo="DROP FUNCTION verantwoording_trekking(bigint)",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["regio", "status"], name="controleregel_status")]

    @property
    def nummer(self) -> str:
        """The number of the order or of the cost; needs its line loaded."""
        line = self.declaratieregel or self.kostenregel
        assert line
        return line.nummer


class Bevinding(RegioModel):
    """What was found of one payment. A newer one replaces it; the last one becomes final.

    `nummer` counts from 1. `fout_cent` is what is wrong, or what is not proven (`onvolledig`).
    The partner may react once to each; somebody else than who found it makes it final.
    """

    OORDELEN = [
        ("in_orde", "in orde"),
        ("fout", "fout"),
        ("onvolledig", "onvolledig: het bewijs ontbreekt"),
    ]
    # Our own list: no controleprotocol was found in the sources.
    FOUTSOORTEN = [
        ("niet_geleverd", "niet of niet helemaal geleverd"),
        ("bedrag", "het bedrag klopt niet"),
        ("btw", "de btw klopt niet"),
        ("dubbel", "al eerder betaald"),
        ("niet_voor_dit_fonds", "hoort niet bij dit fonds"),
        ("bewijs", "het bewijs hoort niet bij deze betaling"),
        ("anders", "iets anders"),
    ]

    regel = models.ForeignKey(Controleregel, on_delete=models.PROTECT, related_name="bevindingen")
    nummer = models.PositiveSmallIntegerField()
    oordeel = models.CharField(max_length=12, choices=OORDELEN)
    foutsoort = models.CharField(max_length=20, choices=FOUTSOORTEN, blank=True, default="")
    fout_cent = models.BigIntegerField(default=0)
    toelichting = models.TextField(blank=True, default="")
    door = models.ForeignKey("netwerk.Medewerker", on_delete=models.PROTECT, related_name="+")
    op = models.DateTimeField(default=timezone.now)
    eens = models.BooleanField(null=True)
    reactie = models.TextField(blank=True, default="")
    reactie_door = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, null=True, related_name="+"
    )
    reactie_op = models.DateTimeField(null=True)
    definitief_door = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, null=True, related_name="+"
    )
    definitief_op = models.DateTimeField(null=True)
    terugvordering = models.OneToOneField(
        "kassier.Terugvordering", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = "bevinding"
        ordering = ["regel_id", "nummer"]
        constraints = [
            *regio_rules("regel", "terugvordering", zonder_rollen=NO_CONTROLE),
            models.UniqueConstraint(
                fields=["regel", "nummer"],
                name="verantwoording_bevinding_nummer",
                violation_error_message="Iemand legde net een andere bevinding vast. Ververs de "
                "pagina.",
            ),
            models.UniqueConstraint(
                fields=["regel"],
                condition=Q(definitief_op__isnull=False),
                name="verantwoording_bevinding_final_once",
            ),
            models.CheckConstraint(
                condition=Q(oordeel="in_orde", fout_cent=0, foutsoort="")
                | Q(oordeel="fout", fout_cent__gte=0) & ~Q(foutsoort="") & ~Q(toelichting="")
                | Q(oordeel="onvolledig", fout_cent__gt=0, foutsoort="") & ~Q(toelichting=""),
                name="verantwoording_bevinding_oordeel",
                violation_error_message="Zeg wat er niet klopt, om welk bedrag het gaat en wat je "
                "zag.",
            ),
            models.CheckConstraint(
                condition=Q(reactie_op__isnull=True, eens__isnull=True, reactie="")
                | Q(reactie_op__isnull=False, reactie_door__isnull=False)
                & (Q(eens=True) | Q(eens=False) & ~Q(reactie="")),
                name="verantwoording_bevinding_reactie",
                violation_error_message="Schrijf waarom je het niet eens bent met de bevinding.",
            ),
            models.CheckConstraint(
                condition=Q(definitief_op__isnull=True, definitief_door__isnull=True)
                | Q(definitief_op__isnull=False, definitief_door__isnull=False)
                & ~Q(definitief_door=F("door")),
                name="verantwoording_bevinding_four_eyes",
                violation_error_message="Wie een bevinding vastlegt, maakt haar niet definitief. "
                "Vraag een ander.",
            ),
            Trigger(
                name="verantwoording_bevinding_judge",
                when="BEFORE INSERT OR UPDATE",
                declare="r record; wie bigint; dag date;",
                body=waarheden.JUDGED_BY_ANOTHER,
                zin="Wie deze betaling declareerde, indiende of goedkeurde, controleert haar niet. "
                "Vraag een ander.",
            ),
            SaidBy(
                name="verantwoording_bevinding_role",
                zin="Een bevinding is van een kassier van dit fonds. Definitief maakt een andere "
                "kassier haar, de coördinator, of een beleidsadviseur van de eigenaar.",
            ),
            SaidBy(
                name="verantwoording_bevinding_turn",
                zin="Dit kan nu niet: de partner heeft nog tijd om te antwoorden, of de bevinding "
                "is al definitief. Ververs de pagina.",
            ),
            SaidBy(
                name="verantwoording_bevinding_paid",
                zin="Er kan niet meer fout zijn dan er betaald is.",
            ),
            SaidBy(
                name="verantwoording_bevinding_recovery",
                zin="Deze terugvordering hoort niet bij deze bevinding, of is hoger dan de fout.",
            ),
            frozen(
                [
                    "regio_id", "regel_id", "nummer", "oordeel", "foutsoort", "fout_cent",
                    "toelichting", "door_id", "op",
                ],
                name="verantwoording_bevinding_frozen",
                zin="Een bevinding verandert niet. Leg een nieuwe vast.",
            ),
            frozen(
                ["eens", "reactie", "reactie_door_id", "reactie_op"],
                unless="OLD.reactie_op IS NULL AND OLD.definitief_op IS NULL",
                name="verantwoording_bevinding_reaction_frozen",
                zin="Op deze bevinding is al gereageerd, of zij is definitief.",
            ),
            frozen(
                ["definitief_door_id", "definitief_op"],
                unless="OLD.definitief_op IS NULL",
                name="verantwoording_bevinding_final_frozen",
                zin="Deze bevinding is al definitief.",
            ),
            frozen(
                ["terugvordering_id"],
                # A recovery that was turned down leaves room for another.
                unless="OLD.terugvordering_id IS NULL OR EXISTS (SELECT 1 FROM "
                "kassier_terugvordering t WHERE t.id = OLD.terugvordering_id AND t.status = "
                "'afgewezen')",
                name="verantwoording_bevinding_recovery_frozen",
                zin="Van deze betaling wordt al geld teruggevraagd.",
            ),
            no_delete(name="verantwoording_bevinding_stays", zin="Een bevinding gaat niet weg."),
        ]  # fmt: skip


class Controlebewijs(RegioModel):
    """A file that the partner added because the controle asked for it; no name stands in it."""

    regel = models.ForeignKey(Controleregel, on_delete=models.PROTECT, related_name="bewijsstukken")
    naam = models.CharField(max_length=120)
    mediatype = models.CharField(max_length=100)
    grootte = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    gescand = models.BooleanField(default=False)
    zonder_namen = models.BooleanField()
    door = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, null=True, related_name="+"
    )
    op = models.DateTimeField(default=timezone.now)
    ingetrokken_op = models.DateTimeField(null=True, blank=True)
    ingetrokken_door = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, null=True, related_name="+"
    )
    reden = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        verbose_name = "bewijs bij een controle"
        ordering = ["id"]
        constraints = [
            *regio_rules("regel", zonder_rollen=NO_EVIDENCE),
            Trigger(
                name="verantwoording_controlebewijs_open",
                when="BEFORE INSERT OR UPDATE",
                body=waarheden.EVIDENCE_OPEN,
                zin="Bewijs voeg je toe zolang er om gevraagd wordt. Nu ligt het vast.",
            ),
            *file_rules("verantwoording_controlebewijs"),
        ]

    def __str__(self) -> str:
        return self.naam


class Controlebewijsinhoud(RegioModel):
    """The bytes of one file. Read at a download only; erased when they should not be here."""

    controlebewijs = models.OneToOneField(
        Controlebewijs, on_delete=models.PROTECT, related_name="inhoud"
    )
    bytes = models.BinaryField()

    class Meta:
        verbose_name = "inhoud van bewijs bij een controle"
        constraints = [
            *regio_rules("controlebewijs", zonder_rollen=NO_EVIDENCE),
            *content_rules(
                "verantwoording_controlebewijsinhoud", "controlebewijs", room="verantwoording"
            ),
        ]
