"""The family's page rests on the register too; and what is known of one human holds by whichever record names them."""

from django.db import migrations

from quorate.release.sql.basis import BASIS_OF_READER, BASIS_OF_TEXT
from quorate.release.sql.papers import SHARED_WORDS


class Migration(migrations.Migration):
    dependencies = [
        ("release", "0005_who_reads"),
        ("conferences", "0020_one_person"),
        ("cases", "0006_one_person"),
    ]

    operations = [
        migrations.RunSQL(one, migrations.RunSQL.noop) for one in (BASIS_OF_TEXT, BASIS_OF_READER, SHARED_WORDS)
    ]
