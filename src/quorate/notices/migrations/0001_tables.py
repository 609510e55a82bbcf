"""The outbox."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from quorate.notices.sql import MESSAGES


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("release", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarEntry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("recipient", models.UUIDField()),
                ("uid", models.CharField(max_length=120)),
                ("sequence", models.PositiveIntegerField(default=0)),
                ("starts_at", models.DateTimeField()),
                ("cancelled", models.BooleanField(default=False)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
                    ),
                ),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="conferences.conference"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "calendar entries",
                "db_table": "notices_calendar_entry",
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("state", models.CharField(max_length=8)),
                ("why", models.CharField(blank=True, max_length=40)),
                ("by", models.UUIDField(blank=True, null=True)),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "deliveries",
                "db_table": "notices_delivery",
                "ordering": ("at", "id"),
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("code", models.CharField(max_length=40)),
                ("recipient", models.UUIDField()),
                ("name", models.CharField(max_length=200)),
                ("person_id", models.UUIDField(blank=True, null=True)),
                ("user_id", models.UUIDField(blank=True, null=True)),
                (
                    "channel",
                    models.CharField(
                        choices=[("email", "E-mail"), ("post", "Post"), ("hand", "By hand")], max_length=6
                    ),
                ),
                ("address_row", models.UUIDField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting to go"),
                            ("claimed", "Going"),
                            ("sent", "Sent"),
                            ("unknown", "Sent? We do not know"),
                            ("held", "Held back"),
                            ("failed", "Could not be sent"),
                            ("handed", "Handed over or posted"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=40)),
                ("membership_id", models.UUIDField(blank=True, null=True)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("reference", models.CharField(blank=True, max_length=120)),
                ("again", models.BooleanField(default=False)),
                ("put_out_at", models.DateTimeField()),
                ("gone_at", models.DateTimeField(blank=True, null=True)),
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
                        related_name="messages",
                        to="conferences.conference",
                    ),
                ),
            ],
            options={
                "db_table": "notices_message",
                "ordering": ("put_out_at", "name"),
            },
        ),
        migrations.AddField(
            model_name="message",
            name="release",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="messages", to="release.release"
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="rendition",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="release.storedrendition",
            ),
        ),
        migrations.AddField(
            model_name="delivery",
            name="message",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="deliveries", to="notices.message"
            ),
        ),
        migrations.AddConstraint(
            model_name="calendarentry",
            constraint=models.UniqueConstraint(fields=("conference", "recipient"), name="notices_entry_once"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["conference", "state"], name="notices_message_of"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("state__in", ("waiting", "claimed"))),
                fields=["state", "lease_until"],
                name="notices_message_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(fields=("release", "recipient", "channel"), name="notices_message_once"),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["waiting", "claimed", "sent", "unknown", "held", "failed", "handed"])
                ),
                name="notices_message_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ["email", "post", "hand"])), name="notices_message_channel_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("sent", "handed")), _negated=True),
                    ("gone_at__isnull", False),
                    _connector="OR",
                ),
                name="notices_message_gone_at",
            ),
        ),
        migrations.RunSQL(MESSAGES, migrations.RunSQL.noop),
    ]
