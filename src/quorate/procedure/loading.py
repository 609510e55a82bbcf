"""From the files of a pack to a checked `Pack`, with every fault told as file, key, what is wrong, and the mend."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from quorate.procedure.checking import faults_of
from quorate.procedure.merging import Raw, merge, origins_of
from quorate.procedure.national import looser_than_national
from quorate.procedure.pack import Pack
from quorate.procedure.reading import EditionFiles, PackError
from quorate.procedure.schema import Procedure
from quorate.procedure.wording import error_in_words, path_of


def build(local: EditionFiles, base: Pack | None, clauses: frozenset[str], *, is_national: bool) -> Pack:
    """A pack from its own files laid over its base. `is_national`: an edition of the national base itself, which
    may change national limits. Raises PackError with every fault found.
    """
    if local.unreadable:
        raise PackError(local.faults)
    base_raw: Raw = {} if base is None else base.data
    merged = merge(base_raw, local.raw)
    data, faults = _validated(merged, local)
    if not faults:
        faults = faults_of(merged, local, base_raw, clauses)
        if not is_national:
            faults.extend(looser_than_national(local, base_raw))
    if local.faults or faults:
        raise PackError(list(dict.fromkeys([*local.faults, *faults])))
    origins = {} if base is None else dict(base.origins)
    origins.update(origins_of(local.raw, f"{local.name}/{local.edition}", from_base=is_national))
    return Pack(local.name, local.edition, None if base is None else base.id, data, origins)


def _validated(merged: Raw, local: EditionFiles) -> tuple[Raw, list[str]]:
    """The merged procedure as plain data that its types allow, or the sentences that say why not."""
    try:
        return Procedure.model_validate(merged).model_dump(mode="json", exclude_none=True), []
    except ValidationError as wrong:
        errors = wrong.errors()
    told = [error for error in errors if not _is_told(error, errors, local)]
    places = [local.where(".".join(path_of(error, merged)[:2])) for error in told]
    return {}, [error_in_words(place, error, merged, Procedure) for place, error in zip(places, told, strict=True)]


def _is_told(error: Any, errors: list[Any], local: EditionFiles) -> bool:
    """Whether it is told already: a table without a source, or a list that is short because an entry is wrong."""
    loc = error["loc"]
    if error["type"] == "too_short":
        return any(other["loc"][: len(loc)] == loc != other["loc"] for other in errors)
    return bool(local.faults) and "source" in loc[-2:]
