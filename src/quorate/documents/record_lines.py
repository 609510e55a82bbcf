"""Lines of the record from the rows of the meeting, each with for whom it is, about whom, and who was not there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from quorate.conferences.models import (
    AbsenceChoice,
    Attendance,
    ConductStep,
    ConferenceExclusion,
    ConferenceRequest,
    Contribution,
    Dissent,
    ExclusionOutcome,
    ExclusionScope,
    Invitee,
    ParentAbsence,
    ReportShare,
    Round,
    ScaleNumber,
    View,
)
from quorate.conferences.naming import unnamed
from quorate.documents.artefacts.blocks import named
from quorate.documents.artefacts.parts import actions_of, dates_of, lead_of, undecided
from quorate.documents.facts import Facts
from quorate.documents.plain_words import CATEGORIES, called
from quorate.documents.saying import day, day_short, joined, local, sentence, the, time

SAID_IN_THE_ROOM: Final = frozenset({"child-views", "views", "analysis", "scale", "round", "dissent"})
"""The codes of those parts of the record that hold what was said while people were in the room, or out of it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the record."""

    words: str
    meant_for: str = "P"
    named: frozenset[UUID] = frozenset()
    child: UUID | None = None
    not_for: frozenset[UUID] = frozenset()


def _of(row: Any, words: str, child: UUID | None = None, not_for: frozenset[UUID] = frozenset()) -> Line:
    return Line(words, row.meant_for, frozenset(row.named), child, not_for)


def _name(facts: Facts, invitee_id: UUID | None) -> str:
    found = facts.invitee(invitee_id)
    return "" if found is None else _one(named(found), facts.word(found.role or found.kind))


def _one(name: str, role: str) -> str:
    return f"{name}, {role}" if name else role[:1].upper() + role[1:]


def people(facts: Facts) -> Iterator[Line]:
    """Who was invited, who came, and who sent apologies.

    A member of the family who comes apart has a line apart, and so has whoever comes with them: it would tell when and
    how they came.
    """
    for one in sorted(facts.invitees, key=lambda one: (one.agency_code, one.role, one.name)):
        yield from of_somebody(facts, one)


def of_somebody(facts: Facts, one: Invitee) -> Iterator[Line]:
    """The lines of one person of the list, the first of which says whether they came; none for whoever neither was
    asked nor came. That the chair had kept them out of all of it is for them and the professionals."""
    came = sorted((stay for stay in facts.attendances if stay.invitee_id == one.pk), key=lambda stay: stay.from_at)
    if one.to_invite is False and not came:
        return
    words = f"- {_name(facts, one.pk)}: {_came(came)}"
    if not one.is_family:
        yield Line(words, "F-all")
    elif apart := comes_apart(facts, one):
        yield Line(words, "F-person", frozenset({apart.person_id} if apart.person_id else ()))
    else:
        yield Line(words, "F-person", _together(facts))
    if not came and one.is_family and one.person_id and facts.room.is_kept_out_of_all(one.person_id):
        # Who did not come and who was not to come have one line: what is not in it tells the others nothing.
        own = facts.room.by_every_record(one.person_id)
        yield Line(f"- {_name(facts, one.pk)}: was asked not to come, by the chair’s decision", "F-person", own)
    if not came and one.answer_words:
        # Where somebody is that day, and with whom, is no apology for everybody.
        yield Line(f"- {_name(facts, one.pk)}, apologies: {one.answer_words}")
    decided = next((said for said in facts.absences if said.person_id == one.person_id), None)
    if not came and decided is not None:
        yield Line(f"- {_gone_on(named(one), decided)}", "F-person", frozenset({decided.person_id}))


def _together(facts: Facts) -> frozenset[UUID]:
    """The family that comes together: each of them may read when the others came."""
    return frozenset(
        one.person_id for one in facts.invitees if one.person_id and one.is_family and not comes_apart(facts, one)
    )


def comes_apart(facts: Facts, one: Invitee) -> Invitee | None:
    """The member of the family who comes apart from others, if this is one, or somebody who comes with one."""
    helped = facts.invitee(one.supporter_of_id)
    return next((each for each in (one, helped) if each is not None and each.attends_separately), None)


def _came(stays: Sequence[Attendance]) -> str:
    """When and how somebody was there, stay after stay; with its day where there were several."""
    days = {local(one.from_at) for one in stays}
    return "; ".join(_stay(one, with_day=len(days) > 1) for one in stays) or "was not there"


def _stay(stay: Attendance, *, with_day: bool) -> str:
    how = {"virtual": " by video", "phone": " by telephone"}.get(stay.mode, "")
    left = f", left at {time(stay.until_at)}" if stay.until_at else ""
    on = f" on {day(stay.from_at)}" if with_day else ""
    return f"came{on} at {time(stay.from_at)}{how}{left}" + (", listening" if stay.listening else "")


def _gone_on(name: str, decided: ParentAbsence) -> str:
    """What the chair decided when this parent was not there, and why: for that parent and the professionals."""
    went_on = decided.choice == AbsenceChoice.GO_ON
    said = f"The chair went on without {name}" if went_on else f"The chair put the meeting off because of {name}"
    offered = f" The chair offers to meet {name}." if decided.meeting_offered else ""
    return f"{said}: {sentence(decided.why)}{offered}"


def purpose(facts: Facts) -> Iterator[Line]:
    """Why it was asked for, in the words of whoever asked."""
    found = ConferenceRequest.objects.filter(conference=facts.conference).first()
    if found is not None and found.reason:
        yield Line(sentence(found.reason))


def reports(facts: Facts) -> Iterator[Line]:
    """Each report, and whether each parent had it."""
    shares = list(ReportShare.objects.filter(report__conference=facts.conference))
    names = {one.person_id: one.name for one in facts.invitees if one.person_id}
    for report in facts.reports:
        by = report.author or (report.agency.name if report.agency else facts.word(report.role or report.code))
        is_in = "was there" if report.is_done else "was not there"
        yield Line(f"- Report of {by}: {is_in}", "F-all")
        for share in (one for one in shares if one.report_id == report.pk and one.shared_at):
            if share.person_id is not None and share.person_id in names:
                late = ", late" if share.is_late else ""
                words = f"- {names[share.person_id]} had the report of {by} on {day(share.shared_at)}{late}"
                yield Line(words, "F-person", frozenset({share.person_id}))


def child_views(facts: Facts) -> Iterator[Line]:
    """What each child said or what speaks for them."""
    for one in facts.childs_words:
        child = facts.child(one.child_case_id)
        if child is not None:
            said = f"{called(child.given, unborn=child.is_unborn)} ({one.get_kind_display().lower()}): {one.words}"
            yield _of(one, said, one.child_case_id, facts.room.not_for(at=one.opened_at))


def views(facts: Facts) -> Iterator[Line]:
    """What people said and answered."""
    for one in Contribution.objects.filter(conference=facts.conference):
        if one.words:
            who = _name(facts, one.invitee_id) or one.told_by
            told = f" (told by {one.told_by})" if one.told_by and one.invitee_id else ""
            said = f"- {who}{told}: {one.words}" if who else f"- {one.words}"
            yield _of(one, said, one.child_case_id, facts.room.not_for(item=one.item, at=one.at))


def analysis(facts: Facts) -> Iterator[Line]:
    """The cards below the authority's own headings, each for whom it is meant."""
    out = facts.room.not_for()
    for column in facts.pack.data["analysis"]["columns"]:
        cards = [one for one in facts.cards if one.column == column["code"]]
        headed = set()
        for one in cards:
            child = one.children[0] if len(one.children) == 1 else None
            key = (one.meant_for, tuple(one.named), child)
            if key not in headed:
                headed.add(key)
                yield _of(one, f"{column['title'][:78]}:", child, out)
            who = one.said_words or _name(facts, one.said_by)
            yield _of(one, f"- {one.words}{f' ({who})' if who else ''}", child, out)


