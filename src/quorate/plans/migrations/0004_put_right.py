"""Visits, meetings and talks that were entered by mistake stay, and count no more."""

from django.db import migrations, models

from quorate.plans.sql.between import TAKEN_BACK


class Migration(migrations.Migration):
    dependencies = [("plans", "0003_between")]
    operations = [
        migrations.AddField("visit", "taken_back_on", models.DateField(blank=True, null=True)),
        migrations.AddField("visit", "taken_back_by", models.UUIDField(blank=True, null=True)),
        migrations.AddField(
            "visit", "taken_back_why", models.CharField(blank=True, db_default="", default="", max_length=250)
        ),
        migrations.AddField("coregroup", "taken_back_on", models.DateField(blank=True, null=True)),
        migrations.AddField("coregroup", "taken_back_by", models.UUIDField(blank=True, null=True)),
        migrations.AddField(
            "coregroup", "taken_back_why", models.CharField(blank=True, db_default="", default="", max_length=250)
        ),
        migrations.AddField("talkafterwards", "taken_back_on", models.DateField(blank=True, null=True)),
        migrations.AddField("talkafterwards", "taken_back_by", models.UUIDField(blank=True, null=True)),
        migrations.AddField(
            "talkafterwards", "taken_back_why", models.CharField(blank=True, db_default="", default="", max_length=250)
        ),
        migrations.RunSQL(TAKEN_BACK, migrations.RunSQL.noop),
    ]
