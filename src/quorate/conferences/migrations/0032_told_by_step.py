"""A step of sharing a report knows what the rules were told by it; of the steps that stand already nobody knows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("conferences", "0031_namesakes")]

    operations = [
        migrations.AddField("reportsharestep", "event_id", models.UUIDField(blank=True, null=True)),
    ]
