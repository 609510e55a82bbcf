"""The form that narrows My work to a team or a person."""

from __future__ import annotations

from typing import Any

from django import forms

from quorate.access.roles import ROLES
from quorate.access.standing import Standing
from quorate.people.models import Membership
from quorate.people.queries import teams_of
from quorate.web.packs import today

_EVERYBODY = [("", "Everybody")]


class NarrowForm(forms.Form):
    """One team, one person, or both. Only people who hold cases are offered."""

    team = forms.ChoiceField(label="Team", required=False)
    person = forms.ChoiceField(label="Person", required=False)

    def __init__(self, standing: Standing, **given: Any) -> None:
        super().__init__(**given)
        day = today()
        works = [code for code, role in ROLES.items() if "see_case" in role.does and role.attest_days is None]
        held = (
            Membership.objects.filter(authority_id=standing.authority_id, begins_on__lte=day, role__in=works)
            .exclude(ends_on__lt=day)
            .order_by("user__display_name")
            .values_list("user__ref", "user__display_name")
        )
        teams = [(team.ref, team.name) for team in teams_of(standing)]
        self.fields["team"].choices = [("", "Every team"), *teams]  # type: ignore[attr-defined]
        self.fields["person"].choices = _EVERYBODY + list(dict.fromkeys(held))  # type: ignore[attr-defined]
