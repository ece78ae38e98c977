"""The advies: a reasoned judgement with its grounds, frozen once given."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from ontschot.kern.db import Trigger
from ontschot.kern.rollen import ZONDER_NAMEN
from ontschot.netwerk.models import RegioModel, regio_rules, to_medewerker

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
    melding = models.ForeignKey(
        "meldingen.Melding", on_delete=models.PROTECT, null=True, related_name="+"
    )
    regeling = models.ForeignKey("regelingen.Regeling", on_delete=models.PROTECT, related_name="+")
    # The words of the region that held on the day itself; empty where it had none.
    weging = models.ForeignKey(
        "regelingen.Wegingstekst", on_delete=models.PROTECT, null=True, related_name="+"
    )
    oordeel = models.CharField(max_length=24, choices=OORDELEN)
    toelichting = models.TextField(blank=True, default="")
    aantal_gronden = models.PositiveSmallIntegerField()
    door = to_medewerker()
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
            *regio_rules("kandidaat", "weging", zonder_rollen=ZONDER_NAMEN),
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

    advies = models.ForeignKey(
        Advies, on_delete=models.CASCADE, related_name="gronden", db_index=False
    )
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
