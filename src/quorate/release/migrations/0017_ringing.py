"""A letter rests on whom it tells its reader to ring, and on their numbers."""

from django.db import migrations

from quorate.release.sql.ringing import BASIS_OF_RINGING


class Migration(migrations.Migration):
    dependencies = [
        ("release", "0016_named_alike"),
        ("access", "0009_shut_to"),
        ("conferences", "0033_shut_to"),
        ("people", "0004_work_telephones"),
        ("plans", "0005_one_core_group"),
    ]

    operations = [migrations.RunSQL(BASIS_OF_RINGING, migrations.RunSQL.noop)]
