"""What an entry may hold is asked at a smaller price: every page writes one."""

from django.db import migrations

from quorate.audit.sql import CHEAPER


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_wall")]
    operations = [migrations.RunSQL(CHEAPER, migrations.RunSQL.noop)]
