"""The sluizen with a peil are planned for the moment that is asked (`sluis.make`)."""

from django.db import migrations

SLUIZEN = ("monitor_sluis_vraag", "monitor_sluis_toets", "monitor_sluis_werk")
ALTER = "ALTER FUNCTION {}(timestamptz) SET plan_cache_mode = force_custom_plan"


class Migration(migrations.Migration):
    dependencies = [("monitor", "0016_sluizen_in_one_pass")]
    operations = [
        migrations.RunSQL([ALTER.format(naam) for naam in SLUIZEN], migrations.RunSQL.noop),
    ]
