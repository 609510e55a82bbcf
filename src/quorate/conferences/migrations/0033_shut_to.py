"""Papers name nobody to whom the case is shut; of two children hidden at one moment each sees the other's list."""

from django.db import migrations

from quorate.conferences.sql.requests import SHUT_ALIKE
from quorate.conferences.sql.shut_to import SHUT_TO


class Migration(migrations.Migration):
    dependencies = [("conferences", "0032_told_by_step"), ("access", "0009_shut_to")]

    operations = [
        migrations.RunSQL(SHUT_TO, migrations.RunSQL.noop),
        migrations.RunSQL(SHUT_ALIKE, migrations.RunSQL.noop),
    ]
