"""One thing to do: what it is, why it is due when it is, and the form that says that it is done."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from quorate.access.permissions import NoSuchRecord, NotAllowed, may
from quorate.access.roles import ROLES
from quorate.access.standing import Standing
from quorate.web.accounts.posted import posted
from quorate.web.packs import today
from quorate.web.pages import page
from quorate.web.permissions import needs
from quorate.web.views.work import calendar_of, pack_of, reader_of
from quorate.web.work.moments import Clock, clock_at, now


@needs("see_own_work")
@require_http_methods(["GET", "POST"])
def duty(request: HttpRequest, key: UUID) -> HttpResponse:
    """The duty with its explanation; a POST records that it is done. One that the reader does not see is not there."""
    from quorate.web.work.reasons import reason_of

    standing: Standing = request.standing  # type: ignore[attr-defined]  # set by access.middleware
    clock, pack = clock_at(now()), pack_of(request)
    try:
        same, line, names = _found(request, standing, key, clock)
    except NoSuchRecord:
        return _only_why(request, key, clock)
    conference_at = _conference_at(same)
    form = _form(request, standing, same, pack, has_page=bool(conference_at))
    if request.method == "POST":
        if form is None:
            raise NoSuchRecord
        if form.is_valid() and _record(form, same, standing):
            messages.success(request, f"Recorded: {line.title}.")
            return redirect("home")
    reason, refs = reason_of(key, clock=clock), _refs(same)
    return page(
        request,
        "duty.html",
        title="To do",
        place="home",
        status=422 if form is not None and form.is_bound else 200,
        line=line,
        why=reason.why,
        why_not=reason.why_not,
        why_sources_at=reason.sources_at,
        form=form,
        records=_records(same, refs),
        allocate_at=_allocate_at(same, names, standing, refs),
        conference_at=conference_at,
    )


def _only_why(request: HttpRequest, key: UUID, clock: Clock) -> HttpResponse:
    """Why a duty has its date, also where it is done, waits, or is nobody's work. Raises NoSuchRecord."""
    from quorate.audit.services import record
    from quorate.cases.models import Duty
    from quorate.web.work.reasons import reason_of

    stored = Duty.objects.filter(pk=key).first()
    if stored is None or request.method == "POST" or not _is_told(request, stored):
        raise NoSuchRecord
    record(
        action="case.read", subject_kind="case", subject_id=stored.case_id, case_id=stored.case_id,
        facts={"part": "duty"},
    )  # fmt: skip
    reason = reason_of(key, clock=clock)
    return page(
        request, "duty_why.html", title="Why this date?", place="home", duty=stored, why=reason.why,
        why_not=reason.why_not, why_sources_at=reason.sources_at,
    )  # fmt: skip


def _is_told(request: HttpRequest, stored: Any) -> bool:
    """Whether the reader is told of a duty that the database shows: of what tells that somebody asked to keep a parent
    out, those alone who keep the list of people."""
    from quorate.access.models import ProtectedCase
    from quorate.conferences.keeping import may_keep
    from quorate.web.work.naming import ASKS_OUT

    if stored.code != ASKS_OUT:
        return True
    standing: Standing = request.standing  # type: ignore[attr-defined]  # set by access.middleware
    case = ProtectedCase.objects.filter(pk=stored.conference_id or stored.case_id).first()
    return case is not None and may_keep(standing, case)


def _conference_at(same: Any) -> str:
    """The page of the conference on which it is done, where the conference has pages of its own."""
    from quorate.conferences.editions import pack_of
    from quorate.conferences.models import Conference
    from quorate.web.conferences.doing import place_in_conference

    first = same[0]
    if first.conference_id is None:
        return ""
    # One that an import brought in has no handle of its own, and no pages.
    conference = Conference.objects.select_related("case").filter(pk=first.conference_id, case_id=F("id")).first()
    return "" if conference is None else place_in_conference(first.code, conference.case.ref, pack_of(conference))


