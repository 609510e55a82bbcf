"""Why a conference was cancelled stands apart from its bookings: one that was only agreed has none. Whoever works on
a conference learns that a pregnancy was lost."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from quorate.conferences.sql.bookings import CANCELLATIONS
from quorate.conferences.sql.reach import LOSS


class Migration(migrations.Migration):
    dependencies = [("conferences", "0021_not_held_yet")]

    operations = [
        migrations.CreateModel(
            name="Cancellation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("reason", models.CharField(max_length=500)),
                ("authorised_by", models.CharField(max_length=150)),
                ("cancelled_by", models.UUIDField()),
                ("cancelled_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
                    ),
                ),
                (
                    "conference",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cancellation",
                        to="conferences.conference",
                    ),
                ),
            ],
            options={"db_table": "conferences_cancellation"},
        ),
        migrations.AddConstraint(
            model_name="cancellation",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="conferences_cancellation_says_why"
            ),
        ),
        migrations.RunSQL(CANCELLATIONS, migrations.RunSQL.noop),
        migrations.RunSQL(LOSS, migrations.RunSQL.noop),
    ]
