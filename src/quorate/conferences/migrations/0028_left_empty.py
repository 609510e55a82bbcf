"""Whoever approves the record with a part that stands empty says why."""

from django.db import migrations, models

from quorate.conferences.sql.record import LEFT_EMPTY


class Migration(migrations.Migration):
    dependencies = [("conferences", "0027_own_part")]

    operations = [
        migrations.AddField("record", "left_empty_why", models.CharField(blank=True, default="", max_length=500)),
        migrations.RunSQL(LEFT_EMPTY, migrations.RunSQL.noop),
    ]
