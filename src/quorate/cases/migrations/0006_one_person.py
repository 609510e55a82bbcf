"""Two records of one adult are known to be of one human."""

import uuid

import django.contrib.postgres.functions
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

from quorate.cases.sql.one_person import ONE_PERSON


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_put_right")]
    operations = [
        migrations.CreateModel(
            name="SamePerson",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("person_id", models.UUIDField()),
                ("same_as", models.UUIDField()),
                ("joined_on", models.DateField()),
                ("joined_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("joined_by", models.UUIDField()),
                ("reason", models.CharField(max_length=250)),
                ("undone_on", models.DateField(blank=True, null=True)),
                ("undone_by", models.UUIDField(blank=True, null=True)),
                ("undone_why", models.CharField(blank=True, db_default="", default="", max_length=250)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
                    ),
                ),
                (
                    "other_case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
                    ),
                ),
            ],
            options={
                "db_table": "cases_same_person",
                "ordering": ("joined_at",),
                "indexes": [
                    models.Index(fields=["person_id"], name="cases_same_person_of"),
                    models.Index(fields=["same_as"], name="cases_same_person_as"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=~Q(person_id=F("same_as")), name="cases_same_person_of_two"),
                    models.UniqueConstraint(
                        condition=Q(undone_on__isnull=True),
                        fields=("person_id", "same_as"),
                        name="cases_same_person_once",
                    ),
                ],
            },
        ),
        migrations.RunSQL(ONE_PERSON, migrations.RunSQL.noop),
    ]
