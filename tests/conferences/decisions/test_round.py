"""The round: everybody's view for each child, hidden until all are in where the chair wishes it, and the count."""

from __future__ import annotations

import pytest

from quorate.access.context import acting_as
from quorate.access.permissions import NotAllowed
from quorate.cases.models import CaseEvent
from quorate.cases.refusals import Refused
from quorate.conferences.models import View
from quorate.conferences.queries.round import round_grid
from quorate.conferences.services.round import Said, give_view, hide_views, open_views
from quorate.conferences.versions import TwoTexts
from tests.conferences.decisions.making import Table
from tests.conferences.stages import at_clock

pytestmark = pytest.mark.usefixtures("rolled_back")


@pytest.fixture
def table(rolled_back: object) -> Table:
    return Table("redbridge")


@pytest.mark.clause("RDB-30")
def test_parents_and_professionals_are_asked_and_only_professionals_are_counted(table: Table) -> None:
    first = table.children()[0]
    table.say(first)
    with acting_as(table.agency.chair) as by:
        for parent in table.invitees("parent"):
            give_view(
                conference=table.conference, invitee=parent, child_case_id=first.case_id,
                said=Said("no", reason="I have asked for help already."), pack=table.pack, at=at_clock(11, 5), by=by,
            )  # fmt: skip
        grid = round_grid(table.conference, table.children(), table.pack)
        events = list(CaseEvent.objects.filter(code="view-given", case_id=first.case_id))
    asked = [row for row in grid.professionals if row.cells[0].state != "not-asked"]
    parents = [row for row in grid.family if row.invitee and row.invitee.kind == "parent"]
    assert {row.cells[0].plan for row in parents} == {"no"}
    assert (grid.columns[0].yes, grid.columns[0].no, grid.columns[0].most_said()) == (len(asked), 0, "yes")
    assert {row.cells[1].state for row in grid.professionals} == {"waiting", "not-asked"}
    assert len(asked) > 1
    assert sorted(event.facts["who"] for event in events).count("parent") == len(parents)


@pytest.mark.clause("RDB-31")
def test_a_view_without_a_reason_is_not_taken(table: Table) -> None:
    child, one = table.children()[0], table.professionals()[0]
    with acting_as(table.agency.chair) as by, pytest.raises(Refused) as refused:
        give_view(
            conference=table.conference, invitee=one, child_case_id=child.case_id, said=Said("yes"), pack=table.pack,
            at=at_clock(11), by=by,
        )  # fmt: skip
    assert refused.value.sentences == {"reason": "Write down why, in a line: the reason is part of the view."}


def test_hidden_views_are_nowhere_until_they_are_opened_not_even_as_a_count(table: Table) -> None:
    first, second = table.children()
    with acting_as(table.agency.chair) as by:
        hide_views(conference=table.conference, child_case_ids=[first.case_id], at=at_clock(10, 50), by=by)
    table.say(first)
    table.say(second, "no")
    with acting_as(table.agency.chair) as by:
        grid = round_grid(table.conference, table.children(), table.pack)
        hidden = [row.cells[0] for row in grid.professionals if row.cells[0].state != "not-asked"]
        assert {(one.state, one.plan, one.words, one.categories) for one in hidden} == {("hidden", "", "", ())}
        assert (grid.columns[0].is_counted, grid.columns[0].yes) == (False, 0)
        assert grid.columns[1].no > 1
        with pytest.raises(Refused):
            open_views(
                conference=table.conference, child_case_id=first.case_id, waiting=2, reason="", at=at_clock(11, 9),
                by=by,
            )  # fmt: skip
        open_views(
            conference=table.conference, child_case_id=first.case_id, waiting=2, reason="They had to leave.",
            at=at_clock(11, 9), by=by,
        )  # fmt: skip
        grid = round_grid(table.conference, table.children(), table.pack)
    assert grid.columns[0].yes == len(hidden)
    assert grid.columns[0].opened_reason == "They had to leave."


