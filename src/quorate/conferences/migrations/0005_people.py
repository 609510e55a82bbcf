"""Who is invited, who supports them, and who is kept out."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from quorate.conferences.sql.people import PEOPLE


class Migration(migrations.Migration):
    dependencies = [
        ("conferences", "0004_bookings"),
        ("people", "0003_lists_kept"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Invitee",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
                    ),
                ),
                ("authority_id", models.UUIDField()),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitees",
                        to="conferences.conference",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("parent", "Parent"),
                            ("child", "Child"),
                            ("family", "Family member"),
                            ("professional", "Professional"),
                            ("supporter", "Supporter"),
                            ("advocate", "Advocate"),
                            ("interpreter", "Interpreter"),
                            ("observer", "Observer"),
                        ],
                        max_length=12,
                    ),
                ),
                ("person_id", models.UUIDField(blank=True, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "professional",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.professional",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.agency",
                    ),
                ),
                ("name", models.CharField(max_length=250)),
                ("role", models.CharField(max_length=40)),
                ("agency_code", models.CharField(blank=True, max_length=40)),
                (
                    "about",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, default=list, size=None
                    ),
                ),
                ("to_invite", models.BooleanField(blank=True, null=True)),
                ("basis", models.CharField(blank=True, max_length=20)),
                ("why", models.CharField(blank=True, max_length=300)),
                (
                    "source",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), blank=True, default=list, size=None
                    ),
                ),
                ("invited_on", models.DateField(blank=True, null=True)),
                ("invited_how", models.CharField(blank=True, max_length=60)),
                ("reminded_on", models.DateField(blank=True, null=True)),
                (
                    "answer",
                    models.CharField(blank=True, choices=[("yes", "Coming"), ("no", "Cannot come")], max_length=4),
                ),
                ("answer_words", models.CharField(blank=True, max_length=300)),
                ("answered_on", models.DateField(blank=True, null=True)),
                ("mode", models.CharField(blank=True, max_length=12)),
                ("instead", models.CharField(blank=True, max_length=200)),
                ("direct_contact", models.BooleanField(blank=True, null=True)),
                ("attends_separately", models.BooleanField(default=False)),
                (
                    "supporter_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="helpers",
                        to="conferences.invitee",
                    ),
                ),
                ("supporter_kind", models.CharField(blank=True, max_length=30)),
                ("named_on", models.DateField(blank=True, null=True)),
                ("late_reason", models.CharField(blank=True, max_length=300)),
                ("confidentiality_on", models.DateField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("removed_on", models.DateField(blank=True, null=True)),
                ("removed_why", models.CharField(blank=True, max_length=250)),
            ],
            options={
                "db_table": "conferences_invitee",
                "ordering": ("name", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "parent",
                                    "child",
                                    "family",
                                    "professional",
                                    "supporter",
                                    "advocate",
                                    "interpreter",
                                    "observer",
                                ],
                            )
                        ),
                        name="conferences_invitee_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answer__in", ("", "yes", "no"))), name="conferences_invitee_answer_known"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("person_id__isnull", False), ("removed_on__isnull", True)),
                        fields=("conference", "person_id"),
                        name="conferences_invitee_person_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("professional__isnull", False), ("removed_on__isnull", True)),
                        fields=("conference", "professional"),
                        name="conferences_invitee_professional_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("removed_on__isnull", True), ("user__isnull", False)),
                        fields=("conference", "user"),
                        name="conferences_invitee_user_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConferenceExclusion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
                    ),
                ),
                ("authority_id", models.UUIDField()),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exclusions",
                        to="conferences.conference",
                    ),
                ),
                ("person_id", models.UUIDField()),
                ("asked_by", models.UUIDField()),
                ("asked_on", models.DateField()),
                ("asked_words", models.CharField(blank=True, max_length=200)),
                ("ground", models.CharField(max_length=40)),
                ("ground_words", models.TextField(blank=True)),
                ("source_words", models.TextField(blank=True)),
                (
                    "scope",
                    models.CharField(
                        choices=[("whole", "All of it"), ("part", "Part of it")], default="whole", max_length=6
                    ),
                ),
                ("parts", models.JSONField(blank=True, default=list)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("excluded", "Kept out"), ("not-excluded", "Not kept out"), ("lifted", "Let back in")],
                        max_length=14,
                    ),
                ),
                ("decided_by", models.UUIDField(blank=True, null=True)),
                ("decided_as", models.CharField(blank=True, max_length=40)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decided_words", models.TextField(blank=True)),
                ("explained_on", models.DateField(blank=True, null=True)),
                ("explained_how", models.CharField(blank=True, max_length=60)),
                ("views_on", models.DateField(blank=True, null=True)),
                ("views_words", models.TextField(blank=True)),
                ("meeting_offered_on", models.DateField(blank=True, null=True)),
                ("meeting_answer", models.CharField(blank=True, max_length=4)),
                ("meeting_held_on", models.DateField(blank=True, null=True)),
                ("meeting_words", models.TextField(blank=True)),
                ("carried_from", models.UUIDField(blank=True, null=True)),
            ],
            options={
                "db_table": "conferences_exclusion",
                "ordering": ("asked_on", "id"),
                "indexes": [models.Index(fields=["person_id", "-decided_at"], name="conferences_exclusion_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("scope__in", ["whole", "part"])), name="conferences_exclusion_scope_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ("", "excluded", "not-excluded", "lifted"))),
                        name="conferences_exclusion_outcome_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome", ""),
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="conferences_exclusion_decided_by_somebody",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "")),
                        fields=("conference", "person_id"),
                        name="conferences_exclusion_asked_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SafetyConcern",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
                    ),
                ),
                ("authority_id", models.UUIDField()),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="safety_concerns",
                        to="conferences.conference",
                    ),
                ),
                ("person_id", models.UUIDField()),
                ("of_person", models.UUIDField()),
                ("words", models.TextField()),
                ("arrangement", models.TextField(blank=True)),
                ("recorded_by", models.UUIDField()),
                ("recorded_on", models.DateField()),
                ("settled_by", models.UUIDField(blank=True, null=True)),
                ("settled_on", models.DateField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("removed_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "db_table": "conferences_safety_concern",
                "ordering": ("recorded_on", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("person_id", models.F("of_person")), _negated=True),
                        name="conferences_safety_of_another",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PreparationStep",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
                    ),
                ),
                ("authority_id", models.UUIDField()),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="preparation",
                        to="conferences.conference",
                    ),
                ),
                ("person_id", models.UUIDField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("concerns", "The worries and the conference explained"),
                            ("leaflet", "The leaflet given"),
                            ("needs", "Asked what they need to take part"),
                            ("talk", "A talk beforehand with somebody who will be there"),
                            ("advocacy", "An advocate offered"),
                            ("wishes", "Asked whether they want to come and take part"),
                            ("meeting", "A meeting with the chair offered"),
                        ],
                        max_length=10,
                    ),
                ),
                ("done_on", models.DateField()),
                (
                    "done_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "with_invitee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="conferences.invitee",
                    ),
                ),
                ("how", models.CharField(blank=True, max_length=60)),
                (
                    "items",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), blank=True, default=list, size=None
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=6)),
                ("mode", models.CharField(blank=True, max_length=30)),
                ("parent_agrees", models.BooleanField(blank=True, null=True)),
                ("chair_agrees", models.BooleanField(blank=True, null=True)),
                ("words", models.TextField(blank=True)),
            ],
            options={
                "db_table": "conferences_preparation_step",
                "ordering": ("done_on", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["concerns", "leaflet", "needs", "talk", "advocacy", "wishes", "meeting"])
                        ),
                        name="conferences_step_known",
                    )
                ],
            },
        ),
        migrations.RunSQL(PEOPLE, migrations.RunSQL.noop),
    ]
