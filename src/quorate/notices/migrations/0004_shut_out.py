"""To whom of the staff a conference is shut, for those who let papers out."""

from django.db import migrations

from quorate.notices.sql import STAFF


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0003_through_somebody"),
        ("access", "0005_cheaper"),
        ("conferences", "0005_people"),
    ]

    operations = [migrations.RunSQL(STAFF, migrations.RunSQL.noop)]
