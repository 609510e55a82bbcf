"""A council to crawl: one case that can be reached, three that cannot, all full of words that must not leave."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from uuid import UUID

from django.test import Client

from quorate.access import services as access
from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.access.roles import ROLES
from quorate.access.standing import Standing
from quorate.cases import services
from quorate.cases.models import Child
from quorate.people.models import User
from quorate.release.scanning import Protected
from tests.cases.making import Agency
from tests.web.visiting import signed_in

_NUMBER = count(101)
FAMILY_ROLES = frozenset({"parent", "child", "supporter"})
STAFF = tuple(code for code in ROLES if code not in FAMILY_ROLES)
ON_CASES = tuple(code for code in STAFF if ROLES[code].acts_as)


@dataclass
class Record:
    """One child's record and what of it is protected: `hidden` from everybody's pages, `name` from strangers."""

    child: Child
    protected: list[Protected] = field(default_factory=list)
    keys: dict[str, list[str]] = field(default_factory=dict)

    @property
    def ref(self) -> str:
        return self.child.case.ref

    @property
    def name(self) -> Protected:
        return Protected("name", self.child.full_name)


def full_record(agency: Agency) -> Record:
    """A child with a mother, each kind of address, each kind of contact way, a need, an enquiry, a chronology."""
    n = next(_NUMBER)
    child = agency.child(given_names=f"Quillon{n}x", family_name=f"Vardenmoor{n}x", first_language="Polish")
    mother = agency.relative(child, "mother", given_names=f"Isolde{n}x", family_name=f"Vardenmoor{n}x", sex="F")
    record = filled(agency, child, mother.person_id)
    with acting_as(agency.worker) as by:
        need = services.record_need(
            case=child.case, person_id=mother.person_id, kind="interpreter", words="Polish", on=today(), by=by
        )
        (enquiry,) = services.begin_enquiry(cases=[child.case], begun_on=today(), on=today(), by=by)
    record.keys |= {"need_met": [str(need.pk)], "relative_change": [str(mother.pk)]}
    record.keys |= {"relative_same": [str(mother.pk)], "enquiry_first_day": [str(enquiry.pk)]}
    return record


def filled(agency: Agency, child: Child, parent: UUID) -> Record:
    """The child's record with each kind of address of the child and of contact way of a parent, words of its own."""
    n, day, record = next(_NUMBER), today(), Record(child)
    with acting_as(agency.worker) as by:
        for number, kind in enumerate(("home", "school", "gp")):
            line, code = f"{n} {kind.title()}wick Hollow", f"ZZ{n % 90 + 9} {number}ZZ"
            kept = services.add_address(
                case=child.case, person_id=child.person_id, kind=kind, lines=[line, "Anytown"], postcode=code,
                protection={"home": "protected", "school": "unknown", "gp": "open"}[kind], on=day, by=by,
            )  # fmt: skip
            record.keys.setdefault("address_reveal", []).append(str(kept.pk))
            record.protected += [Protected(f"{kind} address", line), Protected(f"{kind} postcode", code)]
        for kind, value in (("phone", f"01632 960{n}"), ("email", f"isolde.{n}@hollow{n}.example")):
            way = services.add_contact_way(case=child.case, person_id=parent, kind=kind, value=value, on=day, by=by)
            record.keys.setdefault("contact_way_reveal", []).append(str(way.pk))
            record.protected.append(Protected(kind, value))
    return record


@dataclass
class World:
    """Two councils, and a person of every role of the first, each with the own case where the role can have one."""

    own: Record
    restricted: Record
    conflicted: Record
    foreign: Record
    agency: Agency
    people: dict[str, Standing]

    @property
    def shut(self) -> list[Record]:
        """The records that nobody who crawls may know of."""
        return [self.restricted, self.conflicted, self.foreign]

    @property
    def all(self) -> list[Record]:
        return [self.own, *self.shut]

    def browser(self, role: str) -> Client:
        return signed_in(User.objects.get(pk=self.people[role].user_id))


def built() -> World:
    """Everything is made by the services; the crawlers found nothing and lead no team."""
    agency, elsewhere = Agency(), Agency(pack="leicester")
    people = {role: agency.person(role, strength="fresh") for role in STAFF}
    own, restricted, conflicted = (full_record(agency) for _ in range(3))
    foreign = full_record(elsewhere)
    for role in ON_CASES:
        for record in (own, restricted, conflicted):
            agency.give(record.child.case, people[role])
    with acting_as(agency.manager) as by:
        access.restrict(case=restricted.child.case, listed=[agency.worker.user_id], by=by)
        for role in STAFF:
            access.declare_conflict(case=conflicted.child.case, user_id=people[role].user_id, kind="neighbour", by=by)
    return World(own, restricted, conflicted, foreign, agency, people)
