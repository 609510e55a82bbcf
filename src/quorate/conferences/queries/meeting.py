"""Reading the meeting: who is here, whether that is enough, what has been said, the words of the children."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from quorate.access.gathering import prepared
from quorate.conferences.models import (
    Attendance,
    Card,
    ChildsWords,
    Conference,
    Contribution,
    Invitee,
    Sitting,
)
from quorate.conferences.naming import NO_NAME_YET, unnamed
from quorate.conferences.standing import ConferencePosition
from quorate.procedure.quorum import quorum


@dataclass(frozen=True, slots=True)
class Here:
    """Somebody of the list and their stay; `stay` is None for those who are not (or no more) here."""

    invitee: Invitee
    stay: Attendance | None
    earlier: tuple[Attendance, ...] = ()

    @property
    def given(self) -> str:
        """The first name."""
        return first_name(self.invitee.name)


@dataclass(frozen=True, slots=True)
class Register:
    """Who is here, in the order in which they came, and who of the list is not."""

    here: list[Here]
    not_here: list[Here]

    def find(self, invitee_id: UUID | None) -> Here | None:
        """The line of an invitee."""
        return next((one for one in (*self.here, *self.not_here) if one.invitee.pk == invitee_id), None)

    def name(self, invitee_id: UUID | None) -> str:
        """The name of an invitee; "" for nobody and for people whom one does not see."""
        found = self.find(invitee_id)
        return "" if found is None else found.invitee.name


def first_name(name: str) -> str:
    """The first name of somebody as the list has them: "Siân" of "Siân Marchbanks"; a title is not a name.

    Of whom only the part is known has that: "Health visitor" of "Health visitor, no name given yet".
    """
    if name.endswith(NO_NAME_YET):
        return unnamed(name)
    parts = [part for part in name.split() if part.rstrip(".").lower() not in ("dr", "mr", "mrs", "ms", "miss", "prof")]
    return parts[0] if parts else name


def open_sitting(conference: Conference) -> Sitting | None:
    """The sitting that is open now."""
    return Sitting.objects.filter(conference=conference, ended_at__isnull=True).first()


def register_of(conference: Conference) -> Register:
    """The register: everybody of the list with their stays. One query."""
    return register_from(*prepared(register_readings, conference=conference))


def register_readings(conference: Conference) -> tuple[QuerySet[Attendance], QuerySet[Invitee]]:
    """What a register is made of: the stays, and everybody of the list with those who were there and left it."""
    came = Attendance.objects.filter(conference=conference, taken_back=False)
    listed = Q(removed_on__isnull=True) | Q(pk__in=came.order_by().values("invitee_id"))
    people = Invitee.objects.filter(listed, conference=conference)
    return came, people.select_related("supporter_of", "agency").order_by("name")


def register_from(came: Iterable[Attendance], people: Iterable[Invitee]) -> Register:
    """The register from the rows of `register_readings`."""
    stays: defaultdict[UUID, list[Attendance]] = defaultdict(list)
    for stay in came:
        stays[stay.invitee_id].append(stay)
    here: list[Here] = []
    not_here: list[Here] = []
    for invitee in people:
        own = stays.get(invitee.pk, [])
        open_ = next((stay for stay in own if stay.until_at is None), None)
        line = Here(invitee, open_, tuple(stay for stay in own if stay is not open_))
        (here if open_ is not None else not_here).append(line)
    here.sort(key=lambda one: (_order(one.invitee), one.stay.from_at if one.stay else None, one.invitee.name))
    return Register(here, [one for one in not_here if one.earlier or one.invitee.to_invite is not False])


def _order(invitee: Invitee) -> int:
    """The chair first, whoever writes the record last; between them as they came."""
    return {"chair": 0, "minute_taker": 2}.get(invitee.role, 1)


def was_there(conference: Conference) -> list[Here]:
    """Everybody who was there at any time of any sitting, with all their stays: for the record."""
    register = register_of(conference)
    return [one for one in (*register.here, *register.not_here) if one.stay is not None or one.earlier]


def out_of_the_room(conference: Conference, since: datetime, until: datetime) -> frozenset[UUID]:
    """The `person_id` of those of the family's people on the list who were not there through all of a time."""
    stays: defaultdict[UUID, list[Attendance]] = defaultdict(list)
    for stay in Attendance.objects.filter(conference=conference, taken_back=False):
        stays[stay.invitee_id].append(stay)
    people = Invitee.objects.filter(conference=conference, person_id__isnull=False).values_list("pk", "person_id")
    return frozenset(
        person
        for invitee, person in people
        if person is not None
        and not any(
            stay.from_at <= since and (stay.until_at is None or stay.until_at >= until) for stay in stays[invitee]
        )
    )


