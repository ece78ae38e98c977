"""What was accounted for: a report of the money over a period, as known at a moment.

A report is kept with its figures, and the database compares them with the journaal before it
takes them in. What the journaal says about a past moment never changes, so a report can be made
again for ever and must give the same.
"""

from django.db import models
from django.db.models import F, Q

from ontschot.kern.db import ROL, AppendOnly, RegioScope, SameRegio, Statement, Trigger
from ontschot.netwerk.models import period_in_order, to_medewerker

# Whoever books holds the head of the chain of the fonds until the end. After waiting for it, every
# entry of an earlier moment is there to be counted.
WAIT = """
CREATE FUNCTION verantwoording_wacht(fondsen bigint[]) RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $ontschot$ BEGIN
  PERFORM 1 FROM kassier_journaalketen k WHERE k.fonds_id = ANY (fondsen)
    ORDER BY k.fonds_id FOR UPDATE;
  RETURN clock_timestamp();
END $ontschot$
"""
# The totals at the end of the period are those of the journaal, to the cent and to the entry.
AGREES = """
SELECT count(*),
    coalesce(sum(p.cent) FILTER (WHERE p.van = 'toegekend'), 0)
      - coalesce(sum(p.cent) FILTER (WHERE p.naar = 'toegekend'), 0), @accounts
  INTO aantal, budget, vrij, gereserveerd, verplicht, gedeclareerd, betaald
  FROM kassier_journaalpost p JOIN kassier_fonds f ON f.id = p.fonds_id
  WHERE p.boekdatum <= NEW.tot AND p.op < NEW.peil
    AND (p.fonds_id = NEW.fonds_id OR NEW.fonds_id IS NULL AND f.regio_id = NEW.regio_id);
IF (aantal, budget, vrij, gereserveerd, verplicht, gedeclareerd, betaald) IS DISTINCT FROM
    (NEW.boekingen::bigint, NEW.budget_cent::numeric, NEW.vrij_cent::numeric,
     NEW.gereserveerd_cent::numeric, NEW.verplicht_cent::numeric, NEW.gedeclareerd_cent::numeric,
     NEW.betaald_cent::numeric)
  OR NEW.fonds_id IS NOT NULL AND NEW.regio_id IS DISTINCT FROM (
     SELECT f.regio_id FROM kassier_fonds f WHERE f.id = NEW.fonds_id) THEN
  RAISE EXCEPTION 'report and journaal differ'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
""".replace(
    "@accounts",
    ", ".join(
        f"coalesce(sum(p.cent) FILTER (WHERE p.naar = '{r}'), 0)"
        f" - coalesce(sum(p.cent) FILTER (WHERE p.van = '{r}'), 0)"
        for r in ("beschikbaar", "gereserveerd", "verplicht", "gedeclareerd", "betaald")
    ),
)
# The cells are those of the journaal too: per line, who buys or advanced it, gemeente, kind and
# side of the first day. `queries.count` attributes in the same way; both count each entry once.
CELLS_AGREE = """
IF NEW.cijfers->>'telling' IS DISTINCT FROM '3' OR EXISTS (
  SELECT 1 FROM (
    SELECT p.fondsregel_id::text AS regel,
      coalesce(coalesce(i.inkoper_id, d.organisatie_id)::text, '') AS partner,
      CASE WHEN p.kostenregel_id IS NOT NULL THEN '-1'
        ELSE coalesce(i.gemeente_id::text, '') END AS gemeente,
      p.soort, p.boekdatum >= NEW.van AS in_periode, sum(p.cent) AS cent, count(*) AS aantal
    FROM kassier_journaalpost p JOIN kassier_fonds f ON f.id = p.fonds_id
    LEFT JOIN kassier_reservering r ON r.id = p.reservering_id
    LEFT JOIN trajecten_interventie i ON i.id = r.interventie_id
    LEFT JOIN kassier_kostenregel k ON k.id = p.kostenregel_id
    LEFT JOIN kassier_kostendeclaratie d ON d.id = k.declaratie_id
    WHERE p.boekdatum <= NEW.tot AND p.op < NEW.peil
      AND (p.fonds_id = NEW.fonds_id OR NEW.fonds_id IS NULL AND f.regio_id = NEW.regio_id)
    GROUP BY 1, 2, 3, 4, 5) j
  FULL JOIN (
    SELECT c->>0 AS regel, c->>1 AS partner, c->>2 AS gemeente, c->>3 AS soort,
      (c->>4)::boolean AS in_periode, sum((c->>5)::bigint) AS cent, sum((c->>6)::bigint) AS aantal
    FROM jsonb_array_elements(NEW.cijfers->'cellen') c GROUP BY 1, 2, 3, 4, 5) v
  USING (regel, partner, gemeente, soort, in_periode)
  WHERE (j.cent, j.aantal) IS DISTINCT FROM (v.cent, v.aantal)) THEN
  RAISE EXCEPTION 'cells and journaal differ'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""
# What was planned is what the version says that held on the last day, as known at that moment.
# What was loaded with the reference data was fixed by nobody here and holds from the begin.
BEGROTING_AGREES = """
IF NEW.cijfers->'begroot' IS DISTINCT FROM (
  SELECT coalesce(jsonb_object_agg(r.fondsregel_id::text, r.cent), '{}'::jsonb)
  FROM kassier_begrotingsregel r JOIN (
    SELECT DISTINCT ON (b.fonds_id) b.id
    FROM kassier_begroting b JOIN kassier_fonds f ON f.id = b.fonds_id
    WHERE b.status = 'vastgesteld' AND f.van <= NEW.tot
      AND (b.fonds_id = NEW.fonds_id OR NEW.fonds_id IS NULL AND f.regio_id = NEW.regio_id)
      AND (b.opgesteld_door_id IS NULL AND b.vastgesteld_door_id IS NULL
        OR b.vastgesteld_op < least(NEW.peil,
          (NEW.tot + 1)::timestamp AT TIME ZONE 'Europe/Amsterdam'))
    ORDER BY b.fonds_id, b.versie DESC) holds ON holds.id = r.begroting_id) THEN
  RAISE EXCEPTION 'report and begroting differ'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""
