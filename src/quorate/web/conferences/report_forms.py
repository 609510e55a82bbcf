"""The forms about reports. They ask little; what cannot be so the services say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django import forms

from quorate.cases.refusals import Refused
from quorate.conferences.services.reports import HOW_KNOWN
from quorate.conferences.services.sharing import HOW
from quorate.web.conferences.two_readers import two_texts_field
from quorate.web.forms import DONE, DayField
from quorate.web.times import WallTimeField, instant_of
from quorate.web.work.moments import LONDON

Choices = Sequence[tuple[str, str]]

AUDIENCES: Final = (
    ("F-all", "Everybody, the family too"),
    ("F-person", "The professionals, and only some of the family"),
    ("P", "The professionals only"),
    ("R", "The closed part: the chair and one agency"),
)
PARTS: Final = {
    "report": "The report", "chronology": "The chronology", "genogram": "The genogram", "plan": "The updated plan",
}  # fmt: skip
CAME: Final = (("paper", "They wrote it"), ("telephone", "By telephone"), ("in-person", "They said it"))
READERS: Final = (
    ("F-all", "Everybody at the conference, the family too"),
    ("F-person", "The professionals and they themselves"),
    ("P", "The professionals"),
)
_SHORT: Final = {"class": "govuk-input--width-5", "autocomplete": "off"}


def words(label: str, *, rows: int = 5, help_text: str = "", required: str = "", most: int = 40_000) -> forms.CharField:
    """Several lines."""
    return forms.CharField(
        label=label, required=bool(required), help_text=help_text, max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}), error_messages={"required": required}, strip=False,
    )  # fmt: skip


def line(label: str, *, help_text: str = "", required: str = "", most: int = 150) -> forms.CharField:
    """One line."""
    return forms.CharField(
        label=label, required=bool(required), help_text=help_text, max_length=most,
        widget=forms.TextInput(attrs={"autocomplete": "off"}), error_messages={"required": required},
    )  # fmt: skip


def one_of(label: str, choices: Choices, *, required: str = "", help_text: str = "") -> forms.ChoiceField:
    """One of a few answers."""
    return forms.ChoiceField(
        label=label, choices=choices, required=bool(required), help_text=help_text, widget=forms.RadioSelect,
        error_messages={"required": required, "invalid_choice": "Choose one of the answers that are offered"},
    )  # fmt: skip


class MomentForm(forms.Form):
    """A day and a time of day; `moment` puts them together."""

    on = DayField(label="When was it?", span=DONE)
    time = WallTimeField(
        label="Time", input_formats=["%H:%M", "%H.%M"], widget=forms.TextInput(attrs=_SHORT),
        error_messages={"required": "Enter the time, such as 14:20", "invalid": "Enter a time such as 14:20"},
    )  # fmt: skip

    def __init__(self, *args: Any, now: datetime, **named: Any) -> None:
        local = now.astimezone(LONDON)
        named["initial"] = {"on": local.date(), "time": f"{local:%H:%M}"} | (named.get("initial") or {})
        super().__init__(*args, **named)

    def clean(self) -> dict[str, Any]:
        """Adds `at`, the instant in London."""
        said: dict[str, Any] = super().clean() or {}
        if "on" in said and "time" in said:
            try:
                said["at"] = instant_of(said["on"], said["time"], field="time")
            except Refused as refused:
                self.add_error(None, refused)
        return said


def chosen(label: str, choices: Choices, *, required: str = "", help_text: str = "") -> forms.ChoiceField:
    """The same in one line, where a page has many of them."""
    field = one_of(label, choices, required=required, help_text=help_text)
    field.widget = forms.Select(choices=choices)
    return field


class SectionForm(forms.Form):
    """One part of a report: what beside it is chosen, the words, for whom."""

    choice = chosen("How do we know it?", (("", "This is about something else"), *HOW_KNOWN))
    words = words("Words", rows=6)
    meant_for = chosen("For whom is this?", AUDIENCES, required="Choose for whom this is")
    named = forms.MultipleChoiceField(
        label="Who of the family", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Only where it is for some of them.",
    )  # fmt: skip
    categories = forms.MultipleChoiceField(
        label="Kind of harm", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Where a plan is recommended.",
    )  # fmt: skip
    two_texts = two_texts_field()

    def __init__(
        self, *args: Any, kind: str, family: Choices | Callable[[], Choices], recommendations: Choices,
        categories: Choices, **named: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **named)
        if kind == "recommendation":
            self.fields["choice"] = chosen("What is recommended?", (("", "Not said yet"), *recommendations))
            self.fields["categories"].choices = categories  # type: ignore[attr-defined]
            self.fields["words"].label = "Why, and which actions"
        else:
            del self.fields["categories"]
            if kind != "views":
                del self.fields["choice"]
        self.fields["named"].choices = family  # type: ignore[attr-defined]
        if not callable(family):
            self.offer_family()

    def offer_family(self) -> None:
        """Before the form is shown: where nobody of the family can be named, nobody is asked to."""
        if "named" in self.fields and not list(self.fields["named"].choices):  # type: ignore[attr-defined]
            del self.fields["named"]


class PartForm(forms.Form):
    """Something more under the same title for other readers."""

    words = words("Words", rows=5, required="Write something")
    meant_for = one_of("For whom is this?", AUDIENCES, required="Choose for whom this is")
    named = forms.MultipleChoiceField(
        label="Who of the family, or which agency", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Where it is for some of the family, or closed.",
    )  # fmt: skip

    def __init__(self, *args: Any, named_choices: Choices, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["named"].choices = named_choices  # type: ignore[attr-defined]


class AuthoriseForm(forms.Form):
    """The checklist of the procedure, and the parts that go with it."""

    checked = forms.MultipleChoiceField(
        label="I have looked at this", required=False, widget=forms.CheckboxSelectMultiple
    )
    parts = forms.MultipleChoiceField(
        label="What you authorise", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose what you authorise"},
    )  # fmt: skip

    def __init__(self, *args: Any, parts: Iterable[str], lines: Sequence[str], **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["parts"].choices = [(one, PARTS[one]) for one in parts]  # type: ignore[attr-defined]
        self.fields["checked"].choices = [(one, one) for one in lines]  # type: ignore[attr-defined]
        self._lines = set(lines)
        if not lines:
            del self.fields["checked"]

    def clean(self) -> dict[str, Any]:
        """Every line of the checklist has to be ticked."""
        said: dict[str, Any] = super().clean() or {}
        if self._lines - set(said.get("checked", ())):
            self.add_error("checked", "Look at every line, and tick it. If one is not so, send the report back.")
        return {"checked": [], **said}


class ReportFromForm(forms.Form):
    """Whose report it is."""

    author = line("Who wrote it", required="Say who wrote the report", help_text="Name and job.")
    agency_code = one_of("Agency", (), required="Say which agency the report comes from")

    def __init__(self, *args: Any, agencies: Choices, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["agency_code"].choices = agencies  # type: ignore[attr-defined]


class FileForm(forms.Form):
    """A file, and for whom it is."""

    file = forms.FileField(
        label="File", allow_empty_file=True, error_messages={"required": "Choose a file"},
        help_text="PDF, Word or an image, up to 15 MB.",
    )  # fmt: skip
    meant_for = one_of("For whom is this?", AUDIENCES[2:], required="Choose for whom this is")

    def __init__(self, *args: Any, can_close: bool, **named: Any) -> None:
        named["initial"] = {"meant_for": "P"} | (named.get("initial") or {})
        super().__init__(*args, **named)
        if not can_close:
            self.fields["meant_for"].choices = AUDIENCES[2:3]  # type: ignore[attr-defined]


def meant_to_be_empty(label: str, required: str) -> forms.BooleanField:
    """The tick without which an empty copy counts as none."""
    return forms.BooleanField(label=label, error_messages={"required": required})


class ReceiveForm(forms.Form):
    """What an agency's report recommends."""

    recommendation = one_of(
        "What does it recommend for all the children?", (),
        help_text="Leave it out where the report says it for each child, or where it says nothing.",
    )  # fmt: skip
    recommendation_words = words("In their words", rows=3)
    cannot_come = forms.BooleanField(
        label="They cannot come: the report goes in their place", required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, recommendations: Choices, is_for_family: bool = True, **named: Any) -> None:
        """`is_for_family`: whether any part of it is."""
        super().__init__(*args, **named)
        if not is_for_family:
            self.fields["empty_meant"] = meant_to_be_empty(
                "No part of it is for the family: a parent’s copy stays empty, and that is right",
                "Tick that a parent’s copy is to stay empty, or go back and say of the parts for whom they are",
            )
        self.fields["recommendation"].choices = [("", "It does not say"), *recommendations]  # type: ignore[attr-defined]


