"""What is bought for one person, and what else could carry it."""

from datetime import date

from django.db import models
from django.db.models import Q

from ontschot.kern.db import Trigger
from ontschot.kern.rollen import ZONDER_NAMEN
from ontschot.kern.transitions import Stappen
from ontschot.netwerk.models import RegioModel, regio_rules
from ontschot.trajecten import truths
from ontschot.trajecten.models.arrangement import Stap

INTERVENTIE_STAPPEN = Stappen(
    {
        "gepland": {"besluit_gevraagd", "vervallen"},
        "besluit_gevraagd": {"toegekend", "afgewezen", "gepland"},
        "toegekend": {"verplicht", "vervallen"},
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
    """

    STAPPEN = INTERVENTIE_STAPPEN
    BTW = [("excl", "exclusief btw"), ("incl", "inclusief btw"), ("onbekend", "btw onbekend")]

    kandidaat = models.ForeignKey(
        "kandidaten.Kandidaat", on_delete=models.PROTECT, related_name="interventies"
    )
    kandidaat_sleutel = models.CharField(max_length=16)
    stap = models.OneToOneField(Stap, on_delete=models.PROTECT, related_name="interventie")
    interventiesoort = models.ForeignKey(
        "regelingen.Interventiesoort", on_delete=models.PROTECT, related_name="+"
    )
    omschrijving = models.CharField(max_length=160)
    aanbieder = models.CharField(max_length=140, blank=True, default="")
    status = models.CharField(max_length=18, choices=STAPPEN.choices, default="gepland")
    gepland_op = models.DateTimeField()
    doelgroep = models.ForeignKey("regelingen.Doelgroep", on_delete=models.PROTECT)
    # Why this doelgroep: the sentence of the derivation, or of the professional's choice.
    doelgroep_omdat = models.TextField(blank=True, default="")
    doelgroep_gekozen_door = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, null=True, related_name="+"
    )
    geslacht = models.CharField(max_length=24, default="onbekend")
    opleiding = models.CharField(max_length=24, default="onbekend")
    sector = models.CharField(max_length=24, default="onbekend")
    # The buyer and who answers first for this doelgroep are two facts.
    inkoper = models.ForeignKey(
        "netwerk.Organisatie", on_delete=models.PROTECT, related_name="interventies"
    )
    eerstverantwoordelijk = models.CharField(max_length=12)
    regeling = models.ForeignKey(
        "regelingen.Regeling", on_delete=models.PROTECT, null=True, related_name="+"
    )
    gevraagd_cent = models.BigIntegerField()
    kosten_cent = models.BigIntegerField(null=True)
    btw = models.CharField(max_length=8, choices=BTW, default="onbekend")
    plafond_cent = models.BigIntegerField(null=True)
    toets_gedaan_op = models.DateTimeField(null=True)
    verplicht_op = models.DateTimeField(null=True)
    afgesloten_op = models.DateField(null=True)
    reden_afgebroken = models.CharField(max_length=160, blank=True, default="")
    laatste_wijziging_op = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "interventie"
        constraints = [
            *regio_rules("kandidaat", "stap", zonder_rollen=frozenset()),
            *INTERVENTIE_STAPPEN.constraints(),
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
    door = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, null=True, related_name="+"
    )
    op = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "voorliggende voorziening"
        ordering = ["id"]
        constraints = [
            *regio_rules("interventie", zonder_rollen=ZONDER_NAMEN),
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
