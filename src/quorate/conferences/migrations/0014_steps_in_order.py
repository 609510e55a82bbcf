"""Two steps of one day stand in the order in which they were noted."""

import django.contrib.postgres.functions
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conferences", "0013_drafts"),
    ]

    operations = [
        migrations.AddField(
            model_name="preparationstep",
            name="noted_at",
            field=models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow()),
        ),
        migrations.AlterModelOptions(name="preparationstep", options={"ordering": ("done_on", "noted_at", "id")}),
    ]