# Money that left twice and was not back on the last day, as known then: fonds -> how many, cents.
# It is no money of a fonds, so no entry tells of it. Who reads a report may not see accounts: the
# function looks as the system does, in the regions of the reader, and gives only sums.
TWEE_KEER = """
CREATE FUNCTION verantwoording_dubbel(_regio text, _fonds bigint, _tot date, _peil timestamptz)
RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $ontschot$ DECLARE reader text := current_setting('ontschot.rol', true); found jsonb; BEGIN
  PERFORM set_config('ontschot.rol', 'systeem', true);
  found := (SELECT coalesce(jsonb_object_agg(d.fonds::text, jsonb_build_array(d.aantal, d.cent)),
      '{}'::jsonb)
    FROM (SELECT x.fonds, count(*) AS aantal, sum(x.cent) AS cent FROM (
      SELECT b.fonds_id AS fonds, r.id,
        sum(CASE l.richting WHEN 'af' THEN l.cent ELSE -l.cent END) AS cent
      FROM kassier_plaatsing p JOIN kassier_bankregel l ON l.id = p.bankregel_id
      JOIN kassier_betaalregel r ON r.id = p.betaalregel_id
      JOIN kassier_betaalbatch b ON b.id = r.batch_id JOIN kassier_fonds f ON f.id = b.fonds_id
      WHERE p.soort = 'dubbel' AND p.status = 'akkoord' AND p.beslist_op < _peil
        AND l.dag <= _tot
        AND (b.fonds_id = _fonds OR _fonds IS NULL AND f.regio_id = _regio)
      GROUP BY b.fonds_id, r.id) x WHERE x.cent > 0 GROUP BY x.fonds) d);
  PERFORM set_config('ontschot.rol', coalesce(reader, ''), true);
  RETURN found;
END $ontschot$
"""
TWEE_KEER_AGREES = """
IF NEW.cijfers->'dubbel' IS DISTINCT FROM
    verantwoording_dubbel(NEW.regio_id, NEW.fonds_id, NEW.tot, NEW.peil) THEN
  RAISE EXCEPTION 'report and bank differ'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""
# A report of a national fonds is for who works for its kassier or its owner, in this very role.
OF_KASSIER_OR_OWNER = """
regio_id IS NULL AND (@rol = 'systeem' OR EXISTS (
  SELECT 1 FROM kassier_fonds f
  JOIN netwerk_rol p ON p.organisatie_id IN (f.kassier_id, f.eigenaar_id)
  WHERE f.id = verantwoording_verslag.fonds_id AND p.soort = @rol
    AND p.medewerker_id::text = (SELECT current_setting('ontschot.medewerker', true))
    AND (ontschot_nu() AT TIME ZONE 'Europe/Amsterdam')::date
      BETWEEN p.van AND coalesce(p.tot, 'infinity')))
