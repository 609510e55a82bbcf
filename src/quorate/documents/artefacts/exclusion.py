"""Letters to somebody whom the chair keeps out: the reasons in plain words, views asked, a meeting offered.

They bear the number of the office, or of a team where there is none, and no person's own: it may be who was threatened.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from quorate.conferences.models import ConferenceExclusion, ConferenceState
from quorate.documents.artefacts.blocks import how_to_complain, meeting_fields, office_fields
from quorate.documents.artefacts.ringing import whom_to_ring
from quorate.documents.facts import Facts
from quorate.documents.letters import Draft, NotReadyYet, audience_in_pack, for_reader, put_together, readers_of
from quorate.documents.saying import day, local, sentence
from quorate.release.artefacts import Artefact, Recipient
from quorate.release.views_asked import day_of_views

TOLD_ALREADY: Final = "The conference has been held, and this person has had the letter that says why: it goes once."
"""Why it is not prepared again."""


def exclusion_letter(facts: Facts, recipient: Recipient, *, subject: UUID | None = None) -> Artefact:
    """The letter that explains the decision in force; `subject`, where given, must be that one. Once the conference
    has been held it speaks of it as over, and goes to those alone who have had no such letter.

    Raises NotReadyYet where nobody decided to keep this person out, or they have had it, NoSuchPaper.
    """
    decided = next((one for one in facts.exclusions if one.person_id == recipient.person_id), None)
    if decided is None or decided.outcome != "excluded" or subject not in (None, decided.pk):
        raise NotReadyYet("Nobody has decided to keep this person out of the conference.")
    is_over = facts.conference.state == ConferenceState.HELD
    if is_over and decided.explained_how == "letter":
        raise NotReadyYet(TOLD_ALREADY)
    # As it was decided, whatever else the list says of this reader: nobody's own number is in this letter.
    recipient = replace(recipient, kept_out=recipient.kept_out or decided.scope)
    audience = audience_in_pack(readers_of(facts, recipient))
    fields = {**office_fields(facts), **meeting_fields(facts), "recipient": recipient.name}
    fields["views_by"] = _views_by(facts)
    if decided.scope == "whole" and not is_over:
        fields.pop("date", None)
    added: dict[str, Any] = {
        "reasons": [for_reader(recipient, words) for words in _reasons(facts, decided, fields, is_over=is_over)],
        "complaint": [for_reader(recipient, words, kind) for kind, words in how_to_complain(facts, audience)],
        "contacts": [for_reader(recipient, words, "item") for words in whom_to_ring(facts, recipient, audience)],
    }
    letter = put_together(Draft(facts, recipient, fields, added), "exclusion-letter")
    return _afterwards(letter, recipient) if is_over else letter


def _afterwards(letter: Artefact, recipient: Recipient) -> Artefact:
    """The same once the conference was held: it asks for nothing before a day that is over."""
    said = ("The meeting is over. You can still tell us what you think.", "Tell your social worker, or write to us.")
    still: Any = tuple(for_reader(recipient, one) for one in said)
    anew = {"views-asked": {"title": "You can still tell us what you think", "paragraphs": still}}
    parts = tuple(replace(one, **anew.get(one.code, {})) for one in letter.parts)
    return replace(letter, title="Why we asked you not to come to the meeting", parts=parts)


def views_moved(facts: Facts, recipient: Recipient) -> Artefact:
    """That there is another day for the views of somebody kept out of the whole: nothing by which one could come.

    Raises NotReadyYet, NoSuchPaper.
    """
    booking = facts.booking
    if recipient.kept_out != "whole" or booking is None or not booking.live or booking.replaces_id is None:
        raise NotReadyYet("There is no other day than this person was told: the conference has not been moved.")
    fields = {**office_fields(facts), "recipient": recipient.name, "chair": facts.word("chair")}
    fields["views_by"] = _views_by(facts)
    ring = whom_to_ring(facts, recipient, audience_in_pack(readers_of(facts, recipient)))
    added: dict[str, Any] = {"views-asked": [for_reader(recipient, words, "item") for words in ring]}
    return put_together(Draft(facts, recipient, fields, added), "views-moved")


def _views_by(facts: Facts) -> str:
    """The day by which views are asked for, the same for whoever is kept out, a parent or not: never the meeting's own,
    on which they could be there. "" where none is far enough ahead: then the letter says "as soon as you can" alone.
    """
    on, booking = day_of_views(facts.conference.pk, local(facts.at)), facts.booking
    return day(on) if on is not None and booking is not None and on < local(booking.starts_at) else ""


def _reasons(facts: Facts, decided: ConferenceExclusion, fields: dict[str, str], *, is_over: bool) -> list[str]:
    """What was decided, and the reasons as the decider wrote them for this person.

    The ground's code, who asked and where it is known from are never said: they can tell who was afraid.
    """
    who = facts.word(decided.decided_as or "chair")
    if decided.scope == "whole":
        # Without its day: whoever is not to come needs it for nothing but to be there.
        said = [
            f"The {who} decided that you should not come to the meeting. This was for all of the meeting." if is_over
            else f"The {who} has decided that you do not come to the meeting. This is for all of the meeting."
        ]  # fmt: skip
    else:
        on = f" on {fields['date']}" if fields.get("date") else ""
        titles = {one["code"]: one["title"] for one in facts.pack.data["agenda"]["items"]}
        parts = [titles[one] for one in decided.parts if one in titles]
        are, is_, can = ("should not be", "was", "could") if is_over else ("are not", "is", "can")
        said = [f"The {who} {'' if is_over else 'has '}decided that you {are} there for a part of the meeting{on}."]
        said += [f"This {is_} the part: {sentence(one)}" for one in parts]
        said += [f"You {can} be there for the other parts."]
    said.append(sentence(decided.decided_words))
    said.append("This is a decision about the meeting. It does not say that you are a bad parent.")
    return said
