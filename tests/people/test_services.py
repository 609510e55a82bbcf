"""Keeping people and places, by the services that the pages use."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from quorate.access.permissions import NotAllowed
from quorate.access.standing import OPERATOR, Standing
from quorate.people import queries, services
from quorate.people.models import Authority, Membership, Team

TODAY = date(2026, 11, 20)


@pytest.fixture
def authority(rolled_back: object) -> Authority:
    return services.add_authority(name="Made-up Council", pack="bolton", by=OPERATOR)


def administrator_of(authority: Authority) -> Standing:
    user = services.add_user(
        email=f"admin@{authority.pack}.example", display_name="Ada Example", authority=authority, by=OPERATOR
    )
    membership = services.begin_membership(
        user=user, authority=authority, role="administrator", begins_on=TODAY, by=OPERATOR
    )
    return queries.standing_of(membership)


def test_one_person_may_act_for_two_agencies_on_the_days_of_each_membership(authority: Authority) -> None:
    by = administrator_of(authority)
    school = services.add_agency(authority=authority, name="Elm School", kind="school", by=by)
    trust = services.add_agency(authority=authority, name="Elm Health", kind="health", by=by)
    user = services.add_user(email="P.Two@elm.example", display_name="Pat Two", by=by)
    first = services.begin_membership(
        user=user, authority=authority, role="partner", agency=school, begins_on=TODAY, by=by
    )
    second = services.begin_membership(
        user=user, authority=authority, role="partner", agency=trust, begins_on=date(2026, 12, 1), by=by
    )
    services.end_membership(membership=first, on=date(2026, 12, 5), by=by)

    assert user.email == "p.two@elm.example"
    on = [date(2026, 11, 19), TODAY, date(2026, 12, 1), date(2026, 12, 5), date(2026, 12, 6)]
    assert [set(queries.memberships_of(user, day)) for day in on] == [
        set(), {first}, {first, second}, {first, second}, {second}
    ]  # fmt: skip


def test_nothing_is_kept_for_another_authority(authority: Authority) -> None:
    by = administrator_of(authority)
    other = services.add_authority(name="Elsewhere Council", pack="barnet", by=OPERATOR)
    theirs = services.add_team(authority=other, name="North", by=OPERATOR)
    with pytest.raises(NotAllowed):
        services.add_team(authority=other, name="South", by=by)
    with pytest.raises(NotAllowed):
        services.close_team(team=theirs, on=TODAY, by=by)
    assert list(queries.teams_of(by)) == []


@pytest.mark.parametrize("role", ["chair", "social_worker", "partner", "information_governance", "parent"])
def test_only_those_who_keep_the_lists_keep_them(authority: Authority, role: str) -> None:
    by = Standing(user_id=authority.id, authority_id=authority.id, role=role)
    with pytest.raises(NotAllowed):
        services.add_team(authority=authority, name="South", by=by)
    assert Team.objects.count() == 0


def test_nobody_gives_a_membership_to_themselves(authority: Authority) -> None:
    by = administrator_of(authority)
    from quorate.people.models import User

    with pytest.raises(NotAllowed):
        services.begin_membership(
            user=User.objects.get(pk=by.user_id), authority=authority, role="information_governance",
            begins_on=TODAY, by=by,
        )  # fmt: skip
    assert Membership.objects.count() == 1


@pytest.mark.parametrize(
    ("role", "field"), [("emperor", "role"), ("partner", "agency")], ids=["no such role", "no agency"]
)
def test_a_membership_says_what_is_wrong_with_it(authority: Authority, role: str, field: str) -> None:
    user = services.add_user(email="x@elm.example", display_name="X", by=OPERATOR)
    with pytest.raises(ValidationError) as refused:
        services.begin_membership(user=user, authority=authority, role=role, begins_on=TODAY, by=OPERATOR)
    assert list(refused.value.message_dict) == [field]


def test_a_team_of_another_authority_or_a_closed_one_is_refused(authority: Authority) -> None:
    other = services.add_authority(name="Elsewhere Council", pack="barnet", by=OPERATOR)
    theirs = services.add_team(authority=other, name="North", by=OPERATOR)
    closed = services.close_team(
        team=services.add_team(authority=authority, name="Old", by=OPERATOR), on=TODAY, by=OPERATOR
    )
    user = services.add_user(email="x@elm.example", display_name="X", authority=authority, by=OPERATOR)
    for team in (theirs, closed):
        with pytest.raises(ValidationError):
            services.begin_membership(
                user=user, authority=authority, role="chair", team=team, begins_on=TODAY, by=OPERATOR
            )
    assert Membership.objects.count() == 0


def test_contact_points_come_up_for_review_on_their_day(authority: Authority) -> None:
    by = administrator_of(authority)
    school = services.add_agency(authority=authority, name="Elm School", kind="school", by=by)
    point = services.add_contact_point(
        agency=school, kind="secure_email", value="office@elm.example", owner="School office", review_on=TODAY, by=by
    )
    assert list(queries.contact_points_to_review(by, date(2026, 11, 19))) == []
    assert list(queries.contact_points_to_review(by, TODAY)) == [point]
    services.confirm_contact_point(contact_point=point, review_on=date(2027, 5, 20), by=by)
    assert list(queries.contact_points_to_review(by, TODAY)) == []


def test_every_change_leaves_one_entry_without_content(own_database: object) -> None:
    from django.db import transaction

    with transaction.atomic():
        authority = services.add_authority(name="Made-up Council", pack="bolton", by=OPERATOR)
        venue = services.add_venue(authority=authority, name="Elm House", address="1 Elm Street", by=OPERATOR)
        services.add_room(venue=venue, name="Room 2", seats=12, by=OPERATOR)
    import psycopg

    with psycopg.connect(own_database.owner) as owner:  # type: ignore[attr-defined]
        rows = owner.execute("SELECT action, subject_id, facts::text FROM audit_entry ORDER BY id").fetchall()
        everything = str(owner.execute("SELECT * FROM audit_entry").fetchall())
    assert [row[0] for row in rows] == ["people.authority-added", "people.venue-added", "people.room-added"]
    assert rows[1][1] == venue.id
    assert "Elm" not in everything
