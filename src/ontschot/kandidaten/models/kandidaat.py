"""People, their situation as dated facts, and who may be with them.

A kandidaat exists only where a service or money needs one. No BSN, no health, no photo.
"""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from ontschot.kandidaten import truths
from ontschot.kandidaten.dubbel import truths as dubbel_truths
from ontschot.kandidaten.fields import KlankField
from ontschot.kandidaten.models import persoon
from ontschot.kandidaten.rules import full_name
from ontschot.kern.db import NoOverlap, Trigger
from ontschot.kern.rollen import ZONDER_NAMEN
from ontschot.kern.transitions import Stappen
from ontschot.netwerk.models import (
    RegioModel,
    period_in_order,
    regio_rules,
    to_medewerker,
    two_people,
)


class Kandidaat(RegioModel):
    """A person who is helped. `sleutel` (`AM08-7K4M-2Q`) is all that others ever see."""

    sleutel = models.CharField(max_length=16, unique=True)
    voornaam = models.CharField("voornaam", max_length=80)
    tussenvoegsel = models.CharField("tussenvoegsel", max_length=20, blank=True, default="")
    achternaam = models.CharField("achternaam", max_length=120)
    # The sound of voornaam and achternaam, for finding.
    klank = KlankField(max_length=120, blank=True, default="")
    geboortedatum = models.DateField("geboortedatum", null=True, blank=True)
    geslacht = models.CharField("geslacht", max_length=24, default="onbekend")
    gemeente = models.ForeignKey("netwerk.Gemeente", on_delete=models.PROTECT, null=True)
    postcode = models.CharField("postcode", max_length=7, blank=True, default="")
    telefoon = models.CharField("telefoon", max_length=20, blank=True, default="")
    email = models.EmailField("e-mailadres", blank=True, default="")
    opleiding = models.CharField("opleiding", max_length=24, default="onbekend")
    sector = models.CharField("sector", max_length=24, default="onbekend")
    taal = models.CharField("taal", max_length=8, default="nl")
    # Why something is not known; empty when it is.
    geslacht_onbekend = models.CharField(
        "waarom geslacht onbekend is",
        max_length=16,
        choices=persoon.ONBEKEND,
        blank=True,
        default="niet_gevraagd",
    )
    opleiding_onbekend = models.CharField(
        "waarom opleiding onbekend is",
        max_length=16,
        choices=persoon.ONBEKEND,
        blank=True,
        default="niet_gevraagd",
    )
    sector_onbekend = models.CharField(
        "waarom sector onbekend is",
        max_length=16,
        choices=persoon.ONBEKEND,
        blank=True,
        default="niet_gevraagd",
    )
    jaren_functie = models.PositiveSmallIntegerField(
        "jaren in de laatste functie", null=True, blank=True
    )
    expertise = models.CharField(
        "deskundigheid die nodig is",
        max_length=16,
        choices=persoon.EXPERTISES,
        blank=True,
        default="",
    )
    contact_kanaal = models.CharField(
        "liefst contact via", max_length=10, choices=persoon.KANALEN, blank=True, default=""
    )
    contact_tijden = models.CharField("liefst contact op", max_length=120, blank=True, default="")
    tolk = models.BooleanField("tolk nodig", default=False)
    # From then on nothing is sent and nobody is invited; see `is_bereikbaar`.
    overleden_op = models.DateField("overleden op", null=True, blank=True)
    verhuisd_op = models.DateField("verhuisd op", null=True, blank=True)
    verhuisd_naar = models.CharField("verhuisd naar", max_length=80, blank=True, default="")
    # A colleague, somebody in a safe house: shows to betrokkenen only, also in search.
    afgeschermd = models.BooleanField(default=False)
    # The dossier that goes on for this person; this one keeps its rows and its key.
    samengevoegd_met = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="delen"
    )
    # Since when another region goes on with this person, under a key of its own.
    overgegaan_op = models.DateField(null=True, blank=True)
    overgegaan_naar = models.ForeignKey(
        "netwerk.Regio", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    aangemaakt_op = models.DateTimeField(default=timezone.now)
    # Anything in the dossier, not only this row; set by the actions.
    laatste_wijziging_op = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "kandidaat"
        constraints = [
            *regio_rules("samengevoegd_met", zonder_rollen=ZONDER_NAMEN),
            models.CheckConstraint(
                condition=~Q(samengevoegd_met=F("id")), name="kandidaten_kandidaat_not_itself"
            ),
            Trigger(
                name="kandidaten_kandidaat_joined",
                when="AFTER INSERT OR UPDATE",
                body=dubbel_truths.JOINED_TO_LIVING,
                declare=dubbel_truths.SAME_CONTACT_DECLARE,
                deferred=True,
                zin=dubbel_truths.NIET_SAMEN,
            ),
            Trigger(
                name="kandidaten_kandidaat_hide_together",
                when="AFTER UPDATE",
                body=dubbel_truths.HIDE_TOGETHER,
            ),
            *persoon.RULES,
            models.CheckConstraint(
                condition=Q(sleutel__regex=r"^AM\d\d-[2-9B-Z]{4}-[2-9B-Z]{2}$"),
                name="kandidaten_kandidaat_sleutel",
            ),
            Trigger(
                name="kandidaten_kandidaat_has_contact",
                when="AFTER INSERT",
                body=truths.NEW_HAS_CONTACT,
                declare=truths.ONE_CONTACT_DECLARE,
                deferred=True,
                zin=truths.EEN_CONTACT,
            ),
            Trigger(
                name="kandidaten_kandidaat_zoeksleutels",
                when="AFTER INSERT OR UPDATE",
                body=truths.SEARCH_KEYS,
            ),
            models.CheckConstraint(
                condition=Q(overgegaan_op__isnull=True, overgegaan_naar__isnull=True)
                | Q(overgegaan_op__isnull=False, overgegaan_naar__isnull=False)
                & ~Q(overgegaan_naar=F("regio")),
                name="kandidaten_kandidaat_overgegaan",
            ),
            Trigger(
                name="kandidaten_kandidaat_moved",
                when="BEFORE UPDATE",
                body=truths.MOVED_STAYS_MOVED,
                zin=truths.VERHUISD,
            ),
        ]
        indexes = [
            models.Index(fields=["regio", "-laatste_wijziging_op", "-id"], name="kandidaat_recent"),
            # Few are afgeschermd, and every list asks who.
            models.Index(
                fields=["regio"], name="kandidaat_afgeschermd", condition=Q(afgeschermd=True)
            ),
        ]

    # Whether who asks may record something here; told by `access.kandidaat_for`.
    mag_schrijven = False
    # The id and key of each dossier that was joined to this one; told by the same.
    eerdere: tuple[tuple[int, str], ...] = ()

    def __str__(self) -> str:
        return self.sleutel

    def get_absolute_url(self) -> str:
        """The dossier, which `werkplek` lays out from the parts of all rooms."""
        return reverse("werkplek:dossier", args=[self.sleutel])

    @property
    def is_bereikbaar(self) -> bool:
        """Whether a message, an invitation or a question of nazorg may go out at all."""
        return not self.onbereikbaar

    @property
    def onbereikbaar(self) -> str:
        """Why nothing may go out, as a sentence for a colleague; empty when it may.

        Who moved (`verhuisd_op`) can still be told what happens with the dossier.
        """
        if self.overleden_op:
            return "Deze kandidaat leeft niet meer. Er gaat geen bericht uit."
        if self.overgegaan_op:
            return "Deze kandidaat ging naar een andere regio. Er gaat van hier geen bericht uit."
        return ""

    @property
    def contactvoorkeur(self) -> str:
        """How and when this person likes to be reached, for a colleague; empty when unknown."""
        parts = [
            self.get_contact_kanaal_display() if self.contact_kanaal else "",
            self.contact_tijden,
            "tolk nodig" if self.tolk else "",
        ]
        return ", ".join(part for part in parts if part)

    @property
    def naam(self) -> str:
        return full_name(self.voornaam, self.tussenvoegsel, self.achternaam)


class Situatiefeit(RegioModel):
    """One dated fact: in dienst, WW, zelfstandig, … Ended, never changed."""

    kandidaat = models.ForeignKey(Kandidaat, on_delete=models.CASCADE, related_name="situatie")
    soort = models.ForeignKey("regelingen.Situatiesoort", on_delete=models.PROTECT)
    van = models.DateField()
    tot = models.DateField(null=True, blank=True)
    bron = models.CharField(max_length=120, default="verteld door de kandidaat")
    vastgelegd_door = to_medewerker()
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
            Trigger(
                name="kandidaten_feit_only_ends",
                when="BEFORE UPDATE",
                body=truths.FACT_ONLY_ENDS,
                zin="Een vastgelegd feit verandert niet meer. Sluit het af of trek het in.",
            ),
        ]


