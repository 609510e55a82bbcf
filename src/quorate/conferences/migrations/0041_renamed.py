"""A name that is put right on a family's record is put right on the lists of its conferences."""

from django.db import migrations

from quorate.conferences.sql.renamed import RENAMED


class Migration(migrations.Migration):
    dependencies = [("conferences", "0040_asked_hidden")]
    operations = [migrations.RunSQL(RENAMED, migrations.RunSQL.noop)]
