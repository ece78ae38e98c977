"""What came of it, and asking again how it goes."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from ontschot.kern.db import Trigger
from ontschot.kern.rollen import ZONDER_NAMEN
from ontschot.netwerk.models import RegioModel, regio_rules
from ontschot.trajecten import truths
from ontschot.trajecten.models.interventie import Interventie


class Uitkomst(RegioModel):
    """A dated result with one of the four meanings of uitstroom; none follows from another."""

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
    vastgelegd_door = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, related_name="+"
    )
    vastgelegd_op = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "uitkomst"
        ordering = ["-datum", "-id"]
        constraints = [
            *regio_rules("kandidaat", "interventie", zonder_rollen=ZONDER_NAMEN),
            Trigger(
                name="trajecten_uitkomst_stays",
                when="BEFORE UPDATE",
                body=truths.FACT_STAYS,
                zin="Een uitkomst verandert niet meer. Leg een nieuwe uitkomst vast.",
            ),
        ]


class Nazorgmoment(RegioModel):
    """When to ask again how it goes: 1 week, 1, 3, 6 and 12 months after somebody found work."""

    # Silence is recorded as silence.
    ANTWOORDEN = [
        ("werkt_nog", "werkt nog"),
        ("werkt_niet_meer", "werkt niet meer"),
        ("geen_antwoord", "geen antwoord"),
    ]
    uitkomst = models.ForeignKey(Uitkomst, on_delete=models.CASCADE, related_name="nazorg")
    kandidaat = models.ForeignKey(
        "kandidaten.Kandidaat", on_delete=models.CASCADE, related_name="nazorg"
    )
    gepland_op = models.DateField()
    na = models.CharField(max_length=12)
    gedaan_op = models.DateField(null=True, blank=True)
    antwoord = models.CharField(
        max_length=16,
        blank=True,
        default="",
        choices=ANTWOORDEN,
    )
    door = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = "nazorgmoment"
        ordering = ["gepland_op"]
        constraints = [
            *regio_rules("uitkomst", "kandidaat", zonder_rollen=ZONDER_NAMEN),
            models.CheckConstraint(
                condition=Q(gedaan_op__isnull=True, antwoord="")
                | Q(gedaan_op__isnull=False) & ~Q(antwoord=""),
                name="trajecten_nazorg_answered",
            ),
            models.UniqueConstraint(fields=["uitkomst", "na"], name="trajecten_nazorg_once"),
        ]
        indexes = [
            models.Index(
                fields=["regio", "gepland_op"],
                name="nazorg_open",
                condition=Q(gedaan_op__isnull=True),
            )
        ]
