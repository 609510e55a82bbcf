"""The first day of an enquiry as it was told first: a census file that is read again goes on telling it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_own_conflicts")]
    operations = [migrations.AddField("enquiry", "first_told_on", models.DateField(blank=True, null=True))]
