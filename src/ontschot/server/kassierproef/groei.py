"""Many entries at once, for measuring how the books behave when they grow.

Written as somebody with all rights on a throw-away server, past the triggers that would look at
each row, but with the very functions that the triggers use: `controleer` finds nothing to say.
Each order is reserved, committed and called off again, so the balances stay as they are.
"""

import os
import re
from concurrent.futures import ThreadPoolExecutor

import psycopg

PER_ORDER = 3

GROW = """
DO $ontschot$
DECLARE
  f record; p kassier_journaalpost; o record; m record; nummer bigint; vorige text;
BEGIN
FOR f IN SELECT r.id AS regel, r.fonds_id, r.regio_id, k.volgnummer, k.hash
  FROM kassier_fondsregel r JOIN kassier_journaalketen k ON k.fonds_id = r.fonds_id
  JOIN kassier_fonds g ON g.id = r.fonds_id AND g.sleutel LIKE 'proef-%' AND g.id % @parts = @part
LOOP
  nummer := f.volgnummer; vorige := f.hash;
  FOR o IN
    WITH r AS (
      INSERT INTO kassier_reservering (regio_id, fondsregel_id, interventie_id, kandidaat_sleutel,
        cent, status, beraadsbesluit, gemaakt_op, boekdatum, reden_vrijgave)
      SELECT f.regio_id, f.regel, i.id, i.kandidaat_sleutel, 1000, 'verplicht', '', now(),
        current_date - 1, ''
      FROM generate_series(1, @orders) n, LATERAL (
        SELECT i.id, i.kandidaat_sleutel FROM trajecten_interventie i
        WHERE i.regio_id = f.regio_id AND i.status = 'toegekend' ORDER BY i.id LIMIT 1) i
      RETURNING *
    ), v AS (
      INSERT INTO kassier_verplichting (regio_id, reservering_id, fondsregel_id, interventie_id,
        kandidaat_sleutel, interventiesoort_id, inkoper_id, aanbieder, bedrag_cent, btw,
        reden_boven_plafond, regeling_id, status, besteld_op, boekdatum, vrijgevallen_cent,
        reden_vrijgave)
      SELECT r.regio_id, r.id, r.fondsregel_id, r.interventie_id, r.kandidaat_sleutel,
        i.interventiesoort_id, i.inkoper_id, 'Bureau', r.cent, 'excl', '',
        (SELECT max(code) FROM regelingen_regeling), 'ingetrokken', now(), r.boekdatum, r.cent,
        'proef'
      FROM r JOIN trajecten_interventie i ON i.id = r.interventie_id
      RETURNING id, reservering_id
    )
    SELECT * FROM v
  LOOP
    FOR m IN SELECT * FROM (VALUES
      ('reservering', 'beschikbaar', 'gereserveerd', ':reservering:' || o.reservering_id),
      ('verplichting', 'gereserveerd', 'verplicht', ':verplichting:' || o.id || ':0'),
      ('vrijval_verplichting', 'verplicht', 'beschikbaar', ':verplichting:' || o.id || ':1000')
    ) x (soort, van, naar, sleutel)
    LOOP
      nummer := nummer + 1;
      p := NULL;
      p.id := nextval(pg_get_serial_sequence('kassier_journaalpost', 'id'));
      p.regio_id := f.regio_id; p.fonds_id := f.fonds_id; p.fondsregel_id := f.regel;
      p.soort := m.soort; p.van := m.van; p.naar := m.naar; p.cent := 1000;
      p.boekdatum := current_date - 1; p.reden := 'proef'; p.wie := 'proef'; p.rol := 'systeem';
      p.organisatie := ''; p.idempotentiesleutel := m.soort || m.sleutel;
      p.reservering_id := o.reservering_id;
      p.verplichting_id := CASE WHEN m.soort <> 'reservering' THEN o.id END;
      p.volgnummer := nummer; p.vorige_hash := vorige; p.op := clock_timestamp();
      p.inhoud_hash := kassier_inhoud_hash(p);
      p.hash := kassier_post_hash(p);
      INSERT INTO kassier_journaalpost SELECT p.*;
      vorige := p.hash;
    END LOOP;
  END LOOP;
  UPDATE kassier_journaalketen SET volgnummer = nummer, hash = vorige WHERE fonds_id = f.fonds_id;
END LOOP;
END $ontschot$
"""


def grow(beheer_url: str, entries: int) -> int:
    """Add about so many entries, spread over the fondsen of the trial; returns how many.

    A chain is written one entry after another, so the fondsen are shared over the processors.
    """
    with psycopg.connect(beheer_url, autocommit=True) as link:
        row = link.execute(
            "SELECT count(*) FROM kassier_fonds WHERE sleutel LIKE 'proef-%'"
        ).fetchone()
        assert row
        orders = max(1, round(entries / PER_ORDER / row[0]))
        parts = os.cpu_count() or 1
        with ThreadPoolExecutor(parts) as pool:
            list(pool.map(lambda part: _grow(beheer_url, orders, part, parts), range(parts)))
        link.execute("ANALYZE")
    return int(orders * row[0] * PER_ORDER)


def _grow(beheer_url: str, orders: int, part: int, parts: int) -> None:
    numbers = {"@orders": orders, "@parts": parts, "@part": part}
    words = re.sub("@[a-z]+", lambda found: str(numbers[found[0]]), GROW)
    with psycopg.connect(beheer_url, autocommit=True) as link:
        link.execute("SET session_replication_role = replica")
        link.execute(words.encode())
