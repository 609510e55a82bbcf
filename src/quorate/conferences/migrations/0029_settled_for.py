"""What was settled about two people who must not meet is asked again when the meeting moves, whoever comes apart."""

from django.db import migrations, models

from quorate.conferences.sql.safety import ASKED_AGAIN


class Migration(migrations.Migration):
    dependencies = [("conferences", "0028_left_empty")]

    operations = [
        migrations.AddField(
            model_name="safetyconcern", name="settled_for", field=models.UUIDField(blank=True, null=True)
        ),
        migrations.RunSQL(ASKED_AGAIN, migrations.RunSQL.noop),
    ]
