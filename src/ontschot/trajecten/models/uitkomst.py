"""What came of it, and asking again how it goes."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ontschot.kern.db import NoOverlap, Trigger
from ontschot.kern.rollen import ZONDER_NAMEN
from ontschot.netwerk.models import RegioModel, period_in_order, regio_rules, to_medewerker
from ontschot.trajecten import truths
from ontschot.trajecten.models.interventie import Interventie
from ontschot.trajecten.models.versies import NAZORG_VERSIONS, VOLGGROND_VERSIONS


class Uitkomst(RegioModel):
    """A dated result with one of the four meanings of uitstroom; none follows from another.

    A correction is a new fact that points to the wrong one (`corrigeert`). With `geldt` False it
    only says that the wrong one never was.
    """

    BETEKENISSEN = [
        ("aan_het_werk", "aan het werk"),
        ("stap_op_de_ladder", "stap op de ladder"),
        ("interventie_afgerond", "interventie afgerond"),
        ("geleid_naar_voorliggend", "geleid naar voorliggend"),
    ]
    BRONNEN = [
        ("kandidaat", "de kandidaat zelf"),
        ("werkgever", "de werkgever"),
        ("partner", "een partner"),
        ("aanbieder", "de aanbieder"),
    ]
    kandidaat = models.ForeignKey(
        "kandidaten.Kandidaat", on_delete=models.CASCADE, related_name="uitkomsten"
    )
    interventie = models.ForeignKey(
        Interventie, on_delete=models.PROTECT, null=True, blank=True, related_name="uitkomsten"
    )
    betekenis = models.CharField(max_length=24, choices=BETEKENISSEN)
    datum = models.DateField()
    bron = models.CharField(max_length=12, choices=BRONNEN)
    toelichting = models.TextField(blank=True, default="")
    corrigeert = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, related_name="correctie"
    )
    geldt = models.BooleanField(default=True)
    vastgelegd_door = to_medewerker()
    vastgelegd_op = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "uitkomst"
        ordering = ["-datum", "-id"]
        constraints = [
            *regio_rules("kandidaat", "interventie", "corrigeert", zonder_rollen=ZONDER_NAMEN),
            Trigger(
                name="trajecten_uitkomst_stays",
                when="BEFORE UPDATE",
                body=truths.FACT_STAYS,
                zin="Een uitkomst verandert niet meer. Leg een nieuwe uitkomst vast.",
            ),
            models.CheckConstraint(
                condition=Q(corrigeert__isnull=True, geldt=True)
                | Q(corrigeert__isnull=False) & ~Q(toelichting=""),
                name="trajecten_uitkomst_correction",
                violation_error_message="Schrijf op wat er niet klopte.",
            ),
            Trigger(
                name="trajecten_uitkomst_corrects_own",
                when="BEFORE INSERT",
                body=truths.CORRECTS_OWN,
                zin="Deze uitkomst is van een ander. Verbeter een uitkomst uit dit dossier.",
            ),
        ]


class Volggrond(RegioModel):
    """Why somebody may be followed, and until when. Ends earlier when the consent is withdrawn."""

    GRONDEN = [
        ("toestemming", "toestemming van de kandidaat"),
        ("wettelijke_taak", "een wettelijke taak"),
    ]
    kandidaat = models.ForeignKey(
        "kandidaten.Kandidaat", on_delete=models.CASCADE, related_name="volggronden"
    )
    grond = models.CharField(max_length=16, choices=GRONDEN)
    tekst = models.CharField(max_length=200)
    van = models.DateField()
    tot = models.DateField()
    vastgelegd_door = to_medewerker(null=True)
    vastgelegd_op = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "grond om iemand te volgen"
        ordering = ["-van", "-id"]
        constraints = [
            *regio_rules("kandidaat", zonder_rollen=ZONDER_NAMEN),
            VOLGGROND_VERSIONS,
            period_in_order("trajecten_volggrond_period"),
            models.CheckConstraint(
                condition=~Q(tekst=""),
                name="trajecten_volggrond_tekst",
                violation_error_message="Schrijf op welke wet, of hoe de kandidaat het goed vond.",
            ),
            NoOverlap(
                fields=["kandidaat"],
                zin="Voor die tijd staat er al een grond. Beëindig eerst de oude.",
            ),
            Trigger(
                name="trajecten_volggrond_only_ends",
                when="BEFORE UPDATE",
                body=truths.GROUND_ONLY_ENDS,
                zin="Een grond kan alleen eerder eindigen. Leg voor langer een nieuwe grond vast.",
            ),
        ]


class Nazorgschema(RegioModel):
    """When a region asks how it goes, for people who start to work while it is valid.

    `momenten` holds codes of `rules.nazorg.MOMENTEN`. After `antwoord_dagen` without a reply the
    silence is recorded. With `automatisch` the question goes out by itself on its day.
    """

    momenten = models.JSONField()
    antwoord_dagen = models.PositiveSmallIntegerField(default=14)
    automatisch = models.BooleanField(default=False)
    van = models.DateField()
    tot = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "nazorgschema"
        ordering = ["-van"]
        constraints = [
            *regio_rules(),
            period_in_order("trajecten_nazorgschema_period"),
            NoOverlap(fields=["regio"], zin="Voor die tijd staat er al een schema."),
            models.CheckConstraint(
                condition=Q(antwoord_dagen__gte=1, antwoord_dagen__lte=60),
                name="trajecten_nazorgschema_term",
                violation_error_message="Wacht minstens 1 en hoogstens 60 dagen op een antwoord.",
            ),
        ]


class Nazorgmoment(RegioModel):
    """When to ask again how it goes, after somebody found work, and what came of asking."""

    # Silence is recorded as silence.
    ANTWOORDEN = [
        ("werkt_nog", "werkt nog"),
        ("werkt_niet_meer", "werkt niet meer"),
        ("anders", "het is anders"),
        ("geen_antwoord", "geen antwoord"),
        ("vervallen", "niet gevraagd"),
    ]
    VERVALLEN = [
        ("nieuwe_baan", "er kwam een nieuwe baan"),
        ("verbeterd", "de uitkomst is verbeterd"),
        ("grond_voorbij", "er is geen grond meer om te volgen"),
        ("wil_niet", "de kandidaat wil geen vragen meer"),
        ("overleden", "de kandidaat leeft niet meer"),
        ("verhuisd", "de kandidaat ging naar een andere regio"),
    ]
    uitkomst = models.ForeignKey(
        Uitkomst, on_delete=models.CASCADE, related_name="nazorg", db_index=False
    )
    kandidaat = models.ForeignKey(
        "kandidaten.Kandidaat", on_delete=models.CASCADE, related_name="nazorg"
    )
    gepland_op = models.DateField()
    na = models.CharField(max_length=12)
    # When the question left with a link, and until when an answer to it is in time.
    gevraagd_op = models.DateTimeField(null=True)
    antwoord_voor = models.DateField(null=True)
    gedaan_op = models.DateField(null=True, blank=True)
    antwoord = models.CharField(max_length=16, blank=True, default="", choices=ANTWOORDEN)
    vervallen_omdat = models.CharField(max_length=16, blank=True, default="", choices=VERVALLEN)
    hulp_nodig = models.BooleanField(default=False)
    # When the vaste contactpersoon took up the asking for help.
    hulp_opgepakt_op = models.DateTimeField(null=True)
    # The kandidaat answered alone, by the link in the message.
    via_link = models.BooleanField(default=False)
    door = to_medewerker(null=True)

    class Meta:
        verbose_name = "nazorgmoment"
        ordering = ["gepland_op"]
        constraints = [
            *regio_rules("uitkomst", "kandidaat", zonder_rollen=ZONDER_NAMEN),
            NAZORG_VERSIONS,
            models.CheckConstraint(
                condition=Q(gedaan_op__isnull=True, antwoord="")
                | Q(gedaan_op__isnull=False) & ~Q(antwoord=""),
                name="trajecten_nazorg_answered",
            ),
            models.CheckConstraint(
                condition=Q(antwoord="vervallen") & ~Q(vervallen_omdat="")
                | ~Q(antwoord="vervallen") & Q(vervallen_omdat=""),
                name="trajecten_nazorg_lapsed_why",
            ),
            models.CheckConstraint(
                condition=Q(hulp_nodig=False)
                | Q(antwoord__in=["werkt_nog", "werkt_niet_meer", "anders"]),
                name="trajecten_nazorg_help_was_asked",
            ),
            models.CheckConstraint(
                condition=Q(gevraagd_op__isnull=True) | Q(antwoord_voor__gte=F("gepland_op")),
                name="trajecten_nazorg_asked_until",
            ),
            models.UniqueConstraint(fields=["uitkomst", "na"], name="trajecten_nazorg_once"),
            models.UniqueConstraint(
                fields=["kandidaat", "na"],
                condition=Q(gedaan_op__isnull=True),
                name="trajecten_nazorg_one_series",
                violation_error_message="Er loopt al nazorg voor deze kandidaat.",
            ),
            Trigger(
                name="trajecten_nazorg_on_ground",
                when="BEFORE UPDATE",
                body=truths.FOLLOWED_ON_GROUND,
                zin="Er is op die dag geen grond om deze kandidaat te volgen. "
                "Daarom leggen we geen nazorg vast.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["regio", "gepland_op"],
                name="nazorg_open",
                condition=Q(gedaan_op__isnull=True),
            )
        ]
