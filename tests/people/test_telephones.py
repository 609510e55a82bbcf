"""Whom one can ring: a work number of their own, else the team's, and nobody's who has left."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from quorate.access.moments import today
from quorate.access.standing import OPERATOR
from quorate.people import services
from quorate.people.models import User
from quorate.people.telephones import WorkNumber, acting, dialled, numbers_in
from tests.database import Urls


def test_the_own_number_then_that_of_the_team_joined_last_and_none_of_who_has_left(own_database: Urls) -> None:
    here = services.add_authority(name="Elm Council", pack="bolton", by=OPERATOR)
    there = services.add_authority(name="Elsewhere Council", pack="barnet", by=OPERATOR)
    north, south, closed = (
        services.add_team(authority=here, name=name, telephone=number, by=OPERATOR)
        for name, number in (("North", "01632 960161"), ("South", "01632 960162"), ("Old", "01632 960163"))
    )
    user = services.add_user(email="a@elm.example", display_name="A", authority=here, by=OPERATOR)

    def known() -> WorkNumber | None:
        return numbers_in(acting([here.pk], today())).get(user.pk)

    def begin(ago: int, **where: object) -> object:
        return services.begin_membership(
            user=user, role="social_worker", begins_on=today() - timedelta(days=ago), by=OPERATOR,
            **{"authority": here} | where,  # type: ignore[arg-type]
        )  # fmt: skip

    assert known() is None
    begin(30, authority=there)
    assert known() is None, "what they are elsewhere gives no number here"
    begin(20, team=north)
    newer = begin(10, team=south)
    begin(5, team=closed)
    begin(-1)  # comes tomorrow
    services.close_team(team=closed, on=today(), by=OPERATOR)
    assert known() == WorkNumber("", "South", "01632 960162")
    services.change_user(user=user, display_name="A", work_telephone="01632 960130", by=OPERATOR)
    found = known()
    assert found is not None
    assert (found.number, found.is_teams) == ("01632 960130", False)
    services.change_user(user=user, display_name="B", by=OPERATOR)
    assert User.objects.get().work_telephone == "01632 960130", "another name leaves the number"
    services.change_user(user=user, display_name="B", work_telephone="", by=OPERATOR)
    services.end_membership(membership=newer, on=today() - timedelta(days=1), by=OPERATOR)  # type: ignore[arg-type]
    found = known()
    assert found is not None
    assert (found.number, found.is_teams) == ("01632 960161", True)
    services.change_team(team=north, name="North", telephone="", by=OPERATOR)
    assert known() == WorkNumber()
    for refused in ("ring me", "1632960130", "01632", "999", "112", "101 ext. 4", "116 123"):
        with pytest.raises(ValidationError):
            services.change_user(user=user, display_name="B", work_telephone=refused, by=OPERATOR)
    services.deactivate_user(user=user, by=OPERATOR)
    assert known() is None


def test_a_number_is_dialled_without_its_spaces_and_with_its_extension() -> None:
    assert [dialled(one) for one in ("01632 960123", "+44 (0)1632 960123", "01632 960123 ext. 45")] == [
        "tel:01632960123", "tel:+441632960123", "tel:01632960123;ext=45",
    ]  # fmt: skip
