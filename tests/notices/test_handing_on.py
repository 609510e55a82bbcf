"""A child is handed on: the conferences, the lists, the core group, the work and the calendars go with it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from quorate.access.context import acting_as
from quorate.access.models import Grant
from quorate.access.moments import today
from quorate.access.permissions import may
from quorate.access.standing import Standing
from quorate.cases.refusals import Refused
from quorate.cases.services import Holder
from quorate.cases.services.allocating import allocate, hand_on
from quorate.cases.worklist import Asked, open_duties
from quorate.conferences.models import ConferenceRequest, Invitee
from quorate.notices.queries import messages_of
from quorate.plans.models import CoreGroupMember
from quorate.plans.services.core_groups import NewMember, name_core_group
from quorate.release.models import Release
from tests import clock
from tests.database import urls_of
from tests.notices.making import Remembering, Stage
from tests.web.families import it_is

YESTERDAY = timedelta(days=1)


def hand(stage: Stage, to: Standing | None, *, cases: int = 2, last: timedelta = YESTERDAY, **said: Any) -> None:
    old = stage.agency.worker
    with acting_as(stage.agency.manager) as by:
        rows = Grant.objects.select_related("case").filter(
            case__in=stage.family.cases[:cases], user_id=old.user_id, as_role="social_worker"
        )
        begun = list(rows)
        assert [one.begins_on for one in begun] == [today()] * cases
        hand_on(
            grants=begun, last_day=today() - last, why="Moves to another team", on=today(), by=by,
            to=None if to is None else Holder("social_worker", user_id=to.user_id, why="Takes over"), **said,
        )  # fmt: skip


def mails_to(through: Remembering, who: Standing) -> list[Any]:
    from quorate.people.models import User

    address = User.objects.values_list("email", flat=True).get(pk=who.user_id)
    return [one for one in through.mails if one["To"] == address]


def on_list(stage: Stage) -> dict[Any, list[Any]]:
    with acting_as(stage.agency.manager):
        rows = Invitee.objects.filter(conference=stage.conference, role="social_worker", removed_on__isnull=True)
        return {one.user_id: list(one.about) for one in rows}


def test_everything_goes_with_the_child_and_nothing_of_the_old_worker_is_lost(stage: Stage) -> None:
    old, new = stage.agency.worker, stage.agency.person("social_worker")
    stage.released()
    through = Remembering()
    stage.send_all(through)
    with acting_as(old) as by:
        name_core_group(
            conference=stage.conference, children=[one.pk for one in stage.family.cases], on=today(), by=by,
            members=[NewMember(name="A social_worker", role="social_worker", user_id=old.user_id, is_lead=True)],
        )  # fmt: skip
        told = open_duties(by, Asked("mine"), now=clock.now(), days=(today(), today())).counts.total
    with acting_as(new) as by:
        assert not may(by, "see_case", stage.conference.case)
    hand(stage, new, last=timedelta(0))
    with acting_as(new) as by:
        assert may(by, "write", stage.conference.case)
        assert ConferenceRequest.objects.filter(conference=stage.conference).count() == 1
        assert open_duties(by, Asked("mine"), now=clock.now(), days=(today(), today())).counts.total == told > 0
        member = CoreGroupMember.objects.get(until__isnull=True)
        assert (member.user_id, member.is_lead, len(member.children)) == (new.user_id, True, 2)
        (ended,) = Grant.objects.filter(case=stage.conference.case, user_id=old.user_id)
        assert (ended.ends_on, ended.ended_why) == (today(), "Moves to another team")
    assert set(on_list(stage)) == {new.user_id}
    second = Remembering()
    stage.send_all(second)
    (mail,) = mails_to(second, new)
    assert mail["Subject"] == "A booking is confirmed"
    assert stage.conference.reference in mail.get_content()
    with acting_as(stage.agency.manager):
        prepared = {one.code: one.renditions.count() for one in Release.objects.filter(state="prepared")}
    assert prepared == {"taken-back": 1, "invitation": 1}
    with acting_as(stage.office):
        assert {one.user_id for one in Release.objects.get(code="invitation", state="prepared").renditions.all()} == {
            new.user_id
        }
    assert len(messages_of_code(stage, "invitation")) > 2


def messages_of_code(stage: Stage, code: str) -> list[Any]:
    with acting_as(stage.agency.manager):
        return [one for one in messages_of(stage.conference) if one.code == code]


def test_of_two_children_one_is_handed_on_and_both_workers_stand_on_the_list_for_theirs(stage: Stage) -> None:
    old, new = stage.agency.worker, stage.agency.person("social_worker")
    hand(stage, new, cases=1, last=timedelta(0))
    first, second = (one.pk for one in stage.family.cases)
    assert on_list(stage) == {old.user_id: [second], new.user_id: [first]}
    with acting_as(old) as by:
        assert may(by, "write", stage.conference.case)
        assert may(by, "write", stage.family.cases[1])


def test_the_old_one_loses_what_the_allocation_gave_on_the_day_after_the_last(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand(stage, None, last=timedelta(0))
    assert on_list(stage) == {}
    later = today() + timedelta(days=1)
    with acting_as(stage.agency.worker) as by:
        assert may(by, "see_case", stage.conference.case)
        ends = set(Grant.objects.filter(user_id=by.user_id).values_list("ends_on", flat=True))
    assert ends == {today()}
    it_is(later, urls_of(connection.settings_dict["NAME"]), monkeypatch)
    with acting_as(stage.agency.worker) as by:
        assert not may(by, "see_case", stage.conference.case)


def test_a_second_worker_reaches_the_conference_and_a_stranger_cannot_hand_on(stage: Stage) -> None:
    more, stranger = stage.agency.person("social_worker"), stage.agency.person("team_manager")
    with acting_as(stage.agency.manager) as by:
        allocate(case=stage.family.cases[0], to=Holder("social_worker", user_id=more.user_id), begins_on=today(), by=by)
    with acting_as(more) as by:
        assert may(by, "write", stage.conference.case)
    with acting_as(stranger), pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM conferences_follow_allocation(%s::uuid[], '{}', '')", [[str(stage.family.cases[0].pk)]]
        )


def test_what_cannot_be_is_refused_in_words(stage: Stage) -> None:
    with acting_as(stage.agency.manager) as by:
        mine = list(Grant.objects.select_related("case").filter(user_id=by.user_id, case__in=stage.family.cases))
        assert len(mine) == 2
        for last, why, field in (
            (timedelta(0), "", "why"), (timedelta(days=40), "x", "last_day"), (YESTERDAY, "x", "last_day"),
        ):  # fmt: skip
            with pytest.raises(Refused) as refused:
                hand_on(grants=mine, last_day=today() - last, why=why, on=today(), by=by)
            assert list(refused.value.sentences) == [field]
