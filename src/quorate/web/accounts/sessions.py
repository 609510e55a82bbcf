"""Begin, strengthen and end a sign-in. Each of these writes its row in the audit trail in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.usersessions.models import UserSession
from django.contrib.auth import login as django_login
from django.contrib.auth import logout as django_logout
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest

from quorate.access import context
from quorate.access.moments import today
from quorate.access.roles import Strength
from quorate.audit.services import record
from quorate.people.models import Membership, User
from quorate.people.services import act_as
from quorate.web.accounts import kept
from quorate.web.accounts import session_rules as rules
from quorate.web.accounts.moments import now
from quorate.web.accounts.standing import current_memberships

KNOWN_USER = "quorate.web.accounts.backends.KnownUser"
MEMBERSHIP, METHOD = "membership", "method"


@dataclass(frozen=True, kw_only=True)
class Proof:
    """How somebody proved who they are.

    `method` goes to the audit trail; `second_factor` says whether two factors were used; `proved_at` is the moment of
    the proof itself in seconds since 1970, None if the provider did not say (then it is no fresh proof).
    """

    method: str
    second_factor: bool
    proved_at: float | None


@transaction.atomic
def begin(request: HttpRequest, user: User, *, proof: Proof) -> None:
    """Sign `user` in on a session with a new key. Whoever calls has asked `standing.refusal_of` before."""
    membership = current_memberships(user)[0]
    django_login(request, user, backend=KNOWN_USER)
    session = request.session
    kept.note_who_is_back(request, user)
    if not session.session_key:
        session.create()
    at = now()
    session[rules.STARTED] = session[rules.SEEN] = at.timestamp()
    session[rules.SECOND_FACTOR] = proof.second_factor
    session[METHOD] = proof.method
    if proof.proved_at is not None:
        session[rules.STEPPED_UP] = min(proof.proved_at, at.timestamp())
    User.objects.filter(pk=user.pk).update(last_used_at=at)
    _act_as(request, user, membership)
    # The request came from nobody; from here on the rest of its transaction is this person's.
    with context.using(_key(request)):
        facts = {"method": proof.method, "strength": _strength(request)}
        record(action="sign-in.done", subject_kind="user", subject_id=user.pk, facts=facts)
    if rules.stepped_up(session, now=at.timestamp()):
        context.step_up(session_key=_key(request))


@transaction.atomic
def change_acting_as(request: HttpRequest, user: User, membership: Membership) -> None:
    """From now on this session acts under another of the user's memberships; a fresh proof does not go along."""
    request.session.pop(rules.STEPPED_UP, None)
    _act_as(request, user, membership)
    facts = {"membership": membership.pk}
    record(action="acting-as.changed", subject_kind="user", subject_id=user.pk, facts=facts)


@transaction.atomic
def step_up(request: HttpRequest, *, method: str, at: float | None = None) -> None:
    """Note that who sits there has just proved who they are again; it counts for five minutes."""
    request.session[rules.STEPPED_UP] = now().timestamp() if at is None else at
    context.step_up(session_key=_key(request))
    record(action="step-up.done", subject_kind="user", subject_id=_user(request).pk, facts={"method": method})


@transaction.atomic
def second_factor_added(request: HttpRequest) -> None:
    """The session counts as strong from the moment an authenticator app has been proved."""
    user = _user(request)
    request.session[rules.SECOND_FACTOR] = True
    held = next(m for m in current_memberships(user) if str(m.pk) == request.session[MEMBERSHIP])
    _act_as(request, user, held)


@transaction.atomic
def end(request: HttpRequest, *, reason: str = "") -> None:
    """End this session here and in the database. With a reason it was ended for somebody, without one by themselves."""
    user, key = request.user, request.session.session_key
    if key and user.is_authenticated:
        record(
            action="session.ended" if reason else "sign-out.done",
            subject_kind="user",
            subject_id=user.pk,
            facts={"cause": reason} if reason else None,
            actor_id=user.pk,
            authority_id=request.session.get("authority"),
        )
    if key:
        context.close_contexts(session_key=key)
        UserSession.objects.filter(session_key=key).delete()
    django_logout(request)


@transaction.atomic
def end_everywhere(user: User, *, except_key: str | None = None) -> int:
    """End every session of `user` at once, but for the one with `except_key`; returns how many."""
    open_ones = UserSession.objects.filter(user=user).exclude(session_key=except_key or "")
    keys = list(open_ones.values_list("session_key", flat=True))
    for key in keys:
        context.close_contexts(session_key=key)
    Session.objects.filter(session_key__in=keys).delete()
    open_ones.delete()
    record(action="sign-out.everywhere", subject_kind="user", subject_id=user.pk, facts={"sessions": len(keys)})
    return len(keys)


def _act_as(request: HttpRequest, user: User, membership: Membership) -> None:
    request.session[MEMBERSHIP] = str(membership.pk)
    request.session["authority"] = str(membership.authority_id)
    act_as(user=user, membership=membership, session_key=_key(request), strength=_strength(request), on=today())


def _strength(request: HttpRequest) -> Strength:
    return "strong" if rules.has_second_factor(request.session) else "single"


def _key(request: HttpRequest) -> str:
    key: str | None = request.session.session_key
    if key is None:
        raise RuntimeError("a session without a key cannot be signed in; call session.create() first")
    return key


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionError("nobody is signed in on this session")
    return request.user
