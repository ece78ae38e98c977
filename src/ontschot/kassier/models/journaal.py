"""The journaal: append-only entries that move integer cents between the accounts of one line."""

from django.db import models
from django.db.models import Q

from ontschot.kassier.boeking import BUDGETSOORTEN, REKENINGEN, SOORTEN, VRAAGT_OPEN_FONDS
from ontschot.kassier.db import SameRegioOrNational, SqlFunction
from ontschot.kern.db import AppendOnly, RegioScope, SameRegio, Trigger
from ontschot.kern.rollen import SYSTEEM
from ontschot.web.format import euro

# The documents an entry may have behind it: each is a foreign key of Journaalpost.
EERSTE_DOCUMENTEN = ["reservering", "verplichting", "declaratieregel", "betaalregel"]
# Those that came after the first entries were written; add a new one at the end. They join the
# hash only where there is one, so an older entry keeps the hash it was written with.
LATERE_DOCUMENTEN = ["budgetregel", "terugvordering", "kostenregel"]
DOCUMENTEN = EERSTE_DOCUMENTEN + LATERE_DOCUMENTEN
# An order has none of these.
SOMETIMES = ["declaratieregel", "betaalregel", *LATERE_DOCUMENTEN]
_LATER = "".join(
    f" || CASE WHEN p.{d}_id IS NULL THEN '[]' ELSE jsonb_build_array('{d}', p.{d}_id) END"
    for d in LATERE_DOCUMENTEN
)
# Of what a hash is taken, as text; the archive for the auditor carries these texts along.
HASH = """
encode(sha256(convert_to(@text, 'UTF8')), 'hex')
"""
# What an entry is about. The same idempotency key with another content is another order.
INHOUD_TEKST = """(jsonb_build_array(
  p.regio_id, p.fonds_id, p.fondsregel_id, p.soort, p.van, p.naar, p.cent, p.boekdatum,
  p.reden, p.reservering_id, p.verplichting_id, p.declaratieregel_id, p.betaalregel_id
)@later)::text""".replace("@later", _LATER)
POST_TEKST = """jsonb_build_array(
  p.vorige_hash, p.volgnummer, p.op, p.idempotentiesleutel, p.inhoud_hash,
  p.medewerker_id, p.wie, p.rol, p.organisatie
)::text"""
INHOUD_HASH = HASH.replace("@text", INHOUD_TEKST)
POST_HASH = HASH.replace("@text", POST_TEKST)
MOVES = ", ".join(
    f"{r}_cent = {r}_cent + CASE WHEN NEW.naar = '{r}' THEN NEW.cent ELSE 0 END "
    f"- CASE WHEN NEW.van = '{r}' THEN NEW.cent ELSE 0 END"
    for r in REKENINGEN
)
# First the head of the chain of the fonds, then the balance of the line: always in this order.
# The same order sent twice (same key, same content) adds nothing: what stands, stands.
POST = """
SELECT k.volgnummer + 1, k.hash INTO NEW.volgnummer, NEW.vorige_hash
  FROM kassier_journaalketen k JOIN kassier_fondsregel r ON r.fonds_id = k.fonds_id
  WHERE k.fonds_id = NEW.fonds_id AND r.id = NEW.fondsregel_id FOR UPDATE OF k;
IF NOT FOUND THEN
  RAISE EXCEPTION 'this line is not of this fonds'
    USING ERRCODE = 'foreign_key_violation', CONSTRAINT = TG_NAME;
END IF;
IF NEW.boekdatum > (clock_timestamp() AT TIME ZONE 'Europe/Amsterdam')::date THEN
  RAISE EXCEPTION 'not in the future'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'kassier_journaalpost_boekdatum';
END IF;
NEW.inhoud_hash := kassier_inhoud_hash(NEW);
SELECT p.inhoud_hash INTO staat FROM kassier_journaalpost p
  WHERE p.idempotentiesleutel = NEW.idempotentiesleutel;
IF FOUND AND staat = NEW.inhoud_hash THEN
  RETURN NULL;
ELSIF FOUND THEN
  RAISE EXCEPTION 'same key, other content'
    USING ERRCODE = 'unique_violation', CONSTRAINT = 'kassier_journaalpost_sleutel';
END IF;
NEW.op := clock_timestamp();
NEW.hash := kassier_post_hash(NEW);
UPDATE kassier_journaalketen SET volgnummer = NEW.volgnummer, hash = NEW.hash
  WHERE fonds_id = NEW.fonds_id;
UPDATE kassier_saldo SET @moves WHERE fondsregel_id = NEW.fondsregel_id;
IF NOT FOUND THEN
  RAISE EXCEPTION 'no balance for this line'
    USING ERRCODE = 'foreign_key_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
""".replace("@moves", MOVES)
# After the head of the chain is locked, so that closing and booking stand in one order.
OPEN_PERIOD = """
SELECT f.status, f.gesloten_tot INTO staat, gesloten FROM kassier_fonds f WHERE f.id = NEW.fonds_id;
IF NEW.boekdatum <= gesloten OR staat <> 'open' AND NEW.soort IN (@soorten) THEN
  RAISE EXCEPTION 'this period or fonds is closed'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
""".replace("@soorten", ", ".join(f"'{code}'" for code in sorted(VRAAGT_OPEN_FONDS)))
# A half of a move on money is exactly what was decided: this line, this direction, these cents.
AS_DECIDED = """
IF NEW.budgetregel_id IS NULL THEN
  RETURN NEW;
END IF;
PERFORM 1 FROM kassier_budgetregel r JOIN kassier_budgetbesluit b ON b.id = r.besluit_id
  WHERE r.id = NEW.budgetregel_id AND b.status = 'besloten' AND r.cent = NEW.cent
    AND (NEW.fondsregel_id = r.naar_id AND NEW.naar = 'beschikbaar'
        AND NEW.soort IN (b.soort, b.soort || '_in')
      OR NEW.fondsregel_id = r.van_id AND NEW.naar = 'toegekend'
        AND NEW.soort IN (b.soort, b.soort || '_uit'));
IF NOT FOUND THEN
  RAISE EXCEPTION 'not as decided'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""
# Only the moves of `boeking.SOORTEN`, each with the document that must be behind it. Not a check of
# the table, because the server reads a check of this length anew for every entry.
KNOWN_MOVE = """
IF NOT coalesce(CASE NEW.soort @moves END, false) THEN
  RAISE EXCEPTION 'no such move'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
