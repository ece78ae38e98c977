"""What the figures to steer by read of the casework: keys, codes, days and cents (see sluis.py)."""

from django.db import migrations

from ontschot.monitor.sluis import PERSOON, make, open_code, unmake

TEKST, NUMMER, DAG, MOMENT = "text", "bigint", "date", "timestamptz"
# Days after a moment on which an answer still tells how it was: `trajecten.rules.volgen`.
NEAR = "n.gedaan_op BETWEEN p.dag AND p.dag + 31"
SPOKEN = "n.antwoord IN ('werkt_nog', 'werkt_niet_meer', 'anders')"
WERK = f"""
FROM trajecten_uitkomst u JOIN kandidaten_kandidaat k ON k.id = u.kandidaat_id
CROSS JOIN (VALUES (3), (6), (12)) m (maanden)
CROSS JOIN LATERAL (SELECT (u.datum + make_interval(months => m.maanden))::date AS dag) p
LEFT JOIN LATERAL (
  SELECT max(g.tot) AS tot FROM trajecten_volggrond g WHERE g.kandidaat_id = u.kandidaat_id
) g ON true
LEFT JOIN LATERAL (
  SELECT (array_agg(n.antwoord ORDER BY n.gedaan_op, n.id) FILTER (WHERE {SPOKEN} AND {NEAR}))[1]
      AS bij,
    (array_agg(n.antwoord ORDER BY n.gedaan_op DESC, n.id DESC)
      FILTER (WHERE {SPOKEN} AND n.gedaan_op < p.dag))[1] AS ervoor,
    bool_or(n.antwoord = 'geen_antwoord' AND {NEAR}) AS stil
  FROM trajecten_nazorgmoment n WHERE n.uitkomst_id = u.id AND n.gedaan_op IS NOT NULL
) a ON true
LEFT JOIN LATERAL (
  SELECT i.doelgroep_id FROM trajecten_interventie i
  WHERE i.kandidaat_id = u.kandidaat_id AND i.verplicht_op <= u.vastgelegd_op
  ORDER BY coalesce(i.id = u.interventie_id, false) DESC, i.verplicht_op DESC, i.id DESC LIMIT 1
) d ON true
WHERE u.betekenis = 'aan_het_werk' AND u.geldt
  AND NOT EXISTS (SELECT 1 FROM trajecten_uitkomst c WHERE c.corrigeert_id = u.id)
"""
# A name of a colleague only for the coördinator; everybody knows which work is their own.
COLLEGA = """
CASE WHEN w.medewerker_id::text = current_setting('ontschot.medewerker', true) THEN 'ik'
  WHEN asked = 'coordinator' THEN p.naam ELSE 'collega' END"""
WERKLAST = """
FROM (
  SELECT 'V' || v.nummer AS sleutel, v.regio_id, 'vraag' AS soort, v.kandidaat_id,
    v.eigenaar_id AS medewerker_id, v.organisatie_id,
    CASE WHEN v.status = 'open' THEN v.belofte END AS belofte
  FROM meldingen_melding v WHERE v.status <> 'gesloten'
  UNION ALL
  SELECT 'B' || b.id, b.regio_id, 'kandidaat', b.kandidaat_id, b.medewerker_id,
    b.organisatie_id, NULL::date
  FROM kandidaten_betrokkenheid b WHERE b.vaste_contactpersoon AND b.tot IS NULL
) w
JOIN netwerk_medewerker p ON p.id = w.medewerker_id
JOIN netwerk_organisatie o ON o.id = w.organisatie_id
LEFT JOIN kandidaten_kandidaat k ON k.id = w.kandidaat_id
WHERE k.samengevoegd_met_id IS NULL
"""
GEMIS = """
FROM (
  SELECT t.interventie_id, count(DISTINCT t.dienst_id) AS aantal, min(d.naam) AS naam
  FROM trajecten_toetsregel t JOIN menukaart_dienst d ON d.id = t.dienst_id
  WHERE t.antwoord = 'niet_beschikbaar' GROUP BY t.interventie_id
) w
JOIN trajecten_interventie i ON i.id = w.interventie_id AND i.verplicht_op IS NOT NULL
JOIN kandidaten_kandidaat k ON k.id = i.kandidaat_id
LEFT JOIN netwerk_gemeente g ON g.id = i.gemeente_id
"""
SLUIZEN = {
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
    # What somebody carries: a question, or a kandidaat as the vaste contactpersoon.
    "monitor_sluis_werklast": (
        {
            "sleutel": (TEKST, "w.sleutel"),
            "regio_id": (TEKST, "w.regio_id"),
            "persoon": (TEKST, PERSOON),
            "soort_werk": (TEKST, "w.soort"),
            "medewerker_id": (NUMMER, "w.medewerker_id"),
            "collega": (TEKST, COLLEGA),
            "organisatie_id": (NUMMER, "w.organisatie_id"),
            "organisatie": (TEKST, "o.naam"),
            "belofte": (DAG, "w.belofte"),
        },
        WERKLAST,
    ),
    # Which facility was not there can say something about health: no key goes with it.
    "monitor_sluis_gemis": (
        {
            "id": (NUMMER, "i.id"),
            "regio_id": (TEKST, "i.regio_id"),
            "verborgen": ("boolean", "k.afgeschermd"),
            "persoon_nummer": (NUMMER, "coalesce(k.samengevoegd_met_id, k.id)"),
            "gemist": (TEKST, open_code("CASE WHEN w.aantal > 1 THEN 'meer' ELSE w.naam END")),
            "gemeente": (TEKST, open_code("g.naam")),
            "kosten_cent": (NUMMER, "i.kosten_cent"),
            "verplicht_op": (MOMENT, "i.verplicht_op"),
        },
        GEMIS,
    ),
}


class Migration(migrations.Migration):
    dependencies = [
        ("monitor", "0007_publicatie"),
        ('kandidaten', '0007_waarneming'),
        ('meldingen', '0007_eigenaar_werkt_hier'),
        ("menukaart", "0002_beheer"),
        ("netwerk", "0001_initial"),
        ("trajecten", "0007_gemeente"),
    ]
    operations = [
        migrations.RunSQL(make(naam, kolommen, uit), unmake(naam))
        for naam, (kolommen, uit) in SLUIZEN.items()
    ]
