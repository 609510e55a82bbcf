"""A letter is held as soon as a fear comes to its conference, also by whoever cannot see that conference."""

from django.db import migrations

from quorate.notices.sql.held_at_once import HELD_AT_ONCE, HELD_AT_UPGRADE


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0011_family_names"),
        ("conferences", "0039_called"),
        ("release", "0019_typed_alike"),
    ]
    operations = [
        migrations.RunSQL(HELD_AT_ONCE, migrations.RunSQL.noop),
        migrations.RunSQL(HELD_AT_UPGRADE, migrations.RunSQL.noop),
    ]
