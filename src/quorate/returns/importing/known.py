"""What is there already of a batch's children: read in a handful of statements, looked up by natural keys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import F

from quorate.cases.models import Assessment, Child, Enquiry, Referral
from quorate.conferences.models import Conference
from quorate.plans.models import Plan


@dataclass(slots=True)
class Known:
    """One child's rows by the keys under which a file tells them again: the days on which things began."""

    child: Child
    is_new: bool
    referrals: dict[date, Referral] = field(default_factory=dict)
    enquiries: dict[date, Enquiry] = field(default_factory=dict)
    assessments: dict[date, Assessment] = field(default_factory=dict)
    plans: dict[tuple[str, date], Plan] = field(default_factory=dict)
    conferences: dict[date, Conference] = field(default_factory=dict)


@dataclass(slots=True)
class Records:
    """The children of a batch that are there: those one may write to, may only see, or may not know of."""

    known: dict[str, Known]
    not_writable: frozenset[str]
    hidden: frozenset[str]


def records_of(local_ids: Iterable[str]) -> Records:
    """What stands under these numbers of the authority, as far as whoever is acting reaches it."""
    asked = list(local_ids)
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_local_ids_in_use(%s)", [asked])
        in_use = {local_id for (local_id,) in cursor.fetchall()}
        if not in_use:
            return Records({}, frozenset(), frozenset())
        cursor.execute("SELECT access_open_cases_for('write')::text")
        writable = {UUID(case) for (case,) in cursor.fetchall()}
    children = {child.local_id: child for child in Child.objects.filter(local_id__in=in_use).select_related("case")}
    mine = {local_id: Known(child, False) for local_id, child in children.items() if child.case_id in writable}
    _fill({one.child.case_id: one for one in mine.values()})
    return Records(mine, frozenset(children.keys() - mine.keys()), frozenset(in_use - children.keys()))


def _know_enquiry(known: dict[date, Enquiry], enquiry: Enquiry) -> None:
    """By its first day; where that was put right by hand, by the wrong one too, which the file goes on telling."""
    known[enquiry.begun_on] = enquiry
    if enquiry.first_told_on is not None:
        known.setdefault(enquiry.first_told_on, enquiry)


def _fill(by_case: dict[UUID, Known]) -> None:
    cases = list(by_case)
    for referral in Referral.objects.filter(case_id__in=cases):
        by_case[referral.case_id].referrals[referral.referred_on] = referral
    for enquiry in Enquiry.objects.filter(case_id__in=cases).order_by(F("first_told_on").asc(nulls_first=True)):
        _know_enquiry(by_case[enquiry.case_id].enquiries, enquiry)
    for assessment in Assessment.objects.filter(case_id__in=cases):
        by_case[assessment.case_id].assessments[assessment.began_on] = assessment
    for plan in Plan.objects.filter(case_id__in=cases):
        by_case[plan.case_id].plans[plan.kind, plan.began_on] = plan
    held = Conference.objects.filter(children__child_case_id__in=cases, held_on__isnull=False)
    for conference in held.prefetch_related("children"):
        for one in conference.children.all():
            if one.child_case_id in by_case and conference.held_on:
                by_case[one.child_case_id].conferences[conference.held_on] = conference
