"""In which standing somebody acts: who, for whom, in which role, how surely signed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from quorate.access.roles import Strength

NOBODY: Final = UUID(int=0)
"""Stands for the command line, and for its chain of the trail."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One person acting under one membership. Every service takes one as `by`."""

    user_id: UUID
    authority_id: UUID
    role: str
    membership_id: UUID | None = None
    team_id: UUID | None = None
    agency_id: UUID | None = None
    strength: Strength = "strong"

    @property
    def is_operator(self) -> bool:
        """Whether this is the command line (setting up, made-up worlds) rather than a person signed in."""
        return self.user_id == NOBODY


OPERATOR: Final = Standing(user_id=NOBODY, authority_id=NOBODY, role="system_administrator")
"""The command line: may keep lists and people, sees no case."""
