"""That somebody asked to keep a parent out is read by those who keep the list of people, also where it is recorded."""

from django.db import migrations

from quorate.conferences.sql.asked_hidden import ASKED_HIDDEN


class Migration(migrations.Migration):
    dependencies = [("conferences", "0039_called")]
    operations = [migrations.RunSQL(ASKED_HIDDEN, migrations.RunSQL.noop)]
