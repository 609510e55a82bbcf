"""What several papers say in the same way: when and where, who comes, supporters, complaints, whom to ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final
from uuid import UUID

from quorate.conferences.models import Booking, Invitee
from quorate.conferences.naming import own_name
from quorate.documents.facts import Facts
from quorate.documents.saying import day, joined, moment, sentence, time
from quorate.procedure.offsets import parse
from quorate.release.artefacts import Recipient

MODES: Final = {
    "in_person": "In the room, together",
    "virtual": "By video link",
    "phone": "By telephone",
    "mixed": "In the room; you can also join by video or telephone",
}
_NO_LIMIT: Final = "no limit"


def place_of(booking: Booking) -> tuple[str, str, str]:
    """The place by name, its address and how to get in: the authority's own place, never anybody's home."""
    if booking.room is None:
        return booking.place_words, "", ""
    venue = booking.room.venue
    return f"{booking.room.name}, {venue.name}", " ".join(venue.address.split()), " ".join(venue.how_to_get_in.split())


def meeting_fields(facts: Facts) -> dict[str, str]:
    """The single facts about the meeting that stands; without a booking, none."""
    booking = facts.booking
    if booking is None:
        return {}
    place, address, getting_in = place_of(booking)
    return {
        "date": day(booking.starts_at), "starts": time(booking.starts_at), "ends": time(booking.ends_at),
        "place": place, "place_address": address, "getting_in": getting_in,
        "mode": MODES.get(booking.mode, ""), "chair": facts.word("chair"),
        "join": booking.place_words if booking.room is not None and booking.mode == "mixed" else "",
        "conference_kind": f"the {facts.word(facts.conference.kind + '_conference')}",
    }  # fmt: skip


def own_meeting(facts: Facts, recipient: Recipient) -> dict[str, str]:
    """The same as this one person comes to it: of whoever comes apart from others, and whoever accompanies them, their
    own time and way alone."""
    fields, booking = meeting_fields(facts), facts.booking
    if booking is None or recipient.person_id is None:
        return fields
    way = {str(key): way for key, way in facts.ways_in.items()}.get(recipient.key)
    if way is None:
        return fields
    if way.at:
        fields |= {"starts": time(way.starts(booking.starts_at)), "ends": ""}
    return fields | {"getting_in": sentence(way.words) or fields["getting_in"], "mode": "", "join": ""}


def office_fields(facts: Facts) -> dict[str, str]:
    """Whose paper it is, and when it was made."""
    return {"authority": facts.pack.data["title"], "dated": day(facts.at)}


def when_and_where(fields: dict[str, str], *, with_place: bool) -> list[str]:
    """Rows of the invitation: each a label and what it says, separated by a tab."""
    rows = [("Day", fields.get("date", "")), ("Time", _from_to(fields))]
    if with_place:
        where = joined((fields.get("place", ""), fields.get("place_address", "")), ",").replace(" , ", ", ")
        is_afar = fields.get("mode") in (MODES["virtual"], MODES["phone"])
        rows += [("To join" if is_afar else "Place", where), ("Getting in", fields.get("getting_in", ""))]
        rows += [("How", fields.get("mode", "")), ("To join from elsewhere", fields.get("join", ""))]
    return [f"{label}\t{said}" for label, said in rows if said]


def _from_to(fields: dict[str, str]) -> str:
    starts, ends = fields.get("starts", ""), fields.get("ends", "")
    return f"{starts} to {ends}" if starts and ends else starts


def who_comes(facts: Facts) -> list[str]:
    """The professionals by what they do, each once: nobody's name, and nobody of the family."""
    roles = [facts.word("chair"), *([facts.word("minute_taker")] if _has_minute_taker(facts) else [])]
    asked = (one for one in facts.invitees if one.kind == "professional" and one.to_invite is not False)
    roles += [facts.word(one.role) for one in asked if one.role not in ("chair", "minute_taker")]
    return [sentence(role).rstrip(".") for role in dict.fromkeys(roles)]


def named(one: Invitee) -> str:
    """The name of somebody on the list; "" for a place that waits for a name."""
    return own_name(one.name)


def agency_of(one: Invitee) -> str:
    """The agency for which somebody comes, "" where none is recorded."""
    return one.agency.name if one.agency is not None else ""


def _has_minute_taker(facts: Facts) -> bool:
    return facts.booking is not None and facts.booking.minute_taker_id is not None


def professionals(facts: Facts) -> list[Invitee]:
    """The professionals who are asked, in the order of their agencies."""
    asked = (one for one in facts.invitees if one.kind == "professional" and one.to_invite is not False)
    return sorted(asked, key=lambda one: (one.agency_code, one.role, one.name))


