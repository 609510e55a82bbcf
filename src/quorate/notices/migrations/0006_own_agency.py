"""Whoever acts for a partner agency is shown the messages to that agency, and no others."""

from django.db import migrations

from quorate.notices.sql import OWN_AGENCY


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0005_stranded"),
        ("release", "0010_own_agency"),
    ]

    operations = [
        migrations.RunSQL(
            OWN_AGENCY,
            "DROP POLICY own_agency ON notices_delivery; DROP POLICY own_agency ON notices_message;",
        ),
    ]
