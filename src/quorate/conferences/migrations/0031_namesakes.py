"""Of whoever comes with somebody and is called as a person who is feared the chair says who they are."""

from django.db import migrations, models

from quorate.conferences.sql.safety import NAMESAKES


class Migration(migrations.Migration):
    dependencies = [("conferences", "0030_wide")]

    operations = [
        migrations.AddField(
            model_name="safetyconcern",
            name="told_apart",
            field=models.JSONField(blank=True, db_default=models.Value({}, models.JSONField()), default=dict),
        ),
        migrations.RunSQL(NAMESAKES, migrations.RunSQL.noop),
    ]
