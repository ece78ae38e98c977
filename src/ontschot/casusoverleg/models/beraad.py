"""Beside the meeting: asking colleagues, signals for policy, and the library of examples."""

from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ontschot.casusoverleg import truths
from ontschot.casusoverleg.models.besluit import Besluit
from ontschot.casusoverleg.models.versies import SIGNAAL_VERSIONS
from ontschot.kern.db import Trigger
from ontschot.kern.rollen import ZONDER_NAMEN
from ontschot.kern.transitions import Stappen
from ontschot.netwerk.models import RegioModel, regio_rules, to_medewerker

SIGNAAL_STAPPEN = Stappen(
    {
        "nieuw": {"opgepakt", "afgewezen"},
        "opgepakt": {"in_beraad", "afgerond", "afgewezen"},
        "in_beraad": {"opgepakt", "afgerond", "afgewezen"},
    },
    begin="nieuw",
    labels={"in_beraad": "in het Beraad"},
)


class Consult(RegioModel):
    """A question about a case to some colleagues, without opening the dossier to them."""

    kandidaat = models.ForeignKey(
        "kandidaten.Kandidaat", on_delete=models.CASCADE, related_name="consulten"
    )
    vraag = models.TextField()
    gesteld_door = to_medewerker()
    gesteld_op = models.DateTimeField(default=timezone.now)
    uiterlijk = models.DateField()

    class Meta:
        verbose_name = "vraag aan collega's"
        constraints = [
            *regio_rules("kandidaat", zonder_rollen=ZONDER_NAMEN),
            models.CheckConstraint(
                condition=~Q(vraag=""),
                name="casusoverleg_consult_vraag",
                violation_error_message="Schrijf op wat je wilt vragen.",
            ),
        ]


class Consultantwoord(RegioModel):
    """A colleague who was asked, and the answer once it is there."""

    consult = models.ForeignKey(
        Consult, on_delete=models.CASCADE, related_name="antwoorden", db_index=False
    )
    medewerker = to_medewerker()
    antwoord = models.TextField(blank=True, default="")
    antwoord_op = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "antwoord van een collega"
        constraints = [
            *regio_rules("consult", zonder_rollen=ZONDER_NAMEN),
            models.UniqueConstraint(
                fields=["consult", "medewerker"], name="casusoverleg_consult_once"
            ),
            models.CheckConstraint(
                condition=Q(antwoord="", antwoord_op__isnull=True)
                | ~Q(antwoord="") & Q(antwoord_op__isnull=False),
                name="casusoverleg_consult_answered",
                violation_error_message="Schrijf een antwoord op.",
            ),
            Trigger(
                name="casusoverleg_consult_once_answered",
                when="BEFORE UPDATE",
                body=truths.ANSWERED_ONCE,
                zin="Je hebt al geantwoord. Bel je collega als er iets bij moet.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["medewerker"], name="consult_wacht", condition=Q(antwoord_op__isnull=True)
            )
        ]


class Signaal(RegioModel):
    """Somebody fell between two stools: what, where and how often. No link to a person."""

    STAPPEN = SIGNAAL_STAPPEN
    ONDERWERPEN = [
        ("gemeenten_verschillen", "verschil tussen gemeenten"),
        ("aanbod_ontbreekt", "aanbod ontbreekt"),
        ("wachttijd", "wachttijd is te lang"),
        ("regel_past_niet", "regel past niet"),
        ("niemand_verantwoordelijk", "niemand is verantwoordelijk"),
        ("inkoop", "inkoop en prijzen"),
        ("anders", "iets anders"),
    ]
    onderwerp = models.CharField(max_length=28, choices=ONDERWERPEN)
    wat = models.TextField()
    gemeente = models.ForeignKey(
        "netwerk.Gemeente", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # A facility or a rule, in words: the signal is often that it is not on the menukaart.
    voorziening = models.CharField(max_length=140, blank=True, default="")
    regel = models.CharField(max_length=140, blank=True, default="")
    # How often it was seen, in numbers of people: nothing more is kept of them.
    aantal_keer = models.PositiveIntegerField(default=1)
    status = models.CharField(max_length=12, choices=STAPPEN.choices, default="nieuw")
    gemeld_door = to_medewerker()
    gemeld_op = models.DateTimeField(default=timezone.now)
    eigenaar = to_medewerker(null=True)
    beraad_op = models.DateField(null=True, blank=True)
    uitkomst = models.TextField(blank=True, default="")
    laatste_wijziging_op = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "signaal"
        constraints = [
            *regio_rules(),
            *SIGNAAL_STAPPEN.constraints(),
            SIGNAAL_VERSIONS,
            models.CheckConstraint(
                condition=Q(aantal_keer__gte=1) & ~Q(wat=""), name="casusoverleg_signaal_wat"
            ),
            models.CheckConstraint(
                condition=Q(status="nieuw") | Q(eigenaar__isnull=False),
                name="casusoverleg_signaal_owned",
                violation_error_message="Een signaal dat is opgepakt, heeft een eigenaar.",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["afgerond", "afgewezen"]) | ~Q(uitkomst=""),
                name="casusoverleg_signaal_outcome",
                violation_error_message="Schrijf op wat er met het signaal is gebeurd.",
            ),
            models.CheckConstraint(
                condition=~Q(status="in_beraad") | Q(beraad_op__isnull=False),
                name="casusoverleg_signaal_beraad",
                violation_error_message="Vul in wanneer het in het Beraad komt.",
            ),
        ]
        indexes = [
            models.Index(fields=["regio", "-laatste_wijziging_op", "-id"], name="signaal_recent")
        ]


class _Casus(RegioModel):
    """The words of an example: what was asked, tried and decided, without a person in it."""

    UITKOMSTEN = [("toegekend", "toegekend"), ("afgewezen", "afgewezen")]
    doelgroep = models.ForeignKey(
        "regelingen.Doelgroep", on_delete=models.PROTECT, related_name="+"
    )
    interventiesoort = models.ForeignKey(
        "regelingen.Interventiesoort", on_delete=models.PROTECT, related_name="+"
    )
    uitkomst = models.CharField(max_length=12, choices=UITKOMSTEN)
    jaar = models.PositiveSmallIntegerField()
    situatie = models.TextField()
    vraag = models.TextField()
    geprobeerd = models.TextField(blank=True, default="")
    waarom = models.TextField()

    class Meta:
        abstract = True


class Voorbeeldconcept(_Casus):
    """An example in the making: still tied to its besluit, for the check on names."""

    besluit = models.OneToOneField(
        Besluit, on_delete=models.PROTECT, related_name="voorbeeldconcept"
    )
    gemaakt_door = to_medewerker()
    gemaakt_op = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "voorbeeld in de maak"
        constraints = [*regio_rules("besluit", zonder_rollen=ZONDER_NAMEN)]


class Voorbeeld(_Casus):
    """A released example. Nothing in it leads back to a person, a besluit or a dossier."""

    vrijgegeven_door = to_medewerker()
    # The day only: the moment would tell which besluit it was.
    vrijgegeven_op = models.DateField()
    ingetrokken_op = models.DateField(null=True)
    zoek = models.GeneratedField(
        expression=SearchVector("situatie", "vraag", "geprobeerd", "waarom", config="dutch"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        verbose_name = "voorbeeld"
        constraints = [*regio_rules()]
        indexes = [
            models.Index(
                fields=["regio", "doelgroep", "interventiesoort"], name="voorbeeld_vergelijk"
            )
        ]
