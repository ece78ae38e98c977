"""The clock by which the database itself writes down since when something is known."""

from django.db import migrations

NU = "CREATE FUNCTION ontschot_nu() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT now()'"


class Migration(migrations.Migration):
    dependencies = [
        ('kern', '0003_sms'),
    ]

    operations = [
        migrations.RunSQL(NU, "DROP FUNCTION ontschot_nu()"),
    ]
