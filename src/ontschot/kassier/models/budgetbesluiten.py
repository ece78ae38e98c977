"""A decision on money: proposed by one person, decided by another, with its moves behind it."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ontschot.kassier.db import SameRegioOrNational, frozen, no_delete
from ontschot.kassier.models.fondsen import REGIO_OR_NATIONAL
from ontschot.kassier.rules.budgetbesluiten import ACHTERAF, SOORTEN
from ontschot.kern.db import AppendOnly, RegioScope, SameRegio, Trigger
from ontschot.kern.transitions import Stappen
from ontschot.netwerk.models import to_medewerker, two_people

BESLUIT_STAPPEN = Stappen(
    {"voorgesteld": {"besloten", "geweigerd", "ingetrokken"}}, begin="voorgesteld"
)

# What is decided is what was proposed, and for joint money with the decision of the Beraad.
DECIDED = """
IF NEW.status <> 'besloten' OR OLD.status = 'besloten' THEN
  RETURN NEW;
END IF;
IF (SELECT count(*) <> NEW.aantal OR coalesce(sum(r.cent), 0) <> NEW.totaal_cent
    FROM kassier_budgetregel r WHERE r.besluit_id = NEW.id) THEN
  RAISE EXCEPTION 'control total'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""
JOINT = """
IF NEW.status = 'besloten' AND OLD.status <> 'besloten' AND NEW.kenmerk = '' AND EXISTS (
  SELECT 1 FROM kassier_fonds f WHERE f.beslisregel = 'beraad_gezamenlijk' AND (f.id = NEW.fonds_id
    OR f.id IN (SELECT l.fonds_id FROM kassier_budgetregel r JOIN kassier_fondsregel l
                ON l.id = r.naar_id WHERE r.besluit_id = NEW.id))
) THEN
  RAISE EXCEPTION 'joint decision missing'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""
# The database itself closes and opens, behind the chain of the fonds: whoever books at the same
# time is before it or after it, never beside it.
APPLY = """
IF NEW.status <> 'besloten' OR OLD.status = 'besloten' OR NEW.soort NOT IN (@soorten) THEN
  RETURN NULL;
END IF;
PERFORM 1 FROM kassier_journaalketen k WHERE k.fonds_id = NEW.fonds_id FOR UPDATE;
SELECT f.status, f.gesloten_tot INTO staat, gesloten FROM kassier_fonds f WHERE f.id = NEW.fonds_id;
fits := CASE NEW.soort
  WHEN 'periode_sluiten' THEN NEW.tot_dag > coalesce(gesloten, '-infinity'::date)
    AND NEW.tot_dag < (clock_timestamp() AT TIME ZONE 'Europe/Amsterdam')::date
  WHEN 'periode_heropenen' THEN gesloten IS NOT NULL
    AND coalesce(NEW.tot_dag, '-infinity'::date) < gesloten
  WHEN 'fonds_sluiten' THEN staat = 'open'
  WHEN 'voorwaarden' THEN true
  ELSE staat = 'gesloten' END;
IF NOT fits THEN
  RAISE EXCEPTION 'nothing to open or close'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
UPDATE kassier_fonds SET
  status = CASE NEW.soort WHEN 'fonds_sluiten' THEN 'gesloten' WHEN 'fonds_heropenen' THEN 'open'
    ELSE status END,
  gesloten_tot = CASE WHEN NEW.soort IN ('periode_sluiten', 'periode_heropenen') THEN NEW.tot_dag
    ELSE gesloten_tot END,
  voorwaarden = CASE NEW.soort WHEN 'voorwaarden' THEN NEW.voorwaarden ELSE voorwaarden END
WHERE id = NEW.fonds_id;
RETURN NULL;
""".replace("@soorten", ", ".join(f"'{code}'" for code in sorted(ACHTERAF)))
# At the end of the transaction: everything that was decided stands in the journaal, both halves of
# it. The scope of whoever wrote is gone by then, and a division reaches every region.
BOOKED = """
IF NEW.status <> 'besloten' OR OLD.status = 'besloten' THEN
  RETURN NULL;
END IF;
scope_before := current_setting('ontschot.regios', true);
rol_before := current_setting('ontschot.rol', true);
PERFORM set_config('ontschot.regios', (SELECT string_agg(code, ',') FROM netwerk_regio), true),
  set_config('ontschot.rol', 'systeem', true);
SELECT coalesce(sum((r.van_id IS NOT NULL)::int + (r.naar_id IS NOT NULL)::int), 0) = (
    SELECT count(*) FROM kassier_journaalpost p
    JOIN kassier_budgetregel b ON b.id = p.budgetregel_id WHERE b.besluit_id = NEW.id)
  INTO whole FROM kassier_budgetregel r WHERE r.besluit_id = NEW.id;
