"""Whoever acts for a partner agency is shown the papers and copies that go to that agency, and no others."""

from django.db import migrations

from quorate.release.sql.papers import OWN_AGENCY


class Migration(migrations.Migration):
    dependencies = [
        ("release", "0009_closed_parts"),
    ]

    operations = [
        migrations.RunSQL(
            OWN_AGENCY,
            "DROP POLICY own_agency ON release_release; DROP POLICY own_agency ON release_rendition;"
            " DROP FUNCTION release_goes_to_my_agency(uuid); DROP FUNCTION release_is_my_agencys(uuid);",
        ),
    ]
