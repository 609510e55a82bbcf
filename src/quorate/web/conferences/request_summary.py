"""The whole request as it stands, to be read once more before it is sent or answered."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from quorate.conferences.models import ConferenceRequest
from quorate.conferences.queries.assessed import assessed_on
from quorate.conferences.queries.under_way import conferences_under_way
from quorate.conferences.services.besides import BESIDES, said_besides
from quorate.web.conferences.opening import OpenConference
from quorate.web.conferences.pack_form_rows import record_of
from quorate.web.conferences.pack_forms import said_in_words
from quorate.web.conferences.request_concern import other_plans
from quorate.web.conferences.request_tasks import forms_of, may_write
from quorate.web.wording import capitalize_first, day, joined


@dataclass(frozen=True, slots=True)
class Part:
    """One part: heading, label → words, and where it is changed ("" where it cannot be now)."""

    title: str
    rows: list[tuple[str, str]]
    href: str


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
    invited = [
        (one.name, f"{capitalize_first(found.word(one.role))}. {_wanted(one.to_invite)}. {one.why}".strip())
        for one in record.invitees
    ]
    parts.append(Part("Who is to be invited", invited, to("invite")))
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


def _wanted(to_invite: bool | None) -> str:
    return {True: "Invite", False: "Not to be invited", None: "Not settled yet"}[to_invite]


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
