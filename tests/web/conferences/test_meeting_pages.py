"""The pages of the meeting, as chair, minute-taker, office and social worker open them."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quorate.access.context import acting_as
from quorate.conferences.editions import pack_of
from quorate.conferences.models import AgendaState, Card, Report, ReportShare, ScaleNumber
from quorate.conferences.queries.meeting import register_of
from quorate.conferences.services import people
from quorate.people.models import User
from quorate.web.addresses import address
from quorate.web.wording import long_day
from tests.conferences.meeting.making import Meeting, clock
from tests.web.visiting import checked, fetch, signed_in, words


def browser_of(standing):
    return signed_in(User.objects.get(pk=standing.user_id))


def place(at: Meeting, route: str = "conference_meeting", **said) -> str:
    return address(route, ref=at.conference.case.ref, **said)


def begun(pack: str = "bolton") -> Meeting:
    at = Meeting(pack)
    at.start()
    at.full()
    return at


@pytest.mark.clause("BAR-46", "LEI-51", "RDB-14")
@pytest.mark.parametrize("pack", ["barnet", "bolton", "bradford", "leicester", "redbridge"])
def test_every_part_of_every_agenda_opens(rolled_back, pack):
    at = begun(pack)
    chair = browser_of(at.chair)
    with acting_as(at.chair):
        data = pack_of(at.conference).data
        items, columns = data["agenda"]["items"], data["analysis"]["columns"]
    for item in items:
        page = fetch(chair, f"{place(at)}?part={item['code']}")
        assert page.texts("h2")[0] == item["title"]
        if item["code"] == "opening":
            assert page.texts("h3")[:2] == ["Ground rules, said by the chair", "Who everybody is"]
            assert [rule for rule in data["conduct"]["ground_rules"] if rule not in page.texts("li")] == []
        elif item["code"] == "analysis":
            headings = list(dict.fromkeys(one.get("heading") or one["title"] for one in columns))
            assert page.texts("h3") == headings


@pytest.fixture(autouse=True)
def _in_the_morning(monkeypatch):
    """The pages' clock stands at the time of the meeting."""
    for module in ("conferences.opening", "saving", "conferences.meeting_room"):
        monkeypatch.setattr(f"quorate.web.{module}.now", lambda: clock(10, 30))


def sent(browser, address: str, **said):
    return browser.post(address, said)


def test_from_the_day_sheet_to_the_meeting(rolled_back, monkeypatch):
    at = Meeting("leicester")
    chair = browser_of(at.chair)
    with monkeypatch.context() as earlier:
        earlier.setattr("quorate.web.conferences.opening.now", lambda: clock(10, 30) - timedelta(days=3))
        page = fetch(chair, place(at))
        assert (f"It can be started on {long_day(clock(10).date())}." in page.texts("p")) is True
        assert "Start the meeting" not in page.texts("a")
    page = fetch(chair, place(at))
    assert "Start the meeting" in page.texts("a")
    talk = place(at, "conference_discussion")
    # The chair's own talks are for the chair and the minute-taker to write down: nobody else fills them in for nothing.
    worker = browser_of(at.agency.worker)
    mother = next(one for one in at.invitees() if one.kind == "parent")
    assert [one for one in fetch(worker, place(at)).texts("a") if "chair meets" in one or "chair's talk" in one] == []
    for one in (talk, place(at, "conference_meet_parent", key=mother.pk)):
        assert (worker.get(one).status_code, sent(worker, one, mode="phone", words="He is afraid.").status_code) == (
            403, 403,
        )  # fmt: skip
    assert sent(chair, talk, mode="phone", words="The father is afraid of the room.").status_code == 302
    stale = sent(chair, talk, mode="phone", words="The mother brings her sister.")
    both = [words(one) for one in checked(stale, talk).all("div") if one.get("class") == "q-clash__text"]
    assert (stale.status_code, both) == (
        409, ["What matters for the meeting: yoursThe mother brings her sister.",
              "What matters for the meeting: theirsThe father is afraid of the room."],
    )  # fmt: skip
    assert [one for one in page.texts("h3") if "room" in one.lower() or "wait" in one.lower()] == ["Where people wait"]
    late = sent(chair, place(at, "conference_start"))
    assert (late.status_code, "It begins 30 minutes late" in late.content.decode()) == (422, True)
    begins = sent(chair, place(at, "conference_start"), late_why="The interpreter was late")
    assert begins.headers["Location"] == place(at)
    page = fetch(chair, place(at))
    assert page.texts("h2")[0].startswith("Welcome") or page.texts("h2")[0] != "The day"
    assert page.all("nav")[0].get("aria-label") == "Agenda"
    # Nobody is missing before anybody is on the register.
    assert "Parents who are not here" not in page.texts("h3")


def test_a_child_on_the_list_is_not_called_the_child_of_somebody(rolled_back):
    at = Meeting("bolton")
    child = at.family.children[0]
    with acting_as(at.agency.worker) as by:
        people.add_invitee(
            conference=at.conference, kind="child", name="Child0 Example", role="child", basis="need",
            about=[child.case_id], why="Wants to come", person_id=child.person_id, by=by,
        )  # fmt: skip
    listed = [one for one in fetch(browser_of(at.chair), place(at)).texts("li") if one.startswith("Child0 Example,")]
    assert listed == ["Child0 Example, child"]


