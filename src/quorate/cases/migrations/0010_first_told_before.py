"""Of enquiries that were put right before 0008 too the day is known under which a census file goes on telling them."""

from django.db import migrations

from quorate.cases.sql.first_told import FIRST_TOLD


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_one_parent")]
    operations = [migrations.RunSQL(FIRST_TOLD, migrations.RunSQL.noop)]
