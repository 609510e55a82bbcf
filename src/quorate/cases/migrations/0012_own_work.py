"""Whose work a case is: what a team held long ago is passed over by the index."""

from django.db import migrations

from quorate.cases.sql.quicker import OWN_WORK


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_own_part"), ("access", "0008_denied")]
    operations = [migrations.RunSQL(OWN_WORK, migrations.RunSQL.noop)]
