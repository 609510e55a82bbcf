"""Where a conference stands by the rules: the bridge from its rows to the engine's answer, and back from its ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from quorate.cases.case_position import FamilyStream, position_at, streams_told
from quorate.conferences.models import Conference, ConferenceChild
from quorate.procedure.pack import Pack
from quorate.procedure.position import Position


class NothingToldYet(LookupError):
    """Nothing has been recorded about the children of a conference: the rules have nothing to answer."""


class NotAllowedNow(ValueError):
    """The procedure does not allow it yet: `held_by` are the gates (gate, title, says, override, source)."""

    def __init__(self, held_by: Iterable[Mapping[str, Any]]) -> None:
        self.held_by = tuple(held_by)
        super().__init__(" ".join(f"{one['title']}: {one['says']}." for one in self.held_by))


@dataclass(frozen=True, slots=True)
class ConferencePosition:
    """The engine's answer about a conference's family at an instant, and what its short ids stand for."""

    family: FamilyStream
    position: Position
    at: datetime
    _children: dict[str, str] = field(default_factory=dict)
    _people: dict[str, str] = field(default_factory=dict)

    @property
    def pack(self) -> Pack:
        """The edition that the conference keeps."""
        return self.position.pack

    def child(self, case: UUID | str) -> str:
        """The engine's id (c1, c2 …) of the child with this case. Raises KeyError."""
        return self._children[str(case)]

    def person(self, person_id: UUID | str) -> str:
        """The engine's id (p1, c1 …) of somebody. Raises KeyError for people of whom the rules know nothing."""
        return self._people[str(person_id)]

    def case_of(self, child: str) -> UUID:
        """The case of the engine's child."""
        return UUID(self.family.file.cases[child])

    def person_of(self, known: str) -> UUID:
        """The `person_id` of the engine's child or parent."""
        return UUID(self.family.file.people[known])

    def records_of(self, known: Iterable[str]) -> frozenset[UUID]:
        """Every `person_id` of these of the engine's people: of one human there may be several records."""
        wanted = set(known)
        return frozenset(UUID(person) for person, id_ in self.family.file.ids.items() if id_ in wanted)

    def adding(self, *events: Mapping[str, Any]) -> ConferencePosition:
        """The same with events that have not been recorded, in the words of the case file: what would follow."""
        position = position_at(self.family, self.at, [self.family.file.of_described(one) for one in events])
        if position is None:
            raise NothingToldYet
        return ConferencePosition(self.family, position, self.at, self._children, self._people)

    def answers(self, action: str, child: str | None = None, outcome: str | None = None) -> list[dict[str, Any]]:
        """What the gates say of an action: `book`, `start`, `exclude` or `decide` (for a child, to an outcome)."""
        return [
            one
            for one in self.position.as_data(brief=True)["decisions"]
            if one["action"] == action
            and (child is None or one.get("child") == child)
            and (outcome is None or one.get("outcome") == outcome)
        ]

    def require(self, action: str, child: str | None = None, outcome: str | None = None) -> None:
        """Raises NotAllowedNow where a gate holds the action back."""
        held = [gate for one in self.answers(action, child, outcome) for gate in one["held_by"]]
        if held:
            raise NotAllowedNow(held)


def families_of(conference: Conference) -> list[FamilyStream]:
    """The stream of a conference's family, told as about this conference; of its children's while none joins them."""
    # While it is only being asked for, no event joins it to the stream of its children.
    described = str(conference.pk)
    return streams_told([conference.pk], described) or streams_told(
        ConferenceChild.objects.filter(conference=conference).values_list("child_case_id", flat=True), described
    )


def position_of_conference(conference: Conference, at: datetime) -> ConferencePosition:
    """Where a conference stands at an instant, by the whole stream of its family, which is told as about this one.

    For gates, limits and explanations: show only what is about children whom the reader sees. Raises NothingToldYet
    and `cases.case_position.NotAnswered`.
    """
    return position_among(families_of(conference), at)


def position_among(families: Iterable[FamilyStream], at: datetime) -> ConferencePosition:
    """The same of streams that have been read (`families_of`)."""
    for family in families:
        position = position_at(family, at)
        if position is not None:
            file = family.file
            return ConferencePosition(
                family, position, at, {case: id_ for id_, case in file.cases.items()},
                file.ids,
            )  # fmt: skip
    raise NothingToldYet
