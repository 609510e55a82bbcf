"""The diary and the conferences of children, for offices that hold thousands of cases."""

from django.db import migrations

from quorate.conferences.sql.wide import WIDE


class Migration(migrations.Migration):
    dependencies = [("conferences", "0029_settled_for"), ("access", "0008_denied")]
    operations = [migrations.RunSQL(WIDE, migrations.RunSQL.noop)]
