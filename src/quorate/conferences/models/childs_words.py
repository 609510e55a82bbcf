"""What a child says to the conference, or why there is nothing: before anything is decided."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from quorate.access.models import MeantFor
from quorate.conferences.models.conference import Conference


class WordsKind(models.TextChoices):
    """How a child's words, or what speaks for them, came to the conference."""

    THERE = "there", "The child says it here"
    BOOKLET = "booklet", "The child's booklet"
    LETTER = "letter", "A letter"
    DRAWING = "drawing", "A drawing"
    RECORDING = "recording", "A recording"
    CHAIR = "chair", "A talk with the chair"
    ADVOCATE = "advocate", "The child's advocate"
    SOCIAL_WORKER = "social-worker", "The social worker, for the child"
    OBSERVED = "observed", "What people see of a child who does not speak yet"
    NONE = "none", "There is nothing, and why"


class ChildsWords(MeantFor):
    """One child's words at one conference, opened in the meeting; kind `none` says why there are none.

    `child_said` is what the child chose (`SeenBy`): everyone, professionals, two, or nothing said. `in_sight`: they
    stay before everybody while the meeting goes on, by the child's choice. `read_out_by` says who read them out
    (LEI-59).
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="childs_words")
    child_case_id = models.UUIDField()
    kind = models.CharField(max_length=16, choices=WordsKind.choices)
    words = models.TextField()
    answer_id = models.UUIDField(null=True, blank=True)
    child_said = models.CharField(max_length=16, blank=True)
    in_sight = models.BooleanField(default=False)
    read_out_by = models.CharField(max_length=120, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.UUIDField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "conferences_childs_words"
        ordering = ("opened_at",)
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=WordsKind.values), name="conferences_words_kind_known"),
            models.CheckConstraint(
                condition=Q(child_said__in=("", "everyone", "professionals", "two")),
                name="conferences_words_choice_known",
            ),
            models.CheckConstraint(
                condition=Q(in_sight=False) | Q(child_said="everyone"), name="conferences_words_in_sight_by_choice"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
