"""An address is opened for a reason that stands with it, and somebody stays in one place at present."""

from django.db import migrations, models
from django.db.models import Q

from quorate.cases.sql.addresses import ADDRESSES

_REASONS = ["", "person_agrees", "risk_has_ended", "recorded_in_error", "court_order"]


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_own_work")]
    operations = [
        migrations.AddField(
            "address",
            "opened_because",
            models.CharField(
                blank=True,
                choices=[
                    ("person_agrees", "The person it belongs to agrees"),
                    ("risk_has_ended", "The risk has ended"),
                    ("recorded_in_error", "It was marked as protected by mistake"),
                    ("court_order", "A court has decided it"),
                ],
                db_default="",
                default="",
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            "address",
            models.CheckConstraint(condition=Q(opened_because__in=_REASONS), name="cases_address_opened_because_known"),
        ),
        migrations.RunSQL(ADDRESSES, migrations.RunSQL.noop),
    ]