PERFORM set_config('ontschot.regios', coalesce(scope_before, ''), true),
  set_config('ontschot.rol', coalesce(rol_before, ''), true);
IF NOT whole THEN
  RAISE EXCEPTION 'decided and not booked'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NULL;
"""


class Budgetbesluit(models.Model):
    """Money that is granted, taken back or moved, a fonds or period that opens or closes, or
    other conditions.

    Only a decided one is booked. `kenmerk` and `besluitdatum` say where the owner or the Beraad
    decided it. `tot_dag` is the last day of the period to close; for reopening the last day that
    stays closed, and empty when everything opens. `voorwaarden` is the new text of the conditions,
    for that kind. `aantal` and `totaal_cent` are the control
    totals of its lines.
    """

    STAPPEN = BESLUIT_STAPPEN
    SOORTEN = [(code, soort.naam) for code, soort in SOORTEN.items()]

    regio = models.ForeignKey(
        "netwerk.Regio", on_delete=models.PROTECT, null=True, blank=True, db_index=False
    )
    fonds = models.ForeignKey("kassier.Fonds", on_delete=models.PROTECT, related_name="besluiten")
    soort = models.CharField(max_length=20, choices=SOORTEN)
    status = models.CharField(max_length=12, choices=STAPPEN.choices, default="voorgesteld")
    reden = models.CharField(max_length=300)
    kenmerk = models.CharField(max_length=120, blank=True, default="")
    besluitdatum = models.DateField(null=True, blank=True)
    tot_dag = models.DateField(null=True, blank=True)
    voorwaarden = models.TextField(blank=True, default="")
    aantal = models.PositiveIntegerField(default=0)
    totaal_cent = models.BigIntegerField(default=0)
    voorgesteld_door = to_medewerker()
    voorgesteld_op = models.DateTimeField(default=timezone.now)
    besloten_door = to_medewerker(null=True)
    besloten_op = models.DateTimeField(null=True)
    toelichting = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        verbose_name = "budgetbesluit"
        ordering = ["-id"]
        constraints = [
            *REGIO_OR_NATIONAL,
            SameRegio(field="fonds"),
            SameRegioOrNational(field="fonds"),
            *BESLUIT_STAPPEN.constraints(),
            models.CheckConstraint(
                condition=Q(soort__in=sorted(SOORTEN)), name="kassier_budgetbesluit_soort"
            ),
            models.CheckConstraint(
                condition=~Q(reden=""),
                name="kassier_budgetbesluit_reden",
                violation_error_message="Schrijf waarom je dit voorstelt.",
            ),
            two_people(
                "besloten_door",
                "voorgesteld_door",
                name="kassier_budgetbesluit_four_eyes",
                zin="Wie het voorstelt, beslist niet. Vraag een ander.",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["besloten", "geweigerd"])
                | Q(besloten_door__isnull=False, besloten_op__isnull=False),
                name="kassier_budgetbesluit_decided",
            ),
            models.CheckConstraint(
                condition=~Q(status="geweigerd") | ~Q(toelichting=""),
                name="kassier_budgetbesluit_toelichting",
                violation_error_message="Schrijf waarom je het voorstel weigert.",
            ),
            models.CheckConstraint(
                condition=Q(soort__in=sorted(ACHTERAF), aantal=0, totaal_cent=0)
                | (~Q(soort__in=sorted(ACHTERAF)) & Q(aantal__gt=0, totaal_cent__gt=0)),
                name="kassier_budgetbesluit_bedrag",
                violation_error_message="Vul minstens één bedrag in van meer dan € 0.",
            ),
            models.CheckConstraint(
                condition=~Q(soort="periode_sluiten") | Q(tot_dag__isnull=False),
                name="kassier_budgetbesluit_dag",
                violation_error_message="Vul in tot en met welke dag de periode dichtgaat.",
            ),
            Trigger(
                name="kassier_budgetbesluit_controle",
                when="BEFORE UPDATE",
                body=DECIDED,
                zin="Dit voorstel is veranderd sinds het gedaan is. Trek het in en maak een nieuw.",
            ),
            Trigger(
                name="kassier_budgetbesluit_beraad",
                when="BEFORE UPDATE",
                body=JOINT,
                zin="Over dit fonds beslist het Regionaal Beraad samen. Vul het kenmerk van dat "
                "besluit in.",
            ),
            Trigger(
                name="kassier_budgetbesluit_toepassen",
                when="AFTER UPDATE",
                body=APPLY,
                declare="staat text; gesloten date; fits boolean;",
                owner=True,
                zin="Het fonds of de periode staat al zo, of de dag ligt niet in het verleden. "
                "Ververs de pagina.",
            ),
            Trigger(
                name="kassier_budgetbesluit_geboekt",
                when="AFTER UPDATE",
                body=BOOKED,
                declare="scope_before text; rol_before text; whole boolean;",
                deferred=True,
            ),
            frozen(
                [
                    "regio_id", "fonds_id", "soort", "reden", "tot_dag", "voorwaarden", "aantal",
                    "totaal_cent", "voorgesteld_door_id", "voorgesteld_op",
                ],
                name="kassier_budgetbesluit_frozen",
                zin="Een voorstel verandert niet. Trek het in en maak een nieuw voorstel.",
            ),
            frozen(
                ["kenmerk", "besluitdatum", "besloten_door_id", "besloten_op", "toelichting"],
                unless="OLD.status = 'voorgesteld'",
                name="kassier_budgetbesluit_said",
                zin="Wat besloten is, verandert niet. Maak een nieuw voorstel.",
            ),
            no_delete(
                name="kassier_budgetbesluit_stays",
                zin="Een budgetbesluit gaat niet weg. Trek het voorstel in.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.nummer

    @property
    def nummer(self) -> str:
        """The number that people mention."""
        return f"B{self.voorgesteld_op.year}-{self.pk:05d}"


# A line fits what is decided: whose money, and where it may go.
FITS = """
SELECT b.* INTO besluit FROM kassier_budgetbesluit b WHERE b.id = NEW.besluit_id;
SELECT f.*, r.rubriek_id AS rubriek INTO bron FROM kassier_fondsregel r
  JOIN kassier_fonds f ON f.id = r.fonds_id WHERE r.id = NEW.van_id;
