"""Who comes into the core group after the plan went out, or is on no list, has no copy: the Papers tab says so."""

from __future__ import annotations

import pytest
from django.urls import reverse

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.conferences.models import Invitee
from quorate.conferences.services.people import change_invitee
from quorate.notices.models import Message
from quorate.notices.services import prepare, release_and_queue
from quorate.people.models import User
from quorate.plans.models import CoreGroupMember, PlanContent
from quorate.plans.services.core_groups import NewMember, name_core_group
from quorate.release.models import Release, StoredRendition
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

    def let_out(code: str = "plan") -> None:
        with acting_as(agency.chair) as by:
            release = prepare(conference=conference, code=code, by=by, at=clock.now())
        with acting_as(agency.manager) as by:
            release_and_queue(release=release, by=by, at=clock.now())

    let_out("decisions")
    assert waiting() == []
    let_out()
    assert waiting() == []
    new = agency.person("social_worker")

    def name(*members: NewMember) -> None:
        with acting_as(agency.worker) as by:
            for child in held.table.family.cases:  # each a group of its own, of the same people
                name_core_group(conference=conference, children=[child.pk], on=today(), by=by, members=list(members))

    with acting_as(agency.worker):
        listed = Invitee.objects.filter(conference=conference, kind="professional", removed_on=None)
        members = list(CoreGroupMember.objects.filter(until=None))
        late = listed.exclude(pk__in=[one.invitee_id for one in members if one.invitee_id])[0]
    ada = NewMember("Ada Newcomer", "professional", "social_worker", user_id=new.user_id, is_lead=True)
    others = [
        NewMember(one.name, one.kind, one.role, invitee_id=one.invitee_id, person_id=one.person_id, user_id=one.user_id)
        for one in members
    ]
    name(ada, NewMember(late.name, "professional", late.role, invitee_id=late.pk), *others)
    unlisted = "Ada Newcomer (social worker)Not on the list of people. Add them, then prepare the plan."
    later = f"{late.name} ({late.role})Named after the plan went out. Prepare the plan again."
    assert waiting() == [f"{HEADING} {unlisted}{later}"]
    let_out()
    assert waiting() == [f"{HEADING} {unlisted}"]
    taker = signed_in(User.objects.get(pk=agency.minute_taker.user_id))
    assert HEADING not in fetch(taker, tab).texts("h2"), "it is for those who prepare and send"
    with acting_as(agency.manager):
        Message.objects.filter(release__code="plan", recipient=late.pk).update(state="failed", why="refused")
    assert waiting() == [f"{HEADING} {unlisted}{later}"], "a copy that did not go is none"
    name(ada, *others)
    assert waiting() == [f"{HEADING} {unlisted}"], "whoever has left the group needs none"
    with acting_as(agency.chair):
        PlanContent.objects.filter(conference=conference).update(state="replaced")
    assert waiting() == [], "there is no plan to give out"
    the_place_alone_gets_them_anew(held)


def the_place_alone_gets_them_anew(held: Held) -> None:
    """A place of the list gets its name while its letter lies here: nobody else is sent the letters twice."""
    with acting_as(held.agency.manager):
        rows = Message.objects.filter(conference=held.conference, release__code="decisions", state="waiting")
        place = Invitee.objects.get(pk=rows.filter(names_nobody=True).order_by("name")[0].recipient)
    with acting_as(held.agency.chair) as by:
        change_invitee(invitee=place, by=by, name="Petra Ironside")
        change_invitee(invitee=place, by=by, name="Petra Ironsides")
    with acting_as(held.agency.manager) as by:
        anew = Release.objects.get(conference=held.conference, state="prepared")
        copies = list(StoredRendition.objects.filter(release=anew).values_list("name", flat=True))
        assert (anew.code, copies) == ("decisions", ["Petra Ironsides"])
        release_and_queue(release=anew, by=by, at=clock.now())
        letters = Message.objects.filter(code="decisions", recipient=place.pk).order_by("put_out_at")
        assert [(one.state, one.why) for one in letters] == [("held", "newer"), ("waiting", "")]
