"""Deliveries of others, and the one view over everything that the monitor counts.

What Ontschot registers itself is not copied here: `Monitorrij` is a database view that reads the
interventies of `trajecten` as they were frozen at the verplichting, beside the delivered rows.
"""

from django.db import models
from django.db.models import F, Q

from ontschot.kern.db import ROL, AppendOnly, RegioScope, Trigger
from ontschot.kern.rollen import HULPVERLENERS, Rolsoort
from ontschot.kern.transitions import Stappen
from ontschot.meldingen.models.deuren import DEUREN
from ontschot.monitor.aanlevering.models import Aanlevering
from ontschot.monitor.db import (
    CODEKOLOMMEN,
    NUMBERED_IN_ORDER,
    SEAL,
    SEALED_AT_COMMIT,
    STANDTABELLEN,
    KnownCodes,
    ManyRows,
    WhileReading,
)
from ontschot.monitor.onthulling.models import Publicatie, Vaststelling
from ontschot.monitor.pseudoniem.models import Personentelling
from ontschot.monitor.rapport.models import Uitleverbestand, Uitlevering
from ontschot.monitor.rules import HOOGSTE_KOSTEN_CENT
from ontschot.netwerk.models import period_in_order, to_medewerker
from ontschot.trajecten.models import Uitkomst

__all__ = [
    "LANDELIJKE_ROLLEN", "LEZERS", "OPEN_TABLES", "SOORTEN", "Aanlevering", "Kolomkoppeling",
    "Levering", "Leveringsfeit", "Leveringsrij", "Leveringsstand", "Monitorcode", "Monitorrij",
    "Personentelling", "Publicatie", "Uitleverbestand", "Uitlevering", "Vaststelling",
]  # fmt: skip

# Who may see the open deliveries of every region. Others see the rows of their own region only,
# and a delivery that is not open shows each row to its own region only.
LANDELIJKE_ROLLEN = frozenset(
    {Rolsoort.MONITOR, Rolsoort.BELEID, Rolsoort.COORDINATOR, Rolsoort.PRIVACY}
)
LEZERS = LANDELIJKE_ROLLEN | HULPVERLENERS

_LANDELIJK_SQL = ", ".join(f"'{rol}'" for rol in sorted(LANDELIJKE_ROLLEN))
_IN_OPENBAAR = "levering_id IN (SELECT l.id FROM monitor_levering l WHERE l.openbaar)"
# The columns of instroom and uitstroom were never published: those are ours (`bestandsvorm`).
SOORTEN = (
    ("instroom", "Instroom"),
    ("interventies", "Interventies"),
    ("uitstroom", "Uitstroom"),
)
# `bezig` lives within the transaction that reads the file: nobody else ever sees it.
LEVERING_STAPPEN = Stappen({"bezig": {"geladen"}, "geladen": {"vervangen"}}, begin="bezig")


class Levering(models.Model):
    """One imported file. A corrected delivery replaces the former one, which stays readable.

    `sha256` is that of the uncompressed file: the same content twice changes nothing.
    `regio` is empty for a file with rows of several regions. `bron_naam` is who delivers: of one
    bron, jaar and soort only one delivery counts. `jaar` is empty when the rows span several.
    """

    STAPPEN = LEVERING_STAPPEN

    naam = models.CharField(max_length=120)
    bestandsnaam = models.CharField(max_length=160)
    soort = models.CharField(max_length=16, choices=SOORTEN, default="interventies")
    bron_naam = models.CharField(max_length=120, default="")
    jaar = models.PositiveSmallIntegerField(null=True)
    sha256 = models.CharField(max_length=64)
    regio = models.ForeignKey(
        "netwerk.Regio", on_delete=models.PROTECT, null=True, related_name="+"
    )
    regeling = models.ForeignKey("regelingen.Regeling", on_delete=models.PROTECT, related_name="+")
    # The period that the file covers: its first and last day.
    van = models.DateField()
    tot = models.DateField()
    openbaar = models.BooleanField(default=False)
    aantal = models.PositiveIntegerField()
    # Lines of the file that were not loaded.
    geweigerd = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=12, choices=STAPPEN.choices, default="bezig")
    # The first and the last day that a row has.
    eerste_dag = models.DateField(null=True)
    laatste_dag = models.DateField(null=True)
    geimporteerd_op = models.DateTimeField()
    geimporteerd_door = to_medewerker(null=True)
    vervangen_op = models.DateTimeField(null=True)
    vervangen_door = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="vervangt"
    )

    class Meta:
        verbose_name = "levering"
        ordering = ["-geimporteerd_op", "-id"]
        constraints = [
            RegioScope(
                ook=f"{ROL} NOT IN ('', 'bezoeker') AND regio_id IS NULL"
                f" OR openbaar AND {ROL} IN ({_LANDELIJK_SQL})"
            ),
            *LEVERING_STAPPEN.constraints(),
            Trigger(
                name="monitor_levering_seal",
                when="BEFORE UPDATE OR DELETE",
                declare=SEAL.declare,
                body=SEAL.body,
                zin="De rijen van deze levering kloppen niet met haar tellingen.",
            ),
            Trigger(
                name="monitor_levering_sealed_at_commit",
                when="AFTER INSERT",
                body=SEALED_AT_COMMIT,
                deferred=True,
            ),
            period_in_order("monitor_levering_period"),
            models.UniqueConstraint(
                fields=["sha256", "regio"],
                condition=Q(status="geladen"),
                nulls_distinct=False,
                name="monitor_levering_once",
                violation_error_message="Dit bestand is al geladen. Er verandert niets.",
            ),
            models.UniqueConstraint(
                fields=["soort", "bron_naam", "jaar", "regio"],
                condition=Q(status="geladen", jaar__isnull=False),
                nulls_distinct=False,
                name="monitor_levering_one_counts",
                violation_error_message="Van deze bron telt al een levering over dit jaar mee.",
            ),
            models.CheckConstraint(
                condition=Q(soort__in=[soort for soort, _ in SOORTEN]),
                name="monitor_levering_soort",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["bezig", "geladen"], vervangen_op__isnull=True)
                | Q(status="vervangen", vervangen_op__gte=F("geimporteerd_op")),
                name="monitor_levering_replaced",
            ),
        ]

    def __str__(self) -> str:
        return self.naam


