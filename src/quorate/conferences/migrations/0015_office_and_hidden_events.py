"""The office that ticks a checklist records that it is done; the event of a hidden view is as hidden as the view."""

from django.db import migrations

from quorate.cases.sql.events import RECORDING
from quorate.conferences.sql.second_thoughts import HIDDEN_EVENTS
from quorate.conferences.sql.tables import RECORDING_IN_CONFERENCE

_AGAIN = f"""
DROP POLICY record ON cases_event;
{RECORDING}
DROP POLICY record_in_conference ON cases_event;
{RECORDING_IN_CONFERENCE}
"""


class Migration(migrations.Migration):
    dependencies = [
        ("conferences", "0014_steps_in_order"),
        ("cases", "0004_quicker"),
    ]

    operations = [
        migrations.RunSQL(_AGAIN, migrations.RunSQL.noop),
        migrations.RunSQL(HIDDEN_EVENTS, "DROP POLICY hidden ON cases_event;"),
    ]
