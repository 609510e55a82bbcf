"""Who gets a paper: from the list of people, minus what the chair has decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from quorate.access.standing import Standing
from quorate.cases.models import Child, Relative
from quorate.cases.one_person import all_of
from quorate.conferences.models import Booking, Conference, ConferenceChild, ConferenceExclusion, Invitee, ReportShare
from quorate.conferences.queries.people import invitees_of, kept_out_all
from quorate.notices.models import CalendarEntry
from quorate.notices.not_going_on import NOT_GOING_ON, those_who_expect_it
from quorate.notices.plan_readers import PLAN, plan_readers
from quorate.notices.staff import FAMILY, account_of, shut_out
from quorate.notices.taken_back import TAKEN_BACK, those_to_tell, who_knows_a_day
from quorate.release.artefacts import INVITING, Recipient, audience_of

_LEADING: Final = frozenset({"chair", "minute_taker"})
_BIRTH: Final = ("mother", "father")
_ADOPTIVE: Final = ("adoptive_mother", "adoptive_father")
_CARERS: Final = (*_ADOPTIVE, "special_guardian", "foster_carer")
_YOUNG: Final = ("sibling", "half_sibling", "step_sibling", "own_child", "own_partner", "cousin")
_EVERYBODY: Final = frozenset({"parent", "child", "professional"})
_TO: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "invitation": frozenset(
            {"parent", "child", "family", "professional", "supporter", "advocate", "interpreter", "observer"}
        ),
        "report": frozenset({"parent", "professional"}),
        "decisions": _EVERYBODY,
        "minutes": _EVERYBODY,
        "summary": frozenset({"parent", "child"}),
    }
)
"""Kinds of invitees by the paper's code. Papers about a decision reach a parent whether or not they were invited."""

_LABELS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "family": frozenset({"F-all"}),
        "child": frozenset({"C"}),
        "professional": frozenset({"F-all", "F-person", "P"}),
        "accompanying": frozenset(),
    }
)


def recipient_list(conference: Conference, code: str, by: Standing, *, subject: UUID | None = None) -> list[Recipient]:
    """Everybody who may get a paper of this code, by name; what each gets of it `release.rendition` says.

    `subject` is the exclusion for its letter, the complaint for its answer. Nobody who is kept out of the whole of the
    conference is on the list of a paper that invites or takes an invitation back, nor of one that invites whoever would
    come with them; and nobody is on any who signs in and to whom the conference is shut.
    """
    if code == TAKEN_BACK:
        people = those_to_tell(conference)
    elif code == NOT_GOING_ON:
        people = list(those_who_expect_it(conference))
    elif code == PLAN:
        readers = plan_readers(conference)
        people = [one for one in invitees_of(conference) if readers.are(one)]
    elif code in ("moved", "cancelled"):
        told = _those_who_know_a_day(conference, code)
        people = [one for one in invitees_of(conference) if one.pk in told]
    else:
        people = [one for one in invitees_of(conference) if _gets(one, conference, code, subject)]
    accounts = {one.pk: account_of(one) for one in people if one.kind not in FAMILY}
    shut = shut_out(conference.pk, accounts.values())
    found = recipients_of(conference, [one for one in people if accounts.get(one.pk) not in shut], code)
    if code in INVITING:
        alone = _whose_person_is_kept_out(conference, people)
        found = [one for one in found if one.kept_out != "whole" and one.key not in alone]
    elif code == TAKEN_BACK:
        # The chair's letter has told them, and says why.
        found = [one for one in found if one.kept_out != "whole"]
    return found


def _gets(one: Invitee, conference: Conference, code: str, subject: UUID | None) -> bool:
    if code == "day-sheet":
        return one.role in _LEADING
    if code == "exclusion-letter":
        return one.person_id is not None and one.person_id in people_kept_out(conference, subject)
    if code == "views-moved":
        return one.person_id in told_another_day(conference)
    if code in ("complaint-acknowledgement", "complaint-answer"):
        return one.person_id is not None and one.person_id == _complainant(subject)
    if one.kind not in _TO.get(code, frozenset()):
        return False
    if code == "report" and one.person_id is not None and one.person_id in _without_report(subject):
        return False
    is_asked = one.to_invite is True or one.role in _LEADING
    return is_asked if code == "invitation" else is_asked or one.kind in ("parent", "child")


def _those_who_know_a_day(conference: Conference, code: str) -> set[UUID]:
    """Those (lines of the list) who are told that the day which they know, by us or by whatever way, is another or is
    off. That it is off is told also to those whose call may still be on its way."""
    knows = who_knows_a_day(conference).values_list("pk", flat=True)
    if code == "cancelled":
        entries = CalendarEntry.objects.filter(conference=conference, cancelled=False)
        knows = knows.union(entries.values_list("recipient", flat=True))
    return set(knows)


def people_kept_out(conference: Conference, decision: UUID | None = None) -> set[UUID]:
    """Those whom the latest decision for this very conference keeps out; of `decision` only, while it is the latest.

    Somebody who was let back in is not among them, whatever was decided before.
    """
    return {one.person_id for one in _keeping_out(conference) if decision in (None, one.pk)}


def told_another_day(conference: Conference) -> set[UUID]:
    """Those kept out of the whole who were told why, and for when their views are asked, before it was moved."""
    bookings = Booking.objects.filter(conference=conference, live=True, replaces__isnull=False)
    booking = bookings.select_related("replaces").first()
    if booking is None:
        return set()
    return {one.person_id for one in _keeping_out(conference) if was_told_before(one, booking)}


