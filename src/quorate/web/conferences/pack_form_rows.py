"""What the record answers of a procedure's form: row by row, so that nobody types again what is known.

The codes are those of forms in packs. An address is never copied: the form says that there is one, and whether it is
confidential; its words stay sealed in the child's record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from quorate.cases.census_codes import ETHNICITY
from quorate.cases.models import Address, Alias, Child, Need, Protection, Relative
from quorate.conferences.models import ConferenceRequest, Invitee
from quorate.conferences.naming import own_name
from quorate.conferences.queries.assessed import assessed_on
from quorate.conferences.queries.bookings import live_booking
from quorate.conferences.queries.unasked import ADDRESS_NOT_KNOWN, is_parent
from quorate.people.models import Team, User
from quorate.web.conferences.opening import OpenConference
from quorate.web.conferences.people import keeps_list
from quorate.web.wording import capitalize_first, day
from quorate.web.work.moments import LONDON

Data = Mapping[str, Any]
NOT_SETTLED: Final = "Not settled yet"
_YES_NO: Final = {True: "Yes", False: "No", None: NOT_SETTLED}
_KEPT_OUT: Final = "it is kept out of every letter and paper"
_ALWAYS: Final = "Invited unless the chair decides otherwise"
_WORDS: Final = re.compile(r"[a-z]+")


@dataclass(slots=True)
class Row:
    """One row of a section: its heading, and what is known, by the code of the field."""

    title: str
    known: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Record:
    """All that the forms ask of the record, read once for a page."""

    found: OpenConference
    asked: ConferenceRequest
    adults: dict[UUID, list[Relative]]
    children: list[Child]
    invitees: list[Invitee]
    aliases: dict[UUID, list[str]]
    addresses: dict[UUID, set[str]]
    keeps_list: bool
    once: dict[str, str] = field(default_factory=dict)


def record_of(found: OpenConference, asked: ConferenceRequest) -> Record:
    """Reads what the forms need: six queries, whatever the family's size."""
    from quorate.web.conferences.request_people import adults_of

    aliases: dict[UUID, list[str]] = {}
    for one in Alias.objects.filter(case_id__in=found.case_ids).order_by("added_on", "id"):
        aliases.setdefault(one.person_id, []).append(f"{one.given_names} {one.family_name}".strip())
    addresses: dict[UUID, set[str]] = {}
    for person, protection in Address.objects.filter(case_id__in=found.case_ids, ends_on__isnull=True).values_list(
        "person_id", "protection"
    ):
        addresses.setdefault(person, set()).add(protection)
    invitees = Invitee.objects.filter(conference=found.conference, removed_on__isnull=True)
    return Record(
        found, asked, adults_of(found), list(Child.objects.filter(case_id__in=found.case_ids).order_by("reference")),
        list(
            invitees.select_related("professional__agency").prefetch_related("professional__agency__contact_points")
        ), aliases, addresses, keeps_list(found),
    )  # fmt: skip


def rows_of(record: Record, section: Data, kinds: Iterable[str]) -> list[Row]:
    """The rows of a section with what is known of each; one row without a heading where it does not repeat.

    `kinds` are those that the form is for: it lists the children for whom the conference is of such a kind.
    """
    if not section["repeats"]:
        record.once = record.once or _once(record)
        return [Row("", record.once)]
    if section["code"] == "subjects":
        return _subjects(record, set(kinds))
    make = _ROWS.get(section["code"])
    return make(record, section) if make else [Row(capitalize_first(name)) for name in section["rows"] or ("",)]


def _subjects(record: Record, kinds: set[str]) -> list[Row]:
    of_kind = {one.case_id for one in record.found.children if one.kind in kinds}
    return [
        Row(
            one.full_name,
            _person(record, one.person_id, one.full_name, one)
            | {
                "ethnicity": ETHNICITY.get(one.ethnicity, ""),
                "sex": str(one.get_sex_display()),
                "expected-date": day(one.expected_on) if one.expected_on else "",
            },
        )
        for one in record.children
        if one.case_id in of_kind
    ]


def _parents(record: Record, section: Data) -> list[Row]:
    """Mother and father, and whoever else has parental responsibility; a row of the form that nobody fills is kept."""
    rows = [_adult(record, key, rows) for key, rows in record.adults.items() if is_parent(rows)]
    named = {row.relation for key, rows in record.adults.items() if is_parent(rows) for row in rows}
    for label in section["rows"]:
        relation = label.split()[-1]
        if not any(relation in one for one in named):
            rows.append(Row(f"{capitalize_first(label)}: nobody is recorded"))
    return rows


def _other_adults(record: Record, section: Data) -> list[Row]:
    return [_adult(record, key, rows) for key, rows in record.adults.items() if not is_parent(rows)]


def _adult(record: Record, key: UUID, rows: list[Relative]) -> Row:
    first = rows[0]
    listed = next((one for one in record.invitees if one.person_id == key), None)
    known = _person(record, key, first.full_name, first)
    known["relationship"] = str(first.get_relation_display())
    known["to-be-invited"] = invited_in_words(record, rows, listed)
    return Row(f"{first.get_relation_display()}: {first.full_name}", known)


def invited_in_words(record: Record, rows: list[Relative], listed: Invitee | None) -> str:
    """Whether an adult is to be invited: by the list, else by the child's record, else as the procedure has it."""
    if listed is not None and listed.to_invite is not None:
        return _YES_NO[listed.to_invite]
    on_record = next((one.to_be_invited for one in rows if one.to_be_invited is not None), None)
    if on_record is not False and is_parent(rows) and record.found.pack.data["parents"]["invited_by_default"]:
        return _ALWAYS
    return _YES_NO[None] if on_record is None else f"{_YES_NO[on_record]}, by the child’s record"


