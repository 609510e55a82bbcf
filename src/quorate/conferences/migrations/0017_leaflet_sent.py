"""The office that sends the leaflet with the invitation records that it was given."""

from django.db import migrations

from quorate.cases.sql.events import RECORDING
from quorate.conferences.sql.tables import RECORDING_IN_CONFERENCE

_AGAIN = f"""
DROP POLICY record ON cases_event;
{RECORDING}
DROP POLICY record_in_conference ON cases_event;
{RECORDING_IN_CONFERENCE}
"""


class Migration(migrations.Migration):
    dependencies = [
        ("conferences", "0016_kept_apart"),
        ("cases", "0004_quicker"),
    ]

    operations = [migrations.RunSQL(_AGAIN, migrations.RunSQL.noop)]