def _found(request: HttpRequest, standing: Standing, key: UUID, clock: Clock) -> tuple[Any, Any, Any]:
    """The duties of the line to which this one belongs, the line, and the names. The look is recorded."""
    from quorate.audit.services import record
    from quorate.cases import worklist
    from quorate.web.work.lines import lines_of
    from quorate.web.work.naming import names_for

    found = worklist.beside(standing, key, now=clock.now)
    if not found:
        raise NoSuchRecord
    for case in dict.fromkeys(one.case_id for one in found):
        record(action="case.read", subject_kind="case", subject_id=case, case_id=case, facts={"part": "duty"})
    names = names_for(found, on=clock.today)
    pack = pack_of(request)
    lines = lines_of(found, names, reader_of(standing, pack, names_owner=True), clock, calendar_of(pack))
    line = next(one for one in lines if key in one.ids)
    return [one for one in found if one.id in line.ids], line, names


def _form(request: HttpRequest, standing: Standing, same: Any, pack: Any, *, has_page: bool) -> Any:
    """The form, where they write in the conference or in every case of it, and a day is enough to say."""
    from quorate.web.work.doing import DoneForm, doing_of
    from quorate.web.work.lines import children_named
    from quorate.web.work.naming import Somebody

    doing = doing_of(same[0].code, pack, has_page=has_page)
    if doing is None or not _writes(standing, same):
        return None
    children = {
        str(one.case_id): children_named([Somebody(one.given_names or "", one.family_name or "", one.known_as or "")])
        for one in same
        if one.child_reference is not None and one.about == "child"
    }
    return DoneForm(
        posted(request), doing=doing, children=list(children.items()), timed=same[0].due_at is not None,
        initial={"done_on": today()},
    )  # fmt: skip


def _writes(standing: Standing, same: Any) -> bool:
    """Whether they may record what was done: in the conference that it belongs to, else in the children's cases."""
    from quorate.access.models import ProtectedCase

    asked = {one.conference_id for one in same if one.conference_id is not None} or {one.case_id for one in same}
    cases = list(ProtectedCase.objects.filter(pk__in=asked))
    return len(cases) == len(asked) and all(may(standing, "write", one) for one in cases)


def _record(form: Any, same: Any, standing: Standing) -> bool:
    """Records the event; what the rules refuse stands in the form."""
    from quorate.cases.services.recording import RefusedEvent, record_event
    from quorate.conferences.models import Conference, ConferenceChild
    from quorate.web.work.doing import chosen_cases, facts_for

    first, said = same[0], form.cleaned_data
    if said["done_on"] > today():
        form.add_error("done_on", "This day has not come yet: record it when it is done")
        return False
    if said.get("done_at") and form.at > now():
        form.add_error("done_at", "This time has not come yet: record it when it is done")
        return False
    conference = Conference.objects.filter(pk=first.conference_id).first() if first.conference_id else None
    cases = chosen_cases(same, said)
    if first.child_reference is None:
        cases = list(ConferenceChild.objects.filter(conference=conference).values_list("child_case_id", flat=True))
    when = {"at": form.at} if "done_at" in said and form.at else {"day": said["done_on"]}
    try:
        with transaction.atomic():
            record_event(
                code=form.code, cases=cases, facts=facts_for(form.doing, first, said), conference=conference,
                by=standing, **when,
            )  # fmt: skip
    except (RefusedEvent, NotAllowed) as refused:
        form.add_error(None, str(refused))
        return False
    return True


def _records(same: Any, refs: dict[UUID, str]) -> list[dict[str, str]]:
    """The children's records, each once."""
    from quorate.web.work.lines import children_named
    from quorate.web.work.naming import Somebody

    found = {
        refs[one.case_id]: children_named([Somebody(one.given_names or "", one.family_name or "", one.known_as or "")])
        for one in same
        if one.child_reference is not None and one.case_id in refs
    }
    return [{"ref": ref, "name": name} for ref, name in found.items()]


def _refs(same: Any) -> dict[UUID, str]:
    """What stands in the addresses of the cases."""
    from quorate.access.models import ProtectedCase

    cases = {one.case_id for one in same}
    return dict(ProtectedCase.objects.filter(pk__in=cases).order_by().values_list("pk", "ref"))


def _allocate_at(same: Any, names: Any, standing: Standing, refs: dict[UUID, str]) -> str:
    """Where the case is given to somebody, if nobody holds it in the role and the reader may give it."""
    first = same[0]
    held = any(one.as_role == first.belongs_to for one in names.holders.get(first.case_id, ()))
    if held or first.child_reference is None or "grant_access" not in ROLES[standing.role].does:
        return ""
    return reverse("child_allocate", args=[refs[first.case_id]])
