"""A child's plan: worry, goal, lines with an owner, brought forward to the review, and what it does not say yet."""

from __future__ import annotations

from uuid import uuid4

import pytest

from quorate.access.context import acting_as
from quorate.access.permissions import NotAllowed
from quorate.cases.refusals import Refused
from quorate.conferences.services.meeting_cards import add_card
from quorate.conferences.standing import NotAllowedNow
from quorate.conferences.versions import TwoTexts
from quorate.plans.models import PlanAction, PlanContent
from quorate.plans.pointing import Pointer, fog_in, pointers
from quorate.plans.queries.contents import people_for_lines, words_of, worries_of
from quorate.plans.services.agreeing import agree_plan
from quorate.plans.services.contents import content_for, remove_words, right_without, save_words
from tests.conferences.decisions.making import Table
from tests.conferences.stages import at_clock

pytestmark = pytest.mark.usefixtures("rolled_back")


def points(table: Table, content: PlanContent) -> list[Pointer]:
    child = table.children()[0]
    with acting_as(table.agency.chair):
        return pointers(
            words_of(content), worries=worries_of(table.conference, child),
            people=people_for_lines(table.conference, child, table.pack), rules=table.pack.data["plan"],
        )  # fmt: skip


def worry(table: Table, words: str = "He was left alone at night.") -> object:
    with acting_as(table.agency.chair) as by:
        return add_card(
            conference=table.conference, column="danger", words=words, op_id=uuid4(), at=at_clock(10, 30), by=by
        )


def codes(found: list[Pointer]) -> list[str]:
    return [one.code for one in found]


@pytest.mark.clause("RDB-34")
def test_a_plan_lists_things_for_parents_and_things_for_professionals_each_with_its_owner() -> None:
    table = Table("redbridge", children_count=1)
    content = table.write_plan(table.children()[0])
    with acting_as(table.agency.chair):
        lines = words_of(content).actions
    assert [(one.owner_kind, bool(one.person_id)) for one in lines] == [("family", True), ("professional", False)]
    assert all(one.who and one.by_when for one in lines)
    with acting_as(table.agency.chair) as by, pytest.raises(Refused) as refused:
        save_words(
            content=content, model=PlanAction, values={"what": "Go there.", "who": "", "owner_kind": "nobody"},
            at=at_clock(11), by=by,
        )  # fmt: skip
    assert sorted(refused.value.sentences) == ["by_when", "owner_kind", "who"]


@pytest.mark.clause("BOL-30")
def test_the_outline_is_agreed_at_the_conference_and_an_empty_one_is_not() -> None:
    table = Table("bolton", children_count=1)
    (child,) = table.children()
    with acting_as(table.agency.chair) as by:
        content = content_for(
            conference=table.conference, case_id=child.case_id, kind="cp", at=at_clock(11), by=by
        )  # fmt: skip
        with pytest.raises(Refused):
            agree_plan(content=content, child=child, pack=table.pack, at=at_clock(11, 40), by=by)
    table.write_plan(child)
    with acting_as(table.agency.chair) as by:
        agreed = agree_plan(content=content, child=child, pack=table.pack, at=at_clock(11, 40), by=by)
    assert (agreed.state, agreed.agreed_at) == ("agreed", at_clock(11, 40))


@pytest.mark.clause("BAR-39")
def test_where_the_procedure_asks_for_it_every_worry_needs_an_action_before_the_plan_is_agreed() -> None:
    table = Table("barnet", children_count=1)
    (child,) = table.children()
    card = worry(table)
    content = table.write_plan(child)
    first = points(table, content)[0]
    assert (first.code, first.can_be_right, "BAR-39" in first.source) == ("worry", False, True)
    with acting_as(table.agency.chair) as by:
        with pytest.raises(NotAllowedNow) as held:
            agree_plan(content=content, child=child, pack=table.pack, at=at_clock(11, 40), by=by)
        assert held.value.held_by[0]["says"] == "1 worry has no action yet"
        line = words_of(content).actions[0]
        save_words(
            content=content, model=PlanAction, row_id=line.id, base_version=1, at=at_clock(11, 41), by=by,
            values={
                "what": line.what, "who": line.who, "owner_kind": "family", "by_when": line.by_when,
                "worries": [card.id],  # type: ignore[attr-defined]
            },
        )  # fmt: skip
        assert agree_plan(content=content, child=child, pack=table.pack, at=at_clock(11, 42), by=by).state == "agreed"


@pytest.mark.clause("BRD-03")
def test_a_safety_plan_stands_with_or_without_a_protection_plan() -> None:
    table = Table("bradford", children_count=1)
    (child,) = table.children()
    table.hear(child)
    table.say(child, "no")
    content = table.write_plan(child, "safety")
    table.decide(child, table.no_plan())
    with acting_as(table.agency.chair) as by:
        agreed = agree_plan(content=content, child=child, pack=table.pack, at=at_clock(11, 45), by=by)
    assert (agreed.kind, agreed.state, agreed.plan_id) == ("safety", "agreed", None)


def test_what_a_plan_does_not_say_is_pointed_out_and_can_be_right() -> None:
    table = Table("bolton", children_count=1)
    (child,) = table.children()
    card = worry(table)
    with acting_as(table.agency.chair) as by:
        content = content_for(conference=table.conference, case_id=child.case_id, kind="cp", at=at_clock(11), by=by)
        save_words(
            content=content, model=PlanAction, at=at_clock(11, 1), by=by,
            values={
                "what": "Engage with services on an ongoing basis", "who": "Somebody", "owner_kind": "family",
                "by_when_words": "as soon as possible",
            },
        )  # fmt: skip
    found = points(table, content)
    assert codes(found)[0] == "worry"
    assert {"fog", "person", "services", "one-sided", "contingency"} <= set(codes(found))
    with acting_as(table.agency.chair) as by:
        for one in found:
            if one.can_be_right and one.row:
                right_without(content=content, key=one.row, by=by)
    assert {"worry", "person"} & set(codes(points(table, content))) == set()
    assert card is not None


def test_fog_is_whole_words_only() -> None:
    assert [word for word, _ in fog_in("Ongoing work; he is unmonitored.")] == ["Ongoing"]
    assert fog_in("Ring the helpline on Monday.") == []


def test_two_people_write_one_line_and_only_those_of_the_case_write() -> None:
    table = Table("bolton", children_count=1)
    content = table.write_plan(table.children()[0])
    with acting_as(table.agency.chair) as by:
        line = words_of(content).actions[0]
        said = {"what": "Mine.", "who": "A", "owner_kind": "family", "by_when_words": "daily"}
        asked = {"content": content, "model": PlanAction, "row_id": line.id, "at": at_clock(11, 50), "by": by}
        save_words(**asked, values=said, base_version=1)  # type: ignore[arg-type]
        with pytest.raises(TwoTexts) as two:
            save_words(**asked, values={**said, "what": "Theirs."}, base_version=1)  # type: ignore[arg-type]
        remove_words(content=content, model=PlanAction, row_id=line.id, at=at_clock(11, 51), by=by)
        assert len(words_of(content).actions) == 1
    assert (two.value.theirs.what, two.value.version) == ("Mine.", 2)
    with acting_as(table.agency.administrator) as by, pytest.raises(NotAllowed):
        right_without(content=content, key=uuid4(), by=by)
