"""What is due in a case: worked out from the events, kept so that lists are quick."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from quorate.access.models import AboutCase, ProtectedCase


class About(models.TextChoices):
    """Whom a duty is about: nobody in particular, a child or a parent."""

    ALL = "", "The whole family"
    CHILD = "child", "A child"
    PARENT = "parent", "A parent"


class Duty(AboutCase):
    """One duty (or window) as the engine answers it, in the form in which a list needs it.

    Derived: written by the database function `cases_put_duties` alone, from events, in their transaction. Nothing in
    it changes as time goes by: its state now is `cases.states.duty_state(now)`. A duty about one child stands in that
    child's case; one of a conference, or about a parent, stands in the conference, or where that is no case of its
    own in each child's (rows that share `duty_id`; `copies` says how many).

    `who` is the engine's role, `belongs_to` the role in which a case is held that the duty falls to ("" where it is no
    work of staff). `about_id` is the `person_id` of the child or parent; `about_cases` are the parent's children's
    where the duty stands in a conference: from whom all of them are hidden the duty is hidden too. `settled` is ""
    while the state depends on the moment, else the state for good. `late_from` is the instant from which it is late
    (a window: closed), `open_from` the one before which it waits; between `asked_from` and `asked_until` the duty is
    asked at all, and of this person. Dates are London's; the instant beside a date is set where the limit has a time
    of day.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    # That there is such a case is seen to by `cases_put_duties`; checking it again for each row would cost an import.
    case = models.ForeignKey(ProtectedCase, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    stream_id = models.UUIDField()
    duty_id = models.UUIDField()
    copies = models.PositiveSmallIntegerField(default=1)
    code = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    who = models.CharField(max_length=40)
    belongs_to = models.CharField(max_length=40, blank=True)
    about = models.CharField(max_length=6, choices=About.choices, blank=True)
    about_id = models.UUIDField(null=True, blank=True)
    about_cases = ArrayField(models.UUIDField(), null=True, blank=True)
    conference_id = models.UUIDField(null=True, blank=True)
    reference = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=20)
    conference_on = models.DateField(null=True, blank=True)
    conference_is_held = models.BooleanField(default=False)
    opens_on = models.DateField(null=True, blank=True)
    opens_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    act_by_on = models.DateField(null=True, blank=True)
    act_by_at = models.DateTimeField(null=True, blank=True)
    next_working_on = models.DateField(null=True, blank=True)
    usual_at = models.DateTimeField(null=True, blank=True)
    met_on = models.DateField(null=True, blank=True)
    met_at = models.DateTimeField(null=True, blank=True)
    settled = models.CharField(max_length=12, blank=True)
    window = models.BooleanField(default=False)
    weight = models.CharField(max_length=10)
    edition = models.CharField(max_length=60)
    open_from = models.DateTimeField(null=True, blank=True)
    late_from = models.DateTimeField(null=True, blank=True)
    asked_from = models.DateTimeField(null=True, blank=True)
    asked_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "cases_duty"
        verbose_name_plural = "duties"
        indexes = (
            models.Index(fields=("stream_id",), name="cases_duty_of_stream"),
            models.Index(fields=("duty_id",), name="cases_duty_copies", condition=models.Q(copies__gt=1)),
            models.Index(
                fields=("case", "late_from"), name="cases_duty_live", condition=models.Q(settled="", window=False)
            ),
            models.Index(fields=("conference_id",), name="cases_duty_of_conference"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.due_on or ''}".strip()
