"""Reading the records of children: filtered here by what one reaches, and again by the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from quorate.access.models import ProtectedCase
from quorate.access.permissions import NoSuchRecord, may, readable
from quorate.access.queries import case_by_ref, cases_in_reach
from quorate.access.standing import Standing
from quorate.cases.models import (
    Address,
    Alias,
    AllegedHarm,
    Assessment,
    Child,
    ChronologyEntry,
    ContactWay,
    Correction,
    Enquiry,
    ExpectedDate,
    Kinship,
    Need,
    Redirect,
    Referral,
    Relative,
)
from quorate.cases.permissions import require_records


class _HasPerson(Protocol):
    person_id: UUID


_OfPerson = TypeVar("_OfPerson", bound=_HasPerson)


def children_in_reach(standing: Standing | None) -> QuerySet[Child]:
    """The children whose records the person may read, by reference. Whatever is hidden is not in it, nor counted."""
    if standing is None:
        return Child.objects.none()
    cases = cases_in_reach(standing, "P").filter(kind="case").order_by().values("id")
    return Child.objects.filter(case__id__among=cases).select_related("case").order_by("reference")


def cases_knowing(standing: Standing, child: Child) -> list[ProtectedCase]:
    """The cases of other children in which this child stands as a relative and to which the person may write."""
    rows = Relative.objects.filter(person_id=child.person_id, removed_on__isnull=True).exclude(case=child.case_id)
    found = cases_in_reach(standing, "P").filter(kind="case", id__in=rows.values("case_id")).order_by("ref")
    return [case for case in found if may(standing, "write", case)]


def child_of(standing: Standing | None, ref: str) -> Child:
    """The child whose case has this public reference; where the record was joined to another, that one's child.

    Who may not read the other record is left with the first. Raises `NoSuchRecord`, `NotAllowed`.
    """
    case = case_by_ref(standing, ref)
    for _ in range(10):
        redirect = Redirect.objects.filter(case=case).first()
        onward = redirect and cases_in_reach(standing).filter(pk=redirect.to_case_id).first()
        if not onward:
            break
        case = onward
    require_records(standing, case)
    child = Child.objects.select_related("case").filter(case=case).first()
    if child is None:
        raise NoSuchRecord
    return child


def child_by_reference(standing: Standing | None, reference: str) -> Child:
    """The child with this reference for people ("BOL-00142"), redirects followed. Raises `NoSuchRecord`."""
    found = children_in_reach(standing).filter(reference=reference.strip().upper()).first()
    if found is None:
        raise NoSuchRecord
    return child_of(standing, found.case.ref)


def local_ids_in_use(standing: Standing | None, local_ids: Iterable[str]) -> set[str]:
    """Which of these local references a record of the authority has, also one that is hidden: none can be given twice.

    For who may begin records; for others none.
    """
    if not may(standing, "open_case"):
        return set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_local_ids_in_use(%s::text[])", [list(local_ids)])
        return {found for (found,) in cursor.fetchall()}


def joined_into(standing: Standing, child: Child) -> QuerySet[Child]:
    """Earlier records of the same child that lead here."""
    earlier = Redirect.objects.filter(to_case=child.case_id).values("case_id")
    return children_in_reach(standing).filter(case_id__in=earlier)


@dataclass(frozen=True, repr=False)
class Person:
    """The child of a case or somebody around them, with what is known of them there."""

    person_id: UUID
    name: str
    row: Child | Relative
    aliases: list[Alias] = field(default_factory=list)
    needs: list[Need] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    contact_ways: list[ContactWay] = field(default_factory=list)
    alleged_harm: AllegedHarm | None = None

    def __repr__(self) -> str:
        return f"<Person: {self.row}>"


@dataclass(frozen=True, repr=False)
class People:
    """Everybody of one case, the child first, and how they are related."""

    people: list[Person]
    kinships: list[Kinship]

    def __repr__(self) -> str:
        return f"<People: {len(self.people)}>"


def people_around(standing: Standing, child: Child) -> People:
    """The child and everybody around them, with other names, needs, addresses and contact ways (never their words).

    Allegations are there for readers of the closed part only. Seven statements, whatever the family's size.
    """
    require_records(standing, child.case)
    relatives = Relative.objects.filter(case=child.case_id, removed_on__isnull=True).order_by(
        "added_on", "relation", "given_names", "id"
    )
    aliases = _by_person(Alias.objects.filter(case=child.case_id).order_by("added_on", "kind", "given_names", "id"))
    needs = _by_person(Need.objects.filter(case=child.case_id))
    addresses = _by_person(Address.objects.filter(case=child.case_id).order_by("ends_on", "begins_on", "kind", "id"))
    ways = _by_person(ContactWay.objects.filter(case=child.case_id).order_by("added_on", "kind", "id"))
    alleged = {one.relative_id: one for one in alleged_harm_of(standing, child)}
    rows: list[Child | Relative] = [child, *relatives]
    people = [
        Person(
            row.person_id, row.full_name, row, aliases.get(row.person_id, []), needs.get(row.person_id, []),
            addresses.get(row.person_id, []), ways.get(row.person_id, []), alleged.get(row.pk),
        )
        for row in rows
    ]  # fmt: skip
    return People(people, list(Kinship.objects.filter(case=child.case_id)))


def same_person_elsewhere(standing: Standing, relative: Relative) -> list[Relative]:
    """The same human in other cases in which one may write: where a change may be made too."""
    rows = Relative.objects.filter(person_id=relative.person_id, removed_on__isnull=True).exclude(case=relative.case_id)
    return [row for row in rows.select_related("case", "case__child") if may(standing, "write", row.case)]


def aliases_of(standing: Standing, child: Child) -> QuerySet[Alias]:
    """Other names of the child and of those around them."""
    require_records(standing, child.case)
    return Alias.objects.filter(case=child.case_id).order_by("added_on", "kind", "family_name", "given_names")


def corrections_of(standing: Standing, child: Child) -> QuerySet[Correction]:
    """What was corrected: the earlier value, the later one, why, when, by whom."""
    require_records(standing, child.case)
    return Correction.objects.filter(case=child.case_id)


def expected_dates_of(standing: Standing, child: Child) -> QuerySet[ExpectedDate]:
    """When the birth was expected, as it was said each time; also after the birth."""
    require_records(standing, child.case)
    return ExpectedDate.objects.filter(case=child.case_id)


def addresses_of(standing: Standing, child: Child) -> QuerySet[Address]:
    """Where people of the case live or lived: kind, from, to, protection. The words are read one by one."""
    require_records(standing, child.case)
    return Address.objects.filter(case=child.case_id).order_by("ends_on", "begins_on", "kind", "id")


def contact_ways_of(standing: Standing, child: Child) -> QuerySet[ContactWay]:
    """How people can be reached: kind, verified, safe, until. The numbers are read one by one."""
    require_records(standing, child.case)
    return ContactWay.objects.filter(case=child.case_id).order_by("added_on", "kind", "id")


def safe_contact_ways_on(standing: Standing, child: Child, day: date) -> list[ContactWay]:
    """Those that may be used on a day: verified, said to be safe, not lapsed."""
    return [way for way in contact_ways_of(standing, child) if way.is_safe_on(day)]


def needs_of(standing: Standing, child: Child) -> QuerySet[Need]:
    """What people of the case need to take part, met or not."""
    require_records(standing, child.case)
    return Need.objects.filter(case=child.case_id)


def alleged_harm_of(standing: Standing, child: Child) -> list[AllegedHarm]:
    """Allegations in force, for readers of the closed part; for others there are none."""
    rows = list(AllegedHarm.objects.filter(case=child.case_id, withdrawn_on__isnull=True).select_related("text"))
    mine = {text.id for text in readable(standing, child.case, [row.text for row in rows])} if rows else set()
    return [row for row in rows if row.text_id in mine]


def referrals_of(standing: Standing, child: Child) -> QuerySet[Referral]:
    """The times in which the child was in need, the latest first."""
    require_records(standing, child.case)
    return Referral.objects.filter(case=child.case_id).order_by("-referred_on")


def enquiries_of(standing: Standing, child: Child) -> QuerySet[Enquiry]:
    """Enquiries under section 47 with their strategy discussions, the latest first."""
    require_records(standing, child.case)
    standing_ones = Enquiry.objects.filter(case=child.case_id, taken_back_on__isnull=True)
    return standing_ones.prefetch_related("discussions").order_by("-begun_on")


def assessments_of(standing: Standing, child: Child) -> QuerySet[Assessment]:
    """Assessments, the latest first."""
    require_records(standing, child.case)
    return Assessment.objects.filter(case=child.case_id).order_by("-began_on")


def chronology_of(standing: Standing, child: Child) -> list[ChronologyEntry]:
    """What happened, in order: the entries whose label one reaches."""
    entries = list(ChronologyEntry.objects.filter(case=child.case_id).select_related("text"))
    mine = {text.id for text in readable(standing, child.case, [entry.text for entry in entries])} if entries else set()
    return [entry for entry in entries if entry.text_id in mine]


def _by_person(rows: Iterable[_OfPerson]) -> dict[UUID, list[_OfPerson]]:
    found: dict[UUID, list[_OfPerson]] = defaultdict(list)
    for row in rows:
        found[row.person_id].append(row)
    return found
