"""What the bank said: its files, the statements in them, and each line with what came of it.

A file is kept first (`klaargezet`), looked at on the screen, and then read whole or not at all.
"""

from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.lookups import Exact

from ontschot.kassier.db import frozen, no_delete
from ontschot.kassier.models.betalen import NO_ACCOUNTS
from ontschot.kassier.models.dubbel import DUBBEL_EENMAAL
from ontschot.kern.db import AppendOnly, Trigger
from ontschot.kern.transitions import Stappen
from ontschot.netwerk.models import RegioModel, regio_rules, to_medewerker
from ontschot.netwerk.voorstel import Voorstel, voorstel_rules

OPGEHAALD, UITVOERDAG = "opgehaald", "uitvoerdag"


class Betaalinstelling(RegioModel):
    """Until when a released batch of this region may still be cancelled. One row per region.

    Without a row: until somebody fetched the file, because from then on the bank can have it.
    """

    ANNULEREN_TOT = [
        (OPGEHAALD, "totdat iemand het betaalbestand ophaalt"),
        (UITVOERDAG, "tot de dag waarop de bank betaalt"),
    ]
    annuleren_tot = models.CharField(
        max_length=10, choices=ANNULEREN_TOT, default=OPGEHAALD, db_default=OPGEHAALD
    )
    # After so many days of silence money that left twice waits for a kassier; None: never.
    dubbel_dagen = models.PositiveSmallIntegerField(null=True)
    gewijzigd_door = to_medewerker(null=True)
    gewijzigd_op = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "instelling voor betalen"
        constraints = [
            *regio_rules(),
            models.UniqueConstraint(fields=["regio"], name="kassier_betaalinstelling_one"),
            models.CheckConstraint(
                condition=Q(annuleren_tot__in=[OPGEHAALD, UITVOERDAG]),
                name="kassier_betaalinstelling_annuleren",
            ),
            models.CheckConstraint(
                condition=Q(dubbel_dagen__isnull=True) | Q(dubbel_dagen__range=(1, 365)),
                name="kassier_betaalinstelling_dubbel",
                violation_error_message="Een termijn is 1 tot en met 365 dagen.",
            ),
        ]


class Bestandsophaling(RegioModel):
    """Somebody fetched the payment file; from then on the bank can have it."""

    batch = models.ForeignKey(
        "kassier.Betaalbatch", on_delete=models.PROTECT, related_name="ophalingen"
    )
    door = to_medewerker()
    op = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "ophaling van een betaalbestand"
        ordering = ["-id"]
        constraints = [
            *regio_rules("batch", zonder_rollen=NO_ACCOUNTS),
            AppendOnly(zin="Wie het betaalbestand ophaalde, blijft vastliggen."),
        ]


BANKBESTAND_STAPPEN = Stappen({"klaargezet": {"ingelezen", "weggelegd"}}, begin="klaargezet")
HASH_OF_CONTENT = Exact(
    F("sha256"),
    Func(
        Func(F("inhoud"), function="sha256"),
        Value("hex"),
        function="encode",
        output_field=models.CharField(),
    ),
)


