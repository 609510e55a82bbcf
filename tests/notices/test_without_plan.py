"""Who comes into the core group after the plan went out, or is on no list, has no copy: the Papers tab says so."""

from __future__ import annotations

import pytest
from django.urls import reverse

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.conferences.models import Invitee
from quorate.notices.services import prepare, release_and_queue
from quorate.people.models import User
from quorate.plans.models import CoreGroupMember
from quorate.plans.services.core_groups import NewMember, name_core_group
from tests import clock
from tests.documents.conference.making import Held
from tests.web.visiting import fetch, signed_in, words

HEADING = "In the core group, with no copy of the plan"


@pytest.mark.usefixtures("rolled_back")
def test_the_tab_names_whoever_of_the_core_group_has_no_copy_of_the_plan() -> None:
    held = Held()
    agency, conference = held.agency, held.conference
    manager = signed_in(User.objects.get(pk=agency.manager.user_id))
    tab = reverse("conference_papers", args=[conference.case.ref])

    def waiting() -> list[str]:
        page = fetch(manager, tab)
        rows = [words(one) for one in page.all("section") if one.get("aria-labelledby") == "without-plan"]
        assert (HEADING in page.texts("h2")) is bool(rows)
        return rows

    def let_out() -> None:
        with acting_as(agency.chair) as by:
            release = prepare(conference=conference, code="plan", by=by, at=clock.now())
        with acting_as(agency.manager) as by:
            release_and_queue(release=release, by=by, at=clock.now())

    assert waiting() == []
    let_out()
    assert waiting() == []
    new = agency.person("social_worker")
    with acting_as(agency.worker) as by:
        listed = Invitee.objects.filter(conference=conference, kind="professional", removed_on=None)
        members = list(CoreGroupMember.objects.filter(until=None))
        late = listed.exclude(pk__in=[one.invitee_id for one in members if one.invitee_id])[0]
        name_core_group(
            conference=conference, children=[one.pk for one in held.table.family.cases], on=today(), by=by,
            members=[
                NewMember(name="Ada Newcomer", kind="professional", role="social_worker", user_id=new.user_id,
                          is_lead=True),
                NewMember(name=late.name, kind="professional", role=late.role, invitee_id=late.pk),
                *(
                    NewMember(name=one.name, kind=one.kind, role=one.role, invitee_id=one.invitee_id,
                              person_id=one.person_id, user_id=one.user_id)
                    for one in members
                ),
            ],
        )  # fmt: skip
    unlisted = "Ada Newcomer (social worker)Not on the list of people. Add them, then prepare the plan."
    later = f"{late.name} ({late.role})Named after the plan went out. Prepare the plan again."
    assert waiting() == [f"{HEADING} {unlisted}{later}"]
    let_out()
    assert waiting() == [f"{HEADING} {unlisted}"]
