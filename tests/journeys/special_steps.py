"""What the special conferences need beside the usual steps: stages by code, papers and the outbox as bytes."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any
from uuid import UUID

from django.db import connection
from icalendar import Calendar
from pypdf import PdfReader

from quorate.access.context import acting_as
from quorate.conferences.models import Conference
from quorate.notices.models import Message
from quorate.notices.outbox import send_one
from quorate.people.models import Membership
from quorate.people.queries import standing_of
from quorate.release.models import Release, StoredRendition
from quorate.web.work.moments import now
from tests.audit.trail import as_role
from tests.cases.making import Agency, Family
from tests.conferences import stages
from tests.conferences.bookings.making import Office
from tests.database import urls_of
from tests.journeys import conference_steps as steps
from tests.journeys import meeting_steps
from tests.journeys.agreeing import close_agrees, gates_agree, quorum_agrees, start_agrees
from tests.journeys.conference_steps import WAY, invitees, start_now
from tests.journeys.walking import Walk, press, put, words_of
from tests.notices.making import Remembering

# --- stages


def opened(agency: Agency, found: Conference) -> Conference:
    """The conference as it stands, with its handle."""
    with acting_as(agency.manager):
        return Conference.objects.select_related("case").get(pk=found.pk)


def held_on_pages(
    walk: Walk, outcomes: Iterable[str], *, out: UUID | None = None, heard: Callable[[], object] | None = None,
    **dates: date,
) -> None:  # fmt: skip
    """The register, each child heard, the round, each decision with its gates, and the end, on the pages. `out` is who
    is kept out of it; `heard` is what else is written down before anybody is asked what they think."""
    decided = dict(zip(walk.family.children, outcomes, strict=True))
    without = [child for child, outcome in decided.items() if outcome == "no-plan"]
    assert start_agrees(walk) == []
    start(walk, {one.role for one in invitees(walk)} | {"parent"}, out=out)
    assert quorum_agrees(walk) is True
    if heard is not None:
        heard()
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


def asked_for_and_booked(
    look: Any, agency: Agency, family: Family, kind: str, on: date, day: date, *,
    before: Callable[[Walk], object] | None = None, **said: Any,
) -> Walk:  # fmt: skip
    """The request on its pages, agreed, and booked for a day; `before` is what is written into the record first, `said`
    what is told of the request (see `conference_steps.ask`)."""
    Office(agency, family)
    if kind in ("initial", "pre_birth"):
        with acting_as(agency.worker):
            stages.with_enquiry(agency, family, begun_on=on - timedelta(days=2))
    for who in ("worker", "manager", "chair", "minute_taker", "administrator"):
        assert getattr(agency, who).user_id
    walk = Walk(look, agency, family)
    if before is not None:
        before(walk)
    steps.ask(walk, kind, on=on, **said)
    steps.agree(walk)
    steps.book(walk, day)
    return walk


def reach(walk: Walk, person: UUID, address: str) -> None:
    """The worker records a confirmed and safe e-mail address on the child's page."""
    _on_record(walk, "contact_way_new", walk.family.children[0], "Save", person=person, kind="email", value=address,
               verified_how="in_person", safe="yes")  # fmt: skip


def lives(walk: Walk, person: UUID, child: Any, lines: Iterable[str], postcode: str) -> None:
    """The worker records where somebody lives on the child's page; nobody has said yet whether it may be told."""
    _on_record(walk, "address_new", child, "Save", person=person, kind="home", lines="\n".join(lines),
               postcode=postcode)  # fmt: skip


def _on_record(walk: Walk, route: str, child: Any, button: str, **said: Any) -> None:
    walk.page("worker")
    walk.open("worker", route, child.case.ref)
    walk.send("worker", button, **said | {"person": str(said["person"])})


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


def start(
    walk: Walk, here: Iterable[str], *, out: UUID | None = None, late_why: str = "The lift was out of order."
) -> None:
    """The chair begins and notes who is here, by role or kind, but for who is kept `out`; whoever belongs to an agency
    knows the child."""
    start_now(walk, late_why)
    page, roles = walk.open("chair", "conference_register"), set(here)
    for one in invitees(walk):
        if (one.role in roles or one.kind in roles) and (out is None or one.person_id != out):
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
