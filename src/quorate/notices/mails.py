"""An e-mail as it leaves: one recipient, a subject from a short list, a body that says nothing about anybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from types import MappingProxyType
from typing import Final

SUBJECTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "invitation": "An appointment with {authority}",
        "moved": "An appointment with {authority} has changed",
        "cancelled": "An appointment with {authority} will not take place",
        "not-going-on": "An appointment with {authority} will not be continued",
        "taken-back": "An appointment with {authority} is taken back",
        "date-confirmed": "A booking is confirmed",
        "booking-asked": "A booking is asked for",
    }
)
"""Subjects by the paper's code; every other paper has `OTHER`. No name, no kind of meeting, no word on why."""
OTHER: Final = "A letter from {authority}"

ENCLOSED: Final[Mapping[str, str]] = MappingProxyType({"leaflet": "leaflet.pdf", "second paper": "enclosed.pdf"})
"""What an e-mail calls what is enclosed, and the name of its file: neither says what stands in it."""

_BODY: Final = """Hello,

{authority} has sent you {what}. {please}
{calendar}
If this is not for you, please do not read the file. Tell us: {telephone}

{office}
"""
_ENTRY: Final = {
    "REQUEST": "You can add the appointment to your calendar with the other file.\n",
    "CANCEL": "The other file takes the appointment out of your calendar.\n",
}
_OPEN: Final = "Please open the attached file."
_CORRECTED: Final = (
    "a corrected copy of a letter", f"{_OPEN} It takes the place of any copy that you have had. It says what was added."
)  # fmt: skip
_HAND_OVER: Final = """The procedure asks you to bring it.

1. Open the attached file: it says for whom it is.
2. Print it and hand it to that person yourself. Do not send it on.
3. Then open the papers of this meeting and say on which day you handed it over."""


@dataclass(frozen=True, slots=True)
class Mail:
    """Everything that one e-mail is made of; `lasts` is from when until when the appointment in its file is."""

    code: str
    authority: str
    sender: str
    recipient: str = field(repr=False)
    office: str = ""
    telephone: str = "reply to this e-mail."
    paper: bytes = field(default=b"", repr=False)
    paper_type: str = "application/pdf"
    enclosed: bytes = field(default=b"", repr=False)
    enclosed_as: str = "leaflet"
    calendar: bytes = field(default=b"", repr=False)
    calendar_method: str = ""
    lasts: tuple[datetime, datetime] | None = None
    reply_to: str = ""
    to_hand_over: bool = False
    is_corrected: bool = False


def subject_of(code: str, authority: str) -> str:
    """The subject for a paper of this code."""
    return SUBJECTS.get(code, OTHER).format(authority=authority)


def source_of(mail: Mail, *, reference: str, at: datetime) -> bytes:
    """The e-mail's source; files in it have names that say nothing. Raises ValueError unless it is for one address.

    One address and nothing else: what a header takes for several would tell each of the others.
    """
    message = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    message["From"], message["To"] = mail.sender, _only(mail.recipient)
    if mail.reply_to:
        message["Reply-To"] = mail.reply_to
    message["Subject"] = subject_of(mail.code, mail.authority)
    message["Date"], message["Message-ID"] = at, reference
    message["Auto-Submitted"] = "auto-generated"
    if mail.paper_type == "text/plain":
        message.set_content(mail.paper.decode())
    else:
        message.set_content(_body(mail))
        message.add_attachment(mail.paper, maintype="application", subtype="pdf", filename="letter.pdf")
    if mail.enclosed:
        name = ENCLOSED[mail.enclosed_as]
        message.add_attachment(mail.enclosed, maintype="application", subtype="pdf", filename=name)
    if mail.calendar:
        message.add_attachment(
            mail.calendar, maintype="text", subtype="calendar", filename="appointment.ics",
            params={"method": mail.calendar_method, "charset": "utf-8"},
        )  # fmt: skip
    return message.as_bytes()


def _only(address: str) -> Address:
    try:
        return Address(addr_spec=address)
    except (ValueError, IndexError, HeaderParseError) as fault:
        raise ValueError("This is not one e-mail address; nothing goes to it.") from fault


def _body(mail: Mail) -> str:
    signed = "\n".join(one for one in (mail.office, mail.authority) if one)
    entry = _ENTRY[mail.calendar_method] if mail.calendar else ""
    what, please = _CORRECTED if mail.is_corrected else ("a letter", _OPEN)
    if mail.to_hand_over:
        what, please = "a letter for somebody else", _HAND_OVER
    if mail.enclosed:
        please += f" A {mail.enclosed_as} comes with it."
    return _BODY.format(
        authority=mail.authority, what=what, please=please, telephone=mail.telephone, office=signed, calendar=entry
    )  # fmt: skip
