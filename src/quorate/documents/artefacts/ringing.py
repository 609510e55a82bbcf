"""Whom the family can ring, by name: the social worker, whoever leads the meeting, and the office about coming.

Before a conference decided anything the social worker is the one on its list, else the one to whom the children's cases
are allocated; from a plan on it is who leads on the plan. A number is one of work (`quorate.people.telephones`): where
it is the team's, the letter says so, and where none is kept it says whom to ring instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from django.db.models import Q

from quorate.access.models import Grant
from quorate.conferences.models import Invitee
from quorate.documents.artefacts.blocks import named, whom_to_ask
from quorate.documents.facts import Facts
from quorate.documents.saying import local, sentence, the
from quorate.people.models import Professional
from quorate.people.telephones import WorkNumber, acting, numbers_in
from quorate.release.artefacts import Recipient, audience_of

_OFFICES: Final = ("invitations", "booking", "general")
_NOBODY: Final = WorkNumber()


@dataclass(frozen=True, slots=True)
class Rung:
    """Somebody to ring: name, the pack's word for what they are, and how they are rung at work."""

    name: str
    word: str
    user_id: UUID | None = None
    professional_id: UUID | None = None
    ways: WorkNumber = _NOBODY
    chairs: bool = False

    @property
    def says(self) -> str:
        """ "01632 960123", or "01632 960199, the team's number"; "" where no number is kept."""
        return f"{self.ways.number}, the team's number" if self.ways.is_teams else self.ways.number


def workers_of(facts: Facts, children: Iterable[UUID], *, now: bool = False) -> list[Rung]:
    """The social workers of these children (their cases), each once, with their numbers.

    `now`: who leads on the plan today instead of who was named when it was decided.
    """
    return _numbered(facts, _workers(facts, frozenset(children), now=now))


def lead_for(facts: Facts, recipient: Recipient) -> Rung | None:
    """Who leads on the plan as it was decided, of the children about whom this reader may be told; None for nobody."""
    is_staff = audience_of(recipient.kind) == "professional"
    about = frozenset(one.case_id for one in facts.children) if is_staff else recipient.children
    return next(iter(_numbered(facts, [*_leading(facts, about)][:1])), None)


def chair_of(facts: Facts) -> Rung | None:
    """Who chairs, with the number; None while nobody is named for it."""
    return next(iter(_numbered(facts, _chair(facts))), None)


def office_of(facts: Facts, audience: str, chair: Rung | None) -> tuple[str, str]:
    """(name, number) of the office: the procedure's own, else the team of whoever chairs; ("", "") where neither is."""
    for one in facts.contacts(audience, *_OFFICES):
        if one.get("telephone"):
            return str(one["name"]), str(one["telephone"])
    return (chair.ways.team, chair.ways.team_number) if chair is not None else ("", "")


def whom_to_ring(
    facts: Facts, recipient: Recipient, audience: str, *, coming: bool = False, besides: str = "",
    at_most: int | None = None,
) -> Iterator[str]:  # fmt: skip
    """Sentences for the family: the social worker, the chair, then the office and the others (`whom_to_ask`).

    `coming`: the letter asks them to a meeting, so it says first whom to ring about that. `besides` is somebody of whom
    the letter has said it already; `at_most` is how many others are told of.
    """
    people = _numbered(facts, [*_workers(facts, recipient.children), *_chair(facts)])
    office, number = office_of(facts, audience, next((one for one in people if one.chairs), None))
    own = "your" if recipient.kind in ("parent", "child") else "the"
    known = [(one, the(one.word) if one.chairs else f"{own} {one.word}") for one in people if one.name != besides]
    if coming and number:
        yield sentence(f"About coming to the meeting, ring {office}: {number}")
    yield from (sentence(f"{one.name}, {who}: {one.says}") for one, who in known if one.says)
    if unknown := [f"{one.name}, {who}" for one, who in known if not one.says]:
        yield f"We have no number here for {', or '.join(unknown)}. {instead(office, number)}"
    others = [words for _, words in whom_to_ask(facts, audience)]
    if number and not any(number in one for one in others):
        others.insert(0, f"{office}: {number}")
    yield from [one for one in others if not (coming and one == f"{office}: {number}")][:at_most]


