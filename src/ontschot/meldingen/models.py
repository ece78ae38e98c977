"""The doors, the questions that come in through them, the answers, and the advies."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from ontschot.kern.db import Trigger
from ontschot.kern.rollen import ZONDER_NAMEN
from ontschot.kern.transitions import Stappen
from ontschot.netwerk.models import RegioModel, regio_rules

MELDING_STAPPEN = Stappen(
    {"open": {"beantwoord", "gesloten"}, "beantwoord": {"open", "gesloten"}},
    begin="open",
)


class Reactietermijn(models.Model):
    """Within how many working days a region promises to react; without a row, the default."""

    regio = models.OneToOneField("netwerk.Regio", on_delete=models.CASCADE, primary_key=True)
    werkdagen = models.PositiveSmallIntegerField(default=2)

    class Meta:
        verbose_name = "reactietermijn"
        constraints = [
            models.CheckConstraint(
                condition=Q(werkdagen__gte=1, werkdagen__lte=30),
                name="meldingen_termijn_range",
                violation_error_message="De reactietermijn is 1 tot en met 30 werkdagen.",
            )
        ]


class Melding(RegioModel):
    """A question in the person's own words. Always one eigenaar; a name is not needed."""

    DEUREN = [
        ("portaal", "portaal"),
        ("telefoon", "telefoon"),
        ("email", "e-mail"),
        ("inloop", "inloop of werkcafé"),
        ("partner", "partner"),
        ("werkgever", "werkgever"),
        ("outreach", "campagne of bezoek"),
        ("vakbond", "vakbond"),
    ]
    CONTACT = [("anoniem", "blijft anoniem"), ("bellen", "bellen"), ("mailen", "mailen")]
    STAPPEN = MELDING_STAPPEN
    UITKOMSTEN = [
        ("beantwoord", "beantwoord"),
        ("advies_gegeven", "advies gegeven"),
        ("naar_voorliggend", "geleid naar een voorliggende voorziening"),
        ("overgedragen", "overgedragen"),
        ("traject_gestart", "traject gestart"),
        ("ingetrokken", "ingetrokken door de persoon"),
    ]

    nummer = models.CharField(max_length=16, unique=True)
    deur = models.CharField(max_length=12, choices=DEUREN)
    plaats = models.CharField(max_length=120, blank=True, default="")
    vraag = models.TextField("vraag")
    contactwijze = models.CharField(max_length=8, choices=CONTACT, default="anoniem")
    naam = models.CharField("naam", max_length=160, blank=True, default="")
    telefoon = models.CharField("telefoonnummer", max_length=20, blank=True, default="")
    email = models.EmailField("e-mailadres", blank=True, default="")
    gemeente = models.ForeignKey(
        "netwerk.Gemeente", on_delete=models.PROTECT, null=True, blank=True
    )
    taal = models.CharField(max_length=8, default="nl")
    eigenaar = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, related_name="meldingen"
    )
    organisatie = models.ForeignKey(
        "netwerk.Organisatie", on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(max_length=12, choices=STAPPEN.choices, default="open")
    ontvangen_op = models.DateTimeField()
    reageer_uiterlijk = models.DateField()
    eerste_contact_op = models.DateTimeField(null=True, blank=True)
    # SHA-256 of the code with which an anonymous visitor comes back; the code is not kept.
    code_hash = models.CharField(max_length=64, blank=True, default="")
    kandidaat = models.ForeignKey(
        "kandidaten.Kandidaat", on_delete=models.PROTECT, null=True, related_name="meldingen"
    )
    uitkomst = models.CharField(max_length=16, choices=UITKOMSTEN, blank=True, default="")
    gesloten_op = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "vraag"
        constraints = [
            *regio_rules("kandidaat", zonder_rollen=ZONDER_NAMEN),
            *MELDING_STAPPEN.constraints(),
            models.CheckConstraint(
                condition=Q(status="gesloten", gesloten_op__isnull=False) & ~Q(uitkomst="")
                | ~Q(status="gesloten") & Q(uitkomst="", gesloten_op__isnull=True),
                name="meldingen_closed_has_outcome",
                violation_error_message="Kies wat er van de vraag is geworden, dan kan hij dicht.",
            ),
            models.CheckConstraint(
                condition=~Q(contactwijze="bellen") | ~Q(telefoon=""),
                name="meldingen_reach_phone",
                violation_error_message="Vul een telefoonnummer in om te kunnen bellen.",
            ),
            models.CheckConstraint(
                condition=~Q(contactwijze="mailen") | ~Q(email=""),
                name="meldingen_reach_mail",
                violation_error_message="Vul een e-mailadres in om te kunnen mailen.",
            ),
            models.CheckConstraint(
                condition=~Q(contactwijze="anoniem") | Q(naam="", telefoon="", email=""),
                name="meldingen_anonymous_is_anonymous",
                violation_error_message=(
                    "Bij een anonieme vraag bewaren we geen naam, telefoonnummer of e-mailadres."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(vraag=""),
                name="meldingen_vraag_filled",
                violation_error_message="Schrijf de vraag op, in gewone woorden.",
            ),
            # One code opens one question; and the same form sent twice is one question.
            models.UniqueConstraint(
                fields=["code_hash"], condition=~Q(code_hash=""), name="meldingen_code"
            ),
        ]
        indexes = [
            models.Index(
                fields=["eigenaar", "reageer_uiterlijk"],
                name="melding_open",
                condition=~Q(status="gesloten"),
            ),
            models.Index(fields=["regio", "-ontvangen_op", "-id"], name="melding_recent"),
            models.Index(
                fields=["regio", "reageer_uiterlijk", "id"],
                name="melding_belofte",
                condition=~Q(status="gesloten"),
            ),
        ]

    def __str__(self) -> str:
        return self.nummer

    def get_absolute_url(self) -> str:
        return reverse("meldingen:vraag", args=[self.nummer])


class Antwoord(RegioModel):
    """What was said to the person; an anonymous visitor reads it with the code."""

    melding = models.ForeignKey(Melding, on_delete=models.CASCADE, related_name="antwoorden")
    tekst = models.TextField()
    door = models.ForeignKey("netwerk.Medewerker", on_delete=models.PROTECT, related_name="+")
    op = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "antwoord"
        ordering = ["op"]
        constraints = [*regio_rules("melding", zonder_rollen=ZONDER_NAMEN)]


class Aanvulling(RegioModel):
    """What an anonymous visitor added later, with the code."""

    melding = models.ForeignKey(Melding, on_delete=models.CASCADE, related_name="aanvullingen")
    tekst = models.TextField()
    op = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "aanvulling"
        ordering = ["op"]
        constraints = [*regio_rules("melding", zonder_rollen=ZONDER_NAMEN)]


# The number of grounds is frozen with the advies, so no ground can come or go afterwards,
# and an advies without one cannot exist.
GRONDEN_COUNT = """
IF EXISTS (SELECT 1 FROM meldingen_advies a WHERE a.id = {advies} AND a.aantal_gronden <> (
  SELECT count(*) FROM meldingen_adviesgrond g WHERE g.advies_id = a.id
)) THEN
  RAISE EXCEPTION 'advies is frozen' USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NULL;
"""
ADVIES_VAST = "Een gegeven advies verandert niet meer. Geef een nieuw advies."

FROZEN_ADVIES = """
IF (to_jsonb(NEW) - 'vervangen_door_id') <> (to_jsonb(OLD) - 'vervangen_door_id')
   OR OLD.vervangen_door_id IS NOT NULL THEN
  RAISE EXCEPTION 'advies is frozen' USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""


class Advies(RegioModel):
    """The weighing of art. 8: grounds per criterion, a human judgement, no score.

    Frozen once given; a newer one replaces it.
    """

    OORDELEN = [
        ("ondersteuning_nodig", "extra ondersteuning is nodig"),
        ("regulier_volstaat", "het gewone aanbod is genoeg"),
    ]
    kandidaat = models.ForeignKey(
        "kandidaten.Kandidaat", on_delete=models.CASCADE, related_name="adviezen"
    )
    melding = models.ForeignKey(Melding, on_delete=models.PROTECT, null=True, related_name="+")
    regeling = models.ForeignKey("regelingen.Regeling", on_delete=models.PROTECT, related_name="+")
    oordeel = models.CharField(max_length=24, choices=OORDELEN)
    toelichting = models.TextField(blank=True, default="")
    aantal_gronden = models.PositiveSmallIntegerField()
    door = models.ForeignKey("netwerk.Medewerker", on_delete=models.PROTECT, related_name="+")
    organisatie = models.ForeignKey(
        "netwerk.Organisatie", on_delete=models.PROTECT, related_name="+"
    )
    gegeven_op = models.DateTimeField(default=timezone.now)
    vervangen_door = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="vervangt"
    )

    class Meta:
        verbose_name = "advies"
        ordering = ["-gegeven_op"]
        constraints = [
            *regio_rules("kandidaat", zonder_rollen=ZONDER_NAMEN),
            models.UniqueConstraint(
                fields=["kandidaat"],
                condition=Q(vervangen_door__isnull=True),
                name="meldingen_one_advies",
            ),
            Trigger(
                name="meldingen_advies_frozen",
                when="BEFORE UPDATE",
                body=FROZEN_ADVIES,
                zin=ADVIES_VAST,
            ),
            models.CheckConstraint(
                condition=Q(aantal_gronden__gte=1),
                name="meldingen_advies_has_ground",
                violation_error_message="Vul bij minstens één onderwerp in wat je afweegt.",
            ),
            Trigger(
                name="meldingen_advies_grounds_there",
                when="AFTER INSERT",
                body=GRONDEN_COUNT.format(advies="NEW.id"),
                deferred=True,
                zin=ADVIES_VAST,
            ),
        ]


class Adviesgrond(RegioModel):
    """What one criterion said about this person, in words."""

    advies = models.ForeignKey(Advies, on_delete=models.CASCADE, related_name="gronden")
    criterium = models.ForeignKey(
        "regelingen.Adviescriterium", on_delete=models.PROTECT, related_name="+"
    )
    grond = models.TextField()

    class Meta:
        verbose_name = "grond"
        ordering = ["criterium__volgorde"]
        constraints = [
            *regio_rules("advies", zonder_rollen=ZONDER_NAMEN),
            models.UniqueConstraint(fields=["advies", "criterium"], name="meldingen_grond_once"),
            Trigger(
                name="meldingen_grond_frozen",
                when="BEFORE UPDATE",
                body="RAISE EXCEPTION 'advies is frozen' USING ERRCODE = 'restrict_violation', "
                "CONSTRAINT = TG_NAME;",
                zin=ADVIES_VAST,
            ),
            Trigger(
                name="meldingen_grond_none_later",
                when="AFTER INSERT OR DELETE",
                body=GRONDEN_COUNT.format(advies="COALESCE(NEW.advies_id, OLD.advies_id)"),
                deferred=True,
                zin=ADVIES_VAST,
            ),
        ]


OPEN_TABLES = {
    "meldingen_reactietermijn": "a promise to the public, no person; the visitor's page shows it",
}
