"""What the pages say of duties, gates and quorum is what the engine answers for the exported case."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from quorate.access.context import acting_as
from quorate.cases.case_position import case_file
from quorate.cases.packs import pack_on
from quorate.conferences.models import Conference
from quorate.procedure.position import position
from quorate.web.work.moments import LONDON, now
from tests.journeys.walking import Walk

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_STATES = {
    "met": "Done", "used": "Done", "met-late": "Done late", "waiting": "Later", "missed": "Was not done",
    "excused": "Excused",
}  # fmt: skip
_ON_THE_TIMELINE = ("hold-initial-conference", "hold-transfer-in-conference")
_LOOKS = {"held_by": "shut", "needs": "wanting", "warnings": "wanting"}


def engine_says(walk: Walk, at: datetime | None = None) -> dict[str, Any]:
    """What `quorate duties` answers for the exported case of the family, now unless said."""
    with acting_as(walk.agency.manager):
        told = case_file(walk.family.cases[0])
        row = Conference.objects.get(case__ref=walk.ref)
    assert told is not None
    pack = pack_on(walk.agency.pack, row.requested_on or now().date())
    answer = position(pack, told, at or now()).as_data(brief=True)
    assert answer["later_events"] == 0, "something is recorded after the moment of asking"
    return {**answer, "reference": row.reference}


def duties_agree(walk: Walk, who: str = "manager") -> dict[str, Any]:
    """Every duty of the conference on its first page, with its date or state in words; gives the engine's answer."""
    page = walk.open(who, "conference")
    shown = page.evaluate(
        """() => [...document.querySelectorAll('main [data-duty]')].map(one => [one.dataset.duty,
             ['.q-row__when', '.q-row__by .q-tag', '.q-secondary'].map(where => one.querySelector(where)).find(Boolean)
             .textContent.trim().replace(/\\s+/g, ' ')])"""
    )
    answer = engine_says(walk)
    asked = [one for one in answer["duties"] if one["for"] == answer["reference"]]
    expected = {
        (one["code"], _said(one)) for one in asked
        if one["state"] != "not-needed" and (one["code"] not in _ON_THE_TIMELINE or one["met_at"])
        if not one["window"] or one["state"] in ("open", "used")
    }  # fmt: skip
    found = {tuple(one) for one in shown}
    assert found, "no duty stands on the page"
    assert found == expected, {"only on the page": found - expected, "only the engine": expected - found}
    _limit_agrees(page, asked)
    return answer


def _limit_agrees(page: Any, asked: list[dict[str, Any]]) -> None:
    """The last day of holding it stands on the timeline until it is held; then the day on which it was."""
    rail = " ".join(page.locator(".q-rail").inner_text().split())
    for one in asked:
        if one["code"] in _ON_THE_TIMELINE and one["state"] in ("open", "overdue"):
            assert f"Limit {_day(date.fromisoformat(one['due']))} the last day to hold it" in rail, rail
        elif one["code"] in _ON_THE_TIMELINE and one["met_at"]:
            assert f"Conference {_day(date.fromisoformat(one['met_at'][:10]))} held" in rail, rail


def gates_agree(walk: Walk, child: Any, who: str = "chair") -> dict[str, str]:
    """Every gate that the engine names for a child's decision stands on its page as shut or still wanting, none else
    does; gives what is shown by title."""
    page = walk.open(who, "conference_decide", child.case.id)
    shown = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('.q-gates__line')]
             .filter(one => !one.textContent.includes('good practice'))
             .map(one => [one.querySelector('div > span').firstChild.textContent.trim(),
                          [...one.classList].pop().split('--')[1]]))"""
    )
    answer = engine_says(walk)
    file_id = _id_of(walk, child)
    expected: dict[str, str] = {}
    assert shown, "no gate stands on the page"
    assert any(one["action"] == "decide" and one["child"] == file_id for one in answer["decisions"])
    for one in answer["decisions"]:
        if one["action"] != "decide" or one["child"] != file_id:
            continue
        for state, look in _LOOKS.items():
            for gate in one[state]:
                expected.setdefault(gate["title"], look)
    held = {title: look for title, look in shown.items() if look != "clear"}
    assert held == expected, {"only on the page": held, "only the engine": expected}
    return dict(shown)


def quorum_agrees(walk: Walk, who: str = "chair") -> bool | None:
    """The light on the page of the meeting says what the engine says; gives whether it is quorate."""
    page = walk.open(who, "conference_meeting")
    answer = engine_says(walk)
    said, held = answer["quorum"], answer["conference"]["held_at"]
    light = page.locator(".q-quorum .q-card-title")
    if not light.count():
        assert said["quorate"] is None, said
        return None
    words = " ".join(light.first.inner_text().split())
    if said["quorate"] is None:
        assert words.startswith("Not yet"), words
    elif said["quorate"]:
        assert words == ("Quorate when it was decided" if held else "Quorate now"), words
    else:
        assert words == f"Not quorate: {'; '.join(said['missing'])}", words
    return said["quorate"]  # type: ignore[no-any-return]


def _id_of(walk: Walk, child: Any) -> str:
    from quorate.conferences.standing import position_of_conference

    with acting_as(walk.agency.manager):
        row = Conference.objects.select_related("case").get(case__ref=walk.ref)
        return position_of_conference(row, now()).child(child.case_id)


def _said(one: dict[str, Any]) -> str:
    """The date or the state of a duty in the words of the pages."""
    if one["state"] in _STATES:
        return _STATES[one["state"]]
    if one["due"] is None:
        return "No date yet"
    here = now()
    if len(one["due"]) == 10:
        due, clock = date.fromisoformat(one["due"]), ""
    else:
        moment = datetime.fromisoformat(one["due"]).astimezone(LONDON)
        due, clock = moment.date(), f"{moment:%H:%M}"
    if one["state"] == "overdue":
        return f"Was due {_day(due)}{', ' + clock if clock else ''}"
    if due == here.date():
        return f"By {clock} today" if clock else "By the end of today"
    return f"By {_day(due)}{', ' + clock if clock else ''}"


def _day(on: date) -> str:
    is_far = abs(on - now().date()) >= timedelta(days=180)
    return f"{_DAYS[on.weekday()]} {on.day} {on:%b}" + (f" {on.year}" if is_far else "")
