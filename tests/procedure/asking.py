"""How the tests of the engine ask: a case in a few words, the answer with its duties at hand."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from quorate.procedure.case import read_case
from quorate.procedure.library import Library
from quorate.procedure.pack import Pack
from quorate.procedure.position import Stream, moment_of, position

PACKS = Path(__file__).parents[2] / "packs"
BORN = "2019-02-03"
Data = dict[str, Any]


@cache
def library() -> Library:
    return Library(PACKS)


def fact(event: str, at: str, **carries: Any) -> Data:
    """One event; keys that are words of Python end in an underscore (`for_`)."""
    return {"event": event, "at": at} | {key.rstrip("_"): value for key, value in carries.items()}


def child(id_: str, born: str | None = BORN, **carries: Any) -> Data:
    return {"id": id_} | ({"born": born} if born else {}) | carries


def family(
    *events: Data,
    kind: str = "initial",
    children: Iterable[str | Data] = ("c1",),
    parents: Iterable[str | Data] = (),
    reference: str | None = None,
) -> Data:
    """A case file; children and parents by id, or in full."""
    conference: Data = {"kind": kind, "children": [child(one) if isinstance(one, str) else one for one in children]}
    listed = [{"id": one} if isinstance(one, str) else one for one in parents]
    if listed:
        conference["parents"] = listed
    if reference is not None:
        conference["reference"] = reference
    return {"conference": conference, "events": list(events)}


class Answer:
    """What the engine answered, as plain data."""

    def __init__(self, data: Data) -> None:
        self.data = data

    def all(self, code: str, about: str | None = None, of: str | None = None) -> list[Data]:
        """Every duty with this code, about this child or parent, of this conference (None: any)."""
        return [
            duty
            for duty in self.data["duties"]
            if duty["code"] == code and about in (None, duty["about"]) and of in (None, duty["for"])
        ]

    def duty(self, code: str, about: str | None = None, of: str | None = None) -> Data:
        """The one such duty; fails where there is none or more than one."""
        found = self.all(code, about, of)
        assert len(found) == 1, f"{code} about {about} of {of}: {[(d['about'], d['for'], d['state']) for d in found]}"
        return found[0]

    def due(self, code: str, about: str | None = None, of: str | None = None) -> str | None:
        return self.duty(code, about, of)["due"]

    def act_by(self, code: str, about: str | None = None) -> tuple[str | None, str | None]:
        duty = self.duty(code, about)
        return duty["act_by"], duty["next_working"]

    def state(self, code: str, about: str | None = None, of: str | None = None) -> str:
        return self.duty(code, about, of)["state"]

    def states(self, code: str) -> dict[str | None, str]:
        """The state of each such duty by whom it is about."""
        return {duty["about"]: duty["state"] for duty in self.all(code)}

    def dues(self, code: str) -> dict[str | None, str | None]:
        return {duty["about"]: duty["due"] for duty in self.all(code)}

    def decision(self, outcome: str, about: str = "c1") -> Data:
        (found,) = (
            one for one in self.data["decisions"] if one.get("outcome") == outcome and one.get("child") == about
        )
        return found

    def action(self, name: str) -> Data:
        (found,) = (one for one in self.data["decisions"] if one["action"] == name)
        return found

    def invited(self, invite: str = "yes") -> list[str]:
        return [one["code"] for one in self.data["invitees"] if one["invite"] == invite]


def pack_of(name: str, case: Data, at: str) -> Pack:
    """The pack as the command takes it: the edition in force when the conference was requested."""
    return library().pack(name, Stream(read_case(case), moment_of(at)).edition_day)


def put(case: Data, at: str, pack: str = "england", *, brief: bool = False) -> Answer:
    """Where a case file stands."""
    return Answer(position(pack_of(pack, case, at), case, at).as_data(brief=brief))


def ask(*events: Data, at: str, pack: str = "england", **described: Any) -> Answer:
    """Where a family stands, told as events; see `family` for how the conference is described."""
    return put(family(*events, **described), at, pack)


# Events that many stories share.
def discussed(on: str, **carries: Any) -> Data:
    return fact("strategy-discussion-held", on, **carries)


def booked(at: str, starts: str, **carries: Any) -> Data:
    return fact("conference-booked", at, starts_at=starts, **carries)


def moved(at: str, starts: str, **carries: Any) -> Data:
    return fact("conference-moved", at, starts_at=starts, **carries)


def held(at: str, outcome: str | dict[str, str] | None = None, **carries: Any) -> Data:
    """A conference held; `outcome` in the short form, for all children or by child."""
    return fact("conference-held", at, **({} if outcome is None else {"outcomes": outcome}), **carries)


def decided(at: str, about: str, outcome: str, **carries: Any) -> Data:
    return fact("decided", at, child=about, outcome=outcome, **{"by": "chair", **carries})


def came(at: str, who: str, direct: bool | None = True, **carries: Any) -> Data:
    return fact("attended", at, who=who, **({} if direct is None else {"direct_contact": direct}), **carries)
