"""Opening a child's record: found among the cases in reach, its contents in the same query, the look recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

import orjson
from django.db.models import Model
from django.http import HttpRequest

from quorate.access.models import ProtectedCase
from quorate.access.permissions import NoSuchRecord, abilities_by, facts_read
from quorate.access.standing import Standing
from quorate.audit.services import record
from quorate.cases.models import Child
from quorate.cases.worklist import rows_of
from quorate.web.permissions import require_declared
from quorate.web.work.moments import now

_ASKED: Final = (
    "read", "write", "manage_people", "reveal_contact", "grant_access", "look_at_access_log", "add_addendum",
    "set_label", "agree_label",
)  # fmt: skip
_FOUND: Final = """FROM access_case k JOIN cases_child c ON c.case_id = k.id
    WHERE k.ref = %(ref)s AND k.authority_id = %(authority)s
    AND k.id = ANY (ARRAY(SELECT access_cases_for('read', 'P'))) AND NOT k.id = ANY (ARRAY(SELECT access_denied()))"""
_PROTECTED: Final = """EXISTS (SELECT FROM cases_address a
    WHERE a.case_id = k.id AND a.ends_on IS NULL AND a.protection <> 'open')"""

_FACTS: Final = "(SELECT row_to_json(f) FROM access_facts(k.id) f)::text"


@dataclass(frozen=True, slots=True)
class Opened:
    """A record as it was opened: the handle (with the parts asked for as attributes), the child, what may be done."""

    case: Any
    child: Child
    can: frozenset[str]
    has_protected_address: bool
    standing: Standing

    @property
    def ref(self) -> str:
        """What stands in addresses of pages."""
        return str(self.case.ref)


def standing_of(request: HttpRequest) -> Standing:
    """In which standing the request is made."""
    standing: Standing = request.standing  # type: ignore[attr-defined]  # set by access.middleware
    return standing


def opened(request: HttpRequest, ref: str, part: str, parts: Mapping[str, str] | None = None) -> Opened:
    """The child's record, with `parts` (see `children.parts`) in the same query. Recorded as a look at `part`.

    Raises `NoSuchRecord` where there is none, where it is hidden, and where the role reads nothing of it; `NotAllowed`
    where what the route declares may not be done with it.
    """
    standing, named = standing_of(request), dict(parts or {})
    found = rows_of(_text(tuple(named.items())), standing, now(), ref=ref)
    if not found:
        raise NoSuchRecord
    case, child, (protected, told, *lists) = _objects(found[0])
    for name, listed in zip(named, lists, strict=True):
        setattr(case, name, orjson.loads(listed) if isinstance(listed, str) else listed or [])
    can = abilities_by(facts_read(case.pk, told), standing, case, _ASKED)
    if "read" not in can:
        raise NoSuchRecord
    require_declared(request, standing, case, can)
    record(action="case.read", subject_kind="case", subject_id=case.pk, case_id=case.pk, facts={"part": part})
    return Opened(case, child, can, protected, standing)


@lru_cache(maxsize=32)
def _text(parts: tuple[tuple[str, str], ...]) -> str:
    columns = [*_columns(ProtectedCase, "k"), *_columns(Child, "c"), _PROTECTED, _FACTS]
    columns += [f"(SELECT json_agg(x) FROM ({text}) x)::text AS {name}" for name, text in parts]
    return f"SELECT {', '.join(columns)} {_FOUND}"


def _columns(model: type[Model], alias: str) -> list[str]:
    return [f"{alias}.{field.column}" for field in model._meta.concrete_fields]


def _objects(row: tuple[Any, ...]) -> tuple[Any, Child, tuple[Any, ...]]:
    """The handle and the child as the models have them, and what else the row holds."""
    made: list[Any] = []
    for model in (ProtectedCase, Child):
        names = [field.attname for field in model._meta.concrete_fields]
        made.append(model.from_db("default", names, row[: len(names)]))
        row = row[len(names) :]
    case, child = made
    child.case = case
    return case, child, row


def on(text: str | None) -> date | None:
    """A date as the database wrote it into an object."""
    return date.fromisoformat(text) if text else None


def at(text: str | None) -> datetime | None:
    """An instant as the database wrote it into an object."""
    return datetime.fromisoformat(text) if text else None


def key(text: str | None) -> UUID | None:
    """An id as the database wrote it into an object."""
    return UUID(text) if text else None
