"""The tables of this room, one model a file."""

from quorate.conferences.models.conference import Conference, ConferenceChild, ConferenceState
from quorate.conferences.models.decision import Decision

__all__ = ["Conference", "ConferenceChild", "ConferenceState", "Decision"]
