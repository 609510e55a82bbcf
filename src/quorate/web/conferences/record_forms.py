"""The forms of the record: one part of it, and an addendum."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from quorate.access.models.meant_for import AUDIENCES
from quorate.conferences.services.record import LONGEST
from quorate.web.conferences.two_readers import two_texts_field

Choices = Sequence[tuple[str, str]]


class _MeantForForm(forms.Form):
    """Words, and for whom they are; the people of the family are those on the conference's list."""

    words = forms.CharField(
        label="What the record says", required=False, max_length=LONGEST, strip=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="A line that begins with “- ” is an entry of a list; a short line that ends with “:” is a heading.",
    )  # fmt: skip
    meant_for = forms.ChoiceField(
        label="Who may read this part", choices=AUDIENCES, widget=forms.RadioSelect,
        help_text="Nobody of the family gets any of it before the chair has approved the record.",
        error_messages={"required": "Choose who may read this part"},
    )  # fmt: skip
    named = forms.MultipleChoiceField(
        label="Which people or agencies, where only some of them", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, people: Choices = (), **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["named"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(people)
        if not people:
            del self.fields["named"]

    def clean(self) -> dict[str, Any]:
        """The ids as ids."""
        said = super().clean() or {}
        said["named"] = [UUID(one) for one in said.get("named", ())]
        return said


class PartForm(_MeantForForm):
    """One part of the record; `family` are those of the family on the conference's list, by `person_id`."""

    two_texts = two_texts_field()
    not_for = forms.MultipleChoiceField(
        label="Who of the family gets nothing of this part", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Somebody who was kept out, or was out of the room, while this was talked about. It is left out of "
        "their copy, with its heading.",
    )  # fmt: skip

    def __init__(self, *args: Any, family: Choices = (), **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["not_for"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(family)
        if not family:
            del self.fields["not_for"]

    def clean(self) -> dict[str, Any]:
        """The ids as ids; None where nobody of the family is on the list."""
        said = super().clean()
        chosen = said.get("not_for")
        said["not_for"] = None if chosen is None else [UUID(one) for one in chosen]
        return said


class AddendumForm(_MeantForForm):
    """Words added to an approved record."""

    why = forms.CharField(label="Why is it added?", required=False, max_length=500)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.order_fields(["words", "why", "meant_for", "named"])
        self.fields["words"].label = "What is added"
        self.fields["words"].required = True
        self.fields["words"].error_messages["required"] = "Write what is to be added"
