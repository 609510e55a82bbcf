"""That a complaint came, what happens with it and by when; and the answer."""

from __future__ import annotations

from uuid import UUID

from quorate.challenges.models import Complaint, Stage
from quorate.documents.artefacts.blocks import office_fields, whom_to_ask
from quorate.documents.artefacts.report import lines_of
from quorate.documents.facts import Facts
from quorate.documents.letters import (
    Draft,
    NoSuchPaper,
    NotReadyYet,
    audience_in_pack,
    for_reader,
    put_together,
    readers_of,
)
from quorate.documents.saying import day
from quorate.release.artefacts import Artefact, Recipient


def complaint_acknowledgement(facts: Facts, recipient: Recipient, *, subject: UUID | None) -> Artefact:
    """The acknowledgement to whoever complained. Raises NoSuchPaper."""
    complaint = _complaint(facts, subject)
    told = [f"You told us on {day(complaint.received_on)} that you are not happy with the meeting."]
    # A small child is told what happens now by the letter itself, in words for a small child.
    is_told = complaint.route and readers_of(facts, recipient) != "children"
    told += [f"This is the way that it takes. {complaint.route}"] if is_told else []
    return _letter(facts, recipient, "complaint-acknowledgement", [("", one) for one in told])


def complaint_answer(facts: Facts, recipient: Recipient, *, subject: UUID | None) -> Artefact:
    """The answer as it was written down, to whoever complained. Raises NotReadyYet before there is one, NoSuchPaper."""
    complaint = _complaint(facts, subject)
    if complaint.stage != Stage.ANSWERED:
        raise NotReadyYet("This complaint has not been answered yet: write down the answer first.")
    told = [("", f"You told us on {day(complaint.received_on)} that you are not happy with the meeting.")]
    told.append(("", f"This is our answer of {day(complaint.answered_on)}."))
    return _letter(facts, recipient, "complaint-answer", [*told, *lines_of(complaint.answer)])


def _complaint(facts: Facts, subject: UUID | None) -> Complaint:
    found = Complaint.objects.filter(pk=subject, conference=facts.conference).first() if subject else None
    if found is None:
        raise NoSuchPaper("There is no such complaint about this conference.")
    return found


def _letter(facts: Facts, recipient: Recipient, paper: str, told: list[tuple[str, str]]) -> Artefact:
    audience = audience_in_pack(readers_of(facts, recipient))
    fields = {**office_fields(facts), "recipient": recipient.name, "chair": facts.word("chair")}
    added = {
        "complaint": [for_reader(recipient, words, kind) for kind, words in told],
        "contacts": [for_reader(recipient, words, kind) for kind, words in whom_to_ask(facts, audience)],
    }
    return put_together(Draft(facts, recipient, fields, added), paper)
