"""The letter to a line that was typed waits too, while it might be a person who is feared, by its name."""

from django.db import migrations

from quorate.release.sql.apart import TYPED_ALIKE


class Migration(migrations.Migration):
    dependencies = [("release", "0018_words_that_stand"), ("conferences", "0039_called")]
    operations = [migrations.RunSQL(TYPED_ALIKE, migrations.RunSQL.noop)]
