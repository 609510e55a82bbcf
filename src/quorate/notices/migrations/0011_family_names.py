"""A copy for a place without a name goes to nobody who has the name of somebody of the family."""

from django.db import migrations

from quorate.notices.sql import FAMILY_NAMES


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0010_shut_to"),
        ("cases", "0012_own_work"),
        ("conferences", "0033_shut_to"),
    ]
    operations = [migrations.RunSQL(FAMILY_NAMES, migrations.RunSQL.noop)]
