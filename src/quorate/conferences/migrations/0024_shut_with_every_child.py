"""Whoever stands on the list of one hidden child and not of another has the conference about both no longer."""

from django.db import migrations

from quorate.conferences.sql.requests import LISTS_NARROWED, SHUT_ALIKE


class Migration(migrations.Migration):
    dependencies = [("conferences", "0023_register_put_right")]

    operations = [
        migrations.RunSQL(SHUT_ALIKE, migrations.RunSQL.noop),
        migrations.RunSQL(LISTS_NARROWED, migrations.RunSQL.noop),
    ]
