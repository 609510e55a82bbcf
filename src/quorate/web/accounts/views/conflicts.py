"""One's own conflicts of interest: families one knows privately. Deny beats everything, so they only ever close."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from quorate.access.models import ConflictKind
from quorate.access.queries import own_conflicts
from quorate.access.refs import looks_like_ref
from quorate.access.services import declare_own_conflict
from quorate.access.standing import Standing
from quorate.web.accounts.posted import posted
from quorate.web.pages import page
from quorate.web.permissions import signed_in


class ConflictForm(forms.Form):
    """The reference of a case, and how one knows the family."""

    ref = forms.CharField(
        label="Reference of the case",
        max_length=40,
        help_text="The 26 letters and figures at the end of its address.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Enter the reference of the case"},
    )
    kind = forms.ChoiceField(
        label="How do you know the family?",
        choices=ConflictKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how you know the family"},
    )

    def clean_ref(self) -> str:
        """The reference, if it has the shape of one; whether there is such a case is not said here."""
        ref = str(self.cleaned_data["ref"]).strip().lower()
        if not looks_like_ref(ref):
            raise forms.ValidationError("A reference has 26 letters and figures, without spaces")
        return ref


@signed_in
@require_http_methods(["GET", "POST"])
def conflicts(request: HttpRequest) -> HttpResponse:
    """What one has declared, and the form to declare one more. Only the people of a case can take one back."""
    standing: Standing = request.standing  # type: ignore[attr-defined]
    form = ConflictForm(posted(request))
    if request.method == "POST" and form.is_valid():
        declare_own_conflict(ref=form.cleaned_data["ref"], kind=form.cleaned_data["kind"], by=standing)
        request.session["declared"] = True
        return redirect("conflicts")
    return page(
        request,
        "account/conflicts.html",
        title="Your conflicts of interest",
        status=422 if form.is_bound else 200,
        form=form,
        declared=[{"kind": one.get_kind_display(), "at": one.declared_at} for one in own_conflicts(standing)],
        just_declared=bool(request.session.pop("declared", False)),
    )
