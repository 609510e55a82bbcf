"""Words that were recorded by mistake, and taken back, close a paper to nobody."""

from django.db import migrations

from quorate.release.sql.papers import CLOSED_PARTS_STANDING


class Migration(migrations.Migration):
    dependencies = [("release", "0017_ringing"), ("conferences", "0038_words_taken_back")]

    operations = [migrations.RunSQL(CLOSED_PARTS_STANDING, migrations.RunSQL.noop)]
