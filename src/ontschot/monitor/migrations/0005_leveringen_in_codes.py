"""Delivered rows as numbers of codes, sealed, with their standen counted beside them.

What was delivered before comes along: its lines get the number they would have had in a file
without empty lines, and its standen are counted here.
"""

import django.db.models.deletion
import ontschot.kern.db
import ontschot.kern.tabellen
import ontschot.monitor.db
from django.db import migrations, models

# The owner of the tables is bound by their policies too, and has no region.
ASIDE = """
DROP VIEW monitor_monitorrij;
ALTER TABLE monitor_leveringsrij NO FORCE ROW LEVEL SECURITY;
CREATE TABLE monitor_oud AS SELECT * FROM monitor_leveringsrij;
DROP FUNCTION monitor_leveringsrij_append_only() CASCADE
"""
BACK = """
INSERT INTO monitor_monitorcode (soort, nummer, code)
SELECT soort, row_number() OVER (PARTITION BY soort ORDER BY code) - 1, code FROM (
  SELECT DISTINCT k.soort, k.code FROM monitor_oud o CROSS JOIN LATERAL (VALUES
    ('interventie', o.interventiesoort_id), ('doelgroep', o.doelgroep_id),
    ('geslacht', o.geslacht), ('kwalificatie', o.kwalificatie), ('sector', o.sector),
    ('inkopende_partij', o.inkopende_partij),
    ('eerstverantwoordelijke', o.eerstverantwoordelijke)) AS k(soort, code)) gebruikt;
INSERT INTO monitor_leveringsrij (levering_id, kosten_cent, regel, datum, interventie, doelgroep,
  geslacht, kwalificatie, sector, inkopende_partij, eerstverantwoordelijke, regio_id, extern_id)
SELECT o.levering_id, o.kosten_cent,
  1 + row_number() OVER (PARTITION BY o.levering_id ORDER BY o.id), o.datum, i.nummer, d.nummer,
  g.nummer, k.nummer, s.nummer, p.nummer, e.nummer, o.regio_id, o.extern_id
FROM monitor_oud o
JOIN monitor_monitorcode i ON i.soort = 'interventie' AND i.code = o.interventiesoort_id
JOIN monitor_monitorcode d ON d.soort = 'doelgroep' AND d.code = o.doelgroep_id
JOIN monitor_monitorcode g ON g.soort = 'geslacht' AND g.code = o.geslacht
JOIN monitor_monitorcode k ON k.soort = 'kwalificatie' AND k.code = o.kwalificatie
JOIN monitor_monitorcode s ON s.soort = 'sector' AND s.code = o.sector
JOIN monitor_monitorcode p ON p.soort = 'inkopende_partij' AND p.code = o.inkopende_partij
JOIN monitor_monitorcode e
  ON e.soort = 'eerstverantwoordelijke' AND e.code = o.eerstverantwoordelijke;
INSERT INTO monitor_leveringsstand (levering_id, tabel, regio_id, maand, waarde, aantal,
  kosten_cent)
SELECT o.levering_id, k.tabel, o.regio_id, date_trunc('month', o.datum)::date, k.waarde, count(*),
  sum(o.kosten_cent)
FROM monitor_oud o CROSS JOIN LATERAL (VALUES
  ('interventie', o.interventiesoort_id), ('doelgroep', o.doelgroep_id),
  ('geslacht', o.geslacht), ('kwalificatie', o.kwalificatie), ('sector', o.sector),
  ('inkopende_partij', o.inkopende_partij),
  ('eigen_andere', CASE WHEN o.eerstverantwoordelijke = CASE
    WHEN o.inkopende_partij IN ('fnv', 'cnv', 'vcp') THEN 'vakbond' ELSE o.inkopende_partij END
    THEN 'eigen' ELSE 'andere' END)) AS k(tabel, waarde)
GROUP BY 1, 2, 3, 4, 5;
ALTER TABLE monitor_levering NO FORCE ROW LEVEL SECURITY;
UPDATE monitor_levering l SET eerste_dag = o.eerste, laatste_dag = o.laatste
FROM (SELECT levering_id, min(datum) AS eerste, max(datum) AS laatste FROM monitor_oud
  GROUP BY levering_id) o
WHERE o.levering_id = l.id;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE monitor_levering FORCE ROW LEVEL SECURITY;
DROP TABLE monitor_oud
"""
# A code that nobody asks for costs nothing: the join falls away.
VIEW = """
CREATE VIEW monitor_monitorrij WITH (security_invoker = true) AS
SELECT g.*,
  CASE WHEN g.eerstverantwoordelijke = CASE
    WHEN g.inkopende_partij IN ('fnv', 'cnv', 'vcp') THEN 'vakbond' ELSE g.inkopende_partij END
  THEN 'eigen' ELSE 'andere' END AS eigen_andere
FROM (
  SELECT 'I' || i.id AS sleutel, 'eigen' AS bron, i.regio_id::text AS regio_id,
    (i.verplicht_op AT TIME ZONE 'Europe/Amsterdam')::date AS geldig_op,
    i.verplicht_op AS geregistreerd_op, NULL::timestamptz AS vervallen_op,
    i.interventiesoort_id::text AS interventie, s.rubriek_id::text AS rubriek,
    i.doelgroep_id::text AS doelgroep,
    coalesce(cg.monitorklasse, 'onbekend')::text AS geslacht,
    coalesce(co.monitorklasse, 'onbekend')::text AS kwalificatie,
    coalesce(cs.monitorklasse, 'onbekend')::text AS sector,
    o.monitorcode::text AS inkopende_partij,
    i.eerstverantwoordelijk::text AS eerstverantwoordelijke,
    i.kosten_cent, i.regeling_id::text AS regeling_id,
    i.kandidaat_sleutel::text AS kandidaat_sleutel, NULL::bigint AS levering_id,
    NULL::integer AS regel, '' AS extern_id
  FROM trajecten_interventie i
  JOIN regelingen_interventiesoort s ON s.code = i.interventiesoort_id
  JOIN netwerk_organisatie o ON o.id = i.inkoper_id
  LEFT JOIN regelingen_codewaarde cg ON cg.lijst = 'geslacht' AND cg.code = i.geslacht
  LEFT JOIN regelingen_codewaarde co ON co.lijst = 'opleiding' AND co.code = i.opleiding
  LEFT JOIN regelingen_codewaarde cs ON cs.lijst = 'sector' AND cs.code = i.sector
  WHERE i.verplicht_op IS NOT NULL
  UNION ALL
  SELECT 'L' || r.levering_id || '.' || r.regel, 'levering', r.regio_id::text, r.datum,
    l.geimporteerd_op, l.vervangen_op, ci.code::text, s.rubriek_id::text, cd.code::text,
    cg.code::text, ck.code::text, cs.code::text, cp.code::text, ce.code::text, r.kosten_cent,
    l.regeling_id::text, '', r.levering_id, r.regel, r.extern_id::text
  FROM monitor_leveringsrij r
  JOIN monitor_levering l ON l.id = r.levering_id
  LEFT JOIN monitor_monitorcode ci ON ci.soort = 'interventie' AND ci.nummer = r.interventie
  LEFT JOIN monitor_monitorcode cd ON cd.soort = 'doelgroep' AND cd.nummer = r.doelgroep
  LEFT JOIN monitor_monitorcode cg ON cg.soort = 'geslacht' AND cg.nummer = r.geslacht
  LEFT JOIN monitor_monitorcode ck ON ck.soort = 'kwalificatie' AND ck.nummer = r.kwalificatie
  LEFT JOIN monitor_monitorcode cs ON cs.soort = 'sector' AND cs.nummer = r.sector
  LEFT JOIN monitor_monitorcode cp
    ON cp.soort = 'inkopende_partij' AND cp.nummer = r.inkopende_partij
  LEFT JOIN monitor_monitorcode ce
    ON ce.soort = 'eerstverantwoordelijke' AND ce.nummer = r.eerstverantwoordelijke
  LEFT JOIN regelingen_interventiesoort s ON s.code = ci.code
) g
"""


