"""Who reads a booking, narrowed to those who work on the conference; conferences follow who works with the child."""

from django.db import migrations

from quorate.conferences.sql.allocations import ALLOCATIONS
from quorate.conferences.sql.bookings import CALLED


class Migration(migrations.Migration):
    dependencies = [("conferences", "0018_told_by_index"), ("access", "0007_allocations_end")]
    operations = [
        migrations.RunSQL(CALLED, migrations.RunSQL.noop),
        migrations.RunSQL(ALLOCATIONS, migrations.RunSQL.noop),
    ]
