"""Whom families can ring: the work number of a person, and of a team for those who have none of their own."""

from django.db import migrations, models

import quorate.people.models.numbers


def _number() -> "models.CharField[str, str]":
    return models.CharField(
        blank=True,
        default="",
        db_default="",
        max_length=60,
        validators=[quorate.people.models.numbers.telephone_number],
    )


class Migration(migrations.Migration):
    dependencies = [("people", "0003_lists_kept")]

    operations = [
        migrations.AddField(model_name="user", name="work_telephone", field=_number()),
        migrations.AddField(model_name="professional", name="work_telephone", field=_number()),
        migrations.AddField(model_name="team", name="telephone", field=_number()),
    ]
