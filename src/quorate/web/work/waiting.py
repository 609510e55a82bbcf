"""What waits for somebody's own word and is no duty of the procedure: a request, a record, a paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.expressions import RawSQL

from quorate.access.gathering import Spelt, beside
from quorate.access.moments import today
from quorate.access.standing import Standing
from quorate.cases.packs import pack_on
from quorate.cases.worklist import Question, Worklist, worklist_of
from quorate.conferences.models import Booking
from quorate.conferences.models.report import SOCIAL_WORK
from quorate.conferences.queries.asked_out import undecided_work
from quorate.conferences.queries.undecided import left_undecided
from quorate.conferences.report_rules import authorising_roles
from quorate.notices.services.letting_out import NEEDS_WRITING
from quorate.plans.queries.not_needed import children_not_needed, is_for_nobody
from quorate.web.addresses import address
from quorate.web.wording import day_short
from quorate.web.work.lines import children_named
from quorate.web.work.moments import LONDON
from quorate.web.work.naming import Somebody

# What waits, by the name it has in the query: the words, and the page on which the answer is given.
_SAYS: Final = {
    "request": ("Answer the request for a conference", "conference_request"),
    "book": ("Book the conference", "conference_booking"),
    "minutes": ("Prepare the minutes", "conference_papers"),
    "more": ("The manager asks for more about your request", "conference_request"),
    "again": ("Prepare the minutes again: something was added", "conference_papers"),
    "record": ("Approve the record", "conference_record"),
    "apart": ("Arrange how people come who must not meet: their invitations wait", "conference_needs"),
    "whose": ("Look who is meant: a fear is about somebody no longer on the family’s record", "conference_needs"),
    "freed": ("Prepare invitations again: they wait for nothing any more", "conference_papers"),
    "authorise": ("Authorise the social work report", "conference_report"),
    "paper": ("Look at it and let it out: {}", "conference_papers"),
    "keep-out": ("Decide whether {} is kept out", "conference_exclusion_decide"),
}
# A paper that tells of the cancelling itself waits too, and so does the record of a day that was held before it.
# Whose word it is: the role in which the conference is held. Whoever prepared a paper is not its second reader, and one
# of which it is noted that it has gone is let out by those who write to the case.
_WAITS: Final = """WITH waits AS (
    SELECT 'request' AS what, r.conference_id, '' AS title, r.sent_on AS since FROM conferences_request r
        WHERE r.state = 'sent' AND (r.conference_id, 'team_manager') IN (SELECT * FROM work)
    UNION ALL
    SELECT 'more', r.conference_id, '', r.answered_on FROM conferences_request r
        WHERE r.state = 'more-asked' AND (r.conference_id, 'social_worker') IN (SELECT * FROM work)
    UNION ALL
    SELECT 'book', r.conference_id, '', r.answered_on FROM conferences_request r
        JOIN conferences_conference k ON k.id = r.conference_id AND k.state = 'agreed'
        WHERE (r.conference_id, 'administrator') IN (SELECT * FROM work)
    UNION ALL
    SELECT 'minutes', r.conference_id, '', (r.approved_at AT TIME ZONE %(zone)s::text)::date FROM conferences_record r
        WHERE r.state = 'approved' AND (r.conference_id, 'minute_taker') IN (SELECT * FROM work)
          AND NOT EXISTS (SELECT FROM release_release m WHERE m.conference_id = r.conference_id
              AND m.code = 'minutes' AND m.state IN ('prepared', 'released'))
    UNION ALL
    SELECT 'again', r.conference_id, '', (max(a.added_at) AT TIME ZONE %(zone)s::text)::date FROM conferences_record r
        JOIN conferences_addendum a ON a.record_id = r.id
        WHERE (r.conference_id, 'minute_taker') IN (SELECT * FROM work)
           OR (r.conference_id, 'chair') IN (SELECT * FROM work)
        GROUP BY r.id, r.conference_id HAVING max(a.added_at) > (SELECT max(m.prepared_at) FROM release_release m
            WHERE m.conference_id = r.conference_id AND m.code = 'minutes' AND m.state IN ('prepared', 'released'))
    UNION ALL
    SELECT 'record', r.conference_id, '', (r.prepared_at AT TIME ZONE %(zone)s::text)::date FROM conferences_record r
        WHERE r.state = 'draft' AND r.prepared_by <> %(me)s AND (r.conference_id, 'chair') IN (SELECT * FROM work)
    UNION ALL
    SELECT 'apart', s.conference_id, '', max(s.recorded_on) FROM conferences_safety_concern s
        JOIN conferences_conference k ON k.id = s.conference_id AND k.state IN ('agreed', 'booked', 'adjourned')
        WHERE (s.conference_id, 'chair') IN (SELECT * FROM work)
          AND (conferences_is_to_arrange(s.id) OR cardinality(conferences_namesakes(s.id)) > 0)
        GROUP BY s.conference_id
    UNION ALL
    SELECT 'whose', s.conference_id, '', max(s.recorded_on) FROM conferences_safety_concern s
        JOIN conferences_conference k ON k.id = s.conference_id AND k.state IN ('agreed', 'booked', 'adjourned')
        WHERE s.conference_id IN (SELECT case_id FROM work WHERE as_role IN ('chair', 'social_worker'))
          AND conferences_is_off_record(s.id)
        GROUP BY s.conference_id
    UNION ALL
    SELECT 'freed', m.conference_id, '', (max(m.put_out_at) AT TIME ZONE %(zone)s::text)::date FROM notices_message m
        JOIN conferences_conference k ON k.id = m.conference_id AND k.state IN ('booked', 'adjourned')
        WHERE m.state = 'held' AND m.why = 'arrange' AND notices_waits_for_nothing(m.id)
          AND m.conference_id IN (SELECT case_id FROM work WHERE as_role IN ('chair', 'administrator'))
        GROUP BY m.conference_id
    UNION ALL
    SELECT 'paper', r.conference_id, r.title, (r.prepared_at AT TIME ZONE %(zone)s::text)::date FROM release_release r
        WHERE r.state = 'prepared' AND r.prepared_by <> %(me)s
          AND r.conference_id IN (SELECT case_id FROM work WHERE as_role = 'chair'
              OR as_role = ANY (CASE WHEN r.code = ANY (%(noted)s::text[]) THEN ARRAY['social_worker', 'team_manager']
                  ELSE ARRAY['administrator'] END))
    UNION ALL
    SELECT 'authorise', r.conference_id, r.id::text, (r.ready_at AT TIME ZONE %(zone)s::text)::date
        FROM conferences_report r
        WHERE r.state = 'ready' AND r.code = 'social-work'
          AND r.written_by IS DISTINCT FROM %(me)s AND r.ready_by IS DISTINCT FROM %(me)s
          AND NOT EXISTS (SELECT FROM conferences_report_section s
              WHERE s.report_id = r.id AND s.written_by = %(me)s AND s.version > 1)
          AND r.conference_id IN (SELECT case_id FROM work WHERE as_role IN ('chair', 'team_manager')))
