"""What a census file says, child by child, as frozen values with the lines they stand on.

Source: Department for Education, Children in Need census, specification of the return. A value that was absent or
could not be read is None; what could not be read is among the child's faults.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Header:
    """Who made the file, for which year. `reference_on` is the last day that the file tells of."""

    collection: str = ""
    year: str = ""
    reference_on: date | None = None
    source_level: str = ""
    authority_number: str = ""
    """The three figures of the local authority (`LEA`)."""
    software: str = ""
    release: str = ""
    serial: str = ""
    made_at: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Assessment:
    """An assessment under the Children Act 1989: begun, reviewed, authorised, and the factors found."""

    started_on: date | None
    line: int
    reviewed_on: date | None = None
    authorised_on: date | None = None
    factors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChildInNeedPlan:
    """A child in need plan, from when to when."""

    started_on: date
    line: int
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Section47:
    """An enquiry: the day of the strategy discussion that began it and what came of it."""

    started_on: date
    line: int
    target_on: date | None = None
    conference_on: date | None = None
    not_required: bool | None = None
    conference_line: int = 0


@dataclass(frozen=True, slots=True)
class Review:
    """A review conference held."""

    held_on: date
    line: int


@dataclass(frozen=True, slots=True)
class ProtectionPlan:
    """A child protection plan; it starts on the day of the conference that made it."""

    started_on: date
    line: int
    ended_on: date | None = None
    first_category: str = ""
    latest_category: str = ""
    previous_plans: int | None = None
    reviews: tuple[Review, ...] = ()
    end_line: int = 0


@dataclass(frozen=True, slots=True)
class Referral:
    """One episode of being in need: referral to closure, with what happened within it."""

    referred_on: date
    line: int
    source: str = ""
    primary_need: str = ""
    closed_on: date | None = None
    closure_reason: str = ""
    transfer_conference_on: date | None = None
    """The initial conference after a child with a plan moved in from another authority."""
    transfer_line: int = 0
    no_further_action: bool | None = None
    assessments: tuple[Assessment, ...] = ()
    child_in_need_plans: tuple[ChildInNeedPlan, ...] = ()
    enquiries: tuple[Section47, ...] = ()
    protection_plans: tuple[ProtectionPlan, ...] = ()


@dataclass(frozen=True, slots=True)
class CensusChild:
    """One child of the file."""

    local_id: str
    line: int
    number: int
    """Which child of the file, counted from 1."""
    born_on: date | None = None
    expected_on: date | None = None
    died_on: date | None = None
    sex: str = "U"
    upn: str = ""
    former_upn: str = ""
    upn_unknown: str = ""
    ethnicity: str = ""
    disabilities: tuple[str, ...] = ()
    referrals: tuple[Referral, ...] = ()
    lines: dict[str, int] = field(default_factory=dict, compare=False)
    """Where single values stand, for the rules that compare them."""

    @property
    def enquiries(self) -> tuple[Section47, ...]:
        """The enquiries of all episodes, earliest first."""
        return tuple(sorted((one for each in self.referrals for one in each.enquiries), key=lambda s: s.started_on))

    @property
    def protection_plans(self) -> tuple[ProtectionPlan, ...]:
        """The child protection plans of all episodes, earliest first."""
        found = (one for each in self.referrals for one in each.protection_plans)
        return tuple(sorted(found, key=lambda plan: (plan.started_on, plan.ended_on or date.max)))

    @property
    def child_in_need_plans(self) -> tuple[ChildInNeedPlan, ...]:
        """The child in need plans of all episodes, earliest first."""
        found = (one for each in self.referrals for one in each.child_in_need_plans)
        return tuple(sorted(found, key=lambda plan: (plan.started_on, plan.ended_on or date.max)))
