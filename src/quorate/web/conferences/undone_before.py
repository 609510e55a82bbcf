"""What the procedure asks to be done with the parents before a conference and is not done when it is to begin."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final
from uuid import UUID

from quorate.cases.models import Duty
from quorate.conferences.models import Invitee
from quorate.web.conferences.doing import place_of
from quorate.web.conferences.opening import OpenConference

BEFORE: Final = {
    "share-report-with-parents": "has not been given the social worker's report",
    "share-agency-reports-with-parents": "has not been given the other agencies' reports",
    "meet-parents": "has not met the chair",
    "explain-exclusion": "has not been told why they are kept out",
    "collect-excluded-parent-views": "is kept out, and their views have not been collected",
    "offer-meeting": "is kept out, and has not been offered a meeting with the chair",
}
"""Duties about each parent without which something comes as a surprise to them (BAR-24, BAR-25, BAR-31), and what
somebody who is kept out is owed all the same."""
FIRST: Final = ": whether they are kept out comes first."
"""Of a parent of whom that is asked and not decided."""


def undone_before(found: OpenConference, undecided: Collection[UUID] = ()) -> list[tuple[str, str]]:
    """For each parent and thing that is not done yet: a sentence, and where it is done.

    Of the `undecided` (by person, as far as the reader may know of them) it is asked and not decided whether they are
    kept out: that comes first, and nothing is done with them meanwhile ("").
    """
    rows = list(
        Duty.objects.filter(conference_id=found.conference.pk, code__in=BEFORE, settled="", window=False)
        .order_by("about_id", "code")
        .only("duty_id", "code", "about_id")
    )
    people = Invitee.objects.filter(conference=found.conference, person_id__in={one.about_id for one in rows})
    names = dict(people.filter(removed_on__isnull=True).values_list("person_id", "name"))
    order = list(BEFORE)
    said = {
        (names.get(one.about_id, "A parent"), order.index(one.code),
         "" if one.about_id in undecided else place_of(one.code, one.pk, found.ref, found.pack))
        for one in rows
    }  # fmt: skip
    return [(f"{name} {BEFORE[order[place]]}{'.' if at else FIRST}", at) for name, place, at in sorted(said)]
