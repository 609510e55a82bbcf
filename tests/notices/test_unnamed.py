"""Papers for a place on the list that nobody has been named for, and what follows when it gets its name."""

from __future__ import annotations

from typing import Any

import psycopg
from django.db import connection
from django.urls import reverse

from quorate.access.context import acting_as
from quorate.audit.models import AuditEntry
from quorate.cases.models import CaseEvent
from quorate.conferences.models import Invitee
from quorate.conferences.services.people import change_invitee
from quorate.notices.models import Message
from quorate.notices.services import handed_over, release_and_queue
from quorate.people.models import User
from quorate.release.models import Release, StoredRendition
from tests import clock
from tests.database import urls_of
from tests.notices.making import Remembering, Stage
from tests.notices.test_reactions import cancel
from tests.web.visiting import checked, fetch, signed_in

POLICE = "Police, no name given yet"


def test_what_is_for_nobody_by_name_goes_to_nobody_by_hand_until_somebody_says_who_takes_it(stage: Stage) -> None:
    manager = signed_in(User.objects.get(pk=stage.agency.manager.user_id))
    ref = stage.conference.case.ref
    release = stage.prepared()
    where = reverse("conference_paper", args=[ref, release.pk])
    with acting_as(stage.agency.worker):
        police = Invitee.objects.get(conference=stage.conference, role="police_rep")
        copy = StoredRendition.objects.get(release=release, recipient=police.pk)
    change = reverse("conference_person_change", args=[ref, police.pk])
    before = fetch(manager, where)
    assert police.name == POLICE
    assert before.words.count("Nobody is named for these copies, and no mailbox of theirs is known.") == 1
    assert [one.get("href") for one in before.all("a") if one.get("href") == change] == [change]
    assert manager.post(f"{where}let-out/").status_code == 302
    (letter,) = stage.messages(recipient=police.pk)
    assert (letter.state, letter.channel, letter.names_nobody) == ("waiting", "hand", True)
    row = next(one for one in fetch(manager, where).texts("li") if one.startswith(f"{POLICE} Nobody is named"))
    assert ("Open it" in row, "Who takes it there?" in row) == (False, True)
    file = reverse("conference_paper_file", args=[ref, release.pk, copy.pk])
    assert manager.get(file).status_code == 302, "nobody can print it for nobody"
    answers = reverse("conference_message", args=[ref, letter.pk])
    manager.post(answers, {"does": "handed", "taken_by": " ?"})
    assert "Nobody is named for this copy. Write down the name" in fetch(manager, where).words
    for family in ("Frankie Sample", "Mr. Frankie J. SAMPLE", "Sample, Fran\u00adkie"):
        for does in ("taker", "handed"):
            manager.post(answers, {"does": does, "taken_by": family})
            assert fetch(manager, where).words.count("This is the name of somebody of the family, or of") == 1
    manager.post(answers, {"does": "taker", "taken_by": "Ola Sedgewick"})
    assert "Taken by Ola Sedgewick" in fetch(manager, where).words
    assert manager.get(file).status_code == 200
    manager.post(answers, {"does": "handed"})
    (letter,) = stage.messages(recipient=police.pk)
    assert (letter.state, letter.taken_by) == ("handed", "Ola Sedgewick")
    place_is_named(stage, manager, police, change)


def place_is_named(stage: Stage, manager: Any, police: Invitee, change: str) -> None:
    """The same place gets its name: whoever takes it over has an invitation of their own, for a second person."""
    other = next(one for one in stage.messages(state="waiting", channel="hand") if one.names_nobody)
    page = fetch(manager, change)
    shown = {one.get("name"): one.get("value", "") for one in page.all("input") if one.get("name") == "name"}
    assert shown == {"name": ""}
    entered = {"role": "police_rep", "direct_contact": "", "why": police.why, "to_invite": "yes"}
    assert manager.post(change, entered | {"name": ""}).status_code == 302
    with acting_as(stage.agency.worker):
        assert not Release.objects.filter(conference=stage.conference, state="prepared").exists(), "nothing was said"
    assert manager.post(change, entered | {"name": "Petra Ironside"}).status_code == 302
    again = reverse("conference_person_change", args=[stage.conference.case.ref, other.recipient])
    with acting_as(stage.agency.worker):
        line = Invitee.objects.get(pk=other.recipient)
        told = AuditEntry.objects.filter(action="invitee.changed", subject_id=police.pk).values_list("facts", flat=True)
        assert sorted(one["fields"] for one in told) == ["invited", "name"]
    named = {"role": line.role, "direct_contact": "", "why": line.why, "to_invite": "yes", "name": "Ravi Aldous"}
    assert manager.post(again, named).status_code == 302
    with acting_as(stage.agency.worker):
        (waits,) = Release.objects.filter(conference=stage.conference, state="prepared")
        names = sorted(StoredRendition.objects.filter(release=waits).values_list("name", flat=True))
    assert (waits.code, names) == ("invitation", ["Petra Ironside", "Ravi Aldous"])
    (stays,) = stage.messages(recipient=other.recipient)
    assert (stays.state, stays.why) == ("held", "reader")
    refused = checked(manager.post(again, named | {"role": ""}), again)
    assert refused.texts("a").count("Choose in which role they come") == 1
    what_was_held_is_over_when_the_new_copy_is_let_out(stage, waits, line)
    nobody_is_called_after_the_meeting(stage, line)


def what_was_held_is_over_when_the_new_copy_is_let_out(stage: Stage, waits: Release, line: Invitee) -> None:
    """The first invitations have gone when the last of the others has, though one copy never goes."""
    stage.send_all(Remembering())
    with acting_as(stage.office) as by:
        for one in Message.objects.filter(conference=stage.conference, state="waiting"):
            handed_over(message=one, by=by, at=clock.now(), taken_by="Ola Sedgewick" if one.names_nobody else "")
        sent = CaseEvent.objects.filter(conference_id=stage.conference.pk, code="invitations-sent")
        assert not sent.exists()
        release_and_queue(release=waits, by=by, at=clock.now())
        assert {one.why for one in Message.objects.filter(recipient=line.pk, state="held")} == {"newer"}
        assert sent.count() == len(stage.family.cases)


def nobody_is_called_after_the_meeting(stage: Stage, line: Invitee) -> None:
    with psycopg.connect(urls_of(connection.settings_dict["NAME"]).superuser, autocommit=True) as raw:
        raw.execute("UPDATE conferences_conference SET state = 'held', held_on = current_date")
    with acting_as(stage.agency.worker) as by:
        change_invitee(invitee=line, by=by, name="Ravi Aldous-Hume")
        assert not Release.objects.filter(conference=stage.conference, state="prepared").exists()


def test_that_a_meeting_is_off_reaches_a_place_that_gets_its_name_meanwhile(stage: Stage) -> None:
    stage.released()
    cancel(stage)
    with acting_as(stage.agency.manager) as by:
        paper = Release.objects.get(conference=stage.conference, code="cancelled", state="prepared")
        release_and_queue(release=paper, by=by, at=clock.now())
    with acting_as(stage.agency.worker) as by:
        police = Invitee.objects.get(conference=stage.conference, role="police_rep")
        change_invitee(invitee=police, by=by, name="Petra Ironside")
        (letter,) = Message.objects.filter(recipient=police.pk, code="cancelled")
        assert letter.state == "waiting"
        handed_over(message=letter, by=by, at=clock.now(), taken_by="Petra Ironside")
