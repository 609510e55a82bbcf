"""To which of these people a case is shut is decided in one place."""

from django.db import migrations

from quorate.access.sql.shut_to import SHUT_TO


class Migration(migrations.Migration):
    dependencies = [("access", "0008_denied")]
    operations = [migrations.RunSQL(SHUT_TO, "DROP FUNCTION access_shut_to(uuid[], uuid[])")]
