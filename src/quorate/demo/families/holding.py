"""A made-up conference is held by the services that the pages use: the meeting, the round, the decisions, the plan."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from quorate.access.context import acting_as
from quorate.access.standing import Standing
from quorate.conferences.editions import pack_of
from quorate.conferences.models import Conference, Invitee, Record, RecordSection
from quorate.conferences.queries import SubjectChild, children_of
from quorate.conferences.services import meeting, meeting_before, meeting_cards, meeting_register, meeting_voices
from quorate.conferences.services.closing import close
from quorate.conferences.services.deciding import Decided, Member, yes_no_questions
from quorate.conferences.services.record import approve_record, digest_of, empty_parts, save_section
from quorate.conferences.services.round import Said, give_view, why_not_asked
from quorate.demo.families.days import Days
from quorate.demo.families.record import Written
from quorate.demo.families.report_words import CATEGORY
from quorate.demo.families.telling import Family
from quorate.documents import record_drafts
from quorate.notices.services import prepare, release_and_queue
from quorate.plans.models import DangerStatement, PlanAction, PlanPart, SafetyGoal
from quorate.plans.services.contents import content_for, save_words
from quorate.plans.services.decisions import record_decision
from quorate.procedure.pack import Pack

CARDS = {
    "harm": ("In June and twice in October the adults fought until the police came. A door was broken.",),
    "danger": ("If it goes on, the children may be hurt, or learn to be afraid at home.",),
    "complicating": ("The hours of work change every week, so that nobody knows who is at home.",),
    "grey": ("Nobody knows yet how much drinking there is at the weekend.",),
    "strengths": ("Nan lives two streets away, and the children ring her when it gets loud.",
                  "Both parents came today and asked for help."),
    "safety": ("Twice in November Dad went to his brother's before it got loud.",),
    "next-steps": ("A word that the children can send to Nan at any time.",),
}  # fmt: skip
"""What stands in the columns of the analysis, by the columns' codes; each pack has its own choice of them."""
NOTHING_SAID = {"dissent": "Nobody disagreed.", "conduct": "There were no legal points."}
"""What the minute-taker writes into a part of the record about which nothing was written down, by its code."""
CHILDS_WORDS = "I like it when Nan is here. I want nobody to shout at night."
NUMBERS = (0.6, 0.4, 0.3, 0.5, 0.3)
"""What people give between the ends of the scale, one after the other."""
REASONS = ("They have Nan, and they know the word.", "It has been quiet for two weeks.", "It was said before.",
           "Both came today.", "Nobody knows about the weekends.")  # fmt: skip
CONTINGENCY = "If there is another fight with the children at home, we all meet again within five days."


@dataclass
class Held:
    """One meeting while it is played: who leads, when it began, under which procedure."""

    conference: Conference
    by: Standing
    start: datetime
    days: Days
    pack: Pack

    def minute(self, number: int) -> datetime:
        """So many minutes after the start."""
        return self.start + timedelta(minutes=number)

    def listed(self, *kinds: str) -> list[Invitee]:
        """People of the list, of these kinds."""
        rows = Invitee.objects.filter(conference=self.conference, kind__in=kinds, removed_on__isnull=True)
        return [one for one in rows if one.answer != "no"]


def play(family: Family, written: Written, standing: Callable[[UUID], Standing]) -> None:
    """The last conference of the family, from the parents' talk with the chair to the closing."""
    chair = written.chair_of(written.conferences[-1])
    with acting_as(standing(chair)) as by:
        conference = Conference.objects.select_related("case").get(pk=written.conferences[-1].pk)
        assert conference.starts_at is not None
        held = Held(conference, by, conference.starts_at, family.days, pack_of(conference))
        children = children_of(conference)
        begin(held)
        speak(held, children)
        for number, child in enumerate(children):
            _decide(held, child, is_plan=number == 0)
        _plan(held, children[0])
        close(conference=conference, at=held.minute(120), by=by)
    with acting_as(standing(written.writers[conference.pk])) as by:
        record = record_drafts.prepare(conference=conference, at=held.minute(180), by=by)
        parts = list(RecordSection.objects.filter(record=record))
        wanted = empty_parts(conference, parts).asked_for
        for part in (one for one in parts if one.title in wanted):
            says = NOTHING_SAID[part.code]
            save_section(section=part, words=says, version=part.version, at=held.minute(190), by=by)


def play_and_send(family: Family, written: Written, standing: Callable[[UUID], Standing]) -> None:
    """The same, and afterwards: the letters with the decisions go out the same day, the record is approved the next."""
    play(family, written, standing)
    conference = written.conferences[-1]
    assert conference.starts_at is not None
    start = conference.starts_at
    with acting_as(standing(written.staff.administrator)) as by:
        conference = Conference.objects.select_related("case").get(pk=conference.pk)
        letters = prepare(conference=conference, code="decisions", by=by, at=start + timedelta(hours=4))
    with acting_as(standing(written.chair_of(conference))) as by:
        release_and_queue(release=letters, by=by, at=start + timedelta(hours=5))
        record = Record.objects.get(conference=conference)
        approve_record(record=record, digest=digest_of(record), at=start + timedelta(days=1), by=by)


