"""Whom an arrangement keeps apart stands with it; an exclusion follows a child whose two records were joined."""

import django.contrib.postgres.fields
from django.db import migrations, models

from quorate.conferences.sql.people import ANSWER, APART


class Migration(migrations.Migration):
    dependencies = [
        ("conferences", "0015_office_and_hidden_events"),
        ("cases", "0002_records"),
    ]

    operations = [
        migrations.AddField(
            model_name="safetyconcern",
            name="apart",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.UUIDField(), blank=True, db_default=[], default=list, size=None
            ),
        ),
        migrations.RunSQL(APART, migrations.RunSQL.noop),
        migrations.RunSQL(ANSWER, migrations.RunSQL.noop),
    ]
