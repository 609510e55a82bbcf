"""Conferences of one family that are prepared at one time: each has its own events, duties and gates."""

from __future__ import annotations

from datetime import date

import orjson
import pytest

from quorate.cases.deriving import kept_duties
from quorate.commands.duties import Asker
from quorate.procedure.case import read_case
from quorate.procedure.library import Library
from quorate.procedure.position import Stream, by_editions, moment_of
from tests.procedure.asking import Answer, Data, ask, child, discussed, fact, family, pack_of, put
from tests.procedure.test_loading import HEAD, SHARE, tree

NOW = "2026-06-20T09:00"
ELDER, BABY = child("c1"), child("c2", "2026-05-01")
PLANNED = [
    discussed("2026-01-05", child="c1"),
    fact("conference-requested", "2026-01-06", reference="I-1", kind="initial", child="c1"),
    fact("conference-booked", "2026-01-06", reference="I-1", starts_at="2026-01-20T10:00", child="c1"),
    fact("conference-held", "2026-01-20", reference="I-1", child="c1", outcomes={"c1": "plan-made"}),
]
REVIEW = [
    fact("conference-requested", "2026-05-20", reference="R-1", kind="review", child="c1"),
    fact("conference-booked", "2026-06-01", reference="R-1", starts_at="2026-07-10T10:00", child="c1"),
]
INITIAL = [
    discussed("2026-06-08", child="c2"),
    fact("assessment-completed", "2026-06-15", child="c2"),
    fact("conference-requested", "2026-06-10", reference="I-2", kind="initial", child="c2", severity="serious"),
    fact("conference-booked", "2026-06-11", reference="I-2", starts_at="2026-06-26T10:00", child="c2"),
]


def both(*more: Data, described: str = "R-1", at: str = NOW, pack: str = "england") -> Answer:
    """A review of the elder child and an initial conference about the baby, prepared at one time."""
    kind = {"R-1": "review", "I-2": "initial"}[described]
    return put(
        family(
            *PLANNED, *REVIEW, *INITIAL, *more,
            kind=kind, reference=described, children=[ELDER, BABY], parents=["p1", "p2"],
        ),
        at, pack,
    )  # fmt: skip


@pytest.mark.parametrize(("described", "start"), [("R-1", "2026-07-10"), ("I-2", "2026-06-26")])
def test_each_is_described_with_its_own_start_and_children(described: str, start: str) -> None:
    answer = both(described=described)
    assert answer.data["conference"]["starts"][:10] == start
    assert {one["child"] for one in answer.data["decisions"] if one["action"] == "decide"} == (
        {"c1"} if described == "R-1" else {"c2"}
    )


@pytest.mark.parametrize("described", ["R-1", "I-2"])
def test_whichever_is_described_the_limits_of_both_are_the_same(described: str) -> None:
    answer = both(described=described)
    assert answer.due("share-report-with-parents", "p1", "R-1") == "2026-07-03"
    assert answer.due("share-report-with-parents", "p1", "I-2") == "2026-06-24"
    assert answer.duty("hold-initial-conference", "c2")["for"] == "I-2"
    assert (answer.duty("hold-first-review", "c1")["for"], answer.due("hold-first-review", "c1")) == (
        "R-1", "2026-04-20",
    )  # fmt: skip


@pytest.mark.parametrize("of", ["R-1", "I-2"])
def test_what_is_done_for_one_is_done_for_it_alone(of: str) -> None:
    other = {"R-1": "I-2", "I-2": "R-1"}[of]
    answer = both(
        fact("invite-list-supplied", "2026-06-12", of=of),
        fact("report-shared", "2026-06-18", of=of, parent="p1", report="social-work", with_="p1"),
    )
    assert answer.state("supply-invite-list", of=of) == "met"
    assert answer.state("supply-invite-list", of=other) == "open"
    assert answer.state("share-report-with-parents", "p1", of) == "met"
    assert answer.state("share-report-with-parents", "p1", other) == "open"


@pytest.mark.parametrize("of", ["R-1", "I-2"])
def test_a_parent_kept_out_of_one_is_not_kept_out_of_the_other(of: str) -> None:
    other = {"R-1": "I-2", "I-2": "R-1"}[of]
    kept = fact("exclusion-decided", "2026-06-15", of=of, parent="p2", by="chair", outcome="excluded", scope="whole")
    answer = both(kept)
    assert [one["for"] for one in answer.all("explain-exclusion", "p2")] == [of]
    assert not answer.all("share-report-with-parents", "p2", of)
    assert answer.state("share-report-with-parents", "p2", other) == "open"
    assert both(kept, described=other).action("start")["held_by"] == []


