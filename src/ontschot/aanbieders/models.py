"""Whom the partners of a region order from, on which account, under which contract and price."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from ontschot.kern.db import NoOverlap, Statement, Trigger
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.transitions import Stappen
from ontschot.netwerk.models import RegioModel, period_in_order, regio_rules

BTW = [("excl", "exclusief btw"), ("incl", "inclusief btw"), ("onbekend", "btw onbekend")]
# Account numbers are for who pays and for the coordinator, and for nobody else.
NO_ACCOUNTS = frozenset(Rolsoort) - {Rolsoort.KASSIER, Rolsoort.COORDINATOR}


def _stays(columns: str, *, name: str, zin: str) -> Trigger:
    """These columns keep their value, and the row is not taken away."""
    names = columns.split()
    changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in names)
    return Trigger(
        name=name,
        when="BEFORE UPDATE OR DELETE",
        body=f"IF TG_OP = 'DELETE' OR {changed} THEN RAISE EXCEPTION 'frozen' USING "
        "ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME; END IF; RETURN NEW;",
        zin=zin,
    )


# One provider points at another only by a decision of two, and never further than one step.
ONE_STEP = """
IF NEW.samengevoegd_met_id IS DISTINCT FROM OLD.samengevoegd_met_id THEN
  IF pg_trigger_depth() < 2 THEN
    RAISE EXCEPTION 'joined by a decision only'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
  END IF;
  IF NEW.samengevoegd_met_id IS NOT NULL THEN
    PERFORM 1 FROM aanbieders_aanbieder a WHERE a.id = NEW.samengevoegd_met_id
      AND a.samengevoegd_met_id IS NULL FOR UPDATE;
    IF NOT FOUND OR EXISTS (SELECT 1 FROM aanbieders_aanbieder a
        WHERE a.samengevoegd_met_id = NEW.id) THEN
      RAISE EXCEPTION 'already joined'
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
  END IF;
END IF;
RETURN NEW;
"""


class Aanbieder(RegioModel):
    """A provider, kept once per region and shared by all partners there.

    `samengevoegd_met` is the one that goes on when two turned out to be one: orders, contracts and
    accounts stay where they are, and whoever looks for this one finds that one.

    `sleutelnaam` is the name without signs, accents and legal form (`rules.key_of`): the same
    provider cannot stand in the list twice. Without an account one can order here, not pay.
    """

    naam = models.CharField(max_length=140)
    sleutelnaam = models.CharField(max_length=140)
    kvk = models.CharField(max_length=8, blank=True, default="")
    btwnummer = models.CharField(max_length=14, blank=True, default="")
    # Whom to call or mail at the provider; a desk rather than a person.
    contact = models.CharField(max_length=160, blank=True, default="")
    # The last day on which may be ordered here.
    tot = models.DateField(null=True, blank=True)
    reden_gestopt = models.CharField(max_length=200, blank=True, default="")
    samengevoegd_met = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="delen"
    )
    gemaakt_door = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, null=True, related_name="+"
    )
    gemaakt_op = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "aanbieder"
        ordering = ["naam"]
        constraints = [
            *regio_rules("samengevoegd_met"),
            Trigger(
                name="aanbieders_aanbieder_samen",
                when="BEFORE UPDATE",
                body=ONE_STEP,
                zin="Een van deze twee is al samengevoegd met een andere aanbieder. Maak die eerst "
                "los.",
            ),
            models.CheckConstraint(
                condition=~Q(naam="") & ~Q(sleutelnaam=""),
                name="aanbieders_aanbieder_naam",
                violation_error_message="Vul de naam van de aanbieder in.",
            ),
            models.UniqueConstraint(
                fields=["regio", "sleutelnaam"],
                name="aanbieders_aanbieder_once",
                violation_error_message="Deze aanbieder staat al in de lijst van jouw regio. "
                "Kies die, of zet de plaats achter de naam.",
            ),
            models.UniqueConstraint(
                "regio",
                Lower("naam"),
                name="aanbieders_aanbieder_naam_once",
                violation_error_message="Deze aanbieder staat al in de lijst van jouw regio.",
            ),
            models.UniqueConstraint(
                fields=["regio", "kvk"],
                condition=~Q(kvk=""),
                name="aanbieders_aanbieder_kvk_once",
                violation_error_message="Dit KvK-nummer staat al bij een andere aanbieder in "
                "jouw regio. Kies die.",
            ),
            models.UniqueConstraint(
                fields=["regio", "btwnummer"],
                condition=~Q(btwnummer=""),
                name="aanbieders_aanbieder_btw_once",
                violation_error_message="Dit btw-nummer staat al bij een andere aanbieder in "
                "jouw regio. Kies die.",
            ),
            models.CheckConstraint(
                condition=Q(kvk="") | Q(kvk__regex=r"^[0-9]{8}$"),
                name="aanbieders_aanbieder_kvk",
                violation_error_message="Een KvK-nummer is acht cijfers.",
            ),
            models.CheckConstraint(
                condition=Q(btwnummer="") | Q(btwnummer__regex=r"^NL[0-9]{9}B[0-9]{2}$"),
                name="aanbieders_aanbieder_btw",
                violation_error_message="Een btw-nummer ziet eruit als NL123456782B90.",
            ),
            models.CheckConstraint(
                condition=Q(tot__isnull=True) | ~Q(reden_gestopt=""),
                name="aanbieders_aanbieder_reden",
                violation_error_message="Schrijf waarom hier niet meer besteld wordt.",
            ),
            _stays(
                "regio_id gemaakt_door_id gemaakt_op",
                name="aanbieders_aanbieder_stays",
                zin="Een aanbieder gaat niet weg. Zeg vanaf wanneer er niet meer besteld wordt.",
            ),
        ]

    def __str__(self) -> str:
        return self.naam


SAMENVOEGING_STAPPEN = Stappen(
    {"voorgesteld": {"akkoord", "afgewezen"}, "akkoord": {"ongedaan"}}, begin="voorgesteld"
)
CARRY_OUT = """
IF NEW.status <> OLD.status AND NEW.status IN ('akkoord', 'ongedaan') THEN
  UPDATE aanbieders_aanbieder SET samengevoegd_met_id =
      CASE NEW.status WHEN 'akkoord' THEN NEW.met_id END
    WHERE id = NEW.aanbieder_id;
