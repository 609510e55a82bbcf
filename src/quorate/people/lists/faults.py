"""What is wrong with a file or with one cell of it: where, what, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """`row` as the spreadsheet counts (the headings are row 1; 0: the whole file), `column` by its heading.

    `code` is the kind of fault, for counting; `what` and `mend` are sentences without names of people.
    """

    row: int
    column: str
    code: str
    what: str
    mend: str


class Wrong(ValueError):
    """One value that cannot be taken."""

    def __init__(self, code: str, what: str, mend: str) -> None:
        super().__init__(f"{what} {mend}")
        self.code, self.what, self.mend = code, what, mend

    def at(self, row: int, column: str) -> Fault:
        """The same, with its place."""
        return Fault(row, column, self.code, self.what, self.mend)


class Unreadable(Wrong):
    """A file of which nothing can be read."""
