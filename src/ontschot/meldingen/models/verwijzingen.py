"""What we do for somebody without buying a thing: lead them further, and help along the way."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from ontschot.kern.db import Trigger
from ontschot.kern.rollen import ZONDER_NAMEN
from ontschot.kern.transitions import Stappen
from ontschot.netwerk.models import RegioModel, regio_rules, to_medewerker

VERWIJZING_STAPPEN = Stappen(
    {"gevraagd": {"bevestigd", "geweigerd", "ingetrokken"}},
    begin="gevraagd",
    labels={"gevraagd": "nog niet bevestigd"},
)
VAST = """
IF OLD.status = 'bevestigd' THEN
  RAISE EXCEPTION 'confirmed' USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""


class Verwijzing(RegioModel):
    """Somebody is led to another service or handed over; it counts when the other side says so.

    Until then the question stays with its owner. `gedeeld` is all that the other side reads.
    """

    STAPPEN = VERWIJZING_STAPPEN
    SOORTEN = [
        ("naar_voorliggend", "naar een voorliggende voorziening"),
        ("overgedragen", "overdragen aan een ander"),
    ]
    WIJZEN = [
        ("account", "in Ontschot"),
        ("gesprek", "in een gesprek"),
        ("link", "met de link"),
    ]
    melding = models.ForeignKey(
        "meldingen.Melding", on_delete=models.CASCADE, related_name="verwijzingen"
    )
    soort = models.CharField(max_length=16, choices=SOORTEN)
    # A partner of the region, or somebody outside it by name.
    organisatie = models.ForeignKey(
        "netwerk.Organisatie", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    dienst = models.ForeignKey(
        "menukaart.Dienst", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    naar = models.CharField("naar wie", max_length=160)
    email = models.EmailField("e-mailadres van de ander", blank=True, default="")
    # The warm contact: whom of them we spoke, and on which day.
    gesproken_met = models.CharField(max_length=120)
    gesproken_op = models.DateField()
    gedeeld = models.TextField("wat de ander leest", blank=True, default="")
    status = models.CharField(max_length=12, choices=STAPPEN.choices, default="gevraagd")
    door = to_medewerker()
    gevraagd_op = models.DateTimeField(default=timezone.now)
    uiterlijk = models.DateField()
    bevestigd_door = models.CharField(max_length=120, blank=True, default="")
    bevestigd_wijze = models.CharField(max_length=8, choices=WIJZEN, blank=True, default="")
    besloten_op = models.DateTimeField(null=True, blank=True)
    reden = models.TextField("reden van de ander", blank=True, default="")

    class Meta:
        verbose_name = "verwijzing"
        ordering = ["-gevraagd_op", "-pk"]
        constraints = [
            *regio_rules("melding", zonder_rollen=ZONDER_NAMEN),
            *VERWIJZING_STAPPEN.constraints(),
            models.CheckConstraint(
                condition=~Q(status="bevestigd")
                | ~Q(bevestigd_door="") & ~Q(bevestigd_wijze="") & Q(besloten_op__isnull=False),
                name="meldingen_verwijzing_who_confirmed",
                violation_error_message="Vul in wie van de ander dit bevestigde.",
            ),
            models.UniqueConstraint(
                fields=["melding"],
                condition=Q(status="gevraagd"),
                name="meldingen_one_verwijzing",
                violation_error_message=(
                    "Er wacht al een verwijzing op een antwoord. Trek die eerst in."
                ),
            ),
            Trigger(
                name="meldingen_verwijzing_frozen",
                when="BEFORE UPDATE",
                body=VAST,
                zin="Een bevestigde verwijzing verandert niet meer. Maak een nieuwe.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["regio", "organisatie", "uiterlijk"],
                name="verwijzing_open",
                condition=Q(status="gevraagd"),
            )
        ]


class Hulp(RegioModel):
    """Help without a bought service: the half of the work that nobody saw. No person needed."""

    SOORTEN = [
        ("gesprek", "goed gesprek"),
        ("advies", "advies"),
        ("informatie", "informatie gegeven"),
        ("warme_overdracht", "warme overdracht"),
        ("meegegaan", "meegegaan"),
        ("uitgezocht", "iets uitgezocht of geregeld"),
    ]
    MAX_MINUTEN = 600
    melding = models.ForeignKey("meldingen.Melding", on_delete=models.CASCADE, related_name="hulp")
    soort = models.CharField(max_length=16, choices=SOORTEN)
    minuten = models.PositiveSmallIntegerField()
    door = to_medewerker()
    organisatie = models.ForeignKey(
        "netwerk.Organisatie", on_delete=models.PROTECT, related_name="+"
    )
    op = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "hulp"
        ordering = ["-op", "-pk"]
        constraints = [
            *regio_rules("melding", zonder_rollen=ZONDER_NAMEN),
            models.CheckConstraint(
                condition=Q(minuten__gte=1, minuten__lte=600),
                name="meldingen_hulp_minuten",
                violation_error_message="Hulp duurt 1 tot en met 600 minuten.",
            ),
        ]
