"""The sluizen that answer as known at a moment, each table read once.

A table with policies that is looked up again for each row asks its policies again each time: that,
and not the versions, was what these cost.
"""

from django.db import migrations

from ontschot.monitor.sluis import PERSOON, known, make, open_code, unmake

TEKST, NUMMER, DAG, MOMENT = "text", "bigint", "date", "timestamptz"
# Days after a moment on which an answer still tells how it was: `trajecten.rules.volgen`.
NEAR = "n.gedaan_op BETWEEN p.dag AND p.dag + 31"
SPOKEN = "n.antwoord IN ('werkt_nog', 'werkt_niet_meer', 'anders')"
# When a start of work is looked at: so many months after it.
WANNEER = """CROSS JOIN (VALUES (3), (6), (12)) m (maanden)
CROSS JOIN LATERAL (SELECT (u.datum + make_interval(months => m.maanden))::date AS dag) p"""
WERK = f"""
FROM trajecten_uitkomst u JOIN kandidaten_kandidaat k ON k.id = u.kandidaat_id
{WANNEER}
LEFT JOIN (
  SELECT g.kandidaat_id, max(v.tot) AS tot FROM trajecten_volggrond g
  JOIN trajecten_volggrondversie v ON v.volggrond_id = g.id AND {known("v")}
  GROUP BY g.kandidaat_id
) g ON g.kandidaat_id = u.kandidaat_id
LEFT JOIN (
  SELECT u.id, m.maanden, (array_agg(n.antwoord ORDER BY n.gedaan_op, n.nazorgmoment_id)
      FILTER (WHERE {SPOKEN} AND {NEAR}))[1] AS bij,
    (array_agg(n.antwoord ORDER BY n.gedaan_op DESC, n.nazorgmoment_id DESC)
      FILTER (WHERE {SPOKEN} AND n.gedaan_op < p.dag))[1] AS ervoor,
    bool_or(n.antwoord = 'geen_antwoord' AND {NEAR}) AS stil
  FROM trajecten_nazorgmoment o
  JOIN trajecten_nazorgversie n ON n.nazorgmoment_id = o.id AND {known("n")}
  JOIN trajecten_uitkomst u ON u.id = o.uitkomst_id
  {WANNEER}
  GROUP BY u.id, m.maanden
) a ON a.id = u.id AND a.maanden = m.maanden
LEFT JOIN (
  SELECT DISTINCT ON (u.id) u.id, i.doelgroep_id FROM trajecten_uitkomst u
  JOIN trajecten_interventie i ON i.kandidaat_id = u.kandidaat_id
    AND i.verplicht_op <= u.vastgelegd_op
  ORDER BY u.id, coalesce(i.id = u.interventie_id, false) DESC, i.verplicht_op DESC, i.id DESC
) d ON d.id = u.id
WHERE u.betekenis = 'aan_het_werk' AND u.geldt AND u.vastgelegd_op < peil
  AND NOT EXISTS (SELECT 1 FROM trajecten_uitkomst c
    WHERE c.corrigeert_id = u.id AND c.vastgelegd_op < peil)
"""
SLUIZEN = {
    "monitor_sluis_vraag": (
        {
            "nummer": (TEKST, "m.nummer"),
            "regio_id": (TEKST, "v.regio_id"),
            "persoon": (TEKST, PERSOON),
            "deur": (TEKST, open_code("v.deur")),
            "elders": (TEKST, open_code("v.elders")),
            "werkcafe": (TEKST, "CASE WHEN k.afgeschermd THEN NULL ELSE v.werkcafe_id END"),
            "campagne": (TEKST, "CASE WHEN k.afgeschermd THEN NULL ELSE v.campagne_id END"),
            "gemeente": (TEKST, open_code("g.naam")),
            "uitkomst": (TEKST, "v.uitkomst"),
            "ontvangen_op": (MOMENT, "v.ontvangen_op"),
            "eerste_contact_op": (MOMENT, "v.eerste_contact_op"),
            "reageer_uiterlijk": (DAG, "v.reageer_uiterlijk"),
            "gesloten_op": (MOMENT, "v.gesloten_op"),
        },
        "FROM meldingen_meldingversie v JOIN meldingen_melding m ON m.id = v.melding_id "
        "LEFT JOIN kandidaten_kandidaat k ON k.id = v.kandidaat_id "
        f"LEFT JOIN netwerk_gemeente g ON g.id = v.gemeente_id WHERE {known('v')}",
    ),
    # Which facility was looked at can say something about health: no person goes with it, only
    # whether the row may stand in a list.
    "monitor_sluis_toets": (
        {
            "id": (NUMMER, "t.id"),
            "regio_id": (TEKST, "t.regio_id"),
            "verborgen": ("boolean", "k.afgeschermd"),
            "voorziening": (TEKST, open_code("coalesce(d.naam, 'eigen')")),
            "antwoord": (TEKST, open_code("v.antwoord")),
            "gemeente": (TEKST, open_code("g.naam")),
            "toets_gedaan_op": (MOMENT, "w.toets_gedaan_op"),
        },
        "FROM trajecten_toetsversie v JOIN trajecten_toetsregel t ON t.id = v.toetsregel_id "
        "JOIN trajecten_interventieversie w ON w.interventie_id = v.interventie_id "
        f"AND w.toets_gedaan_op IS NOT NULL AND {known('w')} "
        "JOIN trajecten_interventie i ON i.id = v.interventie_id "
        "JOIN kandidaten_kandidaat k ON k.id = i.kandidaat_id "
        "LEFT JOIN menukaart_dienst d ON d.id = t.dienst_id "
        f"LEFT JOIN netwerk_gemeente g ON g.id = i.gemeente_id WHERE {known('v')}",
    ),
    # One row for each start of work that counts and each moment at which it is looked at.
    "monitor_sluis_werk": (
        {
            "id": (NUMMER, "u.id"),
            "regio_id": (TEKST, "u.regio_id"),
            "persoon": (TEKST, PERSOON),
            "doelgroep": (TEKST, open_code("d.doelgroep_id")),
            "datum": (DAG, "u.datum"),
            "maanden": ("integer", "m.maanden"),
            "peildag": (DAG, "p.dag"),
            "bij": (TEKST, "coalesce(a.bij, '')"),
            "ervoor": (TEKST, "coalesce(a.ervoor, '')"),
            "stil": ("boolean", "coalesce(a.stil, false)"),
            "volgen_tot": (DAG, "g.tot"),
        },
        WERK,
    ),
}


class Migration(migrations.Migration):
    dependencies = [("monitor", "0015_minder_indexen")]
    operations = [
        migrations.RunSQL(
            [*(unmake(naam, peil=True) for naam in SLUIZEN),
             *(make(naam, kolommen, uit, peil=True) for naam, (kolommen, uit) in SLUIZEN.items())],
            migrations.RunSQL.noop,
        ),
    ]
