"""Which grants count for an action stands ready, instead of being worked out for every table of every page."""

from django.db import migrations

from quorate.access.sql.cheaper import CHEAPER
from quorate.access.sql.usable import USABLE

_BACK = (
    CHEAPER
    + """
DROP TRIGGER access_role_usable ON access_role;
DROP TRIGGER access_rule_usable ON access_rule;
DROP FUNCTION access_reckon_usable();
DROP TABLE access_usable;
"""
)


class Migration(migrations.Migration):
    dependencies = [("access", "0009_shut_to")]
    operations = [migrations.RunSQL(USABLE, _BACK)]
