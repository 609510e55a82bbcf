"""The tables of this room, one model a file."""

from quorate.insight.models.kept_date import CountedStream, CountedUpTo, KeptDate, Measure

__all__ = ["CountedStream", "CountedUpTo", "KeptDate", "Measure"]
