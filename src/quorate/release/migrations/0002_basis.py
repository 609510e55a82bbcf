"""What a prepared paper rests on, so that one which has been overtaken is not sent."""

from django.db import migrations, models

from quorate.release.sql.basis import BASIS
from quorate.release.sql.papers import BY_ONESELF


class Migration(migrations.Migration):
    dependencies = [
        ("release", "0001_tables"),
        ("conferences", "0010_office_events"),
    ]

    operations = [
        migrations.AddField(
            model_name="storedrendition",
            name="basis",
            field=models.JSONField(default=dict, db_default=models.Value({}, models.JSONField())),
        ),
        migrations.RunSQL(BASIS, migrations.RunSQL.noop),
        migrations.RunSQL(BY_ONESELF, migrations.RunSQL.noop),
    ]
