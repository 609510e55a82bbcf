"""A pack as the engine uses it: one authority's validated procedure, in one edition, with its origins.

Nothing here imports pydantic, so that a procedure whose files have been checked before starts at once
(`docs/decisions/0003-checked-packs-are-kept.md`). The pydantic types are in `schema.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from quorate.procedure.rules import Rules

if TYPE_CHECKING:
    from quorate.procedure.schema import Procedure


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one value of a pack was said: the edition, its source, and whether the base answered."""

    edition: str
    source: tuple[str, ...]
    from_base: bool


@dataclass(frozen=True)
class Pack:
    """A procedure with the edition that it came from and the origin of each of its values.

    `data` is the validated procedure as plain data (dates as ISO strings); `origins` maps a dotted path
    (`supporters.at_most`, `duty.send-minutes.due`) to its `Origin`.
    """

    name: str
    edition: str
    base_edition: str | None
    data: dict[str, Any]
    origins: dict[str, Origin] = field(default_factory=dict)
    late_holidays: dict[int, str] = field(default_factory=dict)
    """Bank holidays declared after the table was made, by ordinal."""

    @property
    def id(self) -> str:
        """Name and edition, as `northshire/2020`."""
        return f"{self.name}/{self.edition}"

    @cached_property
    def procedure(self) -> Procedure:
        """The procedure as frozen pydantic types (imports pydantic when first asked for)."""
        from quorate.procedure.schema import Procedure

        return Procedure.model_validate_json(self._as_json())

    @cached_property
    def rules(self) -> Rules:
        """The procedure made ready for the engine, every limit parsed once."""
        return Rules(self.id, self.data, self.late_holidays)

    def _as_json(self) -> bytes:
        import orjson

        return orjson.dumps(self.data)

    def word(self, key: str) -> str:
        """What this authority calls the role, plan, meeting or paper `key`; KeyError where it has no word."""
        return str(self.data["words"][key]["say"])
