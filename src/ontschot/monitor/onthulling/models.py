"""What was published, and who decided that: kept, so that every report is of the same figures."""

from django.db import models
from django.db.models import F, Q

from ontschot.kern.db import AppendOnly, Trigger
from ontschot.kern.transitions import Stappen
from ontschot.netwerk.models import to_medewerker

# A region of a year stands in one set. A set is followed by one next edition of the same regions,
# and by nothing else; the numbers follow each other, so that two who publish at the same moment
# cannot both succeed. Who says that somebody decided must name a decision over that year.
EEN_KEER = """
IF NEW.volgnummer <> 1 + (SELECT count(*) FROM monitor_publicatie p WHERE p.jaar = NEW.jaar)
  OR NEW.vervangt_id IS NULL AND EXISTS (SELECT 1 FROM monitor_publicatie p
    WHERE p.jaar = NEW.jaar AND p.regios ?| ARRAY(SELECT jsonb_array_elements_text(NEW.regios)))
  OR NEW.vervangt_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM monitor_publicatie p
    WHERE p.id = NEW.vervangt_id AND p.jaar = NEW.jaar AND p.regios = NEW.regios)
  OR NEW.vaststelling_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM monitor_vaststelling v
    WHERE v.id = NEW.vaststelling_id AND v.jaar = NEW.jaar AND v.status = 'vastgesteld')
THEN
  RAISE EXCEPTION 'published before' USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""
VASTSTELLING_STAPPEN = Stappen(
    {
        "berekenen": {"voorgesteld", "mislukt", "ingetrokken"},
        "voorgesteld": {"vastgesteld", "afgewezen", "ingetrokken"},
    },
    begin="berekenen",
)
# What was proposed does not change: who confirms, confirms what stands there. The outcome of the
# counting is written once, and the decision once.
STAAT_VAST = """
IF TG_OP = 'DELETE' OR OLD.status NOT IN ('berekenen', 'voorgesteld')
  OR (NEW.jaar, NEW.peildatum, NEW.keuze, NEW.toelichting, NEW.regio, NEW.door_id, NEW.door_naam,
      NEW.gevraagd_op) IS DISTINCT FROM (OLD.jaar, OLD.peildatum, OLD.keuze, OLD.toelichting,
      OLD.regio, OLD.door_id, OLD.door_naam, OLD.gevraagd_op)
  OR OLD.status = 'voorgesteld' AND (NEW.sets, NEW.fout) IS DISTINCT FROM (OLD.sets, OLD.fout)
THEN
  RAISE EXCEPTION 'a proposal is frozen' USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""


class Vaststelling(models.Model):
    """Somebody proposes to publish the figures of a year, and somebody else decides.

    `keuze` are the regions that the proposal is about, `peildatum` the last day that is known in
    it. The worker counts, protects and keeps in `sets` what would be published: one per set, as
    `herzien.Voorstel` makes it, without a hidden number. `fout` says why that could not be.
    `regio` and the names are of who proposed and decided: a colleague of another region cannot
    read them from the table of medewerkers.
    """

    STAPPEN = VASTSTELLING_STAPPEN

    jaar = models.PositiveSmallIntegerField()
    peildatum = models.DateField()
    keuze = models.JSONField()
    toelichting = models.CharField(max_length=400)
    status = models.CharField(max_length=12, choices=STAPPEN.choices, default="berekenen")
    sets = models.JSONField(default=list)
    fout = models.CharField(max_length=400, blank=True, default="")
    regio = models.CharField(max_length=8)
    door = to_medewerker()
    door_naam = models.CharField(max_length=200)
    gevraagd_op = models.DateTimeField()
    besloten_door = to_medewerker(null=True)
    besloten_naam = models.CharField(max_length=200, blank=True, default="")
    besloten_op = models.DateTimeField(null=True)
    reden = models.CharField(max_length=400, blank=True, default="")

    class Meta:
        verbose_name = "voorstel om vast te stellen"
        ordering = ["-id"]
        constraints = [
            *VASTSTELLING_STAPPEN.constraints(),
            Trigger(
                name="monitor_vaststelling_frozen",
                when="BEFORE UPDATE OR DELETE",
                body=STAAT_VAST,
                zin="Dit voorstel verandert niet meer. Doe een nieuw voorstel.",
            ),
            models.UniqueConstraint(
                fields=["jaar"],
                condition=Q(status__in=["berekenen", "voorgesteld"]),
                name="monitor_vaststelling_one_open",
                violation_error_message="Over dit jaar ligt al een voorstel. Beslis daar "
                "eerst over.",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["vastgesteld", "afgewezen"])
                | Q(besloten_door__isnull=False, besloten_op__isnull=False)
                & ~Q(besloten_door=F("door")),
                name="monitor_vaststelling_vier_ogen",
                violation_error_message="Je deed dit voorstel zelf. Een ander beslist erover.",
            ),
            models.CheckConstraint(
                condition=~Q(status="afgewezen") | ~Q(reden=""),
                name="monitor_vaststelling_reden",
                violation_error_message="Schrijf waarom je het voorstel afwijst.",
            ),
        ]

    def __str__(self) -> str:
        return f"voorstel {self.pk} over {self.jaar}"


class Publicatie(models.Model):
    """The protected figures of some regions over one year: all that anybody is told of them.

    `cijfers` holds shown cells only (see `bewaren`); a hidden number is nowhere in it. The rows
    are counted as known at the end of `peildatum`, those of a region in `standen` as known on the
    day that stands there: it was not renewed. `te_klein`, `erbij` and `boven_minimum` count
    hidden cells: too small themselves, hidden along, and more than the proven minimum.
    Without a `vaststelling` the figures are *voorlopig*: a command made them, nobody decided.
    `vervangt` is the edition before this one, after which the rows were corrected.
    """

    jaar = models.PositiveSmallIntegerField()
    volgnummer = models.PositiveSmallIntegerField()
    regios = models.JSONField()
    peildatum = models.DateField()
    standen = models.JSONField(default=dict)
    vastgesteld_op = models.DateTimeField()
    drempel = models.PositiveSmallIntegerField()
    cijfers = models.JSONField()
    # Regions that two sources counted at once.
    dubbel = models.JSONField(default=list)
    te_klein = models.PositiveIntegerField()
    erbij = models.PositiveIntegerField()
    boven_minimum = models.PositiveIntegerField()
    vaststelling = models.ForeignKey(
        Vaststelling, on_delete=models.PROTECT, null=True, related_name="publicaties"
    )
    vervangt = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="vervangen_door"
    )

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
            # A next edition is a decision of two people; only a first set can be voorlopig.
            models.CheckConstraint(
                condition=Q(vervangt__isnull=True) | Q(vaststelling__isnull=False),
                name="monitor_publicatie_besloten",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.jaar}/{self.volgnummer}"

    def known_on(self, regio: str) -> str:
        """The day (ISO) at whose end the rows of this region were counted."""
        return str(self.standen.get(regio, self.peildatum.isoformat()))
