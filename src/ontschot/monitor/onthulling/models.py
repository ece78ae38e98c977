"""What was published: kept, so that every later report is made of the same figures."""

from django.db import models
from django.db.models import Q

from ontschot.kern.db import AppendOnly, Trigger

# A region of a year is published once; the numbers follow each other, so that two who publish at
# the same moment cannot both succeed.
EEN_KEER = """
IF NEW.volgnummer <> 1 + (SELECT count(*) FROM monitor_publicatie p WHERE p.jaar = NEW.jaar)
  OR EXISTS (SELECT 1 FROM monitor_publicatie p WHERE p.jaar = NEW.jaar
    AND p.regios ?| ARRAY(SELECT jsonb_array_elements_text(NEW.regios)))
THEN
  RAISE EXCEPTION 'published before' USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""


class Publicatie(models.Model):
    """The protected figures of some regions over one year: all that anybody is told of them.

    `cijfers` holds shown cells only (see `bewaren`); a hidden number is nowhere in it. The rows
    are counted as known at the end of `peildatum`. `te_klein`, `erbij` and `boven_minimum` count
    hidden cells: too small themselves, hidden along, and more than the proven minimum.
    """

    jaar = models.PositiveSmallIntegerField()
    volgnummer = models.PositiveSmallIntegerField()
    regios = models.JSONField()
    peildatum = models.DateField()
    vastgesteld_op = models.DateTimeField()
    drempel = models.PositiveSmallIntegerField()
    cijfers = models.JSONField()
    # Regions that two sources counted at once.
    dubbel = models.JSONField(default=list)
    te_klein = models.PositiveIntegerField()
    erbij = models.PositiveIntegerField()
    boven_minimum = models.PositiveIntegerField()

    class Meta:
        verbose_name = "publicatie van beschermde cijfers"
        ordering = ["jaar", "volgnummer"]
        constraints = [
            AppendOnly(),
            models.UniqueConstraint(
                fields=["jaar", "volgnummer"],
                name="monitor_publicatie_once",
                violation_error_message="Iemand anders stelt deze cijfers net vast. Maak het "
                "rapport nog een keer.",
            ),
            Trigger(
                name="monitor_publicatie_een_keer",
                when="BEFORE INSERT",
                body=EEN_KEER,
                zin="De beschermde cijfers van deze regio over dit jaar zijn al vastgesteld. Maak "
                "het rapport nog een keer.",
            ),
            models.CheckConstraint(condition=Q(drempel__gte=2), name="monitor_publicatie_drempel"),
        ]

    def __str__(self) -> str:
        return f"{self.jaar}/{self.volgnummer}"
