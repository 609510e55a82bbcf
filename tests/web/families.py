"""Made-up families at a stage of the procedure, by the same services as the pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from django.conf import settings

from quorate.access.context import acting_as
from quorate.access.standing import Standing
from quorate.people.models import Membership, User
from quorate.people.queries import standing_of
from tests.database import Urls


def it_is(day: date, database: Urls, monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes a day "today" for the pages and for the database's own policies."""
    monkeypatch.setattr(settings, "QUORATE_TODAY", day)
    with psycopg.connect(database.superuser, autocommit=True) as owner:
        owner.execute("UPDATE access_secret SET today = %s", [day])


def standing(user: User) -> Standing:
    """How somebody acts under their one membership."""
    return standing_of(Membership.objects.get(user=user))


def child_of(user: User, given: str = "Zofia", family: str = "Brambleday", **said: Any) -> Any:
    """A child whose record this person began and holds."""
    from quorate.cases.services import add_child

    said = {"born_on": date(2019, 2, 3), "sex": "F", **said}
    on = said.pop("on", date(2026, 10, 1))
    with acting_as(standing(user)) as by:
        return add_child(given_names=given, family_name=family, on=on, by=by, **said)


def enquiry_about(user: User, children: Sequence[Any], begun_on: date, on: date | None = None) -> None:
    """A strategy discussion about these children together."""
    from quorate.cases.services import begin_enquiry

    with acting_as(standing(user)) as by:
        begin_enquiry(cases=[one.case for one in children], begun_on=begun_on, on=on or begun_on, by=by)


def plan_for(user: User, children: Sequence[Any], made_on: date) -> None:
    """An enquiry, and a conference that made a child protection plan for each of these children."""
    from quorate.cases.services.recording import record_event

    enquiry_about(user, children, made_on - timedelta(days=14), on=made_on)
    cases = [one.case for one in children]
    with acting_as(standing(user)) as by:
        record_event(
            code="conference-held", cases=cases, day=made_on, by=by,
            facts={"reference": f"CPC-{children[0].reference}", "kind": "initial", "quorate": True,
                   "outcomes": {str(one.person_id): "plan-made" for one in children},
                   "categories": {str(one.person_id): ["neglect"] for one in children}},
        )  # fmt: skip


def visited(user: User, children: Sequence[Any], on: date) -> None:
    """The children were seen."""
    from quorate.cases.services.recording import record_event

    with acting_as(standing(user)) as by:
        record_event(
            code="child-visited",
            cases=[one.case for one in children],
            day=on,
            facts={"seen": True, "alone": True},
            by=by,
        )
