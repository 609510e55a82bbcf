"""One child of the file as rows and dated events: what is new is added to what is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from quorate.cases.census_codes import ABUSE_CATEGORY
from quorate.cases.models import Assessment, Child, Enquiry, EnquiryOutcome, Referral
from quorate.cases.services.recording import NewEvent
from quorate.conferences.models import Conference, ConferenceChild, ConferenceState, Decision
from quorate.plans.models import Plan
from quorate.returns.census import records
from quorate.returns.importing.comparing import Filling, Gathered
from quorate.returns.importing.known import Known
from quorate.returns.importing.telling import conferences_of, ending_of, ends_apart, enquiry_ended_on

_MULTIPLE = "multiple"


@dataclass(slots=True)
class History:
    """Brings one child's history in."""

    told: records.CensusChild
    known: Known
    gathered: Gathered
    reference_on: date | None

    @property
    def _filling(self) -> Filling:
        return Filling(self.gathered, self.told)

    @property
    def _own(self) -> dict[str, Any]:
        """What every row of the case carries."""
        return {"case_id": self.known.child.case_id, "authority_id": self.known.child.authority_id}

    def bring(self) -> None:
        """Everything that the file tells of the child, and that is not there yet."""
        if not self.known.is_new:
            self._child()
        for referral in self.told.referrals:
            row = self._referral(referral)
            for enquiry in referral.enquiries:
                self._enquiry(referral, row, enquiry)
            for assessment in referral.assessments:
                self._assessment(row, assessment)
        reviewed = self._conferences()
        for plan in self.told.protection_plans:
            self._protection_plan(plan, reviewed)
        for in_need in self.told.child_in_need_plans:
            self._child_in_need_plan(in_need)
        if self.known.is_new and self.told.died_on:
            self._event("child-died", self.told.died_on)

    def _event(self, code: str, day: date, conference: Conference | None = None, **facts: Any) -> None:
        self.gathered.tell(NewEvent(code, (self.known.child.case_id,), day, facts=facts, conference=conference))

    def _child(self) -> None:
        """Who the child is: what was not known is filled in; a birth and a death are events as well."""
        row, told, lines = self.known.child, self.told, self.told.lines
        was_unborn = row.is_unborn
        for name, element in (
            ("born_on", "PersonBirthDate"), ("died_on", "PersonDeathDate"), ("upn", "UPN"),
            ("former_upn", "FormerUPN"), ("ethnicity", "Ethnicity"),
        ):  # fmt: skip
            filled = self._filling.fill(row, element, lines.get(element, told.line), **{name: getattr(told, name)})
            if filled and name == "born_on" and was_unborn and told.born_on:
                self._event("child-born", told.born_on)
            if filled and name == "died_on" and told.died_on:
                self._event("child-died", told.died_on)
        self._filling.fill(row, "Disability", told.line, disabilities=list(told.disabilities))
        if was_unborn and told.expected_on:
            where = lines.get("ExpectedPersonBirthDate", told.line)
            self._filling.fill(row, "ExpectedPersonBirthDate", where, expected_on=told.expected_on)
        self._sex(row)

    def _sex(self, row: Child) -> None:
        if self.told.sex == "U":
            return
        if row.sex == "U":
            row.sex = ""
        if self._filling.fill(row, "Sex", self.told.lines.get("Sex", self.told.line), sex=self.told.sex):
            return
        row.sex = row.sex or "U"

    def _referral(self, told: records.Referral) -> Referral:
        said = {
            "source": told.source, "primary_need": told.primary_need, "no_further_action": told.no_further_action,
            "closed_on": told.closed_on if told.closed_on and told.closed_on >= told.referred_on else None,
            "closure_reason": told.closure_reason, "transfer_in_conference_on": told.transfer_conference_on,
        }  # fmt: skip
        row = self.known.referrals.get(told.referred_on)
        if row is not None:
            self._filling.fill(row, "CINdetails", told.line, **said)
            return row
        row = Referral(referred_on=told.referred_on, **said, **self._own)
        self.known.referrals[told.referred_on] = row
        self.gathered.add(row, "referrals")
        return row

    def _enquiry(self, referral: records.Referral, of: Referral, told: records.Section47) -> None:
        required = None if told.not_required is None else told.not_required and not told.conference_on
        said = {
            "conference_target_on": told.target_on,
            "conference_on": told.conference_on,
            "conference_not_required": required,
            "outcome": EnquiryOutcome.CONFERENCE if told.conference_on else "",
        }
        row = self.known.enquiries.get(told.started_on)
        if row is None:
            row = Enquiry(begun_on=told.started_on, referral=of, **said, **self._own)
            self.known.enquiries[told.started_on] = row
            self.gathered.add(row, "enquiries")
            self._event("strategy-discussion-held", told.started_on, starts_enquiry=True)
        else:
            self._filling.fill(row, "Section47", told.line, **said)
        if required and row.ended_on is None:
            ended = enquiry_ended_on(referral, told, self.reference_on)
            self._filling.fill(row, "Section47", told.line, ended_on=ended)
            self._event("enquiry-concluded", ended, outcome="not-required")

    def _assessment(self, of: Referral, told: records.Assessment) -> None:
        if told.started_on is None:
            return
        authorised = told.authorised_on if told.authorised_on and told.authorised_on >= told.started_on else None
        said = {
            "internal_review_on": told.reviewed_on, "authorised_on": authorised, "factors": list(told.factors),
        }  # fmt: skip
        row = self.known.assessments.get(told.started_on)
        if row is not None:
            self._filling.fill(row, "Assessments", told.line, **said)
            return
        row = Assessment(began_on=told.started_on, referral=of, **said, **self._own)
        self.known.assessments[told.started_on] = row
        self.gathered.add(row, "assessments")

    def _conferences(self) -> set[date]:
        """The conferences that are not there yet, with their decisions and events; gives the days of new reviews."""
        reviewed: set[date] = set()
        for held in conferences_of(self.told):
            if held.held_on in self.known.conferences:
                continue
            number = len(self.known.conferences) + 1
            row = Conference(
                reference=f"{self.known.child.reference}/{number}", kind=held.kind, state=ConferenceState.HELD,
                held_on=held.held_on, import_id=self.gathered.import_id, **self._own,
            )  # fmt: skip
            self.known.conferences[held.held_on] = row
            self.gathered.add(row, "reviews" if held.kind == "review" else "conferences")
            self.gathered.add(ConferenceChild(conference=row, child_case_id=self.known.child.case_id, **self._own))
            if held.outcome:
                self.gathered.add(
                    Decision(
                        conference=row, decided_on=held.held_on, outcome=held.outcome,
                        categories=list(held.categories), import_id=self.gathered.import_id, **self._own,
                    )
                )  # fmt: skip
            self._event("conference-held", held.held_on, conference=row, **held.facts(row.reference))
            if held.kind == "review":
                reviewed.add(held.held_on)
        return reviewed

    def _protection_plan(self, told: records.ProtectionPlan, reviewed: set[date]) -> None:
        ended = ending_of(told)
        first, latest = _category(told.first_category), _category(told.latest_category)
        row = self.known.plans.get(("cp", told.started_on))
        if row is None:
            row = Plan(
                kind="cp", began_on=told.started_on, ended_on=ended, first_category=first, latest_category=latest,
                previous_plans=told.previous_plans, import_id=self.gathered.import_id, **self._own,
            )  # fmt: skip
            self.known.plans["cp", told.started_on] = row
            self.gathered.add(row, "plans")
            is_ended = ended is not None
        else:
            if latest and any(one.held_on in reviewed for one in told.reviews):
                # The category may change at a review, and the file tells of one that was not known.
                row.latest_category = latest if row.latest_category == latest else ""
            said = {"first_category": first, "latest_category": latest, "previous_plans": told.previous_plans}
            self._filling.fill(row, "ChildProtectionPlans", told.line, **said)
            is_ended = bool(self._filling.fill(row, "CPPendDate", told.end_line or told.line, ended_on=ended))
        apart = ends_apart(told)
        if is_ended and apart:
            self._event("plan-ended", apart)
        if row.ended_on is None:
            self.gathered.counts["plans_open"] += 1

    def _child_in_need_plan(self, told: records.ChildInNeedPlan) -> None:
        row = self.known.plans.get(("cin", told.started_on))
        if row is None:
            row = Plan(
                kind="cin", began_on=told.started_on, ended_on=told.ended_on, import_id=self.gathered.import_id,
                **self._own,
            )  # fmt: skip
            self.known.plans["cin", told.started_on] = row
            self.gathered.add(row, "child_in_need_plans")
        else:
            self._filling.fill(row, "CINPlanDates", told.line, ended_on=told.ended_on)
        if row.ended_on is None:
            self.gathered.counts["child_in_need_plans_open"] += 1


def _category(code: str) -> str:
    return _MULTIPLE if code == "MUL" else ABUSE_CATEGORY.get(code, "")
