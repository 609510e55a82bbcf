"""What every service of the meeting asks first: may this person write in it, is it sitting, whose words are they."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from quorate.access.models import ProtectedText
from quorate.access.models.meant_for import AUDIENCES
from quorate.access.permissions import require
from quorate.access.standing import Standing
from quorate.audit.services import record, type_of_fact
from quorate.cases.refusals import Refused
from quorate.conferences.models import Conference, ConferenceChild, Invitee, Sitting

LONGEST = 4_000
Audience = tuple[str, Sequence[UUID]]
"""A label of `AUDIENCES`, and who is named with it."""


def require_lead(by: Standing, conference: Conference) -> None:
    """Passes for whoever writes in the meeting: its chair and its minute-taker. Raises what `require` raises."""
    require(by, "write", conference.case)
    closed = ProtectedText(case=conference.case, label="R", named_people=[], named_agencies=[])
    require(by, "read", conference.case, closed)


def sitting_now(conference: Conference) -> Sitting:
    """The sitting that is open. Raises `Refused` where there is none."""
    found = Sitting.objects.filter(conference=conference, ended_at__isnull=True).first()
    if found is None:
        raise Refused({"": "The meeting is not sitting. Start it first; after it has ended, correct its record."})
    return found


def noted(action: str, conference: Conference, row: Any, **facts: type_of_fact) -> None:
    """Records in the trail what was done to a row of the meeting."""
    record(action=action, subject_kind=row._meta.model_name, subject_id=row.pk, case_id=conference.case_id, facts=facts)


def only_children_of(conference: Conference, children: Iterable[UUID]) -> list[UUID]:
    """The same children, each once. Raises `Refused` for a child that the conference is not about."""
    asked = list(dict.fromkeys(children))
    if not asked:
        return []
    known = set(ConferenceChild.objects.filter(conference=conference).values_list("child_case_id", flat=True))
    if not set(asked) <= known:
        raise Refused({"children": "The conference is not about this child; choose one of those named above."})
    return asked


def invitee_of(conference: Conference, invitee_id: UUID | None, field: str = "said_by") -> Invitee | None:
    """The invitee of this conference with the id; None for None. Raises `Refused`."""
    if invitee_id is None:
        return None
    found = Invitee.objects.filter(conference=conference, pk=invitee_id, removed_on__isnull=True).first()
    if found is None:
        raise Refused({field: "This person is not on the conference's list; add the person first."})
    return found


def words_of(text: str, field: str = "words", *, needed: str = "Write something first.") -> str:
    """The words without blanks around them. Raises `Refused` where there are none or too many."""
    said = (text or "").replace("\r\n", "\n").replace("\x00", "").strip()
    if not said:
        raise Refused({field: needed})
    if len(said) > LONGEST:
        raise Refused({field: f"This is longer than {LONGEST:,} letters; split it into two."})
    return said


def audience(meant_for: str, named: Iterable[UUID]) -> tuple[str, list[UUID]]:
    """For whom words are meant, checked. Raises `Refused` where people have to be named and nobody is."""
    if meant_for not in dict(AUDIENCES):
        raise Refused({"meant_for": "Choose for whom this is meant."})
    people = list(dict.fromkeys(named))
    if meant_for == "F-person" and not people:
        raise Refused({"meant_for": "Say for which person of the family this is meant."})
    return meant_for, people if meant_for in ("F-person", "R") else []


def narrower(stands: Audience, wanted: Audience) -> tuple[str, list[UUID]]:
    """The audience whom both mean, where two people saved one text: nobody reads it whom one of them left out.

    Of two audiences of one kind those who are named in both; of the family nobody where that is nobody.
    """
    order = [label for label, _ in AUDIENCES]
    if stands[0] != wanted[0]:
        label, people = max(stands, wanted, key=lambda one: order.index(one[0]))
        return label, list(people)
    people = [one for one in stands[1] if one in set(wanted[1])]
    return ("P", []) if stands[0] == "F-person" and not people else (stands[0], people)
