"""What a request has not asked, plainly: for whoever sends it, for whoever answers it, and in the words of asking for
more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from quorate.conferences.models import ConferenceRequest
from quorate.conferences.queries.unasked import ASKED, FEAR_NOT_KNOWN, Unasked, unasked_of
from quorate.web.addresses import address
from quorate.web.conferences.opening import OpenConference
from quorate.web.conferences.people import keeps_list
from quorate.web.conferences.request_tasks import DONE, Task, may_write, tasks_of
from quorate.web.conferences.undiscussed import undiscussed_in

_PART: Final = {"address": "people", "fear": "needs", "needs": "needs", "invite": "invite"}


@dataclass(frozen=True, slots=True)
class NotAsked:
    """One thing: what was not asked, of whom, the clauses that ask for it, and where it is answered ("": not by the
    reader, or not now). `holds`: the request is not sent without it; `is_private`: of whom, no message says."""

    title: str
    who: tuple[str, ...]
    source: tuple[str, ...]
    href: str
    holds: bool = False
    is_private: bool = False

    @property
    def in_words(self) -> str:
        """ "Who is to be invited (LEI-03)": one line of a message, which not only those read who arrange it."""
        of_whom = f": {', '.join(self.who)}" if self.who and not self.is_private else ""
        clauses = f" ({', '.join(self.source)})" if self.source else ""
        return f"{self.title}{of_whom}{clauses}"


def not_asked(found: OpenConference, asked: ConferenceRequest) -> list[NotAsked]:
    """What was not asked: first what holds the request back, then the parts that everybody writes, then the forms'.

    Whether anybody is afraid is asked by those who arrange the conference, and told to nobody else.
    """
    tasks = {one.part: one for one in tasks_of(found, asked)}
    writes = may_write(asked, found)
    rows = [
        _of_people(one, tasks, writes)
        for one in unasked_of(asked, found.pack, found.today, found.children)
        if one.code != "fear" or keeps_list(found)
    ]
    parts = [
        NotAsked(one.title, (), one.source, one.href if writes else "")
        for one in tasks.values()
        if one.is_needed and one.state != DONE
    ]
    return sorted([*rows, *_undiscussed(found, writes=writes), *parts], key=lambda one: not one.holds)


def _undiscussed(found: OpenConference, *, writes: bool) -> list[NotAsked]:
    """That the limit cannot be counted: recorded on the page of the (first) child."""
    missing = undiscussed_in(found)
    if not missing:
        return []
    ref = next((one.ref for one in missing if one.ref), "")
    to = address("enquiry_new", ref=ref) if ref and writes else ""
    return [NotAsked("No strategy discussion is recorded for this", tuple(one.given for one in missing), (), to)]


def _of_people(one: Unasked, tasks: dict[str, Task], writes: bool) -> NotAsked:
    part = _PART[one.code]
    if part == "invite" and tasks["invite"].state == DONE:
        part = "people"  # whom of the family: a page of their own
    href = tasks[part].href if writes else ""
    return NotAsked(one.title, one.who, _clauses(one.source), href, one.before_sending, one.code == "fear")


def _clauses(source: Iterable[str]) -> tuple[str, ...]:
    """The clauses of the authority's own paper; what the national base says for it is no clause to look up."""
    return tuple(one for one in source if one[:3].isupper() and one[3:4] == "-")


def message_for_more(missing: Iterable[NotAsked]) -> str:
    """How a manager asks for what is missing; "" where nothing is."""
    lines = [f"- {one.in_words}" for one in missing]
    return "\n".join(["Please complete the request. Not asked yet:", *lines]) if lines else ""


def fears_said(asked: ConferenceRequest) -> dict[str, Any]:
    """What the page shows of earlier answers: asked, and not afraid as far as is written down; or why not asked."""
    said = asked.answers.get("safety", {})
    return {f"fear-{key}": "no" if one == ASKED else one for key, one in said.items()}


def fear_in_words(asked: ConferenceRequest, person: Any, afraid: set[Any]) -> str:
    """Whether somebody is afraid of somebody who may come; of whom is never said here."""
    if person in afraid:
        return "Yes: it is written down, and kept apart"
    said = asked.answers.get("safety", {}).get(str(person), "")
    if said in FEAR_NOT_KNOWN:
        return f"Not known, {FEAR_NOT_KNOWN[said]}"
    return "No" if said == ASKED else "Not asked yet"
