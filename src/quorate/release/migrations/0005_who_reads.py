"""A paper rests on what its reader is to each child; and addresses are compared with those of every record."""

from django.db import migrations

from quorate.release.sql.basis import BASIS_OF_READER
from quorate.release.sql.papers import SHARED_WORDS


class Migration(migrations.Migration):
    dependencies = [
        ("release", "0004_enclosed"),
        ("cases", "0002_records"),
    ]

    operations = [
        migrations.RunSQL(BASIS_OF_READER, migrations.RunSQL.noop),
        migrations.RunSQL(SHARED_WORDS, "DROP FUNCTION release_shared_words(uuid, uuid, uuid[])"),
    ]
