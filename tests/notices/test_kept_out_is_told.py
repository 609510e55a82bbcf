"""Somebody who is kept out is told why: the duty is open until the letter has really gone, and then it is met."""

from __future__ import annotations

import pytest

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.access.standing import OPERATOR
from quorate.cases.models import Duty
from quorate.conferences.models import ConferenceExclusion
from quorate.conferences.queries.people import kept_out
from quorate.documents.setting import as_text
from quorate.documents.typesetting import NoSuchLetter
from quorate.notices.services import preview, release_and_queue
from quorate.people.models import User
from quorate.people.services import change_user
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
    # It may be the worker whom he threatened: the letter gives him the office, and nobody's own number.
    user = User.objects.get(pk=stage.agency.worker.user_id)
    change_user(user=user, display_name=user.display_name, work_telephone="01632 960130", by=OPERATOR)
    person = stage.invitee(father)
    with acting_as(stage.chair) as by:
        seen = preview(conference=stage.conference, code="exclusion-letter", by=by, at=clock.now(), invitee=person)
    said = " ".join(as_text(seen.own, seen.pack).split())
    assert "01632 960130" not in said
    assert "To speak to A social_worker, your social worker, or A chair, the chair, ring Bolton" in said
    assert told(stage) == (father, None, None, "")
    release = stage.prepared("exclusion-letter", by=stage.chair)
    assert told(stage) == (father, None, None, "")
    with acting_as(stage.agency.manager) as by:
        release_and_queue(release=release, by=by, at=clock.now())
    (letter,) = stage.messages(code="exclusion-letter")
    through = Remembering()
    assert (stage.send(through, letter), [one["To"] for one in through.mails]) == ("sent", [FATHER])
    assert told(stage) == (father, today(), today(), "letter")


def test_a_decision_does_not_hang_on_a_letter_that_cannot_be_printed(stage: Stage) -> None:
    keep_out(stage, words="He shouted at 王小明.")
    with acting_as(stage.office):
        assert kept_out(stage.conference, stage.family.father) == "whole"
    with pytest.raises(NoSuchLetter):
        stage.prepared("exclusion-letter", by=stage.chair)
