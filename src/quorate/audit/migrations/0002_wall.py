"""Functions, triggers and rights that make the trail append-only."""

from django.db import migrations

from quorate.audit.sql import WALL


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_tables")]
    operations = [migrations.RunSQL(WALL, migrations.RunSQL.noop)]