def kept_from_others(record: Record, key: UUID) -> str:
    """Whether an address is to be kept from others: by the record, else as the person was asked; or that nobody knows.

    Why it is not known is told to those alone who arrange the conference: that somebody could not be asked alone lets
    others guess at a fear.
    """
    protections = record.addresses.get(key, set())
    said = record.asked.answers.get("people", {}).get(str(key), "")
    if Protection.PROTECTED in protections or protections == {Protection.OPEN}:
        return "Yes" if Protection.PROTECTED in protections else "No"
    if said in ADDRESS_NOT_KNOWN:
        why = f", {ADDRESS_NOT_KNOWN[said]}" if record.keeps_list else ""
        return f"Not known{why}: {_KEPT_OUT}"
    if said == "no" and protections:
        return f"No, as they were asked; until the address itself is opened with a reason, {_KEPT_OUT}"
    return {"yes": "Yes", "no": "No"}.get(said, f"Not asked yet: {_KEPT_OUT}")


def _person(record: Record, key: UUID, name: str, row: Any) -> dict[str, str]:
    protections = record.addresses.get(key)
    return {
        "name": name,
        "other-names": ", ".join(record.aliases.get(key, [])),
        "date-of-birth": day(row.born_on) if row.born_on else "",
        "address": "On the record, sealed" if protections else "None is recorded",
        "address-confidential": kept_from_others(record, key),
    }


# --- professionals


def _core(record: Record, section: Data) -> list[Row]:
    """The offices that the form names: who comes, from the list; the office, from the contacts and the lists."""
    return [_office(record, label) for label in section["rows"]]


def _office(record: Record, label: str) -> Row:
    role = _role_of(record, label)
    contacts = [one for one in record.found.pack.data["contact"] if one["function"] == "agency"]
    contact = next((one for one in contacts if one.get("role") == role), None) or {}
    listed = next((one for one in record.invitees if one.role == role and one.to_invite is not False), None)
    known = _post(listed) if listed else {}
    name = known.get("name") or (_worker(record) if role == "social_worker" else "")
    return Row(
        capitalize_first(label),
        {
            "name": own_name(name),
            "job-title": known.get("job-title") or record.found.word(role),
            "address": known.get("address") or contact.get("address") or "",
            "telephone": known.get("telephone") or contact.get("telephone") or "",
        },
    )


def _role_of(record: Record, label: str) -> str:
    """The role that a printed row means: the one whose name or office shares most words with it."""
    asked = set(_WORDS.findall(label.lower()))
    offices = {one.get("role"): one["name"] for one in record.found.pack.data["contact"] if one["function"] == "agency"}
    best, most = "", 0.0
    for role in dict.fromkeys(one["role"] for one in record.found.pack.data["invitee"]):
        for name in (record.found.word(role), role.replace("_", " "), offices.get(role, "")):
            words = set(_WORDS.findall(name.lower()))
            alike = len(asked & words) / len(asked | words) if words else 0.0
            if alike > most:
                best, most = role, alike
    return best


def _post(one: Invitee) -> dict[str, str]:
    """Name, title, office and telephone of somebody on the list, from the lists of people."""
    if one.professional is None:
        return {"name": one.name}
    ways = {way.kind: way.value for way in one.professional.agency.contact_points.all() if way.is_open}
    return {
        "name": one.name, "job-title": one.professional.job_title,
        "address": ", ".join(part for part in (one.professional.agency.name, ways.get("post", "")) if part),
        "telephone": one.professional.work_telephone or ways.get("telephone", ""),
    }  # fmt: skip


def _others(record: Record, section: Data) -> list[Row]:
    """Those whom somebody added to the list, with the office as it was written."""
    written = record.asked.answers.get("others", {})
    rows = []
    for one in record.invitees:
        if str(one.id) in written:
            said = {code: words for code, words in written[str(one.id)].items() if words not in (None, "")}
            told = said.pop("already-notified", None)
            known = {**_post(one), **said}
            if told is not None:
                known["already-notified"] = _YES_NO[bool(told)]
            rows.append(Row(one.name, known))
    return rows


# --- asked once


def _once(record: Record) -> dict[str, str]:
    """What is asked once: who asks, when and where it is, what the request says, who needs an interpreter."""
    found, asked = record.found, record.asked
    booked = live_booking(found.conference)
    team = Team.objects.filter(memberships__user_id=asked.drafted_by, memberships__ends_on__isnull=True).first()
    interpreters = Need.objects.filter(case_id__in=found.case_ids, kind="interpreter", met_on__isnull=True)
    starts = booked.starts_at.astimezone(LONDON) if booked else None
    assessed = assessed_on(asked)
    return {
        "social-worker": _worker(record),
        "team": team.name if team else "",
        "conference-date": day(starts.date()) if starts else "Not booked yet",
        "conference-time": f"{starts:%H:%M}" if starts else "Not booked yet",
        "venue": _place(booked) if booked else "Not booked yet",
        "interpreter": ", ".join(dict.fromkeys(one.words for one in interpreters)),
        "assessment-completed-on": day(assessed) if assessed else "",
        "risk-is-serious": asked.severity,
        "other-plans-not-enough": asked.no_other_plan_because,
    }


def _worker(record: Record) -> str:
    """Who asks for the conference."""
    return User.objects.filter(pk=record.asked.drafted_by).values_list("display_name", flat=True).first() or ""


def _place(booked: Any) -> str:
    return f"{booked.room.name}, {booked.room.venue.name}" if booked.room else str(booked.place_words)


_ROWS: Final = {
    "parents": _parents,
    "significant-adults": _other_adults,
    "core-personnel": _core,
    "other-professionals": _others,
}
