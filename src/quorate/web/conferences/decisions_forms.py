"""The forms of the round, the decision, dissent and the end of a sitting. What may be chosen comes from the pack."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from django import forms

from quorate.access.models.meant_for import AUDIENCES
from quorate.conferences.services.deciding import yes_no_questions
from quorate.procedure.pack import Pack
from quorate.web.forms import AHEAD, DayField
from quorate.web.wording import capitalize_first

Choices = Sequence[tuple[str, str]]
Word = Callable[[str], str]
PLAN_SAID: Final = (("yes", "Plan: yes"), ("no", "Plan: no"), ("unsure", "Not sure"))
ADJOURN_SAID: Final = (
    ("inquorate", "Not enough agencies are here"),
    ("parent-unable", "A parent cannot take part"),
    ("papers-late", "The papers came too late"),
    ("interpreter-absent", "The interpreter is not here"),
    ("chair-ill", "The chair is ill"),
    ("behaviour", "It is not safe to go on"),
    ("other", "Another reason"),
)
HEARD_BY: Final = AUDIENCES[:3]
_NOBODY_YET: Final = ("", "Choose")
"""What somebody says is never put down to whoever stands first in the list."""


def words_field(label: str, *, rows: int = 3, help_text: str = "", needed: str = "") -> forms.CharField:
    """A box for a few lines."""
    return forms.CharField(
        label=label, required=bool(needed), help_text=help_text, max_length=4000,
        widget=forms.Textarea(attrs={"rows": rows}), error_messages={"required": needed},
    )  # fmt: skip


def choice_field(
    label: str, choices: Choices, *, needed: str = "", radios: bool = True, help_text: str = ""
) -> forms.ChoiceField:
    """One of several."""
    return forms.ChoiceField(
        label=label, choices=choices, required=bool(needed), help_text=help_text,
        widget=forms.RadioSelect if radios else forms.Select, error_messages={"required": needed},
    )  # fmt: skip


def many_field(label: str, choices: Choices, *, help_text: str = "") -> forms.MultipleChoiceField:
    """Any of several."""
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, help_text=help_text, widget=forms.CheckboxSelectMultiple
    )


def categories_of(pack: Pack, word: Word) -> list[tuple[str, str]]:
    """The categories of the procedure in its words and its order."""
    return [(code, capitalize_first(word(code))) for code in pack.data["decisions"]["categories"]]


class ViewForm(forms.Form):
    """Somebody's view for one child: a plan or not, which harm, and why."""

    def __init__(self, *args: Any, people: Choices, children: Choices, pack: Pack, word: Word, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["person"] = choice_field(
            "Who", (_NOBODY_YET, *people), needed="Choose whose view it is", radios=False
        )
        self.fields["child"] = choice_field("For which child", children, needed="Choose the child")
        self.fields["plan"] = choice_field(
            f"Is a {word('child_protection_plan')} needed?", PLAN_SAID, needed="Say yes, no or not sure"
        )
        self.fields["categories"] = many_field("Which harm worries them?", categories_of(pack, word))
        self.fields["reason"] = words_field("Why, in a line", needed="Write down why, in a line")
        self.fields["written"] = forms.BooleanField(label="It came in writing; they are not here", required=False)
        self.fields["meant_for"] = choice_field(
            "Who may read it later", (("", "As usual: a professional's everybody, a family member's that person"),
                                      *HEARD_BY), radios=False,
        )  # fmt: skip
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, required=False)


class OpenForm(forms.Form):
    """Opening a child's column before all views are in."""

    reason = words_field("Why the views are opened now", needed="Say why they are opened before all are in")


