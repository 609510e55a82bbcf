"""The forms by which the register is put right after the meeting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any, Final
from uuid import UUID

from django import forms

from quorate.conferences.models import Attendance, Sitting
from quorate.conferences.models.invitee import InviteeKind
from quorate.conferences.queries.meeting import Register
from quorate.conferences.services.register_put_right import LONGEST, Stay
from quorate.web.conferences.meeting_forms import MODES, YES_NO
from quorate.web.conferences.opening import OpenConference
from quorate.web.conferences.people_forms import ANOTHER, text
from quorate.web.times import WallTimeField, instant_of
from quorate.web.wording import clock, day, london_day, moment

_CONTACT: Final = {"yes": True, "no": False}
_SAID: Final = {True: "yes", False: "no", None: ""}
_SHORT: Final = {"class": "govuk-input--width-5", "autocomplete": "off"}
_WRONG: Final = "Enter a time such as 14:30"


def _time(label: str, *, required: str = "", help_text: str = "") -> WallTimeField:
    return WallTimeField(
        label=label, required=bool(required), help_text=help_text, input_formats=["%H:%M", "%H.%M", "%H"],
        widget=forms.TextInput(attrs=_SHORT), error_messages={"required": required, "invalid": _WRONG},
    )  # fmt: skip


class StayForm(forms.Form):
    """How somebody was there, and why the register is put right. `stay` is what was noted, None where nothing was."""

    there = forms.ChoiceField(
        label="Were they there?", choices=(("yes", "Yes, at this time"), ("no", "No, not at this time")),
        widget=forms.RadioSelect, initial="yes",
    )  # fmt: skip
    sitting = forms.ChoiceField(
        label="On which day", widget=forms.RadioSelect, error_messages={"required": "Choose the day"}
    )
    came = _time("Came at", help_text="For example 10:15.")
    left = _time("Left at", help_text="Leave it empty if they stayed to the end.")
    mode = forms.ChoiceField(label="How they took part", choices=MODES, widget=forms.RadioSelect, initial="in_person")
    direct_contact = forms.ChoiceField(
        label="Have they had direct contact with the child or family?", choices=YES_NO, required=False,
        widget=forms.RadioSelect,
    )  # fmt: skip
    why = forms.CharField(
        label="Why it is put right", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Once the minutes are approved, whoever has that line of them reads this too, the family as well.",
        error_messages={
            "required": "Say why it is put right", "max_length": f"Use at most {LONGEST} letters",
        },
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, found: OpenConference, sittings: Sequence[Sitting], stay: Attendance | None = None,
        counts: bool = True, contact: bool | None = None,
    ) -> None:  # fmt: skip
        super().__init__(data)
        self.sittings, self.stay = list(sittings), stay
        days = [(str(n), _when(one)) for n, one in enumerate(sittings)]
        self.fields["sitting"].choices = days  # type: ignore[attr-defined]
        self.fields["came"].help_text = _times(sittings)
        if stay is None:
            del self.fields["there"]
            self.initial["direct_contact"] = _SAID[contact]
        else:
            ended = self.sittings[0].ended_at
            self.initial = {
                "came": clock(stay.from_at), "mode": stay.mode, "direct_contact": _SAID[stay.direct_contact],
                "left": "" if stay.until_at is None or stay.until_at == ended else clock(stay.until_at),
            }  # fmt: skip
        if len(self.sittings) == 1:
            del self.fields["sitting"]
        if not counts:
            del self.fields["direct_contact"]

    def clean(self) -> dict[str, Any]:
        """Asks when they came, of whoever was there."""
        said = super().clean() or {}
        if said.get("there", "yes") == "yes" and said.get("came") is None and "came" not in self.errors:
            self.add_error("came", "Enter when they came")
        return said

    def stay_said(self) -> Stay | None:
        """How they were there; None: they were not. Call it when the form is valid. Raises `Refused` for a time that is
        not on that day's clocks."""
        said = self.cleaned_data
        if said.get("there", "yes") == "no":
            return None
        sitting = self.sittings[int(said.get("sitting") or 0)]
        old = self.stay
        known = [sitting.started_at, sitting.ended_at, *((old.from_at, old.until_at) if old is not None else ())]
        return Stay(
            from_at=_instant(sitting, said["came"], known, "came"),
            until_at=None if said["left"] is None else _instant(sitting, said["left"], known, "left"),
            mode=said["mode"],
            direct_contact=_CONTACT.get(said.get("direct_contact", "")),
        )


def _instant(sitting: Sitting, when: time, known: Sequence[datetime | None], field: str) -> datetime:
    """The instant of a time of that day; one that is known to lie in the same minute is the one that is meant."""
    on, shown = london_day(sitting.started_at), when.strftime("%H:%M")
    same = (one for one in known if one is not None and clock(one) == shown and london_day(one) == on)
    meant = None if when.tzinfo else next(same, None)
    return meant or instant_of(on, when, field=field)


def _when(one: Sitting) -> str:
    return f"{moment(one.started_at)} to {clock(one.ended_at)}" if one.ended_at else moment(one.started_at)


def _times(sittings: Sequence[Sitting]) -> str:
    if len(sittings) != 1 or sittings[0].ended_at is None:
        return "For example 10:15."
    one = sittings[0]
    return f"It sat on {day(one.started_at)}, {clock(one.started_at)} to {clock(sittings[0].ended_at)}."


class SomebodyForm(StayForm):
    """Somebody who is not on the list, and how they were there."""

    name = forms.CharField(label="Name", max_length=120, error_messages={"required": "Enter the person's name"})
    another = text(ANOTHER, most=150)
    kind = forms.ChoiceField(
        label="As whom", choices=InviteeKind.choices, widget=forms.RadioSelect,
        error_messages={"required": "Say as whom they were there"},
    )  # fmt: skip
    agency_code = forms.ChoiceField(label="For which agency", required=False, help_text="For a professional.")
    about = forms.MultipleChoiceField(
        label="For which children", required=False, widget=forms.CheckboxSelectMultiple, help_text="None ticked: all."
    )
    supporter_of = forms.ChoiceField(label="Whom they supported", required=False, help_text="For a supporter.")

    def __init__(self, data: Any = None, *, found: OpenConference, register: Register, **named: Any) -> None:
        super().__init__(data, found=found, **named)
        family = [one for one in (*register.here, *register.not_here) if one.invitee.is_family]
        codes = sorted(found.pack.data["agencies"]["roles"])
        choices = {
            "agency_code": [("", "None"), *((code, found.word(code).capitalize()) for code in codes)],
            "about": [(str(one.case_id), one.given) for one in found.children],
            "supporter_of": [("", "Nobody"), *((str(one.invitee.pk), one.invitee.name) for one in family)],
        }
        for name, chosen in choices.items():
            self.fields[name].choices = chosen  # type: ignore[attr-defined]
        self.order_fields(["name", "another", "kind", "agency_code", "about", "supporter_of"])

    def somebody(self) -> dict[str, Any]:
        """Who it is, as the service takes it."""
        said = self.cleaned_data
        return {
            "name": said["name"], "kind": said["kind"], "agency_code": said["agency_code"], "another": said["another"],
            "about": [UUID(one) for one in said["about"]],
            "supporter_of": UUID(said["supporter_of"]) if said["supporter_of"] else None,
        }  # fmt: skip