SELECT w.what, w.title, w.since, w.conference_id, p.ref, k.reference,
    coalesce(nullif(k.edition, ''), (SELECT a.pack FROM people_authority a WHERE a.id = k.authority_id)),
    ARRAY(SELECT h.as_role FROM work h WHERE h.case_id = w.conference_id),
    (SELECT array_agg(ARRAY[c.given_names, c.family_name, c.known_as] ORDER BY c.born_on, c.reference)
        FROM conferences_child n JOIN cases_child c ON c.case_id = n.child_case_id WHERE n.conference_id = k.id)
FROM waits w JOIN conferences_conference k ON k.id = w.conference_id JOIN access_case p ON p.id = k.case_id
WHERE k.state <> 'cancelled' OR w.what IN ('paper', 'record', 'minutes', 'again')
ORDER BY w.since, k.reference, w.title LIMIT 30"""
_WAITING: Final = Spelt(_WAITS, (str, str, date, UUID, str, str, str, list, list))


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: what to do, for whom, since when, and where."""

    title: str
    about: str
    since: str
    at: str


def duties_and_waiting(standing: Standing, put: Question) -> tuple[Worklist, list[Waiting]]:
    """The person's own duties, asked for by `put`, and what waits for the person's own word, the longest first.

    One query: whose work the cases are is worked out once for all of it.
    """
    said = {**put.said, "me": standing.user_id, "zone": str(LONDON), "noted": sorted(NEEDS_WRITING)}
    duties, waits, left, open_, out = beside(put.given, [put.listed, _WAITING], said, _in_rows, me=standing.user_id)
    first = [*_asked_out(out, standing), *(_undecided(one) for one in open_)]
    return worklist_of(duties), [*first, *_waiting(waits, left, standing)]


