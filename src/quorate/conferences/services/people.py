"""Keeping the list of who takes part: adding, changing and removing people, seats, the list supplied, the answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from quorate.access.moments import today
from quorate.access.standing import Standing
from quorate.cases.details import says_something, tidy
from quorate.cases.refusals import Refused, quietly, refuse
from quorate.cases.services.writing import noted
from quorate.conferences.editions import pack_of, role_word
from quorate.conferences.keeping import require_keeping
from quorate.conferences.models import Conference, Invitee, InviteeKind
from quorate.conferences.naming import ANOTHER, NO_NAME_YET, own_name, with_another
from quorate.conferences.queries.asked_out import undecided_requests
from quorate.conferences.queries.namesakes import called_so, is_known_by_name
from quorate.conferences.queries.suggesting import Suggestion, invite_list_of
from quorate.conferences.services.checklists import people_changed
from quorate.conferences.services.exclusion_namesakes import kept_off_still, refuse_kept_out
from quorate.conferences.services.happening import locked
from quorate.conferences.services.invitations import note_invited, record_answer, supply_invite_list
from quorate.conferences.services.leaving import left, named
from quorate.conferences.services.safety import is_kept_apart
from quorate.people.models import Agency, Professional, User
from quorate.procedure.vocabulary import MODES

__all__ = [
    "Suggestion",
    "add_invitee",
    "add_suggested",
    "change_invitee",
    "invite_list_of",
    "is_named_here",
    "note_invited",
    "record_answer",
    "remove_invitee",
    "seat",
    "supply_invite_list",
]

FIELDS: Final = (
    "name", "role", "agency_code", "about", "to_invite", "basis", "why", "source", "mode", "instead", "direct_contact",
    "professional", "agency", "user",
)  # fmt: skip
"""What can be said of somebody on the list besides what the other services record."""
SEATS: Final = ("chair", "minute_taker")
"""Of these there is one at a conference."""
AGENCY_OF_KIND: Final = {
    "police": "police", "health": "health", "school": "education", "nursery": "education", "probation": "probation",
    "housing": "housing", "substance_misuse": "drugs-and-alcohol", "domestic_abuse": "domestic-abuse",
    "voluntary": "voluntary", "social_care": "social-care",
}  # fmt: skip
"""What an agency of the lists counts as in a procedure."""
_NAMESAKE: Final = (
    "Somebody of this name, or nearly so, is on the list or in the family already: choose them there, or say below how"
    " this is another person."
)
_LONGEST: Final = {"name": 250, "why": 300, "instead": 200, "answer_words": 300}


@quietly
@transaction.atomic
def add_invitee(
    *,
    conference: Conference,
    kind: str,
    by: Standing,
    person_id: UUID | None = None,
    another: str = "",
    **said: Any,
) -> Invitee:
    """Puts somebody on the list. `said` are `FIELDS`; what is not said of a professional comes from the lists.

    Somebody of an agency is given as `professional` (or `agency`, where nobody has been named yet), staff as `user`,
    the family by `person_id`. Whoever no rule asks for needs a `why`; whose name is typed and called as somebody of
    the family, `another`: how it is another person, which stays with the why. Raises `Refused`, `NotAllowed`.
    """
    require_keeping(by, conference.case)
    row = Invitee(
        conference=conference, case_id=conference.case_id, authority_id=conference.authority_id, kind=kind,
        person_id=person_id,
    )  # fmt: skip
    _say(row, {"to_invite": True} | said)
    _from_the_lists(row)
    _tell_apart(row, another)
    _refuse_impossible(row)
    _refuse_twice(row)
    # Whoever was taken off the list and is put on it again is still kept apart.
    row.attends_separately = is_kept_apart(conference, person_id)
    row.save(force_insert=True)
    noted("invitee.added", row, case=conference.case, kind=row.kind, role=row.role)
    people_changed(conference, pack_of(conference), on=today(), by=by)
    return row


def add_suggested(*, conference: Conference, suggestion: Suggestion, by: Standing, **said: Any) -> Invitee:
    """Takes a suggestion: what the rule says of the person stands on the list, with the clause. Raises `Refused`."""
    if suggestion.listed is not None:
        return suggestion.listed
    user = None if suggestion.user_id is None else User.objects.get(pk=suggestion.user_id)
    facts: dict[str, Any] = {
        "name": suggestion.name, "role": suggestion.role, "agency_code": suggestion.agency_code, "user": user,
        "about": list(suggestion.about), "basis": suggestion.basis, "why": suggestion.why,
        "source": list(suggestion.source), "to_invite": True if suggestion.invite == "yes" else None,
    } | said  # fmt: skip
    if not facts["name"] and not facts.get("professional"):
        facts["name"] = f"{suggestion.word[:1].upper()}{suggestion.word[1:]}{NO_NAME_YET}"
    if facts.get("professional"):
        facts |= {"name": "", "agency_code": suggestion.agency_code}
    return add_invitee(conference=conference, kind=suggestion.kind, by=by, person_id=suggestion.person_id, **facts)


@quietly
@transaction.atomic
def change_invitee(*, invitee: Invitee, by: Standing, another: str = "", **changes: Any) -> Invitee:
    """Changes what is said of somebody on the list: a name for a place, a deputy, whom they know, whether to invite.

    What lies in the outbox for who it was before stays there, and whoever had been written to is written to anew. The
    family, who signs in and who stands in the lists are called what they are called there. Raises `Refused`,
    `NotAllowed`.
    """
    require_keeping(by, invitee.case)
    row = locked(invitee)
    before = {name: getattr(row, name) for name in {*changes, "name", "why"}}
    if changes.get("name", row.name) != row.name and not is_named_here(row):
        raise Refused({"name": "What this person is called is changed where the name comes from: the lists or the"
                               " child's record."})  # fmt: skip
    _say(row, changes)
    if {"professional", "agency"} & set(changes):
        row.name = "" if "name" not in changes else row.name
        _from_the_lists(row)
    if row.name != before["name"]:
        # They were told apart from somebody by the name that they had.
        row.why = row.why.partition(ANOTHER)[0].strip()
        _tell_apart(row, another)
    else:
        refuse_kept_out(row, another, is_asked=bool(row.to_invite) and not before.get("to_invite", True))
    _refuse_impossible(row)
    changed = sorted(name for name in before if getattr(row, name) != before[name])
    if changed:
        _refuse_twice(row)
        row.version += 1
        row.kept_off = kept_off_still(row)
        row.save(update_fields=[*FIELDS, "version", "kept_off"])
        noted("invitee.changed", row, fields=",".join(changed))
        if "to_invite" in changed and row.to_invite is False:
            left(row, row.conference, on=today(), by=by)
        elif "name" in changed:
            named(row, row.conference, on=today(), by=by)
        people_changed(row.conference, pack_of(row.conference), on=today(), by=by)
    return row


def is_named_here(row: Invitee) -> bool:
    """Whether the name is written on the list itself: of somebody of an agency who is in no list and signs in nowhere,
    and of a place for which nobody has been named."""
    is_from_elsewhere = row.person_id is not None or row.user_id is not None or row.professional_id is not None
    return not is_from_elsewhere and (not row.is_family or not own_name(row.name))


@quietly
@transaction.atomic
def remove_invitee(*, invitee: Invitee, why: str, on: date, by: Standing) -> Invitee:
    """Takes somebody off the list; the row stays, with the reason.

    Not while a request to keep them out, or whoever comes with them, waits: it would wait where nobody sees it.
    Raises `Refused`, `NotAllowed`.
    """
    require_keeping(by, invitee.case)
    refuse(why=None if says_something(why) else "Say why this person does not take part.")
    row = locked(invitee)
    _refuse_undecided(row)
    row.removed_on, row.removed_why = on, tidy(why)[:250]
    row.save(update_fields=["removed_on", "removed_why"])
    Invitee.objects.filter(supporter_of=row, removed_on__isnull=True).update(
        removed_on=on, removed_why="The person whom they help does not take part."
    )
    noted("invitee.removed", row)
    left(row, row.conference, on=on, by=by)
    people_changed(row.conference, pack_of(row.conference), on=on, by=by)
    return row


@quietly
@transaction.atomic
def seat(*, conference: Conference, user_id: UUID, role: str, by: Standing, on: date | None = None) -> Invitee:
    """Puts a member of staff on the list as chair, minute-taker or social worker; who had the seat before leaves it."""
    require_keeping(by, conference.case)
    rows = Invitee.objects.select_for_update(of=("self",)).filter(conference=conference, removed_on__isnull=True)
    if role in SEATS:
        _vacated(rows.filter(role=role).exclude(user_id=user_id), conference, "Somebody else has the seat.", on, by)
    there = rows.filter(user_id=user_id).first()
    agency = pack_of(conference).rules.role_agency.get(role, "")
    if there is None:
        return add_invitee(
            conference=conference, kind=InviteeKind.PROFESSIONAL, by=by, user=User.objects.get(pk=user_id), role=role,
            agency_code=agency, basis="seat", why=role_word(pack_of(conference), role),
        )  # fmt: skip
    if there.role != role:
        there.role, there.agency_code = role, agency
        there.save(update_fields=["role", "agency_code"])
        noted("invitee.changed", there, case=conference.case, fields="role")
    return there


def vacate(*, conference: Conference, role: str, by: Standing, on: date | None = None) -> None:
    """Takes whoever had the seat of chair or minute-taker off the list; nobody has it until it is settled."""
    require_keeping(by, conference.case)
    rows = Invitee.objects.select_for_update(of=("self",)).filter(conference=conference, removed_on__isnull=True)
    held = rows.filter(role=role, user_id__isnull=False)
    _vacated(held, conference, "Who has the seat is not settled any more.", on, by)


# --- steps


def _vacated(rows: QuerySet[Invitee], conference: Conference, why: str, on: date | None, by: Standing) -> None:
    for row in rows:
        row.removed_on, row.removed_why = on or today(), why
        row.save(update_fields=["removed_on", "removed_why"])
        noted("invitee.removed", row)
        left(row, conference, on=on or today(), by=by)


def _tell_apart(row: Invitee, another: str) -> None:
    """A typed name that somebody of the family has is theirs, until it is said how this is another person.

    Asked of everybody's name alike, so that nothing is learnt about one of them; kept out or feared, they are asked by
    their own line, which knows it.
    """
    if says_something(another):
        row.why = with_another(row.why, another)
    if row.supporter_of_id is None and is_known_by_name(row) and called_so(row.conference, row.name):
        raise Refused({"name": _NAMESAKE})


def _refuse_undecided(row: Invitee) -> None:
    goes = Invitee.objects.filter(Q(pk=row.pk) | Q(supporter_of=row), removed_on__isnull=True)
    waits = undecided_requests().filter(conference=row.conference_id, person_id__in=goes.values("person_id"))
    if waits.exists():
        raise Refused({"why": "Decide first whether they are kept out: somebody asked for it, and it still waits."})


def _say(row: Invitee, said: Mapping[str, Any]) -> None:
    unknown = sorted(set(said) - set(FIELDS))
    if unknown:
        raise TypeError(f"an invitee has no {', '.join(unknown)}; there are {', '.join(FIELDS)}")
    for name, value in said.items():
        setattr(row, name, tidy(value) if isinstance(value, str) else value)


def _from_the_lists(row: Invitee) -> None:
    """What the lists of people know need not be typed: name, agency, account, what the agency counts as."""
    if row.professional is not None:
        post: Professional = row.professional
        row.agency = post.agency
        row.user = row.user or post.user
        row.name = row.name or post.full_name
    if row.user is not None:
        row.name = row.name or row.user.display_name
    if row.agency is not None:
        office: Agency = row.agency
        row.name = row.name or office.name
        row.agency_code = row.agency_code or AGENCY_OF_KIND.get(office.kind, "")
    if row.kind == InviteeKind.PROFESSIONAL and not row.agency_code:
        row.agency_code = pack_of(row.conference).rules.role_agency.get(row.role, "")


def _refuse_impossible(row: Invitee) -> None:
    of_agency = row.kind == InviteeKind.PROFESSIONAL
    refuse(
        kind=None if row.kind in InviteeKind.values else f"The kinds are {', '.join(InviteeKind.values)}.",
        name=None if row.name else "Give a name, or choose somebody from the lists.",
        role=None if row.role else "Say in which role they come.",
        why="Say why this person is to come: what they do for the child or family now, or will do."
        if of_agency and not row.basis and not row.why
        else None,
        mode=None if row.mode in ("", *MODES) else f"The ways to attend are {', '.join(MODES)}.",
        **{
            name: f"At most {most} characters." for name, most in _LONGEST.items() if len(getattr(row, name)) > most
        },
    )  # fmt: skip


def _refuse_twice(row: Invitee) -> None:
    listed = Invitee.objects.filter(conference=row.conference, removed_on__isnull=True).exclude(pk=row.pk)
    for name in ("person_id", "professional_id", "user_id"):
        value = getattr(row, name)
        if value is not None and listed.filter(**{name: value}).exists():
            raise Refused({name: "This person is on the list already; change that entry."})