def test_the_register_is_taken_and_the_light_follows(rolled_back):
    at = Meeting("bolton")
    at.start()
    writer = browser_of(at.writer)
    said = {}
    for one in at.invitees():
        said[f"mode-{one.pk}"] = "virtual" if one.role == "health_rep" else "in_person"
        said[f"contact-{one.pk}"] = "yes" if one.agency_code else ""
    page = fetch(writer, place(at, "conference_register"))
    assert "Not yet: nobody is on the register" in page.words
    shown = {one.get("name"): one.get("value") for one in page.all("input") if one.get("name", "").startswith("was-")}
    assert sent(writer, place(at, "conference_register"), **said).status_code == 302
    page = fetch(writer, place(at))
    assert "Quorate now" in page.texts("p")
    with acting_as(at.chair):
        here = register_of(at.conference).here
    assert len(here) == len(said) // 2
    # Another window, opened before anybody was noted, is saved with one person changed: the others stay.
    one, stale = here[0].invitee.pk, {name: "" for name in said} | shown
    stale |= {name.replace("was", "contact", 1): was.split(" ")[1] for name, was in shown.items()}
    sent(browser_of(at.chair), place(at, "conference_register"), **stale | {f"mode-{one}": "phone"})
    with acting_as(at.chair):
        after = register_of(at.conference).here
    assert (len(after), [line.stay.mode for line in after if line.invitee.pk == one]) == (len(here), ["phone"])
    left = next(one for one in here if one.invitee.role == "school_rep")
    # The part that was on screen stays there; what is no part of this agenda goes into no address.
    for part, there in (("analysis", f"{place(at)}?part=analysis"), ("/&x=1", place(at))):
        gone = sent(writer, place(at, "conference_meeting_left", key=left.stay.pk), part=part)
        assert gone.headers["Location"] == there
    with acting_as(at.chair):
        assert len(register_of(at.conference).here) == len(here) - 1


def test_a_card_saves_itself_and_two_texts_are_shown(rolled_back):
    at = begun()
    writer, chair = browser_of(at.writer), browser_of(at.chair)
    key = uuid4()
    where = f"{place(at, 'conference_card', key=key)}?part=analysis"
    said = {"column": "harm", "words": "Missed 14 days.", "version": "0", "writer": str(uuid4())}
    auto = {"HTTP_X_QUORATE_AUTOSAVE": "1"}
    with CaptureQueriesContext(connection) as seen:
        first = writer.post(where, said, **auto).json()
    assert (first["state"], first["version"]) == ("saved", 1)
    # The session, the conference, the card with the look, what was done before, the save with its entry.
    sent = [one["sql"] for one in seen if one["sql"].split()[0] in ("SELECT", "WITH")]
    assert len(sent) == 5, sent
    # The answer was lost on the way: the same form goes on writing and loses nothing.
    assert writer.post(where, said | {"words": "Missed 14 days of 52."}, **auto).json()["version"] == 2
    opened = fetch(chair, f"{place(at)}?part=analysis&card={key}")
    assert "Missed 14 days of 52." in [words(one) for one in opened.all("textarea")]
    mine = {"words": "Missed a fortnight.", "version": "2", "writer": str(uuid4()), "meant_for": "F-all"}
    assert writer.post(where, said | {"words": "Missed 15 days.", "version": "2"}, **auto).json()["version"] == 3
    clash = chair.post(where, mine)
    page = checked(clash, where)
    assert (clash.status_code, "Keep both as two cards" in page.texts("button")) == (409, True)
    assert {"Missed 15 days.", "Missed a fortnight."} <= set(page.texts("p"))
    # Which child it is about stays as it was ticked, beside both texts and on a page that says no.
    about = [str(one.case.pk) for one in at.family.children][:1]
    for again in (
        chair.post(where, mine | {"children": about}),
        chair.post(where, mine | {"version": "3", "meant_for": "", "children": about}),
    ):
        boxes = [one for one in checked(again, where).all("input") if one.get("name") == "children"]
        ticked = [one.get("value") for one in boxes if one.get("checked") is not None]
        assert (again.status_code in (409, 422), len(boxes), ticked) == (True, 2, about)
    assert chair.post(where, mine | {"version": "3", "keep": "cards"}).status_code == 302
    with acting_as(at.chair):
        assert set(Card.objects.values_list("words", flat=True)) == {"Missed 15 days.", "Missed a fortnight."}


