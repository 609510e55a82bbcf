"""What somebody's calendar was told is read by those who arrange, and by the own agency of whoever it is."""

from django.db import migrations

from quorate.notices.sql import OWN_ENTRIES


class Migration(migrations.Migration):
    dependencies = [("notices", "0008_told_times"), ("access", "0008_denied")]
    operations = [migrations.RunSQL(OWN_ENTRIES, migrations.RunSQL.noop)]
