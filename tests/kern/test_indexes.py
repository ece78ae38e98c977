"""An index is written with every row, so none repeats what another one of its table begins with."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

# A unique index holds a rule, and one with a condition holds other rows: those may begin alike.
BEGINNINGS = """
WITH found AS (
  SELECT i.indrelid, i.indexrelid, i.indisunique, i.indnkeyatts,
    (i.indkey::int2[])[0:i.indnkeyatts - 1] AS columns,
    (i.indclass::oid[])[0:i.indnkeyatts - 1] AS classes
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am m ON m.oid = c.relam
  WHERE m.amname = 'btree' AND i.indpred IS NULL AND i.indexprs IS NULL
)
SELECT t.relname, a.indexrelid::regclass::text, b.indexrelid::regclass::text
FROM found a JOIN found b ON b.indrelid = a.indrelid AND b.indexrelid <> a.indexrelid
JOIN pg_class t ON t.oid = a.indrelid
WHERE NOT a.indisunique AND b.columns[1:a.indnkeyatts] = a.columns
  AND b.classes[1:a.indnkeyatts] = a.classes
ORDER BY 1, 2, 3
"""


@pytest.mark.django_db
def test_no_index_is_the_beginning_of_another() -> None:
    ours = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_config.name in settings.ROOMS
    }
    with connection.cursor() as cursor:
        cursor.execute(BEGINNINGS)
        rows = cursor.fetchall()
    # Django's own tables have some: so the question finds them.
    assert any(table.startswith("auth_") for table, _, _ in rows)
    repeated = [f"{index} is how {longer} begins" for table, index, longer in rows if table in ours]
    assert repeated == []
