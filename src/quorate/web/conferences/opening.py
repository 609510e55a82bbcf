"""Opening a conference: found among those in reach, with its children and its procedure; the look is recorded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from quorate.access.gathering import prepared, prepared_and_noted
from quorate.access.models import ProtectedCase
from quorate.access.permissions import NoSuchRecord, abilities_by
from quorate.access.standing import Standing
from quorate.audit.services import Entry, record
from quorate.conferences.models import Cancellation, Conference, ConferenceState, Sitting
from quorate.conferences.queries import SubjectChild, found_conference
from quorate.procedure.pack import Pack
from quorate.web.addresses import address, is_route
from quorate.web.children.opening import standing_of
from quorate.web.pages import page
from quorate.web.permissions import require_declared
from quorate.web.wording import capitalize_first, joined
from quorate.web.work.moments import LONDON, Clock, clock_at, now

_ASKED: Final = (
    "read", "write", "contribute", "manage_people", "decide_exclusion", "set_label", "agree_label", "sign",
    "add_addendum", "reveal_contact", "export", "grant_access", "look_at_access_log",
)  # fmt: skip

_BY_FULL_NAME: Final = 3
_CALLED_OFF: Final = (ConferenceState.CANCELLED, ConferenceState.DECLINED)
TABS: Final = (
    ("conference", "Preparation"),
    ("conference_people", "People"),
    ("conference_reports", "Reports"),
    ("conference_needs", "Needs"),
    ("conference_meeting", "Meeting"),
    ("conference_decisions", "Decisions"),
    ("conference_plan", "Plan"),
    ("conference_record", "Record"),
    ("conference_papers", "Papers"),
    ("conference_looks", "Who has looked"),
)
"""The parts of a conference's record: the route of each, and what the tab says."""


@dataclass(frozen=True, slots=True)
class OpenConference:
    """A conference as it was opened by somebody: what it is, and what they may do with it.

    `can` are the actions of `access.roles` allowed on it; `pack` is the edition of the procedure that it keeps.
    `reads_closed`: they read what is meant for the chair and the minute-taker alone.
    """

    conference: Conference
    case: ProtectedCase
    children: list[SubjectChild]
    can: frozenset[str]
    standing: Standing
    pack: Pack
    clock: Clock
    reads_closed: bool = False

    @property
    def leads(self) -> bool:
        """Whether they write in the meeting: chair and minute-taker. `meeting_rules.require_lead` says the same."""
        return self.reads_closed and "write" in self.can

    @property
    def keeps(self) -> bool:
        """Whether they keep the list of people, and so read every request to keep somebody out; `keeping.may_keep`
        and row level security say the same."""
        return self.leads or "manage_people" in self.can

    @property
    def previews(self) -> bool:
        """Whether they look at papers as others would get them; `notices.services.preview` refuses everybody else."""
        return self.reads_closed or "manage_people" in self.can

    @property
    def ref(self) -> str:
        """What stands in addresses of pages."""
        return str(self.case.ref)

    @property
    def today(self) -> date:
        """Today in London."""
        return self.clock.today

    @property
    def now(self) -> datetime:
        """This instant."""
        return self.clock.now

    @property
    def case_ids(self) -> list[Any]:
        """The cases of its children, for events."""
        return [one.case_id for one in self.children]

    def word(self, code: str) -> str:
        """What the authority calls a role, kind, outcome or paper; the code in plain letters where it has no word."""
        return word_of(self.pack, code)


@dataclass(frozen=True, slots=True)
class Asked:
    """What readings about a conference may hang on: keys and moments, no more (`access.gathering.prepared`)."""

    conference: Conference
    case: ProtectedCase
    case_ids: list[Any]
    now: datetime
    today: date


def read(build: Callable[..., Sequence[QuerySet[Any, Any]]], found: OpenConference, **more: Any) -> list[list[Any]]:
    """The rows of the readings that `build(asked, **more)` makes, from one statement that is put into words once."""
    return prepared(_told(build), **_hung_on(found), **more)


def _hung_on(found: OpenConference) -> dict[str, Any]:
    return {
        "conference": found.conference, "case": found.case, "cases": found.case_ids, "now": found.now,
        "today": found.today,
    }  # fmt: skip


@cache
def _told(build: Callable[..., Sequence[QuerySet[Any, Any]]]) -> Callable[..., Sequence[QuerySet[Any, Any]]]:
    def readings(
        *, conference: Conference, case: ProtectedCase, cases: list[Any], now: datetime, today: date, **more: Any
    ) -> Sequence[QuerySet[Any, Any]]:
        return build(Asked(conference, case, cases, now, today), **more)

    return readings


def word_of(pack: Pack, code: str) -> str:
    """What a procedure calls something."""
    words = pack.data["words"]
    found = words.get(code) or words.get(code.replace("-", "_"))
    return str(found["say"]) if found else code.replace("_", " ").replace("-", " ")


def opened(request: HttpRequest, ref: str, part: str) -> OpenConference:
    """The conference of this reference. Recorded as a look at `part`.

    Raises NoSuchRecord where there is none, where it is hidden, and where the role reads nothing of it; NotAllowed
    where what the route declares may not be done with it.
    """
    found = _found(request, ref)
    look = _look(found, part)
    record(
        action=look.action, subject_kind=look.subject_kind, subject_id=look.subject_id, case_id=look.case_id,
        facts=look.facts,
    )  # fmt: skip
    return found


