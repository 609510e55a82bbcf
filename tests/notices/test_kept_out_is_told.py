"""Somebody who is kept out is told why: the duty is open until the letter has really gone, and then it is met."""

from __future__ import annotations

import pytest

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.cases.models import Duty
from quorate.conferences.models import ConferenceExclusion
from quorate.notices.services import release_and_queue
from tests import clock
from tests.notices.making import FATHER, Remembering, Stage, keep_out


def told(stage: Stage) -> tuple[object, ...]:
    with acting_as(stage.chair):
        (duty,) = set(Duty.objects.filter(code="explain-exclusion").values_list("about_id", "met_on"))
        row = ConferenceExclusion.objects.get(conference=stage.conference, outcome="excluded")
        return (*duty, row.explained_on, row.explained_how)


@pytest.mark.clause("BOL-14")
def test_the_reasons_are_explained_once_the_letter_has_gone(stage: Stage) -> None:
    keep_out(stage)
    father = stage.family.father
    assert told(stage) == (father, None, None, "")
    release = stage.prepared("exclusion-letter", by=stage.chair)
    assert told(stage) == (father, None, None, "")
    with acting_as(stage.agency.manager) as by:
        release_and_queue(release=release, by=by, at=clock.now())
    (letter,) = stage.messages(code="exclusion-letter")
    through = Remembering()
    assert (stage.send(through, letter), [one["To"] for one in through.mails]) == ("sent", [FATHER])
    assert told(stage) == (father, today(), today(), "letter")
