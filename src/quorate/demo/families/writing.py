"""Writing made-up families: cases, people, enquiries, conferences, plans, and the events to be appended.

Children and events go by the services that imports use; what has no service for many is saved in few statements, each
row with its entry in the trail.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from quorate.access.models import CaseKind, Grant, ProtectedCase
from quorate.access.standing import Standing
from quorate.audit.services import Entry, record_many
from quorate.cases import services
from quorate.cases.details import NewChild
from quorate.cases.models import Child, Enquiry, PersonName, Relative, StrategyDiscussion
from quorate.cases.searching import name_rows
from quorate.cases.services.founding import Holder
from quorate.cases.services.recording import NewEvent
from quorate.conferences.models import (
    Booking,
    Booklet,
    ChecklistTick,
    Conference,
    ConferenceChild,
    ConferenceExclusion,
    ConferenceRequest,
    Decision,
    DelayAgreed,
    Invitee,
    PreparationStep,
)
from quorate.demo.families.booklets import has_booklet
from quorate.demo.families.conferences import Desk, of_conference
from quorate.demo.families.diary import Placed
from quorate.demo.families.people import Adult, Kid
from quorate.demo.families.record import Staff, Written
from quorate.demo.families.reported import Reported
from quorate.demo.families.since import since
from quorate.demo.families.telling import Family, Happening, Sitting
from quorate.demo.families.ticked import is_asked
from quorate.demo.families.turning import decisions, event, plans
from quorate.plans.models import CoreGroup, CoreGroupMember, Plan, Visit


@dataclass
class Rows:
    """Rows of many families, saved table by table."""

    by: Standing
    relatives: list[Relative] = field(default_factory=list)
    enquiries: list[Enquiry] = field(default_factory=list)
    discussions: list[StrategyDiscussion] = field(default_factory=list)
    handles: list[ProtectedCase] = field(default_factory=list)
    grants: list[Grant] = field(default_factory=list)
    conferences: list[Conference] = field(default_factory=list)
    joined: list[ConferenceChild] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    requests: list[ConferenceRequest] = field(default_factory=list)
    bookings: list[Booking] = field(default_factory=list)
    invitees: list[Invitee] = field(default_factory=list)
    ticks: list[ChecklistTick] = field(default_factory=list)
    steps: list[PreparationStep] = field(default_factory=list)
    booklets: list[Booklet] = field(default_factory=list)
    delays: list[DelayAgreed] = field(default_factory=list)
    exclusions: list[tuple[ConferenceExclusion, dict[str, Any]]] = field(default_factory=list)
    members: list[CoreGroupMember] = field(default_factory=list)
    groups: list[CoreGroup] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    reported: Reported = field(default_factory=Reported)
    names: Mapping[UUID, str] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)

    def save(self) -> None:
        """In the order in which they hang on each other; the trail last."""
        for rows in (
            self.relatives, self.enquiries, self.discussions, self.handles, self.grants, self.conferences,
            self.joined, self.decisions, self.plans, self.requests, self.bookings, self.invitees, self.ticks,
            self.steps, self.booklets, self.delays, [row for row, _ in self.exclusions], self.members, self.groups,
            self.visits,
        ):  # fmt: skip
            if rows:
                type(rows[0])._default_manager.bulk_create(rows)  # type: ignore[arg-type]
        for row, decided in self.exclusions:  # nobody asks and decides in one statement
            ConferenceExclusion.objects.filter(pk=row.pk).update(**decided)
        self.reported.save()
        record_many(self.entries)

    def note(self, action: str, row: Any, **facts: Any) -> None:
        """The entry of a row in the trail."""
        self.entries.append(Entry(action, row._meta.model_name, row.pk, row.case_id, facts))


def write(family: Family, *, staff: Staff, letters: str, desk: Desk, rows: Rows) -> tuple[Written, list[NewEvent]]:
    """The children at once; other rows are put to `rows`, and the events are given back to be appended with others'."""
    written = Written(staff, _holders(family, staff, rows.by))
    _children(family, written, rows.by)
    _people(family, written, rows)
    events = _enquiries(family, written, rows)
    of: dict[int, Conference] = {}
    for number, sitting in enumerate(family.sittings, 1):
        reference = f"{letters}-C{family.number + 1:02d}{number}"
        of[id(sitting)] = _conference(family, written, sitting, reference, desk, rows)
    written.conferences.extend(of.values())
    rows.decisions += decisions(family, written, of)
    rows.plans += plans(family, written)
    since(family, written, desk.posts, rows)
    told = [one for one in family.happenings if _is_told(one, desk)]
    return written, [*events, *(event(one, written, of) for one in told)]


