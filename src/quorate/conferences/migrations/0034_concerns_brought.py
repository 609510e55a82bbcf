"""Of whom somebody is afraid stands at the next conference about the same children as well."""

from django.db import migrations

from quorate.conferences.sql.safety_carried import CARRIED

_BACK = """
DROP FUNCTION conferences_bring_concern_on(uuid);
DROP FUNCTION conferences_bring_concerns(uuid);
DROP FUNCTION conferences_concerns_brought(uuid);
"""


class Migration(migrations.Migration):
    dependencies = [("conferences", "0033_shut_to")]
    operations = [migrations.RunSQL(CARRIED, _BACK)]
