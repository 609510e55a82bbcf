"""A second document may go with a paper: the leaflet that a procedure encloses with the invitation."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("release", "0003_absence"),
    ]

    operations = [
        migrations.AddField(
            model_name="storedrendition",
            name="enclosed",
            field=models.BinaryField(default=b"", db_default=b""),
        ),
        migrations.AddField(
            model_name="storedrendition",
            name="enclosed_code",
            field=models.CharField(blank=True, default="", db_default="", max_length=60),
        ),
        migrations.AddField(
            model_name="storedrendition",
            name="enclosed_sha256",
            field=models.CharField(blank=True, default="", db_default="", max_length=64),
        ),
    ]
