"""A prepared report rests on the genogram too, which goes with it."""

from django.db import migrations

from quorate.release.sql.basis import BASIS_OF_TEXT
from quorate.release.sql.papers import ENCLOSES


class Migration(migrations.Migration):
    dependencies = [
        ("release", "0010_own_agency"),
        ("cases", "0008_first_told"),
    ]

    operations = [
        migrations.RunSQL(BASIS_OF_TEXT, migrations.RunSQL.noop),
        migrations.RunSQL(ENCLOSES, "DROP FUNCTION release_encloses(uuid, text);"),
    ]
