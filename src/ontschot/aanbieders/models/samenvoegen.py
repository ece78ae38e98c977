"""Two providers that turn out to be one, and whose account is paid from then on."""

from django.db import models
from django.db.models import F, Q

from ontschot.aanbieders.models.aanbieder import NO_ACCOUNTS, Aanbieder, stays
from ontschot.kern.db import Statement, Trigger
from ontschot.kern.transitions import Stappen
from ontschot.netwerk.models import regio_rules, to_medewerker
from ontschot.netwerk.voorstel import Voorstel, voorstel_rules

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


class Aanbiedersamenvoeging(Voorstel):
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
    ongedaan_door = to_medewerker(null=True)
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
            *voorstel_rules(
                "aanbieders_samenvoeging", zin="Wie voorstelt, stemt niet in. Vraag een ander."
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
            stays(
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


class Rekeningovername(Voorstel):
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
    beeindigd_door = to_medewerker(null=True)
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
            *voorstel_rules(
                "aanbieders_overname", zin="Wie voorstelt, stemt niet in. Vraag een andere kassier."
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
            stays(
                "regio_id samenvoeging_id reden voorgesteld_door_id voorgesteld_op",
                name="aanbieders_overname_stays",
                zin="Een voorstel verandert niet. Wijs het af en doe een ander.",
            ),
        ]
