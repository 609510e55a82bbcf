"""A conference that was held: a plan for the first child, none for the second, and who works on it afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.conferences.models import Conference
from quorate.plans.models import CoreGroup, PlanAction
from quorate.plans.services import core_groups
from quorate.plans.services.core_groups import Held
from tests.cases.making import Agency, Family
from tests.conferences.stages import decided


@dataclass
class Afterwards:
    """One family after its conference, under a pack."""

    pack: str = "bolton"
    agency: Agency = field(init=False)
    family: Family = field(init=False)
    conference: Conference = field(init=False)

    def __post_init__(self) -> None:
        self.agency = Agency(self.pack)
        self.family = self.agency.family(2)
        self.conference = decided(self.agency, self.family)
        with acting_as(self.agency.chair):
            self.conference = Conference.objects.select_related("case").get(pk=self.conference.pk)

    @property
    def planned(self) -> list[UUID]:
        """The children with a plan, by case."""
        from quorate.plans.models import Plan

        with acting_as(self.agency.worker):
            return list(Plan.objects.filter(kind="cp", ended_on=None).values_list("case_id", flat=True))

    def actions(self) -> list[PlanAction]:
        """The lines of the plans that stand, as the worker reads them."""
        with acting_as(self.agency.worker):
            return list(PlanAction.objects.filter(case_id__in=self.planned, removed_at=None))

    def hold(self, **said: object) -> CoreGroup:
        """A core group today about the children with a plan; their views were asked."""
        views = {str(case): {"asked": True, "words": "I want it quiet at night."} for case in self.planned}
        told = Held(**({"held_on": today(), "views": views} | said))  # type: ignore[arg-type]
        with acting_as(self.agency.worker) as by:
            return core_groups.hold(
                conference=self.conference, children=self.planned, said=told, on=today(), by=by
            )  # fmt: skip
