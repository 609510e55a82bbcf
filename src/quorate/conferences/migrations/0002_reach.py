"""Whoever works on a conference sees who its children are; a conference has more states between asking and holding."""

from django.db import migrations, models

from quorate.conferences.sql.reach import REACH

_STATES = [
    ("draft", "Being asked for"),
    ("requested", "Requested"),
    ("agreed", "Agreed"),
    ("booked", "Booked"),
    ("sitting", "Sitting"),
    ("adjourned", "Adjourned"),
    ("held", "Held"),
    ("declined", "Declined"),
    ("cancelled", "Cancelled"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("conferences", "0001_tables"),
        ("cases", "0003_search"),
        ("access", "0004_quicker"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="conference", name="conferences_state_known"),
        migrations.AlterField(
            model_name="conference",
            name="state",
            field=models.CharField(choices=_STATES, default="requested", max_length=12),
        ),
        migrations.AddConstraint(
            model_name="conference",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", [code for code, _ in _STATES])), name="conferences_state_known"
            ),
        ),
        migrations.RunSQL(REACH, migrations.RunSQL.noop),
    ]
