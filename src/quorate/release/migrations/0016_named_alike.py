"""The letter to whoever comes with somebody waits while they might be a person who is feared, by their name."""

from django.db import migrations

from quorate.release.sql.apart import NAMED_ALIKE


class Migration(migrations.Migration):
    dependencies = [
        ("release", "0015_room_screen"),
        ("conferences", "0031_namesakes"),
    ]

    operations = [migrations.RunSQL(NAMED_ALIKE, migrations.RunSQL.noop)]
