"""Core groups, visits and progress between conferences."""

import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.db.models.deletion
from django.db import migrations, models

from quorate.plans.sql.between import BETWEEN


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0002_contents"),
    ]

    operations = [
        migrations.CreateModel(
            name="CoreGroup",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("core-group", "Core group"), ("network", "Network meeting")],
                        default="core-group",
                        max_length=12,
                    ),
                ),
                (
                    "children",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
                ("held_on", models.DateField()),
                ("is_first", models.BooleanField(default=False)),
                ("chaired_by", models.CharField(blank=True, max_length=60)),
                ("chair_words", models.CharField(blank=True, max_length=150)),
                (
                    "came",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, default=list, size=None
                    ),
                ),
                ("absent", models.JSONField(blank=True, default=dict)),
                ("others", models.CharField(blank=True, max_length=300)),
                ("views", models.JSONField(blank=True, default=dict)),
                ("settled", models.JSONField(blank=True, default=dict)),
                ("notes", models.TextField(blank=True)),
                ("next_on", models.DateField(blank=True, null=True)),
                ("next_conference_on", models.DateField(blank=True, null=True)),
                ("next_date_reminded", models.BooleanField(default=False)),
                ("event_id", models.UUIDField(default=uuid.uuid4)),
                ("recorded_by", models.UUIDField()),
                ("recorded_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
                    ),
                ),
                (
                    "conference",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="conferences.conference",
                    ),
                ),
            ],
            options={
                "db_table": "plans_core_group",
                "ordering": ("held_on", "recorded_at"),
            },
        ),
        migrations.CreateModel(
            name="ActionProgress",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("action_id", models.UUIDField(db_index=True)),
                ("noted_on", models.DateField()),
                (
                    "direction",
                    models.CharField(
                        choices=[("better", "Better"), ("same", "The same"), ("worse", "Worse"), ("done", "Done")],
                        max_length=8,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=500)),
                ("noted_by", models.UUIDField()),
                ("noted_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
                    ),
                ),
                (
                    "core_group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="progress",
                        to="plans.coregroup",
                    ),
                ),
            ],
            options={
                "db_table": "plans_action_progress",
                "ordering": ("noted_on", "noted_at"),
            },
        ),
        migrations.CreateModel(
            name="CoreGroupMember",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                (
                    "children",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
                ("name", models.CharField(max_length=150)),
                (
                    "kind",
                    models.CharField(choices=[("family", "Family"), ("professional", "Professional")], max_length=12),
                ),
                ("role", models.CharField(blank=True, max_length=60)),
                ("role_words", models.CharField(blank=True, max_length=120)),
                ("invitee_id", models.UUIDField(blank=True, null=True)),
                ("person_id", models.UUIDField(blank=True, null=True)),
                ("user_id", models.UUIDField(blank=True, null=True)),
                ("is_lead", models.BooleanField(default=False)),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
                    ),
                ),
                (
                    "conference",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="conferences.conference",
                    ),
                ),
            ],
            options={
                "db_table": "plans_core_group_member",
                "ordering": ("-is_lead", "kind", "name"),
            },
        ),
        migrations.CreateModel(
            name="TalkAfterwards",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("person_id", models.UUIDField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("plan-explained", "What the plan asks of them, and what has to change"),
                            ("category-explained", "What the category means"),
                            ("talk", "Something else about the conference"),
                        ],
                        max_length=20,
                    ),
                ),
                ("with_role", models.CharField(max_length=60)),
                ("talked_on", models.DateField()),
                ("words", models.TextField(blank=True)),
                ("noted_by", models.UUIDField()),
                ("noted_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
                    ),
                ),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="conferences.conference"
                    ),
                ),
            ],
            options={
                "db_table": "plans_talk_afterwards",
                "ordering": ("talked_on", "noted_at"),
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("visited_on", models.DateField()),
                ("seen", models.BooleanField()),
                ("alone", models.BooleanField(default=False)),
                ("bedroom", models.BooleanField(default=False)),
                ("words", models.TextField(blank=True)),
                ("visited_by", models.UUIDField()),
                ("recorded_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
                    ),
                ),
            ],
            options={
                "db_table": "plans_visit",
                "ordering": ("visited_on", "recorded_at"),
            },
        ),
        migrations.AddConstraint(
            model_name="coregroup",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["core-group", "network"])), name="plans_core_group_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="coregroup",
            constraint=models.CheckConstraint(
                condition=models.Q(("children", []), _negated=True), name="plans_core_group_about_somebody"
            ),
        ),
        migrations.AddConstraint(
            model_name="actionprogress",
            constraint=models.CheckConstraint(
                condition=models.Q(("direction__in", ["better", "same", "worse", "done"])),
                name="plans_progress_direction_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="talkafterwards",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["plan-explained", "category-explained", "talk"])),
                name="plans_talk_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(("seen", True), ("alone", False), _connector="OR"),
                name="plans_visit_alone_means_seen",
            ),
        ),
        migrations.RunSQL(BETWEEN, migrations.RunSQL.noop),
    ]