def _is_told(one: Happening, desk: Desk) -> bool:
    """Whether the procedure of its conference has what the story tells."""
    if one.sitting is None:
        return True
    pack = desk.edition(one.sitting)
    return is_asked(one, pack) and has_booklet(one, pack)


def finish(family: Family, written: Written, *, by: Standing) -> None:
    """What comes after the events: births, deaths, restrictions, and what the story does by services of its own."""
    for key, day in family.born_on.items():
        names = family.naming.background
        services.record_birth(
            child=written.children[key], born_on=day, on=max(day, family.days.ago(1)), by=by, sex="F",
            given_names=family.naming.given(names.girls),
        )  # fmt: skip
    for day, words, source in family.chronology:
        for case in written.cases.values():
            services.add_chronology_entry(case=case, happened_on=day, words=words, on=day, by=by, source=source)
    for deed in family.deeds:
        deed(family, written, by)


def _holders(family: Family, staff: Staff, by: Standing) -> tuple[Holder, ...]:
    worker = Holder("social_worker", user_id=staff.worker)
    if family.by_team:
        worker = Holder("social_worker", team_id=staff.team, why="Waiting to be allocated")
    return (
        Holder("team_manager", user_id=by.user_id, why="Answers for the case"),
        worker,
        Holder("administrator", user_id=staff.administrator, why="Books and invites"),
        Holder("chair", user_id=staff.chair, why="Chairs the conferences"),
    )


def _children(family: Family, written: Written, by: Standing) -> None:
    opened = {kid.key: max(family.began_on, kid.born or family.began_on) for kid in family.kids}
    for on in sorted(set(opened.values())):
        kids = [kid for kid in family.kids if opened[kid.key] == on]
        made = services.found_children(
            many=[_new(family, kid) for kid in kids], to=written.holders, on=on, by=by, source="Midwife"
        )
        for kid, child in zip(kids, made, strict=True):
            written.children[kid.key], written.cases[kid.key] = child, child.case
            written.people[kid.key] = str(kid.person_id)


def _new(family: Family, kid: Kid) -> NewChild:
    return NewChild(
        given_names=kid.given, family_name=kid.family, born_on=kid.born, expected_on=kid.expected, sex=kid.sex,
        ethnicity=kid.ethnicity, disabilities=kid.disabilities, person_id=kid.person_id,
        local_id=f"MADE-UP-{family.number + 1:02d}{kid.key[1:]}",
    )  # fmt: skip


def _people(family: Family, written: Written, rows: Rows) -> None:
    written.people |= {adult.key: str(adult.person_id) for adult in family.adults}
    names: list[PersonName] = []
    for kid in family.kids:
        child = written.children[kid.key]
        around = [_adult(child, adult) for adult in family.adults if adult.is_of(kid)]
        around += [
            _sibling(child, other)
            for other in family.kids
            if other is not kid and (other.born is None or other.born <= child.added_on)
        ]
        for row in around:
            rows.note("relative.added", row, relation=str(row.relation))
        rows.relatives += around
        names += name_rows(child, (), around)
    PersonName.objects.bulk_create(names)


def _adult(child: Child, adult: Adult) -> Relative:
    return Relative(
        case=child.case, authority_id=child.authority_id, person_id=adult.person_id, given_names=adult.given,
        family_name=adult.family, relation=adult.relation, sex=adult.sex, born_on=adult.born,
        parental_responsibility=adult.responsible, lives_with_child=adult.lives,
        to_be_invited=adult.relation in ("mother", "father"), added_on=child.added_on,
    )  # fmt: skip


