"""The forms of sign-in and of one's own account."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms

from quorate.people.models import Membership, User
from quorate.web.accounts.moments import now
from quorate.web.accounts.standing import refusal_of


class AskForCodeForm(RequestLoginCodeForm):  # type: ignore[misc]
    """An e-mail address to which a code is sent. Only for partners: staff sign in with their council.

    Whatever the address, the same letter leaves in the same time: one with a code, or one that says there is none.
    """

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["email"] = forms.EmailField(
            label="Your work e-mail address",
            max_length=254,
            widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
            error_messages={
                "required": "Enter your work e-mail address",
                "invalid": "Enter an e-mail address like name@example.org",
            },
        )

    def clean_email(self) -> str:
        """The address; remembers its user if it is a partner's who may come in."""
        email = str(self.cleaned_data["email"]).strip().lower()
        user = User.objects.filter(email__iexact=email, authority__isnull=True).first()
        self._user = user if refusal_of(user, at=now()) is None else None
        return email


def _code_field(label: str, help_text: str = "") -> forms.CharField:
    attrs = {"autocomplete": "one-time-code", "spellcheck": "false", "class": "govuk-input--width-10"}
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=20,
        widget=forms.TextInput(attrs=attrs),
        error_messages={"required": "Enter the code"},
    )


class EmailedCodeForm(ConfirmLoginCodeForm):  # type: ignore[misc]
    """The code that came by e-mail."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["code"] = _code_field("Code from the e-mail")


class _InTurn:
    """Which recovery codes are left stands in one row that is read and written back: two at once take turns."""

    user: User

    def clean_code(self) -> str:
        """The code, looked at while nobody else looks at one of this person's."""
        list(Authenticator.objects.select_for_update().filter(user=self.user).order_by("pk"))
        return str(super().clean_code())  # type: ignore[misc]


class AppCodeForm(_InTurn, AuthenticateForm):  # type: ignore[misc]
    """Six figures from the authenticator app, or one of the recovery codes, while signing in."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["code"] = _code_field("Code from your authenticator app", "Or one of your recovery codes.")


class FirstAppCodeForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first six figures from a new authenticator app."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["code"] = _code_field("Six figures from your authenticator app")


class CodeAgainForm(_InTurn, ReauthenticateForm):  # type: ignore[misc]
    """Six figures from the authenticator app, or one of the recovery codes, to prove again who is there."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["code"] = _code_field("Code from your authenticator app", "Or one of your recovery codes.")


class ActingAsForm(forms.Form):
    """Which of one's memberships to act under."""

    membership = forms.ChoiceField(label="I am acting as", widget=forms.RadioSelect)

    def __init__(self, *args: Any, held: list[Membership], names: dict[str, str], **named: Any) -> None:
        super().__init__(*args, **named)
        self.held = {str(one.pk): one for one in held}
        field = self.fields["membership"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, names[key]) for key in self.held]

    def chosen(self) -> Membership:
        """The membership chosen; call only when the form is valid."""
        return self.held[str(self.cleaned_data["membership"])]
