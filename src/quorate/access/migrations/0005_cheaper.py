"""What the policies ask costs less: nothing worked out twice, nobody else's grants read, one case's facts by its own."""

from django.db import migrations

from quorate.access.sql.cheaper import CHEAPER


class Migration(migrations.Migration):
    dependencies = [("access", "0004_quicker")]
    operations = [migrations.RunSQL(CHEAPER, migrations.RunSQL.noop)]
