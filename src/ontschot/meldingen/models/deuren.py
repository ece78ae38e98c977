"""Where a question can come from, and when a door is shut for a while."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from ontschot.kern.db import NoOverlap
from ontschot.netwerk.models import RegioModel, period_in_order, regio_rules

DEUREN = [
    ("portaal", "portaal"),
    ("telefoon", "telefoon"),
    ("email", "e-mail"),
    ("inloop", "inloop"),
    ("werkcafe", "Werkcafé"),
    ("partner", "partner"),
    ("werkgever", "werkgever"),
    ("outreach", "campagne of bezoek"),
    ("elders", "professional elders"),
    ("vakbond", "vakbond"),
]
# Care and welfare are one choice on purpose: that somebody was sent by the GGZ says something
# about their health, and that must not be readable from where a question came from.
ELDERS = [
    ("wijkteam", "wijkteam of buurtteam"),
    ("zorg_welzijn", "zorg of welzijn (ook GGZ)"),
    ("schuldhulp", "schuldhulp"),
    ("school", "school of opleiding"),
    ("bibliotheek", "bibliotheek of taalhuis"),
    ("anders", "ergens anders"),
]


class Werkcafe(RegioModel):
    """One afternoon at one place where people walk in with their questions."""

    naam = models.CharField(max_length=120)
    plaats = models.CharField(max_length=120)
    datum = models.DateField()
    organisatie = models.ForeignKey(
        "netwerk.Organisatie", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "Werkcafé"
        constraints = [
            *regio_rules(),
            models.UniqueConstraint(
                fields=["regio", "naam", "datum"],
                name="meldingen_werkcafe_once",
                violation_error_message=(
                    "Dit Werkcafé staat er al op deze dag. Kies een andere naam of datum."
                ),
            ),
        ]
        ordering = ["-datum", "naam"]

    def __str__(self) -> str:
        return f"{self.naam}, {self.plaats}"

    def get_absolute_url(self) -> str:
        return reverse("meldingen:werkcafe", args=[self.pk])


class Campagne(RegioModel):
    """A period in which the region goes out to people instead of waiting for them."""

    naam = models.CharField(max_length=120)
    van = models.DateField()
    tot = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "campagne"
        constraints = [
            *regio_rules(),
            period_in_order("meldingen_campagne_period"),
            NoOverlap(
                fields=["regio", "naam"],
                name="meldingen_campagne_once",
                zin="Een campagne met deze naam loopt al in die tijd. Kies een andere naam.",
            ),
        ]
        ordering = ["-van", "naam"]

    def __str__(self) -> str:
        return self.naam

    def get_absolute_url(self) -> str:
        return reverse("meldingen:campagne", args=[self.pk])


class Intakestop(RegioModel):
    """For a while new questions wait: of the whole region, of one door or about one rubriek.

    They are received and owned as ever; only the invitation to a first talk waits, in order of
    arrival. Ended early by an earlier `tot`.
    """

    REDENEN = [
        ("drukte", "er zijn meer vragen dan we aankunnen"),
        ("ziekte", "er zijn te weinig collega's"),
        ("geld", "het budget is tijdelijk op"),
        ("anders", "een andere reden"),
    ]
    # Empty: all doors. Without rubriek: whatever it is about.
    deur = models.CharField(max_length=12, choices=DEUREN, blank=True, default="")
    rubriek = models.ForeignKey(
        "regelingen.Rubriek", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reden = models.CharField(max_length=12, choices=REDENEN)
    van = models.DateField()
    tot = models.DateField()
    tekst_nl = models.TextField("wat we zeggen")
    tekst_en = models.TextField("wat we in het Engels zeggen")

    class Meta:
        verbose_name = "intakestop"
        constraints = [
            *regio_rules(),
            models.CheckConstraint(
                condition=Q(tot__gte=F("van")),
                name="meldingen_stop_period",
                violation_error_message="De laatste dag ligt vóór de eerste. Verander een van de "
                "twee.",
            ),
            models.CheckConstraint(
                condition=~Q(tekst_nl="") & ~Q(tekst_en=""),
                name="meldingen_stop_says_why",
                violation_error_message="Schrijf in het Nederlands en in het Engels wat bezoekers "
                "te lezen krijgen.",
            ),
            # Without rubriek it is about everything, and so overlaps every rubriek of the door.
            NoOverlap(
                fields=["regio", "deur", "rubriek"],
                name="meldingen_stop_overlap",
                zin="In die tijd is er al een intakestop voor deze deur en dit onderwerp. Verander "
                "de data van die stop.",
            ),
        ]
        ordering = ["-van", "deur"]

    def __str__(self) -> str:
        parts = [self.get_deur_display() if self.deur else "alle deuren"]
        if self.rubriek:
            parts.append(self.rubriek.naam)
        return ", ".join(parts)

    def get_absolute_url(self) -> str:
        return reverse("meldingen:stop", args=[self.pk])
