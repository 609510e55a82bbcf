"""The forms in which a plan is written: a worry, a goal, a line, the parts in running words."""

from __future__ import annotations

from typing import Any, Final

from django import forms

from quorate.access.models.meant_for import AUDIENCES
from quorate.web.conferences.decisions_forms import Choices, choice_field, many_field, words_field
from quorate.web.forms import AHEAD, DayField

PARTS: Final = {
    "contingency": "What happens if the plan is not carried out or things change",
    "services": "Which services help, and how",
    "needs": "What the child needs",
    "seeing-the-child": "When and where the child is seen, alone and with carers, and by whom",
    "bottom-line": "What must not happen",
}
"""The parts of a plan in running words, with what each asks."""
MEANT: Final = tuple(one for one in AUDIENCES if one[0] in ("F-all", "P"))


class _Line(forms.Form):
    """What every line of a plan has: for whom it is meant, and the version that was opened."""

    def _end(self) -> None:
        self.fields["meant_for"] = choice_field("Who may read it", MEANT, needed="Say who may read it")
        self.fields["meant_for"].initial = "F-all"
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, required=False)


class StatementForm(_Line):
    """The danger statement."""

    def __init__(self, *args: Any, worries: Choices, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["words"] = words_field(
            "What may happen to the child if nothing changes", rows=4, needed="Write down what people worry about",
            help_text="Who is worried, about what, and what could happen to the child. Plain words.",
        )  # fmt: skip
        if worries:
            self.fields["worries"] = many_field("It answers these worries", worries)
        self._end()


class GoalForm(_Line):
    """The safety goal."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["words"] = words_field(
            "What everybody must see instead, and for how long", rows=4, needed="Write down what must be seen",
            help_text="What adults do, not what they stop doing.",
        )  # fmt: skip
        self._end()


class ActionForm(_Line):
    """One line: who does what, why, by when; how everybody will know, and what if not."""

    def __init__(self, *args: Any, people: Choices, owners: Choices, worries: Choices, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["what"] = words_field("What will be done", rows=2, needed="Say what will be done")
        self.fields["why"] = words_field("Why", rows=2)
        self.fields["person"] = choice_field("Who does it", (("", "Somebody else"), *people), radios=False)
        self.fields["who_else"] = forms.CharField(
            label="Somebody else: who", required=False, max_length=200,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )  # fmt: skip
        self.fields["owner_kind"] = choice_field("For whom it is to do", owners, needed="Say for whom it is to do")
        self.fields["by_when"] = DayField(label="By which day", span=AHEAD, required=False)
        self.fields["by_when_words"] = forms.CharField(
            label="Or how often", required=False, max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
        )
        self.fields["how_known"] = words_field("How everybody will know that it is done", rows=2)
        self.fields["if_not"] = words_field("What happens if it is not done", rows=2)
        self.fields["is_service"] = forms.BooleanField(label="A service gives this help", required=False)
        if worries:
            self.fields["worries"] = many_field("It answers these worries", worries)
        self._end()


class PartForm(_Line):
    """One part in running words."""

    def __init__(self, *args: Any, asks: str, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["words"] = words_field(asks, rows=6)
        self._end()
