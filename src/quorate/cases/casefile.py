"""From the rows of a stream to the engine's case file: children as c1, c2, …, parents as p1, p2, …

Pure: what the database told of one stream goes in, the case file of `docs/events-and-duties.md` comes out, with the
way back from its short ids to cases and people.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from quorate.cases.describing import description
from quorate.procedure.events import EVENTS

Told = Mapping[str, Any]
"""One stream as the database tells it (`cases_read_streams`)."""

# What the database tells of an event, in its order.
_EVENT: Final = ("id", "code", "day", "at", "facts", "conference")
# Keys of an event that may name people by their id.
_PEOPLE: Final = ("parent", "parents", "for", "with", "about", "to", "from")
# Of these the first three and `about` mean nobody else: an event about people who are not there is left out.
_ONLY_PEOPLE: Final = frozenset({"parent", "parents", "for", "about"})
# Whom a conference is about is said by the first of these that names children. A later one may name fewer, where its
# writer does not know of a brother, and must not take him out: where any names fewer, all say whom they name.
_OF_WHOM: Final = frozenset({"conference-requested", "conference-booked", "conference-moved"})
_A_CHILD_EACH: Final = ("outcomes", "categories")
# What belongs to one conference; an enquiry, a birth or a visit belongs to a child.
_OF_ONE: Final = frozenset({"preparation", "booking", "conference", "follow-up", "any"})


@dataclass(slots=True)
class CaseFile:
    """A case file, and what its short ids stand for.

    `left_out` are the events that name people whom no case of the stream knows (any more), with the key.
    """

    data: dict[str, Any]
    cases: dict[str, str] = field(default_factory=dict)
    """Child's id in the file → the child's case."""
    people: dict[str, str] = field(default_factory=dict)
    """Child's or parent's id in the file → `person_id`."""
    ids: dict[str, str] = field(default_factory=dict)
    """`person_id` → the id in the file: several lead to one parent of whom there are several records."""
    own: dict[tuple[str, str], str] = field(default_factory=dict)
    """Parent's id in the file and a child's case → the `person_id` of the record in that case."""
    conference: Told | None = None
    """The conference described, as its own room tells it; None where there is no row of it."""
    conferences: tuple[Told, ...] = ()
    handles: frozenset[str] = frozenset()
    """The conferences that are cases of their own."""
    left_out: dict[str, str] = field(default_factory=dict)

    def of_described(self, event: Told) -> dict[str, Any]:
        """An event that has not been recorded, as one of the conference described: of several it says of which."""
        told, reference = dict(event), self.data["conference"].get("reference")
        named = [one for one in self.data["events"] if reference is not None and one.get("reference") == reference]
        is_held = any(one["event"] == "conference-held" for one in named)
        is_again = is_held and told["event"] == "conference-held"
        if named and len(self.conferences) > 1 and not is_again and EVENTS[told["event"]].stage in _OF_ONE:
            _name([told], str(reference))
        return told


def case_file_of(told: Told, described: str = "") -> CaseFile:
    """The case file of one stream, describing the conference with the id `described` where the stream has it, else the
    one that goes on. What it says is checked by the engine (`read_case`), not here."""
    file = CaseFile({})
    members = [member for member in told["members"] if member["kind"] == "case"]
    members.sort(key=lambda one: (_birth(one), one["case"]))
    children = [_child(file, f"c{n}", member) for n, member in enumerate(members, 1)]
    parents = _parents(file, members)
    file.handles = frozenset(member["case"] for member in told["members"] if member["kind"] == "conference")
    file.conferences = tuple(told["conferences"])
    events = _events(file, members)
    kind, file.conference, reference = description(file.conferences, events, children, described)
    conference: dict[str, Any] = {"kind": kind, "children": _of_kind(file, kind, children)}
    if reference:
        conference["reference"] = reference
    if parents:
        conference["parents"] = parents
    file.data = {"conference": conference, "events": [event for _, event in events]}
    return file


def _birth(member: Told) -> str:
    child = member["child"] or {}
    return child.get("born") or child.get("expected") or "9999"


def _child(file: CaseFile, id_: str, member: Told) -> dict[str, Any]:
    file.cases[id_] = member["case"]
    child = member["child"]
    if child is None:
        return {"id": id_}
    file.people[id_] = child["person"]
    file.ids[child["person"]] = id_
    return {"id": id_} | {key: child[key] for key in ("born", "expected") if child[key] is not None}


def _of_kind(file: CaseFile, kind: str, children: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The children with the kinds of their own: as the conference's row says, and no pre-birth for the born."""
    said = file.conference["children"] if file.conference is not None else {}
    for child in children:
        own = said.get(file.cases[child["id"]])
        if own:
            child["kind"] = own
        elif kind == "pre_birth" and "expected" not in child:
            child["kind"] = "initial"
    return children


def _parents(file: CaseFile, members: list[Told]) -> list[dict[str, Any]]:
    """Each parent once, whichever records name them, with the children whose cases do; mothers first, as families are
    listed."""
    found: dict[str, dict[str, Any]] = {}
    records: dict[str, list[tuple[str, str]]] = {}
    for id_, member in zip(file.cases, members, strict=True):
        for said in sorted(member["parents"], key=lambda one: (not one["relation"].endswith("mother"), one["person"])):
            human = said.get("one") or said["person"]
            parent = found.setdefault(human, {"id": "", "of": [], "responsibility": None})
            records.setdefault(human, []).append((said["person"], file.cases[id_]))
            if id_ not in parent["of"]:
                parent["of"].append(id_)
            if said["responsibility"] is not None:
                parent["responsibility"] = bool(parent["responsibility"]) or said["responsibility"]
    for n, (human, parent) in enumerate(found.items(), 1):
        parent["id"] = f"p{n}"
        _know(file, parent["id"], records[human])
        if len(parent["of"]) == len(members):
            del parent["of"]
        if parent["responsibility"] is None:
            del parent["responsibility"]
    return list(found.values())


