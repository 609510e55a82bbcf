"""A made-up council with people to act as: made by the services, each step committed."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace

from quorate.access import services
from quorate.access.context import acting_as
from quorate.access.models import Grant, ProtectedCase
from quorate.access.moments import today
from quorate.access.queries import case_by_ref
from quorate.access.standing import OPERATOR, Standing
from quorate.people import queries
from quorate.people import services as people
from quorate.people.models import Authority


@dataclass
class Council:
    """One authority; `person(role)` adds somebody and gives their standing."""

    name: str = "Made-up Council"
    authority: Authority = field(init=False)

    def __post_init__(self) -> None:
        self.authority = people.add_authority(name=self.name, pack="bolton", by=OPERATOR)

    def person(self, role: str, strength: str = "strong") -> Standing:
        """A new user with an open membership in this role."""
        user = people.add_user(
            email=f"{uuid.uuid4().hex}@council.example", display_name=f"A {role}", authority=self.authority, by=OPERATOR
        )
        agency = None
        if role == "partner":
            agency = people.add_agency(
                authority=self.authority, name=f"School {uuid.uuid4().hex}", kind="school", by=OPERATOR
            )
        membership = people.begin_membership(
            user=user, authority=self.authority, role=role, agency=agency, begins_on=today(), by=OPERATOR
        )
        return queries.standing_of(membership, strength)  # type: ignore[arg-type]

    def case(self, chair: Standing, **more: bool) -> ProtectedCase:
        """A conference of this chair."""
        with acting_as(chair):
            return services.protect_case(kind="conference", as_role="chair", by=chair, **more)  # type: ignore[arg-type]


def give(case: ProtectedCase, by: Standing, to: Standing, as_role: str | None = None) -> Grant:
    """Lets somebody work on the case from today."""
    with acting_as(by):
        return services.grant(
            case=case, user_id=to.user_id, as_role=as_role or to.role, begins_on=today(), why="made up",
            attested_on=today(), by=by,
        )  # fmt: skip


def sees(standing: Standing, case: ProtectedCase) -> bool:
    """Whether the case is there for this person: by its reference, in the list and in the count, all the same."""
    from quorate.access.permissions import NoSuchRecord
    from quorate.access.queries import cases_in_reach

    with acting_as(standing):
        listed = case.id in set(cases_in_reach(standing).values_list("id", flat=True))
        counted = cases_in_reach(standing).filter(id=case.id).count() == 1
        try:
            found = case_by_ref(standing, case.ref) == case
        except NoSuchRecord:
            found = False
    assert listed == counted == found
    return found


def fresh(standing: Standing) -> Standing:
    """The same person, having just shown the second factor."""
    return replace(standing, strength="fresh")
