"""What pydantic finds wrong in a pack file, said as a practitioner needs it: the key, what is wrong, the mend."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel

from quorate.procedure.vocabulary import KINDS

_BY_KIND = ("due", "opens", "parts")
_SHOULD_BE = {
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "string_type": "text in quotation marks",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "tuple_type": "a list in square brackets",
    "dict_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
    "date_type": "a date such as 2026-04-01",
    "date_from_datetime_parsing": "a date such as 2026-04-01",
}


def path_of(error: Any, raw: Any) -> list[str]:
    """Where the error stands, list entries by their code: `["duty", "send-minutes", "due"]`."""
    path: list[str] = []
    here = raw
    for step in error["loc"]:
        inner = _step(here, step)
        path.append(
            str(inner.get("code", step + 1)) if isinstance(step, int) and isinstance(inner, dict) else str(step)
        )
        here = inner
    return path


def error_in_words(place: str, error: Any, raw: Any, model: type[BaseModel]) -> str:
    """One pydantic error about `raw` as a sentence that begins with `place`."""
    path = path_of(error, raw)
    for at, key in enumerate(path[2:], 2):
        if key in _BY_KIND and path[0] == "duty":
            where = " ".join([f"{place}:", *path[:at]])
            kinds = ", ".join(KINDS)
            return f"{where}: {key}: must be one value for every kind of conference, or a table by kind ({kinds})"
    key = path[-1] if path else ""
    where = " ".join([f"{place}:", *path[:-1]]).rstrip(": ")
    return f"{where}: {_what(error, key, model)}"


def _what(error: Any, key: str, model: type[BaseModel]) -> str:
    kind, said = error["type"], error["input"]
    if kind == "extra_forbidden":
        return f"unknown key {key!r}; {did_you_mean(key, _keys_at(error['loc'][:-1], model), 'take it out')}"
    if kind == "missing":
        return f"{key!r} is missing; add it"
    if kind == "too_short":
        return f"{key}: is empty; give at least one"
    if kind == "literal_error":
        return f"{key}: {said!r} is not known; it is {error['ctx']['expected']}"
    if kind == "string_pattern_mismatch":
        joint = "underscores" if "_" in error["ctx"]["pattern"] else "hyphens"
        return f"{key}: {said!r} is not a name that can be used; write small letters, joined by {joint}"
    if kind in _SHOULD_BE:
        return f"{key}: {said!r} must be {_SHOULD_BE[kind]}; correct it"
    message = error["msg"].removeprefix("Value error, ")
    return f"{key}: {message[0].lower()}{message[1:]} (it says {said!r})"


def did_you_mean(said: str, known: list[str], otherwise: str) -> str:
    """The mend for a name that is not known: the nearest one, or else what to do instead."""
    near = get_close_matches(said, known, n=1)
    return f"did you mean {near[0]!r}?" if near else otherwise


def _step(here: Any, step: Any) -> Any:
    try:
        return here[step]
    except (KeyError, IndexError, TypeError):
        return None


def _keys_at(loc: tuple[Any, ...], model: Any) -> list[str]:
    """The keys that may stand at a place of the schema."""
    for step in loc:
        if isinstance(step, int):
            continue
        found = _fields(model).get(step)
        model = None if found is None else _model_in(found.annotation)
    return [field.alias or name for name, field in _fields(model).items()]


def _fields(model: Any) -> dict[str, Any]:
    return dict(getattr(model, "model_fields", {}))


def _model_in(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for inner in get_args(annotation) if (found := _model_in(inner)) is not None), None)
