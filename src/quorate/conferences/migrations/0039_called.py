"""Whether what was typed is the name of somebody is one comparison, of typed lines as of who comes with somebody."""

from django.db import migrations

from quorate.conferences.sql.called import CALLED


class Migration(migrations.Migration):
    dependencies = [("conferences", "0038_words_taken_back")]
    operations = [migrations.RunSQL(CALLED, migrations.RunSQL.noop)]