@pytest.mark.parametrize(
    ("ended", "left"),
    [
        (fact("conference-cancelled", "2026-06-16", reference="I-2", reason="agreed"), "R-1"),
        (fact("request-declined", "2026-06-16", reference="I-2", reason="not needed"), "R-1"),
        (fact("conference-cancelled", "2026-06-16", reference="R-1", reason="agreed"), "I-2"),
    ],
)
def test_calling_one_off_leaves_the_others_preparation(ended: Data, left: str) -> None:
    answer = both(fact("invite-list-supplied", "2026-06-12", of=left), ended, described=left)
    assert answer.state("supply-invite-list", of=left) == "met"
    assert answer.data["conference"]["starts"][:10] == {"R-1": "2026-07-10", "I-2": "2026-06-26"}[left]
    gone = {"R-1": "I-2", "I-2": "R-1"}[left]
    assert not [one for one in answer.data["duties"] if one["for"] == gone]


def test_a_cancelling_of_what_was_never_booked_cancels_no_other() -> None:
    unbooked = INITIAL[:-1]
    answer = ask(
        *PLANNED, *REVIEW, *unbooked, fact("conference-cancelled", "2026-06-16", reference="I-2"),
        at=NOW, kind="review", reference="R-1", children=[ELDER, BABY],
    )  # fmt: skip
    assert answer.data["conference"]["starts"][:10] == "2026-07-10"


def test_the_gates_of_one_look_at_its_own_request_and_assessment() -> None:
    events = (fact("request-agreed", "2026-06-16", reference="I-2"),)
    held = both(*events, described="I-2", pack="bolton").action("book")["held_by"]
    assert "request-agreed" not in {one["gate"] for one in held}
    review = both(*events, fact("attended", "2026-06-20", of="I-2", who="police_rep", agency="police"))
    assert review.data["quorum"]["how"] == "not known"


def test_when_one_has_been_held_the_other_goes_on_with_what_was_prepared_for_it_before() -> None:
    answer = both(
        fact("invite-list-supplied", "2026-06-12", of="R-1"),
        fact("invite-list-supplied", "2026-06-13", of="I-2"),
        fact("invitations-sent", "2026-06-15", of="R-1"),
        fact("decided", "2026-06-26T12:00", of="I-2", child="c2", by="chair", outcome="plan-made"),
        fact("conference-held", "2026-06-26T12:30", reference="I-2", kind="initial", child="c2"),
        at="2026-07-01",
    )  # fmt: skip
    assert answer.data["conference"]["starts"][:10] == "2026-07-10"
    assert answer.state("send-invitations", of="R-1") == "met"
    assert [one["state"] for one in answer.all("send-invitations", of="I-2")] == ["missed"]
    assert answer.dues("hold-first-review") == {"c1": "2026-04-20", "c2": "2026-09-26"}
    assert answer.state("hold-first-core-group", "c2") == "open"


def test_an_enquiry_about_a_child_whom_the_review_is_not_about_has_its_own_clock_before_anybody_asks() -> None:
    answer = ask(
        *PLANNED, *REVIEW, discussed("2026-06-08", child="c2"),
        at=NOW, kind="review", reference="R-1", children=[ELDER, BABY],
    )  # fmt: skip
    initial = answer.duty("hold-initial-conference", "c2")
    assert (initial["due"], initial["state"], initial["for"]) == ("2026-06-29", "open", None)
    assert answer.data["conference"]["kind"] == "review"


@pytest.mark.parametrize(
    ("asked", "for_"),
    [
        ([], None),
        ([fact("conference-requested", "2026-06-09", reference="T-1", kind="transfer_in", child="c2")], "T-1"),
    ],
)
def test_a_transfer_in_beside_a_review_has_its_own_limit(asked: list[Data], for_: str | None) -> None:
    answer = ask(
        *PLANNED, *REVIEW, fact("transfer-notified", "2026-06-08", child="c2"), *asked,
        at=NOW, kind="review", reference="R-1", children=[ELDER, BABY],
    )  # fmt: skip
    duty = answer.duty("hold-transfer-in-conference", "c2")
    assert (duty["for"], duty["due"]) == (for_, "2026-06-29")
    assert not answer.all("hold-transfer-in-conference", "c1")


def test_one_conference_under_another_reference_after_the_first_was_over_is_one() -> None:
    """Asked for, declined, asked for again: what was found out before is one story, as it was."""
    answer = ask(
        discussed("2026-06-01"),
        fact("conference-requested", "2026-06-02", reference="A"),
        fact("request-declined", "2026-06-03", reference="A"),
        fact("invite-list-supplied", "2026-06-04"),
        fact("conference-requested", "2026-06-05", reference="B"),
        at="2026-06-10",
    )  # fmt: skip
    assert answer.state("supply-invite-list") == "met"


