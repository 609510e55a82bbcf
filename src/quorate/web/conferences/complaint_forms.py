"""The forms of complaints and of corrections to minutes."""

from __future__ import annotations

from typing import Any

from django import forms

from quorate.challenges.models import CorrectionOutcome, Subject
from quorate.web.conferences.request_forms import Choices, choice, several, text
from quorate.web.forms import DONE, DayField


def _day(label: str, missing: str) -> DayField:
    return DayField(label=label, span=DONE, error_messages={"required": missing})


def _pick(label: str, choices: Choices, help_text: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False, help_text=help_text)


class ComplaintForm(forms.Form):
    """A complaint as it came. What it is about decides which way it goes."""

    about = choice("What is it about?", Subject.choices, required="Say what it is about")
    words = text("What the complaint says", rows=6, required="Write down what the complaint says")
    received_on = _day("When did it come?", "Enter the day on which it came")
    in_writing = choice("Did it come in writing?", (("yes", "Yes"), ("no", "No")), required="Say whether in writing")
    passed_to = text(
        "If it is about the service: to whom is it passed on?", most=300, help_text="It then goes another way."
    )
    late_reason = text("If it came after the time: why is it taken all the same?", rows=2)

    def __init__(self, *args: Any, rule: Any, words: Any, people: Choices, children: Choices, **named: Any) -> None:
        super().__init__(*args, **named)
        who = {"parent": "A parent", "child": "A child", "person_acting_for_child": "Somebody acting for a child"}
        self.fields["who"] = choice("Who complains?", [(one, who.get(one, one)) for one in rule["who_may"]],
                                    required="Say who complains")  # fmt: skip
        self.fields["person"] = _pick("Which person of the family", (("", "Nobody of the list"), *people))
        self.fields["name"] = text("Name, if not on the list", most=200)
        self.fields["acting_for"] = _pick("If for a child: which", (("", "Choose"), *children))
        self.fields["grounds"] = several("On which grounds", [(one, words(one)) for one in rule["grounds"]])
        routes = [(str(n), words_) for n, words_ in enumerate(rule["routes"])]
        self.fields["route"] = _radio("Which way does it take?", routes)
        self.fields["stage"] = choice(
            "How does it begin?", (("informal", "By talking about it first"), ("formal", "As a formal complaint")),
            required="Say how it begins",
        )  # fmt: skip
        self.order_fields(("about", "who", "person", "name", "acting_for", "words", "grounds", "route", "stage",
                           "received_on", "in_writing", "late_reason", "passed_to"))  # fmt: skip


def _radio(label: str, choices: Choices) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=forms.RadioSelect)


class TalkForm(forms.Form):
    """The talk with which most complaints end."""

    talked_with = text("With whom did they talk?", most=200, required="Say with whom they talked")
    talked_on = _day("When?", "Enter the day of the talk")
    outcome = text("What came of it?", rows=4, required="Say what came of the talk")
    is_settled = choice(
        "Is it settled?", (("yes", "Yes: they are content with the answer"), ("no", "No, it goes on")),
        required="Say whether it is settled",
    )  # fmt: skip


class FormalForm(forms.Form):
    """The complaint goes on, by a way of the procedure."""

    def __init__(self, *args: Any, routes: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        listed = [(str(n), words) for n, words in enumerate(routes)]
        self.fields["route"] = choice("Which way does it take now?", listed, required="Choose the way")


class ComplaintAnswerForm(forms.Form):
    """The answer."""

    answer = text("The answer, in the words that the person gets", rows=6, required="Write down the answer")
    answered_on = _day("When was it given?", "Enter the day of the answer")


class CorrectionForm(forms.Form):
    """What somebody says is wrong in the minutes."""

    passage = text("Which words of the minutes are meant?", rows=3, required="Say which words are meant")
    should_say = text("What ought they to say?", rows=3, required="Say what the minutes ought to say")
    received_on = _day("When did they say so?", "Enter the day on which it came")
    late_reason = text("If it came after the time: why is it taken all the same?", rows=2)

    def __init__(self, *args: Any, people: Choices, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["person"] = _pick("Who says so?", (("", "Nobody of the list"), *people))
        self.fields["name"] = text("Name, if not on the list", most=250)
        self.order_fields(("person", "name", "passage", "should_say", "received_on", "late_reason"))


class CorrectionAnswerForm(forms.Form):
    """What the chair says to it."""

    outcome = choice("What becomes of it?", CorrectionOutcome.choices, required="Say what becomes of it")
    answer = text("Why", rows=3, required="Say why, in a sentence or two")
