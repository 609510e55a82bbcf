"""The list of cases that every policy asks for is read from an index alone, in one statement."""

from django.db import migrations

from quorate.access.sql.cheaper import CHEAPER


class Migration(migrations.Migration):
    dependencies = [("access", "0005_cheaper")]
    operations = [migrations.RunSQL(CHEAPER, migrations.RunSQL.noop)]
