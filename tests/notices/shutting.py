"""A child's record is shut to somebody to whom the conference is open."""

from __future__ import annotations

from quorate.access.context import acting_as
from quorate.access.models import Conflict, ProtectedCase
from quorate.access.services import declare_conflict, withdraw_conflict
from quorate.access.standing import Standing
from quorate.conferences.models import Conference
from tests.cases.making import Agency


def shut_to(agency: Agency, case: ProtectedCase, conference: Conference, *people: Standing) -> None:
    """These know one child's family. It is taken back about the conference, which was shut with the child's record, and
    not about the child."""
    for one in people:
        with acting_as(_beside(agency, one)) as by:
            declare_conflict(case=case, user_id=one.user_id, kind="family", by=by)
    for one in people:  # Whatever shuts a child's record shuts the conference to everybody anew.
        with acting_as(_beside(agency, one)) as by:
            about_all = Conflict.objects.select_related("case").get(case=conference.case, user_id=one.user_id)
            withdraw_conflict(conflict=about_all, by=by)


def _beside(agency: Agency, one: Standing) -> Standing:
    return agency.worker if one.user_id != agency.worker.user_id else agency.manager