class Kolomkoppeling(models.Model):
    """Under which names a bron delivers our columns, as a region coupled them the last time."""

    regio = models.ForeignKey(
        "netwerk.Regio", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    soort = models.CharField(max_length=16, choices=SOORTEN, default="interventies")
    bron_naam = models.CharField(max_length=120)
    # From a column of ours to its name in the file.
    kolommen = models.JSONField()

    class Meta:
        verbose_name = "kolomkoppeling"
        constraints = [
            RegioScope(),
            models.UniqueConstraint(
                fields=["regio", "soort", "bron_naam"], name="monitor_kolomkoppeling_once"
            ),
        ]

    def __str__(self) -> str:
        return self.bron_naam


class Monitorcode(models.Model):
    """A small number for each code that a delivered row can have, in each of its columns.

    `nummer` counts from 0 within its `soort`, without a gap, so that the highest number tells which
    there are. Labels, and what a code means, stay in `regelingen` and klassen.toml.
    """

    pk = models.CompositePrimaryKey("soort", "nummer")
    soort = models.CharField(max_length=24, choices=[(kolom, kolom) for kolom in CODEKOLOMMEN])
    nummer = models.SmallIntegerField()
    code = models.CharField(max_length=40)

    class Meta:
        verbose_name = "code van de monitor"
        constraints = [
            AppendOnly(),
            models.UniqueConstraint(fields=["soort", "code"], name="monitor_monitorcode_once"),
            models.CheckConstraint(
                condition=Q(nummer__range=(0, 62)), name="monitor_monitorcode_nummer"
            ),
            models.CheckConstraint(
                condition=Q(soort__in=CODEKOLOMMEN), name="monitor_monitorcode_soort"
            ),
            Trigger(
                name="monitor_monitorcode_in_order",
                when="BEFORE INSERT",
                body=NUMBERED_IN_ORDER,
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Leveringsrij(models.Model):
    """One delivered interventie: `regel` is its line in the file (the header is line 1).

    The codes are numbers of `Monitorcode`. Row by row only the id, the codes and the amount are
    checked: when the levering is sealed the database looks over all its rows at once (`db.SEAL`),
    and from then on nothing can be added. Holds no name and no key of a person.
    """

    pk = models.CompositePrimaryKey("levering", "extern_id")
    # Widest columns first: no byte of a row is lost to alignment.
    levering = models.ForeignKey(
        Levering, on_delete=models.PROTECT, related_name="rijen", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    kosten_cent = models.BigIntegerField()
    regel = models.IntegerField()
    datum = models.DateField()
    interventie = models.SmallIntegerField()
    doelgroep = models.SmallIntegerField()
    geslacht = models.SmallIntegerField()
    kwalificatie = models.SmallIntegerField()
    sector = models.SmallIntegerField()
    inkopende_partij = models.SmallIntegerField()
    eerstverantwoordelijke = models.SmallIntegerField()
    regio = models.ForeignKey(
        "netwerk.Regio", on_delete=models.PROTECT, related_name="+", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    extern_id = models.CharField(max_length=64)

    class Meta:
        verbose_name = "rij van een levering"
        constraints = [
            ManyRows(ook=f"{ROL} IN ({_LANDELIJK_SQL}) AND {_IN_OPENBAAR}"),
            WhileReading(),
            KnownCodes(),
            AppendOnly(),
            models.CheckConstraint(
                condition=Q(kosten_cent__range=(0, HOOGSTE_KOSTEN_CENT)),
                name="monitor_leveringsrij_kosten",
            ),
        ]


class Leveringsfeit(models.Model):
    """One delivered instroom or uitstroom: a question at a door, or an outcome with its meaning.

    `kenmerk` is the deur of an instroom, and then `bron` is empty; of an uitstroom it is the
    betekenis, and `bron` is who said so. Checked as a whole when the levering is sealed
    (`db.SEAL`). Holds no name and no key of a person: how many persons these are, nobody knows.
    """

    pk = models.CompositePrimaryKey("levering", "extern_id")
    levering = models.ForeignKey(
        Levering, on_delete=models.PROTECT, related_name="feiten", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    regel = models.IntegerField()
    datum = models.DateField()
    regio = models.ForeignKey(
        "netwerk.Regio", on_delete=models.PROTECT, related_name="+", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    extern_id = models.CharField(max_length=64)
    kenmerk = models.CharField(max_length=24)
    bron = models.CharField(max_length=12, default="", blank=True)

    class Meta:
        verbose_name = "feit uit een levering"
        constraints = [
            ManyRows(ook=f"{ROL} IN ({_LANDELIJK_SQL}) AND {_IN_OPENBAAR}"),
            WhileReading(),
            AppendOnly(),
            models.CheckConstraint(
                condition=Q(bron="", kenmerk__in=[deur for deur, _ in DEUREN])
                | Q(
                    bron__in=[bron for bron, _ in Uitkomst.BRONNEN],
                    kenmerk__in=[betekenis for betekenis, _ in Uitkomst.BETEKENISSEN],
                ),
                name="monitor_leveringsfeit_codes",
            ),
        ]


class Leveringsstand(models.Model):
    """What a levering counts: rows and cents per regio, maand (its first day), tabel and waarde.

    Made from the rows before the levering is sealed. A levering counts or is replaced as a whole,
    so a report over whole months is a sum of these, whatever its peildatum.
    """

    pk = models.CompositePrimaryKey("levering", "tabel", "regio", "maand", "waarde")
    levering = models.ForeignKey(Levering, on_delete=models.PROTECT, related_name="standen",
        db_constraint=False,
        db_index=False,
    )  # fmt: skip
    kosten_cent = models.BigIntegerField()
    aantal = models.IntegerField()
    maand = models.DateField()
    regio = models.ForeignKey(
        "netwerk.Regio", on_delete=models.PROTECT, related_name="+", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    tabel = models.CharField(max_length=24)
    waarde = models.CharField(max_length=40)

    class Meta:
        verbose_name = "stand van een levering"
        constraints = [
            ManyRows(ook=f"{ROL} IN ({_LANDELIJK_SQL}) AND {_IN_OPENBAAR}"),
            WhileReading(),
            AppendOnly(),
            models.CheckConstraint(
                condition=Q(aantal__gt=0, kosten_cent__gte=0),
                name="monitor_leveringsstand_positive",
            ),
            models.CheckConstraint(
                condition=Q(tabel__in=STANDTABELLEN), name="monitor_leveringsstand_tabel"
            ),
        ]


class Monitorrij(models.Model):
    """What is counted: one interventie at the moment its verplichting was entered.

    A view (`security_invoker`: it shows to each person what the tables below show to that
    person). `geldig_op` is the Amsterdam day of the verplichting, `geregistreerd_op` the moment
    since which Ontschot knows it, `vervallen_op` the moment since which a corrected delivery
    takes its place. `kandidaat_sleutel` is empty in a levering, `levering` and `extern_id` are
    empty in our own registration; `regel` is the line in the delivered file.
    """

    sleutel = models.CharField(max_length=24, primary_key=True)
    bron = models.CharField(max_length=8)
    regio = models.ForeignKey("netwerk.Regio", on_delete=models.DO_NOTHING, related_name="+")
    geldig_op = models.DateField()
    geregistreerd_op = models.DateTimeField()
    vervallen_op = models.DateTimeField(null=True)
    interventie = models.CharField(max_length=40)
    rubriek = models.CharField(max_length=24)
    doelgroep = models.CharField(max_length=24)
    geslacht = models.CharField(max_length=24)
    kwalificatie = models.CharField(max_length=24)
    sector = models.CharField(max_length=24)
    inkopende_partij = models.CharField(max_length=12)
    eerstverantwoordelijke = models.CharField(max_length=12)
    eigen_andere = models.CharField(max_length=8)
    kosten_cent = models.BigIntegerField()
    regeling = models.ForeignKey(
        "regelingen.Regeling", on_delete=models.DO_NOTHING, related_name="+"
    )
    kandidaat_sleutel = models.CharField(max_length=16)
    levering = models.ForeignKey(Levering, on_delete=models.DO_NOTHING, null=True, related_name="+")
    regel = models.IntegerField(null=True)
    extern_id = models.CharField(max_length=64)

    class Meta:
        managed = False
        db_table = "monitor_monitorrij"
        verbose_name = "getelde interventie"


# Relations without row level security of their own, each with the reason.
OPEN_TABLES = {
    "monitor_monitorcode": "numbers of codes that everybody may know: no person, no region",
    "monitor_personentelling": "numbers of persons that are not too small; append-only",
    "monitor_vaststelling": (
        "proposals to publish, for every region: shown cells, and who proposed and decided"
    ),
    "monitor_publicatie": "published figures: what is hidden is not in it; append-only",
    "monitor_monitorrij": "a view with security_invoker: the policies of its tables decide",
}
