"""What the mail server does not take is tried again later, and not for ever."""

from django.db import migrations, models

from quorate.notices.sql import TRYING_AGAIN


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0001_tables"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="tries",
            field=models.PositiveSmallIntegerField(default=0, db_default=0),
        ),
        migrations.AddField(
            model_name="message",
            name="try_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunSQL(TRYING_AGAIN, migrations.RunSQL.noop),
    ]
