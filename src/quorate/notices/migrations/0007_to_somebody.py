"""What is handed over for a place on the list that nobody has been named for says who took it there."""

from django.db import migrations, models

from quorate.notices.sql import TAKEN_BY


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0006_own_agency"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="names_nobody",
            field=models.BooleanField(default=False, db_default=False),
        ),
        migrations.AddField(
            model_name="message",
            name="taken_by",
            field=models.CharField(blank=True, default="", db_default="", max_length=200),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("channel", "hand"), ("names_nobody", True), ("state", "handed"), ("taken_by", ""), _negated=True
                ),
                name="notices_message_to_somebody",
            ),
        ),
        migrations.RunSQL(TAKEN_BY, migrations.RunSQL.noop),
    ]