class Migration(migrations.Migration):

    dependencies = [
        ('monitor', '0004_sluizen'),
        ('netwerk', '0001_initial'),
        ('regelingen', '0002_weging'),
        ('trajecten', '0007_gemeente'),
    ]

    operations = [
        migrations.RunSQL(ASIDE),
        migrations.DeleteModel(name='Leveringsrij'),
        ontschot.kern.tabellen.CreateModels(
            models=[
                migrations.CreateModel(
            name='Monitorcode',
            fields=[
                ('pk', models.CompositePrimaryKey('soort', 'nummer', blank=True, editable=False, primary_key=True, serialize=False)),
                ('soort', models.CharField(choices=[('interventie', 'interventie'), ('doelgroep', 'doelgroep'), ('geslacht', 'geslacht'), ('kwalificatie', 'kwalificatie'), ('sector', 'sector'), ('inkopende_partij', 'inkopende_partij'), ('eerstverantwoordelijke', 'eerstverantwoordelijke')], max_length=24)),
                ('nummer', models.SmallIntegerField()),
                ('code', models.CharField(max_length=40)),
            ],
            options={
                'verbose_name': 'code van de monitor',
                'constraints': [
                    ontschot.kern.db.AppendOnly(name='monitor_monitorcode_append_only'),
                    models.UniqueConstraint(fields=('soort', 'code'), name='monitor_monitorcode_once'),
                    models.CheckConstraint(condition=models.Q(('nummer__range', (0, 62))), name='monitor_monitorcode_nummer'),
                    models.CheckConstraint(condition=models.Q(('soort__in', ('interventie', 'doelgroep', 'geslacht', 'kwalificatie', 'sector', 'inkopende_partij', 'eerstverantwoordelijke'))), name='monitor_monitorcode_soort'),
                ],
            },
        ),
                migrations.CreateModel(
            name='Leveringsrij',
            fields=[
                ('pk', models.CompositePrimaryKey('levering', 'extern_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('kosten_cent', models.BigIntegerField()),
                ('regel', models.IntegerField()),
                ('datum', models.DateField()),
                ('interventie', models.SmallIntegerField()),
                ('doelgroep', models.SmallIntegerField()),
                ('geslacht', models.SmallIntegerField()),
                ('kwalificatie', models.SmallIntegerField()),
                ('sector', models.SmallIntegerField()),
                ('inkopende_partij', models.SmallIntegerField()),
                ('eerstverantwoordelijke', models.SmallIntegerField()),
                ('extern_id', models.CharField(max_length=64)),
                ('levering', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='rijen', to='monitor.levering')),
                ('regio', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='netwerk.regio')),
            ],
            options={
                'verbose_name': 'rij van een levering',
                'constraints': [ontschot.monitor.db.ManyRows(column='regio_id', landelijk=False, name='monitor_leveringsrij_regio', ook="(SELECT current_setting('ontschot.rol', true)) IN ('beleid', 'coordinator', 'monitor', 'privacy') AND levering_id IN (SELECT l.id FROM monitor_levering l WHERE l.openbaar)", zonder_rollen=()), ontschot.monitor.db.WhileReading(name='monitor_leveringsrij_while_reading'), ontschot.kern.db.AppendOnly(name='monitor_leveringsrij_append_only'), models.CheckConstraint(condition=models.Q(('kosten_cent__gte', 0)), name='monitor_leveringsrij_kosten')],
            },
        ),
                migrations.CreateModel(
            name='Leveringsstand',
            fields=[
                ('pk', models.CompositePrimaryKey('levering', 'tabel', 'regio', 'maand', 'waarde', blank=True, editable=False, primary_key=True, serialize=False)),
                ('kosten_cent', models.BigIntegerField()),
                ('aantal', models.IntegerField()),
                ('maand', models.DateField()),
                ('tabel', models.CharField(max_length=24)),
                ('waarde', models.CharField(max_length=40)),
                ('levering', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='standen', to='monitor.levering')),
                ('regio', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='netwerk.regio')),
            ],
            options={
                'verbose_name': 'stand van een levering',
                'constraints': [
                    ontschot.monitor.db.ManyRows(column='regio_id', landelijk=False, name='monitor_leveringsstand_regio', ook="(SELECT current_setting('ontschot.rol', true)) IN ('beleid', 'coordinator', 'monitor', 'privacy') AND levering_id IN (SELECT l.id FROM monitor_levering l WHERE l.openbaar)", zonder_rollen=()),
                    ontschot.monitor.db.WhileReading(name='monitor_leveringsstand_while_reading'),
                    ontschot.kern.db.AppendOnly(name='monitor_leveringsstand_append_only'),
                    models.CheckConstraint(condition=models.Q(('aantal__gt', 0), ('kosten_cent__gte', 0)), name='monitor_leveringsstand_positive'),
                    models.CheckConstraint(condition=models.Q(('tabel__in', ('interventie', 'doelgroep', 'geslacht', 'kwalificatie', 'sector', 'inkopende_partij', 'eigen_andere'))), name='monitor_leveringsstand_tabel'),
                ],
            },
        ),
            ],
        ),
        migrations.AddField(
            model_name='levering',
            name='eerste_dag',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='levering',
            name='laatste_dag',
            field=models.DateField(null=True),
        ),
        migrations.RunSQL(BACK),
        migrations.RemoveConstraint(
            model_name='levering',
            name='monitor_levering_status',
        ),
        migrations.RemoveConstraint(
            model_name='levering',
            name='monitor_levering_status_stappen',
        ),
        migrations.RemoveConstraint(
            model_name='levering',
            name='monitor_levering_replaced',
        ),
        migrations.AlterField(
            model_name='levering',
            name='status',
            field=models.CharField(choices=[('bezig', 'bezig'), ('geladen', 'geladen'), ('vervangen', 'vervangen')], default='bezig', max_length=12),
        ),
        migrations.AddConstraint(
            model_name='levering',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['bezig', 'geladen', 'vervangen'])), name='monitor_levering_status'),
        ),
        migrations.AddConstraint(
            model_name='levering',
            constraint=ontschot.kern.db.Trigger(body="IF TG_OP = 'INSERT' THEN IF NEW.status NOT IN ('bezig') THEN RAISE EXCEPTION 'begin: %', NEW.status USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME; END IF; ELSIF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (('bezig', 'geladen'), ('geladen', 'vervangen')) THEN RAISE EXCEPTION 'step: % to %', OLD.status, NEW.status USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME; END IF; RETURN NEW;", declare='', deferred=False, name='monitor_levering_status_stappen', owner=False, when='BEFORE INSERT OR UPDATE'),
        ),
        migrations.AddConstraint(
            model_name='levering',
            constraint=ontschot.kern.db.Trigger(body="\nIF TG_OP = 'DELETE' THEN\n  RAISE EXCEPTION 'levering: kept for ever' USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;\nELSIF OLD.status = 'bezig' AND NEW.status = 'geladen' THEN\n  PERFORM set_config('enable_sort', 'off', true);\n  WITH dag AS MATERIALIZED (\n    SELECT regio_id, datum, count(*) AS aantal, sum(kosten_cent) AS cent,\n      bit_or(interventie | doelgroep | geslacht | kwalificatie | sector | inkopende_partij | eerstverantwoordelijke) AS bits, bit_or(1::bigint << interventie) AS interventie, bit_or(1::bigint << doelgroep) AS doelgroep, bit_or(1::bigint << geslacht) AS geslacht, bit_or(1::bigint << kwalificatie) AS kwalificatie, bit_or(1::bigint << sector) AS sector, bit_or(1::bigint << inkopende_partij) AS inkopende_partij, bit_or(1::bigint << eerstverantwoordelijke) AS eerstverantwoordelijke\n    FROM monitor_leveringsrij WHERE levering_id = NEW.id GROUP BY regio_id, datum\n  ), rijen AS (\n    SELECT regio_id, date_trunc('month', datum)::date AS maand, tabel, sum(aantal) AS aantal,\n      sum(cent) AS cent\n    FROM dag CROSS JOIN (VALUES ('interventie'), ('doelgroep'), ('geslacht'), ('kwalificatie'), ('sector'), ('inkopende_partij'), ('eigen_andere')) AS t(tabel) GROUP BY 1, 2, 3\n  ), standen AS (\n    SELECT regio_id, maand, tabel, sum(aantal) AS aantal, sum(kosten_cent) AS cent\n    FROM monitor_leveringsstand WHERE levering_id = NEW.id GROUP BY 1, 2, 3\n  )\n  SELECT coalesce(sum(aantal), 0) AS aantal, min(datum) AS eerste, max(datum) AS laatste,\n    bool_or(bits NOT BETWEEN 0 AND 63) AS buiten, bit_or(interventie) AS interventie, bit_or(doelgroep) AS doelgroep, bit_or(geslacht) AS geslacht, bit_or(kwalificatie) AS kwalificatie, bit_or(sector) AS sector, bit_or(inkopende_partij) AS inkopende_partij, bit_or(eerstverantwoordelijke) AS eerstverantwoordelijke,\n    bool_or(regio_id NOT IN (SELECT code FROM netwerk_regio)) AS nergens,\n    EXISTS (SELECT FROM rijen FULL JOIN standen USING (regio_id, maand, tabel)\n      WHERE (rijen.aantal, rijen.cent) IS DISTINCT FROM (standen.aantal, standen.cent)) AS anders\n  INTO gevonden FROM dag;\n  PERFORM set_config('enable_sort', 'on', true);\n  IF gevonden.aantal <> NEW.aantal OR NEW.aantal = 0\n    OR (gevonden.eerste, gevonden.laatste) IS DISTINCT FROM (NEW.eerste_dag, NEW.laatste_dag)\n    OR gevonden.eerste < NEW.van OR gevonden.laatste > NEW.tot THEN\n    RAISE EXCEPTION 'levering: number or days of the rows' USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;\n  END IF;\n  IF gevonden.nergens OR gevonden.buiten OR EXISTS (\n    SELECT FROM (VALUES ('interventie', gevonden.interventie), ('doelgroep', gevonden.doelgroep), ('geslacht', gevonden.geslacht), ('kwalificatie', gevonden.kwalificatie), ('sector', gevonden.sector), ('inkopende_partij', gevonden.inkopende_partij), ('eerstverantwoordelijke', gevonden.eerstverantwoordelijke)) AS gebruikt(soort, masker)\n    WHERE masker & ~ (SELECT coalesce(bit_or(1::bigint << c.nummer), 0) FROM monitor_monitorcode c\n      WHERE c.soort = gebruikt.soort) <> 0) THEN\n    RAISE EXCEPTION 'levering: a code or region that is not known' USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;\n  END IF;\n  IF gevonden.anders THEN\n    RAISE EXCEPTION 'levering: the standen are not the rows' USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;\n  END IF;\nELSIF OLD.status <> 'bezig' AND (NEW.aantal, NEW.eerste_dag, NEW.laatste_dag, NEW.sha256, NEW.van,\n  NEW.tot, NEW.openbaar, NEW.geimporteerd_op) IS DISTINCT FROM (OLD.aantal, OLD.eerste_dag,\n  OLD.laatste_dag, OLD.sha256, OLD.van, OLD.tot, OLD.openbaar, OLD.geimporteerd_op) THEN\n  RAISE EXCEPTION 'levering: sealed' USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;\nEND IF;\nRETURN NEW;", declare='gevonden record;', deferred=False, name='monitor_levering_seal', owner=False, when='BEFORE UPDATE OR DELETE', zin='De rijen van deze levering kloppen niet met haar tellingen.'),
        ),
        migrations.AddConstraint(
            model_name='levering',
            constraint=ontschot.kern.db.Trigger(body="\nIF EXISTS (SELECT FROM monitor_levering l WHERE l.id = NEW.id AND l.status = 'bezig') THEN\n  RAISE EXCEPTION 'levering: never sealed' USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;\nEND IF;\nRETURN NULL;", declare='', deferred=True, name='monitor_levering_sealed_at_commit', owner=False, when='AFTER INSERT'),
        ),
        migrations.AddConstraint(
            model_name='levering',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['bezig', 'geladen']), ('vervangen_op__isnull', True)), models.Q(('status', 'vervangen'), ('vervangen_op__gte', models.F('geimporteerd_op'))), _connector='OR'), name='monitor_levering_replaced'),
        ),
        migrations.RunSQL(VIEW, 'DROP VIEW monitor_monitorrij'),
    ]
