"""A form that is sent twice adds one thing: one after the other, and two at the same moment."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import MessageEncoder
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import Model
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.cases.models import CaseEvent, ChronologyEntry, Need, Relative
from quorate.cases.services import record_need
from quorate.conferences.models import Contribution, Dissent, Invitee, SafetyConcern
from quorate.conferences.services.exclusions import decide_exclusion
from quorate.people.models import User
from quorate.plans.models import DangerStatement
from quorate.plans.services.contents import content_for
from quorate.web import once
from quorate.web.conferences import needs as needs_pages
from quorate.web.conferences import opening
from quorate.web.models import SentForm
from tests.conferences.decisions.making import Table
from tests.conferences.stages import at_clock
from tests.database import Urls
from tests.web.visiting import checked, fetch, signed_in

Said = dict[str, Any]
SENT_BEFORE = re.compile(
    r"Nothing was done now: you sent the same at \d\d:\d\d( on [^.]+)?\. To do it again, open its form anew\."
)


class Desk:
    """A conference that sits, the browsers of its chair and of its social worker, and somebody who is kept out."""

    def __init__(self) -> None:
        self.table = Table("bolton")
        agency = self.table.agency
        self.chair, self.worker = agency.chair, agency.worker
        self.mother, self.father = self.table.invitees("parent")[:2]
        self.child = self.table.children()[0]
        with acting_as(self.chair) as by:
            said: Any = {"conference": self.table.conference, "at": at_clock(11), "by": by}
            out: Any = self.father.person_id
            self.plan = content_for(case_id=self.child.case_id, kind="cp", **said)
            self.out = decide_exclusion(
                person_id=out, outcome="excluded", ground="violence", words="What was said.", **said
            )
            self.ref, self.child_ref = str(self.table.conference.case.ref), str(self.table.family.cases[0].ref)

    def browser(self, is_worker: bool = False) -> Client:
        return signed_in(User.objects.get(pk=(self.worker if is_worker else self.chair).user_id))

    def at(self, route: str, *more: Any) -> str:
        return reverse(route, args=[self.ref, *more])

    def count(self, model: type[Model]) -> int:
        with acting_as(self.worker if model in (Need, ChronologyEntry, Relative) else self.chair):
            return int(model._default_manager.count())


@pytest.fixture(scope="module")
def desk(module_database: Urls) -> Iterator[Desk]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "now", lambda: at_clock(11, 30))
        yield Desk()


def key_of(client: Client, address: str) -> str:
    """The key that the form of a page carries."""
    (key,) = {one.get("value") for one in fetch(client, address).all("input") if one.get("name") == once.FIELD}
    return str(key)


def another_tabs_message(client: Client, level: int, words: str) -> None:
    """A message that another tab of this browser has still to show."""
    session = client.session
    session["_messages"] = MessageEncoder().encode([Message(level, words)])
    session.save()


def day(name: str) -> Said:
    return {f"{name}_day": today().day, f"{name}_month": today().month, f"{name}_year": today().year}


def fear(desk: Desk) -> tuple[str, Said, type[Model]]:
    said = {"person": str(desk.mother.person_id), "of_person": str(desk.father.person_id), "words": "He follows her."}
    return desk.at("conference_safety_new"), said, SafetyConcern


def need(desk: Desk) -> tuple[str, Said, type[Model]]:
    said = {"person": str(desk.mother.person_id), "kind": "interpreter", "words": "Polish"}
    return desk.at("conference_need_new"), said, Need


def a_parents_words(desk: Desk) -> tuple[str, Said, type[Model]]:
    said = {"invitee_id": str(desk.mother.pk), "kind": "said", "words": "I want help.", "meant_for": "F-all"}
    return f"{desk.at('conference_voice')}?part=parent-views", said, Contribution


def plan_line(desk: Desk) -> tuple[str, Said, type[Model]]:
    address = desk.at("conference_plan_line", desk.plan.pk, "danger")
    return address, {"words": "They may be left alone.", "meant_for": "F-all", "version": ""}, DangerStatement


def views_collected(desk: Desk) -> tuple[str, Said, type[Model]]:
    said = {**day("on"), "how": "phone", "words": "I want to be heard."}
    return desk.at("conference_exclusion_views", desk.out.pk), said, CaseEvent


def explained(desk: Desk) -> tuple[str, Said, type[Model]]:
    return desk.at("conference_exclusion_explained", desk.out.pk), {**day("on"), "how": "phone"}, CaseEvent


def meeting_offered(desk: Desk) -> tuple[str, Said, type[Model]]:
    said = {**day("on"), "answer": "", "words": ""}
    return desk.at("conference_exclusion_meeting", desk.out.pk), said, CaseEvent


def typed_professional(desk: Desk) -> tuple[str, Said, type[Model]]:
    said = {
        "kind": "professional",
        "name": "A. Desk",
        "role": "school_rep",
        "direct_contact": "yes",
        "why": "Knows them",
    }
    return desk.at("conference_person_new"), said, Invitee


def supporter(desk: Desk) -> tuple[str, Said, type[Model]]:
    said = {"name": "Agata Nettlefold", "kind": "friend", "late_reason": "She asked today."}
    return desk.at("conference_supporter_new", desk.mother.pk), said, Invitee


def dissent(desk: Desk) -> tuple[str, Said, type[Model]]:
    said = {"person": str(desk.mother.pk), "kind": "on-plan", "words": "Not before five."}
    return desk.at("conference_dissent"), said, Dissent


def chronology(desk: Desk) -> tuple[str, Said, type[Model]]:
    said = {"words": "He was hungry.", "source": "school", "significance": "significant", **day("happened_on")}
    return reverse("chronology_new", args=[desk.child_ref]), said, ChronologyEntry


def relative(desk: Desk) -> tuple[str, Said, type[Model]]:
    said = {"given_names": "Odile", "family_name": "Farrow", "relation": "maternal_grandmother", "sex": "F"}
    return reverse("relative_new", args=[desk.child_ref]), said, Relative


KINDS: list[Callable[[Desk], tuple[str, Said, type[Model]]]] = [
    fear, need, a_parents_words, plan_line, views_collected, explained, meeting_offered, typed_professional, supporter,
    dissent, chronology, relative,
]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_sent_twice_is_added_once_and_both_lead_to_the_same_page(desk: Desk, kind: Any) -> None:
    address, said, model = kind(desk)
    client, before = desk.browser(is_worker=kind in (need, chronology, relative)), desk.count(model)
    said = {**said, once.FIELD: key_of(client, address)}
    first = client.post(address, said)
    assert first.status_code == 302, first.content.decode()[:3000]
    after = desk.count(model)
    again = client.post(address, said)
    assert (again.status_code, again.headers.get("Location")) == (302, first.headers["Location"])
    assert (after > before, desk.count(model) - after) == (True, 0)


def test_other_words_another_page_or_no_key_are_done_like_any(desk: Desk) -> None:
    address, said, _ = need(desk)
    client, other = desk.browser(is_worker=True), desk.browser()
    keyed, before = {**said, "words": "Czech", once.FIELD: key_of(client, address)}, desk.count(Need)
    done = [
        client.post(address, {**keyed, "person": ""}),  # refused: nothing is kept of it
        client.post(address, keyed),
        client.post(address, {**keyed, "words": "Slovak"}),
        client.post(address, keyed),  # done before
        client.post(address, {**keyed, once.FIELD: "x" * 21}),  # no key of ours
        client.post(address, {**said, "words": "Czech"}),
        client.post(address, {**said, "words": "Czech"}),
    ]
    assert [one.status_code for one in done] == [422, *[302] * 6]
    assert desk.count(Need) - before == 5
    # A key of somebody else's opens nothing, and holds nothing up: the chair may not write to that child's record.
    assert other.post(address, keyed).status_code == 404


def test_whoever_comes_back_later_is_told_and_a_step_that_was_refused_is_tried_again(desk: Desk) -> None:
    client, (address, said, _) = desk.browser(), dissent(desk)
    said = {**said, "words": "Later.", once.FIELD: key_of(client, address)}
    shown = []
    for ago in (0, -60, 60):  # the first time it is not there yet
        SentForm.objects.update(sent_at=timezone.now() - timedelta(seconds=ago))
        led_to = client.post(address, said).headers["Location"]
        shown.append(len(SENT_BEFORE.findall(fetch(client, led_to).words)))
    assert shown == [0, 0, 1]
    SentForm.objects.all().delete()
    refused, key = desk.at("conference_meeting_go"), key_of(client, address)
    for _ in range(2):
        led_to = client.post(refused, {"code": "no-such-part", once.FIELD: key}).headers["Location"]
        assert SENT_BEFORE.findall(fetch(client, led_to).words) == []
    assert list(SentForm.objects.values_list("led_to", flat=True)) == [""]


def test_where_the_page_to_which_it_led_is_gone_that_page_says_it(desk: Desk) -> None:
    client, (address, said, _) = desk.browser(), dissent(desk)
    said = {**said, "words": "Gone.", once.FIELD: key_of(client, address)}
    client.post(address, said)
    first = datetime(2026, 6, 1, 9, 32, tzinfo=UTC)  # 10:32 in London
    SentForm.objects.update(sent_at=first, led_to="/children/no-such-child/")
    another_tabs_message(client, messages.SUCCESS, "The child is on the list.")
    gone = fetch(client, client.post(address, said).headers["Location"], 404)
    assert gone.words.startswith(
        "Nothing was done now: you sent the same at 10:32 on Mon 1 Jun. To do it again, open its form anew. "
        "This page cannot be found"
    )
    # Nobody is told of on an error page, nor is the notice told on the next: what another tab has to say waits.
    shown = fetch(client, address).words
    assert ("The child is on the list." in gone.words, "The child is on the list." in shown) == (False, True)
    assert SENT_BEFORE.findall(shown) == []


def test_what_another_tab_has_to_warn_of_makes_no_refusal_of_this(desk: Desk) -> None:
    client, (address, said, model), before = desk.browser(), dissent(desk), desk.count(Dissent)
    said = {**said, "words": "Beside it.", once.FIELD: key_of(client, address)}
    another_tabs_message(client, messages.WARNING, "Nobody was added.")
    for _ in range(2):
        assert client.post(address, said).status_code == 302
    assert desk.count(model) - before == 1
    assert "Nobody was added." in fetch(client, address).words


def test_whoever_waits_longer_than_a_statement_may_is_told_to_ask_again(
    desk: Desk, module_database: Urls, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, (address, said, _), mark = desk.browser(), dissent(desk), "0" * 64
    said = {**said, "words": "Slow.", once.FIELD: key_of(client, address)}
    monkeypatch.setattr(once, "_mark_of", lambda request: mark)
    claimed = once._claimed

    def in_haste(*given: Any) -> Any:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 50")
        return claimed(*given)

    monkeypatch.setattr(once, "_claimed", in_haste)
    with psycopg.connect(module_database.superuser) as first:
        first.execute("INSERT INTO web_sent_form (mark, led_to, sent_at) VALUES (%s, '', now())", [mark])
        page = checked(client.post(address, said), "503")
        assert (page.response.status_code, page.texts("h1")) == (503, ["This is still being done"])
        assert page.words.startswith(
            "This is still being done You sent the same a moment ago, and that is not finished. Wait a little, then "
            "load this page again: it leads you on when it is done."
        )
        first.execute("UPDATE web_sent_form SET led_to = %s WHERE mark = %s", [address, mark])
    # It is done: the page that is loaded again leads on.
    answer = client.post(address, said)
    assert (answer.status_code, answer.headers["Location"]) == (302, address)


def test_it_costs_two_small_statements_and_a_page_or_what_saves_itself_none(desk: Desk) -> None:
    address, said, _ = need(desk)
    client = desk.browser(is_worker=True)
    with CaptureQueriesContext(connection) as looking:
        key = key_of(client, address)
    with CaptureQueriesContext(connection) as by_itself:
        client.post(address, {**said, "person": "", once.FIELD: key}, headers={"X-Quorate-Autosave": "1"})
    with CaptureQueriesContext(connection) as sending:
        client.post(address, {**said, "words": "Welsh", once.FIELD: key})
    asked = [[one["sql"] for one in all_.captured_queries if "web_sent_form" in one["sql"]] for all_ in (
        looking, by_itself, sending
    )]  # fmt: skip
    assert [len(one) for one in asked] == [0, 0, 2]


def test_two_at_the_same_moment_add_one(desk: Desk, module_database: Urls, monkeypatch: pytest.MonkeyPatch) -> None:
    address, said, _ = need(desk)
    client, before, answers = desk.browser(is_worker=True), desk.count(Need), []
    said = {**said, "words": "Romani", once.FIELD: key_of(client, address)}
    begun: list[int] = []
    waited: list[str] = []

    def second() -> None:
        try:
            answers.append(desk.browser(is_worker=True).post(address, said))
        finally:
            connection.close()

    thread = threading.Thread(target=second)

    def slowly(**given: Any) -> Any:
        begun.append(1)
        made = record_need(**given)
        if len(begun) == 1:  # the second comes while the first is not committed
            thread.start()
            waited.extend(_waiting(module_database))
        return made

    monkeypatch.setattr(needs_pages, "record_need", slowly)
    first = client.post(address, said)
    thread.join(timeout=15)
    assert [(one.status_code, one.headers["Location"]) for one in (first, *answers)] == [
        (302, desk.at("conference_needs"))
    ] * 2
    assert (len(begun), desk.count(Need) - before) == (1, 1)
    assert [one.split("(")[0].strip() for one in waited] == ["INSERT INTO web_sent_form AS f"]


def _waiting(urls: Urls) -> list[str]:
    """The statements of this database that wait for a lock, as soon as there is one; after ten seconds none will."""
    asks = "SELECT query FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with psycopg.connect(urls.superuser, autocommit=True) as superuser:
        for _ in range(200):
            if found := superuser.execute(asks).fetchall():
                return [query for (query,) in found]
            time.sleep(0.05)
    return []


def test_a_file_is_part_of_what_was_sent_and_is_read_from_its_beginning() -> None:
    marks = []
    for content in (b"one", b"two", b"one"):
        file = SimpleUploadedFile("same.pdf", content)
        request = RequestFactory().post("/somewhere/", {"file": file, once.FIELD: "k" * 22})
        request.session = {SESSION_KEY: "somebody"}  # type: ignore[assignment]  # all that is asked of it
        marks.append(once._mark_of(request))
        assert request.FILES["file"].read() == content  # type: ignore[union-attr]  # one file
    assert (marks[0] == marks[2], marks[0] != marks[1], None in marks) == (True, True, False)
