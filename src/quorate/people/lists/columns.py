"""What each kind of list holds: its columns, the spellings of their headings, and how a value is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from quorate.people.lists import values
from quorate.people.models import AgencyKind, ListKind


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the heading of our template, other spellings, how to read a value, an example. What nobody can read
    in one that `may_be_left_out` is noted; its row comes in without it."""

    code: str
    heading: str
    reads: values.Parser
    example: str
    spellings: tuple[str, ...] = ()
    required: bool = False
    may_be_left_out: bool = False


_KINDS: Final = {str(code): str(title) for code, title in AgencyKind.choices}
_AGENCY_KIND: Final = values.one_of(_KINDS, "kind of agency")

AGENCIES: Final = (
    Column("name", "Agency", values.name(200), "Weir Lane Primary School",
           ("agency name", "name", "organisation", "organization", "school", "service"), required=True),
    Column("kind", "Kind", _AGENCY_KIND, "School",
           ("type", "agency type", "agency kind", "category", "sector", "what it is"), required=True),
    Column("secure_email", "Secure e-mail", values.email, "head@weirlane.example",
           ("email", "e mail", "secure email", "email address", "mail")),
    Column("telephone", "Telephone", values.telephone, "01632 960123",
           ("phone", "tel", "tel no", "phone number", "telephone number", "contact number")),
    Column("post", "Post", values.lines(400), "Weir Lane, Madeupton", ("address", "postal address", "post address")),
    Column("owner", "Kept right by", values.name(200), "Head teacher",
           ("owner", "who keeps it right", "contact", "contact person", "responsible", "lead")),
    Column("review_on", "Confirm again by", values.review_day, "27/03/2027",
           ("review date", "review", "review by", "confirm by", "next review")),
)  # fmt: skip

# Families read the work number in their letters: no column is taken for it whose heading does not say "work".
PROFESSIONALS: Final = (
    Column("full_name", "Full name", values.name(150), "Nadia Newmere",
           ("name", "professional", "person", "full name of professional"), required=True),
    Column("job_title", "Job title", values.name(120), "Designated safeguarding lead",
           ("job", "title", "role", "post", "position"), required=True),
    Column("agency", "Agency", values.name(200), "Weir Lane Primary School",
           ("agency name", "organisation", "organization", "employer", "school", "service"), required=True),
    Column("work_telephone", "Work telephone", values.work_telephone, "01632 960124",
           ("work phone", "work tel", "work tel no", "work phone number", "work telephone number", "work number",
            "work contact number"), may_be_left_out=True),
    Column("begins_on", "From", values.day, "01/09/2026", ("start", "start date", "begins", "begins on", "since")),
    Column("ends_on", "To", values.day, "", ("end", "end date", "ends", "ends on", "until", "left", "leaving date")),
)  # fmt: skip

ROOMS: Final = (
    Column("venue", "Building", values.name(120), "Weir House",
           ("venue", "building name", "site", "location", "centre"), required=True),
    Column("name", "Room", values.room_name, "Oak Room", ("room name", "name", "room number"), required=True),
    Column("seats", "Seats", values.seats, "12", ("capacity", "places", "people", "size"), required=True),
    Column("is_step_free", "Without steps", values.yes_or_no, "yes",
           ("step free", "stepfree", "accessible", "wheelchair", "wheelchair access")),
    Column("joins_by_video", "By video", values.yes_or_no, "no",
           ("video", "joins by video", "video conference", "vc", "teams", "hybrid")),
    Column("address", "Address", values.lines(600), "1 Weir Lane, Madeupton", ("building address", "venue address")),
    Column("how_to_get_in", "How to get in", values.lines(1000), "Ring at the side door",
           ("directions", "access", "entrance", "parking")),
)  # fmt: skip

COLUMNS: Final[Mapping[str, tuple[Column, ...]]] = MappingProxyType(
    {ListKind.AGENCIES: AGENCIES, ListKind.PROFESSIONALS: PROFESSIONALS, ListKind.ROOMS: ROOMS}
)
