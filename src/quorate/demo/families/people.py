"""The people of a made-up family, before anything is written."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date


@dataclass
class Kid:
    """A child with a record: how it is known while the family is told, and what the record says."""

    key: str
    given: str
    family: str
    sex: str
    born: date | None = None
    expected: date | None = None
    ethnicity: str = ""
    disabilities: tuple[str, ...] = ()
    kind: str = ""
    person_id: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass
class Adult:
    """Somebody around the children; `of` are the keys of the children (empty: all)."""

    key: str
    given: str
    family: str
    relation: str
    sex: str
    born: date | None = None
    responsible: bool | None = True
    lives: bool | None = True
    of: tuple[str, ...] = ()
    person_id: uuid.UUID = field(default_factory=uuid.uuid4)

    def is_of(self, kid: Kid) -> bool:
        """Whether this adult stands in the child's record."""
        return not self.of or kid.key in self.of