END IF;
RETURN NULL;
"""


class Aanbiedersamenvoeging(RegioModel):
    """Two providers are one: said by one person, agreed by another, and undone with a reason.

    `aanbieder` ends and `met` goes on; the database carries it out. No row moves.
    """

    STAPPEN = SAMENVOEGING_STAPPEN

    aanbieder = models.ForeignKey(
        Aanbieder, on_delete=models.PROTECT, related_name="samenvoegingen"
    )
    met = models.ForeignKey(Aanbieder, on_delete=models.PROTECT, related_name="+")
    reden = models.CharField(max_length=200)
    status = models.CharField(max_length=12, choices=STAPPEN.choices, default="voorgesteld")
    voorgesteld_door = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, related_name="+"
    )
    voorgesteld_op = models.DateTimeField(auto_now_add=True)
    beslist_door = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, null=True, related_name="+"
    )
    beslist_op = models.DateTimeField(null=True)
    ongedaan_door = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, null=True, related_name="+"
    )
    reden_ongedaan = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        verbose_name = "samenvoeging van aanbieders"
        ordering = ["-id"]
        constraints = [
            *regio_rules("aanbieder", "met"),
            *SAMENVOEGING_STAPPEN.constraints(),
            models.UniqueConstraint(
                fields=["aanbieder"],
                condition=Q(status__in=["voorgesteld", "akkoord"]),
                name="aanbieders_samenvoeging_one",
                violation_error_message="Over deze aanbieder ligt al een voorstel. Ververs de "
                "pagina.",
            ),
            models.CheckConstraint(
                condition=~Q(aanbieder=F("met")) & ~Q(reden=""),
                name="aanbieders_samenvoeging_twee",
                violation_error_message="Kies een andere aanbieder, en schrijf hoe je weet dat het "
                "dezelfde is.",
            ),
            models.CheckConstraint(
                condition=Q(beslist_door__isnull=True) | ~Q(beslist_door=F("voorgesteld_door")),
                name="aanbieders_samenvoeging_four_eyes",
                violation_error_message="Wie voorstelt, stemt niet in. Vraag een ander.",
            ),
            models.CheckConstraint(
                condition=Q(status="voorgesteld") ^ Q(beslist_door__isnull=False),
                name="aanbieders_samenvoeging_decided",
            ),
            models.CheckConstraint(
                condition=~Q(status="ongedaan")
                | Q(ongedaan_door__isnull=False) & ~Q(reden_ongedaan=""),
                name="aanbieders_samenvoeging_ongedaan",
                violation_error_message="Schrijf waarom het toch twee aanbieders zijn.",
            ),
            Trigger(
                name="aanbieders_samenvoeging_uit", when="AFTER UPDATE", body=CARRY_OUT, owner=True
            ),
            _stays(
                "regio_id aanbieder_id met_id reden voorgesteld_door_id",
                name="aanbieders_samenvoeging_stays",
                zin="Een voorstel verandert niet. Wijs het af en doe een ander.",
            ),
        ]


OVERNAME_STAPPEN = Stappen(
    {"voorgesteld": {"akkoord", "afgewezen"}, "akkoord": {"beeindigd"}},
    begin="voorgesteld",
    labels={"beeindigd": "beëindigd"},
)
# Whose account is paid for an order of this provider: its own, unless two people said otherwise.
BETAALD_AAN = """
CREATE FUNCTION aanbieders_betaald_aan(_aanbieder bigint) RETURNS bigint LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp AS $ontschot$ BEGIN
  RETURN coalesce((SELECT s.met_id FROM aanbieders_rekeningovername o
    JOIN aanbieders_aanbiedersamenvoeging s ON s.id = o.samenvoeging_id
    WHERE s.aanbieder_id = _aanbieder AND s.status = 'akkoord' AND o.status = 'akkoord'),
    _aanbieder);
