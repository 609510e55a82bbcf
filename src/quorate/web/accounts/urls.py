"""Addresses of sign-in and of one's own account. Of django-allauth only what is named here can be reached.

There is no route to sign up, none for passwords, none to change an e-mail address.
"""

from __future__ import annotations

from allauth.socialaccount.providers.openid_connect import views as openid
from django.urls import path

from quorate.web.accounts.views import account, conflicts, kept, sign_in, step_up
from quorate.web.accounts.views import second_factor as factors
from quorate.web.accounts.waiting import slowed, whoever_is_asked_about, whoever_is_signing_in
from quorate.web.permissions import public, signed_in

_ask = slowed(whoever_is_asked_about, every_try=True)
_guess = slowed(whoever_is_signing_in)

urlpatterns = [
    path("", account.account, name="account"),
    path("acting-as/", account.acting_as, name="acting_as"),
    path("conflicts/", conflicts.conflicts, name="conflicts"),
    path("kept/", kept.kept_forms, name="kept_forms"),
    path("kept/<uuid:kept_id>/send/", kept.kept_send, name="kept_send"),
    path("kept/<uuid:kept_id>/throw-away/", kept.kept_throw_away, name="kept_throw_away"),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("signed-out/", sign_in.signed_out, name="signed_out"),
    path("sign-out-everywhere/", account.sign_out_everywhere, name="sign_out_everywhere"),
    path("confirm/", step_up.step_up, name="step_up"),
    # django-allauth asks for these by its own names.
    path("sign-in/", sign_in.sign_in, name="account_login"),
    path("sign-out/", sign_in.sign_out, name="account_logout"),
    path("confirm/", step_up.step_up, name="mfa_reauthenticate"),
    path("refused/", sign_in.refused_page, name="account_inactive"),
    path("refused/", sign_in.refused_page, name="account_signup"),
    path("refused/", sign_in.refused_page, name="socialaccount_signup"),
    path("refused/", sign_in.refused_page, name="socialaccount_login_cancelled"),
    # Staff: their council's own provider.
    path("provider/<str:provider_id>/sign-in/", public(openid.login), name="openid_connect_login"),
    path("provider/<str:provider_id>/answer/", public(openid.callback), name="openid_connect_callback"),
    # Partners without one: a code by e-mail, then their authenticator app.
    path("code/", public(_ask(factors.ask_for_code)), name="account_request_login_code"),
    path("code/confirm/", public(_guess(factors.enter_code)), name="account_confirm_login_code"),
    # The second factor, when signing in and to look after it.
    path("second-factor/confirm/", public(_guess(factors.enter_app_code)), name="mfa_authenticate"),
    path("second-factor/", signed_in(factors.second_factor), name="mfa_index"),
    path("second-factor/app/", signed_in(factors.add_app), name="mfa_activate_totp"),
    path("second-factor/app/remove/", signed_in(factors.remove_app), name="mfa_deactivate_totp"),
    path("second-factor/recovery/", signed_in(factors.recovery_codes), name="mfa_view_recovery_codes"),
    path("second-factor/recovery/new/", signed_in(factors.new_recovery_codes), name="mfa_generate_recovery_codes"),
]
