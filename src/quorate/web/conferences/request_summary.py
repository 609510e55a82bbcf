"""The whole request as it stands, to be read once more before it is sent or answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from quorate.cases.models import Need
from quorate.conferences.models import ConferenceRequest, Invitee, SafetyConcern
from quorate.conferences.queries.assessed import assessed_on
from quorate.conferences.queries.under_way import conferences_under_way
from quorate.conferences.services.besides import BESIDES, said_besides
from quorate.web.conferences.opening import OpenConference
from quorate.web.conferences.pack_form_rows import (
    NOT_SETTLED,
    Record,
    invited_in_words,
    kept_from_others,
    record_of,
)
from quorate.web.conferences.pack_forms import said_in_words
from quorate.web.conferences.people import keeps_list
from quorate.web.conferences.request_concern import other_plans
from quorate.web.conferences.request_tasks import forms_of, may_write
from quorate.web.conferences.request_unasked import fear_in_words
from quorate.web.wording import capitalize_first, day, joined


@dataclass(frozen=True, slots=True)
class Part:
    """One part: heading, label → words, and where it is changed ("" where it cannot be now)."""

    title: str
    rows: list[tuple[str, str]]
    href: str
    empty: str = "Nobody yet."


def summary_of(found: OpenConference, asked: ConferenceRequest) -> list[Part]:
    """The parts in the order of the task list."""
    record = record_of(found, asked)
    writes = may_write(asked, found)

    def to(part: str) -> str:
        return reverse(f"conference_request_{part}", args=[found.ref]) if writes else ""

    parts = [
        Part("The children", [(one.given, _kind(found, one.kind)) for one in found.children], to("children")),
        Part("Concern and enquiry", _concern(found, asked), to("concern")),
    ]
    if besides := _besides(found, asked):
        parts.insert(1, Part("Another conference is under way", besides, ""))
    if found.conference.kind == "transfer_in":
        parts.insert(1, Part("Where the children come from", _transfer(asked), to("transfer")))
    parts.append(Part("Who is to be invited", _invited(record), to("invite")))
    parts.append(Part("Is the address kept from others?", _addresses(record), to("people")))
    if keeps_list(found):
        parts.append(Part("Is anybody afraid of somebody who may come?", _fears(record), to("needs")))
    parts.append(Part("What people need to take part", _needs(record), to("needs"), _nothing_needed(asked)))
    for form in forms_of(found):
        for title, lines in said_in_words(form, record):
            parts.append(Part(title, lines, ""))
    return parts


def _besides(found: OpenConference, asked: ConferenceRequest) -> list[tuple[str, str]]:
    """Nothing to whoever does not see the other one; the reason of whoever was asked for it."""
    kinds = {one.case_id: one.kind for one in found.children}
    others = conferences_under_way(kinds, besides=found.conference.pk, kinds=kinds)
    why = [("Why this one is needed too", said_besides(asked.answers))] if BESIDES in asked.answers else []
    about = [(one.conference.reference, f"About {joined(one.given)}") for one in others]
    return [*about, *why] if others else []


def _kind(found: OpenConference, kind: str) -> str:
    return capitalize_first(found.word(f"{kind}_conference"))


def _invited(record: Record) -> list[tuple[str, str]]:
    """Everybody on the list, each with why, and those of the family who are invited though nobody has put them on it
    yet. Whoever stands on the list unsettled is shown as the record or the procedure has it."""
    listed = [
        (one.name, f"{capitalize_first(record.found.word(one.role))}. {_wanted(record, one)}. {one.why}".strip())
        for one in record.invitees
    ]
    on_it = {one.person_id for one in record.invitees}
    by_rule = [
        (rows[0].full_name, f"{rows[0].get_relation_display()}. {words}.")
        for key, rows in record.adults.items()
        if key not in on_it and (words := invited_in_words(record, rows, None)) != NOT_SETTLED
    ]
    return [*listed, *by_rule]


def _addresses(record: Record) -> list[tuple[str, str]]:
    children = [(one.person_id, one.full_name) for one in record.children]
    adults = [(key, rows[0].full_name) for key, rows in record.adults.items()]
    return [(name, kept_from_others(record, key)) for key, name in (*children, *adults)]


def _fears(record: Record) -> list[tuple[str, str]]:
    standing = SafetyConcern.objects.filter(conference=record.found.conference, removed_on__isnull=True)
    afraid = set(standing.values_list("person_id", flat=True))
    children = [(one.person_id, one.full_name) for one in record.children if one.born_on is not None]
    adults = [(key, rows[0].full_name) for key, rows in record.adults.items()]
    return [(name, fear_in_words(record.asked, key, afraid)) for key, name in (*children, *adults)]


def _needs(record: Record) -> list[tuple[str, str]]:
    names = {one.person_id: one.full_name for one in record.children}
    names |= {key: rows[0].full_name for key, rows in record.adults.items()}
    rows = Need.objects.filter(case_id__in=record.found.case_ids, person_id__in=names, met_on__isnull=True)
    return [
        (names[one.person_id], f"{one.get_kind_display()}{': ' if one.words else ''}{one.words}")
        for one in rows.order_by("recorded_on", "id")
    ]


def _nothing_needed(asked: ConferenceRequest) -> str:
    on = asked.answers.get("needs", {}).get("asked_on")
    return f"Everybody was asked on {day(date.fromisoformat(on))}; nobody needs anything." if on else "Not asked yet."


def _wanted(record: Record, one: Invitee) -> str:
    if one.to_invite is None and one.person_id in record.adults:
        return invited_in_words(record, record.adults[one.person_id], None)
    return {True: "Invite", False: "Not to be invited", None: NOT_SETTLED}[one.to_invite]


def _concern(found: OpenConference, asked: ConferenceRequest) -> list[tuple[str, str]]:
    assessed = assessed_on(asked)
    plans = dict(other_plans(found.pack))
    serious = {True: "Yes", False: "No", None: ""}[asked.risk_is_serious]
    return [
        ("Why a conference is needed", asked.reason),
        ("On which law we act", asked.legal_basis),
        ("Is the risk of harm serious?", serious),
        ("Why we judge it so", asked.severity),
        ("Other plans considered", ", ".join(plans.get(one, one) for one in asked.other_plans_considered)),
        ("Why no other plan would be enough", asked.no_other_plan_because),
        ("Assessment completed", day(assessed) if assessed else ""),
    ]


def _transfer(asked: ConferenceRequest) -> list[tuple[str, str]]:
    stays = {True: "They have moved for good", False: "For a time only", None: ""}[asked.is_permanent]
    return [
        ("The other authority", asked.from_authority),
        ("When they told us", day(asked.notified_on) if asked.notified_on else ""),
        ("Do the children stay?", stays),
    ]
