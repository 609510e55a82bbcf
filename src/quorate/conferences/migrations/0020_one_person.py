"""Whoever is kept out is kept out as a human being, whichever of two joined records a list names."""

from django.db import migrations

from quorate.conferences.sql.people import ALIKE, ANSWER


class Migration(migrations.Migration):
    dependencies = [
        ("conferences", "0019_bookings_and_allocations"),
        ("cases", "0006_one_person"),
    ]

    operations = [
        migrations.RunSQL(ANSWER, migrations.RunSQL.noop),
        migrations.RunSQL(ALIKE, "DROP FUNCTION conferences_keep_apart_alike(uuid)"),
    ]
