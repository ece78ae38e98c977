"""From plan to result: arrangement, interventie, voorliggend-toets, overdracht, uitkomst."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ontschot.kern.db import Trigger
from ontschot.kern.rollen import ZONDER_NAMEN
from ontschot.kern.transitions import Stappen
from ontschot.netwerk.models import RegioModel, regio_rules
from ontschot.trajecten import truths

ARRANGEMENT_STAPPEN = Stappen({"concept": {"akkoord"}, "akkoord": {"vervangen"}}, begin="concept")


class Arrangement(RegioModel):
    """Goals and steps that the kandidaat agreed to."""

    STAPPEN = ARRANGEMENT_STAPPEN
    WIJZEN = [
        ("gesprek", "in een gesprek"),
        ("telefoon", "aan de telefoon"),
        ("handtekening", "met een handtekening"),
        ("bericht", "in een bericht"),
    ]
    kandidaat = models.ForeignKey(
        "kandidaten.Kandidaat", on_delete=models.CASCADE, related_name="arrangementen"
    )
    versie = models.PositiveSmallIntegerField(default=1)
    doel = models.TextField()
    status = models.CharField(max_length=12, choices=STAPPEN.choices, default="concept")
    akkoord_op = models.DateField(null=True, blank=True)
    akkoord_wijze = models.CharField(max_length=12, choices=WIJZEN, blank=True, default="")
    gemaakt_door = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, related_name="+"
    )
    gemaakt_op = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "arrangement"
        ordering = ["-versie"]
        constraints = [
            *regio_rules("kandidaat", zonder_rollen=ZONDER_NAMEN),
            *ARRANGEMENT_STAPPEN.constraints(),
            models.UniqueConstraint(
                fields=["kandidaat", "versie"], name="trajecten_arrangement_versie"
            ),
            models.UniqueConstraint(
                fields=["kandidaat"],
                condition=~Q(status="vervangen"),
                name="trajecten_one_arrangement",
            ),
            models.CheckConstraint(
                condition=Q(status="concept") | Q(akkoord_op__isnull=False) & ~Q(akkoord_wijze=""),
                name="trajecten_akkoord_documented",
                violation_error_message=(
                    "Leg vast wanneer en hoe de kandidaat akkoord ging met het plan."
                ),
            ),
            Trigger(
                name="trajecten_arrangement_agreed",
                when="BEFORE UPDATE",
                body=truths.AGREED_PLAN,
                zin=truths.AGREED_ZIN,
            ),
        ]


class Stap(RegioModel):
    """One step of an arrangement: regular, by the kandidaat, or an interventie."""

    arrangement = models.ForeignKey(Arrangement, on_delete=models.CASCADE, related_name="stappen")
    volgorde = models.PositiveSmallIntegerField()
    dienst = models.ForeignKey(
        "menukaart.Dienst", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    omschrijving = models.CharField(max_length=160)
    van_wie = models.CharField(max_length=140, blank=True, default="")
    van = models.DateField(null=True, blank=True)
    tot = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "stap"
        ordering = ["volgorde"]
        constraints = [
            *regio_rules("arrangement", zonder_rollen=ZONDER_NAMEN),
            models.UniqueConstraint(
                fields=["arrangement", "volgorde"], name="trajecten_stap_volgorde"
            ),
            models.CheckConstraint(
                condition=Q(van__isnull=True) | Q(tot__isnull=True) | Q(tot__gte=F("van")),
                name="trajecten_stap_period",
                violation_error_message="De stap eindigt vóór hij begint. Verander een datum.",
            ),
            Trigger(
                name="trajecten_stap_agreed",
                when="BEFORE INSERT OR UPDATE",
                body=truths.AGREED_STEPS,
                zin=truths.AGREED_ZIN,
            ),
        ]


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


OVERDRACHT_STAPPEN = Stappen(
    {"aangeboden": {"aangenomen", "geweigerd", "ingetrokken"}}, begin="aangeboden"
)


class Overdracht(RegioModel):
    """A warm hand-over. The giver stays owner until the receiver accepts."""

    STAPPEN = OVERDRACHT_STAPPEN
    SOORTEN = [("overdracht", "neemt over"), ("verwijzing", "helpt mee")]

    kandidaat = models.ForeignKey(
        "kandidaten.Kandidaat", on_delete=models.CASCADE, related_name="overdrachten"
    )
    soort = models.CharField(max_length=12, choices=SOORTEN, default="overdracht")
    status = models.CharField(max_length=12, choices=STAPPEN.choices, default="aangeboden")
    van = models.ForeignKey("netwerk.Medewerker", on_delete=models.PROTECT, related_name="+")
    van_organisatie = models.ForeignKey(
        "netwerk.Organisatie", on_delete=models.PROTECT, related_name="+"
    )
    naar = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, related_name="overdrachten"
    )
    naar_organisatie = models.ForeignKey(
        "netwerk.Organisatie", on_delete=models.PROTECT, related_name="+"
    )
    reden = models.TextField()
    # Evidence of the warm contact: who spoke with whom, and when.
    warm_contact = models.CharField(max_length=200)
    warm_contact_op = models.DateField()
    kandidaat_akkoord_op = models.DateField()
    aangeboden_op = models.DateTimeField(default=timezone.now)
    reageer_uiterlijk = models.DateField()
    besloten_op = models.DateTimeField(null=True)
    weigering = models.TextField(blank=True, default="")

    class Meta:
        verbose_name = "overdracht"
        constraints = [
            *regio_rules("kandidaat", zonder_rollen=ZONDER_NAMEN),
            *OVERDRACHT_STAPPEN.constraints(),
            models.UniqueConstraint(
                fields=["kandidaat"],
                condition=Q(status="aangeboden", soort="overdracht"),
                name="trajecten_one_overdracht",
                violation_error_message="Er staat al een overdracht open voor deze kandidaat.",
            ),
            models.CheckConstraint(
                condition=~Q(van=F("naar")),
                name="trajecten_overdracht_other",
                violation_error_message="Je kunt niet aan jezelf overdragen. Kies een ander.",
            ),
            models.CheckConstraint(
                condition=~Q(status="geweigerd") | ~Q(weigering=""),
                name="trajecten_refusal_has_reason",
                violation_error_message="Schrijf waarom je de overdracht weigert.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["naar", "reageer_uiterlijk"],
                name="overdracht_open",
                condition=Q(status="aangeboden"),
            )
        ]


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
