"""A partner agency writes its own report and asks that somebody be kept out; it does none of the council's work."""

from django.db import migrations

from quorate.conferences.sql.people import ASKED_AGAIN
from quorate.conferences.sql.reports import REPORTS_GIVEN
from quorate.conferences.sql.tables import RECORDING_OWN_PART


class Migration(migrations.Migration):
    dependencies = [("conferences", "0026_card_in_room"), ("cases", "0011_own_part")]
    operations = [
        migrations.RunSQL(REPORTS_GIVEN, migrations.RunSQL.noop),
        migrations.RunSQL(ASKED_AGAIN, migrations.RunSQL.noop),
        migrations.RunSQL(RECORDING_OWN_PART, "DROP POLICY record_own_part ON cases_event;"),
    ]
