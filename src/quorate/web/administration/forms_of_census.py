"""The form that takes a census file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile

from quorate.people.models import Team
from quorate.returns.importing.uploads import MOST_BYTES


class CensusForm(forms.Form):
    """A census file, the team that gets the cases, and the team that keeps their conferences."""

    file = forms.FileField(
        label="The census file",
        help_text="XML, as it is sent to the Department for Education. Nothing is changed before you have seen what "
        "would come in.",
        error_messages={
            "required": "Choose a file",
            "empty": "The file is empty; choose the census file",
            "max_length": "Give the file a shorter name",
        },
    )
    team = forms.ChoiceField(
        label="Which team gets the cases?",
        help_text="Its social workers and managers see them. They can be handed on afterwards.",
        error_messages={"required": "Choose the team that gets the cases"},
    )
    unit = forms.ChoiceField(
        label="Which team of administrators keeps the conferences?",
        required=False,
        help_text="It sees the reviews that are to be held.",
    )

    def __init__(self, data: Any, files: Any, *, teams: Sequence[Team]) -> None:
        super().__init__(data, files)
        self._teams = {team.ref: team for team in teams}
        choices = [("", "Choose a team"), *((ref, team.name) for ref, team in self._teams.items())]
        for name in ("team", "unit"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def team_of(self, name: str) -> UUID | None:
        """The team chosen in a field."""
        chosen = self._teams.get(self.cleaned_data[name])
        return None if chosen is None else chosen.id

    def clean_file(self) -> UploadedFile[bytes]:
        """Not longer than a page takes."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(
                "The file has more than 200 MB; let the command `quorate import-census` read it"
            )
        return file
