"""The second person lets out every copy, also those whose closed part they do not read."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import override_settings
from django.urls import reverse

from quorate.access.context import acting_as
from quorate.access.permissions import NoSuchRecord, NotAllowed
from quorate.access.standing import Standing
from quorate.audit.models import AuditEntry
from quorate.conferences.models import Invitee
from quorate.conferences.services.record import add_addendum
from quorate.notices import jobs
from quorate.notices.models import Delivery, Message
from quorate.notices.outbox import send_one
from quorate.notices.services import (
    CopyMissing,
    NotThere,
    give_by_hand,
    handed_over,
    prepare,
    refuse,
    say_who_takes_it,
)
from quorate.people.models import User
from quorate.release.closed import which_are_not_whole
from quorate.release.copies import closed_copies, copy_to_send
from quorate.release.models import Release, StoredRendition
from quorate.release.services import looked_at
from tests import clock
from tests.audit.trail import as_role
from tests.database import Urls, fresh_clone, urls_of
from tests.notices.closing import MARKER, Closed
from tests.notices.making import Remembering
from tests.notices.test_reactions import text_of
from tests.web.visiting import fetch, signed_in


@pytest.fixture(scope="module")
def built(database: Urls) -> Iterator[tuple[Closed, str]]:
    """Made once; each test has a copy of its own."""
    others = connection.settings_dict["NAME"]
    with fresh_clone() as urls:
        made = Closed()
        connection.close()
        connection.settings_dict["NAME"] = others
        yield made, urls.name


@pytest.fixture
def held(built: tuple[Closed, str]) -> Iterator[Closed]:
    made, name = built
    with fresh_clone(name):
        yield copy.deepcopy(made)


@pytest.fixture
def worker_sends(tmp_path: Path) -> Iterator[Any]:
    """One round of the worker; whom it has written to, and with what."""

    def round_() -> dict[str, bytes]:
        with as_role(urls_of(connection.settings_dict["NAME"]).job):
            jobs.send_what_waits()
        mails = [message_from_bytes(one.read_bytes(), policy=default) for one in (tmp_path / "papers").glob("*.eml")]
        return {
            str(one["To"]): next(part.get_content() for part in one.walk() if part.get_filename() == "letter.pdf")
            for one in mails
        }

    with override_settings(EMAIL_HOST="", EMAIL_FILE_PATH=str(tmp_path)):
        yield round_


def closed_to_the_office(held: Closed, release: Release) -> dict[str, StoredRendition]:
    """By name, as the chair sees them."""
    with acting_as(held.agency.chair):
        return {one.name: one for one in StoredRendition.objects.filter(release=release, holds_closed=True)}


def test_everybody_gets_theirs_though_whoever_lets_it_out_does_not_read_all_of_it(
    held: Closed, worker_sends: Any
) -> None:
    release = held.prepared()
    closed = closed_to_the_office(held, release)
    assert sorted(closed) == ["A chair", "A minute_taker", "Police"]
    with acting_as(held.agency.chair):
        prepared_for = set(release.renditions.values_list("recipient", flat=True))
    assert held.released(release).state == "released"
    with acting_as(held.agency.administrator):
        rows = {one.recipient: one for one in Message.objects.filter(release=release)}
        entry = AuditEntry.objects.get(action_id="release.released", subject_id=release.pk)
    assert (set(rows), entry.facts["recipients"]) == (prepared_for, len(prepared_for))
    assert {rows[one.recipient].channel for one in closed.values()} == {"email"}
    got = worker_sends()
    assert got["police@force.example"] == bytes(closed["Police"].content)
    with acting_as(held.agency.chair):
        addresses = {
            one.name: User.objects.get(pk=one.user_id).email for one in closed.values() if one.user_id is not None
        }
        left = set(Message.objects.filter(release=release, channel="email").exclude(state="sent"))
    assert {name: got[address] for name, address in addresses.items()} == {
        name: bytes(closed[name].content) for name in ("A chair", "A minute_taker")
    }
    assert (left, got["health@force.example"] == got["police@force.example"]) == (set(), False)


def test_whoever_lets_it_out_reads_none_of_what_is_closed(held: Closed) -> None:
    release = held.prepared()
    keys = {one.pk for one in closed_to_the_office(held, release).values()}
    with acting_as(held.agency.administrator) as by:
        rows = closed_copies(release)
        assert {one.pk for one in rows} == keys
        assert StoredRendition.objects.filter(pk__in=keys).count() == 0
        for one in rows:
            for name in ("content", "enclosed"):
                with pytest.raises(StoredRendition.DoesNotExist):
                    getattr(one, name)
            with pytest.raises(NoSuchRecord):
                looked_at(release=release, rendition_id=one.pk, by=by)
    held.released(release)
    with acting_as(held.agency.administrator):
        assert (closed_copies(release), StoredRendition.objects.filter(pk__in=keys).count()) == ([], 0)
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            copy_to_send(next(iter(keys)), release)


def test_nobody_else_is_told_of_closed_copies(held: Closed) -> None:
    release = held.prepared()
    keys = list(closed_to_the_office(held, release).values())
    partner = held.agency.person("partner")
    held.agency.give(held.conference.case, partner)
    for one in (partner, held.agency.person("administrator"), held.agency.minute_taker, held.agency.chair):
        with acting_as(one):
            assert closed_copies(release) == []
    for one in (partner, held.agency.person("administrator")):
        with acting_as(one) as by:
            with pytest.raises(DatabaseError, match="told to those who let papers out"), transaction.atomic():
                which_are_not_whole(held.conference.pk, [("plan", None)], reads_closed=False)
            with pytest.raises((NotAllowed, NoSuchRecord)):
                prepare(conference=held.conference, code="plan", by=by, at=clock.now())
    stranger = held.agency.person("administrator")
    with as_role(urls_of(connection.settings_dict["NAME"]).job):
        for one in (partner, stranger, held.agency.administrator):
            with acting_as(one):
                assert copy_to_send(keys[0].pk, release) is None, "not let out, or not theirs"


def test_an_agency_is_shown_its_own_copy_alone_also_where_that_is_closed_to_whoever_acts_for_it(held: Closed) -> None:
    release = held.released(held.prepared())
    ref, seen = held.conference.case.ref, {}
    for name in ("Police", "Health", "School"):
        partner = held.partner_of(name)
        with acting_as(partner):
            found = (Release, StoredRendition, Message, Delivery)
            rows = {model.__name__: list(model.objects.all()) for model in found}  # type: ignore[attr-defined]
        client = signed_in(User.objects.get(pk=partner.user_id))
        there = client.get(reverse("conference_paper", args=[ref, release.pk])).status_code
        seen[name] = (
            [one.code for one in rows["Release"]], [one.name for one in rows["StoredRendition"]],
            [one.name for one in rows["Message"]], {one.message_id for one in rows["Delivery"]}
            == {one.pk for one in rows["Message"]}, there,
        )  # fmt: skip
    assert seen == {
        "Police": (["minutes"], [], ["Police"], True, 200),
        "Health": (["minutes"], ["Health"], ["Health"], True, 200),
        "School": ([], [], [], True, 404),
    }


def test_the_page_says_that_there_are_closed_copies_and_no_more(held: Closed) -> None:
    release = held.prepared()
    client = signed_in(User.objects.get(pk=held.agency.administrator.user_id))
    address = reverse("conference_paper", args=[held.conference.case.ref, release.pk])
    said = client.get(address).content.decode()
    assert (
        "3 copies hold a part that is closed to you. They go straight to those for whom the chair meant it: by e-mail,"
        " or from the chair’s own hands." in said
    )
    assert [one for one in closed_to_the_office(held, release).values() if str(one.pk) in said] == []
    chair = signed_in(User.objects.get(pk=held.agency.chair.user_id))
    assert "closed to you" not in chair.get(address).content.decode()
    client.post(reverse("conference_paper_let_out", args=[held.conference.case.ref, release.pk]))
    said = client.get(address).content.decode()
    assert ("Police" in said, "closed to you" in said, MARKER in said) == (True, False, False)


def test_nothing_goes_where_a_closed_copy_rests_on_something_else_by_now_or_is_missing(held: Closed) -> None:
    release = held.prepared()
    with acting_as(held.agency.administrator) as by:
        short = [one for one in closed_copies(release) if one.name != "Police"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("quorate.notices.services.letting_out.closed_copies", lambda _: short)
        with pytest.raises(CopyMissing, match="cannot be let out by you"):
            held.released(release)
    with acting_as(held.agency.chair) as by:
        Invitee.objects.filter(pk=held.police.pk).update(name="Other")
    with pytest.raises(ValueError, match=r"Who this person is .* Police"):
        held.released(release)
    with acting_as(held.agency.administrator) as by:
        refused = refuse(release=release, why="Another name", by=by)
        entry = AuditEntry.objects.get(action_id="release.refused", subject_id=release.pk)
        assert (refused.state, entry.facts["recipients"] > 3) == ("refused", True)
        assert Message.objects.filter(release=release).count() == 0


def row_of(held: Closed, who: Standing, state: str = "To hand over") -> str:
    """What the tab of papers says to somebody of the copy for the police."""
    client = signed_in(User.objects.get(pk=who.user_id))
    page = fetch(client, reverse("conference_papers", args=[held.conference.case.ref]))
    (said,) = [one for one in page.texts("li") if one.startswith(f"Police {state}")]
    return said


def test_a_closed_copy_is_handed_over_by_somebody_who_reads_it(held: Closed) -> None:
    release = held.released(held.prepared())
    with acting_as(held.agency.administrator) as by:
        Message.objects.filter(release=release, recipient=held.police.pk).update(state="failed", why="refused")
        message = give_by_hand(message=Message.objects.get(recipient=held.police.pk), by=by, at=clock.now())
        with pytest.raises(NotThere, match="closed to you"):
            handed_over(message=message, by=by, at=clock.now())
    hers = "A part of it is closed to you: the chair hands it over, and says so here"
    theirs = "A part of it is closed: hand it to this person yourself, through nobody else"
    assert row_of(held, held.agency.administrator).startswith(f"Police To hand over Minutes · By hand · {hers} ")
    assert "handed" not in row_of(held, held.agency.administrator)
    # The place of the police has nobody's name: whoever reads the copy says first who takes it.
    assert "handed" not in row_of(held, held.agency.chair, "Nobody is named")
    with acting_as(held.agency.chair) as by:
        say_who_takes_it(message=message, taken_by="Ola Sedgewick", by=by, at=clock.now())
    assert row_of(held, held.agency.chair).startswith(
        f"Police To hand over Minutes · By hand · Taken by Ola Sedgewick · {theirs} · Open it: Minutes, Police"
        " I have handed it over (Minutes,"
    )
    with acting_as(held.agency.chair) as by:
        assert handed_over(message=message, by=by, at=clock.now()).state == "handed"


def test_whoever_has_the_minutes_gets_a_corrected_copy_only_of_what_was_added_for_them(held: Closed) -> None:
    def prepared() -> tuple[Release, dict[str, str]]:
        release = held.prepared()
        with acting_as(held.agency.chair):
            copies = list(StoredRendition.objects.filter(release=release))
        return release, {one.name: text_of(bytes(one.content)) for one in copies}

    def sent(release: Release) -> dict[str, str]:
        """What the e-mails say beside the paper."""
        through = Remembering()
        with acting_as(held.agency.administrator) as by:
            waits = list(Message.objects.filter(release=release, channel="email", state="waiting"))
        with as_role(urls_of(connection.settings_dict["NAME"]).job):
            assert {send_one(message_id=one.pk, by=by, through=through, now=clock.now) for one in waits} == {"sent"}
        bodies = {str(one["To"]): one.get_body() for one in through.mails}  # type: ignore[attr-defined]
        return {to: " ".join(body.get_content().split()) for to, body in bodies.items()}

    def added(words: str, **said: Any) -> None:
        with acting_as(held.agency.chair) as by:
            add_addendum(record=held.record, words=words, at=clock.now(), by=by, **said)

    mother = held.parent()
    first, everybody = prepared()
    held.released(first)
    assert {one for one in sent(first).values() if "corrected" in one} == set()
    with acting_as(held.agency.administrator) as by:
        message = Message.objects.get(release=first, person_id=mother.person_id)
        assert handed_over(message=message, by=by, at=clock.now()).state == "handed"
        father = Message.objects.get(release=first, state="waiting", rendition__kind="parent").name

    # Something that the police alone are named in: the others learn nothing of it, not even that there is something.
    assert held.police.agency_id is not None
    added("The marker was taken away.", meant_for="R", named=[held.police.agency_id])
    again, copies = prepared()
    assert again.title == "Minutes: corrected copies"
    without = {name for name in everybody if name not in copies}
    assert (mother.name in without, "Health" in without) == (True, True)
    marked = {name for name, words in copies.items() if "This is a corrected copy." in words}
    assert marked == {"A chair", "A minute_taker", "Police"}
    # Whose copy has not gone yet gets the whole of it, and no word of any correction.
    assert (father in copies, "corrected" in copies[father]) == (True, False)
    held.released(again)
    mails = sent(again)
    assert "a corrected copy of a letter. Please open the attached file." in mails["police@force.example"]
    assert [one for one in mails.values() if "marker" in one] == []

    # What is for all goes to all who have them, marked.
    added("The school came later.", meant_for="F-all")
    last, copies = prepared()
    assert {mother.name, "Health", "Police"} <= {
        name for name, words in copies.items() if "corrected copy" in words and "The school came later." in words
    }
    assert "The marker was taken away." not in copies["Health"]
    held.released(last)
    sent(last)
    # Asked for once more with nothing added since: everybody gets them as they are.
    repeated, copies = prepared()
    assert (repeated.title, set(copies)) == ("Minutes", set(everybody))
    assert [name for name, words in copies.items() if "corrected copy" in words] == []
