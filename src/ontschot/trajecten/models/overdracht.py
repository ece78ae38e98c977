"""Somebody else takes over, or helps too: a colleague, a partner outside, or another region."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ontschot.kern.db import Trigger
from ontschot.kern.rollen import ZONDER_NAMEN
from ontschot.kern.transitions import Stappen
from ontschot.netwerk.models import RegioModel, regio_rules, to_medewerker
from ontschot.trajecten import truths
from ontschot.trajecten.rules.overdracht import DEELBAAR

OVERDRACHT_STAPPEN = Stappen(
    {"aangeboden": {"aangenomen", "geweigerd", "ingetrokken"}}, begin="aangeboden"
)
REGIOAANBOD_STAPPEN = Stappen(
    {"aangeboden": {"aangenomen", "geweigerd", "ingetrokken"}}, begin="aangeboden"
)


def alles() -> list[str]:
    """A colleague who becomes betrokken sees the whole dossier."""
    return list(DEELBAAR)


class Overdracht(RegioModel):
    """A warm hand-over. The giver stays owner until the receiver accepts.

    `naar` is a colleague in the region; otherwise it goes to a partner without an account
    (`extern_…`) or to another region (`naar_regio`). `gedeeld` holds the codes of what is shared.
    """

    STAPPEN = OVERDRACHT_STAPPEN
    SOORTEN = [("overdracht", "neemt over"), ("verwijzing", "helpt mee")]
    WAARHEEN = [
        ("collega", "een collega in deze regio"),
        ("buiten", "een partner zonder account"),
        ("regio", "een andere regio"),
    ]
    WIJZEN = [
        ("gesprek", "in een gesprek"),
        ("telefoon", "aan de telefoon"),
        ("bericht", "in een bericht"),
        ("handtekening", "met een handtekening"),
        ("niet_vastgelegd", "niet vastgelegd"),
    ]

    kandidaat = models.ForeignKey(
        "kandidaten.Kandidaat", on_delete=models.CASCADE, related_name="overdrachten"
    )
    soort = models.CharField(max_length=12, choices=SOORTEN, default="overdracht")
    waarheen = models.CharField(max_length=8, choices=WAARHEEN, default="collega")
    status = models.CharField(max_length=12, choices=STAPPEN.choices, default="aangeboden")
    van = to_medewerker()
    van_organisatie = models.ForeignKey(
        "netwerk.Organisatie", on_delete=models.PROTECT, related_name="+"
    )
    naar = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, null=True, related_name="overdrachten"
    )
    naar_organisatie = models.ForeignKey(
        "netwerk.Organisatie", on_delete=models.PROTECT, null=True, related_name="+"
    )
    naar_regio = models.ForeignKey(
        "netwerk.Regio", on_delete=models.PROTECT, null=True, related_name="+"
    )
    extern_naam = models.CharField(max_length=120, blank=True, default="")
    extern_organisatie = models.CharField(max_length=140, blank=True, default="")
    extern_email = models.EmailField(blank=True, default="")
    reden = models.TextField()
    # What a receiver outside the region reads before answering; without the name.
    samenvatting = models.TextField(blank=True, default="")
    gedeeld = models.JSONField(default=alles)
    # Evidence of the warm contact: who spoke with whom, and when.
    warm_contact = models.CharField(max_length=200)
    warm_contact_op = models.DateField()
    # Consent of the kandidaat, or another ground in words: one of the two.
    kandidaat_akkoord_op = models.DateField(null=True)
    kandidaat_akkoord_wijze = models.CharField(
        max_length=16, choices=WIJZEN, blank=True, default="niet_vastgelegd"
    )
    andere_grond = models.TextField(blank=True, default="")
    # The kandidaat lets the giver hear what became of it; then the receiver can tell.
    terugkoppeling_mag = models.BooleanField(default=False)
    terugkoppeling = models.TextField(blank=True, default="")
    terugkoppeling_op = models.DateTimeField(null=True)
    aangeboden_op = models.DateTimeField(default=timezone.now)
    reageer_uiterlijk = models.DateField()
    herinnerd_op = models.DateField(null=True)
    besloten_op = models.DateTimeField(null=True)
    # Who answered, where that is nobody with an account in this region.
    beantwoord_door = models.CharField(max_length=140, blank=True, default="")
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
            models.CheckConstraint(
                condition=Q(
                    waarheen="collega",
                    naar__isnull=False,
                    naar_organisatie__isnull=False,
                    naar_regio__isnull=True,
                    extern_email="",
                )
                | Q(
                    ~Q(extern_email="") & ~Q(extern_naam="") & ~Q(extern_organisatie=""),
                    waarheen="buiten",
                    naar__isnull=True,
                    naar_regio__isnull=True,
                )
                | Q(
                    ~Q(naar_regio=F("regio")),
                    waarheen="regio",
                    soort="overdracht",
                    naar__isnull=True,
                    naar_regio__isnull=False,
                    extern_email="",
                ),
                name="trajecten_overdracht_one_receiver",
                violation_error_message="Kies één ontvanger: een collega, een partner buiten "
                "Ontschot of een andere regio.",
            ),
            models.CheckConstraint(
                condition=Q(kandidaat_akkoord_op__isnull=False, andere_grond="")
                & ~Q(kandidaat_akkoord_wijze="")
                | Q(kandidaat_akkoord_op__isnull=True, kandidaat_akkoord_wijze="")
                & ~Q(andere_grond=""),
                name="trajecten_overdracht_consent",
                violation_error_message="Leg vast wanneer en hoe de kandidaat dit goed vond, of "
                "schrijf op welke andere grond er is.",
            ),
            models.CheckConstraint(
                condition=Q(terugkoppeling="")
                | Q(
                    terugkoppeling_mag=True,
                    status="aangenomen",
                    terugkoppeling_op__isnull=False,
                ),
                name="trajecten_overdracht_feedback",
                violation_error_message="De kandidaat wil niet dat we vertellen hoe het verder "
                "ging.",
            ),
            Trigger(
                name="trajecten_overdracht_settled_first",
                when="BEFORE UPDATE",
                body=truths.SETTLED_BEFORE_MOVING,
                zin="Er loopt nog iets dat met gedeeld geld is of wordt betaald. Rond dat eerst "
                "af. Daarna kan de kandidaat naar de andere regio.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["naar", "reageer_uiterlijk"],
                name="overdracht_open",
                condition=Q(status="aangeboden"),
            )
        ]

    @property
    def naar_wie(self) -> str:
        """To whom, in words; needs `naar`, `naar_organisatie` and `naar_regio` loaded."""
        if self.naar and self.naar_organisatie:
            return f"{self.naar.naam} ({self.naar_organisatie.naam})"
        if self.naar_regio:
            return f"regio {self.naar_regio.naam}"
        return f"{self.extern_naam} ({self.extern_organisatie})"


class Regioaanbod(RegioModel):
    """What another region sees of an offer before it accepts: a key, a summary, and whom to call.

    The only row of this room that two regions see. Nothing in it names the person, and only the
    answer changes afterwards.
    """

    STAPPEN = REGIOAANBOD_STAPPEN

    overdracht = models.OneToOneField(
        Overdracht, on_delete=models.CASCADE, related_name="regioaanbod"
    )
    naar_regio = models.ForeignKey("netwerk.Regio", on_delete=models.PROTECT, related_name="+")
    kandidaat_sleutel = models.CharField(max_length=16)
    samenvatting = models.TextField()
    gedeeld = models.JSONField(default=list)
    van_naam = models.CharField(max_length=120)
    van_organisatie = models.CharField(max_length=140)
    van_email = models.EmailField()
    van_telefoon = models.CharField(max_length=20, blank=True, default="")
    status = models.CharField(max_length=12, choices=STAPPEN.choices, default="aangeboden")
    aangeboden_op = models.DateTimeField(default=timezone.now)
    reageer_uiterlijk = models.DateField()
    besloten_op = models.DateTimeField(null=True)
    besloten_door = to_medewerker(null=True)
    weigering = models.TextField(blank=True, default="")
    # The key under which the receiving region goes on.
    nieuwe_sleutel = models.CharField(max_length=16, blank=True, default="")

    class Meta:
        verbose_name = "overdracht naar een andere regio"
        constraints = [
            *regio_rules("overdracht", zonder_rollen=ZONDER_NAMEN, ook=truths.IN_RECEIVING_REGION),
            *REGIOAANBOD_STAPPEN.constraints(),
            models.CheckConstraint(
                condition=~Q(naar_regio=F("regio")), name="trajecten_regioaanbod_elsewhere"
            ),
            models.CheckConstraint(
                condition=~Q(status="geweigerd") | ~Q(weigering=""),
                name="trajecten_regioaanbod_reason",
                violation_error_message="Schrijf waarom je de overdracht weigert.",
            ),
            models.CheckConstraint(
                condition=~Q(status="aangenomen") | ~Q(nieuwe_sleutel=""),
                name="trajecten_regioaanbod_goes_on",
            ),
            Trigger(
                name="trajecten_regioaanbod_frozen",
                when="BEFORE UPDATE",
                body=truths.ONLY_THE_ANSWER,
                zin="Wat aangeboden is, verandert niet meer. Trek het in en bied het opnieuw aan.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["naar_regio", "reageer_uiterlijk"],
                name="regioaanbod_open",
                condition=Q(status="aangeboden"),
            )
        ]


class Overname(RegioModel):
    """What came along when this kandidaat came from another region; said once, at the beginning."""

    kandidaat = models.OneToOneField(
        "kandidaten.Kandidaat", on_delete=models.CASCADE, related_name="overname"
    )
    van_regio = models.ForeignKey("netwerk.Regio", on_delete=models.PROTECT, related_name="+")
    tekst = models.TextField()
    door = to_medewerker()
    op = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "overname uit een andere regio"
        constraints = [*regio_rules("kandidaat", zonder_rollen=ZONDER_NAMEN)]


class Overdrachtdocument(RegioModel):
    """A document of the dossier that goes along to another region, as the giver chose it."""

    overdracht = models.ForeignKey(
        Overdracht, on_delete=models.CASCADE, related_name="documenten", db_index=False
    )
    document = models.ForeignKey("documenten.Document", on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "document bij een overdracht"
        ordering = ["id"]
        constraints = [
            *regio_rules("overdracht", "document", zonder_rollen=ZONDER_NAMEN),
            models.UniqueConstraint(
                fields=["overdracht", "document"], name="trajecten_overdrachtdocument_once"
            ),
            Trigger(
                name="trajecten_overdrachtdocument_own",
                when="BEFORE INSERT OR UPDATE",
                body=truths.DOCUMENT_OF_THE_SAME,
                zin="Dit document hoort niet bij deze overdracht. Kies een ander.",
            ),
        ]
