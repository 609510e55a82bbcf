"""Authorities side by side: the questions of `question_list`, as a table to read or as CSV."""

from __future__ import annotations

import csv
import io
import textwrap
from collections.abc import Sequence

from quorate.procedure.library import Library
from quorate.procedure.pack import Pack
from quorate.procedure.question_list import QUESTIONS
from quorate.procedure.questions import CONFERENCES, Asked

Rows = list[list[str]]
LEGEND = "[base]: the authority's own paper is silent and the national base answers. –: neither says."


def authorities(library: Library) -> list[str]:
    """The packs that no other pack extends: the authorities, not their base."""
    extended = {
        edition.extends.partition("/")[0]
        for name in library.names
        for edition in library.editions(name)
        if edition.extends is not None
    }
    return [name for name in library.names if name not in extended]


def compared(packs: Sequence[Pack], names: Sequence[str]) -> Rows:
    """A heading, then one row a question: conference, question, an answer each, where the difference is told."""
    asked = {name: [Asked(pack, name) for pack in packs] for name in CONFERENCES}
    rows = [["conference", "question", *names, "ref"]]
    for question in QUESTIONS:
        answers = [question.answer(one) for one in asked[question.conference]]
        rows.append([question.conference, question.asks, *answers, question.ref])
    return rows


def as_csv(rows: Rows) -> str:
    """The rows as CSV with plain line ends."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def as_table(rows: Rows, width: int) -> str:
    """The rows as a table that fits `width` columns, grouped by conference; a star marks what is not the same."""
    heads = rows[0][2:-1]
    first = min(24, width // 5)
    each = (width - first - 3 * len(heads)) // len(heads)
    widths = [first, *[each] * len(heads)]
    rule = "-+-".join("-" * one for one in widths)
    lines = [*_row(["", *heads], widths), rule]
    conference = ""
    for said, asks, *answers, _ in rows[1:]:
        if said != conference:
            conference = said
            lines += [f"Conference: {said}, asked about at {CONFERENCES[said].replace('T', ' ')}", rule]
        lines += [*_row([asks + ("" if _is_same(answers) else " *"), *answers], widths), rule]
    legend = textwrap.wrap(f"{LEGEND} *: not the same everywhere.", width)
    return "\n".join(line.rstrip() for line in [*lines, *legend]) + "\n"


def _is_same(answers: Sequence[str]) -> bool:
    return len({answer.removesuffix(" [base]") for answer in answers}) == 1


def _row(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    wrapped = [textwrap.wrap(cell, width) or [""] for cell, width in zip(cells, widths, strict=True)]
    height = max(map(len, wrapped))
    padded = [lines + [""] * (height - len(lines)) for lines in wrapped]
    return [
        " | ".join(line.ljust(width) for line, width in zip(row, widths, strict=True))
        for row in zip(*padded, strict=True)
    ]
