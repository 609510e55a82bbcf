"""That somebody is afraid of another person who may come: kept apart, and kept from that person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import product
from uuid import UUID

from django.db import transaction

from quorate.access.permissions import require
from quorate.access.standing import Standing
from quorate.cases.details import says_something
from quorate.cases.one_person import all_of
from quorate.cases.reactions import Recorded, react
from quorate.cases.refusals import quietly, refuse
from quorate.cases.services.writing import noted
from quorate.conferences.keeping import require_keeping
from quorate.conferences.models import Booking, Conference, Invitee, SafetyConcern
from quorate.conferences.queries.people import safety_concerns_of
from quorate.conferences.services.happening import happened
from quorate.conferences.services.safety_carried import brought_from, take_concern_away
from quorate.conferences.versions import TwoTexts


@quietly
@transaction.atomic
def record_concern(
    *, conference: Conference, person_id: UUID, of_person: UUID, words: str, on: date, by: Standing
) -> SafetyConcern:
    """Writes down of whom somebody is afraid, for those who arrange the conference alone. Raises `Refused`."""
    require_keeping(by, conference.case)
    refuse(
        of_person="Choose another person: of whom are they afraid?" if person_id == of_person else None,
        words=None if says_something(words) else "Write down what the person is afraid of.",
    )
    row = SafetyConcern(
        conference=conference, case_id=conference.case_id, authority_id=conference.authority_id, person_id=person_id,
        of_person=of_person, words=words.strip(), recorded_by=by.user_id, recorded_on=on,
    )  # fmt: skip
    row.save(force_insert=True)
    noted("safety.recorded", row)
    for one in (row, *brought_from(row)):
        tell_changed(one, on=on, by=by)
    return row


@quietly
@transaction.atomic
def settle_concern(
    *,
    concern: SafetyConcern,
    arrangement: str,
    version: int,
    at: datetime,
    on: date,
    by: Standing,
    separately: Iterable[Invitee] = (),
    ways: Mapping[UUID, Mapping[str, str]] | None = None,
) -> SafetyConcern:
    """What is arranged: who attends separately, when each arrives, where each waits.

    `ways` says by person how each of those who attend separately comes: `at` ("09:30", or ""), `words`; it stands in
    that person's own letter, and until it is said no letter calls the two. It holds for the booking that stands, also
    that nobody comes apart: after a move it is settled anew. Whom what somebody else is afraid of keeps apart stays
    apart. The rules are told that separate attendance was decided, not for whom. Raises `TwoTexts`, `Refused`,
    `NotAllowed`.
    """
    require(by, "write", concern.case)
    refuse(arrangement=None if says_something(arrangement) else "Say what is arranged: times, rooms, arrivals.")
    row = SafetyConcern.objects.select_for_update(of=("self",)).select_related("case", "conference").get(pk=concern.pk)
    if row.version != version:
        raise TwoTexts(yours=arrangement.strip(), theirs=row.arrangement, version=row.version, theirs_by=row.settled_by)
    pair = all_of([row.person_id, row.of_person])
    apart = {one.person_id for one in separately if one.person_id in pair}
    row.arrangement, row.settled_by, row.settled_on, row.version = arrangement.strip(), by.user_id, on, version + 1
    row.apart, row.settled_for = sorted(apart, key=str), _booked(row)
    row.ways = _ways_of(row, {one: way for one, way in (ways or {}).items() if one in apart})
    refuse(ways=_meet_on_the_way(row))
    row.save(update_fields=["arrangement", "apart", "ways", "settled_by", "settled_on", "settled_for", "version"])
    _keep_apart(row)
    _refuse_two_ways(row)
    noted("safety.settled", row)
    if apart:
        happened("separate-attendance-decided", row.conference, at=at, by=by, facts={})
    tell_changed(row, on=on, by=by)
    return row


@quietly
@transaction.atomic
def tell_apart(*, concern: SafetyConcern, invitee: Invitee, words: str, on: date, by: Standing) -> SafetyConcern:
    """The chair says that whoever comes with somebody, and is called as the person who is feared, is somebody else;
    `words` how that is known. Until then no letter calls them. Whoever it is after all is taken off the list, or kept
    out. Raises `Refused`, `NotAllowed`.
    """
    require(by, "decide_exclusion", concern.case)
    refuse(words=None if says_something(words) else "Say how you know that this is somebody else.")
    row = SafetyConcern.objects.select_for_update(of=("self",)).select_related("case", "conference").get(pk=concern.pk)
    row.told_apart[str(invitee.pk)] = {"words": words.strip(), "by": str(by.user_id), "on": on.isoformat()}
    row.save(update_fields=["told_apart"])
    noted("safety.settled", row)
    tell_changed(row, on=on, by=by, also=_with_whom_they_help([invitee]))
    return row


@quietly
@transaction.atomic
def remove_concern(*, concern: SafetyConcern, on: date, by: Standing) -> None:
    """Takes away what was written down by mistake, here and at the family's other conferences that `by` keeps; the
    rows stay, unread.

    Raises `NotAllowed`.
    """
    require_keeping(by, concern.case)
    # Asked before: afterwards nobody is feared, so that nobody is called as they are.
    also = _called_alike(concern)
    for one in take_concern_away(concern, on):
        tell_changed(one, on=on, by=by, also=also if one.pk == concern.pk else ())


def is_kept_apart(conference: Conference, person_id: UUID | None) -> bool:
    """Whether somebody takes part at another time or from another room, by any arrangement that stands."""
    if person_id is None:
        return False
    standing = SafetyConcern.objects.filter(conference=conference, removed_on__isnull=True)
    return standing.filter(apart__overlap=sorted(all_of([person_id]))).exists()


def tell_changed(row: SafetyConcern, *, on: date, by: Standing, also: Iterable[UUID] = ()) -> None:
    """Says so to the rooms above: letters to these two, and to others whom it is about, wait or are prepared anew."""
    people = {"people": [str(one) for one in (row.person_id, row.of_person, *also)]}
    react(Recorded(row.pk, "arrangement-changed", (), on, None, people, row.conference_id, by))


# --- steps


def _called_alike(row: SafetyConcern) -> list[UUID]:
    """Who comes with somebody and is called as the person who is feared, while nobody has said who they are."""
    alike = [who for one in safety_concerns_of(row.conference) if one.pk == row.pk for who in one.namesakes]
    return _with_whom_they_help(Invitee.objects.select_related("supporter_of").filter(pk__in=alike))


def _with_whom_they_help(rows: Iterable[Invitee]) -> list[UUID]:
    lines = [line for one in rows for line in (one, one.supporter_of) if line is not None]
    return [one.person_id for one in lines if one.person_id is not None]


def _booked(row: SafetyConcern) -> UUID | None:
    """The booking that stands."""
    return Booking.objects.filter(conference=row.conference, live=True).values_list("pk", flat=True).first()


def _ways_of(row: SafetyConcern, said: Mapping[UUID, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """How each comes, for the booking that stands; none where neither time nor way is said. Raises `Refused`."""
    told = {one: {name: way.get(name, "").strip() for name in ("at", "words")} for one, way in said.items()}
    for person, way in told.items():
        refuse(ways=_names_the_other(row, person, way["words"]))
    return {
        str(one): way | {"for": str(row.settled_for or "")} for one, way in told.items() if any(way.values())
    }  # fmt: skip


def _names_the_other(row: SafetyConcern, person: UUID, words: str) -> str | None:
    pair = Invitee.objects.filter(
        conference=row.conference, person_id__in=all_of([row.person_id, row.of_person]), removed_on__isnull=True
    )
    own = set(all_of([person]))
    said = set(re.findall(r"\w+", words.casefold()))
    own_names = {part for one in pair if one.person_id in own for part in one.name.casefold().split()}
    names = {part for one in pair if one.person_id not in own for part in one.name.casefold().split() if len(part) > 2}
    return "These words stand in a letter: leave out the other person’s name." if said & (names - own_names) else None


def _meet_on_the_way(row: SafetyConcern) -> str | None:
    """Why what is said brings the two together: the same time by the same way."""
    one, other = ([row.ways[str(key)] for key in all_of([who]) if str(key) in row.ways]
                  for who in (row.person_id, row.of_person))  # fmt: skip
    for mine, theirs in product(one, other):
        if mine["at"] == theirs["at"] and mine["words"].casefold() == theirs["words"].casefold():
            return "Both would come at the same time by the same way. Say another time or way for one of them."
    return None


def _refuse_two_ways(row: SafetyConcern) -> None:
    """One person has one letter: what is arranged for another fear has to say the same."""
    others = SafetyConcern.objects.filter(conference=row.conference, removed_on__isnull=True).exclude(pk=row.pk)
    for other in others.filter(ways__has_any_keys=list(row.ways)) if row.ways else ():
        for person in set(row.ways) & set(other.ways):
            same = all(row.ways[person][name] == other.ways[person][name] for name in ("at", "words"))
            is_now = other.ways[person]["for"] == row.ways[person]["for"]
            refuse(ways=None if same or not is_now else
                   "Another arrangement says how this person comes: write the same time and way here.")  # fmt: skip


def _keep_apart(row: SafetyConcern) -> None:
    # Locked before it is asked, so that of two arrangements made at once the second knows of the first.
    pair = Invitee.objects.select_for_update(of=("self",)).filter(
        conference=row.conference, person_id__in=all_of([row.person_id, row.of_person]), removed_on__isnull=True
    )
    for invitee in list(pair.order_by("pk")):
        apart = is_kept_apart(row.conference, invitee.person_id)
        if invitee.attends_separately != apart:
            invitee.attends_separately = apart
            invitee.save(update_fields=["attends_separately"])
