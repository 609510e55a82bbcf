"""Runs of imports, their batches, and the parts of files that wait."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from quorate.returns.sql import IMPORTS


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0002_wall"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("kind", models.CharField(default="census", max_length=20)),
                ("file_name", models.CharField(max_length=120)),
                ("digest", models.CharField(max_length=64)),
                ("size", models.BigIntegerField()),
                ("bytes_read", models.BigIntegerField(default=0)),
                ("header", models.JSONField(default=dict)),
                ("team_id", models.UUIDField(blank=True, null=True)),
                ("unit_id", models.UUIDField(blank=True, null=True)),
                ("begun_by", models.UUIDField()),
                ("begun_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("looking", "Being looked at"),
                            ("looked", "Looked at, waiting for the word to go"),
                            ("going", "Coming in"),
                            ("done", "In"),
                            ("refused", "Refused"),
                        ],
                        default="looking",
                        max_length=10,
                    ),
                ),
                ("said", models.CharField(blank=True, max_length=400)),
                ("report", models.JSONField(default=dict)),
            ],
            options={
                "db_table": "returns_import_run",
                "ordering": ("-begun_at",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["looking", "looked", "going", "done", "refused"])),
                        name="returns_run_state_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "going")),
                        fields=("authority_id", "digest"),
                        name="returns_run_one_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportPart",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("begun_by", models.UUIDField()),
                ("number", models.PositiveIntegerField()),
                ("content", models.BinaryField()),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="returns.importrun"
                    ),
                ),
            ],
            options={
                "db_table": "returns_import_part",
                "ordering": ("number",),
                "constraints": [models.UniqueConstraint(fields=("run", "number"), name="returns_part_once")],
            },
        ),
        migrations.CreateModel(
            name="ImportBatch",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("begun_by", models.UUIDField()),
                ("number", models.PositiveIntegerField()),
                ("last_child", models.PositiveIntegerField()),
                ("counts", models.JSONField(default=dict)),
                ("faults", models.JSONField(default=list)),
                ("done_at", models.DateTimeField()),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="batches", to="returns.importrun"
                    ),
                ),
            ],
            options={
                "db_table": "returns_import_batch",
                "ordering": ("number",),
                "constraints": [models.UniqueConstraint(fields=("run", "number"), name="returns_batch_once")],
            },
        ),
        migrations.RunSQL(IMPORTS, migrations.RunSQL.noop),
    ]