def _sibling(child: Child, other: Kid) -> Relative:
    return Relative(
        case=child.case, authority_id=child.authority_id, person_id=other.person_id, given_names=other.given,
        family_name=other.family, relation="sibling", sex=other.sex, born_on=other.born, expected_on=other.expected,
        added_on=child.added_on,
    )  # fmt: skip


def _enquiries(family: Family, written: Written, rows: Rows) -> list[NewEvent]:
    events = []
    for told in family.enquiries:
        cases = [written.cases[key] for key in told.who or family.keys]
        ids = [case.id for case in cases]
        events.append(NewEvent("strategy-discussion-held", ids, day=told.begun_on, facts={"starts_enquiry": True}))
        called = told.outcome == "conference"
        for case in cases:
            row = Enquiry(
                case=case, authority_id=case.authority_id, begun_on=told.begun_on, ended_on=told.ended_on,
                outcome=told.outcome, reason=told.reason,
                conference_not_required=None if told.ended_on is None else not called,
            )  # fmt: skip
            rows.enquiries.append(row)
            rows.discussions.append(
                StrategyDiscussion(
                    case=case, authority_id=case.authority_id, enquiry=row, held_on=told.begun_on,
                    agencies=["education", "health", "police"],
                )
            )  # fmt: skip
            rows.note("enquiry.begun", row)
            if told.ended_on is not None:
                rows.note("enquiry.ended", row, outcome=told.outcome)
        if told.ended_on is not None:
            facts = {"outcome": "conference" if called else "not-required"}
            events.append(NewEvent("enquiry-concluded", ids, day=told.ended_on, facts=facts))
    return events


def _conference(
    family: Family, written: Written, sitting: Sitting, reference: str, desk: Desk, rows: Rows
) -> Conference:  # fmt: skip
    by = rows.by
    case = ProtectedCase(authority_id=by.authority_id, kind=CaseKind.CONFERENCE, founded_by=by.user_id)
    made = Conference(
        id=case.id, case=case, authority_id=case.authority_id, reference=reference, kind=sitting.kind,
        state=sitting.state, requested_on=sitting.requested_on, starts_at=sitting.starts_at, held_on=sitting.held_on,
        edition=desk.edition(sitting).id,
    )  # fmt: skip
    rows.handles.append(case)
    rows.entries.append(
        Entry("access.case-protected", "case", case.id, case.id, {"kind": "conference", "restricted": False})
    )
    rows.conferences.append(made)
    rows.joined += [
        ConferenceChild(
            case=case, authority_id=case.authority_id, conference=made, child_case_id=written.cases[key].id,
            kind=sitting.own_kinds.get(key, ""),
        )
        for key in sitting.who
    ]  # fmt: skip
    placed = desk.diary.get(id(sitting), [])
    if placed:
        written.chairs[made.pk], written.writers[made.pk] = placed[-1].chair, placed[-1].minute_taker
    _give(case, written.staff, placed, sitting.requested_on, family.days.today, rows)
    of_conference(family, written, sitting, made, desk, rows)
    return made


def _give(case: ProtectedCase, staff: Staff, placed: list[Placed], on: date, today: date, rows: Rows) -> None:
    holders: list[tuple[str, UUID, UUID | None, str]] = [
        ("team_manager", rows.by.user_id, None, "Founded the case"),
        ("social_worker", staff.worker, None, "Allocated"),
        ("chair", placed[-1].chair if placed else staff.chair, None, "Chairs the conference"),
        ("administrator", staff.administrator, None, "Books and invites"),
        ("minute_taker", placed[-1].minute_taker if placed else staff.minute_taker, None, "Writes the record"),
        *(("partner", user, agency, "Invited") for user, agency in staff.partners),
    ]
    for role, user, agency, why in holders:
        made = Grant(
            case=case, authority_id=case.authority_id, user_id=user, agency_id=agency, as_role=role, begins_on=on,
            why=why, given_by=rows.by.user_id, attested_on=today if agency else None,
        )  # fmt: skip
        rows.grants.append(made)
        rows.note("access.granted", made, holder=user, as_role=role, begins_on=on, ends_on=None)
