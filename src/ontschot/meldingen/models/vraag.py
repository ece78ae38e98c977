"""A question, its owner and its promise, what was answered and what was added."""

from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from ontschot.kern.db import Statement, Trigger
from ontschot.kern.rollen import ZONDER_NAMEN
from ontschot.kern.transitions import Stappen
from ontschot.meldingen.models.deuren import DEUREN, ELDERS, Campagne, Intakestop, Werkcafe
from ontschot.meldingen.models.versies import VERSIONS
from ontschot.meldingen.weggaan import truths as weggaan
from ontschot.netwerk.models import RegioModel, regio_rules, to_medewerker
from ontschot.toewijzing.rules import INDICATIES

# How the page says what somebody said about work or income.
INDICATIEKEUZES = [
    ("in_dienst", "heeft werk"),
    ("ww", "krijgt WW"),
    ("participatiewet", "krijgt bijstand"),
    ("geen_uitkering", "krijgt geen uitkering"),
    ("zelfstandige", "is zelfstandige"),
    ("schoolverlater", "komt van school"),
]

MELDING_STAPPEN = Stappen(
    {"open": {"beantwoord", "gesloten"}, "beantwoord": {"open", "gesloten"}},
    begin="open",
)


class Reactietermijn(models.Model):
    """Within how many working days a region promises what; without a row, the default."""

    regio = models.OneToOneField("netwerk.Regio", on_delete=models.CASCADE, primary_key=True)
    # To the first human contact; to the answer; the longest that we may wait for others.
    werkdagen = models.PositiveSmallIntegerField(default=2)
    antwoord_werkdagen = models.PositiveSmallIntegerField(default=10)
    wachten_werkdagen = models.PositiveSmallIntegerField(default=20)
    # So long after a broken promise the coördinator sees it too.
    klim_werkdagen = models.PositiveSmallIntegerField(default=3)
    # Within which somebody else confirms that they took over.
    bevestiging_werkdagen = models.PositiveSmallIntegerField(default=5)

    class Meta:
        verbose_name = "reactietermijn"
        constraints = [
            models.CheckConstraint(
                condition=Q(werkdagen__gte=1, werkdagen__lte=30),
                name="meldingen_termijn_range",
                violation_error_message="De reactietermijn is 1 tot en met 30 werkdagen.",
            ),
            models.CheckConstraint(
                condition=Q(
                    antwoord_werkdagen__gte=F("werkdagen"),
                    antwoord_werkdagen__lte=60,
                    wachten_werkdagen__gte=1,
                    wachten_werkdagen__lte=60,
                    klim_werkdagen__lte=30,
                    bevestiging_werkdagen__gte=1,
                    bevestiging_werkdagen__lte=30,
                ),
                name="meldingen_termijnen_range",
                violation_error_message=(
                    "De termijn voor het antwoord is niet korter dan die voor het eerste contact "
                    "en ten hoogste 60 werkdagen. Bevestigen en doorgeven: ten hoogste 30."
                ),
            ),
        ]


NIET_BEVESTIGD = (
    "De ander heeft nog niet bevestigd. De vraag blijft van jou tot dat is gebeurd: leg de "
    "verwijzing vast en vraag om een bevestiging."
)
CONFIRMED_FIRST = """
IF NEW.status = 'gesloten' AND OLD.status <> 'gesloten'
   AND NEW.uitkomst IN ('naar_voorliggend', 'overgedragen')
   AND NOT EXISTS (SELECT 1 FROM meldingen_verwijzing v WHERE v.melding_id = NEW.id
     AND v.soort = NEW.uitkomst AND v.status = 'bevestigd') THEN
  RAISE EXCEPTION 'not confirmed' USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""
FAIR_TURN = """
IF OLD.uitgenodigd_op IS NULL AND NEW.uitgenodigd_op IS NOT NULL AND NEW.voorrang_reden = ''
   AND EXISTS (SELECT 1 FROM meldingen_melding m WHERE m.stop_id = NEW.stop_id
     AND m.uitgenodigd_op IS NULL AND m.status <> 'gesloten'
     AND (m.ontvangen_op, m.id) < (NEW.ontvangen_op, NEW.id)) THEN
  RAISE EXCEPTION 'out of turn' USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""


