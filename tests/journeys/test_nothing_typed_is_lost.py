"""The network goes while somebody writes down what is said: nothing is lost, and the page says what is true."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import quorate.web
from quorate.access.context import acting_as
from quorate.conferences.models import Card, SafetyConcern
from quorate.conferences.services import meeting
from quorate.people.models import User
from tests.browsing import _cookie
from tests.conferences.meeting.making import Meeting
from tests.conferences.stages import at_clock


@pytest.fixture(scope="module")
def sitting(module_database: object) -> Meeting:
    at = Meeting()
    at.start()
    at.full()
    with acting_as(at.chair) as by:
        meeting.open_part(conference=at.conference, code="analysis", at=at_clock(10, 20), by=by)
    return at


@pytest.fixture(autouse=True)
def _in_the_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages' clock stands at the time of the meeting."""
    for module in ("conferences.opening", "saving"):
        monkeypatch.setattr(f"quorate.web.{module}.now", lambda: at_clock(10, 30))


@pytest.fixture
def tab(browser: Any, address: str, sitting: Meeting) -> Iterator[Any]:
    """The chair's tab; not by `look`, because without a network the browser is meant to complain."""
    context = browser.new_context()
    context.add_cookies([_cookie(User.objects.get(pk=sitting.chair.user_id), address)])
    yield context.new_page()
    context.close()


def _form(address: str, sitting: Meeting) -> str:
    return f"{address}/conferences/{sitting.conference.case.ref}/meeting/?part=analysis&add=harm"


def _says(tab: Any, words: Any) -> None:
    """Waits until these words stand beside the work."""
    tab.locator("[data-saving]:visible").filter(has_text=words).wait_for()


# Under which key a form was sent (once.js) holds no words.
_UNSENT = """Object.entries(sessionStorage).filter(([key]) => !key.startsWith("quorate-sent ")).map((one) => one[1])"""


def _kept(tab: Any) -> list[str]:
    found = tab.evaluate(_UNSENT)
    return found + tab.evaluate("Object.values(localStorage)")  # type: ignore[no-any-return]


def _cards(sitting: Meeting) -> list[tuple[str, str]]:
    with acting_as(sitting.chair):
        return list(Card.objects.order_by("changed_at").values_list("words", "room_words"))


def test_without_a_network_nothing_is_lost_and_done_leaves_the_page_as_it_is(
    tab: Any, address: str, sitting: Meeting
) -> None:
    form = _form(address, sitting)
    tab.goto(form)
    tab.context.set_offline(True)
    tab.get_by_label("Everybody at the conference").check()
    tab.get_by_label("What is said").fill("He was left alone overnight.")
    _says(tab, "Not sent yet, kept in this tab, trying again")
    # Done goes nowhere: no page of the browser's own, and the words stand there.
    tab.get_by_role("button", name="Done").click()
    _says(tab, "Not sent: there is no connection.")
    assert (tab.url, tab.get_by_label("What is said").input_value()) == (form, "He was left alone overnight.")
    assert _cards(sitting) == []
    # The tab dies and comes back with the network: the words are back, say when they are from, and are sent.
    tab.once("dialog", lambda one: one.accept())
    tab.context.route(re.compile("/meeting/cards/"), lambda route: route.abort())
    tab.context.set_offline(False)
    tab.goto(form)
    said = tab.locator("[data-saving-back]").inner_text()
    assert re.fullmatch(r"What you wrote at \d\d:\d\d is back\. It is not sent yet\.", said), said
    assert tab.get_by_label("What is said").input_value() == "He was left alone overnight."
    assert tab.get_by_label("Everybody at the conference").is_checked()
    tab.context.unroute(re.compile("/meeting/cards/"))
    _says(tab, re.compile(r"^\s*Saved \d\d:\d\d:\d\d\s*$"))
    assert re.fullmatch(
        r"What you wrote at \d\d:\d\d is back\.", tab.locator("[data-saving-back]").inner_text().strip()
    )
    assert (_kept(tab), _cards(sitting)) == ([], [("He was left alone overnight.", "")])
    with tab.expect_navigation():
        tab.get_by_role("button", name="Done").click()
    assert _cards(sitting) == [("He was left alone overnight.", "He was left alone overnight.")]
    # Another card in the same column begins empty.
    tab.goto(form)
    assert (tab.get_by_label("What is said").input_value(), tab.locator("[data-saving-back]").is_visible()) == (
        "",
        False,
    )
    assert _kept(tab) == []


@pytest.mark.parametrize("how", ["signs out", "somebody else"])
def test_what_was_not_sent_is_gone_when_somebody_signs_out_or_another_signs_in(
    tab: Any, address: str, sitting: Meeting, how: str
) -> None:
    tab.goto(_form(address, sitting))
    tab.context.route(re.compile("/meeting/cards/"), lambda route: route.abort())
    tab.get_by_label("What is said").fill("Nobody else may read this.")
    _says(tab, "Not sent yet, kept in this tab, trying again")
    assert [one for one in _kept(tab) if "Nobody else may read this." in one] != []
    tab.on("dialog", lambda one: one.accept())
    if how == "signs out":
        tab.locator("summary", has_text="Your account").click()
        with tab.expect_navigation():
            tab.get_by_role("button", name="Sign out").first.click()
    else:
        tab.context.add_cookies([_cookie(User.objects.get(pk=sitting.writer.user_id), address)])
        tab.goto(_form(address, sitting))
        assert tab.get_by_label("What is said").input_value() == ""
    assert _kept(tab) == []


