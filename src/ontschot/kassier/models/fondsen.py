"""Where the money comes from: a fonds, its lines, and what is left on each."""

from django.db import models
from django.db.models import F, Q

from ontschot.kassier.boeking import REKENINGEN
from ontschot.kassier.db import SameRegioOrNational, frozen, no_delete
from ontschot.kern.db import RegioScope, SameRegio, Trigger
from ontschot.kern.transitions import Stappen
from ontschot.netwerk.models import period_in_order

FONDS_STAPPEN = Stappen({"open": {"gesloten"}, "gesloten": {"open"}}, begin="open")

NEW_CHAIN = """
INSERT INTO kassier_journaalketen (fonds_id, volgnummer, hash) VALUES (NEW.id, 0, '');
RETURN NULL;
"""
NEW_SALDO = """
INSERT INTO kassier_saldo (fondsregel_id, regio_id, toegekend_cent, beschikbaar_cent,
  gereserveerd_cent, verplicht_cent, gedeclareerd_cent, betaald_cent)
VALUES (NEW.id, NEW.regio_id, 0, 0, 0, 0, 0, 0);
RETURN NULL;
"""
# A balance only moves inside the trigger of an entry, whoever asks.
BY_ENTRY_ONLY = """
IF pg_trigger_depth() < 2 THEN
  RAISE EXCEPTION 'a balance moves by an entry only'
    USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""
# What only a decided budgetbesluit does, through its own trigger.
BY_BESLUIT_ONLY = """
IF pg_trigger_depth() < 2
  AND (NEW.status, NEW.gesloten_tot) IS DISTINCT FROM (OLD.status, OLD.gesloten_tot)
THEN
  RAISE EXCEPTION 'a fonds opens and closes by a decision only'
    USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""
# Conditions are free until the first money; then two people change them.
CONDITIONS = """
IF pg_trigger_depth() < 2 AND NEW.voorwaarden <> OLD.voorwaarden AND coalesce((
    SELECT k.volgnummer FROM kassier_journaalketen k WHERE k.fonds_id = OLD.id), 0) > 0
THEN
  RAISE EXCEPTION 'conditions change by a decision only'
    USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""
BY_BEGROTING_ONLY = """
IF pg_trigger_depth() < 2 AND NEW.begroot_cent <> OLD.begroot_cent THEN
  RAISE EXCEPTION 'the begroting says what is planned'
    USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""
EMPTY = "coalesce((SELECT volgnummer FROM kassier_journaalketen WHERE fonds_id = OLD.id), 0) = 0"

REGIO_OR_NATIONAL = [
    RegioScope(landelijk=True),
    models.UniqueConstraint(fields=["regio", "id"], name="%(app_label)s_%(class)s_regio_id"),
]


class Fonds(models.Model):
    """Money with an owner, a kassier, a decision rule and conditions. Without regio: landelijk."""

    STAPPEN = FONDS_STAPPEN
    BESLISREGELS = [
        ("eigenaar", "de eigenaar beslist"),
        ("beraad_gezamenlijk", "het Regionaal Beraad beslist gezamenlijk"),
    ]
    SOORTEN = [
        ("interventies", "interventies"),
        ("organisatie", "organisatiekosten"),
        ("rest", "restmiddelen"),
    ]
    regio = models.ForeignKey(
        "netwerk.Regio", on_delete=models.PROTECT, null=True, blank=True, db_index=False
    )
    sleutel = models.SlugField(max_length=60, unique=True)
    naam = models.CharField(max_length=120)
    eigenaar = models.ForeignKey(
        "netwerk.Organisatie", on_delete=models.PROTECT, related_name="fondsen"
    )
    kassier = models.ForeignKey(
        "netwerk.Organisatie", on_delete=models.PROTECT, related_name="kassier_van"
    )
    beslisregel = models.CharField(max_length=20, choices=BESLISREGELS)
    soort = models.CharField(max_length=14, choices=SOORTEN)
    van = models.DateField()
    tot = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=STAPPEN.choices, default="open")
    # Up to and including this day nothing can be booked any more.
    gesloten_tot = models.DateField(null=True, blank=True)
    # The national fonds of which this is the part of one region.
    deel_van = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="delen"
    )
    voorwaarden = models.TextField(blank=True, default="")
    noot = models.TextField(blank=True, default="")
    bron = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        verbose_name = "fonds"
        ordering = ["-van", "naam"]
        constraints = [
            *REGIO_OR_NATIONAL,
            *FONDS_STAPPEN.constraints(),
            period_in_order("kassier_fonds_period"),
            models.CheckConstraint(
                condition=Q(beslisregel__in=["eigenaar", "beraad_gezamenlijk"]),
                name="kassier_fonds_beslisregel",
            ),
            models.CheckConstraint(
                condition=Q(soort__in=["interventies", "organisatie", "rest"]),
                name="kassier_fonds_soort",
            ),
            Trigger(name="kassier_fonds_chain", when="AFTER INSERT", body=NEW_CHAIN, owner=True),
            models.CheckConstraint(
                condition=Q(deel_van__isnull=True) | Q(regio__isnull=False),
                name="kassier_fonds_deel",
            ),
            Trigger(
                name="kassier_fonds_besluit",
                when="BEFORE UPDATE",
                body=BY_BESLUIT_ONLY,
                zin="Een fonds of een periode gaat open of dicht met een budgetbesluit.",
            ),
            Trigger(
                name="kassier_fonds_voorwaarden",
                when="BEFORE UPDATE",
                body=CONDITIONS,
                zin="Er is al geld geboekt. Andere voorwaarden stel je voor bij Budgetbesluiten; "
                "een ander beslist.",
            ),
            frozen(
                ["beslisregel", "soort", "van"],
                unless=EMPTY,
                name="kassier_fonds_geboekt",
                zin="Er is al geld geboekt. Wie beslist, de soort en de eerste dag blijven dan "
                "zoals ze zijn.",
            ),
            frozen(
                ["regio_id", "sleutel", "deel_van_id"],
                name="kassier_fonds_frozen",
                zin="Een fonds houdt zijn regio en zijn sleutel. Maak een nieuw fonds.",
            ),
            no_delete(
                name="kassier_fonds_stays", zin="Een fonds gaat niet weg. Sluit het fonds af."
            ),
        ]

    def __str__(self) -> str:
        return self.naam