def test_a_hidden_view_is_no_row_for_anybody_but_whoever_wrote_it_down(table: Table) -> None:
    first, second = table.children()
    with acting_as(table.agency.chair) as by:
        hide_views(conference=table.conference, child_case_ids=[first.case_id], at=at_clock(10, 50), by=by)
    table.say(first)
    table.say(second, "no")
    seen = {}
    for name in ("chair", "minute_taker", "worker"):
        with acting_as(getattr(table.agency, name)):
            seen[name] = set(View.objects.values_list("child_case_id", flat=True))
            # What was said stands in the event of the record too.
            assert set(CaseEvent.objects.filter(code="view-given").values_list("case_id", flat=True)) == seen[name]
    assert seen == {
        "chair": {first.case_id, second.case_id}, "minute_taker": {second.case_id}, "worker": {second.case_id}
    }  # fmt: skip
    one = next(one for one in table.professionals() if not one.about or first.case_id in one.about)
    with acting_as(table.agency.minute_taker) as by:
        grid = round_grid(table.conference, table.children(), table.pack)
        inside = [row for row in grid.professionals if row.cells[0].state == "hidden"]
        assert (len(inside), grid.columns[0].inside, grid.columns[0].waiting) == (
            len(table.professionals()) - sum(row.cells[0].state == "not-asked" for row in grid.professionals),
            len(inside), tuple(row.name for row in grid.family if row.cells[0].state == "waiting"),
        )  # fmt: skip
        with pytest.raises(Refused) as refused:
            give_view(
                conference=table.conference, invitee=one, child_case_id=first.case_id, said=Said("no", reason="Mine."),
                pack=table.pack, at=at_clock(11, 5), by=by,
            )  # fmt: skip
        open_views(
            conference=table.conference, child_case_id=first.case_id, waiting=0, reason="", at=at_clock(11, 9), by=by
        )
        assert View.objects.filter(child_case_id=first.case_id).count() == len(inside)
    assert "Somebody else has written down this person's view" in refused.value.sentences["invitee"]


def test_a_view_that_somebody_else_has_changed_meanwhile_is_shown_and_not_overwritten(table: Table) -> None:
    child, one = table.children()[0], table.professionals()[0]
    given = {"conference": table.conference, "invitee": one, "child_case_id": child.case_id, "pack": table.pack}
    with acting_as(table.agency.chair) as by:
        first = give_view(**given, said=Said("yes", reason="First."), at=at_clock(11), by=by)
        give_view(**given, said=Said("no", reason="Second."), at=at_clock(11, 1), by=by, base_version=first.version)
        with pytest.raises(TwoTexts) as two:
            give_view(**given, said=Said("unsure", reason="Third."), at=at_clock(11, 2), by=by, base_version=1)
    assert (two.value.theirs.reason, two.value.version) == ("Second.", 2)


def test_who_helps_or_writes_is_not_asked_and_nobody_but_the_lead_records(table: Table) -> None:
    child = table.children()[0]
    chair = next(one for one in table.invitees("professional") if one.role == "chair")
    given = {"conference": table.conference, "child_case_id": child.case_id, "pack": table.pack, "at": at_clock(11)}
    with acting_as(table.agency.chair) as by, pytest.raises(Refused) as refused:
        give_view(**given, invitee=chair, said=Said("yes", reason="No."), by=by)
    assert list(refused.value.sentences) == ["invitee"]
    with acting_as(table.agency.worker) as by, pytest.raises(NotAllowed):
        give_view(**given, invitee=table.professionals()[0], said=Said("yes", reason="Mine."), by=by)
    with acting_as(table.agency.chair):
        grid = round_grid(table.conference, table.children(), table.pack)
    assert {"chair", "minute_taker"} <= {row.part for row in grid.others}


@pytest.mark.clause("BAR-36", "BAR-37")
def test_members_say_whether_a_plan_is_needed_and_which_harm_worries_them() -> None:
    table = Table("barnet", children_count=1)
    (child,) = table.children()
    table.say(child)
    with acting_as(table.agency.chair):
        grid = round_grid(table.conference, [child], table.pack)
        events = CaseEvent.objects.filter(code="view-given", case_id=child.case_id)
        told = {(event.facts["plan"], tuple(event.facts["category"])) for event in events}
    given = [row.cells[0] for row in grid.professionals if row.cells[0].state == "view"]
    assert {(one.plan, one.categories) for one in given} == {("yes", ("neglect",))}
    assert told == {("yes", ("neglect",))}
