"""The register is put right afterwards: what it said and what it says now are both kept, with the reason."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from quorate.conferences.sql.meeting import PUT_RIGHT


class Migration(migrations.Migration):
    dependencies = [("conferences", "0022_cancelled_why")]

    operations = [
        migrations.CreateModel(
            name="StayCorrection",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("invitee_id", models.UUIDField()),
                ("why", models.TextField()),
                (
                    "kept_from",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, default=list, size=None
                    ),
                ),
                ("put_right_at", models.DateTimeField()),
                ("put_right_by", models.UUIDField()),
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
                        related_name="stay_corrections",
                        to="conferences.conference",
                    ),
                ),
                (
                    "now",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrects",
                        to="conferences.attendance",
                    ),
                ),
                (
                    "was",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected",
                        to="conferences.attendance",
                    ),
                ),
            ],
            options={"db_table": "conferences_stay_correction", "ordering": ("put_right_at", "id")},
        ),
        migrations.AddConstraint(
            model_name="staycorrection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("was__isnull", False), ("now__isnull", False), _connector="OR"),
                    models.Q(
                        ("was", None), ("now", None), models.Q(("was", models.F("now")), _negated=True), _connector="OR"
                    ),
                ),
                name="conferences_stay_correction_of_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="staycorrection",
            constraint=models.CheckConstraint(
                condition=models.Q(("why", ""), _negated=True), name="conferences_stay_correction_says_why"
            ),
        ),
        migrations.RunSQL(PUT_RIGHT, migrations.RunSQL.noop),
    ]