@pytest.mark.clause("BAR-30", "BAR-31")
def test_each_report_has_its_answer_and_warns_where_it_comes_as_a_surprise(rolled_back):
    at = begun("barnet")
    report = report_of(at, "education", at.invitee("school_rep").pk)
    chair = browser_of(at.chair)
    page = fetch(chair, f"{place(at)}?part=agency-reports")
    assert "Not shared beforehand with Frankie Sample and Morgan Example." in page.words
    answer = f"{place(at, 'conference_voice')}?part=agency-reports&kind=answer&report={report.pk}"
    parent = at.invitee("parent")
    said = {"invitee_id": str(parent.pk), "kind": "answer", "words": "It was two nights.", "meant_for": "F-all"}
    assert sent(chair, answer, **said).status_code == 302
    with acting_as(at.chair) as by:
        for one in at.invitees():
            if one.kind == "parent":
                ReportShare.objects.create(
                    conference=at.conference, case=at.conference.case, authority_id=by.authority_id, report=report,
                    recipient="", person_id=one.person_id, shared_at=clock(9),
                )  # fmt: skip
    page = fetch(chair, f"{place(at)}?part=agency-reports")
    assert ("Not shared beforehand" in page.words, f"{parent.name}: It was two nights." in page.words) == (False, True)


@pytest.mark.clause("BOL-21")
def test_the_report_of_somebody_absent_is_outlined_and_ticked(rolled_back):
    at = Meeting("bolton")
    at.start()
    at.arrive("social_worker")
    police = report_of(at, "police", at.invitee("police_rep").pk)
    chair = browser_of(at.chair)
    page = fetch(chair, f"{place(at)}?part=absent-agencies")
    assert [one for one in page.texts("button") if one.startswith("Told in outline")] != []
    sent(chair, place(at, "conference_meeting_tick"), code="absent-agencies", report=str(police.pk))
    page = fetch(chair, f"{place(at)}?part=absent-agencies")
    assert [one for one in page.texts("button") if one.startswith("Told in outline")] == []
    with acting_as(at.chair):
        assert AgendaState.objects.get(report_id=police.pk).done_at == clock(10, 30)


def report_of(at: Meeting, agency: str, invitee_id) -> Report:
    with acting_as(at.chair):
        report, _ = Report.objects.get_or_create(
            conference=at.conference, code="agency", agency_code=agency, invitee_id=invitee_id,
            defaults={
                "case": at.conference.case, "authority_id": at.conference.authority_id, "state": "received",
            },
        )  # fmt: skip
    return report


def test_the_social_worker_sees_the_meeting_and_writes_nothing(rolled_back):
    at = begun()
    page = fetch(browser_of(at.agency.manager), f"{place(at)}?part=analysis")
    assert [one.get("action") for one in page.all("form") if "meeting/go" in str(one.get("action"))] == []
    assert sent(browser_of(at.agency.manager), place(at, "conference_meeting_go"), code="closing").status_code == 403


def test_a_number_by_radio_buttons_stands_on_the_line_and_in_the_table(rolled_back):
    at = begun()
    chair, child = browser_of(at.chair), at.family.children[0].case.pk
    where = place(at, "conference_number", key=child)
    page = fetch(chair, where)
    numbers = [one for one in page.all("input") if one.get("name") == "number"]
    assert ([one.get("type") for one in numbers], len(numbers)) == (["radio"] * 11, 11)
    # A number is nobody's until somebody says whose: not the child's because the child stands first.
    nobodys = sent(chair, where, invitee_id="", number="6", reason="")
    assert (nobodys.status_code, "Say whose number it is" in checked(nobodys, where).words) == (422, True)
    assert sent(chair, where, invitee_id="child", number="9", reason="").status_code == 302
    with acting_as(at.chair):
        assert list(ScaleNumber.objects.values_list("invitee_id", "number")) == [(None, 9)]
    said = {"invitee_id": str(at.invitee("school_rep").pk), "number": "6", "reason": "In school 9 days in 10."}
    assert sent(chair, where, **said).status_code == 302
    stale = sent(chair, where, **{**said, "number": "4", "version": "0"})
    assert (stale.status_code, "Their number: yours4" in checked(stale, where).words) == (409, True)
    page = fetch(chair, f"{place(at)}?part=scaling")
    rows = [words(one) for one in page.all("tr") if "In school 9 days in 10." in words(one)]
    assert [row.split()[0] for row in rows] == ["Sc"]
    assert len([one for one in page.tree.iter() if one.get("class") == "q-scale__dot"]) == 1


def test_for_whom_somebodys_views_are_is_chosen_and_stands_nowhere_before(rolled_back):
    at = begun()
    chair, father = browser_of(at.chair), next(one for one in at.invitees() if one.kind == "parent")
    views = f"{place(at, 'conference_voice')}?part=parent-views&kind=views&who={father.pk}"
    chosen = [one.get("value") for one in fetch(chair, views).all("option") if one.get("selected") is not None]
    said = {"invitee_id": str(father.pk), "kind": "views", "words": "I want to be heard.", "meant_for": ""}
    page = checked(chair.post(views, said), views)
    assert (chosen[-1], "Say for whom this is" in page.words) == ("", True)
    assert chair.post(views, said | {"meant_for": "P"}).status_code == 302
    # Of what is said in the room, everybody hears it: that stands as before.
    plain = fetch(chair, f"{place(at, 'conference_voice')}?part=parent-views")
    assert [one.get("value") for one in plain.all("option") if one.get("selected") is not None][-1] == "F-all"
