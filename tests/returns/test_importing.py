"""A file comes in: children, histories, plans, reviews, and at once every duty that follows."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import connection

from quorate.access import services as access
from quorate.access.context import acting_as
from quorate.audit.models import AuditEntry as Entry
from quorate.cases.models import CaseEvent, Child, Duty, Enquiry
from quorate.cases.services import correct_first_day
from quorate.cases.sql.first_told import FIRST_TOLD
from quorate.conferences.models import Conference, Decision
from quorate.plans.models import Plan
from quorate.returns.importing import runs
from quorate.returns.models import ImportBatch
from tests.returns.bringing import TODAY, Council
from tests.returns.making import Node, child, children, file_of, header


@pytest.fixture
def council(own_database: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Council]:
    monkeypatch.setattr(settings, "QUORATE_TODAY", TODAY)
    yield Council()


def one_of(history: str, number: int = 1, seed: int = 5) -> Node:
    return child(number, random.Random(seed), history)


def said(council: Council, data: bytes) -> list[tuple[str, str]]:
    return [(fault.kind, fault.local_id) for fault in council.faults(council.bring_in(data))]


def test_a_child_with_a_plan_comes_in_with_its_whole_history(council: Council) -> None:
    node = one_of("plan")
    details = node.get("CINdetails")
    held = details.get("Section47/DateOfInitialCPC").text
    reviews = [one.text for one in details.get("ChildProtectionPlans/Reviews").children]
    run = council.bring_in(file_of([node]))
    assert council.faults(run) == []
    with acting_as(council.worker):
        (row,) = Child.objects.all()
        assert (row.local_id, row.born_on.isoformat()) == ("100001", node.get("ChildIdentifiers/PersonBirthDate").text)
        assert list(Enquiry.objects.values_list("conference_on", flat=True)) == [date.fromisoformat(held)]
        told = [
            (one.code, one.day.isoformat(), one.facts.get("outcomes", "")) for one in CaseEvent.objects.order_by("day")
        ]
        begun = details.get("Section47/S47ActualStartDate").text
        assert told == [
            ("strategy-discussion-held", begun, ""),
            ("conference-held", held, "plan-made"),
            *(("conference-held", day, "plan-continues") for day in reviews),
        ]
        assert [one.kind for one in Conference.objects.order_by("held_on")] == ["initial"] + ["review"] * len(reviews)
        assert Decision.objects.count() == 1 + len(reviews)
        (plan,) = Plan.objects.all()
        assert (plan.kind, plan.began_on.isoformat(), plan.ended_on) == ("cp", held, None)
        live = Duty.objects.filter(settled="", window=False, code__in=("hold-next-review", "visit-child"))
        assert sorted(live.values_list("code", flat=True)) == ["hold-next-review", "visit-child"]


def test_the_report_counts_what_is_there(council: Council) -> None:
    run = council.bring_in(file_of(list(children(60))))
    with acting_as(council.worker):
        assert run.report["children_new"] == run.report["children"] == Child.objects.count() == 60
        assert run.report["plans"] == Plan.objects.filter(kind="cp").count()
        assert run.report["plans_open"] == Plan.objects.filter(kind="cp", ended_on__isnull=True).count()
        assert run.report["reviews"] == Conference.objects.filter(kind="review").count()
        assert run.report["events"] == CaseEvent.objects.count()
        reviews = Duty.objects.filter(settled="", code__in=("hold-first-review", "hold-next-review"))
        assert run.report["reviews_due"] == reviews.count() == run.report["plans_open"]
        assert run.report["reviews_late"] == reviews.filter(late_from__date__lte=TODAY).count()


def test_a_second_run_changes_nothing(council: Council) -> None:
    data = file_of(list(children(60)))
    council.bring_in(data)
    before = council.rows_as(council.manager)
    run = council.bring_in(data, by=council.manager)
    assert (run.report["children_new"], run.report["children_known"], council.faults(run)) == (0, 60, [])
    assert council.rows_as(council.manager) == before
    # The first day of an enquiry is put right by hand; the file goes on telling the old one.
    for days in (1, 2):
        with acting_as(council.manager) as by:
            one = Enquiry.objects.order_by("begun_on", "id")[0]
            right = one.begun_on - timedelta(days=days)
            correct_first_day(enquiry=one, begun_on=right, reason="The minutes say so.", on=TODAY, by=by)
    before = council.rows_as(council.manager)
    # Also one that was put right when nobody kept the day under which it was told first.
    with acting_as(council.manager), connection.cursor() as cursor:
        told = Enquiry.objects.exclude(first_told_on=None)
        days = dict(told.values_list("id", "first_told_on"))
        cursor.execute("UPDATE cases_enquiry SET first_told_on = NULL")
        cursor.execute(FIRST_TOLD)
        assert dict(told.values_list("id", "first_told_on")) == days
    run = council.bring_in(data, by=council.manager)
    assert (run.report["children_known"], council.faults(run), council.rows_as(council.manager)) == (60, [], before)


def test_the_file_of_the_next_year_adds_what_is_new_and_names_what_contradicts(council: Council) -> None:
    first = one_of("plan")
    council.bring_in(file_of([first]))
    later = one_of("plan")
    plan = later.get("CINdetails/ChildProtectionPlans")
    plan.get("Reviews").add("CPPreviewDate", "2026-08-03")
    plan.add("CPPendDate", "2026-08-03", at=1)
    later.get("ChildCharacteristics/Ethnicity").text = (
        "ABAN" if first.get("ChildCharacteristics/Ethnicity").text != "ABAN" else "WBRI"
    )
    data = file_of([later], header(reference=date(2026, 9, 30)))
    run = council.bring_in(data, by=council.manager)
    assert [(fault.kind, fault.element) for fault in council.faults(run)] == [("contradicts", "Ethnicity")]
    with acting_as(council.manager):
        (plan_row,) = Plan.objects.all()
        assert plan_row.ended_on == date(2026, 8, 3)
        assert Child.objects.get().ethnicity == first.get("ChildCharacteristics/Ethnicity").text
        last = CaseEvent.objects.order_by("-day").first()
        assert (last.code, last.day, last.facts["outcomes"]) == ("conference-held", date(2026, 8, 3), "plan-ended")
    assert run.report["reviews"] == 1
    assert run.report["reviews_due"] == 0


def test_an_unborn_child_is_born_in_the_next_file(council: Council) -> None:
    council.bring_in(file_of([one_of("unborn")]))
    later = one_of("unborn")
    own = later.get("ChildIdentifiers")
    expected = date.fromisoformat(own.get("ExpectedPersonBirthDate").text)
    own.drop("ExpectedPersonBirthDate")
    own.add("PersonBirthDate", expected.isoformat())
    own.get("Sex").text = "F"
    data = file_of([later], header(reference=date(2026, 9, 30)))
    assert said(council, file_of([one_of("unborn")])) == [("not-writable", "100001")]
    run = council.bring_in(data, by=council.manager)
    assert council.faults(run) == []
    with acting_as(council.manager):
        row = Child.objects.get()
        assert (row.born_on, row.expected_on, row.sex) == (expected, expected, "F")
        assert CaseEvent.objects.filter(code="child-born").count() == 1


def test_a_hidden_record_is_left_alone_and_named(council: Council) -> None:
    data = file_of(list(children(3)))
    council.bring_in(data)
    with acting_as(council.manager) as manager:
        access.restrict(case=Child.objects.get(local_id="100002").case, listed=[manager.user_id], by=manager)
    other = council.member("team_manager", council.team, "other.manager")
    assert said(council, data.replace(b"4.2", b"4.3")) == [
        ("not-writable", "100001"),
        ("hidden", "100002"),
        ("not-writable", "100003"),
    ]
    run = council.bring_in(data.replace(b"4.2", b"4.4"), by=other)
    assert [(fault.kind, fault.local_id) for fault in council.faults(run)] == [("hidden", "100002")]


def test_history_before_the_first_edition_comes_in_without_dates_and_says_so(council: Council) -> None:
    node = one_of("plan")
    text = file_of([node]).decode()
    for year in ("2025", "2026"):
        text = text.replace(f"Date>{year}", "Date>2012").replace(f">{year}-", ">2012-")
    text = text.replace("<ReferenceDate>2012", "<ReferenceDate>2013")
    run = council.bring_in(text.encode())
    kinds = {fault.kind for fault in council.faults(run)}
    assert "no-duties" in kinds
    (fault,) = [fault for fault in council.faults(run) if fault.kind == "no-duties"]
    assert "in force" in fault.what
    with acting_as(council.worker):
        assert (Child.objects.count(), Duty.objects.count()) == (1, 0)
        assert CaseEvent.objects.count() > 0


def test_another_authoritys_number_is_asked_about(council: Council) -> None:
    council.bring_in(file_of(list(children(1))))
    data = file_of(list(children(1, first=5)), header("317"))
    run = council.run_of(data)
    council.look(run, data)
    assert run.said == (
        "The file is of authority number 317; the files before it were of 350. Make sure that it is yours before it "
        "comes in."
    )
    with pytest.raises(runs.AnotherAuthority):
        council.bring_in(data)
    with pytest.raises(runs.AnotherAuthority):
        council.bring_in(data, by=council.manager)
    with acting_as(council.worker):
        assert Child.objects.count() == 1


def test_a_look_writes_nothing_and_says_what_would_come_in(council: Council) -> None:
    data = file_of(list(children(30)))
    run = council.run_of(data)
    council.look(run, data)
    with acting_as(council.administrator):
        assert run.report["children_new"] == 30
        assert Entry.objects.filter(action="case.imported").count() == 0
    council.bring_in(data)
    with acting_as(council.administrator):
        assert Entry.objects.filter(action="case.imported").count() == 30
        assert [batch.number for batch in ImportBatch.objects.filter(run__digest=run.digest)] == [1, 2]


def test_a_thousand_children_with_every_fault_all_good_ones_in(council: Council) -> None:
    from tests.returns.spoiling import LEFT_OUT, WAYS

    made = list(children(len(WAYS) * 4, seed=11))
    for place, (history, spoil) in enumerate(WAYS.values()):
        made[place * 4] = child(place * 4 + 1, random.Random(place), history)
        spoil(made[place * 4])
    run = council.bring_in(file_of(made))
    out = {place * 4 + 1 for place, way in enumerate(WAYS) if way in LEFT_OUT or way == "child-over-25"}
    assert run.report["children_new"] == len(made) - len(out)
    named = {fault.kind for fault in council.faults(run)}
    assert {way.partition(":")[0] for way in WAYS} - named == set()
    assert {fault.child for fault in council.faults(run) if fault.kind == "no-duties"} == set()
