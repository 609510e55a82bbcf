"""Made-up families as rows: a council, its people, children's cases, parents, conferences; and what the engine says."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from quorate.access.context import acting_as
from quorate.access.models import ProtectedCase
from quorate.access.services import protect_case
from quorate.access.standing import Standing
from quorate.cases.models import Child, Duty, Relative
from quorate.cases.services.recording import record_event
from quorate.conferences.models import Conference, ConferenceChild
from tests.access.council import Council, give

BEGAN = date(2020, 1, 6)


@dataclass
class Family:
    """A family of one council, written to by its social worker."""

    council: Council = field(default_factory=Council)
    pack: str = "bolton"
    cases: dict[str, ProtectedCase] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    conferences: dict[str, Conference] = field(default_factory=dict)
    staff: tuple[Standing, Standing] | None = None

    def __post_init__(self) -> None:
        if self.pack != self.council.authority.pack:
            type(self.council.authority).objects.filter(pk=self.council.authority.pk).update(pack=self.pack)
        person = self.council.person
        self.worker, self.manager = self.staff or (person("social_worker"), person("team_manager"))

    def child(self, id_: str, born: str | None = "2019-02-03", expected: str | None = None) -> ProtectedCase:
        """A child's case, held by the worker and the manager."""
        with acting_as(self.manager) as by:
            case = protect_case(kind="case", as_role="team_manager", by=by, begins_on=BEGAN)
            born_on = date.fromisoformat(born) if born else None
            expected_on = date.fromisoformat(expected) if expected else None
            child = Child(
                case=case, authority_id=case.authority_id, reference=uuid.uuid4().hex[:12], born_on=born_on,
                expected_on=expected_on, added_on=BEGAN,
            )  # fmt: skip
            child.save(force_insert=True)
        give(case, self.manager, self.worker)
        self.cases[id_], self.people[id_] = case, str(child.person_id)
        return case

    def parent(self, id_: str, of: Iterable[str], responsibility: bool | None = None) -> None:
        """A parent of some of the children, in each of their cases."""
        person = uuid.uuid4()
        self.people[id_] = str(person)
        with acting_as(self.manager):
            for child in of:
                case = self.cases[child]
                Relative(
                    case=case, authority_id=case.authority_id, person_id=person, relation="mother", added_on=BEGAN,
                    parental_responsibility=responsibility,
                ).save(force_insert=True)  # fmt: skip

    def conference(
        self,
        reference: str,
        kind: str,
        children: Iterable[str] = (),
        *,
        own: bool = True,
        kinds: Mapping[str, str] | None = None,
        **more: Any,
    ) -> Conference:
        """A conference about some (or all) of the children; a case of its own, or in the first child's."""
        named = list(children) or list(self.cases)
        with acting_as(self.manager) as by:
            case = self.cases[named[0]]
            if own:
                case = protect_case(kind="conference", as_role="team_manager", by=by, begins_on=BEGAN)
            id_ = case.id if own else uuid.uuid4()
            conference = Conference(
                id=id_, case=case, authority_id=case.authority_id, reference=reference, kind=kind, **more
            )
            conference.save(force_insert=True)
            for child in named:
                ConferenceChild(
                    case=case,
                    authority_id=case.authority_id,
                    conference=conference,
                    child_case_id=self.cases[child].id,
                    kind=(kinds or {}).get(child, ""),
                ).save(force_insert=True)
        if own:
            give(case, self.manager, self.worker)
        self.conferences[reference] = conference
        return conference

    def record(
        self, code: str, at: str, *children: str, by: Standing | None = None, conference: Any = None, **facts: Any
    ) -> uuid.UUID:
        """One event about some (or all) of the children, committed."""
        when: dict[str, Any] = {"day": date.fromisoformat(at)} if len(at) == 10 else {"at": instant(at)}
        with acting_as(by or self.worker) as standing:
            return record_event(
                code=code, cases=[self.cases[child] for child in children or self.cases], by=standing,
                facts=self.in_ids(facts), conference=conference, **when,
            )  # fmt: skip

    def in_ids(self, value: Any) -> Any:
        """Children and parents by `person_id` instead of c1, p1."""
        if isinstance(value, Mapping):
            return {self.people.get(key, key): self.in_ids(one) for key, one in value.items()}
        if isinstance(value, list):
            return [self.in_ids(one) for one in value]
        return self.people.get(value, value) if isinstance(value, str) else value

    def duties(self, by: Standing | None = None) -> list[Duty]:
        """The stored duties that somebody sees."""
        with acting_as(by or self.worker):
            return list(Duty.objects.order_by("code", "about_id", "case_id"))


def instant(text: str) -> datetime:
    """An instant from ISO text, in London where it has no offset."""
    from zoneinfo import ZoneInfo

    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=ZoneInfo("Europe/London"))
