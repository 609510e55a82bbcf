"""A conference whose minutes have a paragraph that the police alone are named in."""

from __future__ import annotations

from datetime import timedelta

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.access.standing import OPERATOR, Standing
from quorate.conferences.models import Invitee
from quorate.conferences.services.people import add_invitee
from quorate.conferences.services.record import add_addendum
from quorate.notices.services import prepare, release_and_queue
from quorate.people.models import Agency as Partner
from quorate.people.services import add_agency, add_contact_point
from quorate.release.models import Release
from tests import clock
from tests.documents.conference.making import Held

MARKER = "There is a marker at the station, and this is what it is for."


class Closed(Held):
    """Its minutes have a paragraph that the police alone are named in, who sit at the list with a mailbox."""

    police: Invitee
    other: Invitee

    def __post_init__(self) -> None:
        super().__post_init__()
        self.police, self.other = self._at_the_list("Police"), self._at_the_list("Health")
        assert self.agency.administrator
        self.agency.give(self.conference.case, self.agency.administrator)
        with acting_as(self.agency.chair) as by:
            agency = self.police.agency_id
            assert agency is not None
            add_addendum(record=self.record, words=MARKER, at=clock.now(), meant_for="R", named=[agency], by=by)

    def _at_the_list(self, name: str) -> Invitee:
        agency: Partner = add_agency(authority=self.agency.authority, name=name, kind="police", by=OPERATOR)
        add_contact_point(
            agency=agency, kind="secure_email", value=f"{name.lower()}@force.example", owner="The desk",
            review_on=today() + timedelta(days=90), by=OPERATOR,
        )  # fmt: skip
        with acting_as(self.agency.manager) as by:
            return add_invitee(
                conference=self.conference, kind="professional", role="police", name=name, why="Was there",
                agency=agency, by=by,
            )  # fmt: skip

    def partner_of(self, name: str) -> Standing:
        """Somebody who acts for the agency of this name (made now, where there is none) at this conference."""
        agency = Partner.objects.filter(authority=self.agency.authority, name=name).first()
        partner = self.agency.person("partner", at=agency)
        self.agency.give(self.conference.case, partner)
        return partner

    def prepared(self) -> Release:
        """The minutes, by the chair."""
        with acting_as(self.agency.chair) as by:
            return prepare(conference=self.conference, code="minutes", by=by, at=clock.now())

    def released(self, release: Release) -> Release:
        """Let out by the administrator."""
        with acting_as(self.agency.administrator) as by:
            return release_and_queue(release=release, by=by, at=clock.now())
