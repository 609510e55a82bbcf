"""Drafts of decisions; hidden views and double roles, which the services alone kept until now."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from quorate.conferences.sql.second_thoughts import SECOND_THOUGHTS


class Migration(migrations.Migration):
    dependencies = [
        ("conferences", "0012_deciders"),
    ]

    operations = [
        migrations.CreateModel(
            name="DecisionDraft",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("child_case_id", models.UUIDField()),
                ("said", models.JSONField(default=dict)),
                ("version", models.PositiveIntegerField(default=1)),
                ("written_by", models.UUIDField()),
                ("written_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
                    ),
                ),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision_drafts",
                        to="conferences.conference",
                    ),
                ),
            ],
            options={"db_table": "conferences_decision_draft"},
        ),
        migrations.AddConstraint(
            model_name="decisiondraft",
            constraint=models.UniqueConstraint(
                fields=("conference", "child_case_id"), name="conferences_draft_once_a_child"
            ),
        ),
        migrations.RunSQL(SECOND_THOUGHTS, migrations.RunSQL.noop),
    ]