def scale(facts: Facts) -> Iterator[Line]:
    """Each person's number; one that its owner does not show stays with those for whom it was written.

    A number that somebody of the family gave, and why, is for them and the professionals. It was said in the room; on
    paper, at home, the other parent can hold it against them for years, and a child may find it. The chair who thinks
    otherwise gives that part of the record to everybody.
    """
    ends = facts.pack.data["scale"]
    out = facts.room.not_for()
    for one in ScaleNumber.objects.filter(conference=facts.conference):
        who = _name(facts, one.invitee_id) or "The child"
        reason = f": {one.reason}" if one.reason else ""
        words = f"- {who} gave {one.number} of {ends['maximum']}{reason}"
        if one.who == "family" and one.meant_for == "F-all":
            whose = facts.invitee(one.invitee_id)
            own = facts.room.by_every_record(whose.person_id) if whose and whose.person_id else frozenset()
            yield Line(words, "F-person" if own else "P", own, one.child_case_id, out - own)
        else:
            yield _of(one, words, one.child_case_id, out)


def decisions(facts: Facts) -> Iterator[Line]:
    """What was decided for each child, by whom, with category and reason; and for whom nothing is decided yet."""
    for one in facts.decisions:
        harm = joined(CATEGORIES.get(code, code).split(",")[0] for code in one.categories)
        said = [sentence(facts.word(one.outcome)), f"Category: {harm}." if harm else ""]
        said += [f"Decided by {the(facts.word(one.by_role))}." if one.by_role else "", sentence(one.reason)]
        yield Line("\n".join(part for part in said if part), "F-all", child=one.case_id)
    for child, nothing, follows in undecided(facts):
        yield Line(f"{nothing}. {follows}", "F-all", child=child.case_id)


