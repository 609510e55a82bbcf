"""The forms of the day: starting, rooms, talks beforehand, the register, voices, numbers, a child's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django import forms

from quorate.conferences.models import ContributionKind, WordsKind
from quorate.conferences.models.own_words import SeenBy
from quorate.conferences.queries.meeting import Here

MODES = (("in_person", "In the room"), ("virtual", "By link"), ("phone", "By phone"))
YES_NO = (("", "Not known"), ("yes", "Yes"), ("no", "No"))


def _text(label: str, *, required: str = "", rows: int = 0, most: int = 4000, help_text: str = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(
        label=label, max_length=most, required=bool(required), widget=widget, help_text=help_text,
        error_messages={"required": required, "max_length": f"Use at most {most} letters"},
    )  # fmt: skip


def _choice(label: str, choices: Any = (), *, required: str = "", radios: bool = True, help_text: str = "") -> Any:
    return forms.ChoiceField(
        label=label, choices=choices, required=bool(required), help_text=help_text,
        widget=forms.RadioSelect if radios else forms.Select,
        error_messages={"required": required, "invalid_choice": "Choose one of the answers that are offered"},
    )  # fmt: skip


def _version() -> forms.IntegerField:
    """The version that was opened; none where nothing was written yet."""
    return forms.IntegerField(widget=forms.HiddenInput, required=False)


CHILD: Final = "child"
"""Stands for the child where people are chosen."""


def _people(people: Iterable[Here], nobody: str) -> list[tuple[str, str]]:
    return [("", nobody), *((str(one.invitee.pk), one.invitee.name) for one in people)]


def _id(said: str) -> UUID | None:
    return UUID(said) if said else None


class StartForm(forms.Form):
    """The meeting begins."""

    is_early = forms.BooleanField(label="Everybody is here: it begins now", required=False)
    late_why = _text("If it begins late: why", most=300, help_text="For example: the interpreter's train was late.")

    def __init__(self, *args: Any, early: str, **named: Any) -> None:
        """`early` names both times where it is long before the one that is booked; then it is not late."""
        super().__init__(*args, **named)
        self.fields["is_early"].help_text = early
        del self.fields["late_why" if early else "is_early"]


class BreakForm(forms.Form):
    """A break."""

    asked_by = _choice("Who asks for it", radios=False)
    why = _text("Why, if they say", most=300)

    def __init__(self, *args: Any, people: Iterable[Here], **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["asked_by"].choices = _people(people, "Nobody in particular")  # type: ignore[attr-defined]

    def clean_asked_by(self) -> UUID | None:
        """The invitee's id."""
        return _id(self.cleaned_data["asked_by"])


