"""Long lists in pages of fifty, found by a part of the name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.http import HttpRequest

Record = TypeVar("Record", bound=Model)
PER_PAGE: Final = 50


@dataclass(frozen=True)
class Part(Generic[Record]):
    """One page of a list: what stands on it, which it is of how many, how to go on, and what was asked for where."""

    records: Sequence[Record]
    number: int
    pages: int
    total: int
    asked: str
    path: str

    def __len__(self) -> int:
        return len(self.records)

    @property
    def before(self) -> str:
        """The address of the page before, or nothing."""
        return self._address(self.number - 1) if self.number > 1 else ""

    @property
    def after(self) -> str:
        """The address of the next page, or nothing."""
        return self._address(self.number + 1) if self.number < self.pages else ""

    def _address(self, number: int) -> str:
        said: dict[str, Any] = {"name": self.asked} if self.asked else {}
        return f"?{urlencode({**said, 'page': number})}"


def paged(request: HttpRequest, records: QuerySet[Record], *, named: str) -> Part[Record]:
    """The page that the address asks for, of those whose `named` holds what was typed; the last one beyond the end."""
    asked = request.GET.get("name", "").replace("\0", "").strip()[:100]
    if asked:
        records = records.filter(**{f"{named}__icontains": asked})
    total = records.count()
    pages = max(1, -(-total // PER_PAGE))
    said = request.GET.get("page", "1")
    number = min(pages, max(1, int(said))) if said.isascii() and said.isdigit() and len(said) < 7 else 1
    first = (number - 1) * PER_PAGE
    return Part(list(records[first : first + PER_PAGE]), number, pages, total, asked, request.path)
