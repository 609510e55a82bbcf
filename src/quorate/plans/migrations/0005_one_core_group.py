"""A child's plan has one core group, also where another chair named the one before."""

from django.db import migrations

from quorate.plans.sql.core_group import ONE_CORE_GROUP


class Migration(migrations.Migration):
    dependencies = [("plans", "0004_put_right"), ("conferences", "0008_decisions"), ("access", "0008_denied")]
    operations = [migrations.RunSQL(ONE_CORE_GROUP, migrations.RunSQL.noop)]
