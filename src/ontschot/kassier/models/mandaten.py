"""Who may buy for whom, who agrees above the ceiling, and how long an order holds."""

from django.db import models
from django.db.models import F, Q

from ontschot.kassier import truths
from ontschot.kassier.db import SameRegioOrNational, frozen, no_delete
from ontschot.kern.db import NoOverlap, Trigger
from ontschot.kern.rollen import LABELS, PROFESSIONALS, Rolsoort
from ontschot.kern.transitions import Stappen
from ontschot.netwerk.models import (
    RegioModel,
    period_in_order,
    regio_rules,
    to_medewerker,
    two_people,
)

# Who answers first for a doelgroep (domain 3.5), as `regelingen.Eerstverantwoordelijke` names it.
PARTIJEN = [("gemeente", "de gemeente"), ("uwv", "UWV"), ("vakbond", "de vakbond")]
ROLLEN = [(rol.value, LABELS[rol]) for rol in Rolsoort if rol in PROFESSIONALS]


class Inkoopmandaat(RegioModel):
    """Who may buy (`kopen`) or agree above the ceiling (`boven_plafond`), up to `tot_cent`.

    Empty means all: every organisatie, every role, every doelgroep, every fonds. While a region
    has no row at all, the inkoper of an interventie buys without a limit of its own.
    """

    SOORTEN = [("kopen", "inkopen"), ("boven_plafond", "akkoord geven boven het bedrag")]

    soort = models.CharField(max_length=14, choices=SOORTEN, default="kopen")
    organisatie = models.ForeignKey(
        "netwerk.Organisatie", on_delete=models.PROTECT, null=True, related_name="+"
    )
    rol = models.CharField(max_length=16, choices=ROLLEN, blank=True, default="")
    voor = models.CharField(max_length=12, choices=PARTIJEN, blank=True, default="")
    fonds = models.ForeignKey(
        "kassier.Fonds", on_delete=models.PROTECT, null=True, related_name="+"
    )
    tot_cent = models.BigIntegerField()
    van = models.DateField()
    tot = models.DateField(null=True, blank=True)
    bron = models.CharField(max_length=200, blank=True, default="")
    gegeven_door = to_medewerker(null=True)

    class Meta:
        verbose_name = "inkoopmandaat"
        ordering = ["soort", "organisatie__naam", "van", "id"]
        constraints = [
            *regio_rules(),
            SameRegioOrNational(field="fonds", optional=True),
            period_in_order("kassier_inkoopmandaat_period"),
            models.CheckConstraint(
                condition=Q(tot_cent__gt=0),
                name="kassier_inkoopmandaat_bedrag",
                violation_error_message="Vul een bedrag in van meer dan € 0.",
            ),
            models.CheckConstraint(
                condition=Q(soort__in=["kopen", "boven_plafond"])
                & Q(voor__in=["", "gemeente", "uwv", "vakbond"])
                & Q(rol__in=["", *(rol for rol, _ in ROLLEN)]),
                name="kassier_inkoopmandaat_words",
            ),
            models.CheckConstraint(
                condition=Q(soort="kopen") | Q(organisatie__isnull=False) | ~Q(rol=""),
                name="kassier_inkoopmandaat_someone",
                violation_error_message="Zeg welke partner of welke rol akkoord mag geven.",
            ),
            models.CheckConstraint(
                condition=Q(soort="kopen") | Q(voor="", fonds__isnull=True),
                name="kassier_inkoopmandaat_hoger",
                violation_error_message="Akkoord boven het bedrag geldt voor alle fondsen en "
                "doelgroepen.",
            ),
            frozen(
                ["regio_id", "soort", "organisatie_id", "rol", "voor", "fonds_id", "tot_cent",
                 "van", "gegeven_door_id"],
                name="kassier_inkoopmandaat_frozen",
                zin="Een mandaat verandert niet. Beëindig het en geef een nieuw mandaat.",
            ),
            no_delete(
                name="kassier_inkoopmandaat_stays",
                zin="Een mandaat gaat niet weg. Beëindig het.",
            ),
        ]  # fmt: skip


