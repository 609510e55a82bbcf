"""A letter says how its own reader comes, and waits until that is arranged; the day sheet rests on it."""

from django.db import migrations

from quorate.release.sql.apart import APART
from quorate.release.sql.basis import BASIS_OF_TEXT


class Migration(migrations.Migration):
    dependencies = [
        ("release", "0013_shut_children"),
        ("conferences", "0025_ways_in"),
    ]

    operations = [
        migrations.RunSQL(
            APART,
            "DROP FUNCTION release_way_in(uuid, uuid); DROP FUNCTION release_waits_for_arrangement(uuid, uuid);"
            "DROP FUNCTION release_stands_between(uuid, uuid[], uuid[]); DROP FUNCTION release_comes_as(uuid, uuid)",
        ),
        migrations.RunSQL(BASIS_OF_TEXT, migrations.RunSQL.noop),
    ]
