"""What the special conferences need beside the usual steps: stages by code, papers and the outbox as bytes."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date
from email import message_from_bytes
from email.policy import default
from typing import Any
from uuid import UUID

from django.db import connection
from icalendar import Calendar
from pypdf import PdfReader

from quorate.access.context import acting_as
from quorate.cases import services as cases
from quorate.conferences.models import Conference
from quorate.notices.models import Message
from quorate.notices.outbox import send_one
from quorate.people.models import Membership
from quorate.people.queries import standing_of
from quorate.release.models import Release, StoredRendition
from quorate.web.work.moments import now
from tests.audit.trail import as_role
from tests.cases.making import Agency, Family
from tests.conferences.decisions.making import Table
from tests.database import urls_of
from tests.journeys import conference_steps as steps
from tests.journeys import meeting_steps
from tests.journeys.agreeing import close_agrees, gates_agree, quorum_agrees, start_agrees
from tests.journeys.conference_steps import WAY, invitees, start_now
from tests.journeys.walking import Walk, press, put, words_of
from tests.notices.making import Remembering

# --- stages


def walk_of(look: Any, agency: Agency, family: Family, found: Conference) -> Walk:
    """The browsers of people who work on this conference."""
    walk = Walk(look, agency, family)
    walk.ref = opened(agency, found).case.ref
    walk.page("manager")
    return walk


def opened(agency: Agency, found: Conference) -> Conference:
    """The conference as it stands, with its handle."""
    with acting_as(agency.manager):
        return Conference.objects.select_related("case").get(pk=found.pk)


def held_with(table: Table, outcomes: Iterable[str]) -> None:
    """Everybody is heard and every child decided, in the order of the children; a plan is written where one is made."""
    for child, outcome in zip(table.children(), outcomes, strict=True):
        table.hear(child)
        table.say(child, "no" if outcome == "no-plan" else "yes")
        table.decide(child, table.no_plan() if outcome == "no-plan" else table.plan_made(outcome=outcome))
        if outcome != "no-plan":
            table.write_plan(child)
    table.close()


def held_on_pages(walk: Walk, outcomes: Iterable[str], **dates: date) -> None:
    """The same on the pages: the register, each child heard, the round, each decision with its gates, and the end."""
    decided = dict(zip(walk.family.children, outcomes, strict=True))
    without = [child for child, outcome in decided.items() if outcome == "no-plan"]
    assert start_agrees(walk) == []
    start(walk, {one.role for one in invitees(walk)} | {"parent"})
    assert quorum_agrees(walk) is True
    steps.hear(walk, decided)
    steps.round_(walk, decided, without=without)
    for child, outcome in decided.items():
        gates_agree(walk, child)
        if child in without:
            steps.decide(walk, child, outcome, services="Help at school, agreed with the family.")
            continue
        meeting_steps.plan_of_another(walk, child)
        steps.decide(walk, child, outcome, categories="neglect", lead="all", core_group="all", **dates)
    close_agrees(walk)
    steps.close(walk)


def reach(agency: Agency, family: Family, person: UUID, address: str, on: date) -> None:
    """A confirmed and safe e-mail address."""
    with acting_as(agency.worker) as by:
        way = cases.add_contact_way(case=family.cases[0], person_id=person, kind="email", value=address, on=on, by=by)
        cases.verify_contact_way(way=way, how="in_person", safe=True, on=on, by=by)


# --- papers and the outbox


def post(walk: Walk, through: Remembering, **only: Any) -> list[str]:
    """All that waits for the mail server is sent, in the standing of whoever let it out, by the worker's role."""
    waiting = messages(walk, state="waiting", channel="email", **only)
    with as_role(urls_of(connection.settings_dict["NAME"]).job):
        return [
            send_one(
                message_id=one.pk, by=standing_of(Membership.objects.get(pk=one.membership_id)), through=through,
                now=now,
            )
            for one in waiting
        ]  # fmt: skip


def messages(walk: Walk, **only: Any) -> list[Message]:
    """Messages of the conference, by name."""
    with acting_as(walk.agency.manager):
        return list(Message.objects.filter(conference__case__ref=walk.ref, **only).order_by("name", "code"))


