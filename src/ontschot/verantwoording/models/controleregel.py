"""One payment in a controle: what its partner says of it, what was found, and the papers."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ontschot.kassier.db import SaidBy, frozen, no_delete
from ontschot.kassier.models.bewijsstukken import (
    NO_EVIDENCE,
    Bestandsinhoud,
    Bewijsbestand,
    content_rules,
    file_rules,
)
from ontschot.kern.db import Statement, Trigger
from ontschot.kern.transitions import Stappen
from ontschot.netwerk.models import RegioModel, regio_rules, to_medewerker
from ontschot.verantwoording import truths
from ontschot.verantwoording.models.controle import NO_CONTROLE, Controle, Controlefonds

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


class Controleregel(RegioModel):
    """One drawn payment, and what its partner says of it. `cent` is what the bank paid.

    `uiterlijk` is the last day on which the partner can answer, or react to a finding.
    """

    STAPPEN = REGEL_STAPPEN

    controle = models.ForeignKey(
        Controle, on_delete=models.PROTECT, related_name="regels", db_index=False
    )
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
    beantwoord_door = to_medewerker(null=True)
    beantwoord_op = models.DateTimeField(null=True)
    reden_uitstel = models.CharField(max_length=300, blank=True, default="")
    uitstel_door = to_medewerker(null=True)
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
                body=truths.LINE_OF_PAYMENT,
                zin="Een getrokken steekproef verandert niet. Zet een nieuwe controle op.",
            ),
            Trigger(
                name="verantwoording_controleregel_steps",
                when="BEFORE UPDATE",
                body=truths.LINE_STEPS,
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
                do=truths.DRAW,
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

    regel = models.ForeignKey(
        Controleregel, on_delete=models.PROTECT, related_name="bevindingen", db_index=False
    )
    nummer = models.PositiveSmallIntegerField()
    oordeel = models.CharField(max_length=12, choices=OORDELEN)
    foutsoort = models.CharField(max_length=20, choices=FOUTSOORTEN, blank=True, default="")
    fout_cent = models.BigIntegerField(default=0)
    toelichting = models.TextField(blank=True, default="")
    door = to_medewerker()
    op = models.DateTimeField(default=timezone.now)
    eens = models.BooleanField(null=True)
    reactie = models.TextField(blank=True, default="")
    reactie_door = to_medewerker(null=True)
    reactie_op = models.DateTimeField(null=True)
    definitief_door = to_medewerker(null=True)
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
                body=truths.JUDGED_BY_ANOTHER,
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


class Controlebewijs(Bewijsbestand):
    """A file that the partner added because the controle asked for it."""

    regel = models.ForeignKey(Controleregel, on_delete=models.PROTECT, related_name="bewijsstukken")

    class Meta:
        verbose_name = "bewijs bij een controle"
        ordering = ["id"]
        constraints = [
            *regio_rules("regel", zonder_rollen=NO_EVIDENCE),
            Trigger(
                name="verantwoording_controlebewijs_open",
                when="BEFORE INSERT OR UPDATE",
                body=truths.EVIDENCE_OPEN,
                zin="Bewijs voeg je toe zolang er om gevraagd wordt. Nu ligt het vast.",
            ),
            *file_rules("verantwoording_controlebewijs"),
        ]


class Controlebewijsinhoud(Bestandsinhoud):
    controlebewijs = models.OneToOneField(
        Controlebewijs, on_delete=models.PROTECT, related_name="inhoud"
    )

    class Meta:
        verbose_name = "inhoud van bewijs bij een controle"
        constraints = [
            *regio_rules("controlebewijs", zonder_rollen=NO_EVIDENCE),
            *content_rules(
                "verantwoording_controlebewijsinhoud", "controlebewijs", room="verantwoording"
            ),
        ]
