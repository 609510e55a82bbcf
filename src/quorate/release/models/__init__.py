"""The tables of this room, one model a file."""

from quorate.release.models.release import BY_RULE, Release, ReleaseState
from quorate.release.models.rendition import GENOGRAM, StoredRendition

__all__ = ["BY_RULE", "GENOGRAM", "Release", "ReleaseState", "StoredRendition"]
