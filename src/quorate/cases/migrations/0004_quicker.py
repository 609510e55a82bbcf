"""Whose work a case is, and what is due of conferences: the same answers at a smaller price."""

from django.db import migrations

from quorate.cases.sql.quicker import QUICKER


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_search"), ("access", "0004_quicker")]
    operations = [migrations.RunSQL(QUICKER, migrations.RunSQL.noop)]
