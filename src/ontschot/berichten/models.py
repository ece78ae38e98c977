"""Messages between a kandidaat and the contact, and what the kandidaat asks of us."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from ontschot.berichten import truths
from ontschot.berichten.rules import LINK_DAGEN
from ontschot.kern.db import Trigger
from ontschot.kern.rollen import ZONDER_NAMEN
from ontschot.kern.transitions import Stappen
from ontschot.netwerk.models import RegioModel, regio_rules, to_medewerker


class Eigeninstelling(models.Model):
    """How a region does the own page; without a row, the defaults."""

    regio = models.OneToOneField("netwerk.Regio", on_delete=models.CASCADE, primary_key=True)
    link_dagen = models.PositiveSmallIntegerField(default=LINK_DAGEN)
    toon_prijzen = models.BooleanField(default=False)

    class Meta:
        verbose_name = "instelling van de eigen pagina"
        constraints = [
            models.CheckConstraint(
                condition=Q(link_dagen__gte=1, link_dagen__lte=366),
                name="berichten_link_days",
                violation_error_message="Een link werkt 1 tot en met 366 dagen.",
            )
        ]


class Bereikbaarheid(models.Model):
    """When a medewerker can be reached, in words for the kandidaat."""

    medewerker = models.OneToOneField(
        "netwerk.Medewerker", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    wanneer = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        verbose_name = "bereikbaarheid"


class Gespreksbericht(RegioModel):
    """One message of the talk between a kandidaat and whoever is the contact; it stays.

    The talk belongs to the kandidaat: when the contact changes, it moves along. A row of kind
    `gezien` says that somebody read what was there and that it needs no answer.
    """

    VAN = [("kandidaat", "de kandidaat"), ("medewerker", "een medewerker")]
    SOORTEN = [("bericht", "bericht"), ("gezien", "gelezen")]
    kandidaat = models.ForeignKey(
        "kandidaten.Kandidaat", on_delete=models.CASCADE, related_name="gesprek", db_index=False
    )
    van = models.CharField(max_length=12, choices=VAN)
    soort = models.CharField(max_length=8, choices=SOORTEN, default="bericht")
    door = to_medewerker(null=True)
    organisatie = models.ForeignKey(
        "netwerk.Organisatie", on_delete=models.PROTECT, null=True, related_name="+"
    )
    tekst = models.TextField(blank=True, default="")
    op = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "bericht"
        ordering = ["op", "id"]
        constraints = [
            *regio_rules("kandidaat", zonder_rollen=ZONDER_NAMEN),
            models.CheckConstraint(
                condition=Q(van="kandidaat", door__isnull=True, soort="bericht")
                | Q(van="medewerker", door__isnull=False),
                name="berichten_bericht_sender",
            ),
            models.CheckConstraint(
                condition=Q(soort="gezien", tekst="") | Q(soort="bericht") & ~Q(tekst=""),
                name="berichten_bericht_filled",
                violation_error_message="Schrijf eerst je bericht.",
            ),
            Trigger(
                name="berichten_bericht_stays",
                when="BEFORE INSERT OR UPDATE OR DELETE",
                body=truths.MESSAGE_STAYS,
                zin="Een verstuurd bericht verandert niet meer. Stuur een nieuw bericht.",
            ),
        ]
        indexes = [models.Index(fields=["kandidaat", "op"], name="berichten_gesprek")]


VERZOEK_STAPPEN = Stappen(
    {"open": {"toegekend", "afgewezen", "teruggetrokken"}},
    begin={"open", "toegekend"},
    labels={"open": "nog geen antwoord", "toegekend": "gedaan", "afgewezen": "niet gedaan"},
)


class Verzoek(RegioModel):
    """What a kandidaat asks about the own data: AVG articles 7(3), 15 and 16.

    Answered within a month (article 12(3)) with a reason; a copy is made at once.
    """

    STAPPEN = VERZOEK_STAPPEN
    SOORTEN = [("correctie", "verbeteren"), ("intrekken", "stoppen"), ("kopie", "een kopie")]
    kandidaat = models.ForeignKey(
        "kandidaten.Kandidaat", on_delete=models.CASCADE, related_name="eigen_verzoeken"
    )
    soort = models.CharField(max_length=10, choices=SOORTEN)
    # Which field is wrong (`rules.VELDEN`), or what must stop (`rules.STOPPEN`).
    onderwerp = models.CharField(max_length=20, blank=True, default="")
    tekst = models.TextField(blank=True, default="")
    status = models.CharField(max_length=14, choices=STAPPEN.choices, default="open")
    gevraagd_op = models.DateTimeField(default=timezone.now)
    uiterlijk = models.DateField()
    besloten_door = to_medewerker(null=True)
    besloten_op = models.DateTimeField(null=True)
    reden = models.TextField(blank=True, default="")

    class Meta:
        verbose_name = "verzoek"
        ordering = ["-gevraagd_op", "-id"]
        constraints = [
            *regio_rules("kandidaat", zonder_rollen=ZONDER_NAMEN),
            *VERZOEK_STAPPEN.constraints(),
            models.CheckConstraint(
                condition=Q(soort="kopie", status="toegekend")
                | ~Q(soort="kopie")
                & (
                    Q(status="open", besloten_op__isnull=True)
                    | Q(status="teruggetrokken", besloten_op__isnull=False)
                    | Q(besloten_op__isnull=False, besloten_door__isnull=False) & ~Q(reden="")
                ),
                name="berichten_verzoek_decided",
                violation_error_message="Schrijf op waarom, in gewone woorden.",
            ),
            models.UniqueConstraint(
                fields=["kandidaat", "soort", "onderwerp"],
                condition=Q(status="open"),
                name="berichten_verzoek_once",
                violation_error_message="Dit vroeg je al. Je krijgt er nog antwoord op.",
            ),
            Trigger(
                name="berichten_verzoek_not_own",
                when="BEFORE UPDATE",
                body=truths.NOT_ONES_OWN,
                zin="Over je eigen verzoek beslist een ander.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["kandidaat", "uiterlijk"],
                name="berichten_verzoek_open",
                condition=Q(status="open"),
            )
        ]

    def get_absolute_url(self) -> str:
        return reverse("berichten:verzoek", args=[self.pk])


OPEN_TABLES = {
    "berichten_eigeninstelling": "a choice of the region, no person",
    "berichten_bereikbaarheid": "when staff can be reached, shown to their kandidaten",
}
