"""Money set aside for one interventie (reservering), and ordered by the buying partner."""

from django.db import models
from django.db.models import F, Q

from ontschot.kassier.db import SameRegioOrNational, frozen, no_delete
from ontschot.kern.db import Trigger
from ontschot.kern.transitions import Stappen
from ontschot.netwerk.models import RegioModel, regio_rules

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
    gemaakt_door = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, null=True, related_name="+"
    )
    gemaakt_op = models.DateTimeField(auto_now_add=True)
    boekdatum = models.DateField()
    verloopt_op = models.DateField(null=True, blank=True)
    reden_vrijgave = models.CharField(max_length=300, blank=True, default="")

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
        indexes = [models.Index(fields=["interventie"], name="reservering_interventie")]

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
        "regelingen.Interventiesoort", on_delete=models.PROTECT, related_name="+"
    )
    inkoper = models.ForeignKey(
        "netwerk.Organisatie", on_delete=models.PROTECT, related_name="verplichtingen"
    )
    aanbieder = models.CharField(max_length=140)
    bedrag_cent = models.BigIntegerField()
    btw = models.CharField(max_length=8, choices=BTW)
    plafond_cent = models.BigIntegerField(null=True)
    reden_boven_plafond = models.CharField(max_length=300, blank=True, default="")
    regeling = models.ForeignKey("regelingen.Regeling", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=12, choices=STAPPEN.choices, default="open")
    besteld_door = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, null=True, related_name="+"
    )
    besteld_op = models.DateTimeField()
    boekdatum = models.DateField()
    vrijgevallen_cent = models.BigIntegerField(default=0)
    reden_vrijgave = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        verbose_name = "verplichting"
        constraints = [
            *regio_rules("interventie", "reservering"),
            SameRegioOrNational(field="fondsregel"),
            *VERPLICHTING_STAPPEN.constraints(),
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