class DecideForm(forms.Form):
    """The decision for one child. The fields follow the procedure and the kind of conference."""

    def __init__(self, *args: Any, asked: Mapping[str, Any], pack: Pack, word: Word, **named: Any) -> None:
        """`asked`: outcomes, people, leads (choices), limits (sentences), needs_grounds, overrides, no_views and
        against."""
        super().__init__(*args, **named)
        rules = pack.data["decisions"]
        self.questions = yes_no_questions(rules)
        self._decision(asked, rules, pack, word)
        if {"plan-made", "plan-continues"} & {code for code, _ in asked["outcomes"]}:
            self._of_plan(asked, word)
        self._of_no_plan(asked, rules, word)
        self._going_on(asked, pack, word)

    def _decision(self, asked: Mapping[str, Any], rules: Mapping[str, Any], pack: Pack, word: Word) -> None:
        for number, question in enumerate(self.questions):
            self.fields[f"question_{number}"] = choice_field(
                question, (("yes", "Yes"), ("no", "No")), needed=f"{question.rstrip('?')}: answer yes or no"
            )
        self.fields["outcome"] = choice_field("The decision", asked["outcomes"], needed="Choose the decision")
        harm = categories_of(pack, word)
        if rules["several_categories"]:
            self.fields["categories"] = many_field("Category, where there is a plan", harm)
        else:
            self.fields["categories"] = choice_field("Category, where there is a plan: one", harm)
        self.fields["reason"] = words_field(
            "Why, in words that the family will read", rows=4, needed="Write down why, in plain words"
        )
        if asked["against"]:
            self.fields["reason_against_most"] = words_field(
                "If it goes against most professionals: why", help_text=asked["against"]
            )

    def _of_plan(self, asked: Mapping[str, Any], word: Word) -> None:
        self.fields["lead"] = choice_field(
            capitalize_first(word("lead_practitioner")), (("", "Choose"), *asked["leads"]), radios=False
        )
        self.fields["core_group"] = many_field(capitalize_first(word("core_group")), asked["people"])
        self.fields["core_group_on"] = DayField(
            label=f"First day of the {word('core_group')}",
            span=AHEAD,
            required=False,
            help_text=asked["limits"]["core-group"],
        )
        self.fields["next_review_on"] = DayField(
            label="Date of the next review", span=AHEAD, required=False, help_text=asked["limits"]["review"]
        )
        self.fields["days_off_meant"] = forms.BooleanField(
            label="A day at a weekend, or a bank holiday, is meant", required=False
        )

    def _of_no_plan(self, asked: Mapping[str, Any], rules: Mapping[str, Any], word: Word) -> None:
        if "plan-ended" in {code for code, _ in asked["outcomes"]}:
            self.fields["change_seen"] = words_field("What has changed")
            self.fields["risk_now"] = words_field("Why the risk is lower now")
        plans = [(code, capitalize_first(word(code))) for code in rules["plans_if_no_protection_plan"]]
        self.fields["services"] = words_field("What the child needs now, and which services help")
        self.fields["step_down"] = choice_field("Another plan instead", [*plans, ("", "None")])
        self.fields["step_down_until"] = DayField(label="Agreed up to which day", span=AHEAD, required=False)

    def _going_on(self, asked: Mapping[str, Any], pack: Pack, word: Word) -> None:
        if asked["needs_grounds"]:
            grounds = [
                (code, capitalize_first(word(f"quorum_{code.replace('-', '_')}")))
                for code in pack.data["quorum"]["grounds_to_go_on"]
            ]
            self.fields["grounds"] = many_field(
                "The conference is not quorate. Going on needs all of these", grounds,
                help_text=pack.data["quorum"]["in_words"],
            )  # fmt: skip
        if asked["overrides"]:
            self.fields["overrides"] = many_field("The chair goes on without", asked["overrides"])
        if asked["needs_grounds"] or asked["overrides"] or asked["no_views"]:
            self.fields["overrides_reason"] = words_field(
                "Why the chair goes on",
                help_text="No view is written down for this child yet." if asked["no_views"] else "",
            )

    def part(self, names: Iterable[str]) -> list[Any]:
        """Those of the named fields that are there, for one part of the page."""
        return [self[name] for name in names if name in self.fields]

    def asked_questions(self) -> list[Any]:
        """The questions of the procedure."""
        return [self[f"question_{number}"] for number in range(len(self.questions))]


class DissentForm(forms.Form):
    """What somebody says of a decision or a plan."""

    def __init__(self, *args: Any, people: Choices, children: Choices, pack: Pack, word: Word, **named: Any) -> None:
        super().__init__(*args, **named)
        grounds = [
            (code, capitalize_first(word(f"complaint_{code.replace('-', '_')}")))
            for code in pack.data["complaints"]["grounds"]
        ]
        self.fields["person"] = choice_field("Who", (_NOBODY_YET, *people), needed="Choose who it is", radios=False)
        self.fields["kind"] = choice_field(
            "What it is",
            (("dissent", "They disagree, and want that in the record"), ("on-decision", "Their view on the decision"),
             ("on-plan", "Their view on the plan")),
            needed="Choose what it is",
        )  # fmt: skip
        self.fields["child"] = choice_field("About which child", (("", "All of them"), *children))
        self.fields["grounds"] = many_field("If they disagree: with what", grounds)
        self.fields["words"] = words_field("In their own words", rows=4, needed="Write down what they say")


class AdjournForm(forms.Form):
    """Why it is adjourned, and what keeps the children safe meanwhile."""

    why = choice_field("Why", ADJOURN_SAID, needed="Choose why the conference is adjourned")
    why_words = words_field("More, if you want")
    interim_plan = words_field("What keeps the children safe until it goes on", rows=4)
