"""Nobody prepares a paper whose closed part they do not read: whether it has one is asked."""

from django.db import migrations

from quorate.release.sql.papers import CLOSED_PARTS


class Migration(migrations.Migration):
    dependencies = [
        ("release", "0008_core_group"),
    ]

    operations = [
        migrations.RunSQL(CLOSED_PARTS, "DROP FUNCTION release_holds_closed(uuid, text, uuid)"),
    ]
