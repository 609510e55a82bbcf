"""Enquiries and strategy discussions that were entered by mistake stay, and count no more."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_quicker")]
    operations = [
        migrations.AddField("enquiry", "taken_back_on", models.DateField(blank=True, null=True)),
        migrations.AddField("enquiry", "taken_back_by", models.UUIDField(blank=True, null=True)),
        migrations.AddField(
            "enquiry", "taken_back_why", models.CharField(blank=True, db_default="", default="", max_length=250)
        ),
        migrations.AddField("strategydiscussion", "taken_back_on", models.DateField(blank=True, null=True)),
        migrations.AddField("strategydiscussion", "taken_back_by", models.UUIDField(blank=True, null=True)),
        migrations.AddField(
            "strategydiscussion",
            "taken_back_why",
            models.CharField(blank=True, db_default="", default="", max_length=250),
        ),
    ]