def supporters_rule(facts: Facts) -> list[str]:
    """Whether and whom one may bring, in plain words."""
    rule = facts.pack.data["supporters"]
    kinds = joined((_a(facts.word(one)) for one in rule.get("kinds", ())), "or")
    at_most = rule.get("at_most")
    yours = {1: "You can bring one person to be with you", None: "You can bring somebody to be with you"}
    said = [
        yours.get(at_most, f"You can bring up to {at_most} people to be with you") + (f": {kinds}." if kinds else ".")
    ]
    if rule.get("may_speak") is False:
        said.append("They are there for you and listen. They do not speak in the meeting.")
    elif rule.get("may_speak"):
        said.append("They may speak.")
    if "solicitor" in rule.get("kinds", ()) and not rule.get("solicitor_may_speak"):
        said.append("A solicitor may come and listen. You do not need one.")
    if rule.get("tell"):
        said.append(f"Please tell the {facts.word(rule['tell'])} who is coming.")
        limit = limit_in_words(facts, "name-supporter", " before")
        said += [f"Do this at least {limit} before the meeting."] if limit else []
    if rule.get("confidentiality_acknowledged"):
        said.append("They must keep private what they hear.")
    return said


def your_part(facts: Facts, kind: str) -> list[str]:
    """What somebody who comes with the family does in the meeting, told to them."""
    if kind == "observer":
        return ["You are there to see how it goes. You do not speak in the meeting."]
    if kind != "supporter":
        return []
    said, may_speak = ["You are there for somebody of the family."], facts.pack.data["supporters"].get("may_speak")
    if may_speak is not None:
        said.append("You may speak." if may_speak else "You listen. You do not speak in the meeting.")
    return said


def _a(word: str) -> str:
    return word if word.endswith("s") else f"{'an' if word[:1] in 'aeiou' else 'a'} {word}"


def how_to_complain(facts: Facts, audience: str, *, decided: bool = True) -> Iterator[tuple[str, str]]:
    """(kind of paragraph, words): the steps, until when, in which way, the office's address, and, where something has
    been decided, whether that stands meanwhile."""
    data = facts.pack.data["complaints"]
    for route in data["routes"]:
        yield "item", sentence(route)
    until = complaint_window(facts)
    if until:
        yield "", until
    if data.get("in_writing"):
        yield "", "Please write it down, or ask somebody to write it for you."
    for office in facts.contacts(audience, "complaints"):
        yield "strong", office["name"]
        yield "", joined(_ways(office), ",")
    if decided and data.get("decision_stands_meanwhile"):
        yield "", "The decision stays as it is while this is looked at."


def complaint_window(facts: Facts) -> str:
    """Until when one can complain, in the pack's time; "" where it sets none."""
    window = facts.due("complain")
    if window is not None and window.due_on is not None:
        return f"Please do this by {day(window.due_on)}."
    limit = limit_in_words(facts, "complain", " after")
    return f"Please do this within {limit} of the meeting." if limit else ""


def limit_in_words(facts: Facts, code: str, side: str) -> str:
    """The number that the procedure sets for a duty ("2 working days"); "" where it sets none."""
    rule = next((one for one in facts.pack.data["duty"] if one["code"] == code), None)
    limit = rule.get("due") if rule else None
    said = limit.get(facts.conference.kind) if isinstance(limit, dict) else limit
    if not said or said == _NO_LIMIT:
        return ""
    number, found, _ = str(parse(said)).partition(side)
    return number if found and number[:1].isdigit() else ""


def whom_to_ask(facts: Facts, audience: str) -> Iterator[tuple[str, str]]:
    """(kind of paragraph, words): the offices and help-lines for these readers."""
    functions = ("invitations", "booking", "general", "children", "help-line")
    for office in facts.contacts(audience, *functions):
        yield "item", ": ".join(part for part in (office["name"], joined(_ways(office), "or")) if part)


def _ways(office: dict[str, Any]) -> Iterable[str]:
    return [str(office[key]) for key in ("telephone", "email", "web", "address") if office.get(key)]


def limit_of(facts: Facts, *codes: str, about: UUID | None = None) -> str:
    """By when, of the first of these duties (about this person) that the procedure sets a limit for."""
    for code in codes:
        duty = facts.due(code, about)
        if duty is not None and (duty.act_by_on or duty.due_on):
            at = duty.act_by_at or duty.due_at
            return moment(at) if at else day(duty.act_by_on or duty.due_on)
    return ""


def born(facts: Facts, child: Any) -> str:
    """ "born 3 March 2019" or "expected 3 March 2027"."""
    if child.born_on:
        return f"born {day(child.born_on).split(' ', 1)[1]}"
    return f"expected {day(child.expected_on).split(' ', 1)[1]}" if child.expected_on else "not born yet"