def said_of_plans(facts: Facts) -> Iterator[Line]:
    """Who said yes or no to a plan for each child for whom it is decided, without their reasons; nothing of a round
    that was never opened, and nothing for whoever was out of the room."""
    shut = Round.objects.filter(conference=facts.conference, opened_at=None).values_list("child_case_id", flat=True)
    decided = [one.case_id for one in facts.decisions]
    views = View.objects.filter(conference=facts.conference, child_case_id__in=decided)
    told = views.exclude(child_case_id__in=shut).order_by("given_at")
    for one in sorted(told, key=lambda one: decided.index(one.child_case_id)):
        words = f"- {_name(facts, one.invitee_id)}: {_SAID_OF_PLAN[one.plan]}"
        yield _of(one, words, one.child_case_id, facts.room.not_for(at=one.given_at))


_SAID_OF_PLAN: Final = {"yes": "a plan is needed", "no": "no plan is needed", "unsure": "not sure about a plan"}


def dissents(facts: Facts) -> Iterator[Line]:
    """Who disagreed, and why: not for whoever was out of the room, but each has their own words."""
    for one in Dissent.objects.filter(conference=facts.conference):
        out = facts.room.not_for(at=one.at) - {one.person_id}
        yield _of(one, f"- {one.said_by}: {one.words}", one.child_case_id, out)


def plan(facts: Facts) -> Iterator[Line]:
    """The plan of each child: what may happen, what must be seen, who does what by when, and the dates."""
    for one in facts.dangers:
        yield _of(one, f"The worry: {sentence(one.words)}", one.case_id)
    for goal in facts.goals:
        yield _of(goal, f"What has to be seen instead: {sentence(goal.words)}", goal.case_id)
    for action in actions_of(facts):
        by_when = action.by_when_words or day_short(action.by_when)
        yield _of(action, f"{unnamed(action.who)} | {action.what} | {by_when}", action.case_id)
    if lead_of(facts):
        yield Line(f"- {facts.word('lead_practitioner').capitalize()}: {lead_of(facts)}", "F-all")
    for on, what in dates_of(facts):
        yield Line(f"- {what}: {on}", "F-all")


def kept_out(facts: Facts) -> Iterator[Line]:
    """Who was kept out, on which ground, and what they think: for the professionals."""
    names = {one.person_id: one.name for one in facts.invitees if one.person_id}
    latest = {one.person_id: one for one in reversed(facts.exclusions)}
    for person, one in facts.room.kept_out_by.items():
        if person not in names:
            continue
        back = "" if latest[person].outcome == "excluded" else " The chair let them back in later."
        yield Line(f"- {names[person]} was kept out{_of_what(_that_kept_out(one))}{back}")
        if one.views_words:
            yield Line(f"- What {names[person]} thinks: {sentence(one.views_words)}")


def _that_kept_out(one: ConferenceExclusion) -> ConferenceExclusion | None:
    """The decision that did: of what an earlier conference had decided and this one lifted, that conference's. None
    where the reader may not read it."""
    if one.outcome == ExclusionOutcome.EXCLUDED:
        return one
    return ConferenceExclusion.objects.filter(pk=one.carried_from).first() if one.carried_from else None


def _of_what(decided: ConferenceExclusion | None) -> str:
    """Of how much, and on which ground, where that can be said."""
    if decided is None:
        return ", as an earlier conference had decided."
    of = "all of the conference" if decided.scope == ExclusionScope.WHOLE else "a part of the conference"
    return f" of {of}. Ground: {decided.ground.replace('-', ' ')}."


def conduct(facts: Facts) -> Iterator[Line]:
    """Steps about behaviour."""
    for step in ConductStep.objects.filter(sitting__conference=facts.conference):
        yield _of(step, f"- {step.said} {step.words}")
