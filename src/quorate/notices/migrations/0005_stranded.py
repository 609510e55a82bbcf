"""What becomes of a message in nobody's standing stands in the trail too."""

from django.db import migrations

from quorate.notices.sql import STRANDED


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0004_shut_out"),
    ]

    operations = [migrations.RunSQL(STRANDED, migrations.RunSQL.noop)]
