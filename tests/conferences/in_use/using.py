"""One conference on its day under a pack, used through its pages and papers as people use it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from django.urls import reverse

from quorate.access.context import acting_as
from quorate.access.standing import Standing
from quorate.cases.models import Duty
from quorate.conferences.models import Invitee
from quorate.conferences.queries.people import invitees_of
from quorate.documents.making import made
from quorate.documents.setting import as_text
from quorate.notices.outbox import send_one
from quorate.notices.recipients import recipients_of
from quorate.notices.services import release_and_queue
from quorate.people.models import User
from quorate.procedure.calendar import Calendar, add_months
from quorate.release.artefacts import rendition
from quorate.release.models import Release
from tests import clock as clocks
from tests.conferences.decisions.making import Table
from tests.conferences.meeting.making import Meeting, clock
from tests.documents.conference.making import Held
from tests.notices.making import Remembering
from tests.web.visiting import Page, checked, fetch, signed_in

PAGES = ("conferences.opening", "saving", "conferences.meeting_room")


ONCE = (
    "We still want to know what you think", "who is coming", "A solicitor may come", "help with childcare",
    "somebody in your place", "to be with you", "at least 2 days before the meeting", "anything you want to know",
)  # fmt: skip
"""What a letter says, it says once."""


def said_twice(letter: str) -> list[str]:
    """What stands in a letter more than once."""
    return [one for one in ONCE if letter.count(one) > 1]


class InUse(Meeting):
    """The same meeting with browsers at its pages and papers in hand."""

    def at(self, route: str, *args: Any) -> str:
        """The address of one of its pages."""
        with acting_as(self.chair):
            return reverse(route, args=[self.conference.case.ref, *args])

    def page(self, route: str, *args: Any, by: Standing | None = None, more: str = "") -> Page:
        """A page as somebody opens it: the chair unless said."""
        return fetch(self.browser(by), self.at(route, *args) + more)

    def send(self, route: str, *args: Any, by: Standing | None = None, status: int = 302, **said: Any) -> Any:
        """A form sent: the page that comes back where it is refused, else the address to which it goes."""
        address = self.at(route, *args)
        response: Any = self.browser(by).post(address, said)
        if response.status_code != status:
            raise AssertionError((response.status_code, checked(response, address).words))
        return checked(response, address) if status != 302 else urlsplit(response.headers["Location"])

    def duties_shown(self, by: Standing) -> set[str]:
        """The codes of the duties on the first page of the conference, as somebody opens it."""
        page = self.page("conference", by=by)
        lines = [one for tag in ("li", "p", "div") for one in page.all(tag)]
        return {str(one.get("data-duty")) for one in lines if one.get("data-duty")}

    def browser(self, who: Standing | None = None) -> Any:
        """A browser in which somebody has signed in: the chair unless said."""
        return signed_in(User.objects.get(pk=(who or self.chair).user_id))

    def row(self, person_id: Any) -> Invitee:
        """Somebody's line on the list."""
        return next(one for one in self.invitees() if one.person_id == person_id)

    def paper(self, code: str, to: Invitee, *, hour: int = 9) -> str:
        """The words of this person's copy of a paper."""
        with acting_as(self.chair) as by:
            recipients = recipients_of(self.conference, invitees_of(self.conference), code)
            recipient = next(one for one in recipients if one.name == to.name)
            artefact = made(code, self.conference, recipient, at=clock(hour), by=by)
        return as_text(rendition(artefact, recipient), Held.pack_of(self.pack))

    def met(self, code: str) -> set[Any]:
        """About whom a duty of this code has been met."""
        with acting_as(self.chair):
            return set(Duty.objects.filter(code=code, met_on__isnull=False).values_list("about_id", flat=True))

    def owed(self, code: str) -> list[tuple[str, Any, bool]]:
        """Each duty of this code: whose it is, by which day, and whether it has been met."""
        with acting_as(self.chair):
            rows = Duty.objects.filter(code=code, window=False).order_by("about", "due_on")
            return [(one.who, one.due_on, one.met_on is not None) for one in rows]

    def lets_go(self, release: Release, *, at: datetime) -> None:
        """A prepared paper is let out by somebody else, and goes: by e-mail, or by hand where there is no address."""
        by_hand = self.agency.administrator
        with acting_as(self.agency.manager) as by:
            release_and_queue(release=release, by=by, at=at)
            rows = list(release.messages.order_by("name"))
        for one in rows:
            if one.channel == "email":
                sent = send_one(message_id=one.pk, by=self.agency.manager, through=Remembering(), now=lambda: at)
                assert sent == "sent", (one.name, sent)
            else:
                self.send("conference_message", one.pk, by=by_hand, does="handed", taken_by="Ola Sedgewick")

    def table(self) -> Table:
        """The same conference for rounds and decisions."""
        assert self.agency is not None
        assert self.family is not None
        return Table(self.pack, self.kind, at=(self.agency, self.family, self.conference))


def on_this_day(monkeypatch: Any) -> None:
    """The pages' clock stands at half past ten."""
    for module in PAGES:
        monkeypatch.setattr(f"quorate.web.{module}.now", lambda: clock(10, 30))


def in_months(n: int) -> date:
    """So many months from the day of the meeting."""
    return date.fromordinal(add_months(clock(12).date().toordinal(), n))


def in_working_days(n: int) -> date:
    """So many working days from the day of the meeting."""
    return date.fromordinal(Calendar().working_day_after(clock(12).date().toordinal(), n))


def day(name: str, on: Any = None) -> dict[str, int]:
    """A day as a form sends it; today unless said."""
    when = on or clocks.now().date()
    return {f"{name}_day": when.day, f"{name}_month": when.month, f"{name}_year": when.year}
