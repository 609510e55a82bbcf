"""A council that brings census files in, and everything of it row by row, without what differs from run to run."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from quorate.access.context import acting_as
from quorate.access.standing import OPERATOR, Standing
from quorate.cases.models import Assessment, CaseEvent, Child, Duty, Enquiry, Referral
from quorate.conferences.models import Conference, Decision
from quorate.people import queries, services
from quorate.people.models import Authority, Team
from quorate.plans.models import Plan
from quorate.returns.census import Fault
from quorate.returns.importing import runs
from quorate.returns.models import ImportRun

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@dataclass
class Council:
    """One authority with a team of social workers, a unit of administrators, and people in both."""

    pack: str = "bolton"
    authority: Authority = field(init=False)
    team: Team = field(init=False)
    unit: Team = field(init=False)
    administrator: Standing = field(init=False)
    worker: Standing = field(init=False)
    manager: Standing = field(init=False)

    def __post_init__(self) -> None:
        self.authority = services.add_authority(name=f"Made-up Council of {self.pack}", pack=self.pack, by=OPERATOR)
        self.team = services.add_team(authority=self.authority, name="North", by=OPERATOR)
        self.unit = services.add_team(authority=self.authority, name="Safeguarding unit", by=OPERATOR)
        self.administrator = self.member("administrator", self.unit)
        self.worker = self.member("social_worker", self.team)
        self.manager = self.member("team_manager", self.team)

    @property
    def email(self) -> str:
        """Whose name the imports bear."""
        return f"administrator@{self.pack}.example"

    def member(self, role: str, team: Team, name: str = "") -> Standing:
        """Somebody new in a team."""
        user = services.add_user(
            email=f"{name or role}@{self.pack}.example",
            display_name=f"Made-up {role}",
            authority=self.authority,
            by=OPERATOR,
        )
        membership = services.begin_membership(
            user=user, authority=self.authority, role=role, team=team, begins_on=date(2020, 1, 1), by=OPERATOR
        )
        return queries.standing_of(membership)

    def run_of(self, data: bytes, by: Standing | None = None, name: str = "census.xml") -> ImportRun:
        """The run of a file."""
        with acting_as(by or self.administrator) as standing:
            return runs.begin_run(
                file_name=name, digest=hashlib.sha256(data).hexdigest(), size=len(data), by=standing, at=NOW,
                team_id=self.team.id, unit_id=self.unit.id,
            )  # fmt: skip

    def bring_in(
        self, data: bytes, by: Standing | None = None, progress: Callable[[int, int], None] | None = None
    ) -> ImportRun:
        """Brings a file in."""
        standing = by or self.administrator
        return runs.bring_in(
            run=self.run_of(data, standing),
            file=io.BytesIO(data),
            by=standing,
            on=TODAY,
            now=lambda: NOW,
            progress=progress,
        )

    def faults(self, run: ImportRun) -> list[Fault]:
        """What was wrong in a file that came in."""
        with acting_as(self.administrator):
            return runs.faults_of(run)

    def look(self, run: ImportRun, data: bytes) -> None:
        """Looks at a file."""
        runs.look(run=run, file=io.BytesIO(data), by=self.administrator, at=NOW)

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """All that stands about the council's children."""
        return self.rows_as(self.worker)

    def rows_as(self, standing: Standing) -> dict[str, list[tuple[Any, ...]]]:
        """What somebody sees of the children, by table, sorted, with children by their own numbers."""
        with acting_as(standing):
            ids = dict(Child.objects.values_list("case_id", "local_id"))
            return {
                model.__name__: sorted(_row(one, ids) for one in model._default_manager.all())
                for model in (Child, Referral, Enquiry, Assessment, Plan, Conference, Decision, CaseEvent, Duty)
            }


_OWN_TO_A_RUN = frozenset(
    "id case_id person_id authority_id reference import_id event_id conference_id recorded_at recorded_by stream_id "
    "duty_id about_id referral_id".split()
)


def _row(one: Any, ids: dict[Any, str]) -> tuple[Any, ...]:
    values = [(name, value) for name, value in vars(one).items() if name not in _OWN_TO_A_RUN and name[0] != "_"]
    plain = [
        (name, {k: v for k, v in value.items() if k != "reference"} if name == "facts" else value)
        for name, value in values
    ]
    return ids[one.case_id], *(f"{name}={value}" for name, value in plain)
