"""Why somebody's access was ended, and by whom, stands beside its last day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0006_leaner")]
    operations = [
        migrations.AddField(
            model_name="grant",
            name="ended_why",
            field=models.CharField(blank=True, db_default="", default="", max_length=200),
        ),
        migrations.AddField(model_name="grant", name="ended_by", field=models.UUIDField(blank=True, null=True)),
        migrations.RunSQL(
            "GRANT UPDATE (ended_why, ended_by) ON access_grant TO quorate_app, quorate_job;", migrations.RunSQL.noop
        ),
    ]