class ShareForm(MomentForm):
    """How a parent got a report."""

    how = one_of(
        "How did they get it?", HOW, required="Choose how they got it",
        help_text="By post it counts from when it was posted: enter that day and time.",
    )  # fmt: skip
    by_words = line("Who gave it to them", help_text="Leave it out where it was you.")
    parts = forms.MultipleChoiceField(
        label="What they got", widget=forms.CheckboxSelectMultiple, error_messages={"required": "Say what they got"}
    )
    late_why = words("If it is late: why", rows=2, most=500, help_text="It stays marked as late. Nothing is lost.")

    def __init__(self, *args: Any, parts: Iterable[str], is_empty: bool = False, **named: Any) -> None:
        """`is_empty`: whether none of the report's words are for this reader."""
        super().__init__(*args, **named)
        self.fields["parts"].choices = [(one, PARTS[one]) for one in parts]  # type: ignore[attr-defined]
        if is_empty:
            self.fields["empty_meant"] = meant_to_be_empty(
                "None of its words are for them: their copy is empty, and they have been told so",
                "Their copy of this report is empty. Tick that they have been told so, or have its writer say for whom "
                "the parts are",
            )


class StepForm(MomentForm):
    """What they did with it."""

    step = one_of("What happened?", (("read", "They have read it"), ("talked", "It was talked through with them")),
                  required="Choose what happened")  # fmt: skip
    by_words = line("Who talked it through with them")


class WrongForm(forms.Form):
    """Why it was a mistake that it was recorded as shared."""

    reason = words("What was wrong?", rows=2, most=500, required="Say what was wrong; the reason is kept",
                   help_text="For example: it was handed to another family. Both stay in the history.")  # fmt: skip


class CommentForm(MomentForm):
    """What they say to it, in their own words."""

    words = words("What they say, in their own words", rows=6, required="Write down what they said")
    disagrees = forms.BooleanField(label="They do not agree with something in the report", required=False)
    how = one_of("How did it come?", CAME, required="Choose how it came")
    meant_for = one_of("Who may read it?", READERS, required="Ask them, and choose who may read it")


class NotForForm(forms.Form):
    """Why this parent does not get the report."""

    reason = words("Why does this parent not get it?", rows=2, most=500, required="Say why",
                   help_text="For example: about the other parent's health. The chair has to agree.")  # fmt: skip


class AgreeForm(forms.Form):
    """The chair's answer."""

    agrees = one_of("Do you agree?", (("yes", "Yes, this parent does not get it"), ("no", "No, they get it")),
                    required="Choose one")  # fmt: skip
