"""One's own conflicts of interest: families one knows privately. Deny beats everything, so they only ever close."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from quorate.access.models import ConflictKind
from quorate.access.queries import own_declarations
from quorate.access.standing import Standing
from quorate.cases.search_words import LONGEST
from quorate.web.accounts.posted import posted
from quorate.web.pages import page
from quorate.web.permissions import signed_in
from quorate.web.searching import TOO_LONG, TYPED, AskingForm, Results, found_by


class ConflictForm(AskingForm):
    """Whom one knows, and how; whether there is such a family is not said here."""

    q = forms.CharField(
        label="Whom do you know?",
        max_length=LONGEST,
        help_text="The name of the child or of somebody in the family, with the date or year of birth if you know it: "
        "Mina Brambleday 2019. Or the child's reference.",
        widget=TYPED,
        error_messages={"required": "Enter a name, or a reference", "max_length": TOO_LONG},
    )
    kind = forms.ChoiceField(
        label="How do you know the family?",
        choices=ConflictKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how you know the family"},
    )


@signed_in
@require_http_methods(["GET", "POST"])
def conflicts(request: HttpRequest) -> HttpResponse:
    """What one has declared, and the form to declare one more: whom one knows, then which of the records that one may
    see it is. Only the people of a case can take one back."""
    from quorate.cases.services.own_conflicts import declare_family

    standing: Standing = request.standing  # type: ignore[attr-defined]
    form, results = ConflictForm(posted(request)), None
    if request.method == "POST" and form.is_valid():
        results = found_by(request, form.asked)
        if request.POST.get("step") == "close":
            there = {one.ref for one in results.found}
            declare_family(
                asked=form.asked, chosen=there & set(request.POST.getlist("case")), kind=form.cleaned_data["kind"],
                by=standing,
            )  # fmt: skip
            request.session["declared"] = True
            return redirect("conflicts")
    return _shown(request, standing, form, results)


def _shown(request: HttpRequest, standing: Standing, form: ConflictForm, results: Results | None) -> HttpResponse:
    return page(
        request,
        "account/conflicts.html",
        title="Your conflicts of interest",
        status=422 if form.is_bound and results is None else 200,
        form=form,
        results=results,
        kind=ConflictKind(form.cleaned_data["kind"]).label if results else "",
        declared=[{"kind": ConflictKind(kind).label, "at": at} for kind, at in own_declarations(standing)],
        just_declared=bool(request.session.pop("declared", False)),
    )
