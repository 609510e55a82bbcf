"""django-allauth's pages of codes and second factors, in our layout, with our audit rows and our fresh proof."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from allauth.mfa.base.views import AuthenticateView, IndexView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.safestring import mark_safe

from quorate.audit.services import record
from quorate.web.accounts import session_rules, sessions
from quorate.web.accounts.step_up import View, stepped_up
from quorate.web.pages import page


class OnOurPage:
    """Renders a class view of django-allauth as one of our pages, at once and inside the request's transaction."""

    request: HttpRequest
    template_name: str
    heading: str

    def render_to_response(self, context: dict[str, Any], **named: Any) -> HttpResponse:
        """The page; whatever the view found is handed to its template."""
        found = {key: value for key, value in context.items() if key not in ("view", "title")}
        return page(self.request, self.template_name, title=self.heading, **found)


class AskForCode(OnOurPage, RequestLoginCodeView):  # type: ignore[misc]
    """Ask for a code by e-mail."""

    template_name = "account/request_login_code.html"
    heading = "Get a code by e-mail"


class EnterCode(OnOurPage, ConfirmLoginCodeView):  # type: ignore[misc]
    """Enter the code that came by e-mail."""

    template_name = "account/confirm_login_code.html"
    heading = "Enter the code"


class EnterAppCode(OnOurPage, AuthenticateView):  # type: ignore[misc]
    """Enter the code of the authenticator app while signing in."""

    template_name = "mfa/authenticate.html"
    heading = "Enter the code of your authenticator app"


class SecondFactor(OnOurPage, IndexView):  # type: ignore[misc]
    """What is set up."""

    template_name = "mfa/index.html"
    heading = "Your second factor"


class AddApp(OnOurPage, ActivateTOTPView):  # type: ignore[misc]
    """Show the secret, take the first code, and from then on count this session as strong."""

    template_name = "mfa/totp/activate_form.html"
    heading = "Set up an authenticator app"

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        """The picture of the secret, as an element of the page: an image of data would need a weaker policy."""
        found: dict[str, Any] = super().get_context_data(**named)
        drawn = str(found["totp_svg"])
        # Drawn by the qrcode package from our own secret: nothing of it comes from outside.
        found["picture"] = mark_safe(drawn[drawn.index("<svg") :])
        return found

    def form_valid(self, form: Any) -> HttpResponse:
        """The first code was right."""
        answer: HttpResponse = super().form_valid(form)
        user = self.request.user
        record(action="second-factor.added", subject_kind="user", subject_id=user.pk, facts={"method": "totp"})
        # Proving the app is a proof of who is there; without this the recovery codes would ask for another at once.
        record_authentication(self.request, user, "mfa", reauthenticated=True)
        sessions.second_factor_added(self.request)
        return answer


class RemoveApp(OnOurPage, DeactivateTOTPView):  # type: ignore[misc]
    """Remove the authenticator app."""

    template_name = "mfa/totp/deactivate_form.html"
    heading = "Remove the authenticator app"


class RecoveryCodes(OnOurPage, ViewRecoveryCodesView):  # type: ignore[misc]
    """See the recovery codes that are left."""

    template_name = "mfa/recovery_codes/index.html"
    heading = "Recovery codes"


class NewRecoveryCodes(OnOurPage, GenerateRecoveryCodesView):  # type: ignore[misc]
    """New recovery codes; the old ones die."""

    template_name = "mfa/recovery_codes/generate.html"
    heading = "Make new recovery codes"

    def form_valid(self, form: Any) -> HttpResponse:
        """Make them."""
        answer: HttpResponse = super().form_valid(form)
        facts = {"count": settings.MFA_RECOVERY_CODE_COUNT}
        record(action="recovery-codes.made", subject_kind="user", subject_id=self.request.user.pk, facts=facts)
        return answer


def fresh_if_strong(view: View) -> View:
    """A fresh proof, but not from somebody who has no second factor yet and is just setting it up."""
    guarded = stepped_up(view)

    def chosen(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
        if session_rules.has_second_factor(request.session):
            return guarded(request, *args, **named)
        return view(request, *args, **named)

    return chosen


def kept_nowhere(view: View) -> View:
    """Say so in the same words as all our pages; django-allauth has longer ones."""

    def plain(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
        answer = view(request, *args, **named)
        answer.headers["Cache-Control"] = "no-store"
        answer.headers.pop("Expires", None)
        return answer

    return plain


ask_for_code = kept_nowhere(AskForCode.as_view())
enter_code = kept_nowhere(EnterCode.as_view())
enter_app_code = kept_nowhere(EnterAppCode.as_view())
second_factor = kept_nowhere(SecondFactor.as_view())
add_app = kept_nowhere(fresh_if_strong(AddApp.as_view()))
remove_app = kept_nowhere(stepped_up(RemoveApp.as_view()))
recovery_codes = kept_nowhere(RecoveryCodes.as_view())
new_recovery_codes = kept_nowhere(fresh_if_strong(NewRecoveryCodes.as_view()))
