"""Which addresses of the family somebody else may read too: they are not used, whatever one record says of them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from quorate.cases.models import Child, ContactWay, Relative
from quorate.cases.one_person import all_of
from quorate.conferences.models import ConferenceChild, SafetyConcern
from quorate.conferences.queries.people import kept_out_all
from quorate.release.models import StoredRendition
from quorate.release.protecting import contact_words, shared_words


def spoiled_ways(rendition: StoredRendition, on: date) -> set[UUID]:
    """The reader's ways whose words are called unsafe in any child's record, or are also those of somebody who is kept
    out of the conference or of whom the reader is afraid; and by post whatever leads to where such a person lives.

    An address stands in the record of each child by itself: that one worker has confirmed it does not undo what another
    has found out.
    """
    conference, reader = rendition.release.conference_id, rendition.person_id
    if reader is None:
        return set()
    cases = ConferenceChild.objects.filter(conference_id=conference).values("child_case_id")
    ways = list(ContactWay.objects.filter(case_id__in=cases, person_id=reader, kind__in=("email", "post")))
    unsafe = {one.pk for one in ways if one.safe is False and (one.ended_on is None or one.ended_on >= on)}
    shared = shared_words(conference, reader, _not_to_read(conference, reader))
    if not (shared.ways or shared.homes):
        return unsafe
    words = contact_words(conference)
    return unsafe | {one.pk for one in ways if shared.has(words.get(one.pk, ""))}


def _not_to_read(conference: UUID, reader: UUID) -> set[UUID]:
    cases = list(ConferenceChild.objects.filter(conference_id=conference).values_list("child_case_id", flat=True))
    others = {
        person
        for rows in (Relative, Child)
        for person in rows.objects.filter(case_id__in=cases).values_list("person_id", flat=True)
        if person != reader
    }
    records = all_of([reader])
    feared = SafetyConcern.objects.filter(conference_id=conference, person_id__in=records, removed_on__isnull=True)
    kept_out = {person for person, one in kept_out_all(conference, others).items() if one.scope}
    return kept_out | set(feared.values_list("of_person", flat=True))
