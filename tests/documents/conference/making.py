"""A conference that was held, with every kind of row a paper is made from, and its papers."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import uuid4

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.conferences.models import Conference, Record, Report
from quorate.conferences.services.meeting_cards import add_card
from quorate.conferences.services.meeting_voices import give_number
from quorate.conferences.services.record import approve_record, digest_of
from quorate.documents import record_drafts
from quorate.documents.making import Facts, made
from quorate.documents.setting import as_pdf
from quorate.notices.recipients import recipients_of
from quorate.procedure.pack import Pack
from quorate.release.artefacts import Recipient, Rendition, rendition
from tests.cases.making import Agency
from tests.conferences.decisions.making import Table
from tests.conferences.stages import at_clock, reported, sitting, written_out

_LONG = (
    "The health visitor came on three mornings and found nobody in; the school rang each time and spoke to Halina. " * 3
)


@dataclass
class Held:
    """A conference of two children, decided, closed, its record approved unless said not; `long` cards more make the
    minutes longer, with `numbers` somebody of an agency and the mother give one for each child."""

    pack_name: str = "bolton"
    long: int = 0
    approved: bool = True
    numbers: bool = False
    agency: Agency = field(init=False)
    conference: Conference = field(init=False)
    table: Table = field(init=False)
    record: Record = field(init=False)

    def __post_init__(self) -> None:
        self.agency = Agency(self.pack_name)
        family = self.agency.family(2)
        conference = sitting(self.agency, family)
        self.table = Table(self.pack_name, at=(self.agency, family, conference))
        self._write_cards()
        if self.numbers:
            self._give_numbers()
        self.table.decide_all()
        self.table.close()
        self.conference = self.table.conference
        self._approve()

    @cached_property
    def pack(self) -> Pack:
        """The edition that it keeps."""
        return self.table.pack

    @staticmethod
    def pack_of(name: str) -> Pack:
        """The edition of an authority that is in force today."""
        from quorate.cases.packs import pack_on

        return pack_on(name, today())

    def _write_cards(self) -> None:
        mother = next(one for one in self.table.invitees("parent") if one.person_id == self.agency_mother)
        harm = "harm" if self._has("harm") else "danger"
        said = (
            (harm, "There was shouting at night and the children were frightened.", "F-all", ()),
            ("danger", "Nobody came to fetch the younger child five times.", "F-all", ()),
            ("strengths", "The children sleep well at their grandmother's.", "F-all", ()),
            ("strengths", "You asked for help yourself.", "F-person", (mother.person_id,)),
            ("danger", "The police keep a marker that only they may explain.", "R", ()),
            ("danger", "The health visitor has a doubt that she will ask about.", "P", ()),
            *((harm, f"Point {number}. " + _LONG, "F-all", ()) for number in range(self.long)),
        )  # fmt: skip
        with acting_as(self.agency.chair) as by:
            for column, words, meant_for, named in said:
                add_card(
                    conference=self.table.conference, column=column, words=words, op_id=uuid4(), at=at_clock(10, 30),
                    by=by, meant_for=meant_for, named=named,
                )  # fmt: skip

    def _give_numbers(self) -> None:
        """A professional's number for each child, then the mother's."""
        mother = next(one for one in self.table.invitees("parent") if one.person_id == self.agency_mother)
        who = [self.table.invitees("professional")[0], mother]
        with acting_as(self.agency.chair) as by:
            for invitee in who:
                for child in self.table.children():
                    give_number(
                        conference=self.table.conference, child_case_id=child.case_id, number=6, reason="It is calmer.",
                        invitee_id=invitee.pk, at=at_clock(10, 40), by=by,
                    )  # fmt: skip

    def _has(self, column: str) -> bool:
        return any(one["code"] == column for one in self.table.pack.data["analysis"]["columns"])

    @property
    def agency_mother(self) -> Any:
        """The mother's `person_id`."""
        return self.table.family.mother

    def _approve(self) -> None:
        with acting_as(self.agency.minute_taker) as by:
            self.record = record_drafts.prepare(conference=self.conference, at=at_clock(13), by=by)
            if self.approved:
                written_out(self.record, at_clock(13), by)
        if not self.approved:
            return
        with acting_as(self.agency.chair) as by:
            self.record = approve_record(record=self.record, digest=digest_of(self.record), at=at_clock(14), by=by)

    def recipients(self, *kinds: str) -> list[Recipient]:
        """Those of the list of these kinds, as whoever sends would have them."""
        with acting_as(self.agency.chair):
            return recipients_of(self.conference, self.table.invitees(*kinds))

    def parent(self, person_id: Any = None) -> Recipient:
        """The mother, or another parent."""
        wanted = person_id or self.agency_mother
        return next(one for one in self.recipients("parent") if one.person_id == wanted)

    def paper(self, code: str, to: Recipient, *, by: Any = None, subject: Any = None) -> Rendition:
        """The paper as this recipient gets it."""
        with acting_as(by or self.agency.chair) as standing:
            facts = Facts(self.conference, at=at_clock(14), by=standing)
            return rendition(
                made(code, self.conference, to, at=at_clock(14), by=standing, subject=subject, facts=facts), to
            )

    def pdf(self, code: str, to: Recipient, **more: Any) -> bytes:
        """The same as PDF."""
        return as_pdf(self.paper(code, to, **more), self.pack)


def with_reports(pack_name: str = "bolton") -> tuple[Agency, Conference, list[Report]]:
    """A conference before its day whose reports are in."""
    agency = Agency(pack_name)
    family = agency.family(2)
    conference = reported(agency, family)
    with acting_as(agency.chair):
        return agency, conference, list(Report.objects.filter(conference=conference))
