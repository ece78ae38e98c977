"""What is bought for one person, and what else could carry it."""

from datetime import date

from django.db import models
from django.db.models import Q

from ontschot.kern.db import Trigger
from ontschot.kern.rollen import ZONDER_NAMEN
from ontschot.kern.transitions import Stappen
from ontschot.netwerk.models import RegioModel, regio_rules, to_medewerker
from ontschot.trajecten import truths
from ontschot.trajecten.models.arrangement import Stap
from ontschot.trajecten.models.versies import INTERVENTIE_VERSIONS, TOETS_VERSIONS

INTERVENTIE_STAPPEN = Stappen(
    {
        "gepland": {"besluit_gevraagd", "vervallen"},
        "besluit_gevraagd": {"toegekend", "afgewezen", "gepland"},
        # Back to planned when the money that was set aside for it expired.
        "toegekend": {"verplicht", "vervallen", "gepland"},
        "verplicht": {"loopt", "afgerond", "afgebroken"},
        "loopt": {"afgerond", "afgebroken"},
        "afgewezen": {"gepland"},
    },
    begin="gepland",
)


class Interventie(RegioModel):
    """A service for one person, bought from shared money.

    The doelgroep is fixed when the interventie is planned, what is decided about when the besluit
    is asked, what is counted and paid when the verplichting is entered. The kassier and the
    monitor read these rows by key: they hold no name and no text about the person.

    A change of status writes all indexes anew. So a reference has one of its own only where
    somebody looks from the other side.
    """

    STAPPEN = INTERVENTIE_STAPPEN
    AFBREEKREDENEN = [
        ("werk", "De kandidaat vond werk"),
        ("past_niet", "Het paste niet bij de kandidaat"),
        ("niet_gekomen", "De kandidaat kwam niet meer"),
        ("aanbieder", "De aanbieder stopte"),
        ("verhuisd", "De kandidaat verhuisde"),
        ("persoonlijk", "Een persoonlijke reden"),
        ("anders", "Iets anders"),
    ]
    EERST_VERANTWOORDELIJK = {"gemeente": "de gemeente", "uwv": "UWV", "vakbond": "de vakbond"}
    BTW = [("excl", "exclusief btw"), ("incl", "inclusief btw"), ("onbekend", "btw onbekend")]

    kandidaat = models.ForeignKey(
        "kandidaten.Kandidaat", on_delete=models.PROTECT, related_name="interventies"
    )
    kandidaat_sleutel = models.CharField(max_length=16)
    stap = models.ForeignKey(Stap, on_delete=models.PROTECT, related_name="interventies")
    # False: it lapsed, and the step was planned again. One counts for each step.
    huidig = models.BooleanField(default=True, db_default=True)
    interventiesoort = models.ForeignKey(
        "regelingen.Interventiesoort", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    omschrijving = models.CharField(max_length=160)
    aanbieder = models.CharField(max_length=140, blank=True, default="")
    status = models.CharField(max_length=18, choices=STAPPEN.choices, default="gepland")
    gepland_op = models.DateTimeField()
    doelgroep = models.ForeignKey("regelingen.Doelgroep", on_delete=models.PROTECT, db_index=False)
    # Why this doelgroep: the sentence of the derivation, or of the professional's choice.
    doelgroep_omdat = models.TextField(blank=True, default="")
    doelgroep_gekozen_door = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    geslacht = models.CharField(max_length=24, default="onbekend")
    opleiding = models.CharField(max_length=24, default="onbekend")
    sector = models.CharField(max_length=24, default="onbekend")
    # Where the kandidaat lived at the planning; empty when that was not known.
    gemeente = models.ForeignKey(
        "netwerk.Gemeente", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    # The buyer and who answers first for this doelgroep are two facts.
    inkoper = models.ForeignKey(
        "netwerk.Organisatie", on_delete=models.PROTECT, related_name="interventies"
    )
    eerstverantwoordelijk = models.CharField(max_length=12)
    regeling = models.ForeignKey(
        "regelingen.Regeling",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    # The share of shared money: what is decided about, reserved and committed.
    gevraagd_cent = models.BigIntegerField()
    # The whole price where others pay a share (`Kostendeel`); None: shared money carries it all.
    totaal_cent = models.BigIntegerField(null=True)
    kosten_cent = models.BigIntegerField(null=True)
    btw = models.CharField(max_length=8, choices=BTW, default="onbekend")
    plafond_cent = models.BigIntegerField(null=True)
    toets_gedaan_op = models.DateTimeField(null=True)
    verplicht_op = models.DateTimeField(null=True)
    gestart_op = models.DateField(null=True)
    afgesloten_op = models.DateField(null=True)
    # Longer than the regeling or the region says: the coördinator lets it go on, with a reason.
    langer_gevraagd_op = models.DateTimeField(null=True)
    langer_reden = models.CharField(max_length=200, blank=True, default="", db_default="")
    langer_door = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    afbreekreden = models.CharField(
        max_length=20, choices=AFBREEKREDENEN, blank=True, default="", db_default=""
    )
    reden_afgebroken = models.CharField(max_length=160, blank=True, default="")
    laatste_wijziging_op = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "interventie"
        constraints = [
            *regio_rules("kandidaat", "stap", zonder_rollen=frozenset()),
            *INTERVENTIE_STAPPEN.constraints(),
            INTERVENTIE_VERSIONS,
            models.UniqueConstraint(
                fields=["stap"],
                condition=Q(huidig=True),
                name="trajecten_interventie_per_stap",
                violation_error_message="Voor deze stap is al een interventie gepland.",
            ),
            models.CheckConstraint(
                condition=Q(huidig=True) | Q(status="vervallen"),
                name="trajecten_interventie_huidig",
                violation_error_message="Deze interventie loopt nog. Laat die eerst vervallen.",
            ),
            models.CheckConstraint(
                condition=Q(gevraagd_cent__gt=0),
                name="trajecten_interventie_bedrag",
                violation_error_message="Vul een bedrag in van meer dan € 0.",
            ),
            models.CheckConstraint(
                condition=Q(verplicht_op__isnull=True, kosten_cent__isnull=True)
                | Q(verplicht_op__isnull=False, kosten_cent__gte=0, regeling__isnull=False),
                name="trajecten_interventie_counted",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["verplicht", "loopt", "afgerond", "afgebroken"])
                | Q(verplicht_op__isnull=False),
                name="trajecten_interventie_committed",
            ),
            models.CheckConstraint(
                condition=Q(langer_reden="", langer_door__isnull=True)
                | ~Q(langer_reden="") & Q(langer_door__isnull=False),
                name="trajecten_langer_by_someone",
                violation_error_message="Schrijf op waarom het langer mag duren.",
            ),
            models.CheckConstraint(
                condition=~Q(afbreekreden="anders") | ~Q(reden_afgebroken=""),
                name="trajecten_afgebroken_reason",
                violation_error_message="Schrijf op waarom het stopte. Noem geen gezondheid.",
            ),
            Trigger(
                name="trajecten_shares_of_interventie",
                when="AFTER INSERT OR UPDATE OF gevraagd_cent, totaal_cent",
                body=truths.SHARES_OF_INTERVENTIE,
                declare=truths.SHARES_DECLARE,
                deferred=True,
                zin=truths.SHARES_ZIN,
            ),
            Trigger(
                name="trajecten_groep_of_interventie",
                when="AFTER UPDATE OF gevraagd_cent, totaal_cent, status",
                body=truths.GROEP_OF_INTERVENTIE,
                declare=truths.GROEP_DECLARE,
                deferred=True,
                zin=truths.GROEP_ZIN,
            ),
            Trigger(
                name="trajecten_leerbedrijf_first",
                when="BEFORE UPDATE",
                body=truths.LEERBEDRIJF_FIRST,
                zin=truths.LEERBEDRIJF_ZIN,
            ),
            Trigger(
                name="trajecten_zes_first",
                when="BEFORE UPDATE",
                body=truths.CHECKED_FIRST,
                zin="Loop eerst de zes vragen na. Daarna kun je een besluit vragen.",
            ),
            Trigger(
                name="trajecten_interventie_gemeente", when="BEFORE INSERT", body=truths.PLACED
            ),
            Trigger(
                name="trajecten_interventie_frozen",
                when="BEFORE UPDATE",
                body=truths.FROZEN_INTERVENTIE,
                zin="Na de verplichting liggen doelgroep, prijs en inkoper vast.",
            ),
            Trigger(
                name="trajecten_toets_complete",
                when="BEFORE UPDATE",
                body=truths.BESLUIT_MAY_BE_ASKED,
                zin="Beantwoord eerst alle voorliggende voorzieningen. Daarna kun je een "
                "besluit vragen.",
            ),
            Trigger(
                name="trajecten_agreed_first",
                when="BEFORE UPDATE",
                body=truths.AGREED_FIRST,
                zin="Spreek het plan eerst af met de kandidaat. Daarna kun je een besluit vragen.",
            ),
        ]
        indexes = [
            models.Index(fields=["regio", "-gepland_op", "-id"], name="interventie_recent"),
            models.Index(fields=["regio", "status"], name="interventie_status"),
            models.Index(
                fields=["regio", "verplicht_op"],
                name="interventie_geteld",
                condition=Q(verplicht_op__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.omschrijving

    @property
    def eerst_verantwoordelijk_naam(self) -> str:
        """As people say it; empty when the regeling names nobody."""
        return self.EERST_VERANTWOORDELIJK.get(self.eerstverantwoordelijk, "")

    @property
    def prijs_cent(self) -> int:
        """The whole price, whoever pays, in cents."""
        return self.totaal_cent or self.gevraagd_cent


class Toetsregel(RegioModel):
    """One regular facility that may apply, what came of it, and what was known that day."""

    ANTWOORDEN = [
        ("gebruikt", "Gebruikt"),
        ("niet_beschikbaar", "Niet beschikbaar"),
        ("ontoereikend", "Ontoereikend"),
        ("te_lang_onduidelijk", "Te lang onduidelijk"),
    ]
    interventie = models.ForeignKey(Interventie, on_delete=models.CASCADE, related_name="toets")
    dienst = models.ForeignKey(
        "menukaart.Dienst", on_delete=models.PROTECT, null=True, related_name="+"
    )
    voorziening = models.CharField(max_length=140)
    # The menukaart as it was that day: contact, condition in this gemeente, last checked.
    bekend = models.JSONField(default=dict)
    antwoord = models.CharField(max_length=20, choices=ANTWOORDEN, blank=True, default="")
    reden = models.TextField(blank=True, default="")
    door = to_medewerker(null=True)
    op = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "voorliggende voorziening"
        ordering = ["id"]
        constraints = [
            *regio_rules("interventie", zonder_rollen=ZONDER_NAMEN),
            TOETS_VERSIONS,
            models.CheckConstraint(
                condition=Q(antwoord="") | ~Q(reden="") & Q(door__isnull=False, op__isnull=False),
                name="trajecten_toets_reason",
                violation_error_message="Schrijf in één zin waarom.",
            ),
            Trigger(
                name="trajecten_toetsregel_frozen",
                when="BEFORE INSERT OR UPDATE",
                body=truths.FROZEN_TOETS,
                zin="Er is al een besluit gevraagd. De antwoorden veranderen nu niet meer.",
            ),
        ]

    @property
    def nagekeken_op(self) -> date | None:
        """When somebody had last checked this on the menukaart, as known at the planning."""
        day = self.bekend.get("gecontroleerd_op")
        return date.fromisoformat(day) if day else None