def test_an_error_page_after_the_button_takes_nothing_away(tab: Any, address: str, sitting: Meeting) -> None:
    form = _form(address, sitting)
    tab.goto(form)
    # The server refuses whatever this page sends: what saves itself, and what the button sends.
    tab.locator("#adding [name=csrfmiddlewaretoken]").evaluate("(one) => { one.value = 'a'.repeat(32) }")
    tab.get_by_label("What is said").fill("She came at four.")
    _says(tab, "Not sent yet, kept in this tab, trying again")
    tab.on("dialog", lambda one: one.accept())
    with tab.expect_navigation():
        tab.get_by_role("button", name="Done").click()
    assert (tab.locator("[data-not-arrived]").count(), len(_kept(tab))) == (1, 1)
    # It says so, and leads back to where the words are; a page that lost nothing does not.
    told = tab.locator("[data-kept-in-tab]:visible")
    assert [one.get_attribute("href") for one in told.get_by_role("link").all()] == [form.removeprefix(address)]
    with tab.expect_navigation():
        tab.get_by_role("link", name="Go to the first page").click()
    assert len(_kept(tab)) == 1
    # Another form at its place does not take it: without an id, only its address says which it is.
    tab.evaluate(_UNDER, ["#adding", "#0"])
    tab.route(re.compile("add=harm"), _without_id)
    tab.goto(form)
    assert (tab.get_by_label("What is said").input_value(), len(_kept(tab))) == ("", 1)
    tab.evaluate(_UNDER, ["#0", "#adding"])
    tab.unroute(re.compile("add=harm"))
    tab.goto(form)
    assert tab.get_by_label("What is said").input_value() == "She came at four."
    _says(tab, re.compile(r"^\s*Saved \d\d:\d\d:\d\d\s*$"))
    assert (_kept(tab), "She came at four." in [words for words, _ in _cards(sitting)]) == ([], True)


_UNDER = """([was, now]) => { for (const [key, value] of Object.entries(sessionStorage)) {
    sessionStorage.removeItem(key); sessionStorage.setItem(key.replace(was, now), value) } }"""


def _without_id(route: Any) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace(' id="adding"', ""))


def test_every_form_that_saves_itself_says_which_it_is() -> None:
    pages = sorted((Path(quorate.web.__file__).parent / "jinja2").rglob("*.html"))
    forms = [one for page in pages for one in re.findall(r"<form\b[^>]*?\bdata-autosave\b[^>]*", page.read_text())]
    assert (len(forms) > 7, [one for one in forms if ' id="' not in one]) == (True, [])


_PRESSED_TWICE = """const one = document.querySelector("main form");
    one.requestSubmit(); setTimeout(() => one.requestSubmit(), 20)"""


def test_what_was_sent_is_added_once_by_a_double_click_and_by_going_back(
    tab: Any, address: str, sitting: Meeting
) -> None:
    form = f"{address}/conferences/{sitting.conference.case.ref}/needs/safety/"
    tab.goto(form)
    for place, name in enumerate(("person", "of_person"), 1):
        tab.select_option(f"[name={name}]", index=place)
    tab.fill("[name=words]", "He follows her.")
    tab.evaluate(_PRESSED_TWICE)
    tab.wait_for_function("location.pathname.endsWith('/needs/') && document.readyState === 'complete'")
    tab.go_back()
    tab.wait_for_timeout(300)
    typed = tab.input_value("[name=words]")
    with tab.expect_navigation(url="**/needs/"):
        tab.click("main form button[type=submit]")
    with acting_as(sitting.chair):
        told = list(SafetyConcern.objects.filter(conference=sitting.conference).values_list("words", flat=True))
    assert (typed, told) == ("He follows her.", ["He follows her."])
    assert "Nothing was done now: you sent the same at" not in tab.locator("main").inner_text()  # in three seconds
    # Other words from there are said anew, and so are the first after them; whoever opens the form anew, or loads the
    # page anew, says something new.
    for words, how in (("She follows him.", "go_back"), ("He follows her.", "go_back"), ("He follows her.", "reload")):
        tab.go_back()
        if how == "reload":
            tab.reload()
        tab.wait_for_timeout(300)
        for place, name in enumerate(("person", "of_person"), 1):
            tab.select_option(f"[name={name}]", index=place)
        tab.fill("[name=words]", words)
        with tab.expect_navigation(url="**/needs/"):
            tab.click("main form button[type=submit]")
    with acting_as(sitting.chair):
        told = list(SafetyConcern.objects.filter(conference=sitting.conference).values_list("words", flat=True))
    assert sorted(told) == ["He follows her."] * 3 + ["She follows him."]
    tab.goto(form)
    assert tab.input_value("[name=words]") == ""


def test_a_button_that_goes_there_and_back_does_it_each_time(browser: Any, address: str, sitting: Meeting) -> None:
    """An account is shut and opened again: from fresh pages, after loading anew, and on the pages one goes back to."""
    manager = User.objects.get(pk=sitting.agency.person("system_administrator", strength="fresh").user_id)
    other = User.objects.get(pk=sitting.agency.person("partner").user_id)
    context = browser.new_context()
    context.add_cookies([_cookie(manager, address)])
    tab, found = context.new_page(), []

    def press(words: str) -> None:
        with tab.expect_navigation():
            tab.get_by_role("button", name=words).click()
        other.refresh_from_db(fields=["is_active"])
        found.append(other.is_active)

    tab.goto(f"{address}/administration/people/{other.ref}/")
    press("Shut the account")
    tab.reload()
    press("Open it again")
    press("Shut the account")
    press("Open it again")
    tab.go_back()
    tab.reload()
    press("Shut the account")
    press("Open it again")
    tab.go_back()
    tab.go_back()
    tab.wait_for_timeout(300)
    press("Shut the account")
    context.close()
    assert found == [False, True, False, True, False, True, False]
