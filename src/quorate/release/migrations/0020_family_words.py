"""Protected words of a brother about whom the conference is not, and of anybody who lives with its people elsewhere."""

from django.db import migrations

from quorate.release.sql.family_words import FAMILY_WORDS


class Migration(migrations.Migration):
    dependencies = [("release", "0019_typed_alike"), ("conferences", "0042_alike_later")]
    operations = [migrations.RunSQL(FAMILY_WORDS, migrations.RunSQL.noop)]
