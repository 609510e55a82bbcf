"""The record of the conference, made from the meeting and frozen when it is approved."""

import uuid
from typing import Any

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from quorate.conferences.sql.record import RECORD

_AUDIENCES = [
    ("F-all", "Everybody at the conference, the family too"),
    ("F-person", "The professionals and the people of the family who are named"),
    ("P", "Professionals of the conference only"),
    ("R", "The closed part: the chair and the agencies that are named"),
]


def _about_case() -> list[tuple[str, Any]]:
    return [
        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
        ("authority_id", models.UUIDField()),
        (
            "case",
            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"),
        ),
    ]


def _ids() -> Any:
    return django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), blank=True, default=list, size=None)


def _meant_for() -> list[tuple[str, Any]]:
    return [
        *_about_case(),
        ("meant_for", models.CharField(choices=_AUDIENCES, default="P", max_length=10)),
        ("named", _ids()),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("conferences", "0008_decisions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Record",
            fields=[
                *_about_case(),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Being prepared"), ("approved", "Approved by the chair")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("prepared_by", models.UUIDField()),
                ("prepared_at", models.DateTimeField()),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("approved_by", models.UUIDField(blank=True, null=True)),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "conference",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="record",
                        to="conferences.conference",
                    ),
                ),
            ],
            options={"db_table": "conferences_record"},
        ),
        migrations.CreateModel(
            name="RecordSection",
            fields=[
                *_meant_for(),
                ("code", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=300)),
                ("place", models.PositiveSmallIntegerField()),
                ("child_case_id", models.UUIDField(blank=True, null=True)),
                ("words", models.TextField(blank=True)),
                ("not_for", _ids()),
                ("version", models.PositiveIntegerField(default=1)),
                ("written_by", models.UUIDField()),
                ("written_at", models.DateTimeField()),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sections",
                        to="conferences.record",
                    ),
                ),
            ],
            options={"db_table": "conferences_record_section", "ordering": ("place",)},
        ),
        migrations.CreateModel(
            name="Addendum",
            fields=[
                *_meant_for(),
                ("section_code", models.CharField(blank=True, max_length=40)),
                ("words", models.TextField()),
                ("why", models.TextField(blank=True)),
                ("correction_id", models.UUIDField(blank=True, null=True)),
                ("added_by", models.UUIDField()),
                ("added_at", models.DateTimeField()),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="addenda",
                        to="conferences.record",
                    ),
                ),
            ],
            options={"db_table": "conferences_addendum", "ordering": ("added_at",)},
        ),
        migrations.AddConstraint(
            model_name="record",
            constraint=models.CheckConstraint(
                condition=models.Q(state="draft", digest="", approved_by=None, approved_at=None)
                | (
                    models.Q(state="approved", approved_by__isnull=False, approved_at__isnull=False)
                    & ~models.Q(digest="")
                ),
                name="conferences_record_approved_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="record",
            constraint=models.CheckConstraint(
                condition=models.Q(approved_by=None) | ~models.Q(approved_by=models.F("prepared_by")),
                name="conferences_record_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="recordsection",
            constraint=models.UniqueConstraint(fields=("record", "place"), name="conferences_record_place_once"),
        ),
        migrations.RunSQL(RECORD, migrations.RunSQL.noop),
    ]