class Besteltermijn(RegioModel):
    """How many days after its delivery period an order that was not declared expires.

    Nothing of this was found in the regeling (domain 2.9), so a region sets it; without a row no
    order expires by itself.
    """

    dagen = models.PositiveSmallIntegerField()
    van = models.DateField()
    tot = models.DateField(null=True, blank=True)
    bron = models.CharField(max_length=200, blank=True, default="")
    vastgesteld_door = to_medewerker(null=True)

    class Meta:
        verbose_name = "besteltermijn"
        ordering = ["-van"]
        constraints = [
            *regio_rules(),
            period_in_order("kassier_besteltermijn_period"),
            NoOverlap(fields=["regio"], zin="Voor die tijd geldt al een termijn."),
        ]


AKKOORD_STAPPEN = Stappen({"gevraagd": {"gegeven", "geweigerd"}}, begin="gevraagd")


class Plafondakkoord(RegioModel):
    """The consent of somebody with a higher mandaat to order above the ceiling, up to `cent`."""

    STAPPEN = AKKOORD_STAPPEN

    interventie = models.ForeignKey(
        "trajecten.Interventie", on_delete=models.PROTECT, related_name="plafondakkoorden"
    )
    kandidaat_sleutel = models.CharField(max_length=16)
    cent = models.BigIntegerField()
    plafond_cent = models.BigIntegerField()
    reden = models.CharField(max_length=300)
    status = models.CharField(max_length=10, choices=STAPPEN.choices, default="gevraagd")
    gevraagd_door = to_medewerker()
    gevraagd_op = models.DateTimeField(auto_now_add=True)
    beslist_door = to_medewerker(null=True)
    beslist_op = models.DateTimeField(null=True)
    toelichting = models.CharField(max_length=300, blank=True, default="")
    mandaat = models.ForeignKey(
        Inkoopmandaat, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = "akkoord boven het bedrag"
        constraints = [
            *regio_rules("interventie"),
            *AKKOORD_STAPPEN.constraints(),
            models.UniqueConstraint(
                fields=["interventie"],
                condition=Q(status="gevraagd"),
                name="kassier_plafondakkoord_one_open",
                violation_error_message="Hierom is al gevraagd. Wacht op het antwoord.",
            ),
            models.CheckConstraint(
                condition=Q(cent__gt=F("plafond_cent")) & ~Q(reden=""),
                name="kassier_plafondakkoord_reden",
                violation_error_message="Schrijf waarom er meer nodig is dan het bedrag in de "
                "regeling.",
            ),
            two_people(
                "beslist_door",
                "gevraagd_door",
                name="kassier_plafondakkoord_four_eyes",
                zin="Wie akkoord vraagt, geeft het niet. Vraag een ander.",
            ),
            models.CheckConstraint(
                condition=Q(status="gevraagd", beslist_door__isnull=True)
                | Q(status="gegeven", beslist_door__isnull=False, mandaat__isnull=False)
                | Q(status="geweigerd", beslist_door__isnull=False) & ~Q(toelichting=""),
                name="kassier_plafondakkoord_decided",
                violation_error_message="Schrijf waarom je geen akkoord geeft.",
            ),
            Trigger(
                name="kassier_plafondakkoord_mandaat",
                when="BEFORE INSERT OR UPDATE",
                body=truths.AGREED_BY_MANDAAT,
                zin="Jij hebt geen mandaat om dit bedrag goed te vinden.",
            ),
            frozen(
                ["regio_id", "interventie_id", "kandidaat_sleutel", "cent", "plafond_cent",
                 "reden", "gevraagd_door_id", "gevraagd_op"],
                name="kassier_plafondakkoord_frozen",
                zin="Wat gevraagd is, verandert niet. Vraag het opnieuw.",
            ),
            no_delete(
                name="kassier_plafondakkoord_stays", zin="Een akkoord gaat niet weg."
            ),
        ]  # fmt: skip
