"""The request as a task list: what has been written, what is still to do, and where each part is done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from django.urls import reverse

from quorate.conferences.models import ConferenceRequest, RequestState
from quorate.conferences.services.drafting import is_finished, version_of_part
from quorate.web.conferences.opening import OpenConference

Data = dict[str, Any]
DONE: Final = "Done"
BEGUN: Final = "Begun"
OPEN: Final = "Not begun"


@dataclass(frozen=True, slots=True)
class Task:
    """One part of the request. `look` is a tag's."""

    title: str
    hint: str
    href: str
    state: str
    form: str = ""
    """The title of the procedure's own form of which it is a section."""
    part: str = ""
    """Its code: `people`, or form and section."""
    is_needed: bool = False
    """Whether a request that leaves it out says so; of the parts about people the pack's `asked` does."""
    source: tuple[str, ...] = ()

    @property
    def look(self) -> str:
        """How the tag of the state looks."""
        return {DONE: "in-place", BEGUN: "info"}.get(self.state, "plain")


def may_write(asked: ConferenceRequest, found: OpenConference) -> bool:
    """Whether the reader may still change the request."""
    return asked.state in (RequestState.DRAFT, RequestState.MORE_ASKED) and "write" in found.can


def forms_of(found: OpenConference) -> list[Data]:
    """The forms of the procedure that stand for the request: for staff, and not a report's own form.

    Those of the conference's kind, and of the kind that it is for any child (an unborn brother or sister).
    """
    kinds = {found.conference.kind, *(one.kind for one in found.children)}
    reports = {f"{one['code']}-report" for one in found.pack.data["report"]}
    return [
        one
        for one in found.pack.data["form"]
        if one["audience"] == "staff" and not kinds.isdisjoint(one["for_conferences"]) and one["code"] not in reports
    ]


def tasks_of(found: OpenConference, asked: ConferenceRequest) -> list[Task]:
    """The task list, in the order in which people think: who, why, whom to invite, what they need, the forms."""
    kind = found.conference.kind
    named = ", ".join(one.given for one in found.children)
    tasks = [Task("The children", named, _to(found, "children"), DONE, part="children")]
    if kind == "transfer_in":
        transfer = _task(found, asked, "transfer", "Where the children come from", "The other authority")
        tasks.append(replace(transfer, is_needed=True))
    why, to = "Why a conference is needed", _to(found, "concern")
    tasks.append(Task("Concern and enquiry", why, to, _concern(asked), part="concern", is_needed=True))
    tasks.append(_task(found, asked, "people", "Parents and adults who matter", "To be invited? Address confidential?"))
    tasks.append(_task(found, asked, "invite", "Who to invite", "Suggested by the procedure, each with its clause"))
    tasks.append(_task(found, asked, "needs", "Needs and safety", "What each person needs to take part; who is afraid"))
    for form in forms_of(found):
        tasks += [_section(found, asked, form, one) for one in form["section"] if one["fields"]]
    return tasks


def _to(found: OpenConference, part: str) -> str:
    return reverse(f"conference_request_{part}", args=[found.ref])


def _task(found: OpenConference, asked: ConferenceRequest, part: str, title: str, hint: str) -> Task:
    state = DONE if is_finished(asked, part) else BEGUN if version_of_part(asked, part) else OPEN
    return Task(title, hint, _to(found, part), state, part=part)


def _concern(asked: ConferenceRequest) -> str:
    said = (asked.reason.strip(), asked.legal_basis.strip(), asked.risk_is_serious is not None)
    return DONE if all(said) else BEGUN if any(said) else OPEN


def _section(found: OpenConference, asked: ConferenceRequest, form: Data, section: Data) -> Task:
    href = reverse("conference_request_form", args=[found.ref, form["code"], section["code"]])
    part = f"{form['code']}/{section['code']}"
    return Task(
        section["title"], "", href, DONE if is_finished(asked, part) else OPEN, form["title"], part,
        section["needed"], tuple(section["source"]),
    )  # fmt: skip
