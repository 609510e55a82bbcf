"""Where a route leads. Every page asks for the same two dozen addresses, so each is worked out once.

Also those that lead to one record: what differs between them is the record's reference or key, which is put in its
place afterwards.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.templatetags.static import static as address_of_static
from django.urls import NoReverseMatch, reverse

_REF: Final = re.compile(r"[a-z2-7]{26}")
_ANY_REF: Final = "q" * 26
_ANY_KEY: Final = UUID("ffffffff-ffff-4fff-bfff-ffffffffffff")


def address(name: str, /, **kwargs: Any) -> str:
    """The address of a route with its parts. Raises Django's `NoReverseMatch`."""
    if len(kwargs) == 1:  # by far the most: one record, whose reference or key stands between two fixed halves
        ((part, value),) = kwargs.items()
        if (part == "ref" and type(value) is str and _REF.fullmatch(value)) or (part == "key" and type(value) is UUID):
            before, after = _halves(settings.ROOT_URLCONF, name, part)
            return f"{before}{value}{after}"
    key = kwargs.get("key")
    if isinstance(key, UUID) and key != _ANY_KEY:
        return address(name, **kwargs | {"key": _ANY_KEY}).replace(str(_ANY_KEY), str(key))
    ref = kwargs.get("ref", "")
    if not isinstance(ref, str) or not _REF.fullmatch(ref):
        return _address(settings.ROOT_URLCONF, name, tuple(kwargs.items()))
    return _address(settings.ROOT_URLCONF, name, tuple((kwargs | {"ref": _ANY_REF}).items())).replace(_ANY_REF, ref)


def static(path: str) -> str:
    """Where a static file is, with the fingerprint of its content. Raises ValueError for one that is not there."""
    return _static(settings.STATIC_URL, settings.STATIC_ROOT, path)


@lru_cache(maxsize=1024)
def _halves(routes: str, name: str, part: str) -> tuple[str, str]:
    other = _ANY_REF if part == "ref" else _ANY_KEY
    before, _, after = reverse(name, urlconf=routes, kwargs={part: other}).partition(str(other))
    return before, after


def is_route(name: str, *parts: str) -> bool:
    """Whether there is a route of this name with these parts."""
    return _is_route(settings.ROOT_URLCONF, name, parts)


@lru_cache
def _is_route(routes: str, name: str, parts: tuple[str, ...]) -> bool:
    try:
        reverse(name, urlconf=routes, kwargs=dict.fromkeys(parts, _ANY_REF))
    except NoReverseMatch:
        return False
    return True


@lru_cache(maxsize=8192)
def _address(routes: str, name: str, kwargs: tuple[tuple[str, Any], ...]) -> str:
    return reverse(name, urlconf=routes, kwargs=dict(kwargs) or None)


@lru_cache(maxsize=256)
def _static(_url: str, _root: Path, path: str) -> str:
    return address_of_static(path)
