"""The forms by which a conference is booked, moved and cancelled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any, Final
from uuid import UUID

from django import forms

from quorate.web.times import instant_of, time_field

MODES: Final = (
    ("in_person", "Everybody in one room"),
    ("mixed", "In the room, and some join by video or telephone"),
    ("virtual", "Everybody by video"),
    ("phone", "Everybody by telephone"),
)
AFAR: Final = ("virtual", "phone")
"""The ways in which nobody comes to a room: the letters say how to join instead."""
# No procedure names hours for meetings: outside of these a time is asked about, and booked when somebody means it.
_USUAL: Final = (time(7), time(21))


def _words(label: str, *, most: int, help_text: str = "", required: str = "", rows: int = 0) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(
        label=label, max_length=most, required=bool(required), help_text=help_text, widget=widget,
        error_messages={"required": required, "max_length": f"Use at most {most} letters"},
    )  # fmt: skip


class BookingForm(forms.Form):
    """Time, place and people on a day that has been chosen in the calendar; for a move with the booking that was moved
    meanwhile (`is_overtaken`)."""

    is_overtaken = False

    begins = time_field("Begins at", initial="10:00", missing="Enter when it begins")
    ends = time_field("Ends at", initial="12:00", missing="Enter when it ends")
    mode = forms.ChoiceField(label="How people meet", choices=MODES, initial="in_person", widget=forms.RadioSelect)
    room = forms.ChoiceField(label="Room", required=False, widget=forms.RadioSelect)
    place_words = _words(
        "Another place, or how to join", most=200,
        help_text="If it is not in one of these rooms. For a meeting by telephone or video: the number to ring, or the "
        "link. It stands in the invitations: never a family's address.",
    )  # fmt: skip
    chair_id = forms.ChoiceField(label="Chair", error_messages={"required": "Choose who chairs"})
    minute_taker_id = forms.ChoiceField(label="Minute-taker", required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        rooms: Sequence[tuple[str, str]],
        chairs: Sequence[tuple[str, str]],
        writers: Sequence[tuple[str, str]],
        is_beyond: bool,
        is_closed: bool = False,
        is_move: bool = False,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.fields["room"].choices = [*rooms, ("", "Another place")]  # type: ignore[attr-defined]  # Django's own
        self.fields["chair_id"].choices = [("", "Choose"), *chairs]  # type: ignore[attr-defined]
        self.fields["minute_taker_id"].choices = [("", "Not settled yet"), *writers]  # type: ignore[attr-defined]
        if is_beyond:
            self.fields["beyond_why"] = _words(
                "Why it has to be after the last day", most=500, rows=3,
                required="Say why it has to be after the last day, or choose an earlier day",
                help_text="The limit stays where it is. Your reason is shown beside it.",
            )  # fmt: skip
        elif is_closed:
            self.fields["beyond_why"] = _words(
                "Why it has to be on a day that is no working day", most=500, rows=3,
                required="Say why it has to be on a day that is no working day, or choose another day",
                help_text="Your reason is shown beside the booking.",
            )  # fmt: skip
        if is_move:
            self.fields |= _reasons("moved") | {"opened_on": forms.UUIDField(widget=forms.HiddenInput, required=False)}

        if "unusual" in self.data:
            self._ask_whether_unusual()

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if told.get("mode") in AFAR and "place_words" not in self.errors and not told["place_words"]:
            self.add_error("place_words", "Write how people join: the number that they ring, or the link")
        earliest, latest = _USUAL
        for name in ("begins", "ends"):
            when = told.get(name)
            when = when and when.replace(tzinfo=None)
            if when is not None and not earliest <= when <= latest and not told.get("unusual"):
                self._ask_whether_unusual()
                self.add_error(
                    name, f"{when:%H:%M} is outside the usual day, {earliest:%H:%M} to {latest:%H:%M}. Put it right, "
                    "or tick below that it is meant.",
                )  # fmt: skip
        return told

    def _ask_whether_unusual(self) -> None:
        self.fields["unusual"] = forms.BooleanField(label="The meeting is really at this time", required=False)

    def show_again(self, booking_id: UUID) -> None:
        """The page shows the booking that stands now: what is sent next has been opened on that one."""
        data = self.data.copy()  # type: ignore[attr-defined]  # always a QueryDict here
        data["opened_on"] = str(booking_id)
        self.is_overtaken, self.data = True, data

    def said(self, day: date) -> dict[str, Any]:
        """What was entered, as the service takes it. Raises `Refused` for times that are not on that day's clocks."""
        told = self.cleaned_data
        return {
            "starts_at": instant_of(day, told["begins"], field="starts_at"),
            "ends_at": instant_of(day, told["ends"], field="ends_at"),
            "mode": told["mode"],
            "place_words": told["place_words"] if told["mode"] in (*AFAR, "mixed") or not told["room"] else "",
            "chair_id": UUID(told["chair_id"]),
            "minute_taker_id": UUID(told["minute_taker_id"]) if told["minute_taker_id"] else None,
            "beyond_why": told.get("beyond_why", ""),
        }


class CancelForm(forms.Form):
    """Why a conference is cancelled, and who allowed it."""

    def __init__(self, data: Any = None, *, reason: str = "") -> None:
        super().__init__(data, initial={"reason": reason})
        self.fields |= _reasons("cancelled")


def _reasons(what: str) -> dict[str, forms.Field]:
    return {
        "reason": _words(
            f"Why it is {what}", most=500, rows=3, required=f"Say why it is {what}",
            help_text="Those who work on the conference read this on its page; no letter says it. Nothing here that "
            "somebody in the family may not know.",
        ),
        "authorised_by": _words(
            "Who allowed it", most=150, required="Say who allowed it: a name or a post",
            help_text="For example: J. Sample, service manager.",
        ),
    }  # fmt: skip
