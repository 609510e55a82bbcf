"""A paper may go through somebody's hands: who brings it, and on which day they handed it over."""

from django.db import migrations, models

from quorate.notices.sql import HANDED_ON


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0002_trying_again"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="through",
            field=models.CharField(blank=True, default="", db_default="", max_length=60),
        ),
        migrations.AddField(
            model_name="message",
            name="carrier",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="message",
            name="carrier_name",
            field=models.CharField(blank=True, default="", db_default="", max_length=200),
        ),
        migrations.AddField(
            model_name="message",
            name="handed_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.RunSQL(HANDED_ON, migrations.RunSQL.noop),
    ]
