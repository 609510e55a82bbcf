"""The functions that policies ask, at a smaller price; indexes that pass over the grants that have ended."""

from django.db import migrations

from quorate.access.sql.quicker import QUICKER


class Migration(migrations.Migration):
    dependencies = [("access", "0003_label_requests")]
    operations = [migrations.RunSQL(QUICKER, migrations.RunSQL.noop)]