""".replace(
    "@moves",
    " ".join(
        f"WHEN '{code}' THEN NEW.van = '{soort.van}' AND NEW.naar = '{soort.naar}'"
        + (f" AND NEW.{soort.document}_id IS NOT NULL" if soort.document else "")
        for code, soort in SOORTEN.items()
    ),
)


class Journaalpost(models.Model):
    """One move of cents from one account to another of the same line, so it sums to zero.

    `volgnummer`, `op`, the balances and the three hashes are the business of the trigger.
    `boekdatum` is the day to which the entry belongs, `op` the moment it was written. `reden`
    is for people; it never holds a name. The kandidaat is only the key on the order behind it.
    """

    regio = models.ForeignKey(
        "netwerk.Regio", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    # Their indexes are those of the number and of the pace, which begin with them.
    fonds = models.ForeignKey(
        "kassier.Fonds", on_delete=models.PROTECT, related_name="posten", db_index=False
    )
    fondsregel = models.ForeignKey(
        "kassier.Fondsregel", on_delete=models.PROTECT, related_name="posten", db_index=False
    )
    soort = models.CharField(max_length=24)
    van = models.CharField(max_length=12)
    naar = models.CharField(max_length=12)
    cent = models.BigIntegerField()
    boekdatum = models.DateField()
    reden = models.CharField(max_length=300, blank=True, default="")
    idempotentiesleutel = models.CharField(max_length=120)
    reservering = models.ForeignKey(
        "kassier.Reservering", on_delete=models.PROTECT, null=True, related_name="posten"
    )
    verplichting = models.ForeignKey(
        "kassier.Verplichting", on_delete=models.PROTECT, null=True, related_name="posten"
    )
    declaratieregel = models.ForeignKey(
        "kassier.Declaratieregel",
        on_delete=models.PROTECT,
        null=True,
        related_name="posten",
        db_index=False,
    )
    betaalregel = models.ForeignKey(
        "kassier.Betaalregel",
        on_delete=models.PROTECT,
        null=True,
        related_name="posten",
        db_index=False,
    )
    budgetregel = models.ForeignKey(
        "kassier.Budgetregel",
        on_delete=models.PROTECT,
        null=True,
        related_name="posten",
        db_index=False,
    )
    terugvordering = models.ForeignKey(
        "kassier.Terugvordering",
        on_delete=models.PROTECT,
        null=True,
        related_name="posten",
        db_index=False,
    )
    kostenregel = models.ForeignKey(
        "kassier.Kostenregel",
        on_delete=models.PROTECT,
        null=True,
        related_name="posten",
        db_index=False,
    )
    # Frozen copies, like the audit log: they outlive the account of the person.
    medewerker_id = models.BigIntegerField(null=True)
    wie = models.CharField(max_length=200)
    rol = models.CharField(max_length=20)
    organisatie = models.CharField(max_length=200, blank=True, default="")
    volgnummer = models.BigIntegerField(default=0)
    op = models.DateTimeField(null=True)
    inhoud_hash = models.CharField(max_length=64, blank=True, default="")
    vorige_hash = models.CharField(max_length=64, blank=True, default="")
    hash = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        verbose_name = "boeking"
        ordering = ["-fonds_id", "-volgnummer"]
        constraints = [
            RegioScope(landelijk=True),
            AppendOnly(zin="Een boeking verandert niet. Maak een tegenboeking."),
            SqlFunction(name="kassier_inhoud_hash", body=INHOUD_HASH),
            SqlFunction(name="kassier_post_hash", body=POST_HASH),
            SameRegioOrNational(field="fonds"),
            # A budgetregel of a national fonds reaches every region; its own trigger looks.
            *[SameRegio(field=field) for field in DOCUMENTEN if field != "budgetregel"],
            models.UniqueConstraint(
                fields=["fonds", "volgnummer"], name="kassier_journaalpost_nummer"
            ),
            models.UniqueConstraint(
                fields=["idempotentiesleutel"],
                name="kassier_journaalpost_sleutel",
                violation_error_message=(
                    "Deze boeking is al gedaan, met een andere inhoud. Ververs de pagina en kijk "
                    "wat er staat."
                ),
            ),
            models.CheckConstraint(
                condition=Q(cent__gt=0),
                name="kassier_journaalpost_bedrag",
                violation_error_message="Een boeking gaat over meer dan € 0.",
            ),
            models.CheckConstraint(
                condition=~Q(soort="toekenning") | Q(budgetregel__isnull=False) | Q(rol=SYSTEEM),
                name="kassier_journaalpost_besloten",
                violation_error_message="Geld komt erbij met een budgetbesluit. Stel dat voor.",
            ),
            models.CheckConstraint(
                condition=Q(budgetregel__isnull=True) | Q(soort__in=sorted(BUDGETSOORTEN)),
                name="kassier_journaalpost_budgetregel",
            ),
            models.UniqueConstraint(
                fields=["budgetregel", "soort"],
                condition=Q(budgetregel__isnull=False),
                name="kassier_journaalpost_half_once",
            ),
            Trigger(
                name="kassier_journaalpost_besluit",
                when="BEFORE INSERT",
                body=AS_DECIDED,
                zin="Deze boeking is niet wat er besloten is.",
            ),
            Trigger(name="kassier_journaalpost_soort", when="BEFORE INSERT", body=KNOWN_MOVE),
            # Name after 'regio': triggers run in the order of their names.
            Trigger(
                name="kassier_journaalpost_zz_post",
                when="BEFORE INSERT",
                body=POST,
                declare="staat text;",
                owner=True,
            ),
            Trigger(
                name="kassier_journaalpost_zzz_periode",
                when="BEFORE INSERT",
                body=OPEN_PERIOD,
                declare="staat text; gesloten date;",
                zin="Het fonds is gesloten, of de periode van deze boekdatum is afgesloten. Kies "
                "een latere dag of een ander fonds.",
            ),
        ]
        indexes = [
            models.Index(fields=["regio"], name="journaalpost_regio"),
            models.Index(fields=["fondsregel", "boekdatum"], name="journaalpost_tempo"),
            # Most entries have none of these behind them, and stand in none of these indexes.
            *[
                models.Index(
                    fields=[document],
                    condition=Q(**{f"{document}__isnull": False}),
                    name=f"journaalpost_{document}",
                )
                for document in SOMETIMES
            ],
        ]

    @property
    def naam(self) -> str:
        """The kind of entry, for people."""
        return SOORTEN[self.soort].naam

    @property
    def titel(self) -> str:
        return f"{euro(self.cent)} {self.naam}"
