"""A fear is taken away only at conferences whose people one keeps; words that stay closed tell of no other conference."""

from django.db import migrations

from quorate.conferences.sql.safety_carried import ANSWERED_FOR


class Migration(migrations.Migration):
    dependencies = [("conferences", "0034_concerns_brought")]
    operations = [migrations.RunSQL(ANSWERED_FOR, migrations.RunSQL.noop)]
