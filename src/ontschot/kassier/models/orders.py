"""Money set aside for one interventie (reservering), and ordered by the buying partner."""

from django.db import models
from django.db.models import F, Q

from ontschot.kassier import truths
from ontschot.kassier.db import SameRegioOrNational, frozen, no_delete
from ontschot.kassier.models.mandaten import PARTIJEN, Inkoopmandaat, Plafondakkoord
from ontschot.kern.db import Trigger
from ontschot.kern.transitions import Stappen
from ontschot.netwerk.models import RegioModel, period_in_order, regio_rules, to_medewerker

RESERVERING_STAPPEN = Stappen({"open": {"verplicht", "vrijgegeven", "verlopen"}}, begin="open")

# What a fonds with a joint decision rule asks, kept where nobody can walk around it.
JOINT_DECISION = """
PERFORM 1 FROM kassier_fondsregel r JOIN kassier_fonds f ON f.id = r.fonds_id
  WHERE r.id = NEW.fondsregel_id
    AND (f.beslisregel <> 'beraad_gezamenlijk' OR NEW.beraadsbesluit <> '');
IF NOT FOUND THEN
  RAISE EXCEPTION 'joint decision missing'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""


class Reservering(RegioModel):
    """Money set aside when it was granted. `gemaakt_door` decided, so does not pay."""

    STAPPEN = RESERVERING_STAPPEN

    fondsregel = models.ForeignKey(
        "kassier.Fondsregel", on_delete=models.PROTECT, related_name="reserveringen"
    )
    interventie = models.ForeignKey(
        "trajecten.Interventie", on_delete=models.PROTECT, related_name="reserveringen"
    )
    kandidaat_sleutel = models.CharField(max_length=16)
    cent = models.BigIntegerField()
    status = models.CharField(max_length=12, choices=STAPPEN.choices, default="open")
    # Reference of the decision of the Regionaal Beraad, for a fonds that asks for one.
    beraadsbesluit = models.CharField(max_length=120, blank=True, default="")
    gemaakt_door = to_medewerker(null=True)
    gemaakt_op = models.DateTimeField(auto_now_add=True)
    boekdatum = models.DateField()
    verloopt_op = models.DateField(null=True, blank=True)
    reden_vrijgave = models.CharField(max_length=300, blank=True, default="")
    # Asked along by `to_order`: whether the region says who may buy.
    met_mandaten: bool

    class Meta:
        verbose_name = "reservering"
        constraints = [
            *regio_rules("interventie"),
            SameRegioOrNational(field="fondsregel"),
            *RESERVERING_STAPPEN.constraints(),
            models.UniqueConstraint(
                fields=["interventie"],
                condition=Q(status="open"),
                name="kassier_reservering_one_open",
                violation_error_message="Voor deze interventie staat al een reservering open.",
            ),
            models.CheckConstraint(
                condition=Q(cent__gt=0),
                name="kassier_reservering_bedrag",
                violation_error_message="Reserveer meer dan € 0.",
            ),
            models.CheckConstraint(
                condition=~Q(status="vrijgegeven") | ~Q(reden_vrijgave=""),
                name="kassier_reservering_reden",
                violation_error_message="Schrijf waarom de reservering niet meer nodig is.",
            ),
            Trigger(
                name="kassier_reservering_beraad",
                when="BEFORE INSERT",
                body=JOINT_DECISION,
                zin="Over dit fonds beslist het Regionaal Beraad samen. Noem het besluit van "
                "het Beraad.",
            ),
            Trigger(
                name="kassier_reservering_deel",
                when="BEFORE INSERT",
                body=truths.NOT_DIVIDED,
                owner=True,
                zin="Dit landelijke fonds is verdeeld over de regio's. Reserveer uit het deel van "
                "jouw regio.",
            ),
            frozen(
                ["regio_id", "fondsregel_id", "interventie_id", "cent", "gemaakt_door_id"],
                name="kassier_reservering_frozen",
                zin="Een reservering verandert niet. Geef haar vrij en maak een nieuwe.",
            ),
            no_delete(
                name="kassier_reservering_stays",
                zin="Een reservering gaat niet weg. Geef haar vrij.",
            ),
        ]

    def __str__(self) -> str:
        return self.nummer

    @property
    def nummer(self) -> str:
        """The reserveringsnummer that people mention."""
        return f"R{self.boekdatum.year}-{self.pk:06d}"


VERPLICHTING_STAPPEN = Stappen({"open": {"afgerond", "ingetrokken", "verlopen"}}, begin="open")

# What the partner claimed and what was given back are together never more than what was ordered.
WITHIN_ORDER = """
IF NEW.vrijgevallen_cent + coalesce((
  SELECT sum(d.cent) FROM kassier_declaratieregel d
  WHERE d.verplichting_id = NEW.id AND d.status IN ('opgenomen', 'betaald')), 0) > NEW.bedrag_cent