def was_told_before(decided: ConferenceExclusion, booking: Booking) -> bool:
    """Whether somebody kept out of the whole had been told another day than the one that stands now."""
    told, earlier = decided.explained_on, booking.replaces
    if earlier is None or told is None or told > timezone.localtime(booking.booked_at).date():
        return False
    is_another_day = len({timezone.localtime(one.starts_at).date() for one in (booking, earlier)}) > 1
    return is_another_day and decided.outcome == "excluded" and decided.scope == "whole"


def _keeping_out(conference: Conference) -> list[ConferenceExclusion]:
    latest = (
        ConferenceExclusion.objects.filter(conference=conference)
        .exclude(outcome="")
        .order_by("person_id", "-decided_at", "-asked_on")
        .distinct("person_id")
    )
    return [one for one in latest if one.outcome == "excluded"]


def _whose_person_is_kept_out(conference: Conference, people: Iterable[Invitee]) -> set[str]:
    """Those (by their key) who would come with somebody who is kept out of all of it."""
    helpers = {str(one.pk): one.supporter_of.person_id for one in people if one.supporter_of is not None}
    kept_out = kept_out_all(conference, {one for one in helpers.values() if one is not None})
    return {key for key, person in helpers.items() if person is not None and kept_out[person].scope == "whole"}


def _without_report(report: UUID | None) -> set[UUID]:
    """Those to whom the chair has agreed that this report does not go."""
    if report is None:
        return set()
    rows = ReportShare.objects.filter(report_id=report, agreed_at__isnull=False, person_id__isnull=False)
    return set(all_of(one for one in rows.values_list("person_id", flat=True) if one is not None))


def _complainant(subject: UUID | None) -> UUID | None:
    from quorate.challenges.models import Complaint

    if subject is None:
        return None
    return Complaint.objects.filter(pk=subject).values_list("person_id", flat=True).first()


def recipients_of(conference: Conference, people: Iterable[Invitee], code: str = "") -> list[Recipient]:
    """These people of the list as recipients: what they read, about which children, and whether they are kept out.

    Of the plan (`code`) somebody of the wider family reads what is about the children to whose core group they belong.
    """
    people = list(people)
    readers = plan_readers(conference) if code == PLAN else None
    cases = set(ConferenceChild.objects.filter(conference=conference).values_list("child_case_id", flat=True))
    persons = {one.person_id for one in people if one.person_id is not None}
    theirs = _cases_of_parents(cases, persons)
    for person_id, case_id in Child.objects.filter(case_id__in=cases, person_id__in=persons).values_list(
        "person_id", "case_id"
    ):
        # Brothers and sisters stand in each other's records; each is told of itself alone.
        theirs[person_id] = theirs.get(person_id, set()) | {case_id}
    kept_out = kept_out_all(conference, persons)
    found = []
    for one in people:
        own = set() if one.person_id is None else theirs.get(one.person_id, set())
        if readers is not None and one.kind == "family":
            own = own | readers.cases_of(one)
        found.append(_recipient(one, cases, own, "" if one.person_id is None else kept_out[one.person_id].scope))
    return found


def _cases_of_parents(cases: set[UUID], persons: set[UUID]) -> dict[UUID, set[UUID]]:
    """By person: the children whose parent they are, or to whom they stand as one.

    The genogram of a child names others too: the father of a half-brother, whoever was the mother's partner once. The
    birth parents of a child who has been adopted count only where they answer for it or live with it.
    """
    rows = list(
        Relative.objects.filter(Q(person_id__in=persons) | Q(relation__in=_ADOPTIVE), case_id__in=cases)
        .filter(removed_on__isnull=True)
        .values_list("person_id", "case_id", "relation", "parental_responsibility", "lives_with_child")
    )
    adopted = {case for _, case, relation, _, _ in rows if relation in _ADOPTIVE}
    found: dict[UUID, set[UUID]] = {}
    for person, case, relation, answers, lives in rows:
        by_birth = relation in _BIRTH and case not in adopted
        if person in persons and (answers or by_birth or relation in _CARERS or (lives and relation not in _YOUNG)):
            found.setdefault(person, set()).add(case)
    return found


def _recipient(one: Invitee, cases: set[UUID], theirs: set[UUID], kept_out: str) -> Recipient:
    audience = audience_of(one.kind)
    labels = _LABELS.get(audience, frozenset())
    if audience == "professional" and one.role in _LEADING and one.user_id is not None:
        # The seat, not a place on the list that waits for a name.
        labels |= {"C", "R"}
    told = cases & set(one.about) if one.about else cases
    if audience != "professional":
        # Half-brothers and half-sisters: a parent is told of the children whose parent they are.
        told &= theirs
    agency = one.agency_id or (one.professional.agency_id if one.professional else None)
    return Recipient(
        key=str(one.pk), kind=one.kind, name=one.name, person_id=one.person_id or one.pk, user_id=one.user_id,
        agency_id=agency, children=frozenset(told), kept_out=kept_out, labels=labels,
    )  # fmt: skip


def agency_names(conference: Conference) -> list[str]:
    """Names of the agencies that are on the list of people."""
    rows = Invitee.objects.filter(conference=conference, removed_on__isnull=True)
    return [
        name
        for names in rows.values_list("agency__name", "professional__agency__name")
        for name in names
        if name is not None
    ]
