"""A letter is held as soon as a fear comes to its conference, also by whoever cannot see that conference."""

from django.db import migrations

from quorate.notices.sql import HELD_AT_ONCE


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0011_family_names"),
        ("conferences", "0036_fears_told"),
        ("release", "0017_ringing"),
    ]
    operations = [migrations.RunSQL(HELD_AT_ONCE, migrations.RunSQL.noop)]