def opened_with(
    request: HttpRequest, ref: str, part: str, build: Callable[..., Sequence[QuerySet[Any, Any]]], **more: Any
) -> tuple[OpenConference, list[list[Any]]]:
    """The same with what `read(build, …, **more)` gives, for pages that read at once: one statement says that somebody
    looks and reads what they look at."""
    found = _found(request, ref)
    return found, prepared_and_noted(_look(found, part), _told(build), **_hung_on(found), **more)


def _look(found: OpenConference, part: str) -> Entry:
    return Entry("case.read", "conference", found.conference.pk, found.conference.case_id, {"part": part})


def _found(request: HttpRequest, ref: str) -> OpenConference:
    """The conference for whoever may read it, and do what the route declares; not recorded yet."""
    standing, clock = standing_of(request), clock_at(now())
    found = found_conference(standing, ref)
    conference = found.conference
    can = abilities_by(found.facts, standing, conference.case, _ASKED)
    if "read" not in can:
        raise NoSuchRecord
    require_declared(request, standing, conference.case, can)
    return OpenConference(
        conference, conference.case, found.children, can, standing, _pack(request, conference, clock), clock,
        "read" in abilities_by(found.facts, standing, conference.case, ("read",), label="R"),
    )  # fmt: skip


def opened_to_lead(request: HttpRequest, ref: str, part: str) -> OpenConference:
    """The same for a page on which the meeting is led or written down: chair and minute-taker alone.

    Raises NotAllowed, NoSuchRecord.
    """
    return only_leading(opened(request, ref, part))


def only_leading(found: OpenConference) -> OpenConference:
    """The conference as it was opened, for chair and minute-taker alone. Raises NotAllowed."""
    from quorate.conferences.services.meeting_rules import require_lead

    if not found.leads:
        require_lead(found.standing, found.conference)
    return found


def _pack(request: HttpRequest, conference: Conference, clock: Clock) -> Pack:
    """The edition that the conference keeps: the one it was asked for under, else the one in force on that day."""
    from quorate.cases.packs import pack_on

    if conference.edition:
        return pack_on(conference.edition, clock.today)
    name = request.viewer.pack  # type: ignore[attr-defined]  # set by the middleware of the pages
    return pack_on(name, conference.requested_on or clock.today)


def conference_page(
    request: HttpRequest,
    found: OpenConference,
    template: str,
    *,
    title: str,
    tab: str,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """A page below the conference's bar, at the tab of this route. Titles hold no name.

    A conference that does not take place says so on each of its pages (`is_off`, `cancelled`; `never_sat`: it had not
    begun either).
    """
    return page(
        request,
        template,
        title=title,
        place="children",
        status=status,
        found=found,
        conference=found.conference,
        case=found.case,
        can=found.can,
        word=found.word,
        who=names_of(found.children, found.today),
        what=facts_of(found),
        navigation=[
            {"text": text, "href": address(route, ref=found.ref), "here": route == tab}
            for route, text in TABS
            if is_there(route) and (route != "conference_looks" or "look_at_access_log" in found.can)
        ],
        **(_called_off(found) | context),
    )


def _called_off(found: OpenConference) -> dict[str, Any]:
    """Whether it was cancelled or declined, and the cancellation for whoever may read why."""
    if found.conference.state not in _CALLED_OFF:
        return {"is_off": False, "never_sat": False}
    return {
        "is_off": True, "cancelled": Cancellation.objects.filter(conference=found.conference).first(),
        "never_sat": not Sitting.objects.filter(conference=found.conference).exists(),
    }  # fmt: skip


def is_there(route: str) -> bool:
    """Whether a part of the conference has a page."""
    return is_route(route, "ref")


def names_of(children: list[SubjectChild], today: date) -> str:
    """ "Zofia Brambleday (7) and unborn baby": the children of a conference in one line.

    Four and more by their given names alone: on a telephone the full names fill the screen before anything else.
    """
    said = [_name(one, (len(children) > _BY_FULL_NAME and one.given) or one.name, today) for one in children]
    return capitalize_first(joined(said)) if said else "A conference about children whom you may not see"


def _name(child: SubjectChild, name: str, today: date) -> str:
    if child.born_on is None:
        return "unborn baby"
    years = today.year - child.born_on.year - ((today.month, today.day) < (child.born_on.month, child.born_on.day))
    return f"{name} ({years if years else 'under 1'})"


def facts_of(found: OpenConference) -> list[str]:
    """What stands below the names: kind and reference, when, unborn children's dates."""
    from quorate.web.wording import day

    conference = found.conference
    kind = capitalize_first(found.word(f"{conference.kind}_conference"))
    said = [f"{kind} {conference.reference}", conference.get_state_display()]
    if conference.starts_at is not None:
        local = conference.starts_at.astimezone(LONDON)
        said.insert(1, f"{day(local.date())}, {local:%H:%M}")
    said += [f"Baby expected {day(one.expected_on)}" for one in found.children if one.is_unborn and one.expected_on]
    return said
