"""Requests for a conference, agreed delays, what is ticked; a conference is shut as its children are."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from quorate.conferences.sql.requests import REQUESTS


class Migration(migrations.Migration):
    dependencies = [
        ("conferences", "0002_reach"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChecklistTick",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("checklist", models.CharField(max_length=60)),
                ("item", models.PositiveSmallIntegerField()),
                ("words", models.CharField(max_length=500)),
                ("about", models.UUIDField(blank=True, null=True)),
                ("ticked_by", models.UUIDField()),
                ("ticked_on", models.DateField()),
                ("taken_back_by", models.UUIDField(blank=True, null=True)),
                ("taken_back_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "db_table": "conferences_tick",
                "ordering": ("checklist", "item"),
            },
        ),
        migrations.CreateModel(
            name="ConferenceRequest",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Being written"),
                            ("sent", "With the manager"),
                            ("more-asked", "The manager has asked for more"),
                            ("agreed", "Agreed"),
                            ("declined", "Declined"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("legal_basis", models.TextField(blank=True)),
                ("severity", models.TextField(blank=True)),
                ("risk_is_serious", models.BooleanField(blank=True, null=True)),
                (
                    "other_plans_considered",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                    ),
                ),
                ("no_other_plan_because", models.TextField(blank=True)),
                ("assessment_completed_on", models.DateField(blank=True, null=True)),
                ("from_authority", models.CharField(blank=True, max_length=120)),
                ("is_permanent", models.BooleanField(blank=True, null=True)),
                ("notified_on", models.DateField(blank=True, null=True)),
                ("answers", models.JSONField(blank=True, default=dict)),
                ("stamps", models.JSONField(blank=True, default=dict)),
                ("parts", models.JSONField(blank=True, default=dict)),
                ("version", models.PositiveIntegerField(default=1)),
                ("drafted_by", models.UUIDField()),
                ("drafted_on", models.DateField()),
                ("sent_by", models.UUIDField(blank=True, null=True)),
                ("sent_on", models.DateField(blank=True, null=True)),
                ("answered_by", models.UUIDField(blank=True, null=True)),
                ("answered_on", models.DateField(blank=True, null=True)),
                ("answer_reason", models.TextField(blank=True)),
            ],
            options={
                "db_table": "conferences_request",
            },
        ),
        migrations.CreateModel(
            name="DelayAgreed",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("reason", models.TextField()),
                ("interim_plan", models.TextField()),
                ("agreed_by", models.UUIDField()),
                ("agreed_on", models.DateField()),
            ],
            options={
                "db_table": "conferences_delay",
                "ordering": ("agreed_on",),
            },
        ),
        migrations.AddField(
            model_name="checklisttick",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
            ),
        ),
        migrations.AddField(
            model_name="checklisttick",
            name="conference",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="ticks", to="conferences.conference"
            ),
        ),
        migrations.AddField(
            model_name="conferencerequest",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
            ),
        ),
        migrations.AddField(
            model_name="conferencerequest",
            name="conference",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="request", to="conferences.conference"
            ),
        ),
        migrations.AddField(
            model_name="delayagreed",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
            ),
        ),
        migrations.AddField(
            model_name="delayagreed",
            name="conference",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="delays", to="conferences.conference"
            ),
        ),
        migrations.AddConstraint(
            model_name="checklisttick",
            constraint=models.UniqueConstraint(
                condition=models.Q(("taken_back_on__isnull", True)),
                fields=("conference", "checklist", "item", "about"),
                name="conferences_tick_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="conferencerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "sent", "more-asked", "agreed", "declined"])),
                name="conferences_request_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="conferencerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "draft"), ("sent_on__isnull", False), _connector="OR"),
                name="conferences_request_sent_before_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="conferencerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("draft", "sent")),
                    models.Q(("answered_by__isnull", False), models.Q(("answer_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="conferences_request_answered_with_reason",
            ),
        ),
        migrations.RunSQL(REQUESTS, migrations.RunSQL.noop),
    ]
