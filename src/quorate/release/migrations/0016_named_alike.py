"""A letter says how its own reader comes, and waits until that is arranged; so does the letter to whoever comes with
somebody, and it waits while they might be a person who is feared, by their name."""

from django.db import migrations

from quorate.release.sql.apart import APART


class Migration(migrations.Migration):
    dependencies = [
        ("release", "0015_room_screen"),
        ("conferences", "0031_namesakes"),
    ]

    operations = [migrations.RunSQL(APART, migrations.RunSQL.noop)]
