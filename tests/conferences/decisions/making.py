"""A conference that sits, with what the tests of decisions ask of it again and again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.conferences.editions import pack_of
from quorate.conferences.models import Conference, Decision, Invitee
from quorate.conferences.queries import SubjectChild, children_of
from quorate.conferences.services.closing import close
from quorate.conferences.services.deciding import Decided, Member, yes_no_questions
from quorate.conferences.services.meeting_voices import open_childs_words
from quorate.conferences.services.round import Said, give_view, why_not_asked
from quorate.plans.models import DangerStatement, PlanAction, PlanContent, PlanPart, SafetyGoal
from quorate.plans.services.contents import content_for, save_words
from quorate.plans.services.decisions import record_decision
from quorate.procedure.pack import Pack
from tests.cases.making import Agency, Family
from tests.conferences.stages import at_clock, sitting


@dataclass
class Table:
    """A conference that sits today since ten, under a pack."""

    pack_name: str = "bolton"
    kind: str = "initial"
    children_count: int = 2
    at: tuple[Agency, Family, Conference | None] | None = None
    agency: Agency = field(init=False)
    family: Family = field(init=False)
    conference: Conference = field(init=False)

    def __post_init__(self) -> None:
        if self.at is None:
            agency = Agency(self.pack_name)
            self.at = (agency, agency.family(self.children_count), None)
        self.agency, self.family, self.conference = self.at[0], self.at[1], self.at[2]  # type: ignore[assignment]
        if self.conference is None or self.conference.state != "sitting":
            self.conference = sitting(self.agency, self.family, self.kind, to=self.conference)

    @property
    def pack(self) -> Pack:
        """The edition that it keeps."""
        return pack_of(self.conference)

    def children(self) -> list[SubjectChild]:
        """The children, as the chair sees them."""
        with acting_as(self.agency.chair):
            return children_of(self.conference)

    def invitees(self, *kinds: str) -> list[Invitee]:
        """People of the list, of these kinds."""
        with acting_as(self.agency.chair):
            return list(Invitee.objects.filter(conference=self.conference, kind__in=kinds, removed_on__isnull=True))

    def professionals(self) -> list[Invitee]:
        """Those whose views count."""
        return [one for one in self.invitees("professional") if one.agency_code]

    def say(self, child: SubjectChild, plan: str = "yes", *, at: datetime | None = None) -> None:
        """Every professional gives the same view on a child."""
        with acting_as(self.agency.chair) as by:
            for one in self.professionals():
                if why_not_asked(one, child.case_id, self.pack):
                    continue
                give_view(
                    conference=self.conference, invitee=one, child_case_id=child.case_id,
                    said=Said(plan, ("neglect",) if plan == "yes" else (), "As the report says."), pack=self.pack,
                    at=at or at_clock(11), by=by,
                )  # fmt: skip

    def hear(self, child: SubjectChild) -> None:
        """The child's words are opened."""
        with acting_as(self.agency.chair) as by:
            open_childs_words(
                conference=self.conference, child_case_id=child.case_id, kind="social-worker",
                words="I want the shouting to stop.", child_said="everyone", at=at_clock(10, 40), by=by,
            )  # fmt: skip

    def plan_made(self, **said: Any) -> Decided:
        """A plan with all that a plan has to name."""
        lead = Member("A social worker", "professional", "social_worker", user_id=self.agency.worker.user_id)
        group = tuple(
            Member(one.name, "family" if one.is_family else "professional", one.role, one.id, one.person_id)
            for one in self.invitees("parent", "professional")
            if one.role not in ("chair", "minute_taker")
        )
        facts: Mapping[str, Any] = {
            "outcome": "plan-made", "reason": "The children were frightened and it may happen again.",
            "categories": ("neglect",), "answers": ("yes",) * len(yes_no_questions(self.pack.data["decisions"])),
            "lead": lead, "core_group": group, "core_group_on": today() + timedelta(days=9),
            "next_review_on": today() + timedelta(days=80), "days_off_meant": True,
        }  # fmt: skip
        return Decided(**{**facts, **said})

    def no_plan(self, **said: Any) -> Decided:
        """No plan, with the help that follows instead."""
        facts: Mapping[str, Any] = {
            "outcome": "no-plan", "reason": "Help by agreement is enough.",
            "answers": ("no",) * len(yes_no_questions(self.pack.data["decisions"])),
            "services": "The family support worker visits every week until Easter.",
        }  # fmt: skip
        return Decided(**{**facts, **said})

    def decide(self, child: SubjectChild, said: Decided, *, at: datetime | None = None) -> Decision:
        """The decision is recorded."""
        with acting_as(self.agency.chair) as by:
            return record_decision(
                conference=self.conference, child=child, said=said, at=at or at_clock(11, 30), by=by
            )  # fmt: skip

    def write_plan(self, child: SubjectChild, kind: str = "cp") -> PlanContent:
        """A worry, a goal, a line for the mother and one for a service, and what if not."""
        with acting_as(self.agency.chair) as by:
            content = content_for(
                conference=self.conference, case_id=child.case_id, kind=kind, at=at_clock(11, 35), by=by
            )
            write = partial(save_words, content=content, at=at_clock(11, 36), by=by)
            worry = write(model=DangerStatement, values={"words": "The child may be hurt when the adults fight."})
            goal = write(
                model=SafetyGoal,
                values={"words": "For three months nobody shouts at night.", "statement_id": worry.id},
            )
            line = {"owner_kind": "family", "by_when": today() + timedelta(days=20), "goal_id": goal.id}
            parent = self.invitees("parent")[0]
            write(model=PlanAction, values={
                **line, "what": "Ring the helpline the first time it gets loud.", "who": parent.name,
                "invitee_id": parent.id, "person_id": parent.person_id, "how_known": "The helpline's list of calls.",
                "if_not": "The social worker calls the same day.",
            })  # fmt: skip
            worker = next(one for one in self.professionals() if one.agency_code == "social-care")
            write(model=PlanAction, values={
                **line, "what": "Find a place at the Tuesday group.", "who": worker.name, "invitee_id": worker.id,
                "owner_kind": "professional", "is_service": True,
            })  # fmt: skip
            # To a review the part comes with the plan that was made before.
            if not PlanPart.objects.filter(content=content, code="contingency").exists():
                write(model=PlanPart, values={"code": "contingency", "words": "We meet again within five days."})
        return content

    def decide_all(self) -> None:
        """Everybody is heard; a plan for the first child, none for the others."""
        first, *others = self.children()
        for child in (first, *others):
            self.hear(child)
            self.say(child, "yes" if child is first else "no")
        continues = "plan-continues" if self.kind == "review" else "plan-made"
        self.decide(first, self.plan_made(outcome=continues))
        for child in others:
            self.decide(child, self.no_plan())
        self.write_plan(first)

    def close(self, *, at: datetime | None = None) -> None:
        """The conference is closed."""
        with acting_as(self.agency.chair) as by:
            close(conference=self.conference, at=at or at_clock(12), by=by)
            self.conference.refresh_from_db()
