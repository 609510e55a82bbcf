"""What a plan holds: worries, goals, actions."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from quorate.plans.sql.contents import CONTENTS


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_tables"), ("conferences", "0008_decisions")]

    operations = [
        migrations.AddField(
            model_name="plan",
            name="agreed_until",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="PlanContent",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("cp", "Child protection plan"),
                            ("cin", "Child in need plan"),
                            ("safety", "Safety plan"),
                            ("interim", "Interim plan"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("outline", "Being written"),
                            ("agreed", "Agreed"),
                            ("replaced", "Replaced by a later one"),
                        ],
                        default="outline",
                        max_length=8,
                    ),
                ),
                ("begun_at", models.DateTimeField()),
                ("agreed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "right_without",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "brought_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plans.plancontent",
                    ),
                ),
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
                        related_name="plan_contents",
                        to="conferences.conference",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contents",
                        to="plans.plan",
                    ),
                ),
            ],
            options={
                "db_table": "plans_content",
            },
        ),
        migrations.CreateModel(
            name="DangerStatement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                (
                    "meant_for",
                    models.CharField(
                        choices=[
                            ("F-all", "Everybody at the conference, the family too"),
                            ("F-person", "The professionals and the people of the family who are named"),
                            ("P", "Professionals of the conference only"),
                            ("R", "The closed part: the chair and the agencies that are named"),
                        ],
                        default="P",
                        max_length=10,
                    ),
                ),
                (
                    "named",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, default=list, size=None
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("version", models.PositiveIntegerField(default=1)),
                ("written_by", models.UUIDField()),
                ("written_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("words", models.TextField()),
                (
                    "worries",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, default=list, size=None
                    ),
                ),
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
                (
                    "content",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="plans.plancontent"
                    ),
                ),
            ],
            options={
                "db_table": "plans_danger_statement",
                "ordering": ("order", "written_at"),
            },
        ),
        migrations.CreateModel(
            name="PlanPart",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                (
                    "meant_for",
                    models.CharField(
                        choices=[
                            ("F-all", "Everybody at the conference, the family too"),
                            ("F-person", "The professionals and the people of the family who are named"),
                            ("P", "Professionals of the conference only"),
                            ("R", "The closed part: the chair and the agencies that are named"),
                        ],
                        default="P",
                        max_length=10,
                    ),
                ),
                (
                    "named",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, default=list, size=None
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("version", models.PositiveIntegerField(default=1)),
                ("written_by", models.UUIDField()),
                ("written_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("code", models.CharField(max_length=20)),
                ("words", models.TextField(blank=True)),
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
                (
                    "content",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="plans.plancontent"
                    ),
                ),
            ],
            options={
                "db_table": "plans_part",
            },
        ),
        migrations.CreateModel(
            name="SafetyGoal",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                (
                    "meant_for",
                    models.CharField(
                        choices=[
                            ("F-all", "Everybody at the conference, the family too"),
                            ("F-person", "The professionals and the people of the family who are named"),
                            ("P", "Professionals of the conference only"),
                            ("R", "The closed part: the chair and the agencies that are named"),
                        ],
                        default="P",
                        max_length=10,
                    ),
                ),
                (
                    "named",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, default=list, size=None
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("version", models.PositiveIntegerField(default=1)),
                ("written_by", models.UUIDField()),
                ("written_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("words", models.TextField()),
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
                (
                    "content",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="plans.plancontent"
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="goals", to="plans.dangerstatement"
                    ),
                ),
            ],
            options={
                "db_table": "plans_safety_goal",
                "ordering": ("order", "written_at"),
            },
        ),
        migrations.CreateModel(
            name="PlanAction",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                (
                    "meant_for",
                    models.CharField(
                        choices=[
                            ("F-all", "Everybody at the conference, the family too"),
                            ("F-person", "The professionals and the people of the family who are named"),
                            ("P", "Professionals of the conference only"),
                            ("R", "The closed part: the chair and the agencies that are named"),
                        ],
                        default="P",
                        max_length=10,
                    ),
                ),
                (
                    "named",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, default=list, size=None
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("version", models.PositiveIntegerField(default=1)),
                ("written_by", models.UUIDField()),
                ("written_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("what", models.TextField()),
                ("why", models.TextField(blank=True)),
                ("who", models.CharField(max_length=200)),
                ("invitee_id", models.UUIDField(blank=True, null=True)),
                ("person_id", models.UUIDField(blank=True, null=True)),
                (
                    "owner_kind",
                    models.CharField(choices=[("family", "Family"), ("professional", "Professional")], max_length=12),
                ),
                ("by_when", models.DateField(blank=True, null=True)),
                ("by_when_words", models.CharField(blank=True, max_length=200)),
                ("how_known", models.TextField(blank=True)),
                ("if_not", models.TextField(blank=True)),
                ("is_service", models.BooleanField(default=False)),
                (
                    "worries",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "To do"), ("done", "Done"), ("stopped", "No longer needed")],
                        default="open",
                        max_length=8,
                    ),
                ),
                (
                    "brought_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plans.planaction",
                    ),
                ),
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
                (
                    "content",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="plans.plancontent"
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="plans.safetygoal",
                    ),
                ),
            ],
            options={
                "db_table": "plans_action",
                "ordering": ("order", "written_at"),
            },
        ),
        migrations.AddConstraint(
            model_name="plancontent",
            constraint=models.UniqueConstraint(fields=("conference", "case", "kind"), name="plans_content_once"),
        ),
        migrations.AddConstraint(
            model_name="plancontent",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["cp", "cin", "safety", "interim"])), name="plans_content_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="plancontent",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["outline", "agreed", "replaced"])), name="plans_content_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="planpart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("code__in", ("contingency", "services", "needs", "seeing-the-child", "bottom-line"))
                ),
                name="plans_part_code_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="planpart",
            constraint=models.UniqueConstraint(fields=("content", "code"), name="plans_part_once"),
        ),
        migrations.AddConstraint(
            model_name="planaction",
            constraint=models.CheckConstraint(
                condition=models.Q(("owner_kind__in", ["family", "professional"])), name="plans_action_owner_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="planaction",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "done", "stopped"])), name="plans_action_state_known"
            ),
        ),
        migrations.RunSQL(CONTENTS, migrations.RunSQL.noop),
    ]
