"""Opening one case in an emergency: a reason, a fresh proof, 60 minutes, told at once and reviewed."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from quorate.access import services
from quorate.access.emergencies import MINUTES, SHORTEST_REASON
from quorate.access.models import BreakGlassReason
from quorate.access.queries import running_break_glass
from quorate.access.standing import Standing
from quorate.web.accounts.posted import posted
from quorate.web.accounts.step_up import stepped_up
from quorate.web.pages import page
from quorate.web.permissions import needs


class BreakGlassForm(forms.Form):
    """Why this case has to be opened now."""

    reason_code = forms.ChoiceField(
        label="Why must it be opened now?",
        choices=BreakGlassReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why it must be opened now"},
    )
    text = forms.CharField(
        label="In your own words",
        help_text=f"At least {SHORTEST_REASON} characters. The people of the case and the reviewer read this.",
        max_length=2000,
        min_length=SHORTEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": "Say in your own words why it must be opened now",
            "min_length": f"Say a little more: at least {SHORTEST_REASON} characters",
        },
    )


@needs("break_glass")
@stepped_up
@require_http_methods(["GET", "POST"])
def break_glass(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask for the reason, then open the case. The form looks the same for a reference that belongs to no case."""
    standing: Standing = request.standing  # type: ignore[attr-defined]
    form = BreakGlassForm(posted(request))
    if request.method == "POST" and form.is_valid():
        services.break_glass(
            ref=ref, reason_code=form.cleaned_data["reason_code"], text=form.cleaned_data["text"], by=standing
        )
        return redirect("case", ref=ref)
    return page(
        request,
        "break_glass/open.html",
        title="Open a case in an emergency",
        status=422 if form.is_bound else 200,
        form=form,
        minutes=MINUTES,
    )


@needs("see_own_work")
@require_POST
def break_glass_end(request: HttpRequest) -> HttpResponse:
    """End one's own emergency access before its 60 minutes are over."""
    standing: Standing = request.standing  # type: ignore[attr-defined]
    running = running_break_glass(standing)
    if running is not None:
        services.end_break_glass(broken=running, by=standing)
    return redirect("home")
