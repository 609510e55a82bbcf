"""Complaints and corrections to minutes."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from quorate.challenges.sql import CHALLENGES


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("conferences", "0009_record"),
    ]

    operations = [
        migrations.CreateModel(
            name="Complaint",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("conference", "How the conference was held, or what it decided"),
                            ("service", "The service in general"),
                        ],
                        default="conference",
                        max_length=12,
                    ),
                ),
                (
                    "who",
                    models.CharField(
                        choices=[
                            ("parent", "A parent"),
                            ("child", "A child of the conference"),
                            ("person_acting_for_child", "Somebody acting for a child"),
                        ],
                        max_length=24,
                    ),
                ),
                ("person_id", models.UUIDField(blank=True, null=True)),
                ("name", models.CharField(max_length=200)),
                ("acting_for", models.UUIDField(blank=True, null=True)),
                (
                    "grounds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                    ),
                ),
                ("words", models.TextField()),
                ("route", models.CharField(blank=True, max_length=400)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("informal", "Being talked about"),
                            ("formal", "Formal complaint"),
                            ("passed", "Passed on: it goes another way"),
                            ("answered", "Answered"),
                            ("settled", "Settled by talking"),
                        ],
                        max_length=10,
                    ),
                ),
                ("in_writing", models.BooleanField()),
                ("received_on", models.DateField()),
                ("recorded_by", models.UUIDField()),
                ("window_ends_on", models.DateField(blank=True, null=True)),
                ("late_reason", models.TextField(blank=True)),
                ("late_accepted_by", models.UUIDField(blank=True, null=True)),
                ("talked_with", models.CharField(blank=True, max_length=200)),
                ("talked_on", models.DateField(blank=True, null=True)),
                ("talk_outcome", models.TextField(blank=True)),
                ("passed_to", models.CharField(blank=True, max_length=300)),
                ("answered_on", models.DateField(blank=True, null=True)),
                ("answered_by", models.UUIDField(blank=True, null=True)),
                ("answer", models.TextField(blank=True)),
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
                        related_name="complaints",
                        to="conferences.conference",
                    ),
                ),
            ],
            options={
                "db_table": "challenges_complaint",
                "ordering": ("received_on", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("stage__in", ["informal", "formal", "passed", "answered", "settled"])),
                        name="challenges_complaint_stage_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("who__in", ["parent", "child", "person_acting_for_child"])),
                        name="challenges_complaint_who_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage", "answered"), _negated=True),
                            models.Q(("answered_on__isnull", False), models.Q(("answer", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="challenges_complaint_answered_in_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("invitee_id", models.UUIDField(blank=True, null=True)),
                ("name", models.CharField(max_length=250)),
                ("section_id", models.UUIDField(blank=True, null=True)),
                ("passage", models.TextField()),
                ("should_say", models.TextField()),
                ("received_on", models.DateField()),
                ("recorded_by", models.UUIDField()),
                ("window_ends_on", models.DateField(blank=True, null=True)),
                ("late_reason", models.TextField(blank=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("corrected", "Put right, in an addition to the minutes"),
                            ("noted", "Noted beside the minutes, as this person's view"),
                            ("stands", "The minutes stand as they are"),
                        ],
                        max_length=10,
                    ),
                ),
                ("answer", models.TextField(blank=True)),
                ("answered_on", models.DateField(blank=True, null=True)),
                ("answered_by", models.UUIDField(blank=True, null=True)),
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
                        related_name="corrections",
                        to="conferences.conference",
                    ),
                ),
            ],
            options={
                "db_table": "challenges_correction",
                "ordering": ("received_on", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ("", "corrected", "noted", "stands"))),
                        name="challenges_correction_outcome_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome", ""),
                            models.Q(("answered_on__isnull", False), models.Q(("answer", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="challenges_correction_answered_in_words",
                    ),
                ],
            },
        ),
        migrations.RunSQL(CHALLENGES, migrations.RunSQL.noop),
    ]
