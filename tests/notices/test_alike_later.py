"""A line of the list that becomes called as somebody who is kept out, after the decision: it is off at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.access.standing import Standing
from quorate.audit.models import AuditEntry
from quorate.cases.models import Relative
from quorate.cases.services import add_alias, change_relative, join_records
from quorate.conferences.models import Conference, Invitee
from quorate.conferences.services.drafting import change_children
from quorate.conferences.services.one_person import join_people
from quorate.conferences.services.people import add_invitee, change_invitee
from quorate.conferences.services.supporters import name_supporter
from quorate.notices.outbox import forbidden
from tests import clock
from tests.conferences import stages
from tests.notices.making import Stage, keep_out

NAME: Final = "Rex Hollow"


def record(stage: Stage) -> Relative:
    return Relative.objects.select_related("case").get(case=stage.family.cases[0], person_id=stage.family.father)


def by_another_name(stage: Stage, by: Standing) -> None:
    add_alias(
        case=record(stage).case, person_id=stage.family.father, given_names="Rex", family_name="Hollow", on=today(),
        by=by,
    )  # fmt: skip


def by_a_name_put_right(stage: Stage, by: Standing) -> None:
    row = record(stage)
    change_relative(relative=row, given_names="Rex", family_name="Hollow", reason="By his passport.", on=today(), by=by)


def by_how_he_is_known(stage: Stage, by: Standing) -> None:
    row = record(stage)
    change_relative(relative=row, known_as="Rex", family_name="Hollow", reason="He said so.", on=today(), by=by)


def by_joining(stage: Stage, by: Standing) -> None:
    other = stage.agency.relative(
        stage.family.children[1], "other", given_names="Rex", family_name="Hollow", born_on=record(stage).born_on
    )
    assert line(stage).to_invite is True
    with acting_as(by):
        join_people(relative=record(stage), other=other, reason="One passport", on=today(), at=clock.now(), by=by)


CAUSES: Final = (by_another_name, by_a_name_put_right, by_how_he_is_known, by_joining)


def line(stage: Stage, name: str = NAME, conference: Conference | None = None) -> Invitee:
    rows = Invitee.objects.exclude(person_id=stage.family.father)
    with acting_as(stage.agency.worker):
        return rows.get(conference=conference or stage.conference, name=name)


def typed(stage: Stage, name: str, conference: Conference | None = None, kind: str = "family", why: str = "x") -> None:
    with acting_as(stage.agency.worker) as by:
        role = {"family": "family_member", "professional": "health_rep"}[kind]
        add_invitee(
            conference=conference or stage.conference, kind=kind, role=role, name=name, by=by, why=why,
        )  # fmt: skip


@pytest.mark.clause("BOL-14")
@pytest.mark.parametrize("cause", CAUSES)
def test_a_line_called_as_he_turns_out_to_be_called_is_off_and_what_waits_for_it_stays_here(
    stage: Stage, cause: Callable[[Stage, Standing], None]
) -> None:
    typed(stage, NAME)
    typed(stage, "Rex", kind="professional")
    typed(stage, "Mr R Hollow")
    keep_out(stage)
    stage.released()
    (letter,) = stage.messages(recipient=line(stage).pk)
    with acting_as(stage.agency.manager):
        assert forbidden(letter, on=today(), by_hand=True) == ""
    with acting_as(stage.agency.worker) as by:
        cause(stage, by)
    row = line(stage)
    assert (row.to_invite, row.kept_off) == (False, "name")
    assert [line(stage, name).to_invite for name in ("Rex", "Mr R Hollow")] == [True, True]
    with acting_as(stage.agency.manager):
        told = AuditEntry.objects.filter(action="invitee.changed", subject_id=row.pk).latest("id")
        assert (told.facts, told.case_id) == ({"fields": "to_invite"}, stage.conference.case_id)
        assert forbidden(letter, on=today(), by_hand=True) == "off-the-list"


def test_whoever_was_told_apart_stays_and_so_does_everybody_where_he_is_kept_out_of_a_part(stage: Stage) -> None:
    typed(stage, NAME)
    with acting_as(stage.agency.worker) as by:
        friend = name_supporter(
            conference=stage.conference, helped=stage.invitee(stage.family.mother), name="Ivy Hollow",
            kind="interpreter", at=clock.now(), late_reason="Asked today.", by=by,
        )  # fmt: skip
    keep_out(stage, "part")
    with acting_as(stage.agency.worker) as by:
        by_another_name(stage, by)
    assert line(stage).to_invite is True
    keep_out(stage)
    assert line(stage).kept_off == "name"
    with acting_as(stage.agency.worker) as by:
        change_invitee(invitee=line(stage), to_invite=True, another="A lodger, seen.", by=by)
        change_relative(relative=record(stage), given_names="Ivy", reason="x", on=today(), by=by)
        # He is called otherwise now, which does not say that whoever is off is somebody else.
        add_alias(case=record(stage).case, person_id=stage.family.father, family_name="Hollow", on=today(), by=by)
    assert (line(stage).to_invite, line(stage, friend.name).kept_off) == (True, "name")


def test_what_is_decided_for_one_conference_takes_namesakes_off_the_lists_of_others_about_the_child(
    stage: Stage,
) -> None:
    review, over, elsewhere = (
        stages.asked_for(stage.agency, family) for family in (stage.family, stage.family, stage.agency.family())
    )
    for conference in (review, over, elsewhere):
        typed(stage, NAME, conference)
    with acting_as(stage.agency.worker) as by:
        by_another_name(stage, by)
        Conference.objects.filter(pk=over.pk).update(state="held", held_on=today())
    keep_out(stage)
    rows = [line(stage, NAME, one) for one in (review, over, elsewhere)]
    assert [(one.to_invite, one.kept_off) for one in rows] == [(False, "name"), (True, ""), (True, "")]


def test_with_a_record_that_is_joined_and_with_a_child_who_is_added_come_those_who_are_kept_out(stage: Stage) -> None:
    """He stands in neither other family by that name, until it is found to be one child, or a child is added."""
    with acting_as(stage.agency.worker) as by:
        by_another_name(stage, by)
    twice, beside = stage.agency.family(1, ages=[4]), stage.agency.family(1, ages=[4])
    joined, widened = stages.booked(stage.agency, twice, number=9), stages.asked_for(stage.agency, beside)
    for conference in (joined, widened):
        typed(stage, NAME, conference)
    stage.agency.relative(
        twice.children[0], "other", person_id=stage.family.father, given_names="Rex", family_name="Hollow"
    )
    keep_out(stage)
    assert [line(stage, NAME, one).to_invite for one in (joined, widened)] == [True, True]
    with acting_as(stage.agency.worker) as by:
        join_records(
            from_case=twice.cases[0], to_case=stage.family.cases[0], reason="One child, seen twice", on=today(), by=by
        )
        change_children(
            conference=widened, kinds={stage.family.cases[0]: "", beside.cases[0]: ""}, by=by, on=today(),
            besides="For what has happened since.",
        )  # fmt: skip
    assert [line(stage, NAME, one).kept_off for one in (joined, widened)] == ["name", "name"]


def test_an_alias_in_a_brothers_record_counts_with_the_name_here(stage: Stage) -> None:
    typed(stage, NAME)
    keep_out(stage)
    with acting_as(stage.agency.worker) as by:
        change_relative(relative=record(stage), given_names="Rex", reason="He said so.", on=today(), by=by)
        assert line(stage).to_invite is True
        add_alias(
            case=stage.family.cases[1], person_id=stage.family.father, family_name="Hollow", on=today(), by=by,
        )  # fmt: skip
    assert line(stage).kept_off == "name"
