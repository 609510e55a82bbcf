"""Conferences, the children they are about, and what they decided."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from quorate.conferences.sql import CONFERENCES


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0002_wall"),
        ("cases", "0001_events"),
    ]

    operations = [
        migrations.CreateModel(
            name="Conference",
            fields=[
                ("authority_id", models.UUIDField()),
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=60)),
                ("kind", models.CharField(max_length=20)),
                ("edition", models.CharField(blank=True, max_length=60)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "Requested"),
                            ("agreed", "Agreed"),
                            ("booked", "Booked"),
                            ("held", "Held"),
                            ("declined", "Declined"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="requested",
                        max_length=12,
                    ),
                ),
                ("requested_on", models.DateField(blank=True, null=True)),
                ("starts_at", models.DateTimeField(blank=True, null=True)),
                ("held_on", models.DateField(blank=True, null=True)),
                ("import_id", models.UUIDField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
                    ),
                ),
            ],
            options={
                "db_table": "conferences_conference",
            },
        ),
        migrations.CreateModel(
            name="ConferenceChild",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("child_case_id", models.UUIDField(db_index=True)),
                ("kind", models.CharField(blank=True, max_length=20)),
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
                        related_name="children",
                        to="conferences.conference",
                    ),
                ),
            ],
            options={
                "db_table": "conferences_child",
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("decided_on", models.DateField()),
                ("outcome", models.CharField(max_length=20)),
                (
                    "categories",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), blank=True, default=list, size=None
                    ),
                ),
                ("by_role", models.CharField(blank=True, max_length=40)),
                ("reason", models.TextField(blank=True)),
                ("next_review_on", models.DateField(blank=True, null=True)),
                ("import_id", models.UUIDField(blank=True, null=True)),
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
                        related_name="decisions",
                        to="conferences.conference",
                    ),
                ),
            ],
            options={
                "db_table": "conferences_decision",
            },
        ),
        migrations.AddIndex(
            model_name="conference",
            index=models.Index(fields=["authority_id", "held_on"], name="conferences_held"),
        ),
        migrations.AddConstraint(
            model_name="conference",
            constraint=models.UniqueConstraint(fields=("authority_id", "reference"), name="conferences_reference_once"),
        ),
        migrations.AddConstraint(
            model_name="conference",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ("initial", "review", "pre_birth", "transfer_in"))),
                name="conferences_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="conference",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["requested", "agreed", "booked", "held", "declined", "cancelled"])),
                name="conferences_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="conferencechild",
            constraint=models.UniqueConstraint(fields=("conference", "child_case_id"), name="conferences_child_once"),
        ),
        migrations.AddConstraint(
            model_name="conferencechild",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ("", "initial", "review", "pre_birth", "transfer_in"))),
                name="conferences_child_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ("plan-made", "plan-continues", "plan-ended", "no-plan"))),
                name="conferences_decision_outcome_known",
            ),
        ),
        migrations.RunSQL(CONFERENCES, migrations.RunSQL.noop),
    ]
