"""The forms for professionals, for the names of people who sign in, and for lists from a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from quorate.people.lists.limits import MOST_BYTES
from quorate.people.models import Agency, ListKind, Professional
from quorate.web.administration.forms import OWN_NUMBER, work_telephone
from quorate.web.forms import POST, DayField


def _full_name() -> forms.CharField:
    return forms.CharField(label="Full name", max_length=150, error_messages={"required": "Enter the full name"})


def _job_title() -> forms.CharField:
    return forms.CharField(label="Job title", max_length=120, error_messages={"required": "Enter the job title"})


class NameForm(forms.Form):
    """The name that is shown of somebody who signs in, and their work number."""

    display_name = _full_name()
    work_telephone = work_telephone("Work telephone", OWN_NUMBER)


class ProfessionalForm(forms.Form):
    """A professional's name, job title and work number."""

    full_name = _full_name()
    job_title = _job_title()
    work_telephone = work_telephone("Work telephone", "Families may read it in their letters. Never a private number.")


class NewProfessionalForm(ProfessionalForm):
    """A professional who begins at an agency."""

    begins_on = DayField(label="At the agency since", span=POST)


class LastDayForm(forms.Form):
    """A professional's last day at an agency."""

    ends_on = DayField(label="Last day", span=POST)

    def __init__(self, *args: Any, professional: Professional, **named: Any) -> None:
        super().__init__(*args, **named)
        self.professional = professional

    def clean_ends_on(self) -> Any:
        """Not before the first day."""
        ends = self.cleaned_data["ends_on"]
        if ends < self.professional.begins_on:
            raise forms.ValidationError("Enter a day that is not before the first day")
        return ends


class MoveForm(forms.Form):
    """To which agency a professional goes, as what, from when."""

    agency = forms.ChoiceField(label="To which agency?", error_messages={"required": "Choose the agency"})
    job_title = _job_title()
    on = DayField(label="First day there", span=POST)

    def __init__(self, *args: Any, agencies: Iterable[Agency], **named: Any) -> None:
        super().__init__(*args, **named)
        self.agencies = {one.ref: one for one in agencies}
        choices = [("", "Choose one"), *((ref, one.name) for ref, one in self.agencies.items())]
        self.fields["agency"].choices = choices  # type: ignore[attr-defined]

    def chosen(self) -> Agency:
        """The agency chosen; call only when the form is valid."""
        return self.agencies[str(self.cleaned_data["agency"])]


class ContactPointChangeForm(forms.Form):
    """The address or number of a contact point, and who keeps it right."""

    value = forms.CharField(
        label="Address or number", max_length=400, error_messages={"required": "Enter the address or the number"}
    )
    owner = forms.CharField(
        label="Who keeps it right", max_length=200, error_messages={"required": "Enter who keeps it right"}
    )


class ListForm(forms.Form):
    """A list to bring in: what it lists, and the file."""

    kind = forms.ChoiceField(
        label="What does the file list?",
        choices=ListKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the file lists"},
    )
    file = forms.FileField(
        label="The file",
        help_text="CSV or XLSX, at most 2 MB. Nothing is changed before you have seen what would come in.",
        max_length=200,
        error_messages={
            "required": "Choose a file",
            "empty": "The file is empty; choose the file that holds the list",
            "max_length": "Give the file a shorter name",
        },
    )

    def clean_file(self) -> UploadedFile[bytes]:
        """Not too large to be read at once."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError("The file has more than 2 MB; split it and bring the parts in one by one")
        return file