class Fondsregel(models.Model):
    """One line of a fonds: a rubriek or a begrotingsregel. Money is spent from a line."""

    regio = models.ForeignKey(
        "netwerk.Regio", on_delete=models.PROTECT, null=True, blank=True, db_index=False
    )
    fonds = models.ForeignKey(
        Fonds, on_delete=models.PROTECT, related_name="regels", db_index=False
    )
    code = models.SlugField(max_length=40)
    omschrijving = models.CharField(max_length=120)
    rubriek = models.ForeignKey(
        "regelingen.Rubriek", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # What the begroting that holds says; kept by its trigger. What was really granted stands in
    # the journaal.
    begroot_cent = models.BigIntegerField(default=0)
    volgorde = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "begrotingsregel"
        ordering = ["volgorde", "id"]
        constraints = [
            *REGIO_OR_NATIONAL,
            SameRegio(field="fonds"),
            SameRegioOrNational(field="fonds"),
            models.UniqueConstraint(
                fields=["fonds", "code"],
                name="kassier_fondsregel_code",
                violation_error_message="Deze regel staat al in het fonds.",
            ),
            models.CheckConstraint(
                condition=Q(begroot_cent__gte=0),
                name="kassier_fondsregel_begroot",
                violation_error_message="Een begroot bedrag is € 0 of meer.",
            ),
            Trigger(
                name="kassier_fondsregel_saldo", when="AFTER INSERT", body=NEW_SALDO, owner=True
            ),
            Trigger(
                name="kassier_fondsregel_begroting",
                when="BEFORE UPDATE",
                body=BY_BEGROTING_ONLY,
                zin="Wat er begroot is, staat in de begroting. Maak een nieuwe versie.",
            ),
            frozen(
                ["regio_id", "fonds_id", "rubriek_id", "code"],
                name="kassier_fondsregel_frozen",
                zin="Een regel houdt zijn fonds, zijn code en zijn rubriek.",
            ),
            no_delete(
                name="kassier_fondsregel_stays", zin="Een regel waar geld op stond, blijft staan."
            ),
        ]

    def __str__(self) -> str:
        return self.omschrijving


class Saldo(models.Model):
    """What stands on the accounts of one line now. The trigger of the journaal keeps it.

    One row per line: one entry is one update, and the database sees that the accounts together
    are always zero. `toegekend_cent` is the source and the only one below zero.
    """

    fondsregel = models.OneToOneField(
        Fondsregel, on_delete=models.PROTECT, primary_key=True, related_name="saldo"
    )
    regio = models.ForeignKey(
        "netwerk.Regio", on_delete=models.PROTECT, null=True, related_name="+"
    )
    toegekend_cent = models.BigIntegerField(default=0)
    beschikbaar_cent = models.BigIntegerField(default=0)
    gereserveerd_cent = models.BigIntegerField(default=0)
    verplicht_cent = models.BigIntegerField(default=0)
    gedeclareerd_cent = models.BigIntegerField(default=0)
    betaald_cent = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = "saldo"
        constraints = [
            RegioScope(landelijk=True),
            *[
                models.CheckConstraint(
                    condition=Q(**{f"{rekening}_cent__gte": 0}),
                    name=f"kassier_saldo_{rekening}",
                    violation_error_message=zin,
                )
                for rekening, zin in REKENINGEN.items()
                if zin
            ],
            models.CheckConstraint(
                condition=Q(
                    toegekend_cent=-1
                    * (
                        F("beschikbaar_cent")
                        + F("gereserveerd_cent")
                        + F("verplicht_cent")
                        + F("gedeclareerd_cent")
                        + F("betaald_cent")
                    )
                ),
                name="kassier_saldo_sums_to_zero",
            ),
            Trigger(
                name="kassier_saldo_by_entry_only",
                when="BEFORE INSERT OR UPDATE OR DELETE",
                body=BY_ENTRY_ONLY,
                zin="Een saldo verandert alleen door een boeking.",
            ),
        ]

    @property
    def gekregen_cent(self) -> int:
        """What the line got so far: granted, shifted and divided, less what went away again."""
        return -self.toegekend_cent


class Journaalketen(models.Model):
    """The head of the chain of one fonds. Its row lock puts the entries in one order."""

    fonds = models.OneToOneField(
        Fonds, on_delete=models.PROTECT, primary_key=True, related_name="keten"
    )
    volgnummer = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    class Meta:
        verbose_name = "journaalketen"
        constraints = [
            Trigger(
                name="kassier_keten_by_entry_only",
                when="BEFORE INSERT OR UPDATE OR DELETE",
                body=BY_ENTRY_ONLY,
            ),
        ]