END $ontschot$
"""
# The one that goes on has an account that two people saw, and the join still holds.
CAN_BE_PAID = """
IF NEW.status = 'akkoord' AND OLD.status <> 'akkoord' THEN
  PERFORM 1 FROM aanbieders_aanbiedersamenvoeging s
    JOIN aanbieders_aanbiederrekening r ON r.aanbieder_id = s.met_id
    WHERE s.id = NEW.samenvoeging_id AND s.status = 'akkoord' AND r.bevestigd_op IS NOT NULL
      AND r.ingetrokken_op IS NULL AND (now() AT TIME ZONE 'Europe/Amsterdam')::date
        BETWEEN r.van AND coalesce(r.tot, 'infinity');
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no account to take over'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
  END IF;
END IF;
RETURN NEW;
"""


class Rekeningovername(RegioModel):
    """What was ordered from a provider that ended is paid to the one that goes on.

    A join alone changes no account. This is its own decision: proposed by one, agreed by a kassier
    who did not propose it, ended with a reason (then the own account holds again).
    """

    STAPPEN = OVERNAME_STAPPEN

    samenvoeging = models.ForeignKey(
        Aanbiedersamenvoeging, on_delete=models.PROTECT, related_name="overnames"
    )
    reden = models.CharField(max_length=200)
    status = models.CharField(max_length=12, choices=STAPPEN.choices, default="voorgesteld")
    voorgesteld_door = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, related_name="+"
    )
    voorgesteld_op = models.DateTimeField(auto_now_add=True)
    beslist_door = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, null=True, related_name="+"
    )
    beslist_op = models.DateTimeField(null=True)
    beeindigd_door = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, null=True, related_name="+"
    )
    reden_einde = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        verbose_name = "overname van een rekening"
        ordering = ["-id"]
        constraints = [
            *regio_rules("samenvoeging", zonder_rollen=NO_ACCOUNTS),
            *OVERNAME_STAPPEN.constraints(),
            models.UniqueConstraint(
                fields=["samenvoeging"],
                condition=Q(status__in=["voorgesteld", "akkoord"]),
                name="aanbieders_overname_one",
                violation_error_message="Hierover ligt al een voorstel. Ververs de pagina.",
            ),
            models.CheckConstraint(
                condition=~Q(reden=""),
                name="aanbieders_overname_reden",
                violation_error_message="Schrijf waarom er op de andere rekening wordt betaald.",
            ),
            models.CheckConstraint(
                condition=Q(beslist_door__isnull=True) | ~Q(beslist_door=F("voorgesteld_door")),
                name="aanbieders_overname_four_eyes",
                violation_error_message="Wie voorstelt, stemt niet in. Vraag een andere kassier.",
            ),
            models.CheckConstraint(
                condition=Q(status="voorgesteld") ^ Q(beslist_door__isnull=False),
                name="aanbieders_overname_decided",
            ),
            models.CheckConstraint(
                condition=~Q(status="beeindigd")
                | Q(beeindigd_door__isnull=False) & ~Q(reden_einde=""),
                name="aanbieders_overname_einde",
                violation_error_message="Schrijf waarom dit stopt.",
            ),
            Statement(
                name="aanbieders_betaald_aan",
                do=BETAALD_AAN,
                undo="DROP FUNCTION aanbieders_betaald_aan(bigint)",
            ),
            Trigger(
                name="aanbieders_overname_rekening",
                when="BEFORE UPDATE",
                body=CAN_BE_PAID,
                zin="De aanbieder die doorgaat heeft geen bevestigde rekening die nu geldt, of "
                "de twee zijn weer losgemaakt.",
            ),
            _stays(
                "regio_id samenvoeging_id reden voorgesteld_door_id voorgesteld_op",
                name="aanbieders_overname_stays",
                zin="Een voorstel verandert niet. Wijs het af en doe een ander.",
            ),
        ]


class Aanbiederrekening(RegioModel):
    """An account of a provider, entered by one person and confirmed by another.

    It may be paid when it is confirmed, on the days from `van` to `tot`, unless it was withdrawn.
    A changed account is a new row: the number itself never changes.
    """

    aanbieder = models.ForeignKey(Aanbieder, on_delete=models.PROTECT, related_name="rekeningen")
    iban = models.CharField(max_length=34)
    tenaamstelling = models.CharField(max_length=70)
    van = models.DateField()
    tot = models.DateField(null=True, blank=True)
    opgegeven_door = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, related_name="+"
    )
    opgegeven_op = models.DateTimeField(auto_now_add=True)
    bevestigd_door = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, null=True, related_name="+"
    )
    bevestigd_op = models.DateTimeField(null=True)
    ingetrokken_op = models.DateTimeField(null=True)
    reden_intrekking = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        verbose_name = "rekening van een aanbieder"
        ordering = ["-van", "-id"]
        constraints = [
            *regio_rules("aanbieder", zonder_rollen=NO_ACCOUNTS),
            period_in_order("aanbieders_rekening_period"),
            models.CheckConstraint(
                condition=Q(iban__regex=r"^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$")
                & ~Q(tenaamstelling=""),
                name="aanbieders_rekening_iban",
                violation_error_message="Vul een rekeningnummer (IBAN) in, en op wiens naam het "
                "staat.",
            ),
            models.UniqueConstraint(
                fields=["regio", "iban"],
                condition=Q(ingetrokken_op__isnull=True),
                name="aanbieders_rekening_once",
                violation_error_message="Dit rekeningnummer staat al bij een aanbieder in jouw "
                "regio. Kijk of het dezelfde aanbieder is.",
            ),
            models.CheckConstraint(
                condition=Q(bevestigd_door__isnull=True, bevestigd_op__isnull=True)
                | Q(bevestigd_door__isnull=False, bevestigd_op__isnull=False),
                name="aanbieders_rekening_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(bevestigd_door__isnull=True)
                | ~Q(bevestigd_door=F("opgegeven_door")),
                name="aanbieders_rekening_four_eyes",
                violation_error_message="Wie een rekening opgeeft, bevestigt haar niet. Vraag "
                "een collega.",
            ),
            models.CheckConstraint(
                condition=Q(ingetrokken_op__isnull=True) | ~Q(reden_intrekking=""),
                name="aanbieders_rekening_reden",
                violation_error_message="Schrijf waarom de rekening niet meer klopt.",
            ),
            NoOverlap(
                fields=["aanbieder"],
                waar="bevestigd_op IS NOT NULL AND ingetrokken_op IS NULL",
                zin="Deze aanbieder heeft in die tijd al een bevestigde rekening. Kies een "
                "latere dag.",
            ),
            _stays(
                "regio_id aanbieder_id iban tenaamstelling van opgegeven_door_id opgegeven_op",
                name="aanbieders_rekening_stays",
                zin="Een rekening verandert niet. Geef de nieuwe op; een ander bevestigt haar.",
            ),
            Trigger(
                name="aanbieders_rekening_settled",
                when="BEFORE UPDATE",
                body="""
