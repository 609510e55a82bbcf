"""A text reaches more people only when two have wanted it: in the services, and in the database without them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from django.contrib.postgres.functions import TransactionNow
from django.db import DatabaseError, IntegrityError

from quorate.access import queries, services
from quorate.access.context import acting_as
from quorate.access.models import LabelRequest, ProtectedCase, ProtectedText
from quorate.access.permissions import NoSuchRecord, NotAllowed, StepUpNeeded
from quorate.access.services import AlreadyAnswered, SecondPersonNeeded
from quorate.access.standing import Standing
from tests.access.council import Council, fresh, give
from tests.database import Urls


@dataclass
class Conference:
    """A conference with two who may agree, one who may not, and a parent."""

    council: Council
    chair: Standing
    manager: Standing
    worker: Standing
    parent: Standing
    case: ProtectedCase

    def text(self, label: str = "P", **more: Any) -> ProtectedText:
        with acting_as(self.chair):
            return services.label_text(case=self.case, label=label, by=self.chair, **more)

    def ask(self, text: ProtectedText, label: str = "F-all", **more: Any) -> LabelRequest:
        with acting_as(self.chair):
            return services.ask_for_label(text=text, label=label, by=self.chair, **more)

    def agree(self, request: LabelRequest, by: Standing | None = None) -> ProtectedText:
        who = by or fresh(self.manager)
        with acting_as(who):
            return services.agree_to_label(request=request, by=who)

    def reads(self, who: Standing) -> list[str]:
        with acting_as(who):
            return sorted(text.label for text in queries.texts_in_reach(who, self.case))


@pytest.fixture
def conference(own_database: Urls) -> Conference:
    council = Council()
    chair, manager, worker, parent = (
        council.person(role) for role in ("chair", "team_manager", "social_worker", "parent")
    )
    case = council.case(chair)
    for one in (manager, worker, parent):
        give(case, chair, one)
    return Conference(council, chair, manager, worker, parent, case)


def test_nothing_changes_before_the_second_person_agrees(conference: Conference, own_database: Urls) -> None:
    request = conference.ask(conference.text())
    assert conference.reads(conference.parent) == []
    with acting_as(conference.manager):
        waiting = queries.label_requests_waiting(conference.manager)
        assert [(one.from_label, one.to_label, one.asked_by) for one in waiting] == [
            ("P", "F-all", conference.chair.user_id)
        ]
    with acting_as(conference.chair):
        assert queries.label_requests_waiting(conference.chair).count() == 0
    conference.agree(request)
    assert conference.reads(conference.parent) == ["F-all"]
    with psycopg.connect(own_database.superuser) as superuser:
        found = superuser.execute("SELECT action, actor_id, facts FROM audit_entry WHERE action LIKE 'access.label-%'")
        assert found.fetchall() == [
            ("access.label-asked", conference.chair.user_id, {"from": "P", "to": "F-all"}),
            (
                "access.label-lowered",
                conference.manager.user_id,
                {"from": "P", "to": "F-all", "second_person": str(conference.manager.user_id)},
            ),
        ]


def test_nobody_is_the_second_person_of_their_own_request(conference: Conference) -> None:
    request = conference.ask(conference.text())
    with pytest.raises(NotAllowed):
        conference.agree(request, fresh(conference.chair))
    assert conference.reads(conference.parent) == []


def test_agreeing_needs_the_right_a_fresh_proof_and_the_text_itself(conference: Conference) -> None:
    request = conference.ask(conference.text())
    with pytest.raises(StepUpNeeded):
        conference.agree(request, conference.manager)
    with pytest.raises(NotAllowed):
        conference.agree(request, fresh(conference.worker))
    with pytest.raises(NoSuchRecord):
        conference.agree(request, fresh(conference.council.person("team_manager")))
    closed = conference.ask(conference.text("R"), "P")
    with pytest.raises(NoSuchRecord):  # a manager who is not named on the closed part does not read it
        conference.agree(closed)
    assert conference.reads(conference.parent) == []


def test_a_request_is_answered_once(conference: Conference) -> None:
    text = conference.text()
    refused = conference.ask(text)
    with pytest.raises(IntegrityError):
        conference.ask(text)
    with acting_as(fresh(conference.manager)):
        services.refuse_label(request=refused, by=fresh(conference.manager))
    with pytest.raises(AlreadyAnswered):
        conference.agree(refused)
    taken_back = conference.ask(text)
    with acting_as(conference.chair):
        services.withdraw_label_request(request=taken_back, by=conference.chair)
    with pytest.raises(AlreadyAnswered):
        conference.agree(taken_back)
    assert conference.reads(conference.parent) == []


def test_a_text_that_was_relabelled_meanwhile_is_asked_about_anew(conference: Conference) -> None:
    text = conference.text()
    request = conference.ask(text)
    with acting_as(conference.chair):
        text.refresh_from_db()
        services.change_label(text=text, label="R", by=conference.chair)
    with pytest.raises((AlreadyAnswered, NoSuchRecord)):
        conference.agree(request, fresh(conference.manager))


def test_naming_one_person_lets_in_that_person_only(conference: Conference) -> None:
    other = conference.council.person("parent")
    give(conference.case, conference.chair, other)
    request = conference.ask(conference.text(), "F-person", named_people=[conference.parent.user_id])
    conference.agree(request)
    assert [conference.reads(one) for one in (conference.parent, other)] == [["F-person"], []]


@pytest.mark.parametrize("label", ["F-all", "F-person", "C"])
def test_one_person_alone_cannot_widen(conference: Conference, label: str) -> None:
    text = conference.text()
    with acting_as(conference.chair), pytest.raises(SecondPersonNeeded):
        services.change_label(text=text, label=label, by=conference.chair)


FORGERIES: dict[str, dict[str, Any]] = {
    "a wider label": {"label": "F-all"},
    "another named person": {"named_people": ["11111111-1111-4111-8111-111111111111"]},
    "another named agency": {"named_agencies": ["11111111-1111-4111-8111-111111111111"]},
}


@pytest.mark.parametrize("forged", FORGERIES)
def test_the_database_refuses_what_a_service_forgot(conference: Conference, forged: str) -> None:
    text = conference.text()
    conference.ask(text)
    for who in (conference.chair, fresh(conference.manager)):
        with pytest.raises(DatabaseError, match="second person"), acting_as(who):
            ProtectedText.objects.filter(pk=text.pk).update(**FORGERIES[forged])


@pytest.mark.parametrize("who", ["chair", "manager", "worker"])
def test_the_database_takes_no_agreement_but_a_fresh_second_persons(conference: Conference, who: str) -> None:
    request = conference.ask(conference.text())
    standing: Standing = getattr(conference, who)  # the chair's own; the manager without a fresh proof; no right
    changed = 0
    try:
        with acting_as(standing):
            changed = LabelRequest.objects.filter(pk=request.pk).update(
                answer="agreed", answered_by=standing.user_id, answered_at=TransactionNow()
            )
    except DatabaseError:
        pass
    assert changed == 0


def test_an_agreement_opens_the_label_in_its_own_transaction_only(conference: Conference) -> None:
    text = conference.text()
    request = conference.ask(text)
    manager = fresh(conference.manager)
    with acting_as(manager):
        LabelRequest.objects.filter(pk=request.pk).update(
            answer="agreed", answered_by=manager.user_id, answered_at=TransactionNow()
        )
    with pytest.raises(DatabaseError, match="second person"), acting_as(conference.chair):
        ProtectedText.objects.filter(pk=text.pk).update(label="F-all")


def test_a_manager_who_may_agree_may_not_set_labels(conference: Conference) -> None:
    text = conference.text()
    with pytest.raises(DatabaseError, match="not yours to set"), acting_as(fresh(conference.manager)):
        ProtectedText.objects.filter(pk=text.pk).update(label="R")
