"""The tables of the ground floor: the audit log with its chains, the outbox, secret links."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from ontschot.kern.db import AppendOnly, RegioScope, Statement, Trigger
from ontschot.kern.rollen import ZONDER_NAMEN
from ontschot.kern.transitions import Stappen


class Auditketen(models.Model):
    """The head of one chain of audit lines: a region, or `landelijk`.

    Its row lock puts the lines of a region in one order.
    """

    keten = models.CharField(max_length=16, primary_key=True)
    volgnummer = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    class Meta:
        verbose_name = "auditketen"


# The head is locked, and written once; the first line of a chain makes it.
AUDIT_CHAIN = """
LOOP
  SELECT k.volgnummer + 1, k.hash INTO NEW.volgnummer, NEW.vorige_hash
    FROM kern_auditketen k WHERE k.keten = NEW.keten FOR NO KEY UPDATE;
  EXIT WHEN FOUND;
  INSERT INTO kern_auditketen (keten, volgnummer, hash) VALUES (NEW.keten, 0, '')
    ON CONFLICT (keten) DO NOTHING;
END LOOP;
NEW.op := clock_timestamp();
NEW.hash := kern_audit_hash(NEW);
UPDATE kern_auditketen SET volgnummer = NEW.volgnummer, hash = NEW.hash WHERE keten = NEW.keten;
RETURN NEW;
"""


# The content of a line as one text; the trigger that chains and the check that proves both use it.
AUDIT_HASH = """
CREATE FUNCTION kern_audit_hash(line kern_auditregel) RETURNS text
LANGUAGE sql STABLE SET timezone = 'UTC' SET datestyle = 'ISO' AS $$
  SELECT encode(sha256(convert_to(jsonb_build_array(
    line.vorige_hash, line.keten, line.volgnummer, line.op, line.gebeurtenis,
    line.object_soort, line.object_sleutel, line.kandidaat_sleutel, line.medewerker_id,
    line.wie, line.organisatie, line.rol, line.resultaat, line.oorsprong, line.gegevens
  )::text, 'UTF8')), 'hex')
$$
"""


class Auditregel(models.Model):
    """Who did what to what, when, in which role: written once, and outliving its subject.

    Holds keys and codes, never a name or a text of a kandidaat. `volgnummer`, `op` and the two
    hashes are filled in by the database. Source of the fields: BIO2 8.15.01.
    """

    keten = models.CharField(max_length=16)
    volgnummer = models.BigIntegerField(default=0)
    op = models.DateTimeField(null=True)
    gebeurtenis = models.CharField(max_length=64)
    object_soort = models.CharField(max_length=40)
    object_sleutel = models.CharField(max_length=64)
    kandidaat_sleutel = models.CharField(max_length=16, blank=True, default="")
    medewerker_id = models.BigIntegerField(null=True)
    wie = models.CharField(max_length=200)
    organisatie = models.CharField(max_length=200, blank=True, default="")
    rol = models.CharField(max_length=20)
    resultaat = models.CharField(max_length=10, default="gelukt")
    oorsprong = models.CharField(max_length=64, blank=True, default="")
    gegevens = models.JSONField(default=dict)
    vorige_hash = models.CharField(max_length=64, blank=True, default="")
    hash = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        verbose_name = "auditregel"
        ordering = ["-id"]
        constraints = [
            RegioScope(column="keten", ook="keten = 'landelijk'"),
            AppendOnly(),
            Statement(
                name="kern_audit_hash",
                do=AUDIT_HASH,
                undo="DROP FUNCTION kern_audit_hash(kern_auditregel)",
            ),
            Trigger(
                name="kern_auditregel_chain",
                when="BEFORE INSERT",
                body=AUDIT_CHAIN,
                owner=True,
            ),
            models.UniqueConstraint(fields=["keten", "volgnummer"], name="kern_auditregel_nummer"),
            models.CheckConstraint(
                condition=Q(resultaat__in=["gelukt", "geweigerd"]), name="kern_auditregel_resultaat"
            ),
        ]
        indexes = [
            models.Index(
                fields=["kandidaat_sleutel", "-id"],
                name="kern_audit_kandidaat",
                condition=~Q(kandidaat_sleutel=""),
            ),
        ]


BERICHT_STAPPEN = Stappen(
    {"klaar": {"verzonden", "mislukt"}, "mislukt": {"verzonden"}},
    begin="klaar",
)


class Bericht(models.Model):
    """A message to somebody outside, written in the transaction that gives rise to it.

    `sleutel` makes it idempotent: the same event never sends twice.
    """

    STAPPEN = BERICHT_STAPPEN

    regio = models.CharField(max_length=8, db_column="regio_id")
    kanaal = models.CharField(
        max_length=10, choices=[("mail", "e-mail"), ("sms", "sms")], default="mail"
    )
    aan = models.CharField(max_length=254)
    onderwerp = models.CharField(max_length=200)
    tekst = models.TextField()
    sleutel = models.CharField(max_length=120, unique=True)
    status = models.CharField(max_length=10, choices=STAPPEN.choices, default="klaar")
    pogingen = models.PositiveSmallIntegerField(default=0)
    aangemaakt_op = models.DateTimeField(auto_now_add=True)
    verzonden_op = models.DateTimeField(null=True)
    # Kept here and sent to nobody: an sms of a demo.
    proef = models.BooleanField(default=False)
    # What kind of fault stopped the last try; no text, because that may hold the address.
    fout = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        verbose_name = "bericht"
        constraints = [RegioScope(zonder_rollen=ZONDER_NAMEN), *BERICHT_STAPPEN.constraints()]


class Link(models.Model):
    """A secret link for somebody without an account; see `kern.links`."""

    soort = models.CharField(max_length=20)
    regio = models.CharField(max_length=8, db_column="regio_id")
    object_sleutel = models.CharField(max_length=64)
    # SHA-256 of the secret in the link; the secret itself is not kept.
    geheim_hash = models.CharField(max_length=64, unique=True)
    eenmalig = models.BooleanField(default=True)
    gemaakt_op = models.DateTimeField(auto_now_add=True)
    geldig_tot = models.DateTimeField()
    gebruikt_op = models.DateTimeField(null=True)
    ingetrokken_op = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "link"
        constraints = [
            RegioScope(zonder_rollen=ZONDER_NAMEN),
            models.CheckConstraint(
                condition=Q(geldig_tot__gt=F("gemaakt_op")), name="kern_link_period"
            ),
        ]
        indexes = [models.Index(fields=["soort", "object_sleutel"], name="kern_link_object")]

    def usable(self, moment: datetime) -> bool:
        used_up = self.eenmalig and self.gebruikt_op is not None
        return self.ingetrokken_op is None and not used_up and moment <= self.geldig_tot

    def followable(self, moment: datetime) -> bool:
        """Used up, and something may follow on that."""
        used = self.gebruikt_op is not None
        return self.ingetrokken_op is None and used and moment <= self.geldig_tot