SELECT f.*, r.rubriek_id AS rubriek INTO doel FROM kassier_fondsregel r
  JOIN kassier_fonds f ON f.id = r.fonds_id WHERE r.id = NEW.naar_id;
fits := coalesce(CASE besluit.soort
  WHEN 'toekenning' THEN NEW.van_id IS NULL AND doel.id = besluit.fonds_id
  WHEN 'verlaging' THEN NEW.naar_id IS NULL AND bron.id = besluit.fonds_id
  WHEN 'verschuiving' THEN bron.id = besluit.fonds_id AND doel.id = besluit.fonds_id
  WHEN 'overheveling' THEN bron.id = besluit.fonds_id AND doel.van > bron.van
    AND doel.regio_id IS NOT DISTINCT FROM bron.regio_id
  WHEN 'verdeling' THEN bron.id = besluit.fonds_id AND doel.deel_van_id = bron.id
    AND doel.rubriek IS NOT DISTINCT FROM bron.rubriek
END, false);
IF besluit.status IS DISTINCT FROM 'voorgesteld' OR NOT fits THEN
  RAISE EXCEPTION 'this line does not fit'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""


class Budgetregel(models.Model):
    """One move of a budgetbesluit: cents off the line `van` and onto the line `naar`.

    Without `van` the money comes from the owner, without `naar` it goes back there. Both halves
    are booked from this one amount, so they are equal by construction.
    """

    regio = models.ForeignKey("netwerk.Regio", on_delete=models.PROTECT, null=True, blank=True)
    besluit = models.ForeignKey(
        Budgetbesluit, on_delete=models.PROTECT, related_name="regels", db_index=False
    )
    van = models.ForeignKey(
        "kassier.Fondsregel", on_delete=models.PROTECT, null=True, related_name="eraf"
    )
    naar = models.ForeignKey(
        "kassier.Fondsregel", on_delete=models.PROTECT, null=True, related_name="erbij"
    )
    cent = models.BigIntegerField()

    class Meta:
        verbose_name = "regel van een budgetbesluit"
        ordering = ["id"]
        constraints = [
            RegioScope(landelijk=True),
            SameRegio(field="besluit"),
            SameRegioOrNational(field="besluit"),
            AppendOnly(zin="Een voorstel verandert niet. Trek het in en maak een nieuw voorstel."),
            models.CheckConstraint(
                condition=Q(cent__gt=0),
                name="kassier_budgetregel_bedrag",
                violation_error_message="Vul een bedrag in van meer dan € 0.",
            ),
            models.CheckConstraint(
                condition=(Q(van__isnull=False) | Q(naar__isnull=False))
                & (Q(van__isnull=True) | Q(naar__isnull=True) | ~Q(van=F("naar"))),
                name="kassier_budgetregel_ends",
                violation_error_message="Kies twee verschillende regels.",
            ),
            models.UniqueConstraint(
                fields=["besluit", "van", "naar"],
                nulls_distinct=False,
                name="kassier_budgetregel_once",
                violation_error_message="Dezelfde regels staan twee keer in het voorstel.",
            ),
            Trigger(
                name="kassier_budgetregel_fits",
                when="BEFORE INSERT",
                body=FITS,
                declare="besluit kassier_budgetbesluit; bron record; doel record; fits boolean;",
                zin="Deze regel past niet bij dit besluit. Kies een regel van het goede fonds.",
            ),
        ]
