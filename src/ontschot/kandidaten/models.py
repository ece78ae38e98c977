"""People, their situation as dated facts, and who may be with them.

A kandidaat exists only where a service or money needs one. No BSN, no health, no photo.
"""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ontschot.kern.db import NoOverlap, Trigger
from ontschot.kern.rollen import ZONDER_NAMEN
from ontschot.kern.transitions import Stappen
from ontschot.netwerk.models import RegioModel, period_in_order, regio_rules

ONE_CONTACT = """
PERFORM 1 FROM kandidaten_kandidaat WHERE id = COALESCE(NEW.kandidaat_id, OLD.kandidaat_id);
IF FOUND AND (
  SELECT count(*) FROM kandidaten_betrokkenheid b
  WHERE b.kandidaat_id = COALESCE(NEW.kandidaat_id, OLD.kandidaat_id)
    AND b.vaste_contactpersoon AND b.tot IS NULL
) <> 1 THEN
  RAISE EXCEPTION 'exactly one vaste contactpersoon'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NULL;
"""

NEW_HAS_CONTACT = """
IF (
  SELECT count(*) FROM kandidaten_betrokkenheid b
  WHERE b.kandidaat_id = NEW.id AND b.vaste_contactpersoon AND b.tot IS NULL
) <> 1 THEN
  RAISE EXCEPTION 'a kandidaat needs a vaste contactpersoon'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NULL;
"""

EEN_CONTACT = "Iedere kandidaat heeft precies één vaste contactpersoon. Kies er een."


class Kandidaat(RegioModel):
    """A person who is helped. `sleutel` (`AM08-7K4M-2Q`) is all that others ever see."""

    sleutel = models.CharField(max_length=16, unique=True)
    voornaam = models.CharField("voornaam", max_length=80)
    tussenvoegsel = models.CharField("tussenvoegsel", max_length=20, blank=True, default="")
    achternaam = models.CharField("achternaam", max_length=120)
    # Sound of the achternaam, for finding; written by the action that writes the name.
    klank = models.CharField(max_length=40, blank=True, default="")
    geboortedatum = models.DateField("geboortedatum", null=True, blank=True)
    geslacht = models.CharField("geslacht", max_length=24, default="onbekend")
    gemeente = models.ForeignKey("netwerk.Gemeente", on_delete=models.PROTECT, null=True)
    postcode = models.CharField("postcode", max_length=7, blank=True, default="")
    telefoon = models.CharField("telefoon", max_length=20, blank=True, default="")
    email = models.EmailField("e-mailadres", blank=True, default="")
    opleiding = models.CharField("opleiding", max_length=24, default="onbekend")
    sector = models.CharField("sector", max_length=24, default="onbekend")
    taal = models.CharField("taal", max_length=8, default="nl")
    # A colleague, somebody in a safe house: shows to betrokkenen only, also in search.
    afgeschermd = models.BooleanField(default=False)
    aangemaakt_op = models.DateTimeField(default=timezone.now)
    laatste_wijziging_op = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "kandidaat"
        constraints = [
            *regio_rules(zonder_rollen=ZONDER_NAMEN),
            models.CheckConstraint(
                condition=Q(sleutel__regex=r"^AM\d\d-[2-9B-Z]{4}-[2-9B-Z]{2}$"),
                name="kandidaten_kandidaat_sleutel",
            ),
            Trigger(
                name="kandidaten_kandidaat_has_contact",
                when="AFTER INSERT",
                body=NEW_HAS_CONTACT,
                deferred=True,
                zin=EEN_CONTACT,
            ),
        ]
        indexes = [
            models.Index(fields=["regio", "-laatste_wijziging_op", "-id"], name="kandidaat_recent"),
            models.Index(fields=["regio", "klank"], name="kandidaat_klank"),
            models.Index(fields=["regio", "geboortedatum"], name="kandidaat_geboren"),
        ]

    def __str__(self) -> str:
        return self.sleutel

    @property
    def naam(self) -> str:
        return " ".join(p for p in [self.voornaam, self.tussenvoegsel, self.achternaam] if p)


class Situatiefeit(RegioModel):
    """One dated fact: in dienst, WW, zelfstandig, … Ended, never changed."""

    kandidaat = models.ForeignKey(Kandidaat, on_delete=models.CASCADE, related_name="situatie")
    soort = models.ForeignKey("regelingen.Situatiesoort", on_delete=models.PROTECT)
    van = models.DateField()
    tot = models.DateField(null=True, blank=True)
    bron = models.CharField(max_length=120, default="verteld door de kandidaat")
    vastgelegd_door = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, related_name="+"
    )
    vastgelegd_op = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "situatiefeit"
        ordering = ["-van", "-id"]
        constraints = [
            *regio_rules("kandidaat", zonder_rollen=ZONDER_NAMEN),
            period_in_order("kandidaten_feit_period"),
            NoOverlap(
                fields=["kandidaat", "soort"],
                zin="Dit feit staat er voor die tijd al. Sluit eerst het oude af.",
            ),
        ]


