"""May this person do this? The facts are fetched, the one decision is asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import orjson
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404

from quorate.access.context import told_just_now
from quorate.access.decide import Answer, Question, Relationship, Restricted, decide
from quorate.access.models import ProtectedCase, ProtectedText
from quorate.access.roles import ACTIONS
from quorate.access.standing import Standing


class NotAllowed(PermissionDenied):
    """The person may know that the thing is there, and may not do this with it. `answer` says what it hung on."""

    def __init__(self, action: str, answer: Answer) -> None:
        super().__init__(f"Not allowed: {ACTIONS[action].title.lower()} ({answer.reason}).")
        self.action = action
        self.answer = answer


class StepUpNeeded(NotAllowed):
    """Allowed after showing the second factor again."""


class NoSuchRecord(Http404):
    """There is no such record for this person: not there, and not theirs, are one answer."""

    def __init__(self) -> None:
        super().__init__("There is no such record.")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a decision about one case depends on, for whoever acts in the running transaction."""

    roles: tuple[str, ...]
    lapsed: bool
    conflict: bool
    excluded: bool
    restricted: Restricted
    same_authority: bool
    signed: bool
    broken_glass: bool
    founding: bool


# While a case is being made its founder has to be able to give it to somebody; the database says the same.
_FOUNDING = frozenset({"see_case", "write", "contribute", "grant_access", "restrict", "manage_people"})


def facts_of(case: ProtectedCase) -> Facts | None:
    """The facts as the database has them now; None when nobody is acting or there is no such case."""
    found: Facts | None = told_just_now(case.pk, lambda: _asked(case))
    return found


def facts_read(key: UUID, told: str | None) -> Facts | None:
    """The facts of a case that another statement has just read, as JSON; nobody asks again before something is done."""
    said = None if told is None else orjson.loads(told)
    read = None if said is None else Facts(**said | {"roles": tuple(said["roles"])})
    found: Facts | None = told_just_now(key, lambda: read)
    return found


def _asked(case: ProtectedCase) -> Facts | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM access_facts(%s)", [case.pk])
        row = cursor.fetchone()
    return None if row is None else Facts(tuple(row[0]), *row[1:])


def answer(
    standing: Standing | None, action: str, case: ProtectedCase | None = None, text: ProtectedText | None = None
) -> Answer:
    """The decision about one person, one action and, where the action is on a case, one case or text of it."""
    if standing is None:
        return Answer(False, "role")
    if ACTIONS[action].on != "case" or (case is None and action == "break_glass"):
        return decide(Question(role=standing.role, action=action, strength=standing.strength))
    if case is None:
        raise ValueError(f"{action} is done on a case: say which.")
    facts = facts_of(case)
    if facts is None:
        return Answer(False, "relationship")
    if facts.founding and action in _FOUNDING and standing.strength != "single":
        return Answer(True, "granted")
    return _best(standing, action, facts, text)


def _best(standing: Standing, action: str, facts: Facts, text: ProtectedText | None) -> Answer:
    """One may hold a case in several roles: the first that allows, else the answer for the last."""
    relation: Relationship = "lapsed" if facts.lapsed else "none"
    held: list[tuple[str, Relationship]] = [(standing.role, relation), *((role, "active") for role in facts.roles)]
    found = Answer(False, "relationship")
    for role, relationship in held:
        found = decide(_question(standing, action, facts, text, role=role, relationship=relationship))
        if found.allowed:
            return found
    return found


def _question(
    standing: Standing, action: str, facts: Facts, text: ProtectedText | None, *, role: str, relationship: Relationship
) -> Question:
    return Question(
        role=role,
        action=action,
        relationship=relationship,
        label="" if text is None else text.label,
        named=text is not None and names(text, standing),
        state="signed" if facts.signed else "open",
        conflict=facts.conflict,
        excluded=facts.excluded,
        restricted=facts.restricted,
        same_authority=facts.same_authority,
        strength=standing.strength,
        break_glass=facts.broken_glass,
    )


def abilities_by(
    facts: Facts | None, standing: Standing | None, case: ProtectedCase, actions: Iterable[str], label: str = "P"
) -> frozenset[str]:
    """Which of these actions on a case are allowed, from facts that were read in the running transaction; "read" means
    texts of the label."""
    if standing is None or facts is None:
        return frozenset()
    text = ProtectedText(case=case, label=label, named_people=[], named_agencies=[])
    return frozenset(
        one
        for one in actions
        if (facts.founding and one in _FOUNDING and standing.strength != "single")
        or _best(standing, one, facts, text if one == "read" else None).allowed
    )


def names(text: ProtectedText, standing: Standing) -> bool:
    """Whether the text is for this very person or for the agency acted for."""
    return standing.user_id in text.named_people or standing.agency_id in text.named_agencies


def may(
    standing: Standing | None, action: str, case: ProtectedCase | None = None, text: ProtectedText | None = None
) -> bool:
    """Whether the person may do the action (on the case, with the text)."""
    return answer(standing, action, case, text).allowed


def may_after_step_up(standing: Standing | None, action: str, case: ProtectedCase) -> bool:
    """Whether the person may do the action on the case once the second factor is shown afresh, or already may."""
    return standing is not None and may(replace(standing, strength="fresh"), action, case)


def readable(standing: Standing | None, case: ProtectedCase, texts: Iterable[ProtectedText]) -> list[ProtectedText]:
    """Those texts of one case whose label the person reaches: the facts of the case are fetched once for all."""
    facts = None if standing is None else facts_of(case)
    if standing is None or facts is None:
        return []
    return [text for text in texts if _best(standing, "read", facts, text).allowed]


def require(
    standing: Standing | None, action: str, case: ProtectedCase | None = None, text: ProtectedText | None = None
) -> Any:
    """Passes when allowed; else raises `NoSuchRecord`, `StepUpNeeded` or `NotAllowed`."""
    found = answer(standing, action, case, text)
    if found.allowed:
        return
    if case is not None and not answer(standing, "see_case", case).allowed:
        raise NoSuchRecord
    if found.reason == "strength":
        raise StepUpNeeded(action, found)
    raise NotAllowed(action, found)
