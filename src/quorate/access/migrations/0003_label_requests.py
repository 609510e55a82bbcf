"""A wider audience is asked for and agreed to by two people; contexts that have run out can be swept."""

import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.db.models.deletion
from django.db import migrations, models

from quorate.access.sql.labels import LABELS


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_wall"),
    ]

    operations = [
        migrations.CreateModel(
            name="LabelRequest",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("from_label", models.CharField(max_length=10)),
                ("to_label", models.CharField(max_length=10)),
                (
                    "named_people",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
                (
                    "named_agencies",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
                ("asked_by", models.UUIDField()),
                ("asked_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("agreed", "Agreed"), ("refused", "Refused"), ("withdrawn", "Taken back")],
                        default="",
                        max_length=10,
                    ),
                ),
                ("answered_by", models.UUIDField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="requests", to="access.protectedtext"
                    ),
                ),
            ],
            options={
                "db_table": "access_label_request",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answer", "")), fields=("text",), name="access_label_request_one_waits"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at__isnull", True), ("answered_by__isnull", True)),
                            models.Q(
                                ("answer", "withdrawn"),
                                ("answered_at__isnull", False),
                                ("answered_by", models.F("asked_by")),
                            ),
                            models.Q(
                                ("answer__in", ("agreed", "refused")),
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                models.Q(("answered_by", models.F("asked_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="access_label_request_second_person",
                    ),
                ],
            },
        ),
        migrations.RunSQL(LABELS, migrations.RunSQL.noop),
    ]