def let_out_prepared(walk: Walk, who: str, code: str) -> None:
    """Somebody looks at a paper that the system prepared by itself, and lets it out."""
    with acting_as(walk.agency.manager):
        release = Release.objects.get(conference__case__ref=walk.ref, code=code, state="prepared")
    walk.open(who, "conference_paper", release.pk)
    walk.send(who, "Let it out")


def papers(walk: Walk, code: str, **only: Any) -> dict[str, str]:
    """The words of every rendition of the last release of a paper, by the recipient's name."""
    with acting_as(walk.agency.chair):
        release = Release.objects.filter(conference__case__ref=walk.ref, code=code).latest("prepared_at")
        rows = list(StoredRendition.objects.filter(release=release, **only))
    return {one.name: words_in(bytes(one.content)) for one in rows}


def never_told(walk: Walk, afraid: str) -> None:
    """What the mother fears stands in no paper of the conferences, and how she comes in none but her own."""
    if not afraid:
        return
    with acting_as(walk.agency.chair):
        rows = list(StoredRendition.objects.filter(authority_id=walk.agency.authority.pk).order_by("name"))
    said = [(one.person_id, words_in(bytes(one.content))) for one in rows]
    assert walk.family.father in {person for person, _ in said}
    assert [person for person, words in said if afraid[:25] in words] == []
    assert {person for person, words in said if WAY in words} == {walk.family.mother}


def words_in(pdf: bytes) -> str:
    """The words of a PDF with single blanks."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def letter_in(source: bytes) -> str:
    """The words of the letter that a mail carries."""
    return words_in(_part(source, "application/pdf").get_payload(decode=True))


def entry_in(source: bytes) -> Any:
    """The entry of the calendar file that a mail carries."""
    (event,) = Calendar.from_ical(_part(source, "text/calendar").get_content()).walk("VEVENT")
    return event


def everything_in(source: bytes) -> str:
    """All that can be read out of a mail: its source, each part decoded, of a PDF words, metadata and raw bytes."""
    said = [source.decode("latin-1")]
    for part in message_from_bytes(source, policy=default).walk():
        content = b"" if part.is_multipart() else part.get_payload(decode=True)
        assert isinstance(content, bytes)
        said.append(content.decode("latin-1"))
        if content.startswith(b"%PDF"):
            said += [words_in(content), str(dict(PdfReader(io.BytesIO(content)).metadata or {}))]
    return "\n".join(said)


def _part(source: bytes, kind: str) -> Any:
    parts = message_from_bytes(source, policy=default).walk()
    (found,) = [part for part in parts if part.get_content_type() == kind]
    return found


# --- on the pages


def start(walk: Walk, here: Iterable[str], *, late_why: str = "The lift was out of order.") -> None:
    """The chair begins and notes who is here, by role or kind; whoever belongs to an agency knows the child."""
    start_now(walk, late_why)
    page, roles = walk.open("chair", "conference_register"), set(here)
    for one in invitees(walk):
        if one.role in roles or one.kind in roles:
            put(page, f"mode-{one.pk}", "in_person")
            if page.locator(f'[name="contact-{one.pk}"]').count():
                put(page, f"contact-{one.pk}", "yes")
    walk.send("chair", "Save the register")


def refused(walk: Walk, who: str, route: str, button: str, *args: Any, **said: Any) -> str:
    """Somebody fills in the form of a page in a new tab and is refused; gives the words of the answer."""
    page = walk.open(who, route, *args)
    tab = page.context.new_page()  # an answer of 422 is what is wanted here, and the browser says so in its console
    tab.goto(page.url)
    for name, value in said.items():
        put(tab, name, value)
    answer = press(tab, tab.get_by_role("button", name=button, exact=True))
    assert answer.status == 422, (answer.status, tab.url)
    words = words_of(tab)
    tab.close()
    return words


def answers(walk: Walk, who: str, route: str, *args: Any) -> Any:
    """What the server answers to somebody who types the address of a page."""
    from django.urls import reverse

    return walk.page(who).context.request.get(walk.origin + reverse(route, args=[walk.ref, *args]))
