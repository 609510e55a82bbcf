"""Where django-allauth asks us: who may come in, how a provider's answer is read, how a secret is kept."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from quorate.people.models import User
from quorate.web.accounts import claims, sealing, sessions, trail
from quorate.web.accounts.moments import now
from quorate.web.accounts.standing import refusal_of, vouches_for


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in of every kind passes here once: before it, may this user come in; at it, begin the session."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: an administrator adds people."""
        return False

    def pre_login(self, request: HttpRequest, user: User, **how: Any) -> HttpResponse | None:
        """Refuse who may not come in, always with the same page."""
        refusal = refusal_of(user, at=now())
        if refusal is None:
            return None
        method = _method(request, user)
        clear_login(request)
        return trail.refused(request, method=method, reason=refusal, user=user)

    def login(self, request: HttpRequest, user: User) -> None:
        """Begin the session with what has been proved on the way here."""
        methods = _methods(request, user)
        if demo_proof := getattr(request, "demo_proof", None):
            sessions.begin(request, user, proof=demo_proof)
            return
        said = claims.of(request)
        factors = "mfa" in methods or said.two_factors
        fresh = now().timestamp() if "mfa" in methods else said.authenticated_at
        proof = sessions.Proof(method=_method(request, user), second_factor=factors, proved_at=fresh)
        sessions.begin(request, user, proof=proof)

    def logout(self, request: HttpRequest) -> None:
        """End the session, here and in the database."""
        sessions.end(request)

    def add_message(self, *args: Any, **named: Any) -> None:
        """No "You have signed in as …": the page itself says who is signed in."""

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """The same page as for everybody who is refused."""
        return trail.refused(request, method="unknown", reason="inactive", user=user)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Whoever has to prove again who they are does so on our own page."""
        return [{"id": "step_up", "description": "Confirm that it is you", "url": reverse("step_up")}]


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Reads the answer of a council's own provider. An identity is (issuer, subject), never an e-mail address."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Nobody signs up: an administrator adds people."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Check the issuer, keep nothing of the answer but issuer and subject, and know the user again.

        The first sign-in of somebody an administrator has added joins the identity to them by the e-mail address, if
        the provider vouches for it. From then on only the identity counts.
        """
        said = claims.read(sociallogin.account.extra_data)
        request.provider_claims = said  # type: ignore[attr-defined]
        expected = sociallogin.provider.app.settings["issuer"]
        sociallogin.account.extra_data = {"iss": said.issuer, "sub": said.subject}
        if said.issuer.rstrip("/") != str(expected).rstrip("/"):
            raise ImmediateHttpResponse(_refused(request, "another-issuer"))
        bound_to = sociallogin.provider.app.settings
        if sociallogin.is_existing:
            # lookup() has just written the whole answer into the row; it is none of our business to keep it.
            sociallogin.account.save(update_fields=["extra_data"])
            if not vouches_for(bound_to, sociallogin.user):
                raise ImmediateHttpResponse(_refused(request, "another-organisation", sociallogin.user))
            return
        user = _added_but_never_seen(said, provider=sociallogin.account.provider)
        refusal: str | None = refusal_of(user, at=now())
        if user is not None and refusal is None and not vouches_for(bound_to, user):
            refusal = "another-organisation"
        if user is None or refusal is not None:
            raise ImmediateHttpResponse(_refused(request, refusal or "unknown", user))
        sociallogin.connect(request, user)

    def on_authentication_error(self, request: HttpRequest, provider: Any, **details: Any) -> None:
        """A provider that says no, or an answer that does not fit the question, is a refused sign-in."""
        error = str(details.get("error") or "unknown")
        raise ImmediateHttpResponse(_refused(request, f"provider-{error}"[:40]))


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of authenticator apps are kept encrypted with a key that is not in the database."""

    def encrypt(self, text: str) -> str:
        """The secret as it may stand in the database."""
        return sealing.sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret itself; raises `sealing.Broken` if the row was changed or belongs to another key."""
        return sealing.opened(encrypted_text)

    def send_notification_mail(self, *args: Any, **named: Any) -> None:
        """Told on the account page and in the audit trail; letters come with the notices."""


def _methods(request: HttpRequest, user: User) -> list[str]:
    return [str(step["method"]) for step in get_authentication_records(request, user)]


def _method(request: HttpRequest, user: User) -> str:
    return "-".join(_methods(request, user)) or "unknown"


def _refused(request: HttpRequest, reason: str, user: User | None = None) -> HttpResponse:
    return trail.refused(request, method="provider", reason=reason, user=user)


def _added_but_never_seen(said: claims.Claims, *, provider: str) -> User | None:
    if not said.email or not said.email_verified:
        return None
    user = User.objects.filter(email__iexact=said.email).first()
    if user is None or SocialAccount.objects.filter(user=user).exists():
        # Somebody who has an identity is never given a second one by an address that may have been handed on.
        return None
    return user
