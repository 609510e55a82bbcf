"""Somebody else than the chair decides on keeping a parent out, where the procedure says so."""

from django.db import migrations

from quorate.conferences.sql.people import FOLLOWED


class Migration(migrations.Migration):
    dependencies = [
        ("conferences", "0011_absences"),
    ]

    operations = [migrations.RunSQL(FOLLOWED, migrations.RunSQL.noop)]
