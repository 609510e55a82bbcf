"""The forms of what people need, and of whom somebody is afraid."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django import forms

from quorate.conferences.queries.unasked import ASKED, FEAR_NOT_KNOWN
from quorate.web.conferences.request_forms import Choices, choice, several, text

YES = "yes"


class NeedsForm(forms.Form):
    """For each person: what they need, and the words for it; and of those in `asks_fear`, whether they are afraid."""

    def __init__(
        self, *args: Any, people: Iterable[tuple[str, str]], kinds: Choices, asks_fear: Collection[str], **named: Any
    ) -> None:
        super().__init__(*args, **named)
        self._people = list(people)
        self._kinds = dict(kinds)
        answers = (
            ("no", "No"), (YES, "Yes: of whom is asked next"),
            *((code, f"Not known, {why}") for code, why in FEAR_NOT_KNOWN.items()),
        )  # fmt: skip
        for key, name in self._people:
            self.fields[f"needs-{key}"] = several(f"What {name} needs", kinds)
            self.fields[f"words-{key}"] = text(
                "Which language, or what exactly", most=300, help_text="For a language, an interpreter or access."
            )
            if key in asks_fear:
                self.fields[f"fear-{key}"] = choice(f"Is {name} afraid of somebody who may come?", answers)

    def needs(self) -> dict[tuple[UUID, str], str]:
        """(Person, kind) → the words."""
        return {
            (UUID(key), kind): self.cleaned_data[f"words-{key}"]
            for key, _ in self._people
            for kind in self.cleaned_data[f"needs-{key}"]
        }

    def safety(self) -> dict[UUID, str]:
        """Person → that they were asked, or why not; "" where they are afraid. Nothing of whom nothing was said."""
        said = {key: self.cleaned_data.get(f"fear-{key}") for key, _ in self._people}
        kept = {"no": ASKED, YES: ""}
        return {UUID(key): kept.get(answer, answer) for key, answer in said.items() if answer}

    def afraid(self) -> list[str]:
        """Who is afraid, of whom it is still to be written down."""
        return [key for key, _ in self._people if self.cleaned_data.get(f"fear-{key}") == YES]

    def clean(self) -> dict[str, Any]:
        """A language is named."""
        said = super().clean() or {}
        for key, _ in self._people:
            named = set(said.get(f"needs-{key}", ())) & {"language", "interpreter", "access"}
            if named and not said.get(f"words-{key}"):
                self.add_error(f"words-{key}", "Say which language, or what is needed")
        return said


class SafetyForm(forms.Form):
    """Who is afraid, of whom, and what of."""

    def __init__(self, *args: Any, people: Choices, **named: Any) -> None:
        super().__init__(*args, **named)
        listed = (("", "Choose"), *people)
        for name, label in (("person", "Who is afraid or at risk?"), ("of_person", "Of whom?")):
            self.fields[name] = forms.ChoiceField(
                label=label, choices=listed, error_messages={"required": "Choose a person"}
            )
        self.fields["words"] = text(
            "What they are afraid of", rows=3, required="Write down what the person is afraid of",
            help_text="Only those who arrange the conference read this. The other person is never shown it.",
        )  # fmt: skip
