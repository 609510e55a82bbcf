"""Reports to a conference: the social work report and the agencies', written in parts or brought in as a file."""

from __future__ import annotations

from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from quorate.access.models import AboutCase
from quorate.access.models.meant_for import MeantFor
from quorate.conferences.models.conference import Conference
from quorate.people.models import Agency

SOCIAL_WORK: Final = "social-work"
AGENCY: Final = "agency"


class ReportState(models.TextChoices):
    """How far a report has come. An agency's is received, the social work report is authorised; then nobody writes."""

    ASKED = "asked", "Asked for"
    DRAFT = "draft", "Being written"
    READY = "ready", "Ready to be authorised"
    AUTHORISED = "authorised", "Authorised"
    RECEIVED = "received", "In"


class Recommends(models.TextChoices):
    """What a report recommends for a child; the codes of the engine's outcomes, "unsure" for not being able to say."""

    MADE = "plan-made", "A child protection plan is needed"
    CONTINUES = "plan-continues", "The child protection plan should go on"
    ENDED = "plan-ended", "The child protection plan should end"
    NONE = "no-plan", "A child protection plan is not needed"
    UNSURE = "unsure", "Cannot say"


WRITABLE: Final = (ReportState.ASKED, ReportState.DRAFT, ReportState.READY)
"""The states in which the words of a report may be changed."""
DONE: Final = (ReportState.AUTHORISED, ReportState.RECEIVED)
"""The states in which a report is there for the conference."""


class Report(AboutCase):
    """One report to one conference.

    `code` is the pack's report. An agency's has its `agency`, the engine's `agency_code` and, where somebody was
    invited, `invitee_id`; `role` is the pack's role of whoever is asked. `author` is who wrote it, in words, where
    staff enter it for them. `cannot_come`: its writer sent apologies, so it goes in their place. `reminded_on` are
    the days on which it was asked for again. `recommendation` is the one that holds for all children, "" where the
    children's own say it or nobody has; `recommendation_words` is why.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="reports")
    code = models.CharField(max_length=40)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    agency_code = models.CharField(max_length=40, blank=True)
    invitee_id = models.UUIDField(null=True, blank=True)
    role = models.CharField(max_length=60, blank=True)
    author = models.CharField(max_length=200, blank=True)
    written_by = models.UUIDField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=ReportState.choices, default=ReportState.DRAFT)
    recommendation = models.CharField(max_length=16, choices=Recommends.choices, blank=True)
    recommendation_words = models.TextField(blank=True)
    cannot_come = models.BooleanField(default=False)
    asked_on = models.DateField(null=True, blank=True)
    asked_by = models.UUIDField(null=True, blank=True)
    reminded_on = ArrayField(models.DateField(), default=list, blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)
    ready_by = models.UUIDField(null=True, blank=True)
    authorised_at = models.DateTimeField(null=True, blank=True)
    authorised_by = models.UUIDField(null=True, blank=True)
    checked = ArrayField(models.CharField(max_length=250), default=list, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    received_by = models.UUIDField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "conferences_report"
        constraints = (
            models.UniqueConstraint(
                fields=("conference",), condition=Q(code=SOCIAL_WORK), name="conferences_report_one_social_work"
            ),
            models.CheckConstraint(condition=Q(state__in=ReportState.values), name="conferences_report_state_known"),
            models.CheckConstraint(
                condition=Q(recommendation__in=("", *Recommends.values)), name="conferences_report_recommends_known"
            ),
            # The second person: whoever wrote it never lets it out alone.
            models.CheckConstraint(
                condition=Q(authorised_by__isnull=True)
                | (~Q(authorised_by=models.F("written_by")) & ~Q(authorised_by=models.F("ready_by"))),
                name="conferences_report_second_person",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.id}"

    @property
    def is_done(self) -> bool:
        """Whether the conference has it: authorised or received."""
        return self.state in DONE


class SectionKind(models.TextChoices):
    """What a part of a report holds besides words."""

    WORDS = "words", "Words"
    VIEWS = "views", "A child's views"
    RECOMMENDATION = "recommendation", "A recommendation"


class ReportSection(MeantFor):
    """One part of a report, about one child or about all of them, for its own audience.

    `title` is the pack's, at `position`. A title may stand more than once where something beside it is for other
    readers. `choice` is what is chosen beside the words: said or observed for a child's views, a `Recommends` code
    for a recommendation; `categories` go with the latter. `version` counts the saves.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="sections")
    child_case_id = models.UUIDField(null=True, blank=True)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=250)
    kind = models.CharField(max_length=16, choices=SectionKind.choices, default=SectionKind.WORDS)
    choice = models.CharField(max_length=16, blank=True)
    categories = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    words = models.TextField(blank=True)
    written_by = models.UUIDField(null=True, blank=True)
    written_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "conferences_report_section"
        ordering = ("position", "child_case_id", "id")

    def __str__(self) -> str:
        return str(self.id)


class FileKind(models.TextChoices):
    """What an uploaded file is, by its content."""

    PDF = "pdf", "PDF"
    WORD = "docx", "Word"
    PNG = "png", "Image (PNG)"
    JPEG = "jpeg", "Image (JPEG)"
    MP3 = "mp3", "Sound (MP3)"
    WAV = "wav", "Sound (WAV)"
    M4A = "m4a", "Sound (M4A)"


class ReportFile(MeantFor):
    """A file as it came: its bytes, what it is by its content, and their SHA-256. Only ever given as a download.

    It stands in one report, or (`contribution_id`, `answer_id`) in what a parent or child gave. A child's own file is
    read by those whom the child lets read the words beside it; `seen_by` says so again for the database.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, blank=True, related_name="files")
    contribution_id = models.UUIDField(null=True, blank=True, db_index=True)
    answer_id = models.UUIDField(null=True, blank=True, db_index=True)
    child_case_id = models.UUIDField(null=True, blank=True)
    seen_by = models.CharField(max_length=14, blank=True)
    kind = models.CharField(max_length=6, choices=FileKind.choices)
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    uploaded_by = models.UUIDField()
    uploaded_at = models.DateTimeField()

    class Meta:
        db_table = "conferences_report_file"
        ordering = ("uploaded_at", "id")

    def __str__(self) -> str:
        return str(self.id)
