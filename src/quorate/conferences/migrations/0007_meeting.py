"""The meeting: register, cards, numbers, words of children."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from quorate.conferences.sql.meeting import MEETING


class Migration(migrations.Migration):
    dependencies = [
        ("conferences", "0006_reports"),
    ]

    operations = [
        migrations.CreateModel(
            name="Sitting",
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
                        related_name="sittings",
                        to="conferences.conference",
                    ),
                ),
                ("planned_at", models.DateTimeField(blank=True, null=True)),
                ("started_at", models.DateTimeField()),
                ("started_by", models.UUIDField()),
                ("late_why", models.CharField(blank=True, max_length=300)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("item", models.CharField(blank=True, max_length=60)),
                ("room_screen", models.BooleanField(default=False)),
            ],
            options={
                "db_table": "conferences_sitting",
                "ordering": ("started_at",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("conference",),
                        name="conferences_sitting_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True), ("ended_at__gte", models.F("started_at")), _connector="OR"
                        ),
                        name="conferences_sitting_ends",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="AgendaState",
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
                        related_name="agenda_states",
                        to="conferences.conference",
                    ),
                ),
                ("code", models.CharField(max_length=60)),
                ("child_case_id", models.UUIDField(blank=True, null=True)),
                ("report_id", models.UUIDField(blank=True, null=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("done_by", models.UUIDField(blank=True, null=True)),
                ("left_out_why", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "db_table": "conferences_agenda_state",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("conference", "code", "child_case_id", "report_id"),
                        name="conferences_agenda_once",
                        nulls_distinct=False,
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Break",
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
                    "sitting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="breaks", to="conferences.sitting"
                    ),
                ),
                ("asked_by", models.UUIDField(blank=True, null=True)),
                ("why", models.CharField(blank=True, max_length=300)),
                ("began_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "db_table": "conferences_break",
                "ordering": ("began_at",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("sitting",),
                        name="conferences_break_one_open",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="ConductStep",
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
                    "meant_for",
                    models.CharField(
                        choices=[
                            ("F-all", "Everybody at the conference, the family too"),
                            ("F-person", "The professionals and the people of the family who are named"),
                            ("P", "Professionals of the conference only"),
                            ("R", "The closed part: the chair and the agencies that are named"),
                        ],
                        default="P",
                        max_length=10,
                    ),
                ),
                (
                    "named",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "sitting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conduct_steps",
                        to="conferences.sitting",
                    ),
                ),
                ("step", models.PositiveSmallIntegerField()),
                ("said", models.CharField(max_length=300)),
                ("about", models.UUIDField()),
                ("words", models.TextField()),
                ("at", models.DateTimeField()),
                ("by", models.UUIDField()),
            ],
            options={
                "db_table": "conferences_conduct_step",
                "ordering": ("at",),
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
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
                        related_name="attendances",
                        to="conferences.conference",
                    ),
                ),
                ("invitee_id", models.UUIDField()),
                ("from_at", models.DateTimeField()),
                ("until_at", models.DateTimeField(blank=True, null=True)),
                (
                    "mode",
                    models.CharField(
                        choices=[("in_person", "In the room"), ("virtual", "By link"), ("phone", "By phone")],
                        default="in_person",
                        max_length=12,
                    ),
                ),
                ("listening", models.BooleanField(default=False)),
                ("direct_contact", models.BooleanField(blank=True, null=True)),
                ("was_expected", models.BooleanField(default=True)),
                ("event_id", models.UUIDField()),
                ("taken_back", models.BooleanField(default=False)),
            ],
            options={
                "db_table": "conferences_attendance",
                "ordering": ("from_at",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("taken_back", False), ("until_at__isnull", True)),
                        fields=("conference", "invitee_id"),
                        name="conferences_attendance_once_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_at__isnull", True), ("until_at__gte", models.F("from_at")), _connector="OR"
                        ),
                        name="conferences_attendance_ends",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mode__in", ["in_person", "virtual", "phone"])),
                        name="conferences_attendance_mode_known",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Card",
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
                    "meant_for",
                    models.CharField(
                        choices=[
                            ("F-all", "Everybody at the conference, the family too"),
                            ("F-person", "The professionals and the people of the family who are named"),
                            ("P", "Professionals of the conference only"),
                            ("R", "The closed part: the chair and the agencies that are named"),
                        ],
                        default="P",
                        max_length=10,
                    ),
                ),
                (
                    "named",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cards", to="conferences.conference"
                    ),
                ),
                ("column", models.CharField(db_column="column_code", max_length=60)),
                (
                    "children",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, default=list, size=None
                    ),
                ),
                ("words", models.TextField()),
                ("said_by", models.UUIDField(blank=True, null=True)),
                ("said_words", models.CharField(blank=True, max_length=120)),
                (
                    "answers",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answered_by",
                        to="conferences.card",
                    ),
                ),
                ("place", models.PositiveIntegerField(default=0)),
                ("version", models.PositiveIntegerField(default=1)),
                ("changed_at", models.DateTimeField()),
                ("changed_by", models.UUIDField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "db_table": "conferences_card",
                "ordering": ("column", "place", "changed_at"),
                "indexes": [models.Index(fields=["conference", "column", "place"], name="conferences_cards")],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="CardVersion",
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
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="conferences.card"
                    ),
                ),
                ("op_id", models.UUIDField(unique=True)),
                ("how", models.CharField(max_length=12)),
                ("base_version", models.PositiveIntegerField()),
                ("version", models.PositiveIntegerField()),
                ("column", models.CharField(db_column="column_code", max_length=60)),
                ("text", models.TextField()),
                ("by", models.UUIDField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "conferences_card_version",
                "ordering": ("version",),
                "constraints": [
                    models.UniqueConstraint(fields=("card", "version"), name="conferences_card_version_once")
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="ScaleNumber",
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
                    "meant_for",
                    models.CharField(
                        choices=[
                            ("F-all", "Everybody at the conference, the family too"),
                            ("F-person", "The professionals and the people of the family who are named"),
                            ("P", "Professionals of the conference only"),
                            ("R", "The closed part: the chair and the agencies that are named"),
                        ],
                        default="P",
                        max_length=10,
                    ),
                ),
                (
                    "named",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scale_numbers",
                        to="conferences.conference",
                    ),
                ),
                ("child_case_id", models.UUIDField()),
                ("who", models.CharField(max_length=12)),
                ("invitee_id", models.UUIDField(blank=True, null=True)),
                ("in_writing", models.BooleanField(default=False)),
                ("number", models.SmallIntegerField()),
                ("reason", models.CharField(blank=True, max_length=600)),
                ("shown", models.BooleanField(default=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("at", models.DateTimeField()),
                ("by", models.UUIDField()),
            ],
            options={
                "db_table": "conferences_scale_number",
                "ordering": ("at",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("conference", "child_case_id", "invitee_id"),
                        name="conferences_scale_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("who__in", ("child", "family", "professional"))),
                        name="conferences_scale_who_known",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="ChildsWords",
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
                    "meant_for",
                    models.CharField(
                        choices=[
                            ("F-all", "Everybody at the conference, the family too"),
                            ("F-person", "The professionals and the people of the family who are named"),
                            ("P", "Professionals of the conference only"),
                            ("R", "The closed part: the chair and the agencies that are named"),
                        ],
                        default="P",
                        max_length=10,
                    ),
                ),
                (
                    "named",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="childs_words",
                        to="conferences.conference",
                    ),
                ),
                ("child_case_id", models.UUIDField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("there", "The child says it here"),
                            ("booklet", "The child's booklet"),
                            ("letter", "A letter"),
                            ("drawing", "A drawing"),
                            ("recording", "A recording"),
                            ("chair", "A talk with the chair"),
                            ("advocate", "The child's advocate"),
                            ("social-worker", "The social worker, for the child"),
                            ("observed", "What people see of a child who does not speak yet"),
                            ("none", "There is nothing, and why"),
                        ],
                        max_length=16,
                    ),
                ),
                ("words", models.TextField()),
                ("answer_id", models.UUIDField(blank=True, null=True)),
                ("child_said", models.CharField(blank=True, max_length=16)),
                ("in_sight", models.BooleanField(default=False)),
                ("read_out_by", models.CharField(blank=True, max_length=120)),
                ("opened_at", models.DateTimeField()),
                ("opened_by", models.UUIDField()),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "db_table": "conferences_childs_words",
                "ordering": ("opened_at",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "there",
                                    "booklet",
                                    "letter",
                                    "drawing",
                                    "recording",
                                    "chair",
                                    "advocate",
                                    "social-worker",
                                    "observed",
                                    "none",
                                ],
                            )
                        ),
                        name="conferences_words_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("child_said__in", ("", "everyone", "professionals", "two"))),
                        name="conferences_words_choice_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("in_sight", False), ("child_said", "everyone"), _connector="OR"),
                        name="conferences_words_in_sight_by_choice",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Contribution",
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
                    "meant_for",
                    models.CharField(
                        choices=[
                            ("F-all", "Everybody at the conference, the family too"),
                            ("F-person", "The professionals and the people of the family who are named"),
                            ("P", "Professionals of the conference only"),
                            ("R", "The closed part: the chair and the agencies that are named"),
                        ],
                        default="P",
                        max_length=10,
                    ),
                ),
                (
                    "named",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="conferences.conference",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("said", "Said or asked"),
                            ("answer", "Parents' answer"),
                            ("report", "Report outlined"),
                            ("views", "Views reported for somebody who is not there"),
                        ],
                        max_length=10,
                    ),
                ),
                ("item", models.CharField(max_length=60)),
                ("child_case_id", models.UUIDField(blank=True, null=True)),
                ("report_id", models.UUIDField(blank=True, null=True)),
                ("invitee_id", models.UUIDField(blank=True, null=True)),
                ("told_by", models.CharField(blank=True, max_length=120)),
                ("words", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("at", models.DateTimeField()),
                ("by", models.UUIDField()),
            ],
            options={
                "db_table": "conferences_contribution",
                "ordering": ("at",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["said", "answer", "report", "views"])),
                        name="conferences_contribution_kind_known",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="WaitingRoom",
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
                        related_name="waiting_rooms",
                        to="conferences.conference",
                    ),
                ),
                ("use", models.CharField(max_length=16)),
                ("person_id", models.UUIDField(blank=True, null=True)),
                ("room_id", models.UUIDField(blank=True, null=True)),
                ("words", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "db_table": "conferences_waiting_room",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("conference", "use", "person_id"), name="conferences_waiting_once", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("use__in", ("professionals", "parents"))),
                        name="conferences_waiting_use_known",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="BeforeStart",
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
                    "meant_for",
                    models.CharField(
                        choices=[
                            ("F-all", "Everybody at the conference, the family too"),
                            ("F-person", "The professionals and the people of the family who are named"),
                            ("P", "Professionals of the conference only"),
                            ("R", "The closed part: the chair and the agencies that are named"),
                        ],
                        default="P",
                        max_length=10,
                    ),
                ),
                (
                    "named",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="before_start",
                        to="conferences.conference",
                    ),
                ),
                ("kind", models.CharField(max_length=12)),
                ("person_id", models.UUIDField(blank=True, null=True)),
                ("mode", models.CharField(blank=True, max_length=12)),
                ("held_at", models.DateTimeField()),
                (
                    "ticked",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=300), blank=True, default=list, size=None
                    ),
                ),
                ("room_shown", models.BooleanField(blank=True, null=True)),
                ("reports_read", models.JSONField(blank=True, default=dict)),
                ("raised", models.TextField(blank=True)),
                ("questions", models.TextField(blank=True)),
                ("still_open", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("by", models.UUIDField()),
            ],
            options={
                "db_table": "conferences_before_start",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("conference", "kind", "person_id"), name="conferences_before_once", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "discussion"), ("person_id__isnull", True)),
                            models.Q(("kind", "parent"), ("person_id__isnull", False)),
                            _connector="OR",
                        ),
                        name="conferences_before_kind_known",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.RunSQL(MEETING, migrations.RunSQL.noop),
    ]