def _know(file: CaseFile, id_: str, records: list[tuple[str, str]]) -> None:
    """The way back from a parent's id to each record (`person_id`, the case that it stands in), and there."""
    file.people[id_] = records[0][0]
    for person, case in records:
        file.ids[person] = id_
        file.own.setdefault((id_, case), person)


# --- events


def _events(file: CaseFile, members: list[Told]) -> list[tuple[Told, dict[str, Any]]]:
    """Every event once, by day, as its first row and as the file has it."""
    ids = file.ids
    rows: dict[str, list[tuple[str, Told]]] = {}
    for id_, member in zip(file.cases, members, strict=True):
        for said in member["events"]:
            row = dict(zip(_EVENT, said, strict=True))
            rows.setdefault(row["id"], []).append((id_, row))
    found = []
    unlike = any(row[0][1]["code"] in _OF_WHOM and len(row) < len(members) for row in rows.values())
    for event_id, of_event in rows.items():
        is_named = len(of_event) < len(members) or (unlike and of_event[0][1]["code"] in _OF_WHOM)
        event = _event(of_event, ids, is_named=is_named)
        if isinstance(event, str):
            file.left_out[event_id] = event
        else:
            found.append((of_event[0][1], event))
    found.sort(key=lambda pair: (pair[0]["day"], pair[0]["at"] or "", pair[0]["code"], pair[0]["id"]))
    if len(file.conferences) > 1 or _comes_late(found):
        _say_of_which(found, file.conferences)
    return found


def _comes_late(events: Iterable[tuple[Told, dict[str, Any]]]) -> bool:
    """Whether anything was done to prepare a conference that had been held by then: it prepares no other."""
    held = {row["conference"]: row for row, event in events if event["event"] == "conference-held"}
    return any(
        EVENTS[event["event"]].stage == "preparation" and _is_after(row, held.get(row["conference"], row))
        for row, event in events
    )


def _is_after(row: Told, other: Told) -> bool:
    at, of_other = row["at"], other["at"]
    is_later = at is not None and of_other is not None and at > of_other
    return bool(row["day"] > other["day"] or (row["day"] == other["day"] and is_later))


def _say_of_which(events: list[tuple[Told, dict[str, Any]]], conferences: Iterable[Told]) -> None:
    """Of several conferences every event of one says so: what is done for it, or late for it, prepares no other."""
    references = {one["id"]: one["reference"] for one in conferences if one["reference"]}
    of_each: dict[str, list[dict[str, Any]]] = {}
    for row, event in events:
        if row["conference"] in references and EVENTS[event["event"]].stage in _OF_ONE:
            of_each.setdefault(row["conference"], []).append(event)
    for conference, own in of_each.items():
        naming = [event for event in own if "reference" in EVENTS[event["event"]].keys]
        held = [event for event in naming if event["event"] == "conference-held"]
        # Held twice under one name is a history that came from elsewhere: it is told as it came.
        if naming and len(held) < 2:
            _name(own, next((event["reference"] for event in held if "reference" in event), references[conference]))


def _name(events: Iterable[dict[str, Any]], reference: str) -> None:
    for event in events:
        says = "reference" if "reference" in EVENTS[event["event"]].keys else "of"
        if "reference" not in event:
            event.setdefault(says, reference)


def _event(rows: list[tuple[str, Told]], ids: Mapping[str, str], *, is_named: bool) -> dict[str, Any] | str:
    """The event as the file has it; or the key that names only people who are not there."""
    first = rows[0][1]
    event: dict[str, Any] = {"event": first["code"], "at": first["at"] or first["day"]}
    about = sorted((id_ for id_, _ in rows), key=lambda id_: int(id_[1:]))
    if is_named:
        event |= {"child": about[0]} if len(about) == 1 else {"children": about}
    for key in dict.fromkeys(key for _, row in rows for key in row["facts"]):
        said = [row["facts"][key] for _, row in rows if key in row["facts"]]
        if key in _PEOPLE:
            value = _named(key, said, ids)
            if value is None:
                return str(key)
        elif key in _A_CHILD_EACH and isinstance(said[0], dict):
            value = {ids[person]: one for each in said for person, one in each.items() if person in ids}
        else:
            value = said[0]
        event[key] = value
    return event


def _named(key: str, said: Iterable[Any], ids: Mapping[str, str]) -> Any:
    """People by their ids in the file; words such as `chair` as they stand. None where nobody is left."""
    values = list(said)
    listed = dict.fromkeys(one for value in values for one in (value if isinstance(value, list) else [value]))
    known = list(dict.fromkeys(ids.get(one, one) for one in listed if one in ids or not _is_person(one)))
    if listed and not known and (key in _ONLY_PEOPLE or key == "with"):
        return None
    return known if any(isinstance(value, list) for value in values) or len(known) != 1 else known[0]


def _is_person(text: Any) -> bool:
    try:
        UUID(text)
    except (ValueError, TypeError, AttributeError):
        return False
    return True
