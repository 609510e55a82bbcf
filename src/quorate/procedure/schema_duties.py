"""The types of a duty and of a gate, as they stand in `procedure.toml`."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from quorate.procedure.vocabulary import Age, Kind, Outcome, Weight


class Part(BaseModel):
    """Any part of a pack: frozen, and a key that is not in its list is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


def _each_is_named(sources: tuple[str, ...]) -> tuple[str, ...]:
    if any(not one for one in sources):
        raise ValueError("an empty string is no source; name a clause id or a national document")
    return sources


Source = Annotated[tuple[str, ...], Field(min_length=1), AfterValidator(_each_is_named)]
Code = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Role = Annotated[str, Field(pattern=r"^[a-z]+(_[a-z0-9]+)*$")]


class Sourced(Part):
    """A part whose values rest on a clause id of `clauses.csv` or on a named national document."""

    source: Source


class WhoWhenLate(Part):
    """Another role takes the duty over when an earlier duty was late."""

    duty: Code
    who: Role
    for_conferences: tuple[Kind, ...] = ("initial", "review", "pre_birth", "transfer_in")


class Duty(Sourced):
    """One thing that somebody must have done, or a right that may be used, by a limit.

    `due` and `opens` are sentences of the offset grammar (`offsets.py`), one for all kinds of conference or
    one a kind; a duty without `due` has no number and is open from `after` (its cause) until met.
    """

    code: Code
    title: str
    who: Role
    who_when_late: WhoWhenLate | None = None
    window: bool = False
    """A right that may be used until a limit; never overdue."""
    stage: Literal["preparation", "holding", "follow-up", "plan"]
    """preparation: missed if not done when the conference is held. holding: the conference itself.
    follow-up: after the conference. plan: runs with one child's plan."""
    for_conferences: tuple[Kind, ...] = ("initial", "review", "pre_birth", "transfer_in")
    per: Literal["conference", "child", "parent"] = "conference"
    made_by_packs: bool = False
    """In the national base only: the code is known, but there is no duty unless a local pack makes one."""
    after: str | None = None
    """The cause: an event or derived anchor. Left out, it is the anchor of `due`."""
    opens: str | dict[Kind, str] | None = None
    due: str | dict[Kind, str] | None = None
    ordinarily: bool = False
    """The source says "ordinarily" or "normally": a target, still shown as late."""
    set_by: Literal["visit_every", "core_group_every"] | None = None
    """The key of the event `plan-set` whose interval wins over `due`."""
    met_by: tuple[Code, ...] = ()
    report: str | None = None
    """Only events about this report meet it; `agencies` means every agency's report that is known."""
    shared_with: Literal["parent", "child", "chair", "professionals"] | None = None
    parts: tuple[str, ...] | dict[Kind, tuple[str, ...]] | None = None
    """Which parts (`report`, `chronology`, `genogram`, `plan`) must all have gone before it is met."""
    to: Role | None = None
    """Only papers sent to this recipient meet it."""
    need: str | None = None
    """Only events about this need (`interpreter`, `travel`, `childcare`, `access`) meet it."""
    when: Literal["always", "excluded", "exclusion-stands", "adjourned", "on-plan", "attending"] = "always"
    outcomes: tuple[Outcome, ...] = ()
    """Follow-up only: after one of these outcomes for at least one child (for that child where `per` is child)."""
    ages: tuple[Age, ...] = ()
    from_age: int | None = None
    """Only children of at least this many years on the day of the conference."""
    checklist: Code | None = None
    """The list of steps that belong to doing it (`[[checklist]]`). A duty met by `checklist-done` is met once all of it
    is ticked: every step, or everybody on it."""
    note: str | None = None
    """How the source's own words are read where they leave room (see `differences`)."""
    weight: Weight


Action = Literal[
    "requesting",
    "booking",
    "starting",
    "deciding",
    "making-a-plan",
    "continuing-a-plan",
    "ending-a-plan",
    "excluding",
]


class Gate(Sourced):
    """Something that may not happen yet, and what it waits for."""

    code: Code
    holds: tuple[Action, ...]
    needs: Literal[
        "invite-list",
        "request-agreed",
        "assessment-completed",
        "severity",
        "other-plans",
        "fresh-exclusion-decision",
        "decider",
        "quorum",
        "next-review-date",
        "lead-practitioner",
        "core-group",
        "category",
        "one-category",
        "reason",
        "police-information",
        "agency-information",
        "early-help-invited",
        "chair-decides-exclusion",
        "child-heard",
    ]
    title: str
    for_conferences: tuple[Kind, ...] = ("initial", "review", "pre_birth", "transfer_in")
    override: Literal["none", "chair-with-reason", "warning-only"] = "none"
    """none: nobody may pass it. chair-with-reason: the chair may, and says why. warning-only: said, never held."""
    weight: Weight


def by_kind(value: Any, kind: str) -> Any:
    """The value that holds for one kind of conference, from a value for all kinds or a table by kind."""
    return value.get(kind) if isinstance(value, dict) else value
