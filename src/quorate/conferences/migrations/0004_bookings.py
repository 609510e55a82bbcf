"""Bookings: rooms, chairs and minute-takers, nobody and nothing twice at once."""

import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.functions
import django.db.models.deletion
from django.db import migrations, models

import quorate.conferences.models.booking
from quorate.conferences.sql.bookings import BOOKINGS


class Migration(migrations.Migration):
    dependencies = [
        ("conferences", "0003_requests"),
        ("people", "0003_lists_kept"),
    ]

    operations = [
        migrations.CreateModel(
            name="Booking",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("place_words", models.CharField(blank=True, max_length=200)),
                ("chair_id", models.UUIDField()),
                ("minute_taker_id", models.UUIDField(blank=True, null=True)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("mode", models.CharField(max_length=10)),
                ("live", models.BooleanField(default=True)),
                ("beyond_why", models.CharField(blank=True, max_length=500)),
                ("booked_by", models.UUIDField()),
                ("booked_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_by", models.UUIDField(blank=True, null=True)),
                ("ended_why", models.CharField(blank=True, max_length=500)),
                ("authorised_by", models.CharField(blank=True, max_length=150)),
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
                        related_name="bookings",
                        to="conferences.conference",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="conferences.booking",
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.room",
                    ),
                ),
            ],
            options={
                "db_table": "conferences_booking",
                "ordering": ("starts_at", "booked_at"),
            },
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(
                condition=models.Q(("live", True)),
                fields=["authority_id", "starts_at"],
                name="conferences_booking_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.UniqueConstraint(
                condition=models.Q(("live", True)), fields=("conference",), name="conferences_booked_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="conferences_booking_has_length"
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(("mode__in", ("in_person", "virtual", "phone", "mixed"))),
                name="conferences_booking_mode_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(("chair_id", models.F("minute_taker_id")), _negated=True),
                name="conferences_booking_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(("live", True), models.Q(("ended_why", ""), _negated=True), _connector="OR"),
                name="conferences_booking_ends_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("live", True)),
                expressions=[
                    (models.F("room"), "="),
                    (quorate.conferences.models.booking.Span("starts_at", "ends_at"), "&&"),
                ],
                name="conferences_room_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("live", True)),
                expressions=[
                    (models.F("chair_id"), "="),
                    (quorate.conferences.models.booking.Span("starts_at", "ends_at"), "&&"),
                ],
                name="conferences_chair_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("live", True)),
                expressions=[
                    (models.F("minute_taker_id"), "="),
                    (quorate.conferences.models.booking.Span("starts_at", "ends_at"), "&&"),
                ],
                name="conferences_minute_taker_once",
            ),
        ),
        migrations.RunSQL(BOOKINGS, migrations.RunSQL.noop),
    ]
