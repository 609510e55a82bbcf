"""One policy a table shuts what a conflict, an exclusion or a restriction shuts; it shuts exactly what the three did."""

from django.db import migrations

from quorate.access.sql.cheaper import CHEAPER, ONE_DENIAL


class Migration(migrations.Migration):
    dependencies = [("access", "0007_allocations_end")]
    operations = [
        migrations.RunSQL(CHEAPER, migrations.RunSQL.noop),
        migrations.RunSQL(ONE_DENIAL, migrations.RunSQL.noop),
    ]