class Melding(RegioModel):
    """A question in the person's own words. Always one eigenaar; a name is not needed."""

    DEUREN = DEUREN
    ELDERS = ELDERS
    CONTACT = [("anoniem", "blijft anoniem"), ("bellen", "bellen"), ("mailen", "mailen")]
    STAPPEN = MELDING_STAPPEN
    UITKOMSTEN = [
        ("beantwoord", "beantwoord"),
        ("advies_gegeven", "advies gegeven"),
        ("naar_voorliggend", "geleid naar een voorliggende voorziening"),
        ("overgedragen", "overgedragen"),
        ("traject_gestart", "traject gestart"),
        ("ingetrokken", "ingetrokken door de persoon"),
    ]

    nummer = models.CharField(max_length=16, unique=True)
    deur = models.CharField(max_length=12, choices=DEUREN)
    plaats = models.CharField(max_length=120, blank=True, default="")
    # Which Werkcafé, which campagne, which partner, or what kind of professional elsewhere.
    werkcafe = models.ForeignKey(
        Werkcafe, on_delete=models.PROTECT, null=True, blank=True, related_name="meldingen"
    )
    campagne = models.ForeignKey(
        Campagne, on_delete=models.PROTECT, null=True, blank=True, related_name="meldingen"
    )
    partij = models.ForeignKey(
        "netwerk.Organisatie", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    elders = models.CharField(max_length=16, choices=ELDERS, blank=True, default="")
    rubriek = models.ForeignKey(
        "regelingen.Rubriek", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    vraag = models.TextField("vraag")
    contactwijze = models.CharField(max_length=8, choices=CONTACT, default="anoniem")
    naam = models.CharField("naam", max_length=160, blank=True, default="")
    telefoon = models.CharField("telefoonnummer", max_length=20, blank=True, default="")
    email = models.EmailField("e-mailadres", blank=True, default="")
    gemeente = models.ForeignKey(
        "netwerk.Gemeente", on_delete=models.PROTECT, null=True, blank=True
    )
    taal = models.CharField(max_length=8, default="nl")
    # Work or income as somebody said it at the door, for the rules of who helps; often empty.
    indicatie = models.CharField(
        max_length=16, choices=INDICATIEKEUZES, blank=True, default="", db_default=""
    )
    eigenaar = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, related_name="meldingen"
    )
    organisatie = models.ForeignKey(
        "netwerk.Organisatie", on_delete=models.PROTECT, related_name="+"
    )
    # Why the rule chose this owner, while it is still the rule's choice; holds no name.
    omdat = models.CharField(max_length=300, blank=True, default="")
    status = models.CharField(max_length=12, choices=STAPPEN.choices, default="open")
    ontvangen_op = models.DateTimeField()
    reageer_uiterlijk = models.DateField()
    eerste_contact_op = models.DateTimeField(null=True, blank=True)
    antwoord_uiterlijk = models.DateField(null=True, blank=True)
    # We wait for somebody else: for whom, since when, until when. The answer's clock stands still.
    wacht_op = models.CharField(max_length=120, blank=True, default="")
    wacht_sinds = models.DateField(null=True, blank=True)
    wacht_tot = models.DateField(null=True, blank=True)
    # The promise that runs now: of the others, of the first contact, or of the answer.
    belofte = models.GeneratedField(
        expression=Case(
            When(wacht_tot__isnull=False, then=F("wacht_tot")),
            When(eerste_contact_op__isnull=True, then=F("reageer_uiterlijk")),
            default=Coalesce("antwoord_uiterlijk", "reageer_uiterlijk"),
        ),
        output_field=models.DateField(),
        db_persist=True,
    )
    # On the waiting list of this stop until invited; out of turn only with a reason.
    stop = models.ForeignKey(
        Intakestop, on_delete=models.PROTECT, null=True, blank=True, related_name="wachtenden"
    )
    uitgenodigd_op = models.DateTimeField(null=True, blank=True)
    voorrang_reden = models.CharField(max_length=300, blank=True, default="")
    # SHA-256 of the code with which an anonymous visitor comes back; the code is not kept.
    code_hash = models.CharField(max_length=64, blank=True, default="")
    kandidaat = models.ForeignKey(
        "kandidaten.Kandidaat", on_delete=models.PROTECT, null=True, related_name="meldingen"
    )
    uitkomst = models.CharField(max_length=16, choices=UITKOMSTEN, blank=True, default="")
    gesloten_op = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "vraag"
        constraints = [
            models.CheckConstraint(
                condition=Q(indicatie__in=["", *INDICATIES]),
                name="meldingen_melding_indicatie",
                violation_error_message="Kies een situatie uit de lijst.",
            ),
            *regio_rules("kandidaat", "werkcafe", "campagne", "stop", zonder_rollen=ZONDER_NAMEN),
            *MELDING_STAPPEN.constraints(),
            VERSIONS,
            models.CheckConstraint(
                condition=Q(deur__in=[deur for deur, _ in DEUREN]), name="meldingen_deur_known"
            ),
            models.CheckConstraint(
                condition=(Q(werkcafe__isnull=True) ^ Q(deur="werkcafe"))
                & (Q(campagne__isnull=True) | Q(deur="outreach"))
                & (Q(partij__isnull=True) | Q(deur__in=["partner", "vakbond", "werkgever"]))
                & (Q(elders="") ^ Q(deur="elders")),
                name="meldingen_deur_fits",
                violation_error_message="Kies bij deze deur waar de vraag precies vandaan kwam.",
            ),
            models.CheckConstraint(
                condition=Q(wacht_op="", wacht_sinds__isnull=True, wacht_tot__isnull=True)
                | ~Q(wacht_op="")
                & ~Q(status="gesloten")
                & Q(eerste_contact_op__isnull=False, wacht_tot__gte=F("wacht_sinds")),
                name="meldingen_waits_for_somebody",
                violation_error_message=(
                    "Wachten kan na het eerste contact: vul in op wie je wacht en tot wanneer."
                ),
            ),
            models.CheckConstraint(
                condition=Q(stop__isnull=False) | Q(uitgenodigd_op__isnull=True, voorrang_reden=""),
                name="meldingen_invited_from_a_list",
            ),
            Trigger(
                name="meldingen_confirmed_first",
                when="BEFORE UPDATE",
                body=CONFIRMED_FIRST,
                zin=NIET_BEVESTIGD,
            ),
            Trigger(
                name="meldingen_fair_turn",
                when="BEFORE UPDATE OF uitgenodigd_op",
                body=FAIR_TURN,
                zin="Er wacht iemand langer. Nodig die eerst uit, of schrijf op waarom niet.",
            ),
            Trigger(
                name="meldingen_owner_works_here",
                when="BEFORE INSERT OR UPDATE OF eigenaar_id, status",
                body=weggaan.OWNER_WORKS_HERE,
                zin=weggaan.VERTROKKEN,
            ),
            Statement(
                name="meldingen_work_left_behind",
                do=weggaan.WORK_LEFT_BEHIND,
                undo=weggaan.UNDO_WORK_LEFT_BEHIND,
                zin=weggaan.ACHTERGELATEN,
            ),
            models.CheckConstraint(
                condition=Q(status="gesloten", gesloten_op__isnull=False) & ~Q(uitkomst="")
                | ~Q(status="gesloten") & Q(uitkomst="", gesloten_op__isnull=True),
                name="meldingen_closed_has_outcome",
                violation_error_message="Kies wat er van de vraag is geworden, dan kan hij dicht.",
            ),
            models.CheckConstraint(
                condition=~Q(contactwijze="bellen") | ~Q(telefoon=""),
                name="meldingen_reach_phone",
                violation_error_message="Vul een telefoonnummer in om te kunnen bellen.",
            ),
            models.CheckConstraint(
                condition=~Q(contactwijze="mailen") | ~Q(email=""),
                name="meldingen_reach_mail",
                violation_error_message="Vul een e-mailadres in om te kunnen mailen.",
            ),
            models.CheckConstraint(
                condition=~Q(contactwijze="anoniem") | Q(naam="", telefoon="", email=""),
                name="meldingen_anonymous_is_anonymous",
                violation_error_message=(
                    "Bij een anonieme vraag bewaren we geen naam, telefoonnummer of e-mailadres."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(vraag=""),
                name="meldingen_vraag_filled",
                violation_error_message="Schrijf de vraag op, in gewone woorden.",
            ),
            # One code opens one question; and the same form sent twice is one question.
            models.UniqueConstraint(
                fields=["code_hash"], condition=~Q(code_hash=""), name="meldingen_code"
            ),
        ]
        indexes = [
            models.Index(
                fields=["eigenaar", "belofte"],
                name="melding_open",
                condition=~Q(status="gesloten"),
            ),
            models.Index(fields=["regio", "-ontvangen_op", "-id"], name="melding_recent"),
            models.Index(
                fields=["stop", "ontvangen_op", "id"],
                name="melding_wachtlijst",
                condition=Q(stop__isnull=False, uitgenodigd_op__isnull=True),
            ),
            models.Index(
                fields=["regio", "belofte", "id"],
                name="melding_belofte",
                condition=~Q(status="gesloten"),
            ),
        ]

    def __str__(self) -> str:
        return self.nummer

    def get_absolute_url(self) -> str:
        return reverse("meldingen:vraag", args=[self.nummer])


class Antwoord(RegioModel):
    """What was said to the person; an anonymous visitor reads it with the code."""

    melding = models.ForeignKey(Melding, on_delete=models.CASCADE, related_name="antwoorden")
    tekst = models.TextField()
    door = to_medewerker()
    op = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "antwoord"
        ordering = ["op"]
        constraints = [*regio_rules("melding", zonder_rollen=ZONDER_NAMEN)]


class Aanvulling(RegioModel):
    """What an anonymous visitor added later, with the code."""

    melding = models.ForeignKey(Melding, on_delete=models.CASCADE, related_name="aanvullingen")
    tekst = models.TextField()
    op = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "aanvulling"
        ordering = ["op"]
        constraints = [*regio_rules("melding", zonder_rollen=ZONDER_NAMEN)]
