"""The tab of the record: prepared by the minute-taker, worked on part by part, approved by the chair, added to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from quorate.access.gathering import prepared
from quorate.access.permissions import NoSuchRecord
from quorate.conferences.models import Addendum, Invitee, Record, RecordSection
from quorate.conferences.queries.people import invitees_of
from quorate.conferences.queries.record import readings, record_of, section_of
from quorate.conferences.services.record import (
    LONGEST_WHY,
    EmptyParts,
    add_addendum,
    approve_record,
    digest_over,
    empty_parts,
    has_sat,
    save_section,
    stands_under,
)
from quorate.release.models import Release, ReleaseState
from quorate.web.accounts.posted import posted
from quorate.web.conferences.changing import fill_in
from quorate.web.conferences.opening import OpenConference, conference_page, opened, opened_to_lead
from quorate.web.conferences.record_forms import AddendumForm, PartForm
from quorate.web.conferences.two_readers import with_readers
from quorate.web.permissions import needs
from quorate.web.saving import Clash, chosen, keeping, version_of, written
from quorate.web.wording import joined, moment

TAB = "conference_record"
_SHORT = {
    "F-all": ("Everybody", "info"),
    "F-person": ("Named people", "info"),
    "P": ("Professionals", "plain"),
    "R": ("Closed part", "private"),
}


def _record(found: OpenConference) -> Record:
    record = record_of(found.conference)
    if record is None:
        raise NoSuchRecord
    return record


def _there(found: OpenConference) -> str:
    return reverse(TAB, args=[found.ref])


def _writes(found: OpenConference) -> bool:
    """Whether they work on the record: the minute-taker and the chair, who read all of it."""
    return found.leads


@needs("see_case")
@require_GET
def conference_record(request: HttpRequest, ref: str) -> HttpResponse:
    """The record as far as one may read it, and what is to be done with it."""
    return _shown(request, opened(request, ref, "record"))


def _shown(
    request: HttpRequest, found: OpenConference, *, wrong: str = "", status: int = 200, why: str = ""
) -> HttpResponse:
    rows, sections, added, people, left_empty = prepared(readings, conference=found.conference)
    record, names = rows[0] if rows else None, dict(people)
    signs, writes = "sign" in found.can, _writes(found)
    return conference_page(
        request, found, "conference_record.html", title="Record", tab=TAB, status=status, wrong=wrong, record=record,
        parts=_parts(found, sections), added=[_added(one) for one in added],
        prepared=_signed(names, record.prepared_by, record.prepared_at) if record else "",
        approved=_signed(names, record.approved_by, record.approved_at) if record and record.is_approved else "",
        writes=writes, signs=signs, digest=digest_over(sections) if record else "", why=why,
        unwritten=empty_parts(found.conference, sections) if signs or writes else EmptyParts(),
        elsewhere=stands_under(sections), longest_why=LONGEST_WHY, left_empty=left_empty[:1] if writes else [],
        has_sat=has_sat(found.conference), waits_to_go=writes and _waits_to_go(found, added),
    )  # fmt: skip


def _waits_to_go(found: OpenConference, added: Sequence[Addendum]) -> bool:
    """Whether something was added since the minutes were last prepared to go out."""
    going = (ReleaseState.PREPARED, ReleaseState.RELEASED)
    rows = Release.objects.filter(conference=found.conference, code="minutes", state__in=going)
    last = rows.order_by("-prepared_at").first() if added else None
    return last is not None and added[-1].added_at > last.prepared_at


def _signed(names: dict[UUID, str], who: UUID | None, at: Any) -> str:
    return f"{names.get(who, 'Somebody') if who else 'Somebody'}, {moment(at)}"


def _parts(found: OpenConference, sections: Sequence[RecordSection]) -> list[dict[str, Any]]:
    """The parts with neighbours of one title together: what each says, about whom and for whom."""
    children = {one.case_id: one.given for one in found.children}
    some_only = any(one.not_for or one.meant_for == "F-person" for one in sections)
    names = dict(_family(found)) if some_only and _writes(found) else {}
    return [
        {"title": title, "pieces": [_piece(one, children, names) for one in some]}
        for title, some in groupby(sections, lambda one: one.title)
    ]


def _piece(one: RecordSection, children: Mapping[UUID, str], names: Mapping[str, str]) -> dict[str, Any]:
    """One piece; who is kept from it is named to those who work on the record, and to nobody else."""
    kept_from = [names.get(str(person), "somebody who is not on the list") for person in one.not_for]
    return {
        "id": one.pk, "child": children.get(one.child_case_id, "") if one.child_case_id else "",
        "tag": _tag(one, names), "blocks": _blocks(one.words), "held_back": len(one.not_for),
        "kept_from": ", ".join(kept_from) if names else "",
    }  # fmt: skip


def _tag(one: RecordSection, names: Mapping[str, str]) -> tuple[str, str]:
    """For whom a piece is; those of the family whom it names by their names, for those who work on the record."""
    says, look = _SHORT[one.meant_for]
    named = [names[str(person)] for person in one.named if str(person) in names] if one.meant_for == "F-person" else []
    return (f"Professionals, and {joined(named)}" if named else says), look


def _blocks(words: str) -> list[tuple[str, list[str]]]:
    """The lines of a part with entries of a list together: (item or "", lines)."""
    from quorate.documents.artefacts.report import lines_of

    said = groupby(lines_of(words), lambda one: one[0])
    return [(kind, [line.replace(" | ", ", ") for _, line in some]) for kind, some in said]


def _added(one: Addendum) -> dict[str, Any]:
    return {"words": one.words, "why": one.why, "at": moment(one.added_at), "tag": _SHORT[one.meant_for]}


@needs("write")
@require_POST
def conference_record_prepare(request: HttpRequest, ref: str) -> HttpResponse:
    """Prepares the record from what the meeting wrote down."""
    from quorate.documents.record_drafts import prepare

    found = opened_to_lead(request, ref, "record")
    try:
        prepare(conference=found.conference, at=found.now, by=found.standing)
    except ValidationError as refusal:
        return _shown(request, found, wrong=" ".join(refusal.messages), status=422)
    return redirect(_there(found))


@needs("sign")
@require_POST
def conference_record_approve(request: HttpRequest, ref: str) -> HttpResponse:
    """The chair approves the record as it stood on the page that was read."""
    found = opened(request, ref, "record")
    record, why = _record(found), request.POST.get("left_empty_why", "")
    said = {"digest": request.POST.get("digest", ""), "left_empty_why": why}
    try:
        approve_record(record=record, at=found.now, by=found.standing, **said)
    except ValidationError as refusal:
        return _shown(request, found, wrong=" ".join(refusal.messages), status=422, why=why)
    return redirect(_there(found))


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_record_part(request: HttpRequest, ref: str, part: UUID) -> HttpResponse:
    """One part of the record, saved as one writes."""
    found = opened(request, ref, "record")
    section = section_of(found.conference, part)
    if not _writes(found):
        raise NoSuchRecord
    family = _family(found)
    initial = {
        "words": section.words, "meant_for": section.meant_for, "named": [str(one) for one in section.named],
        "not_for": [str(one) for one in section.not_for],
    }  # fmt: skip
    form = PartForm(
        written(request, ["words"]), initial=initial, people=_people(found), family=_with_those_left(family, section)
    )

    def shown(clash: Clash | None, status: int) -> HttpResponse:
        version = clash.version if clash else version_of(request) if request.method == "POST" else section.version
        return conference_page(
            request, found, "conference_record_part.html", title="A part of the record", tab=TAB, status=status,
            form=form, clash=clash, version=version, section=section, back=_there(found),
        )  # fmt: skip

    return keeping(
        request, form,
        lambda said: save_section(
            section=section, words=said["words"], meant_for=said["meant_for"], named=said["named"],
            not_for=said["not_for"], version=version_of(request), at=found.now, by=found.standing,
            chose=chosen(request),
        ),
        shown=shown, then=_there(found), both=with_readers,
    )  # fmt: skip


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_record_addendum(request: HttpRequest, ref: str) -> HttpResponse:
    """Adds to an approved record, which itself stays as it is."""
    found = opened_to_lead(request, ref, "record")
    record = _record(found)
    form = AddendumForm(posted(request), initial={"meant_for": "P"}, people=_people(found))
    return fill_in(
        request, found, form, lambda said: add_addendum(record=record, at=found.now, by=found.standing, **said),
        title="Add to the record", tab=TAB, then=_there(found), button="Add it",
        explains="The record is approved and stays as it is. What you write stands below it, with its day.",
    )  # fmt: skip


def _people(found: OpenConference) -> list[tuple[str, str]]:
    """Who can be named: the people of the family for words meant for some of them, agencies for the closed part."""
    people = invitees_of(found.conference)
    family = _of_family(people)
    agencies = {str(one.agency_id): one.agency.name for one in people if one.agency}
    return [*family, *sorted(agencies.items(), key=lambda one: one[1])]


def _family(found: OpenConference) -> list[tuple[str, str]]:
    return _of_family(invitees_of(found.conference))


def _of_family(people: Sequence[Invitee]) -> list[tuple[str, str]]:
    return [(str(one.person_id), one.name) for one in people if one.person_id and one.is_family]


def _with_those_left(family: list[tuple[str, str]], section: RecordSection) -> list[tuple[str, str]]:
    """Somebody who is not on the list any more stays kept from it: saving must not let them read it again."""
    listed = {key for key, _ in family}
    gone = [(str(one), "Somebody who is not on the list any more") for one in section.not_for]
    return family + [one for one in gone if one[0] not in listed]


_PART = "conferences/<ref:ref>/record/"
urlpatterns = [
    path(_PART, conference_record, name="conference_record"),
    path(f"{_PART}prepare/", conference_record_prepare, name="conference_record_prepare"),
    path(f"{_PART}approve/", conference_record_approve, name="conference_record_approve"),
    path(f"{_PART}addendum/", conference_record_addendum, name="conference_record_addendum"),
    path(f"{_PART}<uuid:part>/", conference_record_part, name="conference_record_part"),
]
