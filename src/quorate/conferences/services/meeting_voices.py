"""What people bring: contributions part by part, numbers on the scale, the words of each child."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from quorate.access.standing import Standing
from quorate.cases.details import says_something
from quorate.cases.models import Child
from quorate.cases.one_person import all_of
from quorate.cases.refusals import Refused, quietly, refuse
from quorate.conferences.editions import pack_of
from quorate.conferences.models import (
    ChildsWords,
    Conference,
    Contribution,
    ContributionKind,
    Invitee,
    SafetyConcern,
    ScaleNumber,
    WordsKind,
)
from quorate.conferences.models.invitee import InviteeKind
from quorate.conferences.services.meeting_rules import (
    LONGEST,
    audience,
    invitee_of,
    noted,
    only_children_of,
    require_lead,
    words_of,
)
from quorate.conferences.versions import TwoTexts

_CHILDS_CHOICE = {"everyone": "F-all", "professionals": "P", "two": "R"}
"""Whom a child lets read, as a label; until the child has chosen, nobody but chair and minute-taker."""


@quietly
@transaction.atomic
def contribute(
    *, conference: Conference, item: str, at: datetime, by: Standing, kind: str = ContributionKind.SAID,
    words: str = "", invitee_id: UUID | None = None, told_by: str = "", child_case_id: UUID | None = None,
    report_id: UUID | None = None, meant_for: str = "F-all", named: Iterable[UUID] = (),
) -> Contribution:  # fmt: skip
    """Records what somebody brought to a part of the agenda (RDB-06); no words means that they had nothing to add.

    Kind `answer` is the parents' after a report (BAR-30), `views` what is reported for somebody who is not there.
    Raises `Refused`, `NotAllowed`.
    """
    require_lead(by, conference)
    if item not in {one["code"] for one in pack_of(conference).data["agenda"]["items"]}:
        raise Refused({"": "The agenda of this procedure has no such part."})
    if kind not in ContributionKind.values:
        raise Refused({"kind": "Say what sort of contribution it is."})
    whose = invitee_of(conference, invitee_id, "invitee")
    if whose is None and not told_by.strip():
        raise Refused({"invitee": "Say whose contribution this is."})
    if len(words) > LONGEST:
        raise Refused({"words": f"This is longer than {LONGEST:,} letters; split it into two."})
    label, people = audience(meant_for, named)
    made = Contribution(
        conference=conference, case_id=conference.case_id, authority_id=conference.authority_id, kind=kind, item=item,
        child_case_id=None if child_case_id is None else only_children_of(conference, [child_case_id])[0],
        report_id=report_id, invitee_id=None if whose is None else whose.pk, told_by=told_by.strip()[:120],
        words=words.strip(), at=at, by=by.user_id, meant_for=label, named=people,
    )  # fmt: skip
    made.save(force_insert=True)
    noted("meeting.contributed", conference, made, kind=kind, item=item)
    return made


@quietly
@transaction.atomic
def give_number(
    *, conference: Conference, child_case_id: UUID, number: int, at: datetime, by: Standing,
    invitee_id: UUID | None = None, reason: str = "", shown: bool | None = None, in_writing: bool = False,
    base_version: int = 0,
) -> ScaleNumber:  # fmt: skip
    """Somebody's number on the pack's scale for one child, with the reason; without an invitee it is the child's own.

    The number of the child, and of somebody who is afraid of another person, is shown only where `shown` says that
    they chose it. `base_version` is the version of the number that is changed. Raises TwoTexts, `Refused`.
    """
    require_lead(by, conference)
    only_children_of(conference, [child_case_id])
    _refuse_off_scale(conference, number)
    whose = invitee_of(conference, invitee_id, "invitee")
    visible = (not chooses(conference, whose, child_case_id)) if shown is None else shown
    found = ScaleNumber.objects.filter(
        conference=conference, child_case_id=child_case_id, invitee_id=None if whose is None else whose.pk
    ).first()
    is_same = found is not None and (found.number, found.reason) == (number, reason.strip()[:600])
    if found is not None and found.version != base_version and not is_same:
        raise TwoTexts(yours=number, theirs=found.number, version=found.version, theirs_by=found.by, theirs_at=found.at)
    given = found or ScaleNumber(
        conference=conference, case_id=conference.case_id, authority_id=conference.authority_id,
        child_case_id=child_case_id, invitee_id=None if whose is None else whose.pk, version=0,
    )  # fmt: skip
    given.who, given.number, given.reason = _who(whose), number, reason.strip()[:600]
    given.shown, given.meant_for = visible, "F-all" if visible else "R"
    given.in_writing, given.at, given.by, given.version = in_writing, at, by.user_id, given.version + 1
    given.save()
    noted("meeting.number-given", conference, given, who=given.who, shown=visible, version=given.version)
    return given


def chooses(conference: Conference, invitee: Invitee | None, child_case_id: UUID) -> bool:
    """Whether a number is shown only by choice: the child's, and that of somebody who is afraid of another person."""
    if invitee is None or invitee.kind == InviteeKind.CHILD:
        return True
    if invitee.person_id is None:
        return False
    if Child.objects.filter(case_id=child_case_id, person_id=invitee.person_id).exists():
        return True
    people = all_of([invitee.person_id])
    return SafetyConcern.objects.filter(conference=conference, person_id__in=people, removed_on__isnull=True).exists()