THEN
  RAISE EXCEPTION 'more than ordered'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""


class Verplichting(RegioModel):
    """An order by the buying partner: price, VAT basis, ceiling and rule version frozen that day.

    Pending (`open`) until it is declared and paid in full (`afgerond`), called off before
    anything was declared (`ingetrokken`) or expired. `vrijgevallen_cent` went back to the line.
    """

    STAPPEN = VERPLICHTING_STAPPEN
    BTW = [("excl", "exclusief btw"), ("incl", "inclusief btw"), ("onbekend", "btw onbekend")]
    BETAALWIJZEN = [
        ("partner", "de partner betaalt en vraagt het terug"),
        ("aanbieder", "de kassier betaalt de aanbieder"),
    ]

    reservering = models.OneToOneField(
        Reservering, on_delete=models.PROTECT, related_name="verplichting"
    )
    fondsregel = models.ForeignKey(
        "kassier.Fondsregel", on_delete=models.PROTECT, related_name="verplichtingen"
    )
    interventie = models.ForeignKey(
        "trajecten.Interventie", on_delete=models.PROTECT, related_name="verplichtingen"
    )
    kandidaat_sleutel = models.CharField(max_length=16)
    interventiesoort = models.ForeignKey(
        "regelingen.Interventiesoort", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    inkoper = models.ForeignKey(
        "netwerk.Organisatie",
        on_delete=models.PROTECT,
        related_name="verplichtingen",
        db_index=False,  # `verplichting_inkoper` begins with it
    )
    # The name of the provider as it was that day, and its place in the list (empty: before there
    # was a list).
    aanbieder = models.CharField(max_length=140)
    leverancier = models.ForeignKey(
        "aanbieders.Aanbieder", on_delete=models.PROTECT, null=True, related_name="verplichtingen"
    )
    # Buyer, who answers first, and at whose request: three facts.
    eerstverantwoordelijk = models.CharField(
        max_length=12, choices=PARTIJEN, blank=True, default="", db_default=""
    )
    op_verzoek_van = models.ForeignKey(
        "netwerk.Organisatie", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    # The delivery period: first and last day.
    van = models.DateField(null=True)
    tot = models.DateField(null=True)
    # The parts in which the invoice comes: `[{"dag": "2026-03-31", "cent": 50000}, …]`; empty: one.
    termijnen = models.JSONField(
        default=list, db_default=models.Value([], output_field=models.JSONField())
    )
    betaalwijze = models.CharField(
        max_length=10, choices=BETAALWIJZEN, default="partner", db_default="partner"
    )
    # The buyer's own reference, for its books and for the invoice.
    kenmerk_inkoper = models.CharField(max_length=60, blank=True, default="", db_default="")
    bedrag_cent = models.BigIntegerField()
    btw = models.CharField(max_length=8, choices=BTW)
    # The framework price that held, and what let the buyer order: kept with the order.
    kaderprijs = models.ForeignKey(
        "aanbieders.Kaderprijs",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    mandaat = models.ForeignKey(
        Inkoopmandaat, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    akkoord = models.ForeignKey(
        Plafondakkoord, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    plafond_cent = models.BigIntegerField(null=True)
    reden_boven_plafond = models.CharField(max_length=300, blank=True, default="")
    regeling = models.ForeignKey(
        "regelingen.Regeling", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    status = models.CharField(max_length=12, choices=STAPPEN.choices, default="open")
    besteld_door = to_medewerker(null=True)
    besteld_op = models.DateTimeField()
    boekdatum = models.DateField()
    vrijgevallen_cent = models.BigIntegerField(default=0)
    reden_vrijgave = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        verbose_name = "verplichting"
        constraints = [
            *regio_rules(
                "interventie", "reservering", "leverancier", "kaderprijs", "mandaat", "akkoord"
            ),
            *VERPLICHTING_STAPPEN.constraints(),
            period_in_order("kassier_verplichting_period"),
            models.CheckConstraint(
                condition=Q(betaalwijze="partner")
                | Q(betaalwijze="aanbieder", leverancier__isnull=False),
                name="kassier_verplichting_betaalwijze",
                violation_error_message="Kies de aanbieder uit de lijst als de kassier betaalt.",
            ),
            models.CheckConstraint(
                condition=Q(eerstverantwoordelijk__in=["", "gemeente", "uwv", "vakbond"]),
                name="kassier_verplichting_eerst",
            ),
            Trigger(
                name="kassier_verplichting_reserved",
                when="BEFORE INSERT",
                body=truths.TAKES_OPEN_RESERVERING,
                zin="Voor deze interventie staat geen reservering (meer) open van dit bedrag. "
                "Vraag eerst een reserveringsnummer.",
            ),
            Trigger(
                name="kassier_verplichting_mandaat",
                when="BEFORE INSERT",
                body=truths.WITHIN_INKOOPMANDAAT,
                zin="Voor deze bestelling is er geen mandaat. Kijk bij Mandaten wie dit mag "
                "kopen.",
            ),
            Trigger(
                name="kassier_verplichting_akkoord",
                when="BEFORE INSERT",
                body=truths.ABOVE_CEILING_AGREED,
                zin="Dit is meer dan het bedrag in de regeling. Vraag eerst akkoord van iemand "
                "met een hoger mandaat.",
            ),
            Trigger(
                name="kassier_verplichting_termijnen",
                when="BEFORE INSERT",
                body=truths.TERMS_ADD_UP,
                zin="De delen zijn samen niet de prijs, of staan niet op volgorde van de dag.",
            ),
            Trigger(
                name="kassier_verplichting_over",
                when="BEFORE UPDATE OF status",
                body=truths.NOTHING_LEFT_BEHIND,
                zin="Van deze verplichting is nog geld over. Geef dat eerst terug.",
            ),
            models.UniqueConstraint(
                fields=["interventie"],
                condition=Q(status="open"),
                name="kassier_verplichting_one_open",
                violation_error_message="Deze interventie is al besteld.",
            ),
            models.CheckConstraint(
                condition=Q(bedrag_cent__gt=0),
                name="kassier_verplichting_bedrag",
                violation_error_message="Vul een bedrag in van meer dan € 0.",
            ),
            models.CheckConstraint(
                condition=Q(btw__in=["excl", "incl", "onbekend"]), name="kassier_verplichting_btw"
            ),
            models.CheckConstraint(
                condition=~Q(aanbieder=""),
                name="kassier_verplichting_aanbieder",
                violation_error_message="Vul in wie de dienst levert.",
            ),
            models.CheckConstraint(
                condition=Q(plafond_cent__isnull=True)
                | Q(bedrag_cent__lte=F("plafond_cent"))
                | ~Q(reden_boven_plafond=""),
                name="kassier_verplichting_plafond",
                violation_error_message=(
                    "Dit is meer dan het bedrag dat voor deze dienst in de regeling staat. "
                    "Schrijf waarom dat nodig is."
                ),
            ),
            models.CheckConstraint(
                condition=Q(vrijgevallen_cent__gte=0), name="kassier_verplichting_vrijgevallen"
            ),
            models.CheckConstraint(
                condition=Q(vrijgevallen_cent=0) | ~Q(reden_vrijgave=""),
                name="kassier_verplichting_reden",
                violation_error_message="Schrijf waarom het geld niet meer nodig is.",
            ),
            Trigger(
                name="kassier_verplichting_within",
                when="BEFORE UPDATE",
                body=WITHIN_ORDER,
                zin="Dit is meer dan er van de verplichting over is.",
            ),
            frozen(
                [
                    "regio_id", "reservering_id", "fondsregel_id", "interventie_id",
                    "kandidaat_sleutel", "interventiesoort_id", "inkoper_id", "aanbieder",
                    "leverancier_id", "eerstverantwoordelijk", "op_verzoek_van_id", "van", "tot",
                    "termijnen", "betaalwijze", "kenmerk_inkoper", "kaderprijs_id", "mandaat_id",
                    "akkoord_id",
                    "bedrag_cent", "btw", "plafond_cent", "reden_boven_plafond", "regeling_id",
                    "besteld_door_id", "besteld_op", "boekdatum",
                ],
                name="kassier_verplichting_frozen",
                zin="Wat besteld is, ligt vast. Trek de verplichting in en bestel opnieuw.",
            ),
            no_delete(
                name="kassier_verplichting_stays",
                zin="Een verplichting gaat niet weg. Trek haar in.",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["inkoper", "status"], name="verplichting_inkoper"),
            models.Index(fields=["kandidaat_sleutel"], name="verplichting_sleutel"),
        ]

    def __str__(self) -> str:
        return self.nummer

    @property
    def nummer(self) -> str:
        """The order number that stands on the provider's invoice."""
        return f"V{self.boekdatum.year}-{self.pk:06d}"
