"""Asking the running engine: a short case, a moment, and the answer in the words of `quorate duties --json`."""

from __future__ import annotations

from functools import cache
from typing import Any

from quorate.procedure.pack import Pack
from quorate.procedure.position import position
from tests.clauses.representing import LATEST, date_of, library

Event = dict[str, Any]
CHILD = {"id": "c1", "born": "2019-02-03"}
UNBORN = {"id": "c1", "expected": "2026-12-20"}
PARENT = {"id": "p1"}
TWO_PARENTS = ({"id": "p1"}, {"id": "p2"})

# What every recorded decision to make a plan carries when it is complete.
PLAN = {
    "outcome": "plan-made",
    "categories": ["neglect"],
    "lead_practitioner": "sw1",
    "core_group": ["sw1", "school", "p1"],
    "next_review_on": "2027-02-20",
}


@cache
def pack(name: str) -> Pack:
    """The authority's pack over the latest national base."""
    return library().pack(name, date_of(LATEST))


def event(name: str, at: str, **said: Any) -> Event:
    """One event; `with_` and `as_` stand for the keys that Python keeps for itself."""
    return {"event": name, "at": at} | {key.rstrip("_"): value for key, value in said.items()}


def booked(starts_at: str, at: str = "2026-11-02T09:00", **said: Any) -> Event:
    return event("conference-booked", at, starts_at=starts_at, **said)


def held(at: str, outcomes: str | dict[str, str] | None = None, **said: Any) -> Event:
    """A conference held, with its outcomes in the short form."""
    return event("conference-held", at, **({"outcomes": outcomes} if outcomes is not None else {}), **said)


def there(at: str, *who: str, direct_contact: bool = True, **said: Any) -> list[Event]:
    """People who attended, each by role."""
    return [event("attended", at, who=one, direct_contact=direct_contact, **said) for one in who]


def quorate(at: str) -> list[Event]:
    """Enough people for any of the five authorities."""
    return there(at, "social_worker", "police_rep", "health_visitor", "school_rep")


class Answer:
    """The whole answer, with short ways to one duty, one decision, one invitee."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data

    def duties(self, code: str) -> list[dict[str, Any]]:
        return [duty for duty in self.data["duties"] if duty["code"] == code]

    def own(self, code: str) -> list[dict[str, Any]]:
        """Those of the conference described, without what earlier conferences left undone."""
        return [duty for duty in self.duties(code) if duty["for"] == self.data["conference"]["reference"]]

    def duty(self, code: str, about: str | None = None) -> dict[str, Any]:
        """The one duty of this code, about this child or parent where there are several."""
        found = [duty for duty in self.duties(code) if about is None or duty["about"] == about]
        found = [duty for duty in found if duty in self.own(code)] or found
        assert len(found) == 1, f"{len(found)} duties {code} about {about}: {found}"
        return found[0]

    def due(self, code: str, about: str | None = None) -> Any:
        return self.duty(code, about)["due"]

    def state(self, code: str, about: str | None = None) -> str:
        return str(self.duty(code, about)["state"])

    def who(self, code: str, about: str | None = None) -> str:
        return str(self.duty(code, about)["who"])

    def child(self, child: str = "c1") -> dict[str, Any]:
        """How one child can take part."""
        return next(one for one in self.data["children"] if one["child"] == child)

    def invited(self) -> set[str]:
        """Those who are to be invited (`consider` left out)."""
        return {one["code"] for one in self.data["invitees"] if one["invite"] == "yes"}

    def considered(self) -> set[str]:
        return {one["code"] for one in self.data["invitees"] if one["invite"] == "consider"}

    def invitee(self, code: str) -> dict[str, Any]:
        return next(one for one in self.data["invitees"] if one["code"] == code)

    def outcomes(self, child: str = "c1") -> list[str]:
        """Between which decisions the conference chooses for a child."""
        return [one["outcome"] for one in self.data["decisions"] if one.get("child") == child]

    def decision(self, outcome: str, child: str = "c1") -> dict[str, Any]:
        return next(
            one for one in self.data["decisions"] if one.get("child") == child and one.get("outcome") == outcome
        )

    def held_by(self, outcome: str, child: str = "c1") -> dict[str, list[str]]:
        """The gates that hold a decision back, each with its source."""
        return {one["gate"]: one["source"] for one in self.decision(outcome, child)["held_by"]}

    def warned(self, outcome: str, child: str = "c1") -> dict[str, str]:
        return {one["gate"]: one["says"] for one in self.decision(outcome, child)["warnings"]}

    def action(self, name: str) -> dict[str, Any]:
        """The answer about booking, starting or excluding."""
        return next(one for one in self.data["decisions"] if one["action"] == name)

    def action_held_by(self, name: str) -> dict[str, list[str]]:
        return {one["gate"]: one["source"] for one in self.action(name)["held_by"]}


def ask(
    name: str,
    at: str,
    events: list[Event],
    *,
    kind: str = "initial",
    children: tuple[Event, ...] = (CHILD,),
    parents: tuple[Event, ...] = (PARENT,),
    reference: str | None = None,
) -> Answer:
    """Where the case stands under the authority's pack at the moment.

    A review is given a reference, so that its duties are told from those of the conference before it.
    """
    conference = {"kind": kind, "children": list(children), "parents": list(parents)}
    reference = "the review" if reference is None and kind == "review" else reference
    if reference is not None:
        conference["reference"] = reference
    return Answer(position(pack(name), {"conference": conference, "events": events}, at).as_data())


def states(name: str, code: str, moments: list[str], events: list[Event], **case: Any) -> list[str]:
    """The state of the one duty of this code at several moments."""
    about = case.pop("about", None)
    return [ask(name, at, events, **case).state(code, about) for at in moments]
