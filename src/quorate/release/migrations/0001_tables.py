"""Releases and renditions."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from quorate.release.sql.papers import RELEASES


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("plans", "0003_between"),
        ("challenges", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="Release",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("code", models.CharField(max_length=40)),
                ("subject_id", models.UUIDField(blank=True, null=True)),
                ("title", models.CharField(max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "Waiting for a second person"),
                            ("released", "Let out"),
                            ("refused", "Not let out"),
                            ("stopped", "Stopped: protected words were found"),
                            ("overtaken", "Prepared anew"),
                        ],
                        default="prepared",
                        max_length=10,
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("prepared_by", models.UUIDField()),
                ("prepared_at", models.DateTimeField()),
                ("released_by", models.UUIDField(blank=True, null=True)),
                ("released_at", models.DateTimeField(blank=True, null=True)),
                ("gone_at", models.DateTimeField(blank=True, null=True)),
                ("finding", models.TextField(blank=True)),
                ("why", models.TextField(blank=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
                    ),
                ),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="releases",
                        to="conferences.conference",
                    ),
                ),
            ],
            options={
                "db_table": "release_release",
                "ordering": ("-prepared_at",),
            },
        ),
        migrations.CreateModel(
            name="StoredRendition",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("recipient", models.UUIDField()),
                ("kind", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=200)),
                ("person_id", models.UUIDField(blank=True, null=True)),
                ("user_id", models.UUIDField(blank=True, null=True)),
                ("agency_id", models.UUIDField(blank=True, null=True)),
                ("media_type", models.CharField(default="application/pdf", max_length=60)),
                ("content", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("kept_out", models.CharField(blank=True, max_length=5)),
                ("holds_closed", models.BooleanField(default=False)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="renditions", to="release.release"
                    ),
                ),
            ],
            options={
                "db_table": "release_rendition",
            },
        ),
        migrations.AddIndex(
            model_name="release",
            index=models.Index(fields=["conference", "code"], name="release_of_conference"),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["prepared", "released", "refused", "stopped", "overtaken"])),
                name="release_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("released_by__isnull", True),
                    models.Q(("released_by", models.F("prepared_by")), _negated=True),
                    _connector="OR",
                ),
                name="release_by_a_second",
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "released"), _negated=True),
                    ("released_by__isnull", False),
                    ("code__in", ("date-confirmed", "booking-asked")),
                    _connector="OR",
                ),
                name="release_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="storedrendition",
            constraint=models.UniqueConstraint(fields=("release", "recipient"), name="release_rendition_once"),
        ),
        migrations.RunSQL(RELEASES, migrations.RunSQL.noop),
    ]
