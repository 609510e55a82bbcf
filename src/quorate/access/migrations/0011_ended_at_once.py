"""A grant that was given today can end at once: its last day is the one before its first."""

from django.db import migrations, models

_NAME = "access_grant_ends_after_beginning"
_DAY_BEFORE = models.ExpressionWrapper(models.F("begins_on") - models.Value(1), models.DateField())


class Migration(migrations.Migration):
    dependencies = [("access", "0010_usable")]
    operations = [
        migrations.RemoveConstraint(model_name="grant", name=_NAME),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=_DAY_BEFORE), name=_NAME
            ),
        ),
    ]
