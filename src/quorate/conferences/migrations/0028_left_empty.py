"""Whoever approves the record with a part that stands empty says why: read by those who write in the case alone."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from quorate.conferences.sql.record import LEFT_EMPTY


class Migration(migrations.Migration):
    dependencies = [("conferences", "0027_own_part")]

    operations = [
        migrations.CreateModel(
            name="LeftEmpty",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("why", models.CharField(max_length=500)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
                    ),
                ),
                (
                    "record",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="left_empty",
                        to="conferences.record",
                    ),
                ),
            ],
            options={"db_table": "conferences_left_empty"},
        ),
        migrations.RunSQL(LEFT_EMPTY, migrations.RunSQL.noop),
    ]
