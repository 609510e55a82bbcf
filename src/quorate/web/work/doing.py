"""Recording that a duty is done: which event meets it, what is asked, and the facts that go with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Final
from uuid import UUID

from django import forms

from quorate.cases.refusals import Refused
from quorate.cases.worklist import Found
from quorate.procedure.pack import Pack
from quorate.procedure.rules import Rule
from quorate.web.forms import CHILDHOOD, DayField
from quorate.web.times import WallTimeField, instant_of

# What has more to say than a day: recorded with the conference, the enquiry or the decision itself.
_ELSEWHERE: Final = frozenset(
    {"conference-held", "conference-booked", "enquiry-concluded", "decided", "exclusion-decided", "request-agreed"}
)
# What a page of the conference keeps with more than the day: who has which report, how each of the family was prepared,
# what a parent said. Ticked off by a day alone, the two would tell different things.
_WITH_ITS_PAGE: Final = frozenset(
    {"report-shared", "chair-met-parent", "pre-conference-discussion-held", "concerns-explained", "leaflet-given",
     "needs-asked", "advocacy-offered", "meeting-offered", "child-attendance-decided", "exclusion-explained",
     "supporter-named", "booklet-given"}
)  # fmt: skip
_WORDS: Final = {
    "child-visited": "A visit",
    "core-group-held": "A core group",
    "parent-report-received": "The parents' own report came",
    "views-collected": "Views were collected",
}
_YES_NO: Final = (("yes", "Yes"), ("no", "No"))


@dataclass(frozen=True, slots=True)
class Doing:
    """How a duty is recorded as done: the events that would meet it, and its rule."""

    rule: Rule
    events: tuple[str, ...]


def doing_of(code: str, pack: Pack | None, *, has_page: bool = False) -> Doing | None:
    """How the duty is recorded as done with a day alone; None where it is recorded elsewhere.

    `has_page`: its conference has pages, on which some of what is done is told in full.
    """
    rule = pack.rules.by_code.get(code) if pack else None
    if rule is None:
        return None
    elsewhere = _ELSEWHERE | _WITH_ITS_PAGE if has_page else _ELSEWHERE
    events = tuple(event for event in rule.met_by if event not in elsewhere)
    return Doing(rule, events) if events else None


class DoneForm(forms.Form):
    """When it was done, and what else the rules have to know. `at` is the instant, where a time was given."""

    at: datetime | None = None

    event = forms.ChoiceField(label="What was done", widget=forms.RadioSelect)
    done_on = DayField(
        label="When was it done?", span=CHILDHOOD, error_messages={"required": "Enter the day on which it was done"}
    )
    done_at = WallTimeField(
        label="At what time?",
        required=False,
        input_formats=["%H:%M", "%H.%M", "%H"],
        help_text="For example 14:30. Without a time the whole day counts.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "autocomplete": "off"}),
        error_messages={"invalid": "Enter a time such as 14:30"},
    )
    cases = forms.MultipleChoiceField(
        label="For whom?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one child"},
    )
    seen = forms.ChoiceField(
        label="Was the child seen?",
        choices=_YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether the child was seen: only then does the visit count"},
    )
    alone = forms.ChoiceField(
        label="Seen alone?",
        choices=_YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether the child was seen alone"},
    )

    def __init__(
        self, *args: Any, doing: Doing, children: Sequence[tuple[str, str]], timed: bool, **named: Any
    ) -> None:
        super().__init__(*args, **named)
        self.doing = doing
        self.fields["event"].choices = [(one, _said(one)) for one in doing.events]  # type: ignore[attr-defined]
        self.fields["cases"].choices = list(children)  # type: ignore[attr-defined]
        self.initial = {**self.initial, "cases": [key for key, _ in children], "event": doing.events[0]}
        gone = [
            *(["event"] if len(doing.events) == 1 else []),
            *(["cases"] if len(children) < 2 else []),
            *([] if timed else ["done_at"]),
            *([] if "child-visited" in doing.events else ["seen", "alone"]),
        ]
        for name in gone:
            del self.fields[name]

    @property
    def code(self) -> str:
        """The event that is recorded."""
        return str(self.cleaned_data.get("event") or self.doing.events[0])

    def clean(self) -> dict[str, Any]:
        """Finds the instant, where a time was given."""
        said: dict[str, Any] = super().clean() or {}
        when: time | None = said.get("done_at")
        if when is not None and "done_on" in said:
            try:
                self.at = instant_of(said["done_on"], when, field="done_at")
            except Refused as refused:
                self.add_error(None, refused)
        return said


def _said(event: str) -> str:
    said = _WORDS.get(event, event.replace("-", " "))
    return said[:1].upper() + said[1:]


def facts_for(doing: Doing, found: Found, said: Mapping[str, Any]) -> dict[str, Any]:
    """What the event carries, so that it meets this duty and no other."""
    rule = doing.rule
    facts: dict[str, Any] = {}
    if found.about == "parent" and found.about_id is not None:
        facts["parent"] = str(found.about_id)
    if rule.report is not None and rule.report != "agencies":
        facts["report"] = rule.report
    if rule.shared_with is not None:
        facts["with"] = facts["parent"] if rule.shared_with == "parent" and "parent" in facts else rule.shared_with
    if rule.parts is not None and (parts := rule.parts.get(found.kind)):
        facts["parts"] = list(parts)
    if rule.to is not None:
        facts["to"] = rule.to
    if rule.need is not None:
        facts["need"] = rule.need
    facts |= {key: said[key] == "yes" for key in ("seen", "alone") if said.get(key)}
    return facts


def chosen_cases(found: Sequence[Found], said: Mapping[str, Any]) -> list[UUID]:
    """The cases for which it was done: those ticked, else all."""
    ticked = said.get("cases")
    every = list(dict.fromkeys(one.case_id for one in found))
    return [case for case in every if str(case) in ticked] if ticked else every
