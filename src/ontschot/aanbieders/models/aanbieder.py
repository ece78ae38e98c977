"""A provider, kept once per region."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from ontschot.kern.db import Trigger
from ontschot.kern.rollen import Rolsoort
from ontschot.netwerk.models import RegioModel, regio_rules, to_medewerker

# Account numbers are for who pays and for the coordinator, and for nobody else.
NO_ACCOUNTS = frozenset(Rolsoort) - {Rolsoort.KASSIER, Rolsoort.COORDINATOR}


def stays(columns: str, *, name: str, zin: str) -> Trigger:
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
    gemaakt_door = to_medewerker(null=True)
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
            stays(
                "regio_id gemaakt_door_id gemaakt_op",
                name="aanbieders_aanbieder_stays",
                zin="Een aanbieder gaat niet weg. Zeg vanaf wanneer er niet meer besteld wordt.",
            ),
        ]

    def __str__(self) -> str:
        return self.naam
