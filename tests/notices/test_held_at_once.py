"""A letter stays here as soon as a fear comes to its conference, also by whoever cannot see that conference."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.access.standing import Standing
from quorate.audit.models import AuditEntry
from quorate.cases.models import Relative, SamePerson
from quorate.conferences.models import Conference, Invitee, SafetyConcern
from quorate.conferences.services import safety
from quorate.conferences.services.one_person import join_people, part_people
from quorate.conferences.services.people import add_invitee
from quorate.notices.models import Message
from quorate.notices.services import NotThere, give_by_hand
from tests import clock
from tests.cases.making import Family
from tests.conferences import stages
from tests.notices.making import Stage
from tests.notices.test_apart import BACK, held, let_out, names

FEAR = "He has threatened to kill her."


def elsewhere(stage: Stage) -> tuple[Relative, Conference]:
    """A conference about another child: her mother, of whom nobody knows who she is, is afraid of our father."""
    agency, own = stage.agency, stage.family.of(stage.family.children[0], "mother")
    child = agency.child(given_names="Half")
    said = {"given_names": own.given_names, "family_name": own.family_name, "born_on": own.born_on}
    mother = agency.relative(child, "mother", **said)
    agency.relative(child, "father", person_id=stage.family.father, given_names="Frankie", family_name="Sample")
    about = Family(agency, mother=mother.person_id, father=stage.family.father, children=[child])
    conference = stages.asked_for(agency, about)
    with acting_as(agency.worker) as by:
        safety.record_concern(
            conference=conference, person_id=mother.person_id, of_person=stage.family.father, words=FEAR, on=today(),
            by=by,
        )  # fmt: skip
    return mother, conference


def stranger_to(stage: Stage, child: Relative) -> Standing:
    """Works with both children, and with neither conference."""
    stranger = stage.agency.person("social_worker")
    for case in (stage.family.cases[0], child.case):
        stage.agency.give(case, stranger)
    return stranger


def standing_here(stage: Stage) -> list[tuple[str, str]]:
    with acting_as(stage.agency.worker):
        rows = SafetyConcern.objects.filter(conference=stage.conference, removed_on=None)
        return [(one.words, one.arrangement) for one in rows]


def waiting(stage: Stage) -> list[Message]:
    return [one for one in stage.messages(state="waiting") if one.name in names(stage)]


def joined(stage: Stage, other: Relative, by: Standing) -> SamePerson:
    own = stage.family.of(stage.family.children[0], "mother")
    with acting_as(by):
        return join_people(relative=own, other=other, reason="One birthday", on=today(), at=clock.now(), by=by)


def arranged(stage: Stage) -> None:
    hers = stage.invitee(stage.family.mother)
    with acting_as(stage.chair) as by:
        row = SafetyConcern.objects.get(conference=stage.conference)
        safety.settle_concern(
            concern=row, arrangement="She comes first.", version=row.version, at=clock.now(), on=today(), by=by,
            separately=[hers], ways={stage.family.mother: {"at": "09:30", "words": BACK}},
        )  # fmt: skip


def noted(stage: Stage, **said: Any) -> list[tuple[str, bool]]:
    """What stands in the trail of the conference that the stranger did."""
    with acting_as(stage.agency.manager):
        rows = AuditEntry.objects.filter(case_id=stage.conference.case_id, **said).order_by("id")
        return [(one.action_id, one.vouched) for one in rows]


def test_two_people_joined_by_whoever_cannot_see_the_conference_are_not_called_there_and_parted_they_are(
    stage: Stage,
) -> None:
    mother, father = names(stage)
    other, conference = elsewhere(stage)
    stranger = stranger_to(stage, other)
    stage.released()
    assert (standing_here(stage), len(waiting(stage))) == ([], 2)
    row = joined(stage, other, stranger)
    assert (standing_here(stage), held(stage)) == ([(FEAR, "")], {mother: "arrange", father: "arrange"})
    # In whose hands a copy is: it is not handed over, and nobody claims it.
    with acting_as(stage.agency.manager) as by:
        for message in Message.objects.filter(conference=stage.conference, state="held"):
            with pytest.raises(NotThere):
                give_by_hand(message=message, by=by, at=clock.now())
    with acting_as(stranger):
        seen = [model.objects.filter(conference__in=(stage.conference, conference)).count()
                for model in (SafetyConcern, Invitee, Message)]  # fmt: skip
        assert seen == [0, 0, 0]
    assert noted(stage, actor_id=stranger.user_id) == [
        ("message.moved-on", True), ("message.moved-on", True), ("safety.recorded", True)
    ]  # fmt: skip
    arranged(stage)
    assert let_out(stage) == sorted([mother, father])
    # They are two people after all: nothing is known here of the other's fear; joined again it is arranged anew.
    with acting_as(stranger) as by:
        part_people(joined=row, reason="Cousins", on=today(), by=by)
    assert (standing_here(stage), len(waiting(stage))) == ([], 2)
    again = joined(stage, other, stranger)
    assert (standing_here(stage), len(waiting(stage))) == ([(FEAR, "")], 0)
    with acting_as(stage.agency.worker) as by:
        part_people(joined=again, reason="Cousins", on=today(), by=by)
    # By whoever prepares papers here: they are called again.
    assert let_out(stage) == sorted([mother, father])


def test_letters_stay_here_when_the_person_feared_is_put_on_the_list(stage: Stage) -> None:
    mother, _ = names(stage)
    lodger = uuid4()
    with acting_as(stage.agency.worker) as by:
        safety.record_concern(
            conference=stage.conference, person_id=stage.family.mother, of_person=lodger, words=FEAR, on=today(), by=by
        )
    stage.released()
    assert (held(stage), len(waiting(stage))) == ({}, 2)
    with acting_as(stage.agency.worker) as by:
        add_invitee(
            conference=stage.conference, kind="parent", role="parent", name="Lou Lodger", person_id=lodger, by=by,
            why="Asked by the father.",
        )  # fmt: skip
    assert (held(stage), len(waiting(stage))) == ({mother: "arrange"}, 1)
