"""JSON Schema of pack files as people write them: a local file may state a part only, so little is required."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from pydantic import BaseModel

from quorate.procedure.schema import Procedure
from quorate.procedure.schema_papers import Form

_ALWAYS = ("code", "source")
_REMOVES = {
    "title": "Removes",
    "description": "What this edition takes away from its base, such as duty.send-minutes.",
    "type": "array",
    "items": {"type": "string", "pattern": r"^[a-z]+\.[a-z0-9-]+$"},
}


def schema(*, form: bool) -> dict[str, Any]:
    """The schema of `procedure.toml` and the files beside it, or of a form, booklet or leaflet."""
    model: type[BaseModel] = Form if form else Procedure
    made = model.model_json_schema(by_alias=True)
    docs = _docstrings()
    made["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    made["title"] = "Quorate form, booklet or leaflet" if form else "Quorate pack file"
    for name, part in [(model.__name__, made), *made.get("$defs", {}).items()]:
        _relax(part)
        for key, doc in docs.get(name, {}).items():
            part["properties"].get(key, {}).setdefault("description", doc)
    if not form:
        made["properties"]["removes"] = _REMOVES
    return made


def _relax(part: dict[str, Any]) -> None:
    """Only a code and a source stay required: all else may come from the base."""
    required = [key for key in part.get("required", ()) if key in _ALWAYS]
    part.pop("required", None)
    if required:
        part["required"] = required


def _docstrings() -> dict[str, dict[str, str]]:
    """What stands under each field in the source, by class and field; a class has those of its parents too."""
    models = list(_models(BaseModel))
    modules = sorted({model.__module__ for model in models})
    own = {node.name: _under_fields(node) for module in modules for node in _classes(module)}
    found: dict[str, dict[str, str]] = {}
    for model in models:
        for part in reversed(model.__mro__):
            found.setdefault(model.__name__, {}).update(own.get(part.__name__, {}))
    return found


def _models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for sub in model.__subclasses__():
        if sub.__module__.startswith("quorate.procedure.schema"):
            yield sub
            yield from _models(sub)


def _classes(module: str) -> list[ast.ClassDef]:
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    return [node for node in tree.body if isinstance(node, ast.ClassDef)]


def _under_fields(node: ast.ClassDef) -> dict[str, str]:
    docs = {}
    for field, after in pairwise(node.body):
        doc = _text(after)
        if doc is not None and isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            docs[field.target.id] = inspect.cleandoc(doc)
    return docs


def _text(node: ast.stmt) -> str | None:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
        return node.value.value
    return None
