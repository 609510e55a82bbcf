"""The decision function and the decision table agree on every cell."""

from __future__ import annotations

from quorate.access.decide import Question, decide
from quorate.access.roles import ACTIONS, ROLES
from tests.access.table import Row, Table, cells


def question(cell: tuple[str, ...]) -> Question:
    """A cell of the table as a question to the decision function."""
    role, action, relationship, label, named, state, conflict, excluded, restricted, authority, strength, glass = cell
    return Question(
        role, action, relationship, label, named == "yes", state, conflict == "yes", excluded == "yes", restricted,  # type: ignore[arg-type]
        authority == "own", strength, glass == "yes",  # type: ignore[arg-type]
    )  # fmt: skip


def test_the_function_says_what_the_table_says_on_every_cell() -> None:
    table = Table()
    compared, different = 0, []
    for cell in cells():
        compared += 1
        if decide(question(cell)).allowed != table.allows(cell):
            different.append(cell)
    assert different == []
    assert compared > 250_000


def test_every_row_that_allows_is_the_only_one_to_allow_some_cell() -> None:
    """A row that no cell needs is a row that nobody would miss when it goes wrong."""
    table = Table()
    needed: set[str] = set()
    for cell in cells():
        if cell[6:11] == ("no", "no", "no", "own", "fresh") and table.allows(cell):
            allowing = [row for row in table.rows if row.allows and row.matches(cell)]
            needed |= {row.why for row in allowing if len(allowing) == 1}
    assert sorted(row.why for row in table.rows if row.allows and row.why not in needed) == []


def test_without_any_row_that_denies_some_cell_changes() -> None:
    table = Table()
    for left_out in [row for row in table.rows if not row.allows]:
        others = Table()
        others.rows = [row for row in table.rows if row.why != left_out.why]
        assert any(others.allows(cell) for cell in cells() if left_out.matches(cell) and not table.allows(cell)) or (
            left_out.why.startswith("Protected contact details")  # nobody is given K to read: said twice on purpose
        )


def test_every_role_and_action_has_a_plain_title_and_description() -> None:
    described = [*ROLES.values(), *ACTIONS.values()]
    assert [one for one in described if not one.title or not one.description.endswith(".")] == []


def test_every_row_says_why() -> None:
    assert [row for row in Table().rows if not isinstance(row, Row) or len(row.why) < 10] == []
