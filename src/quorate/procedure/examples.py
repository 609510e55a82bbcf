"""The worked examples of a pack: read from `examples/*.toml`, run under the pack, and told in words where they fail.

They are tests and reading matter at once: each says in one sentence what happens, gives the facts, and names
what must follow. Nothing here needs a test runner.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from quorate.procedure.calendar import OutsideKnownYears
from quorate.procedure.case import CaseError, read_case
from quorate.procedure.checking import unknown_clauses
from quorate.procedure.library import Edition, Library
from quorate.procedure.moments import MomentError
from quorate.procedure.pack import Pack
from quorate.procedure.position import Position, Stream, moment_of
from quorate.procedure.reading import PackError, read_toml
from quorate.procedure.schema_duties import Part, Sourced
from quorate.procedure.vocabulary import Outcome, State
from quorate.procedure.wording import error_in_words


class ExpectedDuty(Part):
    """What must be said of one duty; a key left out is not looked at, and `absent` means that there is none."""

    duty: str
    about: str | None = None
    for_: str | None = Field(None, alias="for")
    absent: bool = False
    due: str | None = None
    act_by: str | None = None
    opens: str | None = None
    next_working: str | None = None
    met_at: str | None = None
    state: State | None = None
    who: str | None = None

    @property
    def shown(self) -> str:
        """How a fault names the duty."""
        about = f" about {self.about}" if self.about else ""
        return f"{self.duty}{about}" + (f" for {self.for_}" if self.for_ else "")


class ExpectedQuorum(Part):
    """Whether the conference is quorate, and how that is known."""

    quorate: bool
    how: str | None = None


class ExpectedDecision(Part):
    """Whether something may be decided or done, and which gates hold it, are still needed, or only warn.

    Gates named must be among those of the answer; an empty list means that there is none.
    """

    action: str = "decide"
    child: str | None = None
    outcome: Outcome | None = None
    allowed: bool
    held_by: tuple[str, ...] | None = None
    needs: tuple[str, ...] | None = None
    warnings: tuple[str, ...] | None = None

    @property
    def shown(self) -> str:
        """How a fault names the decision."""
        if self.action != "decide":
            return self.action
        return f"{self.outcome or 'any decision'}" + (f" for {self.child}" if self.child else "")


class ExampleData(Sourced):
    """One `[[example]]` as it stands in its file."""

    says: str
    at: str
    conference: dict[str, Any]
    events: tuple[dict[str, Any], ...] = ()
    expect: tuple[ExpectedDuty, ...] = ()
    expect_quorum: ExpectedQuorum | None = None
    expect_invitees: tuple[str, ...] = ()
    expect_not_invited: tuple[str, ...] = ()
    expect_decision: tuple[ExpectedDecision, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """One example with the edition that it belongs to (`northshire/2020`) and the file in which it stands."""

    edition: str
    file: str
    data: ExampleData

    @property
    def place(self) -> str:
        """How a fault names the example."""
        return f"{self.edition}, {self.data.says!r}"


def read_examples(root: Path, edition: Edition) -> list[Example]:
    """Every example of an edition in the order of its files. Raises PackError with every fault found."""
    found: list[Example] = []
    faults: list[str] = []
    for path in sorted((root / edition.name / edition.edition / "examples").glob("*.toml")):
        shown = f"{root.name}/{path.relative_to(root).as_posix()}"
        for key, value in read_toml(path, shown, faults).items():
            if key != "example" or not isinstance(value, list):
                faults.append(f"{shown}: {key}: is not an example; write each as [[example]]")
                continue
            for n, row in enumerate(value, 1):
                data = _read_one(row, f"{shown}: example {n}", faults)
                if data is not None:
                    found.append(Example(edition.id, shown, data))
    _refuse_twins(found, faults)
    if faults:
        raise PackError(faults)
    return found


def _read_one(row: dict[str, Any], place: str, faults: list[str]) -> ExampleData | None:
    said = row.get("says")
    place = f"{place} ({said!r})" if isinstance(said, str) else place
    try:
        data = ExampleData.model_validate(row)
    except ValidationError as wrong:
        faults.extend(error_in_words(place, error, row, ExampleData) for error in wrong.errors())
        return None
    if _expects_nothing(data):
        faults.append(f"{place}: expects nothing, so it can never fail; add [[example.expect]]")
        return None
    return data


def _expects_nothing(data: ExampleData) -> bool:
    asked = (data.expect, data.expect_invitees, data.expect_not_invited, data.expect_decision)
    return data.expect_quorum is None and not any(asked)


def _refuse_twins(found: list[Example], faults: list[str]) -> None:
    seen: dict[str, str] = {}
    for example in found:
        if example.data.says in seen:
            faults.append(f"{example.file}: example {example.data.says!r}: stands twice; say what is different")
        seen[example.data.says] = example.file


def position_of(library: Library, example: Example) -> Position:
    """The example under its edition, over the base in force on its edition day. Raises as `position` does."""
    data = example.data
    case = read_case({"conference": data.conference, "events": list(data.events)})
    stream = Stream(case, moment_of(data.at))
    return Position(library.pack(example.edition, stream.edition_day), stream)


def faults_of_example(library: Library, example: Example) -> list[str]:
    """Run one example; each fault as one sentence. Raises PackError where the pack itself cannot be used."""
    data = example.data
    try:
        position = position_of(library, example)
        answer = position.as_data()
    except (CaseError, OutsideKnownYears, MomentError) as refused:
        return [f"{example.place}: {refused}"]
    wrong = [
        *(f"source {one!r} is not in clauses.csv; correct it" for one in unknown_clauses(data.source, library.clauses)),
        *_duties(data.expect, answer["duties"], position.pack),
        *_quorum(data.expect_quorum, answer["quorum"]),
        *_invitees(data, answer["invitees"], position.pack),
        *_decisions(data.expect_decision, answer["decisions"], position.pack),
    ]
    return [f"{example.place}: {sentence}" for sentence in wrong]


def _duties(expected: Iterable[ExpectedDuty], duties: list[dict[str, Any]], pack: Pack) -> Iterator[str]:
    for one in expected:
        if one.duty not in {duty["code"] for duty in pack.data["duty"]}:
            yield f"{one.shown}: {pack.id} has no such duty; correct the code"
            continue
        there = [duty for duty in duties if _is_meant(one, duty)]
        if one.absent:
            if there:
                yield f"{one.shown}: is asked ({there[0]['state']}), expected none"
        elif not there:
            yield f"{one.shown}: is not asked, expected {one.state or 'it'}"
        else:
            yield from min((_differences(one, duty) for duty in there), key=len)


def _is_meant(one: ExpectedDuty, duty: dict[str, Any]) -> bool:
    is_about = one.about is None or duty["about"] == one.about
    return duty["code"] == one.duty and is_about and (one.for_ is None or duty["for"] == one.for_)


def _differences(one: ExpectedDuty, duty: dict[str, Any]) -> list[str]:
    found = []
    for key in ("due", "act_by", "opens", "next_working", "met_at", "state", "who"):
        expected = getattr(one, key)
        is_same = expected is None or duty[key] == expected or (expected == "none" and duty[key] is None)
        if not is_same:
            found.append(f"{one.shown}: {key} is {duty[key] or 'none'}, expected {expected}")
    return found


def _quorum(expected: ExpectedQuorum | None, answer: dict[str, Any]) -> Iterator[str]:
    if expected is None:
        return
    if answer["quorate"] is not expected.quorate:
        said = {True: "quorate", False: "not quorate", None: "not known"}
        missing = f" ({'; '.join(answer['missing'])})" if answer["missing"] else ""
        yield f"quorum: is {said[answer['quorate']]}{missing}, expected {said[expected.quorate]}"
    if expected.how is not None and answer["how"] != expected.how:
        yield f"quorum: is {answer['how']}, expected {expected.how}"


def _invitees(data: ExampleData, invitees: list[dict[str, Any]], pack: Pack) -> Iterator[str]:
    invited = {one["role"] for one in invitees if one["invite"] == "yes"}
    for role in (*data.expect_invitees, *data.expect_not_invited):
        if role not in pack.data["words"]:
            yield f"invitees: {pack.id} has no role {role}; correct it"
    for role in data.expect_invitees:
        if role not in invited:
            yield f"invitees: {role} is not invited, expected to be"
    for role in data.expect_not_invited:
        if role in invited:
            yield f"invitees: {role} is invited, expected not to be"


def _decisions(expected: Iterable[ExpectedDecision], answers: list[dict[str, Any]], pack: Pack) -> Iterator[str]:
    gates = {gate["code"] for gate in pack.data["gate"]}
    for one in expected:
        for code in (*(one.held_by or ()), *(one.needs or ()), *(one.warnings or ())):
            if code not in gates:
                yield f"{one.shown}: {pack.id} has no gate {code}; correct the code"
        meant = [answer for answer in answers if _is_answer(one, answer)]
        if not meant:
            yield f"{one.shown}: is not among what can be decided, expected {'' if one.allowed else 'not '}allowed"
        for answer in meant:
            yield from _of_decision(one, answer)


def _is_answer(one: ExpectedDecision, answer: dict[str, Any]) -> bool:
    is_child = one.child is None or answer.get("child") == one.child
    return answer["action"] == one.action and is_child and (one.outcome is None or answer.get("outcome") == one.outcome)


def _of_decision(one: ExpectedDecision, answer: dict[str, Any]) -> Iterator[str]:
    if answer["allowed"] is not one.allowed:
        held = "".join(f" ({gate['gate']}: {gate['says']})" for gate in answer["held_by"][:1])
        said = {True: "allowed", False: "not allowed"}
        yield f"{one.shown}: is {said[answer['allowed']]}{held}, expected {said[one.allowed]}"
    for key, name in (("held_by", "held back by"), ("needs", "still needs"), ("warnings", "is warned by")):
        expected = getattr(one, key)
        if expected is None:
            continue
        there = [gate["gate"] for gate in answer[key]]
        missing = [code for code in expected if code not in there]
        if missing or (there and not expected):
            yield f"{one.shown}: {name} {', '.join(there) or 'nothing'}, expected {', '.join(expected) or 'nothing'}"
