"""To whom of the staff a conference is shut is asked where access is decided."""

from django.db import migrations

from quorate.notices.sql import STAFF


class Migration(migrations.Migration):
    dependencies = [("notices", "0009_own_entries"), ("access", "0009_shut_to")]
    operations = [migrations.RunSQL(STAFF, migrations.RunSQL.noop)]
