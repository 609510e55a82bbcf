"""What somebody reaches, filtered here and again by the database: lists, one record by its reference, counts."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.fields import UUIDField
from django.utils import timezone

from quorate.access.models import (
    BreakGlass,
    BreakGlassTold,
    Conflict,
    Grant,
    LabelRequest,
    ProtectedCase,
    ProtectedText,
)
from quorate.access.moments import today
from quorate.access.permissions import NoSuchRecord, may
from quorate.access.roles import ROLES
from quorate.access.standing import Standing
from quorate.audit.models import AuditEntry


def grants_in_force(standing: Standing) -> QuerySet[Grant]:
    """One's own and one's team's grants of today, in roles that one may be granted, attested where they need it."""
    day = today()
    whose = Q(user_id=standing.user_id)
    if standing.team_id is not None:
        whose |= Q(team_id=standing.team_id)
    return (
        Grant.objects.filter(whose, authority_id=standing.authority_id, begins_on__lte=day)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))
        .filter(Q(agency_id__isnull=True) | Q(agency_id=standing.agency_id))
        .filter(_attested(standing))
    )


def _attested(standing: Standing) -> Q:
    usable = Q(pk__in=())
    for code in ROLES[standing.role].acts_as:
        days = ROLES[code].attest_days
        one = Q(as_role=code)
        usable |= one if days is None else one & Q(attested_on__gte=today() - timedelta(days=days))
    return usable


def _open_in_emergency(standing: Standing) -> QuerySet[BreakGlass]:
    return BreakGlass.objects.filter(user_id=standing.user_id, ended_at__isnull=True, ends_at__gt=timezone.now())


def cases_in_reach(standing: Standing | None, label: str = "") -> QuerySet[ProtectedCase]:
    """The cases that the person may know of, newest first. Whatever is hidden is not in it, nor in its count.

    With `label` those in which the person reads texts of that label, whomever they name.
    """
    if standing is None or standing.strength == "single":
        return ProtectedCase.objects.none()
    grants = grants_in_force(standing)
    if label:
        grants = grants.filter(as_role__in=[c for c, r in ROLES.items() if "read" in r.does and label in r.reads])
    held = Q(id__among=grants.order_by().values("case_id"))
    if ROLES[standing.role].breaks_glass:
        held |= Q(id__among=_open_in_emergency(standing).order_by().values("case_id"))
    denied = Q(id__among=RawSQL("SELECT access_denied()", (), output_field=UUIDField()))
    return ProtectedCase.objects.filter(held, ~denied, authority_id=standing.authority_id).order_by("-founded_at")


def case_by_ref(standing: Standing | None, ref: str) -> ProtectedCase:
    """The case with this public reference. Raises `NoSuchRecord` where there is none and where it is hidden."""
    found = cases_in_reach(standing).filter(ref=ref).first()
    if found is None:
        raise NoSuchRecord
    return found


def texts_in_reach(standing: Standing | None, case: ProtectedCase) -> list[ProtectedText]:
    """The case's texts whose label the person reaches (protected contacts are revealed one by one, not listed)."""
    texts = ProtectedText.objects.filter(case=case).exclude(label="K").order_by("id")
    return [text for text in texts if may(standing, "read", case, text)]


def label_requests_waiting(standing: Standing) -> QuerySet[LabelRequest]:
    """Wider labels that others ask for and that the person could agree to, the longest waiting first."""
    waiting = LabelRequest.objects.filter(authority_id=standing.authority_id, answer="")
    return waiting.exclude(asked_by=standing.user_id).select_related("text").order_by("asked_at")


def grants_of(standing: Standing, case: ProtectedCase) -> QuerySet[Grant]:
    """Who works on the case, as what, from when to when, given by whom; for those who may know."""
    return Grant.objects.filter(case=case, authority_id=standing.authority_id).order_by("begins_on")


def own_conflicts(standing: Standing) -> QuerySet[Conflict]:
    """The conflicts of interest that the person declared themselves."""
    return Conflict.objects.filter(user_id=standing.user_id, declared_by=standing.user_id).order_by("-declared_at")


def own_declarations(standing: Standing) -> list[tuple[str, datetime]]:
    """How, and when, the person said that they know a family, the latest first: from the trail, so that the answer is
    the same whether anything was closed by it or not. What was declared in one go stands once."""
    said = AuditEntry.objects.filter(
        actor_id=standing.user_id, action="access.conflict-declared", subject_id=standing.user_id, facts__source="user"
    )
    rows = said.order_by("-id").values_list("request_id", "facts__kind", "at")
    # One entry a record, each with a moment of its own. What no page asked for has no request: each stands for itself.
    once = {(go or at, kind): (str(kind), at) for go, kind, at in rows}
    return list(once.values())


def broken_glass_to_review(standing: Standing) -> QuerySet[BreakGlass]:
    """Emergency accesses of the authority that nobody has judged yet, the longest waiting first."""
    return BreakGlass.objects.filter(authority_id=standing.authority_id, reviewed_at__isnull=True).order_by("opened_at")


def running_break_glass(standing: Standing) -> BreakGlass | None:
    """The person's own emergency access that is running now, for the banner on every page."""
    return _open_in_emergency(standing).order_by("-opened_at").first()


def told_of_broken_glass(standing: Standing) -> QuerySet[BreakGlassTold]:
    """The notices of emergency access that reach this person."""
    whose = Q(user_id=standing.user_id)
    if standing.team_id is not None:
        whose |= Q(team_id=standing.team_id)
    if "review_break_glass" in ROLES[standing.role].holds:
        whose |= Q(office=standing.role)
    return BreakGlassTold.objects.filter(whose, authority_id=standing.authority_id).order_by("-told_at")
