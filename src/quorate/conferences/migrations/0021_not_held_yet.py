"""An exclusion holds at every conference about the child that is still to come, whichever was asked for first."""

from django.db import migrations

from quorate.conferences.sql.people import ANSWER


class Migration(migrations.Migration):
    dependencies = [
        ("conferences", "0020_one_person"),
    ]

    operations = [migrations.RunSQL(ANSWER, migrations.RunSQL.noop)]
