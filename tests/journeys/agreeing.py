"""What the pages say of duties, gates and quorum is what the engine answers for the exported case."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from quorate.access.context import acting_as
from quorate.cases.case_position import case_file, exported
from quorate.cases.models import Child, Relative
from quorate.cases.packs import pack_on
from quorate.conferences.models import Conference
from quorate.procedure.position import position
from quorate.web.work.moments import now
from tests.journeys.commands import commands_say
from tests.journeys.duties_said import ON_THE_TIMELINE, Line, Person, day_said, lines_of, without_minutes
from tests.journeys.walking import Walk, words_of

_LOOKS = {"held_by": "shut", "needs": "wanting", "warnings": "wanting"}
_ACTIONS = {"request", "book", "start", "exclude", "decide"}
_LINES = """() => [...document.querySelectorAll('main [data-duty]')].map(one => {
  const flat = found => found ? found.textContent.trim().replace(/\\s+/g, ' ') : '';
  const of = (from, where) => flat(from.querySelector(where));
  if (one.tagName === 'P') {
    const whose = flat(one).split(' · ');
    return ['to do', one.dataset.duty, of(one.closest('section'), 'h2'), whose[1] || '', of(one, '.q-row__when'),
            of(one, '.q-tag')];
  }
  if (!one.matches('.q-row')) {
    return ['still possible', one.dataset.duty, flat(one.firstChild), '', of(one, '.q-secondary'), ''];
  }
  const part = one.closest('details') ? 'done' : {'to-do': 'to do'}[one.closest('section').getAttribute(
    'aria-labelledby')] || one.closest('section').getAttribute('aria-labelledby');
  const when = of(one, '.q-row__when');
  return [part, one.dataset.duty, of(one, '.q-row__do'), of(one, '.q-secondary'), when || of(one, '.q-row__by .q-tag'),
          when && of(one, '.q-row__by .q-tag')];
})"""
_GATES = """() => [...document.querySelectorAll('.q-gates__line')].map(one => {
  const [title, ...under] = [one.querySelector('div > span').firstChild, ...one.querySelectorAll('p.q-small')]
    .map(each => each.textContent.trim().replace(/\\s+/g, ' '));
  return [title, [...one.classList].pop().split('--')[1], under.length > 1 ? under[0] : '', under.pop()];
})"""
_HELD = """() => [...document.querySelectorAll('section[aria-labelledby="held-by"] li')]
  .map(one => one.textContent.trim().replace(/\\s+/g, ' '))"""
_OUTCOMES = """() => Object.fromEntries([...document.querySelectorAll('main input[name="outcome"]')]
  .map(one => [one.value, document.querySelector(`label[for="${one.id}"]`).textContent.trim()]))"""


def engine_says(walk: Walk, at: datetime | None = None) -> dict[str, Any]:
    """What the engine answers for the file of the family, now unless said; at the end of a walk the commands do."""
    with acting_as(walk.agency.manager):
        told = case_file(walk.family.cases[0])
        row = Conference.objects.get(case__ref=walk.ref)
    assert told is not None
    pack = pack_on(walk.agency.pack, row.requested_on or now().date())
    answer = position(pack, told, at or now()).as_data(brief=True)
    assert answer["later_events"] == 0, "something is recorded after the moment of asking"
    return {**answer, "reference": row.reference}


def all_agree(walk: Walk) -> dict[str, Any]:
    """The end of a walk: the file is taken out and answered by the commands, and all that the pages of the conference
    say of duties, gates and quorum is that answer. Gives it."""
    said = commands_say(walk)
    with acting_as(walk.agency.manager):
        assert Conference.objects.get(case__ref=walk.ref).reference == said["reference"]
    duties_agree(walk, said=said)
    quorum_agrees(walk, said=said)
    start_agrees(walk, said)
    close_agrees(walk, said)
    return said


def duties_agree(walk: Walk, who: str = "manager", said: dict[str, Any] | None = None) -> dict[str, Any]:
    """Every duty of the conference on its first page, line for line: its words with the names of those it is about,
    whose it is, its date or state and how much is left. Gives the engine's answer."""
    page = walk.open(who, "conference")
    found = sorted(Line(*one) for one in page.evaluate(_LINES))
    found = [one._replace(tag=without_minutes(one.tag)) for one in found]
    answer = said or engine_says(walk)
    asked = [one for one in answer["duties"] if one["for"] == answer["reference"]]
    shown = [
        one for one in asked
        if one["state"] != "not-needed" and (one["code"] not in ON_THE_TIMELINE or one["met_at"])
        if not one["window"] or one["state"] in ("open", "used")
    ]  # fmt: skip
    expected = lines_of(shown, _people(walk), now())
    assert found, "no duty stands on the page"
    assert found == expected, {
        "only on the page": [one for one in found if one not in expected],
        "only the engine": [one for one in expected if one not in found],
    }
    _limit_agrees(page, asked)
    return answer


def _people(walk: Walk) -> dict[str, Person]:
    """The people of the case file by their id in it, as the pages call them, in the order of their records."""
    with acting_as(walk.agency.manager):
        file = exported(walk.family.cases[0])
        assert file is not None
        children = {one.person_id: one for one in Child.objects.filter(case__in=walk.family.cases)}
        adults = {one.person_id: one for one in Relative.objects.filter(case__in=walk.family.cases)}
    told: dict[str, Person] = {}
    for key, person in sorted(file.people.items(), key=lambda one: str(one[1])):
        if child := children.get(UUID(str(person))):
            told[key] = ("child", child.known_as or child.given_names or "Unborn baby")
        else:
            adult = adults[UUID(str(person))]
            told[key] = ("parent", f"{adult.known_as or adult.given_names} {adult.family_name}")
    return told


