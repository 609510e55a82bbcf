"""Whoever gives their own part to a conference, and writes nothing else, leaves the duties right that follow from it."""

from django.db import migrations

from quorate.cases.sql.streams import REACHED


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_first_told_before"), ("access", "0008_denied")]
    operations = [migrations.RunSQL(REACHED, migrations.RunSQL.noop)]
