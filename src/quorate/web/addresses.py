"""Where a route leads. Every page asks for the same two dozen addresses, so each is worked out once."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import reverse


def address(name: str, /, **kwargs: Any) -> str:
    """The address of a route with its parts. Raises Django's `NoReverseMatch`."""
    return _address(settings.ROOT_URLCONF, name, tuple(kwargs.items()))


@lru_cache(maxsize=8192)
def _address(routes: str, name: str, kwargs: tuple[tuple[str, Any], ...]) -> str:
    return reverse(name, urlconf=routes, kwargs=dict(kwargs) or None)