""".replace("@rol", ROL)
BEDRAGEN = (
    "budget_cent",
    "vrij_cent",
    "gereserveerd_cent",
    "verplicht_cent",
    "gedeclareerd_cent",
    "betaald_cent",
)


class Verslag(models.Model):
    """The money of one fonds, or of all fondsen of a region, over `van` to `tot` (inclusive).

    `peil` is the moment as known at which it was made. `cijfers` holds what was counted, with the
    names of that day (see `rules.Cel`); `sha256` is of exactly that. The amounts are the stand on
    `tot`. The database compares amounts and cells with the journaal, and what was planned with the
    begroting.
    """

    regio = models.ForeignKey("netwerk.Regio", on_delete=models.PROTECT, null=True, blank=True)
    fonds = models.ForeignKey(
        "kassier.Fonds", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    van = models.DateField()
    tot = models.DateField()
    peil = models.DateTimeField()
    boekingen = models.PositiveIntegerField()
    budget_cent = models.BigIntegerField()
    vrij_cent = models.BigIntegerField()
    gereserveerd_cent = models.BigIntegerField()
    verplicht_cent = models.BigIntegerField()
    gedeclareerd_cent = models.BigIntegerField()
    betaald_cent = models.BigIntegerField()
    cijfers = models.JSONField()
    sha256 = models.CharField(max_length=64)
    gemaakt_door = to_medewerker(null=True)
    gemaakt_op = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "verslag"
        ordering = ["-id"]
        constraints = [
            RegioScope(ook=OF_KASSIER_OR_OWNER),
            AppendOnly(zin="Een verslag verandert niet. Maak een nieuw verslag."),
            SameRegio(field="fonds"),
            period_in_order("verantwoording_verslag_period"),
            models.CheckConstraint(
                condition=Q(regio__isnull=False) | Q(fonds__isnull=False),
                name="verantwoording_verslag_waarover",
            ),
            models.CheckConstraint(
                condition=Q(
                    budget_cent=F("vrij_cent")
                    + F("gereserveerd_cent")
                    + F("verplicht_cent")
                    + F("gedeclareerd_cent")
                    + F("betaald_cent")
                ),
                name="verantwoording_verslag_sums_to_zero",
            ),
            Statement(
                name="verantwoording_wacht",
                do=WAIT,
                undo="DROP FUNCTION verantwoording_wacht(bigint[])",
            ),
            Trigger(
                name="verantwoording_verslag_klopt",
                when="BEFORE INSERT",
                body=AGREES,
                declare="aantal bigint; budget numeric; vrij numeric; gereserveerd numeric; "
                "verplicht numeric; gedeclareerd numeric; betaald numeric;",
                zin="Dit verslag is niet gelijk aan het journaal. Maak het opnieuw.",
            ),
            Trigger(
                name="verantwoording_verslag_cellen",
                when="BEFORE INSERT",
                body=CELLS_AGREE,
                zin="Dit verslag is niet gelijk aan het journaal. Maak het opnieuw.",
            ),
            Trigger(
                name="verantwoording_verslag_begroting",
                when="BEFORE INSERT",
                body=BEGROTING_AGREES,
                zin="De begroting van dit verslag is niet die van toen. Maak het opnieuw.",
            ),
            Statement(
                name="verantwoording_dubbel",
                do=TWEE_KEER,
                undo="DROP FUNCTION verantwoording_dubbel(text, bigint, date, timestamptz)",
            ),
            Trigger(
                name="verantwoording_verslag_dubbel",
                when="BEFORE INSERT",
                body=TWEE_KEER_AGREES,
                zin="Wat er twee keer wegging, is niet wat dit verslag zegt. Maak het opnieuw.",
            ),
        ]

    def __str__(self) -> str:
        return self.nummer

    @property
    def nummer(self) -> str:
        """The number that people mention."""
        return f"verslag {self.pk}"