# --- quorum


@dataclass(frozen=True, slots=True)
class QuorumNow:
    """Whether enough are here: for the conference (None: nobody is registered yet), and for each child by case."""

    quorate: bool | None
    missing: list[str]
    rule: str
    source: list[str]
    ways_on: list[str]
    by_child: dict[UUID, dict[str, object]] = field(default_factory=dict)


def quorum_now(position: ConferencePosition, reference: str = "") -> QuorumNow:
    """The engine's answer for this moment, held by the register; for each child by those who are there for it.

    For a child who has been decided about, the moment of the decision: that somebody has gone home since takes nothing
    away. `reference` says of which conference of the family; else of the one that the rules describe.
    """
    told = position.position.told
    known = {one.reference: one for one in told.story.conferences if one.reference}
    conference = known.get(reference, position.position.conference)
    said = quorum(told, conference)
    by_child = {position.case_of(one["child"]): dict(one) for one in said["children"]}
    return QuorumNow(
        said["quorate"] if said["how"] == "computed" else None,
        list(said["missing"]), said["rule"], list(said["source"]), list(said["when_inquorate"]), by_child,
    )  # fmt: skip


# --- what has been said


@dataclass(slots=True)
class CardShown:
    """A card with the corrections that hang on it."""

    card: Card
    answers: list[Card] = field(default_factory=list)


def cards_of(conference: Conference, child: UUID | None = None) -> dict[str, list[CardShown]]:
    """The cards that stand, by column, in their order; those about one child, or about all, where a child is given."""
    return by_column(list(standing_cards(conference)), child)


def standing_cards(conference: Conference) -> QuerySet[Card]:
    """The cards that stand, in their order."""
    return Card.objects.filter(conference=conference, removed_at__isnull=True).order_by("place", "changed_at")


def by_column(rows: Sequence[Card], child: UUID | None = None) -> dict[str, list[CardShown]]:
    """The same as `cards_of` from the rows of `standing_cards`."""
    found: defaultdict[str, list[CardShown]] = defaultdict(list)
    by_id: dict[UUID, CardShown] = {}
    for card in rows:
        if card.answers_id is None and (child is None or not card.children or child in card.children):
            by_id[card.pk] = CardShown(card)
            found[card.column].append(by_id[card.pk])
    for card in rows:
        if card.answers_id in by_id:
            by_id[card.answers_id].answers.append(card)
    return dict(found)


def contributions_of(conference: Conference, item: str | None = None) -> list[Contribution]:
    """What people brought, in the order in which it was written down; to one part, or to all."""
    found = Contribution.objects.filter(conference=conference)
    return list(found if item is None else found.filter(item=item))


def have_contributed(conference: Conference) -> frozenset[UUID]:
    """The invitees of whom a contribution or a card is recorded (RDB-06)."""
    said, cards = prepared(spoken_readings, conference=conference)
    return frozenset([*said, *cards])


def spoken_readings(conference: Conference) -> tuple[QuerySet[Any, Any], QuerySet[Any, Any]]:
    """Of whom a contribution is recorded, and of whom a card."""
    said = Contribution.objects.filter(conference=conference, invitee_id__isnull=False).order_by()
    cards = Card.objects.filter(conference=conference, said_by__isnull=False).order_by()
    return (
        said.values_list("invitee_id", flat=True).distinct(), cards.values_list("said_by", flat=True).distinct(),
    )  # fmt: skip


# --- the children's words


def childs_words_of(conference: Conference) -> dict[UUID, list[ChildsWords]]:
    """Each child's words by case, in the order in which they were opened."""
    return by_child(ChildsWords.objects.filter(conference=conference))


def by_child(rows: Iterable[ChildsWords]) -> dict[UUID, list[ChildsWords]]:
    """Words by the case of the child whose they are."""
    found: defaultdict[UUID, list[ChildsWords]] = defaultdict(list)
    for words in rows:
        found[words.child_case_id].append(words)
    return dict(found)


def childs_words_are_in(conference: Conference, case_id: UUID) -> bool:
    """Whether this child's words have been opened in the meeting, or the reason recorded why there are none."""
    return ChildsWords.objects.filter(conference=conference, child_case_id=case_id).exists()


def without_words(conference: Conference, cases: Iterable[UUID]) -> list[UUID]:
    """Of these children those whose words have not been opened, and for whom no reason is recorded: in their order."""
    there = set(ChildsWords.objects.filter(conference=conference).values_list("child_case_id", flat=True))
    return [case for case in cases if case not in there]
