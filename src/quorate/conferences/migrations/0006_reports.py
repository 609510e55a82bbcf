"""Reports to the conference, what the family brings, and with whom reports were shared."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from quorate.conferences.sql.reports import REPORTS


class Migration(migrations.Migration):
    dependencies = [
        ("conferences", "0005_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="Booklet",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                ("child_case_id", models.UUIDField()),
                ("code", models.CharField(max_length=60)),
                ("form", models.CharField(max_length=60)),
                ("chosen_by_child", models.BooleanField(default=False)),
                ("given_on", models.DateField()),
                ("given_by", models.UUIDField()),
                ("helper", models.CharField(blank=True, max_length=150)),
                ("at_school", models.BooleanField(blank=True, null=True)),
                ("returned_on", models.DateField(blank=True, null=True)),
                ("returned_to", models.UUIDField(blank=True, null=True)),
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
                        related_name="booklets",
                        to="conferences.conference",
                    ),
                ),
            ],
            options={
                "db_table": "conferences_booklet",
            },
        ),
        migrations.CreateModel(
            name="BookletAnswer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                ("child_case_id", models.UUIDField()),
                ("section", models.CharField(max_length=60)),
                ("field", models.CharField(max_length=60)),
                ("label", models.CharField(max_length=250)),
                ("words", models.TextField(blank=True)),
                (
                    "seen_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("everyone", "Everyone at the meeting"),
                            ("professionals", "The professionals, not my family"),
                            ("two", "Only my social worker and the chair"),
                        ],
                        max_length=14,
                    ),
                ),
                ("entered_by", models.UUIDField()),
                ("entered_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "booklet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="conferences.booklet"
                    ),
                ),
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
                "db_table": "conferences_booklet_answer",
                "ordering": ("section", "field"),
            },
        ),
        migrations.CreateModel(
            name="ChildQuestion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                ("child_case_id", models.UUIDField()),
                ("words", models.TextField()),
                (
                    "seen_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("everyone", "Everyone at the meeting"),
                            ("professionals", "The professionals, not my family"),
                            ("two", "Only my social worker and the chair"),
                        ],
                        max_length=14,
                    ),
                ),
                ("asked_on", models.DateField()),
                ("entered_by", models.UUIDField()),
                ("answer_words", models.TextField(blank=True)),
                ("answered_on", models.DateField(blank=True, null=True)),
                ("answered_by", models.UUIDField(blank=True, null=True)),
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
                "db_table": "conferences_child_question",
                "ordering": ("asked_on", "id"),
            },
        ),
        migrations.CreateModel(
            name="OwnReport",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                ("person_id", models.UUIDField()),
                (
                    "together_with",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, default=list, size=None
                    ),
                ),
                ("child_case_id", models.UUIDField(blank=True, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("form", "The form for their own report"),
                            ("letter", "A letter"),
                            ("recording", "A recording"),
                            ("representative", "Somebody in their place"),
                            ("drawings", "Drawings"),
                            ("meeting-chair", "A meeting with the chair"),
                            ("phone-chair", "A phone call with the chair"),
                            ("talk", "A talk with the social worker"),
                        ],
                        default="form",
                        max_length=14,
                    ),
                ),
                ("form", models.CharField(blank=True, max_length=60)),
                ("given_on", models.DateField(blank=True, null=True)),
                ("given_how", models.CharField(blank=True, max_length=14)),
                ("received_on", models.DateField(blank=True, null=True)),
                ("how", models.CharField(blank=True, max_length=14)),
                ("said_by", models.CharField(blank=True, max_length=150)),
                ("words", models.TextField(blank=True)),
                (
                    "seen_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("everyone", "Everyone at the meeting"),
                            ("professionals", "The professionals, not my family"),
                            ("two", "Only my social worker and the chair"),
                        ],
                        max_length=14,
                    ),
                ),
                ("entered_by", models.UUIDField(blank=True, null=True)),
                ("agreed_by_them", models.BooleanField(default=False)),
                ("version", models.PositiveIntegerField(default=1)),
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
                        related_name="own_reports",
                        to="conferences.conference",
                    ),
                ),
            ],
            options={
                "db_table": "conferences_own_report",
            },
        ),
        migrations.CreateModel(
            name="OwnAnswer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                ("section", models.CharField(max_length=60)),
                ("field", models.CharField(max_length=60)),
                ("child_case_id", models.UUIDField(blank=True, null=True)),
                ("words", models.TextField(blank=True)),
                ("number", models.SmallIntegerField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
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
                (
                    "own_report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="conferences.ownreport"
                    ),
                ),
            ],
            options={
                "db_table": "conferences_own_answer",
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("code", models.CharField(max_length=40)),
                ("agency_code", models.CharField(blank=True, max_length=40)),
                ("invitee_id", models.UUIDField(blank=True, null=True)),
                ("role", models.CharField(blank=True, max_length=60)),
                ("author", models.CharField(blank=True, max_length=200)),
                ("written_by", models.UUIDField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Asked for"),
                            ("draft", "Being written"),
                            ("ready", "Ready to be authorised"),
                            ("authorised", "Authorised"),
                            ("received", "In"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                (
                    "recommendation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("plan-made", "A child protection plan is needed"),
                            ("plan-continues", "The child protection plan should go on"),
                            ("plan-ended", "The child protection plan should end"),
                            ("no-plan", "A child protection plan is not needed"),
                            ("unsure", "Cannot say"),
                        ],
                        max_length=16,
                    ),
                ),
                ("recommendation_words", models.TextField(blank=True)),
                ("cannot_come", models.BooleanField(default=False)),
                ("asked_on", models.DateField(blank=True, null=True)),
                ("asked_by", models.UUIDField(blank=True, null=True)),
                (
                    "reminded_on",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DateField(), blank=True, default=list, size=None
                    ),
                ),
                ("ready_at", models.DateTimeField(blank=True, null=True)),
                ("ready_by", models.UUIDField(blank=True, null=True)),
                ("authorised_at", models.DateTimeField(blank=True, null=True)),
                ("authorised_by", models.UUIDField(blank=True, null=True)),
                (
                    "checked",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=250), blank=True, default=list, size=None
                    ),
                ),
                ("received_at", models.DateTimeField(blank=True, null=True)),
                ("received_by", models.UUIDField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
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
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.protectedcase"
                    ),
                ),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="conferences.conference"
                    ),
                ),
            ],
            options={
                "db_table": "conferences_report",
            },
        ),
        migrations.CreateModel(
            name="ReportComment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                ("section_id", models.UUIDField(blank=True, null=True)),
                ("person_id", models.UUIDField()),
                ("by_name", models.CharField(max_length=200)),
                ("words", models.TextField()),
                ("disagrees", models.BooleanField(default=False)),
                ("how", models.CharField(blank=True, max_length=14)),
                ("said_at", models.DateTimeField()),
                ("taken_down_by", models.UUIDField()),
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
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="comments", to="conferences.report"
                    ),
                ),
            ],
            options={
                "db_table": "conferences_report_comment",
                "ordering": ("said_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="ReportFile",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                ("contribution_id", models.UUIDField(blank=True, db_index=True, null=True)),
                ("answer_id", models.UUIDField(blank=True, db_index=True, null=True)),
                ("child_case_id", models.UUIDField(blank=True, null=True)),
                ("seen_by", models.CharField(blank=True, max_length=14)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pdf", "PDF"),
                            ("docx", "Word"),
                            ("png", "Image (PNG)"),
                            ("jpeg", "Image (JPEG)"),
                            ("mp3", "Sound (MP3)"),
                            ("wav", "Sound (WAV)"),
                            ("m4a", "Sound (M4A)"),
                        ],
                        max_length=6,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("content", models.BinaryField()),
                ("uploaded_by", models.UUIDField()),
                ("uploaded_at", models.DateTimeField()),
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
                (
                    "report",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="conferences.report",
                    ),
                ),
            ],
            options={
                "db_table": "conferences_report_file",
                "ordering": ("uploaded_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="ReportSection",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                ("child_case_id", models.UUIDField(blank=True, null=True)),
                ("position", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=250)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("words", "Words"),
                            ("views", "A child's views"),
                            ("recommendation", "A recommendation"),
                        ],
                        default="words",
                        max_length=16,
                    ),
                ),
                ("choice", models.CharField(blank=True, max_length=16)),
                (
                    "categories",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), blank=True, default=list, size=None
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("written_by", models.UUIDField(blank=True, null=True)),
                ("written_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
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
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sections", to="conferences.report"
                    ),
                ),
            ],
            options={
                "db_table": "conferences_report_section",
                "ordering": ("position", "child_case_id", "id"),
            },
        ),
        migrations.CreateModel(
            name="ReportShare",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("recipient", models.CharField(max_length=14)),
                ("person_id", models.UUIDField(blank=True, null=True)),
                (
                    "parts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), blank=True, default=list, size=None
                    ),
                ),
                ("shared_at", models.DateTimeField(blank=True, null=True)),
                ("how", models.CharField(blank=True, max_length=14)),
                ("by_words", models.CharField(blank=True, max_length=150)),
                ("shared_by", models.UUIDField(blank=True, null=True)),
                ("limit_at", models.DateTimeField(blank=True, null=True)),
                ("is_late", models.BooleanField(default=False)),
                ("late_why", models.CharField(blank=True, max_length=500)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                ("talked_at", models.DateTimeField(blank=True, null=True)),
                ("commented_at", models.DateTimeField(blank=True, null=True)),
                ("not_for_reason", models.CharField(blank=True, max_length=500)),
                ("not_for_by", models.UUIDField(blank=True, null=True)),
                ("agreed_by", models.UUIDField(blank=True, null=True)),
                ("agreed_at", models.DateTimeField(blank=True, null=True)),
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
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="shares", to="conferences.report"
                    ),
                ),
            ],
            options={
                "db_table": "conferences_report_share",
            },
        ),
        migrations.CreateModel(
            name="ReportShareStep",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority_id", models.UUIDField()),
                ("step", models.CharField(max_length=12)),
                ("at", models.DateTimeField()),
                ("how", models.CharField(blank=True, max_length=14)),
                ("by_words", models.CharField(blank=True, max_length=150)),
                (
                    "parts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), blank=True, default=list, size=None
                    ),
                ),
                ("is_late", models.BooleanField(default=False)),
                ("words", models.CharField(blank=True, max_length=500)),
                ("recorded_by", models.UUIDField()),
                ("recorded_at", models.DateTimeField()),
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
                (
                    "share",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="conferences.reportshare"
                    ),
                ),
            ],
            options={
                "db_table": "conferences_report_share_step",
                "ordering": ("at", "recorded_at"),
            },
        ),
        migrations.AddConstraint(
            model_name="booklet",
            constraint=models.UniqueConstraint(
                fields=("conference", "child_case_id", "code"), name="conferences_booklet_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="bookletanswer",
            constraint=models.UniqueConstraint(
                fields=("booklet", "section", "field"), name="conferences_booklet_answer_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="bookletanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("seen_by__in", ("", "everyone", "professionals", "two"))),
                name="conferences_booklet_seen_by_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="ownreport",
            constraint=models.UniqueConstraint(
                condition=models.Q(("form", ""), _negated=True),
                fields=("conference", "person_id", "form"),
                name="conferences_own_report_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="ownreport",
            constraint=models.CheckConstraint(
                condition=models.Q(("seen_by__in", ("", "everyone", "professionals", "two"))),
                name="conferences_own_report_seen_by_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="ownanswer",
            constraint=models.UniqueConstraint(
                fields=("own_report", "section", "field", "child_case_id"),
                name="conferences_own_answer_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                condition=models.Q(("code", "social-work")),
                fields=("conference",),
                name="conferences_report_one_social_work",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["asked", "draft", "ready", "authorised", "received"])),
                name="conferences_report_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("recommendation__in", ("", "plan-made", "plan-continues", "plan-ended", "no-plan", "unsure"))
                ),
                name="conferences_report_recommends_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("authorised_by__isnull", True),
                    models.Q(
                        models.Q(("authorised_by", models.F("written_by")), _negated=True),
                        models.Q(("authorised_by", models.F("ready_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="conferences_report_second_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportshare",
            constraint=models.UniqueConstraint(
                fields=("report", "recipient", "person_id"), name="conferences_report_share_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="reportshare",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("agreed_by__isnull", True), models.Q(("not_for_reason", ""), _negated=True), _connector="OR"
                ),
                name="conferences_report_share_agreed_what",
            ),
        ),
        migrations.RunSQL(REPORTS, migrations.RunSQL.noop),
    ]
