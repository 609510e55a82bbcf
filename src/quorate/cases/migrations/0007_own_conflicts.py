"""A conflict of interest is declared by name and date of birth, or by number: nobody types a code of 26 letters."""

from django.db import migrations

from quorate.cases.sql.conflicts import OWN_CONFLICTS


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_one_person")]
    operations = [migrations.RunSQL(OWN_CONFLICTS, migrations.RunSQL.noop)]
