"""What browsers refused to do, counted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="PolicyReport",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("day", models.DateField()),
                ("directive", models.CharField(max_length=30)),
                ("blocked", models.CharField(max_length=20)),
                ("page", models.CharField(max_length=60)),
                ("count", models.PositiveIntegerField(default=1)),
            ],
            options={
                "db_table": "web_policy_report",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("day", "directive", "blocked", "page"), name="web_policy_report_once"
                    )
                ],
            },
        ),
    ]
