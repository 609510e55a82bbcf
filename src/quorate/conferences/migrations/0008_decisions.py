"""The round, the decisions and what disagrees with them."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from quorate.conferences.sql.decisions import DECISIONS


class Migration(migrations.Migration):
    dependencies = [("conferences", "0007_meeting")]

    operations = [
        migrations.CreateModel(
            name="Adjournment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("at", models.DateTimeField()),
                ("why", models.CharField(max_length=20)),
                ("why_words", models.TextField(blank=True)),
                (
                    "undecided",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
                ("interim_plan", models.TextField(blank=True)),
                ("recorded_by", models.UUIDField()),
            ],
            options={
                "db_table": "conferences_adjournment",
            },
        ),
        migrations.CreateModel(
            name="Dissent",
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
                ("kind", models.CharField(max_length=12)),
                ("child_case_id", models.UUIDField(blank=True, null=True)),
                ("invitee_id", models.UUIDField()),
                ("person_id", models.UUIDField(blank=True, null=True)),
                ("said_by", models.CharField(max_length=200)),
                ("role", models.CharField(blank=True, max_length=60)),
                (
                    "grounds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                    ),
                ),
                ("words", models.TextField()),
                ("at", models.DateTimeField()),
                ("recorded_by", models.UUIDField()),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "db_table": "conferences_dissent",
            },
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("child_case_id", models.UUIDField()),
                ("hidden_at", models.DateTimeField()),
                ("hidden_by", models.UUIDField()),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("opened_by", models.UUIDField(blank=True, null=True)),
                ("opened_reason", models.TextField(blank=True)),
            ],
            options={
                "db_table": "conferences_round",
            },
        ),
        migrations.CreateModel(
            name="View",
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
                ("child_case_id", models.UUIDField()),
                ("invitee_id", models.UUIDField()),
                ("plan", models.CharField(max_length=6)),
                (
                    "categories",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), blank=True, default=list, size=None
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("given_at", models.DateTimeField()),
                ("written", models.BooleanField(default=False)),
                ("recorded_by", models.UUIDField()),
                ("event_id", models.UUIDField()),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "db_table": "conferences_view",
            },
        ),
        migrations.AddField(
            model_name="decision",
            name="change_seen",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="decision",
            name="core_group_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="decision",
            name="decided_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="decision",
            name="event_id",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="decision",
            name="grounds",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=60), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="lead_practitioner",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="decision",
            name="lead_practitioner_id",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="decision",
            name="overrides",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=60), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="overrides_reason",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="decision",
            name="quorate",
            field=models.BooleanField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="decision",
            name="reason_against_most",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="decision",
            name="recorded_by",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="decision",
            name="risk_now",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="decision",
            name="services",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="decision",
            name="step_down",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="decision",
            name="step_down_until",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="decision",
            name="threshold",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="decision",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="decision",
            name="withdrawn_by",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decided_at__isnull", False), ("withdrawn_at__isnull", True)),
                fields=("conference", "case"),
                name="conferences_decision_once_a_child",
            ),
        ),
        migrations.AddField(
            model_name="adjournment",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
            ),
        ),
        migrations.AddField(
            model_name="adjournment",
            name="conference",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="adjournments", to="conferences.conference"
            ),
        ),
        migrations.AddField(
            model_name="dissent",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
            ),
        ),
        migrations.AddField(
            model_name="dissent",
            name="conference",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="dissents", to="conferences.conference"
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="conference",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="rounds", to="conferences.conference"
            ),
        ),
        migrations.AddField(
            model_name="view",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
            ),
        ),
        migrations.AddField(
            model_name="view",
            name="conference",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="views", to="conferences.conference"
            ),
        ),
        migrations.AddConstraint(
            model_name="adjournment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "why__in",
                        (
                            "inquorate",
                            "parent-unable",
                            "papers-late",
                            "interpreter-absent",
                            "chair-ill",
                            "behaviour",
                            "other",
                        ),
                    )
                ),
                name="conferences_adjournment_why_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="dissent",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ("dissent", "on-decision", "on-plan"))),
                name="conferences_dissent_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.UniqueConstraint(fields=("conference", "child_case_id"), name="conferences_round_once"),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("opened_at__isnull", True), ("opened_at__gte", models.F("hidden_at")), _connector="OR"
                ),
                name="conferences_round_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="view",
            constraint=models.UniqueConstraint(
                fields=("conference", "child_case_id", "invitee_id"), name="conferences_view_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="view",
            constraint=models.CheckConstraint(
                condition=models.Q(("plan__in", ("yes", "no", "unsure"))), name="conferences_view_plan_known"
            ),
        ),
        migrations.RunSQL(DECISIONS, migrations.RunSQL.noop),
    ]
