"""The worker sends what waits; what it cannot send is not left lying where nobody sees it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import override_settings

from quorate.access.context import acting_as
from quorate.access.denying import exclude
from quorate.access.moments import today
from quorate.audit.models import AuditEntry
from quorate.notices import jobs, outbox
from quorate.notices.models import Message
from quorate.notices.services import give_by_hand
from tests import clock
from tests.audit.trail import as_role
from tests.database import urls_of
from tests.notices.making import Stage


@pytest.fixture
def work(stage: Stage, tmp_path: Path) -> Iterator[Any]:
    """One round of the worker, as the role of jobs."""

    def round_() -> list[str]:
        with as_role(urls_of(connection.settings_dict["NAME"]).job):
            jobs.send_what_waits()
        return sorted(one.name for one in (tmp_path / "papers").glob("*.eml"))

    with override_settings(EMAIL_HOST="", EMAIL_FILE_PATH=str(tmp_path)):
        yield round_


def states(stage: Stage, by: Any) -> set[tuple[str, str]]:
    with acting_as(by):
        rows = Message.objects.filter(conference=stage.conference, channel="email", code="invitation")
        return {(one.state, one.why) for one in rows}


def test_it_sends_what_waits_once(stage: Stage, work: Any) -> None:
    stage.released()
    count = len(stage.messages(channel="email", code="invitation", state="waiting"))
    assert count > 1
    assert (len(work()), len(work())) == (count, count)
    assert states(stage, stage.office) == {("sent", "")}


def test_what_its_sender_does_not_reach_any_more_waits_for_a_person(stage: Stage, work: Any) -> None:
    stage.released()
    going = stage.message_to(stage.family.father)
    with acting_as(stage.agency.manager) as by:
        outbox._claimed(going.pk, by=by, at=clock.now() - timedelta(minutes=6))
    with acting_as(stage.chair) as by:
        exclude(case=stage.conference.case, user_id=stage.agency.manager.user_id, on=today(), by=by)
    assert work() == []
    # What had been begun may have gone: of that somebody is asked; nothing else is left waiting unseen.
    assert states(stage, stage.office) == {("held", "sender-gone"), ("unknown", "interrupted")}
    with acting_as(stage.agency.worker):
        trail = AuditEntry.objects.filter(action_id="message.moved-on", subject_id=going.pk).order_by("id")
        assert [(one.facts["state"], one.facts["why"]) for one in trail][-1] == ("unknown", "interrupted")
    with acting_as(stage.office) as by:
        held = Message.objects.filter(person_id=stage.family.mother, code="invitation").first()
        assert (give_by_hand(message=held, by=by, at=clock.now()).state, held.channel) == ("waiting", "email")


def test_what_somebody_else_holds_for_a_moment_waits_for_the_next_round(
    stage: Stage, work: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.released()
    theirs, strand = psycopg.connect(urls_of(connection.settings_dict["NAME"]).owner), jobs._strand
    theirs.execute("SELECT FROM notices_message FOR UPDATE")

    def just_let_go(*said: Any) -> None:
        theirs.rollback()
        strand(*said)

    monkeypatch.setattr(jobs, "_strand", just_let_go)
    assert (work(), states(stage, stage.office)) == ([], {("waiting", "")})
    theirs.close()


@pytest.mark.parametrize("where", ["forbidden", "mail_of"], ids=["before it is claimed", "after that"])
def test_what_cannot_be_put_together_is_put_off_and_in_the_end_left_to_a_person(
    stage: Stage, work: Any, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    stage.released()

    def broken(*_: Any, **__: Any) -> str:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(outbox, where, broken)
    assert (work(), states(stage, stage.office)) == ([], {("waiting", "not-made")})
    with acting_as(stage.office):
        rows = Message.objects.filter(conference=stage.conference, channel="email", code="invitation")
        assert {one.tries for one in rows} == {1}
        assert all(one.try_at > clock.now() for one in rows)
        rows.update(tries=jobs.MOST, try_at=None)
    assert (work(), states(stage, stage.office)) == ([], {("failed", "not-made")})
