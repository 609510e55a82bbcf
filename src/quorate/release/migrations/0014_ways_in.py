"""The day sheet rests on how people come. What letters say of it stands in 0016, whose functions took the place of those
that were made here."""

from django.db import migrations

from quorate.release.sql.basis import BASIS_OF_TEXT


class Migration(migrations.Migration):
    dependencies = [
        ("release", "0013_shut_children"),
        ("conferences", "0025_ways_in"),
    ]

    operations = [migrations.RunSQL(BASIS_OF_TEXT, migrations.RunSQL.noop)]
