"""The parts of addresses. What does not look right is no address at all, whoever asks."""

from __future__ import annotations

from django.urls import register_converter


class _Text:
    regex = ""

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    def to_url(self, value: object) -> str:
        """As it stands."""
        return str(value)


class PackName(_Text):
    """The name of a pack."""

    regex = "[a-z][a-z0-9-]{0,59}"


class Ref(_Text):
    """The public reference of a case: 128 random bits in 26 letters and digits."""

    regex = "[a-z2-7]{26}"


register_converter(PackName, "pack")
register_converter(Ref, "ref")