class ConductForm(forms.Form):
    """One step about somebody's behaviour."""

    about = _choice("Who", required="Say whom it concerns", radios=False)
    step = _choice("What the chair does", required="Choose the step")
    words = _text("What happened", required="Say what happened", rows=4)

    def __init__(self, *args: Any, people: Iterable[Here], steps: Sequence[str], **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["about"].choices = _people(people, "Choose")  # type: ignore[attr-defined]
        self.fields["step"].choices = [(str(n), said) for n, said in enumerate(steps, 1)]  # type: ignore[attr-defined]

    def clean_about(self) -> UUID | None:
        """The invitee's id."""
        return _id(self.cleaned_data["about"])

    def clean_step(self) -> int:
        """The step from 1."""
        return int(self.cleaned_data["step"])


class VoiceForm(forms.Form):
    """What somebody brought."""

    invitee_id = _choice("Who", radios=False)
    kind = _choice("What it is", ContributionKind.choices, required="Say what it is")
    words = _text("What they say", rows=5, help_text="Leave it empty if they had nothing to add.")
    told_by = _text("Who spoke for them, if they did not speak themselves", most=120)
    meant_for = _choice("For whom this is", required="Say for whom this is", radios=False)

    def __init__(self, *args: Any, people: Iterable[Here], audiences: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["invitee_id"].choices = _people(people, "Somebody else: say who below")  # type: ignore[attr-defined]
        self.fields["meant_for"].choices = list(audiences)  # type: ignore[attr-defined]

    def clean_invitee_id(self) -> UUID | None:
        """The invitee's id."""
        return _id(self.cleaned_data["invitee_id"])


class NumberForm(forms.Form):
    """Somebody's number on the scale: a row of radio buttons, never a drag."""

    invitee_id = _choice("Whose number", required="Say whose number it is", radios=False)
    number = _choice("Their number", required="Choose a number")
    reason = _text("Why, in their words", rows=3, most=600)
    shown = _choice(
        "Show it to everybody?", (("", "As usual"), ("yes", "Yes, they choose to show it"), ("no", "No")),
        help_text="The number of the child, or of somebody who is afraid, is shown only if they choose it.",
    )  # fmt: skip
    version = _version()

    def __init__(self, *args: Any, people: Iterable[Here], child: str, scale: Mapping[str, Any], **named: Any) -> None:
        super().__init__(*args, **named)
        low, high = int(scale["minimum"]), int(scale["maximum"])
        words = {low: f"{low}: {scale['low_words']}", high: f"{high}: {scale['high_words']}"}
        # The child's number is chosen like any other: it is never what stands there when somebody forgets to choose.
        whose = [("", "Choose"), (CHILD, f"{child} (the child)"), *_people(people, "")[1:]]
        self.fields["invitee_id"].choices = whose  # type: ignore[attr-defined]
        self.fields["number"].choices = [(str(n), words.get(n, str(n))) for n in range(low, high + 1)]  # type: ignore[attr-defined]

    def clean_invitee_id(self) -> UUID | None:
        """The invitee's id; None for the child."""
        said = self.cleaned_data["invitee_id"]
        return None if said == CHILD else _id(said)

    def clean_number(self) -> int:
        """The number."""
        return int(self.cleaned_data["number"])

    def clean_shown(self) -> bool | None:
        """Their choice, where they made one."""
        return {"yes": True, "no": False}.get(self.cleaned_data["shown"])


class ChildsWordsForm(forms.Form):
    """A child's words, or why there are none."""

    kind = _choice("How the child's words came here", WordsKind.choices, required="Say how they came here")
    words = _text(
        "The child's words, as they are; or why there is nothing", rows=6,
        required="Write down the words, or why there are none",
    )  # fmt: skip
    child_said = _choice("Who the child lets read this", (("", "The child has not said"), *SeenBy.choices))
    in_sight = forms.BooleanField(
        label="Keep it in sight of everybody while the meeting goes on", required=False,
        help_text="Only if the child lets everyone at the meeting see it.",
    )  # fmt: skip
    read_out_by = _text("Who read it out, if it was read out", most=120)


class RoomForm(forms.Form):
    """Where somebody waits before the meeting."""

    use = _choice(
        "For whom", (("professionals", "The professionals' room"), ("parents", "An interview room for parents")),
        required="Say for whom the room is",
    )  # fmt: skip
    person_id = _choice("For one parent alone", radios=False, help_text="Choose somebody who must wait apart.")
    room_id = _choice("Room", radios=False)
    words = _text("Or where it is", most=120)

    def __init__(self, *args: Any, parents: Iterable[Here], rooms: Iterable[Any], **named: Any) -> None:
        super().__init__(*args, **named)
        alone = [(str(one.invitee.person_id), one.invitee.name) for one in parents if one.invitee.person_id]
        self.fields["person_id"].choices = [("", "All parents"), *alone]  # type: ignore[attr-defined]
        self.fields["room_id"].choices = [("", "None of these"), *((str(one.pk), str(one)) for one in rooms)]  # type: ignore[attr-defined]

    def clean_person_id(self) -> UUID | None:
        """The parent, where it is one alone."""
        return _id(self.cleaned_data["person_id"])

    def clean_room_id(self) -> UUID | None:
        """The room of the list."""
        return _id(self.cleaned_data["room_id"])


class DiscussionForm(forms.Form):
    """The chair and the social worker have talked."""

    mode = _choice("How you talked", MODES, required="Say how you talked")
    words = _text("What matters for the meeting", rows=5)
    version = _version()


class MeetParentForm(forms.Form):
    """The chair meets a parent before the start: the items of the pack, the room, each report."""

    mode = _choice("How you met", MODES, required="Say how you met")
    ticked = forms.MultipleChoiceField(label="What was done", required=False, widget=forms.CheckboxSelectMultiple)
    room_shown = _choice("Were they shown the room?", YES_NO)
    raised = _text("What they want brought up", rows=3)
    questions = _text("What they asked, and your answers", rows=4)
    still_open = _text("What is still open", rows=2)
    version = _version()

    def __init__(
        self, *args: Any, items: Sequence[str], reports: Sequence[tuple[str, str]], shows_room: bool, **named: Any
    ) -> None:
        super().__init__(*args, **named)
        self.fields["ticked"].choices = [(item, item) for item in items]  # type: ignore[attr-defined]
        self.reports = [key for key, _ in reports]
        for key, title in reports:
            self.fields[f"report-{key}"] = _choice(f"{title}: had they the chance to read it?", _READING)
        self.order_fields(
            ["mode", "ticked", "room_shown", *(f"report-{key}" for key in self.reports), "raised", "questions"]
        )
        if not shows_room:
            self.fields["room_shown"].help_text = "This procedure does not ask for it."

    def said(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        """What the service takes."""
        named = ("mode", "ticked", "raised", "questions", "still_open")
        read = {key: cleaned[f"report-{key}"] for key in self.reports if cleaned.get(f"report-{key}")}
        shown = {"yes": True, "no": False}.get(cleaned["room_shown"])
        return {key: cleaned[key] for key in named} | {"reports_read": read, "room_shown": shown}


_READING = (("", "Not asked yet"), ("read", "Read"), ("not-read", "Not read"), ("not-shared", "Not shared with them"))
