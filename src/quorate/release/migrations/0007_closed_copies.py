"""Whoever lets a paper out lets out the copies that are closed to them too; the worker is given them, to send them."""

from django.db import migrations

from quorate.release.sql.papers import CLOSED_COPIES


class Migration(migrations.Migration):
    dependencies = [
        ("release", "0006_register"),
    ]

    operations = [
        migrations.RunSQL(
            CLOSED_COPIES,
            "DROP FUNCTION release_closed_copies(uuid); DROP FUNCTION release_copy_to_send(uuid)",
        ),
    ]
