"""A file that somebody brought and that is not loaded yet: what was said of it, and how far it is.

The file itself, its first lines and what came of checking it wait on disk (`levering.opslag`), for
as long as this row: cells of a file that was not accepted have no place in the database.
"""

from django.db import models
from django.db.models import F, Q

from ontschot.kandidaten.lijst_inlezen.models import Narrower
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.transitions import Stappen
from ontschot.monitor.bestandsvorm import SOORTEN
from ontschot.netwerk.models import RegioModel, regio_rules, to_medewerker

ANDEREN = frozenset(Rolsoort) - {Rolsoort.MONITOR}
MINE = (
    "(SELECT current_setting('ontschot.rol', true)) = 'systeem' OR "
    "door_id::text = (SELECT current_setting('ontschot.medewerker', true))"
)
# The worker opens a workbook, checks and loads; in each of these something goes on by itself.
LOPEND = ("openen", "controle", "laden")
AANLEVERING_STAPPEN = Stappen(
    {
        "openen": {"koppelen", "onleesbaar"},
        "onleesbaar": {"openen", "koppelen"},
        "koppelen": {"openen", "controle"},
        "controle": {"koppelen", "nagekeken"},
        "nagekeken": {"openen", "koppelen", "controle", "laden"},
        "laden": {"nagekeken", "geladen"},
    },
    begin={"openen", "koppelen"},
    labels={
        "openen": "wordt geopend",
        "onleesbaar": "niet te lezen",
        "koppelen": "kolommen kiezen",
        "controle": "wordt gecontroleerd",
        "nagekeken": "gecontroleerd",
        "laden": "wordt geladen",
    },
)


class Aanlevering(RegioModel):
    """One brought file; it shows to who brought it and to nobody else.

    `jaar` None: the years follow from the dates. `koppeling` names, for a column of ours, the one
    in the file. `poging` counts what was asked of the worker: an earlier one that still runs sees
    that it is no longer wanted. `fout` is why the last one did not succeed. Gone after `tot`.
    """

    STAPPEN = AANLEVERING_STAPPEN

    door = to_medewerker()
    rol = models.ForeignKey("netwerk.Rol", on_delete=models.PROTECT, related_name="+")
    sleutel = models.CharField(max_length=32, unique=True)
    bestandsnaam = models.CharField(max_length=160)
    soort = models.CharField(max_length=16, choices=[(s, s.capitalize()) for s in SOORTEN])
    bron_naam = models.CharField(max_length=120)
    naam = models.CharField(max_length=120)
    jaar = models.PositiveSmallIntegerField(null=True)
    openbaar = models.BooleanField()
    koppeling = models.JSONField(default=dict)
    status = models.CharField(max_length=10, choices=STAPPEN.choices)
    poging = models.PositiveIntegerField(default=1)
    fout = models.CharField(max_length=400, blank=True, default="")
    levering = models.ForeignKey(
        "monitor.Levering", on_delete=models.PROTECT, null=True, related_name="+"
    )
    gebracht_op = models.DateTimeField()
    gevraagd_op = models.DateTimeField()
    tot = models.DateTimeField()

    class Meta:
        verbose_name = "aanlevering"
        ordering = ["-gebracht_op", "-id"]
        constraints = [
            *regio_rules(zonder_rollen=ANDEREN),
            Narrower(condition=MINE),
            *AANLEVERING_STAPPEN.constraints(),
            models.CheckConstraint(
                condition=Q(soort__in=SOORTEN), name="monitor_aanlevering_soort"
            ),
            models.CheckConstraint(
                condition=Q(status="geladen", levering__isnull=False)
                | ~Q(status="geladen") & Q(levering__isnull=True),
                name="monitor_aanlevering_loaded",
            ),
            models.CheckConstraint(
                condition=Q(fout="") | ~Q(status__in=[*LOPEND, "geladen"]),
                name="monitor_aanlevering_fout",
            ),
            models.CheckConstraint(
                condition=Q(gevraagd_op__gte=F("gebracht_op"), tot__gt=F("gevraagd_op")),
                name="monitor_aanlevering_moments",
            ),
        ]

    def __str__(self) -> str:
        return self.naam
