"""By which names, numbers and dates people are found; the search among the cases that one reaches."""

import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

from quorate.cases.sql.search import EXTENSIONS, SEARCH, SOUNDS


class Migration(migrations.Migration):
    dependencies = [("access", "0003_label_requests"), ("cases", "0002_records")]
    operations = [
        migrations.RunSQL(EXTENSIONS, migrations.RunSQL.noop),
        migrations.RunSQL(SOUNDS, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="PersonName",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("person_id", models.UUIDField()),
                ("whose", models.CharField(choices=[("child", "Child"), ("relative", "Relative")], max_length=8)),
                ("folded", models.TextField(blank=True)),
                (
                    "sounds",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(models.F("folded"), function="cases_sounds"),
                        output_field=django.contrib.postgres.fields.ArrayField(
                            base_field=models.TextField(), size=None
                        ),
                    ),
                ),
                ("born_on", models.DateField(blank=True, null=True)),
                (
                    "marks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
                    ),
                ),
            ],
            options={
                "db_table": "cases_person_name",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["folded"], name="cases_person_name_trigrams", opclasses=("gin_trgm_ops",)
                    ),
                    django.contrib.postgres.indexes.GinIndex(fields=["sounds"], name="cases_person_name_sounds"),
                    django.contrib.postgres.indexes.GinIndex(fields=["marks"], name="cases_person_name_marks"),
                    models.Index(fields=["authority_id", "born_on"], name="cases_person_name_born"),
                ],
            },
        ),
        migrations.RunSQL(SEARCH, migrations.RunSQL.noop),
    ]