def _limit_agrees(page: Any, asked: list[dict[str, Any]]) -> None:
    """The last day of holding it stands on the timeline until it is held; then the day on which it was."""
    rail, today = " ".join(page.locator(".q-rail").inner_text().split()), now().date()
    for one in asked:
        if one["code"] in ON_THE_TIMELINE and one["state"] in ("open", "overdue"):
            assert f"Limit {day_said(date.fromisoformat(one['due']), today)} the last day to hold it" in rail, rail
        elif one["code"] in ON_THE_TIMELINE and one["met_at"]:
            assert f"Conference {day_said(date.fromisoformat(one['met_at'][:10]), today)} held" in rail, rail


def gates_agree(walk: Walk, child: Any, who: str = "chair", said: dict[str, Any] | None = None) -> dict[str, str]:
    """The outcomes between which is decided, and every gate that the engine names for a child's decision with its
    sentence and its source, stand on its page as shut or still wanting, and none else does; gives what is shown by
    title."""
    page = walk.open(who, "conference_decide", child.case.id)
    shown = [one for one in page.evaluate(_GATES) if not one[3].startswith("good practice")]
    outcomes = list(page.evaluate(_OUTCOMES))
    answer, file_id = said or engine_says(walk), _id_of(walk, child)
    asked = [one for one in answer["decisions"] if one["action"] == "decide" and one["child"] == file_id]
    expected: dict[str, tuple[str, str, str]] = {}
    assert shown, "no gate stands on the page"
    assert asked, "the engine decides nothing for this child"
    for one in asked:
        for state, look in _LOOKS.items():
            for gate in one[state]:
                expected.setdefault(gate["title"], (look, _plain(gate["says"]), "; ".join(gate["source"])))
    held = {title: (look, _plain(says), by.partition(". Where ")[0]) for title, look, says, by in shown
            if look != "clear"}  # fmt: skip
    assert held == expected, {"only on the page": held, "only the engine": expected}
    assert outcomes == [one["outcome"] for one in asked]
    return {title: look for title, look, _, _ in shown}


def _plain(sentence: str) -> str:
    return sentence.strip().rstrip(".").lower()


def start_agrees(walk: Walk, said: dict[str, Any] | None = None, who: str = "chair") -> list[str]:
    """Before the start its gates stand on the page of the day, each with sentence and source, and it cannot be begun
    there; without a gate nothing holds it. Once it has begun no gate is left. Gives their codes."""
    page = walk.open(who, "conference_meeting")
    shown, answer = page.evaluate(_HELD), said or engine_says(walk)
    (start,) = [one for one in answer["decisions"] if one["action"] == "start"]
    assert [_plain(one) for one in shown] == [
        _plain(f"{one['title']}: {one['says']}. {'; '.join(one['source'])}") for one in start["held_by"]
    ]
    if shown:
        assert page.get_by_role("button", name="Start the meeting").count() == 0
    return [one["gate"] for one in start["held_by"]]


def close_agrees(walk: Walk, said: dict[str, Any] | None = None, who: str = "chair") -> None:
    """Nothing holds back the end of a meeting, by the engine and on the page; what is decided for each child stands
    there as the engine has it, and each child's page of deciding names the same gates."""
    answer = said or engine_says(walk)
    assert {one["action"] for one in answer["decisions"]} <= _ACTIONS
    chosen: dict[str, str] = {}
    for child in walk.family.children:
        told = [one for one in answer["decisions"] if one.get("child") == _id_of(walk, child, missing="")]
        if not told:
            continue
        gates_agree(walk, child, who, answer)
        words = walk.page(who).evaluate(_OUTCOMES)
        given = [words[one["outcome"]] for one in told if one["recorded"]]
        with acting_as(walk.agency.manager):
            row = Child.objects.get(pk=child.pk)
        chosen[row.known_as or row.given_names or "Unborn baby"] = "".join(given)
    page = walk.open(who, "conference_close")
    shown = {}
    for card in page.locator("section[aria-labelledby^='child-']").all():
        decided = card.locator("dd").first
        shown[card.locator("h3").inner_text().strip()] = decided.inner_text().strip() if decided.count() else ""
    assert shown == chosen
    with acting_as(walk.agency.manager):
        sits = Conference.objects.get(case__ref=walk.ref).state == "sitting"
    assert bool(page.get_by_role("button", name="Close the conference", exact=True).count()) == sits
    assert ("there is nothing to end" in words_of(page)) == (not sits)


def quorum_agrees(walk: Walk, who: str = "chair", said: dict[str, Any] | None = None) -> bool | None:
    """The light on the page of the meeting says what the engine says; gives whether it is quorate."""
    page = walk.open(who, "conference_meeting")
    answer = said or engine_says(walk)
    quorum, held = answer["quorum"], answer["conference"]["held_at"]
    light = page.locator(".q-quorum .q-card-title")
    if not light.count():
        assert quorum["quorate"] is None, quorum
        return None
    words = " ".join(light.first.inner_text().split())
    if quorum["quorate"] is None:
        assert words.startswith("Not yet"), words
    elif quorum["quorate"]:
        assert words == ("Quorate when it was decided" if held else "Quorate now"), words
    else:
        assert words == f"Not quorate: {'; '.join(quorum['missing'])}", words
    return quorum["quorate"]  # type: ignore[no-any-return]


def _id_of(walk: Walk, child: Any, missing: str | None = None) -> str:
    """The child's id in the case file; `missing` of a child whom the file does not hold."""
    with acting_as(walk.agency.manager):
        file = exported(walk.family.cases[0])
    assert file is not None
    found = [key for key, case in file.cases.items() if UUID(str(case)) == child.case_id]
    return found[0] if found or missing is None else missing
