"""Which forms were sent and done, so that the same sent again is not done again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("web", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="SentForm",
            fields=[
                ("mark", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("led_to", models.TextField(blank=True)),
                ("sent_at", models.DateTimeField()),
            ],
            options={"db_table": "web_sent_form"},
        ),
    ]