def test_a_conference_that_nothing_names_yet_takes_nothing_from_the_one_that_is_being_prepared() -> None:
    told = (*PLANNED, *REVIEW, fact("invite-list-supplied", "2026-06-02", of="R-1"))
    answer = ask(*told, at=NOW, kind="initial", reference="DRAFT", children=[ELDER, BABY])
    assert (answer.data["conference"]["kind"], answer.data["conference"]["starts"]) == ("initial", None)
    assert (answer.state("supply-invite-list", of="DRAFT"), answer.state("supply-invite-list", of="R-1")) == (
        "waiting", "met",
    )  # fmt: skip


def test_a_review_asked_for_on_the_conferences_own_day_keeps_the_edition_of_that_day() -> None:
    """Nothing of the conference that was held on that day, under its own name, chooses the edition of the next one."""
    told = (
        discussed("2023-11-20"),
        fact("conference-requested", "2023-11-27", reference="A", kind="initial"),
        fact("conference-held", "2023-12-15", reference="A", outcomes={"c1": "plan-made"}),
        fact("conference-requested", "2023-12-15", reference="B", kind="review"),
    )
    review = family(*told, kind="review", reference="B")
    stream = Stream(read_case(review), moment_of("2023-12-18"))
    assert (stream.story.described.reference, stream.edition_day) == ("B", date(2023, 12, 15))
    assert [pack_of("england", one, "2023-12-18").edition for one in (review, family(*told, reference="A"))] == [
        "2023", "2018",
    ]  # fmt: skip


@pytest.mark.parametrize("at", ["2026-06-12", "2026-06-12T09:00", "2026-06-13"])
def test_what_was_done_before_anybody_asked_for_the_one_described_stays_with_the_other(at: str) -> None:
    """Also on a morning of which the timed events have not happened yet: they had pushed the undated one behind."""
    case = family(
        discussed("2026-06-08"),
        fact("conference-requested", "2026-06-10", reference="I-2", kind="initial"),
        fact("invite-list-supplied", "2026-06-12"),
        *[fact("invite-list-supplied", "2026-06-12T08:00") for _ in range(3)],
        fact("conference-booked", "2026-06-20", reference="R-1", kind="review", starts_at="2026-07-10T10:00"),
        kind="review", reference="R-1", children=[BABY], parents=["p1"],
    )  # fmt: skip
    answer = put(case, at, "england")
    assert answer.state("supply-invite-list", of="I-2") == "met"
    assert answer.state("supply-invite-list", of="R-1") == "waiting"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Northshire asks for its report three days before; by the paper of 5 June, four."""
    later = {
        "northshire/2026/procedure.toml": HEAD.replace("2020-04-01", "2026-06-05") + SHARE.replace("3 days", "4 days")
    }
    return tree(tmp_path_factory.mktemp("editions"), SHARE, **later)


@pytest.mark.parametrize("described", ["R-1", "I-2"])
def test_each_of_two_conferences_is_counted_under_the_edition_of_its_own_request(
    shelf: Library, described: str
) -> None:
    """The paper comes between the request of the review (20 May) and that of the initial conference (10 June)."""
    kind = {"R-1": "review", "I-2": "initial"}[described]
    case = family(*PLANNED, *REVIEW, *INITIAL, kind=kind, reference=described, children=[ELDER, BABY], parents=["p1"])
    answered = by_editions(Stream(read_case(case), moment_of(NOW)), lambda day: shelf.pack("northshire", day))
    answer = Answer(answered.as_data())
    shared, own = "share-report-with-parents", {"R-1": "northshire/2020", "I-2": "northshire/2026"}
    assert {of: answer.due(shared, of=of) for of in own} == {"R-1": "2026-07-07", "I-2": "2026-06-22"}
    assert {of: answer.duty(shared, of=of).get("edition", answer.data["pack"]) for of in own} == own
    # What is left from the conference that was held is owed by the paper of the one described, as before.
    kept = kept_duties(answered)
    assert {one.duty.conference.reference: one.edition for one in kept if one.duty.rule.code == shared} == {
        **own, "I-1": own[described],
    }  # fmt: skip
    assert sorted(one.duty.rule.code for one in kept) == sorted(duty.rule.code for duty in answered.duties)
    for pack, due in (("northshire", "2026-06-22"), ("northshire/2020", "2026-06-23")):
        asker = Asker(shelf, pack, moment_of(NOW), brief=True, why=shared)
        assert Answer(asker.answer(orjson.dumps(case))[1]).due(shared, of="I-2") == due
