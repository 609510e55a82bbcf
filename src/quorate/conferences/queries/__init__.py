"""Reading conferences: what whoever asks may see of them."""

from quorate.conferences.queries.finding import (
    FoundConference,
    SubjectChild,
    children_of,
    conference_by_ref,
    found_conference,
)

__all__ = ["FoundConference", "SubjectChild", "children_of", "conference_by_ref", "found_conference"]
