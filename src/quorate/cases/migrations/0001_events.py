"""Case events, the streams that they are told in, and the duties that follow from them."""

import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.db.models.deletion
from django.db import migrations, models

from quorate.cases.sql.duties import DUTIES
from quorate.cases.sql.events import EVENTS
from quorate.cases.sql.streams import STREAMS
from quorate.cases.sql.work import WORK


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0002_wall"),
        ("people", "0002_names_for_access"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseStream",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("stream_id", models.UUIDField(db_index=True)),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="stream", to="access.protectedcase"
                    ),
                ),
            ],
            options={
                "db_table": "cases_stream",
            },
        ),
        migrations.CreateModel(
            name="CaseEvent",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("event_id", models.UUIDField(default=uuid.uuid4)),
                ("code", models.CharField(max_length=40)),
                ("day", models.DateField()),
                ("at", models.DateTimeField(blank=True, null=True)),
                ("facts", models.JSONField(default=dict)),
                ("conference_id", models.UUIDField(blank=True, null=True)),
                ("takes_back", models.UUIDField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("recorded_by", models.UUIDField()),
                ("import_id", models.UUIDField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
                    ),
                ),
            ],
            options={
                "db_table": "cases_event",
                "ordering": ("day", "at", "recorded_at"),
                "indexes": [
                    models.Index(fields=["conference_id"], name="cases_event_of_conference"),
                    models.Index(
                        condition=models.Q(("import_id__isnull", False)),
                        fields=["import_id"],
                        name="cases_event_imported",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("event_id", "case"), name="cases_event_once_a_case"),
                    models.UniqueConstraint(
                        condition=models.Q(("takes_back__isnull", False)),
                        fields=("takes_back", "case"),
                        name="cases_event_taken_back_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Duty",
            fields=[
                ("authority_id", models.UUIDField()),
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("stream_id", models.UUIDField()),
                ("duty_id", models.UUIDField()),
                ("copies", models.PositiveSmallIntegerField(default=1)),
                ("code", models.CharField(max_length=60)),
                ("title", models.CharField(max_length=200)),
                ("who", models.CharField(max_length=40)),
                ("belongs_to", models.CharField(blank=True, max_length=40)),
                (
                    "about",
                    models.CharField(
                        blank=True,
                        choices=[("", "The whole family"), ("child", "A child"), ("parent", "A parent")],
                        max_length=6,
                    ),
                ),
                ("about_id", models.UUIDField(blank=True, null=True)),
                (
                    "about_cases",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, null=True, size=None
                    ),
                ),
                ("conference_id", models.UUIDField(blank=True, null=True)),
                ("reference", models.CharField(blank=True, max_length=60)),
                ("kind", models.CharField(max_length=20)),
                ("conference_on", models.DateField(blank=True, null=True)),
                ("conference_is_held", models.BooleanField(default=False)),
                ("opens_on", models.DateField(blank=True, null=True)),
                ("opens_at", models.DateTimeField(blank=True, null=True)),
                ("due_on", models.DateField(blank=True, null=True)),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("act_by_on", models.DateField(blank=True, null=True)),
                ("act_by_at", models.DateTimeField(blank=True, null=True)),
                ("next_working_on", models.DateField(blank=True, null=True)),
                ("usual_at", models.DateTimeField(blank=True, null=True)),
                ("met_on", models.DateField(blank=True, null=True)),
                ("met_at", models.DateTimeField(blank=True, null=True)),
                ("settled", models.CharField(blank=True, max_length=12)),
                ("window", models.BooleanField(default=False)),
                ("weight", models.CharField(max_length=10)),
                ("edition", models.CharField(max_length=60)),
                ("open_from", models.DateTimeField(blank=True, null=True)),
                ("late_from", models.DateTimeField(blank=True, null=True)),
                ("asked_from", models.DateTimeField(blank=True, null=True)),
                ("asked_until", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.protectedcase",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "duties",
                "db_table": "cases_duty",
                "indexes": [
                    models.Index(fields=["stream_id"], name="cases_duty_of_stream"),
                    models.Index(condition=models.Q(("copies__gt", 1)), fields=["duty_id"], name="cases_duty_copies"),
                    models.Index(
                        condition=models.Q(("settled", ""), ("window", False)),
                        fields=["case", "late_from"],
                        name="cases_duty_live",
                    ),
                    models.Index(fields=["conference_id"], name="cases_duty_of_conference"),
                ],
            },
        ),
        migrations.RunSQL("\n".join((EVENTS, STREAMS, DUTIES, WORK)), migrations.RunSQL.noop),
    ]
