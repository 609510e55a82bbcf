"""Two decisions on keeping out one person: the later does not undo the earlier unseen, and one sent twice is one."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from quorate.cases.one_person import all_of
from quorate.conferences.models import Conference, ConferenceExclusion, ExclusionOutcome
from quorate.conferences.versions import TwoTexts


@dataclass(frozen=True, slots=True)
class Said:
    """A decision as it was sent, without blanks around it; parts only where a part is meant."""

    outcome: str
    words: str
    scope: str
    ground: str
    ground_words: str
    parts: tuple[str, ...]

    def is_as(self, last: ConferenceExclusion) -> bool:
        """Whether this is what was decided: the ground of somebody who is not kept out says nothing."""
        if (self.outcome, self.words) != (last.outcome, last.decided_words):
            return False
        of_what = (self.scope, sorted(self.parts), self.ground or last.ground, self.ground_words or last.ground_words)
        return self.outcome != ExclusionOutcome.EXCLUDED or of_what == (
            last.scope, sorted(last.parts), last.ground, last.ground_words,
        )  # fmt: skip


def decisions_so_far(person_id: UUID) -> int:
    """How many decisions there are about somebody, by every record of theirs: what a form of a decision is opened on.
    None is ever deleted."""
    return _decided(person_id).count()


def last_decision(person_id: UUID) -> ConferenceExclusion | None:
    """The latest decision about somebody, at this conference or an earlier one."""
    return _decided(person_id).order_by("-decided_at", "-id").first()


def decided_already(
    conference: Conference, person_id: UUID, version: int | None, said: Said, *, waits: bool
) -> ConferenceExclusion | None:
    """The decision that stands, where the very same is sent again and no request waits for it; None for a new one.

    `version` is `decisions_so_far` when the form was opened; None asks nothing. Ask while nobody else can decide about
    the person. Raises `TwoTexts` where somebody has decided since: whoever decides sees that first.
    """
    last = None if version is None else last_decision(person_id)
    if last is None:
        return None
    if not waits and (last.conference_id, last.person_id) == (conference.pk, person_id) and said.is_as(last):
        return last
    now = decisions_so_far(person_id)
    if version == now:
        return None
    raise TwoTexts(
        yours=said.words, theirs=last.decided_words, version=now, theirs_by=last.decided_by, theirs_at=last.decided_at
    )


def _decided(person_id: UUID) -> QuerySet[ConferenceExclusion]:
    return ConferenceExclusion.objects.filter(person_id__in=all_of([person_id]), decided_at__isnull=False)