def begin(held: Held) -> None:
    told: dict[str, Any] = {"conference": held.conference, "by": held.by}
    for parent in held.listed("parent"):
        assert parent.person_id is not None
        meeting_before.meet_parent(
            **told, person_id=parent.person_id, at=held.minute(-30), questions="May my sister wait outside?"
        )
    meeting.start(**told, at=held.start)
    for one in held.listed("parent", "professional", "supporter"):
        meeting_register.come_in(**told, invitee_id=one.pk, at=held.minute(1), direct_contact=one.direct_contact)


def speak(held: Held, children: list[SubjectChild]) -> None:
    told: dict[str, Any] = {"conference": held.conference, "by": held.by}
    for child in children:
        meeting_voices.open_childs_words(
            **told, child_case_id=child.case_id, kind="social-worker", words=CHILDS_WORDS, child_said="everyone",
            at=held.minute(20),
        )  # fmt: skip
    _numbers(held, children)
    columns = [one["code"] for one in held.pack.data["analysis"]["columns"]]
    for column in columns:
        for number, words in enumerate(CARDS.get(column, ())):
            meeting_cards.add_card(**told, column=column, words=words, op_id=uuid.uuid4(), at=held.minute(40 + number))


def _numbers(held: Held, children: list[SubjectChild]) -> None:
    """Everybody's number, where the procedure has a scale."""
    scale = held.pack.data.get("scale")
    if not scale:
        return
    low, high = int(scale["minimum"]), int(scale["maximum"])
    for child in children:
        for place, one in enumerate(held.listed("parent", "professional")):
            if one.is_family or one.agency_code:
                meeting_voices.give_number(
                    conference=held.conference, child_case_id=child.case_id, invitee_id=one.pk, by=held.by,
                    number=low + round((high - low) * NUMBERS[place % len(NUMBERS)]), at=held.minute(70 + place),
                    reason=REASONS[place % len(REASONS)],
                )  # fmt: skip


def _decide(held: Held, child: SubjectChild, *, is_plan: bool) -> None:
    said = (
        Said("yes", (CATEGORY,), "The fights went on.")
        if is_plan
        else Said("no", (), "Is safe with the help there is.")
    )
    for one in held.listed("professional"):
        if one.agency_code and not why_not_asked(one, child.case_id, held.pack):
            give_view(
                conference=held.conference, invitee=one, child_case_id=child.case_id, said=said, pack=held.pack,
                at=held.minute(90), by=held.by,
            )  # fmt: skip
    answers = yes_no_questions(held.pack.data["decisions"])
    decided = _plan_made(held, len(answers)) if is_plan else _no_plan(len(answers))
    record_decision(conference=held.conference, child=child, said=decided, at=held.minute(105), by=held.by)


def _plan_made(held: Held, questions: int) -> Decided:
    people = [one for one in held.listed("parent", "professional") if one.role not in ("chair", "minute_taker")]
    members = [
        Member(one.name, "family" if one.is_family else "professional", one.role, one.id, one.person_id,
               one.user_id)
        for one in people
    ]  # fmt: skip
    lead = next(one for one in members if one.role == "social_worker")
    day = held.start.date()
    return Decided(
        outcome="plan-made", reason="The children were frightened, and it may happen again.",
        categories=(CATEGORY,), answers=("yes",) * questions, lead=lead, core_group=tuple(members),
        core_group_on=held.days.after(day, 7), next_review_on=held.days.working(day + timedelta(days=80)),
    )  # fmt: skip


def _no_plan(questions: int) -> Decided:
    return Decided(
        outcome="no-plan", reason="This child is safe with the help that is there.", answers=("no",) * questions,
        services="The learning mentor goes on, every week until Easter.",
    )  # fmt: skip


def _plan(held: Held, child: SubjectChild) -> None:
    at, day = held.minute(110), held.start.date()
    content = content_for(
        conference=held.conference, case_id=child.case_id, kind="cp", at=at, by=held.by
    )  # fmt: skip
    write = partial(save_words, content=content, at=at, by=held.by)
    worry = write(model=DangerStatement, values={"words": "The children may be hurt when the adults fight."})
    goal = write(
        model=SafetyGoal, values={"words": "For three months nobody shouts at night.", "statement_id": worry.pk}
    )
    line = {"goal_id": goal.pk, "by_when": held.days.after(day, 15)}
    parent = held.listed("parent")[0]
    write(model=PlanAction, values={
        **line, "what": "Rings Nan or the helpline the first time it gets loud.", "who": parent.name,
        "owner_kind": "family", "invitee_id": parent.pk, "person_id": parent.person_id,
        "how_known": "Nan keeps a list of the calls.", "if_not": "The social worker comes the same day.",
    })  # fmt: skip
    worker = next(one for one in held.listed("professional") if one.role == "social_worker")
    write(model=PlanAction, values={
        **line, "what": "Finds a place at the Tuesday group for both parents.", "who": worker.name,
        "owner_kind": "professional", "invitee_id": worker.pk, "is_service": True,
        "how_known": "They have been there three times.",
    })  # fmt: skip
    write(model=PlanPart, values={"code": "contingency", "words": CONTINGENCY})
