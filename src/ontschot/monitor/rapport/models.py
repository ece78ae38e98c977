"""What left the monitor: what was asked, as known when, and the files that were made of it.

What was asked and the peildatum are enough to make the same figures again, for ever; `sha256` is
of exactly those figures, so that anybody can see that two reports are the same.
"""

from django.db import models
from django.db.models import F, Q

from ontschot.kern.db import AppendOnly, Trigger
from ontschot.kern.rollen import Rolsoort
from ontschot.netwerk.models import RegioModel, regio_rules, to_medewerker

# Whoever may see exact figures of the whole region may see what was made of them.
MAKERS = frozenset({Rolsoort.MONITOR, Rolsoort.BELEID, Rolsoort.COORDINATOR, Rolsoort.PRIVACY})
ANDEREN = frozenset(Rolsoort) - MAKERS
STAAT_VAST = "Wat is uitgeleverd verandert niet meer. Maak het opnieuw."
GROOTSTE_BESTAND = 200 * 1024 * 1024

# Only the outcome is written later, and once.
ONLY_THE_OUTCOME = """
IF TG_OP = 'DELETE' OR OLD.klaar_op IS NOT NULL
   OR (to_jsonb(NEW) - 'klaar_op' - 'fout' - 'sha256')
   <> (to_jsonb(OLD) - 'klaar_op' - 'fout' - 'sha256') THEN
  RAISE EXCEPTION 'an uitlevering is frozen'
    USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""
# Contents are what the line says, and nothing is added to what is done.
IS_WHAT_IT_SAYS = """
IF NEW.grootte <> octet_length(NEW.inhoud)
   OR NEW.sha256 <> encode(sha256(NEW.inhoud), 'hex')
   OR EXISTS (SELECT 1 FROM monitor_uitlevering u WHERE u.id = NEW.uitlevering_id
     AND u.klaar_op IS NOT NULL) THEN
  RAISE EXCEPTION 'contents differ, or the uitlevering is done'
    USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""


class Uitlevering(RegioModel):
    """One report, one set of open data, or one delivery to the national monitor.

    `keuze`, `jaar`, `bron` are the words of a `Selectie`; `tot` is the last day when the period is
    not the whole year. `intern` means exact figures, which may not leave the team. `rol` is whose
    eyes counted them; a protected report is counted over every region by Ontschot itself.
    `klaar_op` without `fout` means done; `sha256` is of the figures.
    """

    SOORTEN = [
        ("rapport", "rapport"),
        ("open_data", "open data"),
        ("levering", "levering aan de landelijke monitor"),
    ]

    soort = models.CharField(max_length=12, choices=SOORTEN)
    keuze = models.CharField(max_length=300)
    jaar = models.PositiveSmallIntegerField()
    tot = models.DateField(null=True)
    bron = models.CharField(max_length=8, blank=True, default="")
    peil = models.DateField()
    per_regio = models.BooleanField(default=False)
    intern = models.BooleanField(default=False)
    # Of a delivery: the months without a row really are without an interventie.
    leeg_klopt = models.BooleanField(default=False)
    rol = models.ForeignKey("netwerk.Rol", on_delete=models.PROTECT, null=True, related_name="+")
    gevraagd_door = to_medewerker(null=True)
    gevraagd_op = models.DateTimeField(auto_now_add=True)
    klaar_op = models.DateTimeField(null=True)
    fout = models.CharField(max_length=400, blank=True, default="")
    sha256 = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        verbose_name = "uitlevering"
        ordering = ["-gevraagd_op", "-id"]
        constraints = [
            *regio_rules(zonder_rollen=ANDEREN),
            Trigger(
                name="monitor_uitlevering_frozen",
                when="BEFORE UPDATE OR DELETE",
                body=ONLY_THE_OUTCOME,
                zin=STAAT_VAST,
            ),
            models.CheckConstraint(
                condition=Q(soort__in=["rapport", "open_data", "levering"]),
                name="monitor_uitlevering_soort",
            ),
            models.CheckConstraint(
                condition=Q(intern=True) | Q(bron=""),
                name="monitor_uitlevering_protected",
                violation_error_message="Beschermde cijfers tellen alle bronnen samen.",
            ),
            models.CheckConstraint(
                condition=Q(intern=False) | ~Q(soort="open_data"),
                name="monitor_uitlevering_open_is_protected",
                violation_error_message="Open data zijn altijd beschermd.",
            ),
            models.CheckConstraint(
                condition=Q(klaar_op__isnull=True, fout="", sha256="")
                | Q(klaar_op__isnull=False) & (Q(fout="") ^ Q(sha256="")),
                name="monitor_uitlevering_outcome",
            ),
            models.CheckConstraint(
                condition=Q(klaar_op__isnull=True) | Q(klaar_op__gte=F("gevraagd_op")),
                name="monitor_uitlevering_after_asking",
            ),
        ]

    def __str__(self) -> str:
        return f"uitlevering {self.pk}"


class Uitleverbestand(RegioModel):
    """One file of an uitlevering, written once."""

    uitlevering = models.ForeignKey(
        Uitlevering, on_delete=models.PROTECT, related_name="bestanden", db_index=False
    )
    naam = models.CharField(max_length=80)
    mediatype = models.CharField(max_length=100)
    grootte = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    inhoud = models.BinaryField()

    class Meta:
        verbose_name = "bestand van een uitlevering"
        ordering = ["id"]
        constraints = [
            *regio_rules("uitlevering", zonder_rollen=ANDEREN),
            AppendOnly(zin=STAAT_VAST),
            Trigger(
                name="monitor_uitleverbestand_same",
                when="BEFORE INSERT",
                body=IS_WHAT_IT_SAYS,
                zin=STAAT_VAST,
            ),
            models.UniqueConstraint(
                fields=["uitlevering", "naam"], name="monitor_uitleverbestand_once"
            ),
            models.CheckConstraint(
                condition=Q(grootte__gte=1, grootte__lte=GROOTSTE_BESTAND),
                name="monitor_uitleverbestand_grootte",
            ),
        ]
