"""What parents and children bring themselves: a report on the pack's form, a booklet, a letter, a recording, a talk."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from quorate.access.models.meant_for import MeantFor
from quorate.conferences.models.conference import Conference


class OwnKind(models.TextChoices):
    """How somebody of the family brings what they want to say, whether or not they come."""

    FORM = "form", "The form for their own report"
    LETTER = "letter", "A letter"
    RECORDING = "recording", "A recording"
    REPRESENTATIVE = "representative", "Somebody in their place"
    DRAWINGS = "drawings", "Drawings"
    MEETING_CHAIR = "meeting-chair", "A meeting with the chair"
    PHONE_CHAIR = "phone-chair", "A phone call with the chair"
    TALK = "talk", "A talk with the social worker"


class SeenBy(models.TextChoices):
    """Whom a child lets read. Nothing is chosen beforehand; until something is, only the chair and social worker."""

    EVERYONE = "everyone", "Everyone at the meeting"
    PROFESSIONALS = "professionals", "The professionals, not my family"
    TWO = "two", "Only my social worker and the chair"


class OwnReport(MeantFor):
    """One thing that a parent (`person_id`, `together_with`) or a child (`child_case_id` too) brings.

    `form` is the pack's form, where there is one. `given_on` is when they had it to fill in, `received_on` when it
    came back, `how`: on paper, by phone, online and so on. `said_by` is who brings it in their place. `words` is what
    they said where there is no form, word for word. `seen_by` is the child's own choice.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="own_reports")
    person_id = models.UUIDField()
    together_with = ArrayField(models.UUIDField(), default=list, blank=True)
    child_case_id = models.UUIDField(null=True, blank=True)
    kind = models.CharField(max_length=14, choices=OwnKind.choices, default=OwnKind.FORM)
    form = models.CharField(max_length=60, blank=True)
    given_on = models.DateField(null=True, blank=True)
    given_how = models.CharField(max_length=14, blank=True)
    received_on = models.DateField(null=True, blank=True)
    how = models.CharField(max_length=14, blank=True)
    said_by = models.CharField(max_length=150, blank=True)
    words = models.TextField(blank=True)
    seen_by = models.CharField(max_length=14, choices=SeenBy.choices, blank=True)
    entered_by = models.UUIDField(null=True, blank=True)
    agreed_by_them = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "conferences_own_report"
        constraints = (
            models.UniqueConstraint(
                fields=("conference", "person_id", "form"), condition=~Q(form=""), name="conferences_own_report_once"
            ),
            models.CheckConstraint(
                condition=Q(seen_by__in=("", *SeenBy.values)), name="conferences_own_report_seen_by_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class OwnAnswer(MeantFor):
    """One answer of a parent's own report, word for word, or a `number` of the scale (for one child or all)."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="+")
    own_report = models.ForeignKey(OwnReport, on_delete=models.PROTECT, related_name="answers")
    section = models.CharField(max_length=60)
    field = models.CharField(max_length=60)
    child_case_id = models.UUIDField(null=True, blank=True)
    words = models.TextField(blank=True)
    number = models.SmallIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "conferences_own_answer"
        constraints = (
            models.UniqueConstraint(
                fields=("own_report", "section", "field", "child_case_id"), nulls_distinct=False,
                name="conferences_own_answer_once",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.section} {self.field}"


class Booklet(MeantFor):
    """One booklet for one child at one conference: given, filled in with whose help, returned.

    `code` and `form` are the pack's. `chosen_by_child`: at an age in two bands, the child chose it. `helper` is who
    helped, in words. `at_school` says that the meeting is in school hours, which is why the child writes instead.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="booklets")
    child_case_id = models.UUIDField()
    code = models.CharField(max_length=60)
    form = models.CharField(max_length=60)
    chosen_by_child = models.BooleanField(default=False)
    given_on = models.DateField()
    given_by = models.UUIDField()
    helper = models.CharField(max_length=150, blank=True)
    at_school = models.BooleanField(null=True, blank=True)
    returned_on = models.DateField(null=True, blank=True)
    returned_to = models.UUIDField(null=True, blank=True)

    class Meta:
        db_table = "conferences_booklet"
        constraints = (
            models.UniqueConstraint(fields=("conference", "child_case_id", "code"), name="conferences_booklet_once"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.id}"


class BookletAnswer(MeantFor):
    """What a child wrote or drew on one page of a booklet, word for word, and whom the child lets see it."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="+")
    booklet = models.ForeignKey(Booklet, on_delete=models.PROTECT, related_name="answers")
    child_case_id = models.UUIDField()
    section = models.CharField(max_length=60)
    field = models.CharField(max_length=60)
    label = models.CharField(max_length=250)
    words = models.TextField(blank=True)
    seen_by = models.CharField(max_length=14, choices=SeenBy.choices, blank=True)
    entered_by = models.UUIDField()
    entered_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "conferences_booklet_answer"
        ordering = ("section", "field")
        constraints = (
            models.UniqueConstraint(fields=("booklet", "section", "field"), name="conferences_booklet_answer_once"),
            models.CheckConstraint(
                condition=Q(seen_by__in=("", *SeenBy.values)), name="conferences_booklet_seen_by_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.section} {self.field}"


class ChildQuestion(MeantFor):
    """One of a child's own questions, and the answer that somebody gave: `answered_on` is empty until then."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="+")
    child_case_id = models.UUIDField()
    words = models.TextField()
    seen_by = models.CharField(max_length=14, choices=SeenBy.choices, blank=True)
    asked_on = models.DateField()
    entered_by = models.UUIDField()
    answer_words = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.UUIDField(null=True, blank=True)

    class Meta:
        db_table = "conferences_child_question"
        ordering = ("asked_on", "id")

    def __str__(self) -> str:
        return str(self.id)
