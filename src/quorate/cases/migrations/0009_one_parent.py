"""Two records of one human are told to the rules as one parent."""

from django.db import migrations

from quorate.cases.sql.streams import TOLD


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_first_told")]
    operations = [migrations.RunSQL(TOLD, migrations.RunSQL.noop)]
