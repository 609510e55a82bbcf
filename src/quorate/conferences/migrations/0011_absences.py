"""What the chair decides about a parent who is not there."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from quorate.conferences.sql.meeting import ABSENCES


class Migration(migrations.Migration):
    dependencies = [
        ("conferences", "0010_office_events"),
    ]

    operations = [
        migrations.CreateModel(
            name="ParentAbsence",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("person_id", models.UUIDField()),
                (
                    "choice",
                    models.CharField(
                        choices=[
                            ("go-on", "The conference goes ahead without them"),
                            ("put-off", "It is put off: something exceptional keeps them away"),
                        ],
                        max_length=8,
                    ),
                ),
                ("why", models.TextField()),
                ("meeting_offered", models.BooleanField(blank=True, null=True)),
                ("decided_at", models.DateTimeField()),
                ("recorded_by", models.UUIDField()),
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
                        related_name="absences",
                        to="conferences.conference",
                    ),
                ),
            ],
            options={"db_table": "conferences_parent_absence", "ordering": ("decided_at", "id")},
        ),
        migrations.AddConstraint(
            model_name="parentabsence",
            constraint=models.CheckConstraint(
                condition=models.Q(("choice__in", ["go-on", "put-off"])), name="conferences_absence_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="parentabsence",
            constraint=models.CheckConstraint(
                condition=models.Q(("why", ""), _negated=True), name="conferences_absence_says_why"
            ),
        ),
        migrations.RunSQL(ABSENCES, migrations.RunSQL.noop),
    ]
