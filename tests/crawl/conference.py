"""A conference that has decided, about children whose records are full of words that must not leave, and one that
each role must not know of. With everything on it that a page can show: reports, papers, a record, a complaint."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.test import Client

from quorate.access import services as access
from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.access.standing import Standing
from quorate.challenges.services.complaints import receive_complaint
from quorate.conferences.editions import pack_of
from quorate.conferences.models import Conference
from quorate.conferences.services.exclusions import ask_for_exclusion
from quorate.documents import record_drafts
from quorate.notices.services import prepare
from quorate.people.models import User
from quorate.release.scanning import Protected
from tests.cases.making import Agency, Family
from tests.conferences import stages
from tests.crawl.world import ON_CASES, STAFF, Record, filled
from tests.web.visiting import signed_in


@dataclass
class Met:
    """A conference that was held, the people of every role, and conferences that none of them may know of."""

    agency: Agency
    conference: Conference
    people: dict[str, Standing]
    records: list[Record]
    shut: dict[str, Conference] = field(default_factory=dict)

    @property
    def ref(self) -> str:
        """What stands in its addresses."""
        return self.conference.case.ref

    @property
    def protected(self) -> list[Protected]:
        """Every word of its children's records that must not leave."""
        return [one for record in self.records for one in record.protected]

    def name_of(self, role: str) -> str:
        """What the person of this role is called; it stands on each of their pages."""
        return User.objects.get(pk=self.people[role].user_id).display_name

    def browser(self, role: str) -> Client:
        return signed_in(User.objects.get(pk=self.people[role].user_id))


def held() -> Met:
    """Everything is made by the services that the pages use."""
    met = _about_a_family(_decided)
    agency, people = met.agency, met.people
    restricted, conflicted = (stages.asked_for(agency, agency.family(1)) for _ in range(2))
    elsewhere = Agency(pack="leicester")
    foreign = stages.asked_for(elsewhere, elsewhere.family(1))
    for shut in (restricted, conflicted):
        for role in ON_CASES:
            agency.give(shut.case, people[role])
    with acting_as(agency.manager) as by:
        access.restrict(case=restricted.case, listed=[agency.worker.user_id], by=by)
        for role in STAFF:
            access.declare_conflict(case=conflicted.case, user_id=people[role].user_id, kind="neighbour", by=by)
    met.shut |= {"restricted": restricted, "conflicted": conflicted, "another authority's": foreign}
    return met


def in_session() -> Met:
    """A conference that sits."""
    return _about_a_family(stages.sitting)


def _about_a_family(stage: Callable[[Agency, Family], Conference]) -> Met:
    """A conference at a stage, and a person of every role who had nothing to do with it until they were let in."""
    agency = Agency()
    family = agency.family()
    records = [
        filled(agency, child, parent)
        for child, parent in zip(family.children, (family.mother, family.father), strict=True)
    ]
    conference = stage(agency, family)
    with acting_as(agency.manager):
        conference.refresh_from_db(from_queryset=Conference.objects.select_related("case"))
    people = {role: agency.person(role, strength="fresh") for role in STAFF}
    for role in ON_CASES:
        for case in (conference.case, *family.cases):
            agency.give(case, people[role])
    return Met(agency, conference, people, records)


def _decided(agency: Agency, family: Family) -> Conference:
    """Reported, held and decided; the record prepared, papers made, somebody complains."""
    conference = stages.ready_today(agency, family)
    with acting_as(agency.worker) as by:
        ask_for_exclusion(
            conference=conference, person_id=family.father, ground="violence", on=today(), by=by,
            source_words="The police", scope="part",
        )  # fmt: skip
        prepare(conference=conference, code="invitation", by=by, at=stages.at_clock(9))
    stages.reported(agency, family, to=conference)
    stages.decided(agency, family, to=conference)
    with acting_as(agency.minute_taker) as by:
        record_drafts.prepare(conference=conference, at=stages.at_clock(13), by=by)
    with acting_as(agency.manager) as by:
        routes = pack_of(conference).data["complaints"]["routes"]
        receive_complaint(
            conference=conference, about="conference", who="parent", name="Morgan Example", words="I was not heard.",
            received_on=today(), in_writing=True, grounds=["decision"], route=routes[0], on=today(), by=by,
        )  # fmt: skip
    return conference