class Betrokkenheid(RegioModel):
    """Who is with this person, on what ground, since when. Opens the dossier."""

    GRONDEN = [
        ("intake", "nam de vraag op"),
        ("uitvoering", "voert een stap uit"),
        ("overdracht", "nam het over"),
        ("casusoverleg", "besprak de casus"),
        ("toegang", "kreeg toegang na een verzoek"),
    ]
    kandidaat = models.ForeignKey(Kandidaat, on_delete=models.CASCADE, related_name="betrokkenen")
    medewerker = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, related_name="betrokken_bij"
    )
    organisatie = models.ForeignKey(
        "netwerk.Organisatie", on_delete=models.PROTECT, related_name="+"
    )
    grond = models.CharField(max_length=16, choices=GRONDEN)
    vaste_contactpersoon = models.BooleanField(default=False)
    sinds = models.DateTimeField(default=timezone.now)
    tot = models.DateTimeField(null=True, blank=True)
    # After a hand-over the giver keeps reading until this day (design section 3: 30 days).
    leest_tot = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "betrokkenheid"
        constraints = [
            *regio_rules("kandidaat", zonder_rollen=ZONDER_NAMEN),
            models.UniqueConstraint(
                fields=["kandidaat"],
                condition=Q(vaste_contactpersoon=True, tot__isnull=True),
                name="kandidaten_one_contact",
                violation_error_message=EEN_CONTACT,
            ),
            models.UniqueConstraint(
                fields=["kandidaat", "medewerker"],
                condition=Q(tot__isnull=True),
                name="kandidaten_betrokkene_once",
                violation_error_message="Deze medewerker is al betrokken.",
            ),
            Trigger(
                name="kandidaten_betrokkenheid_one_contact",
                when="AFTER UPDATE OR DELETE",
                body=ONE_CONTACT,
                deferred=True,
                zin=EEN_CONTACT,
            ),
        ]
        indexes = [
            models.Index(
                fields=["medewerker", "kandidaat"],
                name="betrokkenheid_actief",
                condition=Q(tot__isnull=True),
            )
        ]


TOEGANGSVERZOEK_STAPPEN = Stappen({"open": {"toegestaan", "geweigerd"}}, begin="open")


class Toegangsverzoek(RegioModel):
    """Somebody asks to be let into a dossier: with a deadline and a decision."""

    STAPPEN = TOEGANGSVERZOEK_STAPPEN

    kandidaat = models.ForeignKey(Kandidaat, on_delete=models.CASCADE, related_name="verzoeken")
    medewerker = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, related_name="toegangsverzoeken"
    )
    organisatie = models.ForeignKey(
        "netwerk.Organisatie", on_delete=models.PROTECT, related_name="+"
    )
    reden = models.TextField()
    status = models.CharField(max_length=12, choices=STAPPEN.choices, default="open")
    gevraagd_op = models.DateTimeField(default=timezone.now)
    uiterlijk = models.DateField()
    besloten_door = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, null=True, related_name="+"
    )
    besloten_op = models.DateTimeField(null=True)
    toelichting = models.TextField(blank=True, default="")

    class Meta:
        verbose_name = "toegangsverzoek"
        constraints = [
            *regio_rules("kandidaat", zonder_rollen=ZONDER_NAMEN),
            *TOEGANGSVERZOEK_STAPPEN.constraints(),
            models.UniqueConstraint(
                fields=["kandidaat", "medewerker"],
                condition=Q(status="open"),
                name="kandidaten_verzoek_once",
                violation_error_message="Je hebt hier al toegang gevraagd. Wacht op het antwoord.",
            ),
            models.CheckConstraint(
                condition=Q(besloten_door__isnull=True) | ~Q(besloten_door=F("medewerker")),
                name="kandidaten_verzoek_not_own",
                violation_error_message="Over je eigen verzoek beslist een ander.",
            ),
        ]


class Noodtoegang(RegioModel):
    """Somebody broke the glass: opened a dossier without being let in, with a reason."""

    kandidaat = models.ForeignKey(Kandidaat, on_delete=models.CASCADE, related_name="noodtoegangen")
    medewerker = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, related_name="+"
    )
    reden = models.TextField()
    op = models.DateTimeField(default=timezone.now)
    tot = models.DateTimeField()

    class Meta:
        verbose_name = "noodtoegang"
        constraints = [*regio_rules("kandidaat", zonder_rollen=ZONDER_NAMEN)]


class Contactmoment(RegioModel):
    """A talk, a call, a message: the half of the work that nobody sees."""

    WIJZEN = [
        ("gesprek", "gesprek"),
        ("telefoon", "telefoon"),
        ("bericht", "bericht"),
        ("warm_contact", "warm contact met een ander"),
    ]
    kandidaat = models.ForeignKey(Kandidaat, on_delete=models.CASCADE, related_name="contacten")
    wijze = models.CharField(max_length=16, choices=WIJZEN)
    minuten = models.PositiveSmallIntegerField(default=15)
    samenvatting = models.TextField(blank=True, default="")
    op = models.DateTimeField()
    door = models.ForeignKey("netwerk.Medewerker", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "contact"
        constraints = [
            *regio_rules("kandidaat", zonder_rollen=ZONDER_NAMEN),
            models.CheckConstraint(
                condition=Q(minuten__lte=600),
                name="kandidaten_contact_minuten",
                violation_error_message="Een contact duurt ten hoogste 600 minuten.",
            ),
        ]