IF OLD.ingetrokken_op IS NOT NULL
   OR (OLD.bevestigd_op IS NOT NULL AND (NEW.bevestigd_door_id, NEW.bevestigd_op)
       IS DISTINCT FROM (OLD.bevestigd_door_id, OLD.bevestigd_op)) THEN
  RAISE EXCEPTION 'settled' USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
""",
                zin="Over deze rekening is al beslist. Geef zo nodig een nieuwe op.",
            ),
        ]  # fmt: skip

    @property
    def einde(self) -> str:
        """The last four signs: enough to recognise it in a log, too little to use it."""
        return self.iban[-4:]


class Contract(RegioModel):
    """What one partner agreed with one provider: period, what, and where the paper is."""

    organisatie = models.ForeignKey(
        "netwerk.Organisatie", on_delete=models.PROTECT, related_name="contracten"
    )
    aanbieder = models.ForeignKey(Aanbieder, on_delete=models.PROTECT, related_name="contracten")
    wat = models.CharField(max_length=200)
    # The number or place of the document at the partner; the document itself stays there.
    kenmerk = models.CharField(max_length=120, blank=True, default="")
    van = models.DateField()
    tot = models.DateField(null=True, blank=True)
    gemaakt_door = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = "contract"
        ordering = ["-van", "-id"]
        constraints = [
            *regio_rules("aanbieder"),
            period_in_order("aanbieders_contract_period"),
            models.CheckConstraint(
                condition=~Q(wat=""),
                name="aanbieders_contract_wat",
                violation_error_message="Schrijf waar het contract over gaat.",
            ),
            _stays(
                "regio_id organisatie_id aanbieder_id wat kenmerk van gemaakt_door_id",
                name="aanbieders_contract_stays",
                zin="Een contract verandert niet. Beëindig het en leg een nieuw contract vast.",
            ),
        ]


class Kaderprijs(RegioModel):
    """The price that a contract sets for one kind of interventie, in cents, with its VAT basis.

    It holds on its own days, as far as its contract holds then too.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="prijzen")
    interventiesoort = models.ForeignKey(
        "regelingen.Interventiesoort", on_delete=models.PROTECT, related_name="+"
    )
    cent = models.BigIntegerField()
    btw = models.CharField(max_length=8, choices=BTW)
    # For what one pays it: per person, per month, per meeting.
    per = models.CharField(max_length=60, blank=True, default="")
    van = models.DateField()
    tot = models.DateField(null=True, blank=True)
    gemaakt_door = models.ForeignKey(
        "netwerk.Medewerker", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = "kaderprijs"
        ordering = ["interventiesoort", "-van", "-id"]
        constraints = [
            *regio_rules("contract"),
            period_in_order("aanbieders_kaderprijs_period"),
            models.CheckConstraint(
                condition=Q(cent__gt=0) & Q(btw__in=["excl", "incl", "onbekend"]),
                name="aanbieders_kaderprijs_bedrag",
                violation_error_message="Vul een prijs in van meer dan € 0, en zeg of de btw "
                "erin zit.",
            ),
            NoOverlap(
                fields=["contract", "interventiesoort"],
                zin="Voor deze soort geldt in die tijd al een prijs. Kies een latere dag.",
            ),
            _stays(
                "regio_id contract_id interventiesoort_id cent btw per van gemaakt_door_id",
                name="aanbieders_kaderprijs_stays",
                zin="Een prijs verandert niet. Leg een nieuwe vast vanaf een latere dag.",
            ),
        ]
