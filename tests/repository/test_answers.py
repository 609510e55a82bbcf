"""No service takes a dash or a dot for an answer: what has to be said is asked by `cases.details.says_something`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

SERVICES = sorted((Path(__file__).resolve().parents[2] / "src" / "quorate").glob("*/services/*.py"))
# Names (a company may be called "&"), and what a child or parent says: a row of signs may be an answer of theirs.
FREE = {"author", "family_name", "from_authority", "given_names", "name", "said_by", "text", "told_by", "words"}
FREE_FILES = {
    "booklets.py", "dissent.py", "exclusion_follow_up.py", "meeting_rules.py", "own_reports.py", "sharing.py",
}  # fmt: skip


def asked_of(node: ast.expr) -> str:
    """Whose text it is that a call takes the blanks from: `tidy(why)`, `said.reason.strip()`, `str(said["what"])`."""
    while True:
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) if not name.startswith("_"):
                return name
            case ast.Call(func=ast.Attribute(attr="get"), args=[ast.Constant(value=str(name)), *_]):
                return name
            case ast.Call(func=ast.Attribute(attr="strip" | "replace", value=inner)) | ast.Call(args=[inner, *_]):
                node = inner
            case ast.BoolOp(values=[inner, *_]) | ast.Subscript(slice=inner):
                node = inner
            case ast.Constant(value=str(name)):
                return name
            case _:
                return ast.unparse(node)


def takes_blanks(node: ast.expr) -> bool:
    match node:
        case ast.Call(func=ast.Name(id="tidy")) | ast.Call(func=ast.Attribute(attr="strip"), args=[]):
            return True
    return False


def named(function: ast.AST) -> dict[str, str]:
    """The names in a function that stand for a text without the blanks around it: whose it is."""
    found: dict[str, str] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                both = isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple)
                pairs = zip(target.elts, node.value.elts, strict=True) if both else [(target, node.value)]  # type: ignore[attr-defined]
                for one, value in pairs:
                    if isinstance(one, ast.Name) and takes_blanks(value):
                        found[one.id] = asked_of(value)
    return found


def truths(node: ast.expr) -> Iterator[ast.expr]:
    """What is asked whether it is anything at all."""
    match node:
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            yield from truths(inner)
        case ast.BoolOp(values=values):
            for one in values:
                yield from truths(one)
        case _:
            yield node


def only_typed(source: str) -> set[str]:
    """Whose texts are taken for an answer wherever anything but blanks was typed."""
    found = set()
    for function in ast.walk(ast.parse(source)):
        if isinstance(function, ast.FunctionDef):
            stands_for = named(function)
            for node in ast.walk(function):
                tests = [node.test] if isinstance(node, ast.If | ast.IfExp) else []
                tests += [node] if isinstance(node, ast.UnaryOp) else []
                for one in (each for test in tests for each in truths(test)):
                    if takes_blanks(one):
                        found.add(asked_of(one))
                    elif isinstance(one, ast.Name) and one.id in stands_for:
                        found.add(stands_for[one.id])
    return found


def test_no_service_asks_only_whether_something_was_typed() -> None:
    found = {
        (path.name, name)
        for path in SERVICES
        for name in only_typed(path.read_text(encoding="utf-8"))
        if not (name in FREE and (path.name in FREE_FILES or name not in ("text", "words")))
    }
    assert len(SERVICES) > 60 and found == set()


def test_the_rule_finds_what_it_looks_for() -> None:
    asked = {
        'refuse(why=None if why.strip() else "Say why.")': {"why"},
        "if late and not said.reason.strip():\n  raise": {"reason"},
        "words = tidy(reason)\n refuse(reason=None if words else 'Say why.')": {"reason"},
        "why, plan = a.strip(), b.strip()\n refuse(plan='Say it.' if not plan else None)": {"b"},
        "no_day = not str(said.get('by_when', '')).strip()": {"by_when"},
        "said = (text or '').replace('x', '').strip()\n if not said:\n  raise": {"text"},
        "words = tidy(reason)\n refuse(reason=None if says_something(words) else 'Say why.')": set(),
    }
    assert {one: only_typed(f"def service():\n {one}") for one in asked} == asked
