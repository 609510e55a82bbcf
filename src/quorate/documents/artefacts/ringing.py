"""Whom the family can ring, by name: the social worker, whoever leads the meeting, and the office about coming.

Before a conference decided anything the social worker is the one on its list, else the one to whom the children's cases
are allocated; from a plan on it is who leads on the plan today. A number is one of work (`quorate.people.telephones`):
where it is the team's, the letter says so, and where none is kept it says whom to ring instead. Nobody to whom the case
is shut is named, and whoever is kept out of the meeting reads no person's own number, only the office's or a team's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from django.db.models import Q

from quorate.access.models import Grant
from quorate.conferences.models import Invitee
from quorate.conferences.queries.shut_to import shut_to
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
    """Somebody to ring: name, the pack's word for what they are, and how they are rung at work. `account` is with
    which they sign in where `user_id` is not kept; without a name it is somebody who is not told."""

    name: str
    word: str
    user_id: UUID | None = None
    professional_id: UUID | None = None
    ways: WorkNumber = _NOBODY
    chairs: bool = False
    account: UUID | None = None

    @property
    def says(self) -> str:
        """ "01632 960123", or "01632 960199, the team's number"; "" where no number is kept."""
        return f"{self.ways.number}, the team's number" if self.ways.is_teams else self.ways.number


def lead_for(facts: Facts, recipient: Recipient) -> Rung | None:
    """Who leads on the plan today, else as it was decided, of the children about whom this reader may be told; None for
    nobody. Whoever is kept out is told the name alone."""
    is_staff = audience_of(recipient.kind) == "professional"
    about = frozenset(one.case_id for one in facts.children) if is_staff else recipient.children
    found = next(iter(_numbered(facts, _open(facts, _leading_today(facts, about))[:1])), None)
    return replace(found, ways=_NOBODY) if found is not None and recipient.kept_out else found


def ringing_the_lead(facts: Facts, recipient: Recipient) -> str:
    """How this reader rings whoever leads on the plan today, or what to do instead."""
    about = frozenset(one.case_id for one in facts.children)
    leading = ([*_leading_now(facts, about)] or [*_leading(facts, about)])[:1]
    found = _numbered(facts, _open(facts, leading))
    chair = _numbered(facts, _chair(facts))
    if found and found[0].says and not recipient.kept_out:
        return found[0].says
    told = instead(*office_of(facts, "parents", *chair, *(found if recipient.kept_out else ())))
    return told if recipient.kept_out or not found else f"We have no number here. {told}"


def seats_for(facts: Facts, recipient: Recipient, audience: str) -> dict[str, tuple[str, str]]:
    """By role: name and number of the social worker of this reader's children and of the chair, as their letter has
    them; the office's number for whoever is not told one. A role of nobody is not there."""
    everybody = _numbered(facts, [*_workers(facts, recipient.children), *_chair(facts)])
    office, number = office_of(facts, audience, *_chairs_first(everybody, recipient))
    known = {"chair" if one.chairs else "social_worker": one for one in [*_shown(facts, everybody)][::-1]}
    return {
        role: (one.name, f"{number}, {office}" * bool(number) if recipient.kept_out or not one.name else one.says)
        for role, one in known.items()
    }


def office_of(facts: Facts, audience: str, *people: Rung) -> tuple[str, str]:
    """(name, number) of the office: the procedure's own, else the first team of these people; ("", "") where neither
    is."""
    for one in facts.contacts(audience, *_OFFICES):
        if one.get("telephone"):
            return str(one["name"]), str(one["telephone"])
    return next(((one.ways.team, one.ways.team_number) for one in people if one.ways.team_number), ("", ""))


def whom_to_ring(
    facts: Facts, recipient: Recipient, audience: str, *, coming: bool = False, besides: str = "",
    at_most: int | None = None,
) -> Iterator[str]:  # fmt: skip
    """Sentences for the family: the social worker, the chair, then the office and the others (`whom_to_ask`).

    `coming`: the letter asks them to a meeting, so it says first whom to ring about that. `besides` is the lead of whom
    the letter has said it already; `at_most` is how many others are told of.
    """
    everybody = _numbered(facts, [*_workers(facts, recipient.children), *_chair(facts)])
    office, number = office_of(facts, audience, *_chairs_first(everybody, recipient))
    own = "your" if recipient.kind in ("parent", "child") else "the"
    known = [
        (one, the(one.word) if one.chairs else f"{own} {one.word}")
        for one in _shown(facts, everybody)
        if one.chairs or not one.name or one.name != besides
    ]
    if coming and number:
        yield sentence(f"About coming to the meeting, ring {office}: {number}")
    by_office = [(one, who) for one, who in known if recipient.kept_out or not one.name]
    known = [(one, who) for one, who in known if one.name and not recipient.kept_out]
    yield from (sentence(f"{one.name}, {who}: {one.says}") for one, who in known if one.says)
    if unknown := [f"{one.name}, {who}" for one, who in known if not one.says]:
        yield f"We have no number here for {', or '.join(unknown)}. {instead(office, number)}"
    if by_office:
        said = ", or ".join(f"{one.name}, {who}" if one.name else who for one, who in by_office)
        told = instead(office, number)
        yield f"To speak to {said}, {told[0].lower()}{told[1:]}"
    others = [words for _, words in whom_to_ask(facts, audience)]
    if number and not any(number in one for one in others):
        others.insert(0, f"{office}: {number}")
    yield from [one for one in others if not (coming and one == f"{office}: {number}")][:at_most]