def _waiting(rows: list[Any], left: list[dict[str, Any]], standing: Standing) -> list[Waiting]:
    grouped = {key: list(same) for key, same in groupby(left, key=lambda row: row["conference_id"])}
    nobodys = {key for key, same in grouped.items() if is_for_nobody(same)}
    said = [
        Waiting(
            title=_SAYS[what][0].format(title),
            about=" · ".join(filter(None, (children_named([Somebody(*one) for one in children or []]), reference))),
            since=_since(since),
            at=_place(what, title, ref),
        )
        for what, title, since, conference, ref, reference, edition, as_roles, children in rows
        # Nobody is asked to book what is for nobody, nor to authorise what their procedure has somebody else do.
        if (what != "book" or conference not in nobodys)
        and (what != "authorise" or set(as_roles) & set(authorising_roles(pack_on(edition, today()), SOCIAL_WORK)))
    ]
    return said + [_no_longer(same, standing, key in nobodys) for key, same in grouped.items()]


def _place(what: str, title: str, ref: str) -> str:
    """Where it is answered; of a report that waits the `title` is its key."""
    page = _SAYS[what][1]
    return address(page, ref=ref, report=title) if what == "authorise" else address(page, ref=ref)


def _since(day: date) -> str:
    return f"Since {day_short(day)}"


# Those that are still to come, out of all that an office has ever worked on.
_TOLD: Final = RawSQL(
    "SELECT conferences_to_come(ARRAY(SELECT w.case_id FROM work w"
    " WHERE w.as_role IN ('administrator', 'social_worker', 'chair')))",
    (),
)
_DECIDES: Final = RawSQL("SELECT w.case_id FROM work w WHERE w.as_role IN ('social_worker', 'chair')", ())
"""The administrator, to whom the duty itself falls, has it among the duties."""


def _in_rows(*, me: UUID) -> list[QuerySet[Any, Any]]:
    booked = Booking.objects.filter(conference=OuterRef("conference"), live=True, booked_by=me)
    found = children_not_needed().filter(conference_id__in=_TOLD).order_by("conference_id", "since", "child_case_id")
    undecided = left_undecided().filter(conference_id__in=_DECIDES)
    return [found.annotate(is_own=Exists(booked)), undecided, undecided_work()]


def _asked_out(rows: Iterable[dict[str, Any]], standing: Standing) -> list[Waiting]:
    """Who is to be kept out, asked and not decided: of whoever decides it by the procedure of that conference.

    The chair decides as the chair of this very conference, whoever else is named in the own role alone
    (`exclusions.deciding_role`).
    """
    words, page = _SAYS["keep-out"]
    once: dict[UUID, dict[str, Any]] = {}
    for one in rows:
        once.setdefault(one["key"], one)  # several may ask about one person: it is decided once
    return [
        Waiting(
            title=words.format(one["name"]),
            about=" · ".join(filter(None, (one["reference"], _meeting(one["starts_at"])))),
            since=_since(one["asked_on"]),
            at=address(page, ref=one["ref"], key=one["key"]),
        )
        for one in once.values()
        if any(role in one["as_roles"] and role in ("chair", standing.role) for role in _deciders(one["edition"]))
    ]


def _deciders(edition: str) -> list[str]:
    return list(pack_on(edition, today()).data["exclusion"]["decided_by"])


def _meeting(starts_at: datetime | None) -> str:
    return f"conference on {day_short(starts_at.astimezone(LONDON).date())}" if starts_at else ""


def _undecided(one: dict[str, Any]) -> Waiting:
    """That nothing has been decided about a child by a conference that is over."""
    name = children_named([Somebody(one["given"], one["family"], one["known"])])
    return Waiting(
        title=f"Nothing is decided for {name} yet: the meeting about this child has to go on",
        about=str(one["conference__reference"]),
        since=f"By {day_short(one['last_on'])}",
        at=address("conference", ref=one["conference__case__ref"]),
    )


def _no_longer(rows: Iterable[dict[str, Any]], standing: Standing, for_nobody: bool) -> Waiting:
    """That a conference is for nobody any more, and who is asked to cancel it; or for which child it is not."""
    every = list(rows)
    first = every[0]
    names = children_named([Somebody(one["given"], one["family"], one["known"]) for one in every])
    cancels = for_nobody and (standing.role == "administrator" or first["is_own"])
    title = (
        "Cancel the conference: no child needs it any more" if cancels else "No child needs this conference any more"
    )
    return Waiting(
        title=title if for_nobody else f"The conference is no longer needed for {names}",
        about=" · ".join(filter(None, (names if for_nobody else "", first["conference__reference"]))),
        since=_since(max(one["since"] for one in every)),
        at=address("conference_cancel" if cancels else "conference", ref=first["conference__case__ref"]),
    )
