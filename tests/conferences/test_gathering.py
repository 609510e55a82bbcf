"""Several readings in one statement give what each gives alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quorate.access.context import acting_as
from quorate.access.gathering import together
from quorate.cases.models import Child, Relative
from quorate.conferences.models import Conference, Invitee
from quorate.release.models import StoredRendition
from tests.cases.making import Agency
from tests.conferences import stages
from tests.database import Urls


def _told(row: Any) -> Any:
    """An object by all its columns, so that two readings of one row can be compared."""
    if not hasattr(row, "_meta"):
        return row
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_readings_together_give_what_each_gives_alone(rolled_back: Urls) -> None:
    agency = Agency()
    family = agency.family(1, unborn=1)
    conference = stages.invited(agency, family)
    with acting_as(agency.worker):
        readings = [
            Invitee.objects.filter(conference=conference).order_by("name", "id"),
            Relative.objects.filter(case__in=family.cases).select_related("case").order_by("id"),
            Child.objects.filter(case__in=family.cases)
            .order_by("reference")
            .values("reference", "born_on", "person_id"),
            Conference.objects.filter(pk=conference.pk).values_list("reference", "starts_at", "requested_on"),
            Invitee.objects.none(),
        ]
        alone = [[_told(one) for one in reading] for reading in readings]
        with CaptureQueriesContext(connection) as asked:
            found = together(*readings)
        assert [[_told(one) for one in rows] for rows in found] == alone
        assert [len(rows) > 0 for rows in found] == [True, True, True, True, False]
        assert len(asked) == 1
        assert found[1][0].case.ref == Relative.objects.select_related("case").get(pk=found[1][0].pk).case.ref


def test_what_does_not_come_through_unchanged_is_refused(rolled_back: Urls) -> None:
    agency = Agency()
    with acting_as(agency.worker), pytest.raises(TypeError, match="cannot be read together"):
        together(StoredRendition.objects.all())