class Bankbestand(RegioModel):
    """One file of the bank. Read at most once: by its content, and by the number the bank gave it.

    Kept after reading because the entries `betaald` rest on it; emptied when it was put away.
    """

    STAPPEN = BANKBESTAND_STAPPEN
    CAMT, PAIN = "camt053", "pain002"
    SOORTEN = [(CAMT, "rekeningafschrift (camt.053)"), (PAIN, "antwoord van de bank (pain.002)")]

    soort = models.CharField(max_length=8, choices=SOORTEN)
    naam = models.CharField(max_length=80)
    # The number that the bank gave to the message (MsgId).
    bericht_id = models.CharField(max_length=35)
    inhoud = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    status = models.CharField(max_length=10, choices=STAPPEN.choices, default="klaargezet")
    klaargezet_door = to_medewerker(null=True)
    klaargezet_op = models.DateTimeField(auto_now_add=True)
    ingelezen_door = to_medewerker(null=True)
    ingelezen_op = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "bestand van de bank"
        ordering = ["-id"]
        constraints = [
            *regio_rules(zonder_rollen=NO_ACCOUNTS),
            *BANKBESTAND_STAPPEN.constraints(),
            models.UniqueConstraint(
                fields=["regio", "sha256"],
                condition=~Q(status="weggelegd"),
                name="kassier_bankbestand_once",
                violation_error_message=(
                    "Dit bestand staat er al. Kijk in de lijst van bestanden van de bank."
                ),
            ),
            models.UniqueConstraint(
                fields=["regio", "soort", "bericht_id"],
                condition=Q(status="ingelezen", soort="pain002"),
                name="kassier_bankbestand_bericht",
                violation_error_message=(
                    "Dit antwoord van de bank is al ingelezen. Leg dit bestand weg."
                ),
            ),
            models.CheckConstraint(
                condition=Q(status="weggelegd", inhoud=b"") | Q(HASH_OF_CONTENT),
                name="kassier_bankbestand_hash",
            ),
            models.CheckConstraint(
                condition=Q(status="ingelezen") ^ Q(ingelezen_op__isnull=True),
                name="kassier_bankbestand_ingelezen",
            ),
            frozen(
                ["regio_id", "soort", "naam", "bericht_id", "sha256", "klaargezet_door_id"],
                name="kassier_bankbestand_frozen",
                zin="Een bestand van de bank verandert niet.",
            ),
            frozen(
                ["inhoud", "ingelezen_door_id", "ingelezen_op"],
                name="kassier_bankbestand_read_frozen",
                unless="OLD.status = 'klaargezet'",
                zin="Een ingelezen bestand verandert niet.",
            ),
            no_delete(
                name="kassier_bankbestand_stays",
                zin="Een bestand van de bank gaat niet weg. Leg het weg.",
            ),
        ]

    def __str__(self) -> str:
        return self.naam


class Bankafschrift(RegioModel):
    """One statement of one account: from which balance to which. Cents, below zero is overdrawn."""

    bestand = models.ForeignKey(Bankbestand, on_delete=models.PROTECT, related_name="afschriften")
    iban = models.CharField(max_length=34)
    afschrift_id = models.CharField(max_length=35)
    van = models.DateField()
    tot = models.DateField()
    begin_cent = models.BigIntegerField()
    eind_cent = models.BigIntegerField()

    class Meta:
        verbose_name = "rekeningafschrift"
        ordering = ["iban", "tot", "id"]
        constraints = [
            *regio_rules("bestand", zonder_rollen=NO_ACCOUNTS),
            AppendOnly(zin="Een rekeningafschrift verandert niet."),
            models.UniqueConstraint(
                fields=["regio", "iban", "afschrift_id"],
                name="kassier_bankafschrift_once",
                violation_error_message=(
                    "Een afschrift uit dit bestand is al ingelezen. Er is niets veranderd."
                ),
            ),
            models.CheckConstraint(
                condition=Q(tot__gte=F("van")), name="kassier_bankafschrift_period"
            ),
        ]


BANKREGEL_STAPPEN = Stappen(
    {
        "te_plaatsen": {"voorgesteld"},
        "voorgesteld": {"te_plaatsen", "geplaatst"},
        "verwerkt": set(),
    },
    begin={"te_plaatsen", "verwerkt"},
    labels={"te_plaatsen": "te plaatsen"},
)
# In a file that is being read only; and what was put somewhere was put there by two people.
OF_AN_OPEN_FILE = """
PERFORM 1 FROM kassier_bankbestand b WHERE b.id = NEW.bestand_id AND b.status = 'klaargezet';
IF NOT FOUND THEN
  RAISE EXCEPTION 'this file was read' USING
    ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""
PLACED_BY_TWO = """
IF NEW.status = 'geplaatst' AND OLD.status <> 'geplaatst' THEN
  PERFORM 1 FROM kassier_plaatsing p
    WHERE p.bankregel_id = NEW.id AND p.status = 'akkoord';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'placed without a second pair of eyes' USING
      ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
  END IF;
