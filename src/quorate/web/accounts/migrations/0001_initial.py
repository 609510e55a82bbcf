"""The table that slows guessing down."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="FailedAttempts",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("last_failed_at", models.DateTimeField()),
            ],
            options={"db_table": "accounts_failed_attempts", "verbose_name_plural": "failed attempts"},
        ),
    ]
