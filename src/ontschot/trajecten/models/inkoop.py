"""What belongs to the buying of an interventie: the six questions, the payers, the papers."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from ontschot.kern.db import NoOverlap, Trigger
from ontschot.kern.rollen import ZONDER_NAMEN
from ontschot.netwerk.models import RegioModel, period_in_order, regio_rules, to_medewerker
from ontschot.trajecten import truths
from ontschot.trajecten.models.interventie import Interventie
from ontschot.trajecten.rules.inkoop import TEGEN, VRAGEN

ANTWOORDEN = [("ja", "Ja"), ("nee", "Nee"), ("onbekend", "Onbekend")]
# Which of the two a region asks for, where it asks for one.
VORMEN = [
    ("een_van_beide", "een kansrijk beroep of een baangarantie"),
    ("beroep", "een kansrijk beroep"),
    ("baangarantie", "een baangarantie"),
]


def _answer() -> Any:
    return models.CharField(max_length=8, choices=ANTWOORDEN, default="onbekend")


def _line() -> Any:
    return models.CharField(max_length=200, blank=True, default="")


class Inkoopcheck(RegioModel):
    """The six questions of the casusoverleg before shared money is spent (KplusV, 4.2).

    Answers and one line each, never a score. An answer that speaks against buying needs its line.
    """

    interventie = models.OneToOneField(
        Interventie, on_delete=models.CASCADE, related_name="inkoopcheck"
    )
    regulier = _answer()
    regulier_omdat = _line()
    plicht = _answer()
    plicht_omdat = _line()
    bijdrage = _answer()
    bijdrage_omdat = _line()
    gemotiveerd = _answer()
    gemotiveerd_omdat = _line()
    kansrijk = _answer()
    kansrijk_omdat = _line()
    blijvend = _answer()
    blijvend_omdat = _line()
    # What the answer about a kansrijk beroep rests on: a trade on an edition of the list of the
    # region, or who promises a job. The list proposes; a person answers.
    kansrijk_beroep = models.ForeignKey(
        "menukaart.Beroep", on_delete=models.PROTECT, null=True, related_name="+"
    )
    baangarantie_van = models.CharField(max_length=140, blank=True, default="", db_default="")
    door = to_medewerker(null=True)
    op = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "inkoopcheck"
        constraints = [
            *regio_rules("interventie", zonder_rollen=ZONDER_NAMEN),
            *[
                models.CheckConstraint(
                    condition=Q(**{f"{vraag}__in": ["ja", "nee", "onbekend"]}),
                    name=f"trajecten_inkoopcheck_{vraag}",
                )
                for vraag in VRAGEN
            ],
            *[
                models.CheckConstraint(
                    condition=~Q(**{vraag: antwoord}) | ~Q(**{f"{vraag}_omdat": ""}),
                    name=f"trajecten_inkoopcheck_{vraag}_omdat",
                    violation_error_message="Schrijf in één zin waarom je toch wilt inkopen.",
                )
                for vraag, antwoord in TEGEN.items()
            ],
            models.CheckConstraint(
                condition=Q(kansrijk_beroep__isnull=True, baangarantie_van="") | Q(kansrijk="ja"),
                name="trajecten_inkoopcheck_kansrijk_ja",
                violation_error_message="Je koos een beroep of een baangarantie. Antwoord dan ja.",
            ),
            Trigger(
                name="trajecten_inkoopcheck_beroep",
                when="BEFORE INSERT OR UPDATE",
                body=truths.BEROEP_OF_REGION,
                zin="Dit beroep staat niet op een lijst van deze regio. Kies een ander beroep.",
            ),
            Trigger(
                name="trajecten_inkoopcheck_frozen",
                when="BEFORE INSERT OR UPDATE",
                body=truths.FROZEN_WITH_INTERVENTIE,
                zin=truths.FROZEN_ZIN,
            ),
        ]

    @property
    def antwoorden(self) -> dict[str, tuple[str, str]]:
        """Per question the code of the answer and its line."""
        return {code: (getattr(self, code), getattr(self, f"{code}_omdat")) for code in VRAGEN}

    def regels(self) -> list[tuple[str, str, str]]:
        """The six as (question, answer, line), in their order."""
        labels = dict(ANTWOORDEN)
        return [
            (
                vraag,
                labels[getattr(self, code)],
                self.kansrijk_regel if code == "kansrijk" else getattr(self, f"{code}_omdat"),
            )
            for code, vraag in VRAGEN.items()
        ]

    @property
    def kansrijk_regel(self) -> str:
        """What the answer about the kansrijk beroep rests on, with the edition of the list."""
        found = self.kansrijk_beroep
        parts = [
            self.kansrijk_omdat,
            f"Beroep van de lijst: {found.naam} ({found.lijst.naam}, uitgave "
            f"{found.lijst.editie_op:%d-%m-%Y})."
            if found
            else "",
            f"Baangarantie van {self.baangarantie_van}." if self.baangarantie_van else "",
        ]
        return " ".join(part for part in parts if part)


class Kostendeel(RegioModel):
    """What somebody else pays of an interventie. With the share of shared money it adds up."""

    BETALERS = [
        ("ander_fonds", "een ander fonds"),
        ("gemeente", "de gemeente"),
        ("oeno", "een O&O-fonds"),
        ("werkgever", "de werkgever"),
        ("kandidaat", "de kandidaat"),
    ]
    interventie = models.ForeignKey(
        Interventie, on_delete=models.CASCADE, related_name="kostendelen"
    )
    betaler = models.CharField(max_length=12, choices=BETALERS)
    # The name of a fund or organisation; never of a person.
    wie = models.CharField(max_length=100, blank=True, default="")
    cent = models.BigIntegerField()

    class Meta:
        verbose_name = "kostendeel"
        ordering = ["id"]
        constraints = [
            *regio_rules("interventie", zonder_rollen=ZONDER_NAMEN),
            models.CheckConstraint(
                condition=Q(cent__gt=0),
                name="trajecten_kostendeel_bedrag",
                violation_error_message="Vul een deel in van meer dan € 0.",
            ),
            models.CheckConstraint(
                condition=Q(betaler__in=["ander_fonds", "gemeente", "oeno", "werkgever"])
                | Q(betaler="kandidaat", wie=""),
                name="trajecten_kostendeel_betaler",
                violation_error_message="Laat de naam leeg als de kandidaat zelf betaalt.",
            ),
            Trigger(
                name="trajecten_kostendeel_frozen",
                when="BEFORE INSERT OR UPDATE",
                body=truths.FROZEN_WITH_INTERVENTIE,
                zin=truths.FROZEN_ZIN,
            ),
            Trigger(
                name="trajecten_shares_of_kostendeel",
                when="AFTER INSERT OR UPDATE OR DELETE",
                body=truths.SHARES_OF_DEEL,
                declare=truths.SHARES_DECLARE,
                deferred=True,
                zin=truths.SHARES_ZIN,
            ),
        ]

    @property
    def naam(self) -> str:
        return self.wie or self.get_betaler_display()


class Inkoopregel(RegioModel):
    """What the region itself asks before it buys, for a period; nothing of this is in the law."""

    # Regions often ask one of the two for scholing (KplusV, 4.1.2 and 4.2).
    kansrijk_nodig = models.BooleanField(default=False)
    kansrijk_vorm = models.CharField(
        max_length=16, choices=VORMEN, default="een_van_beide", db_default="een_van_beide"
    )
    maximaal_maanden = models.PositiveSmallIntegerField(null=True, blank=True)
    # The papers that the region asks before praktijkleren is bought, one on a line.
    stukken_praktijkleren = models.TextField(blank=True, default="", db_default="")
    van = models.DateField()
    tot = models.DateField(null=True, blank=True)
    bron = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        verbose_name = "inkoopregel"
        ordering = ["-van"]
        constraints = [
            *regio_rules(),
            period_in_order("trajecten_inkoopregel_period"),
            NoOverlap(fields=["regio"], zin="Voor die tijd gelden al regels. Sluit die eerst af."),
            models.CheckConstraint(
                condition=Q(kansrijk_vorm__in=[code for code, _ in VORMEN]),
                name="trajecten_inkoopregel_vorm",
            ),
        ]

    @property
    def stukken(self) -> list[str]:
        return [line.strip() for line in self.stukken_praktijkleren.splitlines() if line.strip()]


class Stuk(RegioModel):
    """A paper that must be there before money is committed, and since when it is."""

    interventie = models.ForeignKey(
        Interventie, on_delete=models.CASCADE, related_name="stukken", db_index=False
    )
    naam = models.CharField(max_length=120)
    aanwezig_op = models.DateField()
    door = to_medewerker()

    class Meta:
        verbose_name = "stuk"
        constraints = [
            *regio_rules("interventie", zonder_rollen=ZONDER_NAMEN),
            models.UniqueConstraint(fields=["interventie", "naam"], name="trajecten_stuk_once"),
        ]
