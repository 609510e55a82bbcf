"""A report that is ready to be shared, and what the pages and the duties say of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from quorate.access.context import acting_as
from quorate.cases.models import Duty
from quorate.cases.states import duty_state
from quorate.conferences.models import Conference, Report, ReportShare
from quorate.conferences.queries.report_grid import report_grid
from quorate.conferences.queries.reports import reports_of
from quorate.conferences.services import sharing
from quorate.conferences.services.sharing import Reader
from quorate.web.work.moments import now
from tests.cases.making import Agency, Family
from tests.conferences.reports.making import social_work_report
from tests.conferences.stages import booked, invited


class Ready:
    """A social work report that is authorised, of a conference in some working days."""

    def __init__(self, pack: str = "bolton", number: int = 8, at: datetime | None = None) -> None:
        self.agency = Agency(pack=pack)
        self.family: Family = self.agency.family()
        self.conference: Conference = booked(
            self.agency, self.family, to=invited(self.agency, self.family), number=number
        )
        self.report: Report = social_work_report(self.agency, self.conference, at=at)

    def share(self, **said: Any) -> ReportShare:
        with acting_as(self.agency.worker) as by:
            facts: dict[str, Any] = {"how": "handed-over", "by_words": "R. Willowbank", "parts": ["report"]} | said
            return sharing.share(
                report=self.report, reader=facts.pop("reader", Reader("parent", self.family.mother)),
                at=facts.pop("at", now()), now=facts.pop("now", now() + timedelta(seconds=1)), by=by, **facts,
            )  # fmt: skip

    def cell(self, person: Any, at: datetime | None = None) -> Any:
        with acting_as(self.agency.worker):
            grid = report_grid(self.conference, reports_of(self.conference), at or now())
            return grid.cells[self.report.pk, person]

    def duty(self, person: Any) -> str:
        with acting_as(self.agency.worker):
            rows = Duty.objects.filter(
                conference_id=self.conference.pk, code="share-report-with-parents", about_id=person
            )
            return str(rows.annotate(state=duty_state(now())).values_list("state", flat=True).get())