def _who(invitee: Invitee | None) -> str:
    if invitee is None or invitee.kind == InviteeKind.CHILD:
        return "child"
    return "family" if invitee.is_family else "professional"


def _refuse_off_scale(conference: Conference, number: int) -> None:
    scale = pack_of(conference).data["scale"]
    if not scale["minimum"] <= number <= scale["maximum"]:
        raise Refused({"number": f"Choose a number from {scale['minimum']} to {scale['maximum']}."})


@quietly
@transaction.atomic
def open_childs_words(
    *, conference: Conference, child_case_id: UUID, kind: str, words: str, at: datetime, by: Standing,
    child_said: str = "", in_sight: bool = False, read_out_by: str = "", answer_id: UUID | None = None,
) -> ChildsWords:  # fmt: skip
    """A child's words come before the conference (LEI-59); kind `none` says in `words` why there are none.

    `child_said` is the child's choice of who may read them; kept in sight only where the child lets everyone. What
    others say for the child (social worker, what was seen) is for the professionals. Raises `Refused`.
    """
    require_lead(by, conference)
    only_children_of(conference, [child_case_id])
    if kind not in WordsKind.values:
        raise Refused({"kind": "Say how the child's words came to the conference."})
    own = kind not in (WordsKind.NONE, WordsKind.OBSERVED, WordsKind.SOCIAL_WORKER)
    if child_said not in ("", *_CHILDS_CHOICE):
        raise Refused({"child_said": "Say whom the child lets read this."})
    if in_sight and child_said != "everyone":
        raise Refused({"in_sight": "The child has not said that everyone may see it. Leave it out of sight."})
    needed = "Say why there is nothing from this child." if kind == WordsKind.NONE else "Write down the child's words."
    refuse(words=needed if kind == WordsKind.NONE and not says_something(words) else None)
    made = ChildsWords(
        conference=conference, case_id=conference.case_id, authority_id=conference.authority_id,
        child_case_id=child_case_id, kind=kind, words=words_of(words, needed=needed), answer_id=answer_id,
        child_said=child_said, in_sight=in_sight, read_out_by=read_out_by.strip()[:120], opened_at=at,
        opened_by=by.user_id, meant_for=_CHILDS_CHOICE.get(child_said, "R" if own else "P"),
    )  # fmt: skip
    made.save(force_insert=True)
    noted("meeting.childs-words-opened", conference, made, kind=kind, read_out=bool(made.read_out_by))
    return made