def numbers_of(facts: Facts, invitees: Iterable[Invitee]) -> dict[str, str]:
    """By the name on the list: how these are rung; "" for whom no number is kept."""
    people = (Rung(one.name, "", one.user_id, one.professional_id) for one in invitees)
    return {one.name: one.says for one in _numbered(facts, people)}


def instead(office: str, number: str) -> str:
    """What to do where no number is kept."""
    return f"Ring {office} on {number} and ask for them." if number else "Ask whoever gives you this paper."


def _workers(facts: Facts, about: frozenset[UUID], *, now: bool = False) -> list[Rung]:
    leading = [*_leading_now(facts, about)] if now else []
    return leading or [*_leading(facts, about)] or [*_listed(facts, about)] or [*_allocated(facts, about)]


def _chair(facts: Facts) -> list[Rung]:
    booking = facts.booking
    name = facts.name_of(booking.chair_id) if booking is not None else ""
    return [Rung(name, facts.word("chair"), booking.chair_id, chairs=True)] if booking is not None and name else []


def _leading(facts: Facts, about: frozenset[UUID]) -> Iterator[Rung]:
    word = facts.word("social_worker")  # what families call whoever leads, as the letters do
    for one in facts.decisions:
        if one.case_id in about and one.lead_practitioner:
            post = next((row.professional_id for row in facts.invitees if row.name == one.lead_practitioner), None)
            yield Rung(one.lead_practitioner, word, one.lead_practitioner_id, post)


def _leading_now(facts: Facts, about: frozenset[UUID]) -> Iterator[Rung]:
    for one in facts.core_group:
        if one.is_lead and about & set(one.children):
            row = facts.invitee(one.invitee_id)
            user = one.user_id or (row.user_id if row else None)
            yield Rung(one.name, facts.word("social_worker"), user, row.professional_id if row else None)


def _listed(facts: Facts, about: frozenset[UUID]) -> Iterator[Rung]:
    for one in facts.invitees:
        is_theirs = bool(about) and (not one.about or bool(about & set(one.about)))
        if one.role == "social_worker" and one.to_invite is not False and is_theirs and named(one):
            yield Rung(named(one), facts.word("social_worker"), one.user_id, one.professional_id)


def _allocated(facts: Facts, about: frozenset[UUID]) -> Iterator[Rung]:
    """To whom the cases are allocated: the conference's own stands for all of them."""
    on = local(facts.at)
    held = Grant.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on), as_role="social_worker", user__isnull=False, begins_on__lte=on,
        case__in=[*about, facts.conference.case_id] if about else [],
    )  # fmt: skip
    rows = list(held.order_by("begins_on", "id").values_list("case_id", "user_id", "user__display_name"))
    own = [row for row in rows if row[0] in about] or rows
    return (Rung(name, facts.word("social_worker"), user) for _, user, name in own)


def _numbered(facts: Facts, people: Iterable[Rung]) -> list[Rung]:
    """Each once, with how they are rung today."""
    found = list({one.name: one for one in people}.values())
    on = local(facts.at)
    users = [one.user_id for one in found if one.user_id]
    posts = [one.professional_id for one in found if one.professional_id]
    known = numbers_in(acting([facts.conference.authority_id], on).filter(user__in=users)) if users else {}
    there = Professional.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), pk__in=posts)
    ways = {key: WorkNumber(own=own) for key, own in there.values_list("pk", "work_telephone")} if posts else {}
    ways |= {key: way for key, way in known.items() if way.number}
    return [
        replace(one, ways=next((ways[key] for key in (one.user_id, one.professional_id) if key in ways), _NOBODY))
        for one in found
    ]
