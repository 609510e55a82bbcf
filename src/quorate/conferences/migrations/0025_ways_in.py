"""How each of two people who must not meet comes: what stands in that person's own letter, and in nobody else's."""

from django.db import migrations, models

from quorate.conferences.sql.safety import WAYS


class Migration(migrations.Migration):
    dependencies = [("conferences", "0024_shut_with_every_child")]

    operations = [
        migrations.AddField(
            model_name="safetyconcern",
            name="ways",
            field=models.JSONField(blank=True, db_default=models.Value({}, models.JSONField()), default=dict),
        ),
        migrations.RunSQL(WAYS, migrations.RunSQL.noop),
    ]