def instead(office: str, number: str) -> str:
    """What to do where no number is kept."""
    return f"Ring {office} on {number} and ask for them." if number else "Ask whoever gives you this paper."


def _chairs_first(people: Iterable[Rung], recipient: Recipient) -> list[Rung]:
    """Whose team stands for an office: the chair's, and for whoever is kept out, who reads no other, anybody's."""
    return sorted((one for one in people if one.chairs or recipient.kept_out), key=lambda one: not one.chairs)


def _workers(facts: Facts, about: frozenset[UUID]) -> list[Rung]:
    """The social workers by the first way that knows one to whom nothing is shut; one without a name where it is shut
    to all of them."""
    is_known = False
    for way in (_leading_today, _listed, _allocated):
        people = [*way(facts, about)]
        if found := _open(facts, people):
            return found
        is_known = is_known or bool(people)
    return [Rung("", facts.word("social_worker"))] if is_known else []


def _open(facts: Facts, people: Iterable[Rung]) -> list[Rung]:
    """Those of these to whom nothing of the conference is shut."""
    asked = list(people)
    shut = shut_to(facts.conference.pk, [one.user_id or one.account for one in asked])
    return [one for one in asked if (one.user_id or one.account) not in shut]


def _shown(facts: Facts, people: Iterable[Rung]) -> Iterator[Rung]:
    """All but a chair to whom it has been shut, whose team may still stand for an office."""
    for one in people:
        if not one.chairs or _open(facts, [one]):
            yield one


def _chair(facts: Facts) -> list[Rung]:
    booking = facts.booking
    name = facts.name_of(booking.chair_id) if booking is not None else ""
    return [Rung(name, facts.word("chair"), booking.chair_id, chairs=True)] if booking is not None and name else []


def _leading(facts: Facts, about: frozenset[UUID]) -> Iterator[Rung]:
    word = facts.word("social_worker")  # what families call whoever leads, as the letters do
    for one in facts.decisions:
        if one.case_id in about and one.lead_practitioner:
            yield _as_listed(facts, Rung(one.lead_practitioner, word, one.lead_practitioner_id))


def _leading_today(facts: Facts, about: frozenset[UUID]) -> Iterator[Rung]:
    """Who leads today on what was decided for each of these children: the lead may have been handed on since."""
    for one in facts.decisions:
        if one.case_id in about and one.lead_practitioner:
            only = frozenset({one.case_id})
            yield from [*_leading_now(facts, only)] or [*_leading(facts, only)]


def _as_listed(facts: Facts, lead: Rung) -> Rung:
    """The same with the post that they have on the list: that of their account; of somebody without one, whose name
    alone was kept, the one that nobody else of that name has."""
    if lead.user_id is not None:
        rows = [row for row in facts.invitees if lead.user_id == _account_of(row)]
    else:
        rows = [row for row in facts.invitees if row.user_id is None and row.name == lead.name]
    posts = {row.professional_id: row for row in rows if row.professional_id}
    if lead.user_id is None and len(posts) != 1:
        return lead
    row = next(iter(posts.values()), None)
    return lead if row is None else replace(lead, professional_id=row.professional_id, account=_account_of(row))


def _leading_now(facts: Facts, about: frozenset[UUID]) -> Iterator[Rung]:
    for one in facts.core_group:
        if one.is_lead and about & set(one.children):
            row = facts.invitee(one.invitee_id)
            user = one.user_id or (row.user_id if row else None)
            post, account = (row.professional_id, _account_of(row)) if row else (None, None)
            yield Rung(one.name, facts.word("social_worker"), user, post, account=account)


def _listed(facts: Facts, about: frozenset[UUID]) -> Iterator[Rung]:
    for one in facts.invitees:
        is_theirs = bool(about) and (not one.about or bool(about & set(one.about)))
        if one.role == "social_worker" and one.to_invite is not False and is_theirs and named(one):
            word = facts.word("social_worker")
            yield Rung(named(one), word, one.user_id, one.professional_id, account=_account_of(one))


def _account_of(row: Invitee) -> UUID | None:
    """With which account somebody of the list signs in: their own, or that of their post."""
    return row.user_id or (row.professional.user_id if row.professional is not None else None)


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
    """Each once, told apart by account or post and not by name, with how they are rung today."""
    found = list({one.user_id or one.professional_id or one.name: one for one in people}.values())
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
