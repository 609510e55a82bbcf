"""What is shared after the limit: it needs a reason, and stays marked as late for ever."""

from __future__ import annotations

from datetime import date

import pytest

from quorate.access.context import acting_as
from quorate.cases.refusals import Refused
from quorate.conferences.services import sharing
from tests.conferences.reports.ready import Ready
from tests.conferences.stages import at_clock
from tests.database import Urls
from tests.web.families import it_is

WEDNESDAY = date(2026, 11, 18)


def test_late_needs_a_reason_stays_marked_and_is_not_overwritten_by_what_comes_after(
    own_database: Urls, monkeypatch: pytest.MonkeyPatch
) -> None:
    it_is(WEDNESDAY, own_database, monkeypatch)
    place = Ready(number=1, at=at_clock(8))
    mother = place.family.mother
    limit = place.cell(mother).limit
    assert limit is not None
    assert limit.at == at_clock(10)
    with pytest.raises(Refused) as refused:
        place.share(at=at_clock(11, 45), now=at_clock(12))
    assert list(refused.value.sentences) == ["late_why"]
    share = place.share(at=at_clock(11, 45), now=at_clock(12), late_why="He moved on Monday.")
    with acting_as(place.agency.worker) as by:
        with pytest.raises(Refused):
            sharing.note_read(share=share, step="read", at=at_clock(11), by=by, now=at_clock(14))
        sharing.note_read(share=share, step="read", at=at_clock(13), by=by, now=at_clock(14))
    cell = place.cell(mother, at_clock(15))
    assert (cell.state, cell.is_late, cell.share.late_why) == ("read", True, "He moved on Monday.")
    assert [(one.step, one.is_late) for one in cell.steps] == [("shared", True), ("read", False)]
    # Somebody else's is late while nobody has shared it, and says so.
    father = place.family.father
    assert [place.cell(father, at_clock(hour)).is_late for hour in (9, 11)] == [False, True]
