"""Two records of one human are told to the figures as one parent."""

from django.db import migrations

from quorate.insight.sql import READ


class Migration(migrations.Migration):
    dependencies = [("insight", "0001_figures"), ("cases", "0009_one_parent")]
    operations = [migrations.RunSQL(READ, migrations.RunSQL.noop)]
