"""A line that is called as somebody kept out is off the invitations also where that is so only later."""

from django.db import migrations

from quorate.conferences.sql.alike_later import ALIKE_LATER


class Migration(migrations.Migration):
    dependencies = [("conferences", "0041_renamed")]
    operations = [migrations.RunSQL(ALIKE_LATER, migrations.RunSQL.noop)]
