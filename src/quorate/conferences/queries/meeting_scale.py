"""The scale of one child: everybody's number today, and those of earlier conferences, so that movement shows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from quorate.conferences.models import Conference, Invitee, ScaleNumber
from quorate.conferences.queries.meeting import Register


@dataclass(frozen=True, slots=True)
class Dot:
    """One number: whose, as what (child, family, professional), two letters, and the reason in their words."""

    who: str
    name: str
    letters: str
    number: int
    reason: str
    shown: bool
    in_writing: bool
    version: int
    invitee_id: UUID | None
    key: str

    @property
    def is_child(self) -> bool:
        """Whether it is the child's own."""
        return self.who == "child"


@dataclass(frozen=True, slots=True)
class Earlier:
    """The numbers of an earlier conference: its day, and the dots."""

    on: date
    dots: tuple[Dot, ...]


@dataclass(slots=True)
class ScaleOf:
    """One child's scale at one conference."""

    child_case_id: UUID
    dots: list[Dot] = field(default_factory=list)
    earlier: list[Earlier] = field(default_factory=list)

    def apart(self) -> tuple[Dot, Dot] | None:
        """The two numbers that are furthest apart, where more than two lie between them."""
        if len(self.dots) < 2:
            return None
        low, high = min(self.dots, key=lambda one: one.number), max(self.dots, key=lambda one: one.number)
        return (high, low) if high.number - low.number > 2 else None


def scales_of(
    conference: Conference, children: dict[UUID, str], register: Register, only_shown: bool = False
) -> dict[UUID, ScaleOf]:
    """The scale of each of these children (case → first name). `only_shown` leaves out what was not chosen to be seen.

    What whoever asks may not read, by its label or because an earlier conference is not theirs, is not there.
    """
    found = {case: ScaleOf(case) for case in children}
    rows = ScaleNumber.objects.filter(child_case_id__in=list(children)).select_related("conference")
    people = {one.invitee.pk: one.invitee for one in (*register.here, *register.not_here)}
    earlier: defaultdict[UUID, defaultdict[Conference, list[ScaleNumber]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if only_shown and (not row.shown or row.meant_for != "F-all"):
            continue
        if row.conference_id == conference.pk:
            found[row.child_case_id].dots.append(_dot(row, people, children[row.child_case_id]))
        elif row.conference.held_on is not None:
            earlier[row.child_case_id][row.conference].append(row)
    _add_earlier(found, earlier, children)
    for one in found.values():
        one.dots.sort(key=_order)
    return found


def _add_earlier(
    found: dict[UUID, ScaleOf],
    earlier: dict[UUID, defaultdict[Conference, list[ScaleNumber]]],
    children: dict[UUID, str],
) -> None:
    ids = {row.invitee_id for held in earlier.values() for rows in held.values() for row in rows}
    people = {one.pk: one for one in Invitee.objects.filter(pk__in=[one for one in ids if one])} if ids else {}
    for case, held in earlier.items():
        for conference, rows in sorted(held.items(), key=lambda one: one[0].held_on or date.min, reverse=True):
            dots = sorted((_dot(row, people, children[case]) for row in rows), key=_order)
            found[case].earlier.append(Earlier(conference.held_on or date.min, tuple(dots)))


def _dot(row: ScaleNumber, people: dict[UUID, Invitee], child: str) -> Dot:
    invitee = people.get(row.invitee_id) if row.invitee_id else None
    name = child if row.invitee_id is None else invitee.name if invitee else "Somebody"
    key = "child" if row.who == "child" else _key(invitee)
    return Dot(
        row.who, name, _letters(row, invitee, name), row.number, row.reason, row.shown, row.in_writing, row.version,
        row.invitee_id, key,
    )  # fmt: skip


def _key(invitee: Invitee | None) -> str:
    """What is the same person, or the same agency's chair at the table, from one conference to the next."""
    if invitee is None:
        return ""
    return str(invitee.person_id or invitee.professional_id or f"{invitee.agency_code}:{invitee.role}")


def _letters(row: ScaleNumber, invitee: Invitee | None, name: str) -> str:
    """Two letters for the dot: of the role for professionals, of the name for the family."""
    if row.who != "professional" or invitee is None:
        return name[:2].capitalize()
    role = (invitee.role == "professional" and invitee.agency_code.replace("-", "_")) or invitee.role
    words = role.replace("_rep", "").split("_")
    return (words[0][:1] + words[1][:1]).upper() if len(words) > 1 else words[0][:2].capitalize()


def _order(dot: Dot) -> tuple[int, int, str]:
    """The child first, then the family, then professionals."""
    return ({"child": 0, "family": 1}.get(dot.who, 2), -dot.number, dot.name)
