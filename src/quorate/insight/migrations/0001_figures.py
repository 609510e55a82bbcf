"""Dates that were kept or not, and the functions that count them."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from quorate.insight.sql import INSIGHT


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0003_label_requests"),
        ("cases", "0003_search"),
        ("conferences", "0001_tables"),
        ("people", "0003_lists_kept"),
    ]

    operations = [
        migrations.CreateModel(
            name="CountedStream",
            fields=[
                ("stream_id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("events", models.PositiveIntegerField()),
            ],
            options={
                "db_table": "insight_counted_stream",
            },
        ),
        migrations.CreateModel(
            name="CountedUpTo",
            fields=[
                ("authority_id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("upto", models.DateTimeField()),
            ],
            options={
                "db_table": "insight_counted_upto",
            },
        ),
        migrations.CreateModel(
            name="KeptDate",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("stream_id", models.UUIDField()),
                (
                    "measure",
                    models.CharField(
                        choices=[
                            ("initial", "Initial conferences"),
                            ("review", "Reviews"),
                            ("core-group", "Core groups"),
                        ],
                        max_length=12,
                    ),
                ),
                ("due_on", models.DateField()),
                ("met_on", models.DateField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
                    ),
                ),
            ],
            options={
                "db_table": "insight_kept_date",
                "indexes": [
                    models.Index(fields=["authority_id", "due_on"], name="insight_due"),
                    models.Index(fields=["case"], name="insight_of_case"),
                ],
            },
        ),
        migrations.RunSQL(INSIGHT, migrations.RunSQL.noop),
    ]
