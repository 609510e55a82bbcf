"""One line of a plan between form and row: what its form offers, what it holds, and how two texts are shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from quorate.access.permissions import NoSuchRecord
from quorate.web.conferences.opening import OpenConference
from quorate.web.conferences.round import child_of
from quorate.web.wording import capitalize_first


def _models() -> Any:
    from quorate.plans import models

    return models


MODELS: Final[Mapping[str, Callable[[], Any]]] = {
    "danger": lambda: _models().DangerStatement,
    "goal": lambda: _models().SafetyGoal,
    "action": lambda: _models().PlanAction,
    **{
        code: lambda: _models().PlanPart
        for code in ("contingency", "services", "needs", "seeing-the-child", "bottom-line")
    },
}
"""The parts of a plan as addresses name them, with the table of each."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line being written. `form` makes the form, `values` what is kept of what was said."""

    model: Any
    row_id: UUID | None
    title: str
    explains: str
    form: Callable[[Any], Any]
    values: Callable[[Mapping[str, Any]], dict[str, Any]]


def line_of(found: OpenConference, content: Any, part: str, row: UUID | None, under: UUID | None) -> Line:
    """The line of this address. Raises `NoSuchRecord`."""
    if part not in MODELS:
        raise NoSuchRecord
    model = MODELS[part]()
    there = _row(model, content, part, row)
    makers = {"danger": _danger, "goal": _goal, "action": _action}
    return makers.get(part, _part)(found, content, part, there, under)


def _row(model: Any, content: Any, part: str, row: UUID | None) -> Any:
    rows = model.objects.filter(content=content, removed_at__isnull=True)
    if row is not None:
        found = rows.filter(pk=row).first()
        if found is None:
            raise NoSuchRecord
        return found
    return rows.filter(code=part).first() if part not in ("danger", "goal", "action") else None


def _initial(row: Any, *names: str) -> dict[str, Any]:
    if row is None:
        return {}
    return {name: getattr(row, name) for name in (*names, "meant_for", "version")}


def _worries(found: OpenConference, content: Any) -> list[tuple[str, str]]:
    from quorate.plans.queries.contents import worries_of

    return [(str(card.id), card.words) for card in worries_of(found.conference, child_of(found, content.case_id))]


def _chosen(said: Mapping[str, Any]) -> list[UUID]:
    return [UUID(key) for key in said.get("worries") or ()]


def _danger(found: OpenConference, content: Any, part: str, row: Any, under: UUID | None) -> Line:
    from quorate.web.conferences.plan_forms import StatementForm

    return Line(
        MODELS[part](), row.id if row else None, "What people are worried about",
        "One worry at a time. What it would mean for the child comes first.",
        lambda data: StatementForm(
            data, worries=_worries(found, content),
            initial={**_initial(row, "words"), "worries": [str(one) for one in row.worries] if row else []},
        ),
        lambda said: {"words": said["words"], "worries": _chosen(said)},
    )  # fmt: skip


def _goal(found: OpenConference, content: Any, part: str, row: Any, under: UUID | None) -> Line:
    from quorate.web.conferences.plan_forms import GoalForm

    statement = row.statement_id if row else under
    return Line(
        MODELS[part](), row.id if row else None, "What must be seen instead", "What the child would notice.",
        lambda data: GoalForm(data, initial=_initial(row, "words")),
        lambda said: {"words": said["words"], "statement_id": statement},
    )  # fmt: skip


def _action(found: OpenConference, content: Any, part: str, row: Any, under: UUID | None) -> Line:
    from quorate.plans.queries.contents import people_for_lines
    from quorate.web.conferences.plan_forms import ActionForm

    people = {
        str(one.id): one for one in people_for_lines(found.conference, child_of(found, content.case_id), found.pack)
    }
    owners = [(code, capitalize_first(code)) for code in found.pack.data["plan"]["kinds_of_owner"]]
    names = ("what", "why", "owner_kind", "by_when", "by_when_words", "how_known", "if_not", "is_service")
    first = _initial(row, *names)
    if row:
        person = str(row.invitee_id) if row.invitee_id and str(row.invitee_id) in people else ""
        first |= {"person": person, "who_else": "" if person else row.who, "worries": [str(w) for w in row.worries]}

    def values(said: Mapping[str, Any]) -> dict[str, Any]:
        one = people.get(said["person"])
        return {
            **{name: said[name] for name in names}, "who": one.name if one else said["who_else"],
            "invitee_id": one.id if one else None, "person_id": one.person_id if one else None,
            "goal_id": row.goal_id if row else under, "worries": _chosen(said),
        }  # fmt: skip

    return Line(
        MODELS[part](), row.id if row else None, "Who does what", "One person, one thing, one day.",
        lambda data: ActionForm(
            data, people=[(key, f"{one.name}, {found.word(one.role or one.kind)}") for key, one in people.items()],
            owners=owners, worries=_worries(found, content), initial=first,
        ),
        values,
    )  # fmt: skip


def _part(found: OpenConference, content: Any, part: str, row: Any, under: UUID | None) -> Line:
    from quorate.web.conferences.plan_forms import PARTS, PartForm

    return Line(
        MODELS[part](), row.id if row else None, PARTS[part], "",
        lambda data: PartForm(data, asks=PARTS[part], initial=_initial(row, "words")),
        lambda said: {"words": said["words"], "code": part},
    )  # fmt: skip
