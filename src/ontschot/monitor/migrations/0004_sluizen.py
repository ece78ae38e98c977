"""The functions through which the figures read casework: keys, codes and days (see sluis.py)."""

from django.db import migrations

from ontschot.monitor.sluis import PERSOON, make, open_code, unmake

TEKST, NUMMER, DAG, MOMENT = "text", "bigint", "date", "timestamptz"
DAG_VAN = """
CREATE FUNCTION monitor_dag(moment timestamptz) RETURNS date LANGUAGE sql IMMUTABLE
AS $ontschot$ SELECT (moment AT TIME ZONE 'Europe/Amsterdam')::date $ontschot$
"""
SLUIZEN = {
    "monitor_sluis_vraag": (
        {
            "nummer": (TEKST, "m.nummer"),
            "regio_id": (TEKST, "m.regio_id"),
            "persoon": (TEKST, PERSOON),
            "deur": (TEKST, open_code("m.deur")),
            "elders": (TEKST, open_code("m.elders")),
            "werkcafe": (TEKST, "CASE WHEN k.afgeschermd THEN NULL ELSE m.werkcafe_id END"),
            "campagne": (TEKST, "CASE WHEN k.afgeschermd THEN NULL ELSE m.campagne_id END"),
            "gemeente": (TEKST, open_code("g.naam")),
            "rubriek": (TEKST, open_code("m.rubriek_id")),
            "status": (TEKST, "m.status"),
            "uitkomst": (TEKST, "m.uitkomst"),
            "ontvangen_op": (MOMENT, "m.ontvangen_op"),
            "eerste_contact_op": (MOMENT, "m.eerste_contact_op"),
            "reageer_uiterlijk": (DAG, "m.reageer_uiterlijk"),
            "gesloten_op": (MOMENT, "m.gesloten_op"),
        },
        "FROM meldingen_melding m LEFT JOIN kandidaten_kandidaat k ON k.id = m.kandidaat_id "
        "LEFT JOIN netwerk_gemeente g ON g.id = m.gemeente_id",
    ),
    "monitor_sluis_advies": (
        {
            "id": (NUMMER, "a.id"),
            "regio_id": (TEKST, "a.regio_id"),
            "persoon": (TEKST, PERSOON),
            "oordeel": (TEKST, "a.oordeel"),
            "gegeven_op": (MOMENT, "a.gegeven_op"),
        },
        "FROM meldingen_advies a JOIN kandidaten_kandidaat k ON k.id = a.kandidaat_id",
    ),
    "monitor_sluis_interventie": (
        {
            "id": (NUMMER, "i.id"),
            "regio_id": (TEKST, "i.regio_id"),
            "persoon": (TEKST, PERSOON),
            "doelgroep": (TEKST, open_code("i.doelgroep_id")),
            "geslacht": (TEKST, open_code("cg.monitorklasse")),
            "kwalificatie": (TEKST, open_code("co.monitorklasse")),
            "gemeente": (TEKST, open_code("g.naam")),
            "status": (TEKST, "i.status"),
            "gepland_op": (MOMENT, "i.gepland_op"),
            "verplicht_op": (MOMENT, "i.verplicht_op"),
            "afgesloten_op": (DAG, "i.afgesloten_op"),
        },
        "FROM trajecten_interventie i JOIN kandidaten_kandidaat k ON k.id = i.kandidaat_id "
        "LEFT JOIN regelingen_codewaarde cg ON cg.lijst = 'geslacht' AND cg.code = i.geslacht "
        "LEFT JOIN regelingen_codewaarde co ON co.lijst = 'opleiding' AND co.code = i.opleiding "
        "LEFT JOIN netwerk_gemeente g ON g.id = i.gemeente_id",
    ),
    "monitor_sluis_overdracht": (
        {
            "id": (NUMMER, "o.id"),
            "regio_id": (TEKST, "o.regio_id"),
            "persoon": (TEKST, PERSOON),
            "soort": (TEKST, "o.soort"),
            "waarheen": (TEKST, open_code("o.waarheen")),
            "status": (TEKST, "o.status"),
            "aangeboden_op": (MOMENT, "o.aangeboden_op"),
            "reageer_uiterlijk": (DAG, "o.reageer_uiterlijk"),
            "besloten_op": (MOMENT, "o.besloten_op"),
        },
        "FROM trajecten_overdracht o JOIN kandidaten_kandidaat k ON k.id = o.kandidaat_id",
    ),
    # Which facility was looked at can say something about health: no person goes with it, only
    # whether the row may stand in a list.
    "monitor_sluis_toets": (
        {
            "id": (NUMMER, "t.id"),
            "regio_id": (TEKST, "t.regio_id"),
            "verborgen": ("boolean", "k.afgeschermd"),
            "voorziening": (TEKST, open_code("coalesce(d.naam, 'eigen')")),
            "antwoord": (TEKST, open_code("t.antwoord")),
            "gemeente": (TEKST, open_code("g.naam")),
            "toets_gedaan_op": (MOMENT, "i.toets_gedaan_op"),
        },
        "FROM trajecten_toetsregel t JOIN trajecten_interventie i ON i.id = t.interventie_id "
        "JOIN kandidaten_kandidaat k ON k.id = i.kandidaat_id "
        "LEFT JOIN menukaart_dienst d ON d.id = t.dienst_id "
        "LEFT JOIN netwerk_gemeente g ON g.id = i.gemeente_id",
    ),
    "monitor_sluis_uitkomst": (
        {
            "id": (NUMMER, "u.id"),
            "regio_id": (TEKST, "u.regio_id"),
            "persoon": (TEKST, PERSOON),
            "betekenis": (TEKST, "u.betekenis"),
            "bron": (TEKST, open_code("u.bron")),
            "gemeente": (TEKST, open_code("g.naam")),
            "interventie": (NUMMER, "u.interventie_id"),
            "datum": (DAG, "u.datum"),
            "corrigeert": (NUMMER, "u.corrigeert_id"),
            "geldt": ("boolean", "u.geldt"),
            "vastgelegd_op": (MOMENT, "u.vastgelegd_op"),
        },
        "FROM trajecten_uitkomst u JOIN kandidaten_kandidaat k ON k.id = u.kandidaat_id "
        "LEFT JOIN trajecten_interventie i ON i.id = u.interventie_id "
        "LEFT JOIN netwerk_gemeente g ON g.id = i.gemeente_id",
    ),
}


class Migration(migrations.Migration):
    dependencies = [
        ('monitor', '0003_leveringen_van_bronnen'),
        ('kandidaten', '0007_waarneming'),
        ('meldingen', '0007_eigenaar_werkt_hier'),
        ("menukaart", "0002_beheer"),
        ("netwerk", "0001_initial"),
        ('regelingen', '0002_weging'),
        ('trajecten', '0007_gemeente'),
    ]
    operations = [
        migrations.RunSQL(DAG_VAN, "DROP FUNCTION monitor_dag(timestamptz)"),
        *(
        migrations.RunSQL(make(naam, kolommen, uit), unmake(naam))
        for naam, (kolommen, uit) in SLUIZEN.items()
        ),
    ]
