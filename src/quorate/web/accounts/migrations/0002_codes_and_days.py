"""Codes that work once, in whatever process; the days for which the daily jobs are done."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="DailyRun",
            fields=[
                ("job", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("done_on", models.DateField()),
            ],
            options={
                "db_table": "accounts_daily_run",
            },
        ),
        migrations.CreateModel(
            name="UsedCode",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("forget_at", models.DateTimeField()),
            ],
            options={
                "db_table": "accounts_used_code",
            },
        ),
    ]