END IF;
RETURN NEW;
"""

BANK_UITKOMSTEN = [
    ("betaald", "betaald"),
    ("geweigerd", "geweigerd door de bank"),
    ("terug", "teruggekomen"),
    ("bekend", "was al bekend"),
    ("aangenomen", "aangenomen door de bank"),
    ("onbekend", "niet herkend"),
]


class Bankregel(RegioModel):
    """One line of a bank file. `verwerkt` when it was matched, else a person places it.

    Counterpart and description are kept only of what nobody could match: a kassier needs them to
    find out whose money it is.
    """

    STAPPEN = BANKREGEL_STAPPEN
    UITKOMSTEN = BANK_UITKOMSTEN

    bestand = models.ForeignKey(
        Bankbestand, on_delete=models.PROTECT, related_name="regels", db_index=False
    )
    afschrift = models.ForeignKey(
        Bankafschrift, on_delete=models.PROTECT, null=True, related_name="regels"
    )
    volgnummer = models.PositiveIntegerField()
    # What it did on our account: money in (`bij`), money out (`af`), or nothing (`geen`: pain.002).
    richting = models.CharField(
        max_length=4, choices=[("bij", "bij"), ("af", "af"), ("geen", "geen")]
    )
    cent = models.BigIntegerField()
    dag = models.DateField()
    kenmerk = models.CharField(max_length=35, blank=True, default="")
    tegenrekening = models.CharField(max_length=34, blank=True, default="")
    tegenpartij = models.CharField(max_length=70, blank=True, default="")
    omschrijving = models.CharField(max_length=140, blank=True, default="")
    redencode = models.CharField(max_length=4, blank=True, default="")
    uitkomst = models.CharField(max_length=10, choices=UITKOMSTEN)
    # Why nobody could match it; empty for what was.
    uitleg = models.CharField(max_length=300, blank=True, default="")
    betaalregel = models.ForeignKey(
        "kassier.Betaalregel", on_delete=models.PROTECT, null=True, related_name="bankregels"
    )
    status = models.CharField(max_length=12, choices=STAPPEN.choices)

    class Meta:
        verbose_name = "regel van de bank"
        ordering = ["id"]
        constraints = [
            *regio_rules("bestand", "betaalregel", zonder_rollen=NO_ACCOUNTS),
            *BANKREGEL_STAPPEN.constraints(),
            models.UniqueConstraint(
                fields=["bestand", "volgnummer"], name="kassier_bankregel_nummer"
            ),
            # One payment leaves the account once, and comes back once.
            models.UniqueConstraint(
                fields=["betaalregel", "richting"],
                condition=Q(afschrift__isnull=False, uitkomst__in=["betaald", "terug", "bekend"]),
                name="kassier_bankregel_payment_once",
                violation_error_message="Bij deze betaling hoort al een regel van de bank.",
            ),
            models.CheckConstraint(
                condition=Q(richting__in=["bij", "af", "geen"])
                & Q(uitkomst__in=sorted(dict(BANK_UITKOMSTEN))),
                name="kassier_bankregel_soort",
            ),
            models.CheckConstraint(
                condition=Q(richting="geen", cent__gte=0) | Q(cent__gt=0),
                name="kassier_bankregel_bedrag",
            ),
            models.CheckConstraint(
                condition=Q(uitkomst="onbekend") | ~Q(status="te_plaatsen"),
                name="kassier_bankregel_open",
            ),
            models.CheckConstraint(
                condition=Q(uitkomst__in=["onbekend", "aangenomen", "bekend"])
                | Q(betaalregel__isnull=False),
                name="kassier_bankregel_match",
            ),
            Trigger(
                name="kassier_bankregel_reading",
                when="BEFORE INSERT",
                body=OF_AN_OPEN_FILE,
                zin="Dit bestand is al ingelezen. Er is niets veranderd.",
            ),
            Trigger(
                name="kassier_bankregel_placed",
                when="BEFORE UPDATE",
                body=PLACED_BY_TWO,
                zin="Twee mensen plaatsen geld: de een stelt voor, de ander stemt in.",
            ),
            frozen(
                [
                    "regio_id", "bestand_id", "afschrift_id", "volgnummer", "richting", "cent",
                    "dag", "kenmerk", "tegenrekening", "tegenpartij", "omschrijving",
                    "redencode", "uitkomst", "uitleg", "betaalregel_id",
                ],
                name="kassier_bankregel_frozen",
                zin="Wat de bank schreef, verandert niet.",
            ),
            no_delete(name="kassier_bankregel_stays", zin="Wat de bank schreef, blijft staan."),
        ]  # fmt: skip
        indexes = [models.Index(fields=["regio", "status"], name="bankregel_status")]


PLAATSING_STAPPEN = Stappen({"voorgesteld": {"akkoord", "afgewezen"}}, begin="voorgesteld")


class Plaatsing(Voorstel):
    """Where money that nobody recognised belongs: one person says so, another agrees.

    `deel_terug` becomes a terugvordering that was received. `geannuleerd` pays the line after all.
    `dubbel` moves nothing: the line is paid in another way, so this is no money of the fonds. It
    comes back whole or in parts; see `Dubbelstap` for what is done until then.
    """

    STAPPEN = PLAATSING_STAPPEN
    SOORTEN = [
        ("betaling", "hoort bij een betaling van ons"),
        ("deel_terug", "is een deel van een betaling dat terugkwam"),
        ("geannuleerd", "hoort bij een betaling die was geannuleerd of geweigerd"),
        ("dubbel", "is een betaling die twee keer wegging"),
        ("terugvordering", "hoort bij een terugvordering"),
        ("niet_van_ons", "hoort niet bij ons"),
    ]

    bankregel = models.ForeignKey(Bankregel, on_delete=models.PROTECT, related_name="plaatsingen")
    soort = models.CharField(max_length=14, choices=SOORTEN)
    betaalregel = models.ForeignKey(
        "kassier.Betaalregel", on_delete=models.PROTECT, null=True, related_name="plaatsingen"
    )
    # Which terugvordering it settles.
    terugvordering_nummer = models.PositiveBigIntegerField(null=True)
    reden = models.CharField(max_length=300, blank=True, default="")
    status = models.CharField(max_length=12, choices=STAPPEN.choices, default="voorgesteld")

    class Meta:
        verbose_name = "plaatsing"
        ordering = ["-id"]
        constraints = [
            *regio_rules("bankregel", "betaalregel", zonder_rollen=NO_ACCOUNTS),
            *PLAATSING_STAPPEN.constraints(),
            models.UniqueConstraint(
                fields=["bankregel"],
                condition=Q(status__in=["voorgesteld", "akkoord"]),
                name="kassier_plaatsing_one",
                violation_error_message="Voor deze regel ligt al een voorstel. Ververs de pagina.",
            ),
            *voorstel_rules(
                "kassier_plaatsing", zin="Wie voorstelt, stemt niet in. Vraag de andere kassier."
            ),
            models.CheckConstraint(
                condition=Q(
                    soort__in=["betaling", "deel_terug", "geannuleerd", "dubbel"],
                    betaalregel__isnull=False,
                )
                | Q(soort="terugvordering", terugvordering_nummer__isnull=False)
                | Q(soort="niet_van_ons") & ~Q(reden=""),
                name="kassier_plaatsing_soort",
                violation_error_message="Kies waar het geld bij hoort, of schrijf waarom het niet "
                "bij ons hoort.",
            ),
            DUBBEL_EENMAAL,
            frozen(
                [
                    "regio_id", "bankregel_id", "soort", "betaalregel_id",
                    "terugvordering_nummer", "reden", "voorgesteld_door_id",
                ],
                name="kassier_plaatsing_frozen",
                zin="Een voorstel verandert niet. Wijs het af en doe een ander.",
            ),
            no_delete(name="kassier_plaatsing_stays", zin="Een voorstel gaat niet weg."),
        ]  # fmt: skip