class Doelgroepkeuze(RegioModel):
    """Which doelgroep a professional chose where the regeling leaves it open.

    Holds for the facts of `feiten` (sorted codes of situatiesoorten) and no others: when the
    situation changes, the question comes back.
    """

    kandidaat = models.ForeignKey(Kandidaat, on_delete=models.CASCADE, related_name="keuzes")
    doelgroep = models.ForeignKey("regelingen.Doelgroep", on_delete=models.PROTECT)
    feiten = models.JSONField()
    toelichting = models.TextField(blank=True, default="")
    door = to_medewerker()
    op = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "keuze van doelgroep"
        ordering = ["-op", "-id"]
        constraints = [*regio_rules("kandidaat", zonder_rollen=ZONDER_NAMEN)]


class Zoeksleutel(RegioModel):
    """What a person is found by; filled by a trigger on `Kandidaat`, never by the application."""

    kandidaat = models.ForeignKey(
        Kandidaat, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    waarde = models.CharField(max_length=140)

    class Meta:
        verbose_name = "zoeksleutel"
        constraints = [
            *regio_rules("kandidaat", zonder_rollen=ZONDER_NAMEN),
            models.UniqueConstraint(fields=["kandidaat", "waarde"], name="kandidaten_zoek_once"),
        ]
        # Equality is leakproof, so this index also works under row level security.
        indexes = [models.Index(fields=["waarde", "kandidaat"], name="kandidaten_zoek_waarde")]


class Betrokkenheid(RegioModel):
    """Who is with this person, on what ground, since when. Opens the dossier."""

    GRONDEN = [
        ("intake", "nam de vraag op"),
        ("uitvoering", "voert een stap uit"),
        ("overdracht", "nam het over"),
        ("casusoverleg", "besprak de casus"),
        ("toegang", "kreeg toegang na een verzoek"),
        ("waarneming", "neemt waar voor een collega die er niet is"),
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
    # For whom this is done while that one is away, and the last day of it where one is known.
    namens = to_medewerker(null=True)
    uiterlijk = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "betrokkenheid"
        constraints = [
            *regio_rules("kandidaat", zonder_rollen=ZONDER_NAMEN),
            models.CheckConstraint(
                condition=Q(grond="waarneming", namens__isnull=False, vaste_contactpersoon=False)
                | ~Q(grond="waarneming") & Q(namens__isnull=True, uiterlijk__isnull=True),
                name="kandidaten_waarneming_for_somebody",
                violation_error_message="Wie waarneemt, doet dat voor een collega.",
            ),
            models.UniqueConstraint(
                fields=["kandidaat"],
                condition=Q(vaste_contactpersoon=True, tot__isnull=True),
                name="kandidaten_one_contact",
                violation_error_message=truths.EEN_CONTACT,
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
                body=truths.ONE_CONTACT,
                declare=truths.ONE_CONTACT_DECLARE,
                deferred=True,
                zin=truths.EEN_CONTACT,
            ),
            Trigger(
                name="kandidaten_betrokkenheid_joined",
                when="AFTER INSERT OR UPDATE",
                body=dubbel_truths.ONE_CONTACT_TOGETHER,
                declare=dubbel_truths.SAME_CONTACT_DECLARE,
                deferred=True,
                zin=dubbel_truths.NIET_SAMEN,
            ),
            Trigger(
                name="kandidaten_betrokkenheid_only_ends",
                when="BEFORE UPDATE",
                body=truths.INVOLVEMENT_ONLY_ENDS,
                zin="Wie betrokken was, blijft zichtbaar. Begin een nieuwe betrokkenheid.",
            ),
            Trigger(
                name="kandidaten_betrokkenheid_not_moved",
                when="BEFORE INSERT",
                body=truths.NOBODY_AFTER_MOVING,
                zin=truths.VERHUISD,
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
    besloten_door = to_medewerker(null=True)
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
            two_people(
                "besloten_door",
                "medewerker",
                name="kandidaten_verzoek_not_own",
                zin="Over je eigen verzoek beslist een ander.",
            ),
        ]


class Noodtoegang(RegioModel):
    """Somebody broke the glass: opened a dossier without being let in, with a reason."""

    kandidaat = models.ForeignKey(Kandidaat, on_delete=models.CASCADE, related_name="noodtoegangen")
    medewerker = to_medewerker()
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
    door = to_medewerker()

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
