"""The office that takes in complaints, corrections and agencies' information records that they came."""

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
        ("conferences", "0009_record"),
        ("cases", "0004_quicker"),
    ]

    operations = [migrations.RunSQL(_AGAIN, migrations.RunSQL.noop)]
