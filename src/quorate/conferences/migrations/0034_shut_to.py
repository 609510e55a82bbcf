"""Papers name nobody to whom the case is shut."""

from django.db import migrations

from quorate.conferences.sql.shut_to import SHUT_TO


class Migration(migrations.Migration):
    dependencies = [("conferences", "0033_left_empty_apart")]
    operations = [migrations.RunSQL(SHUT_TO, migrations.RunSQL.noop)]
