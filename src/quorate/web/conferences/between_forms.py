"""The forms between conferences. What a core group settles and goes through comes from the pack, word by word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django import forms

from quorate.plans.models import CoreGroupMember, Direction, TalkKind
from quorate.plans.queries.between import Line
from quorate.plans.services.core_groups import Held, Progress
from quorate.web.forms import AHEAD, DONE, DayField
from quorate.web.wording import capitalize_first

_YES_NO: Final = (("yes", "Yes"), ("no", "No"))
_INLINE: Final = {"class": "govuk-radios--inline govuk-radios--small"}


def words_field(
    label: str, *, most: int = 2000, rows: int = 3, help_text: str = "", needed: str = ""
) -> forms.CharField:
    """Words in a box, or on one line where `rows` is 0."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(
        label=label, max_length=most, required=bool(needed), help_text=help_text, widget=widget,
        error_messages={"required": needed, "max_length": f"Use at most {most} letters"},
    )  # fmt: skip


def yes_no(label: str, *, needed: str, help_text: str = "") -> forms.ChoiceField:
    """Yes or no; one of them is asked for, in words that say what was left open."""
    return forms.ChoiceField(
        label=label, choices=_YES_NO, widget=forms.RadioSelect(attrs=_INLINE), help_text=help_text,
        error_messages={"required": needed},
    )  # fmt: skip


class MeetingForm(forms.Form):
    """A core group or a network meeting: who came, each child's views, line by line, what was settled, next dates."""

    held_on = DayField(
        label="When was it held?", span=DONE, error_messages={"required": "Enter the day of the meeting"}
    )

    def __init__(
        self,
        data: Any = None,
        *,
        children: Sequence[tuple[UUID, str]],
        members: Sequence[CoreGroupMember],
        lines: Sequence[Line],
        settles: Sequence[str],
        every: Sequence[str],
        chaired_by: str,
        next_conference: str,
    ) -> None:
        super().__init__(data)
        self.children, self.members, self.lines = children, members, lines
        self.settles, self.every = settles, every
        self._who(chaired_by)
        for case, name in children:
            self.fields[f"asked_{case}"] = yes_no(
                f"Was {name} asked what they think?", needed=f"Say whether {name} was asked"
            )
            self.fields[f"views_{case}"] = words_field(
                f"What {name} said, in the child's own words", help_text="Or why the child could not be asked."
            )
        self.fields |= fields_of_lines(lines, children)
        for number, item in enumerate(settles):
            self.fields[f"settled_{number}"] = words_field(f"Settled: {item}")
        if every:
            self.fields["talked"] = forms.MultipleChoiceField(
                label="What was gone through", required=False, widget=forms.CheckboxSelectMultiple,
                choices=[(str(number), capitalize_first(item)) for number, item in enumerate(every)],
            )  # fmt: skip
        self.fields["notes"] = words_field("Anything else", rows=4)
        self.fields["next_on"] = DayField(label="When does the group meet next?", span=AHEAD, required=False)
        if next_conference:
            self.fields["reminded"] = yes_no(
                f"Was everybody told again that the next conference is on {next_conference}?",
                needed="Say whether everybody was told the day again",
            )

    def _who(self, chaired_by: str) -> None:
        label = "Who chaired it" + (f" ({chaired_by})" if chaired_by else "")
        self.fields["chair_words"] = words_field(label, most=150, rows=0)
        if self.members:
            self.fields["came"] = forms.MultipleChoiceField(
                label="Who came?", required=False, widget=forms.CheckboxSelectMultiple,
                choices=[(str(one.id), _named(one)) for one in self.members],
            )  # fmt: skip
            self.fields["absent"] = words_field(
                "Who was expected and did not come, and why", rows=2, most=300,
                help_text="Practitioners are expected at core groups.",
            )  # fmt: skip
        self.fields["others"] = words_field("Who else came?", most=300, rows=0)

    def clean(self) -> dict[str, Any]:
        """Practitioners are expected: of those who did not come it is said why (BOL-38)."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        came = set(told.get("came") or ())
        away = [one.name for one in self.members if one.kind == "professional" and str(one.id) not in came]
        if away and "absent" in told and not told["absent"].strip():
            self.add_error("absent", f"Say why they did not come, or that nobody knows: {', '.join(away)}")
        return told

    def parts(self) -> list[tuple[str, str, list[Any]]]:
        """The questions in the order of a meeting: a key, a heading, and the fields below it; no part is empty."""
        asked = {
            "who": ("When, and who came", ("held_on", "chair_words", "came", "absent", "others")),
            "children": ("What the children think", ("asked_", "views_")),
            "lines": ("How each line of the plan gets on", ("how_", "said_")),
            "settled": ("What was settled", ("settled_", "talked", "notes")),
            "next": ("What is next", ("next_on", "reminded")),
        }
        found = [
            (key, title, [self[name] for name in self.fields if name.startswith(of)])
            for key, (title, of) in asked.items()
        ]
        return [(key, title, fields) for key, title, fields in found if fields]

    def held(self, kind: str, chaired_by: str, next_conference_on: Any) -> Held:
        """What was entered, as the service takes it."""
        told = self.cleaned_data
        came = set(told.get("came", ()))
        settled = {item: told[f"settled_{n}"] for n, item in enumerate(self.settles) if told[f"settled_{n}"]}
        settled |= {item: "gone through" for n, item in enumerate(self.every) if str(n) in told.get("talked", ())}
        return Held(
            held_on=told["held_on"], kind=kind, chaired_by=chaired_by, chair_words=told["chair_words"],
            came=[one.id for one in self.members if str(one.id) in came],
            absent={"words": told["absent"]} if told.get("absent") else {}, others=told["others"],
            views={
                str(case): {"asked": told[f"asked_{case}"] == "yes", "words": told[f"views_{case}"]}
                for case, _ in self.children
            },
            settled=settled, notes=told["notes"], next_on=told["next_on"], next_conference_on=next_conference_on,
            next_date_reminded=told.get("reminded") == "yes", progress=progress_of(told, self.lines),
        )  # fmt: skip


def _named(one: CoreGroupMember) -> str:
    beside = one.role_words or ("lead" if one.is_lead else "")
    return f"{one.name} ({beside})" if beside else one.name


def fields_of_lines(lines: Sequence[Line], children: Sequence[tuple[UUID, str]]) -> dict[str, forms.Field]:
    """Two fields for each line: how it gets on, and a sentence. Whose plan it stands in, where there are several."""
    names, found = dict(children), dict[str, forms.Field]()
    several = len({line.action.case_id for line in lines}) > 1
    for line in lines:
        key, whose = line.action.id, names.get(line.action.case_id, "") if several else ""
        found[f"how_{key}"] = forms.ChoiceField(
            label=(f"For {whose}. " if whose else "") + f"{line.action.who}: {line.action.what}",
            choices=[("", "Not talked about"), *Direction.choices], required=False,
            widget=forms.Select,  # one control a line: a plan of twenty lines is worked through on a telephone
        )  # fmt: skip
        found[f"said_{key}"] = words_field("In one sentence", most=500, rows=0)
    return found


def progress_of(told: Mapping[str, Any], lines: Sequence[Line]) -> list[Progress]:
    """What was said of each action; nothing where it was not talked about."""
    return [
        Progress(line.action.id, line.action.case_id, told[f"how_{line.action.id}"], told[f"said_{line.action.id}"])
        for line in lines
        if told.get(f"how_{line.action.id}")
    ]


class TickForm(forms.Form):
    """How actions get on, between two meetings."""

    def __init__(self, data: Any = None, *, lines: Sequence[Line], children: Sequence[tuple[UUID, str]]) -> None:
        super().__init__(data)
        self.lines = lines
        self.fields |= fields_of_lines(lines, children)


class VisitForm(forms.Form):
    """A visit to a child."""

    child = forms.ChoiceField(label="Whom", widget=forms.RadioSelect, error_messages={"required": "Choose the child"})
    visited_on = DayField(label="When", span=DONE, error_messages={"required": "Enter the day of the visit"})
    seen = yes_no("Was the child seen?", needed="Say whether the child was seen")
    alone = yes_no("Was the child seen alone?", needed="Say whether the child was seen alone")
    bedroom = yes_no("Did you see where the child sleeps?", needed="Say whether you saw where the child sleeps")
    words = words_field("What you saw and heard", help_text="For staff. If the child was not seen: why.")

    def __init__(self, data: Any = None, *, children: Sequence[tuple[UUID, str]]) -> None:
        super().__init__(data)
        self.fields["child"].choices = [(str(case), name) for case, name in children]  # type: ignore[attr-defined]


class RhythmForm(forms.Form):
    """How often the plan asks for visits and core groups."""

    child = forms.ChoiceField(
        label="Whose plan", widget=forms.RadioSelect, error_messages={"required": "Choose the child"}
    )
    visit_every = words_field(
        "How often the child is visited", most=30, rows=0, help_text="For example: 10 working days"
    )
    core_group_every = words_field("How often the core group meets", most=30, rows=0, help_text="For example: 4 weeks")

    def __init__(self, data: Any = None, *, children: Sequence[tuple[UUID, str]]) -> None:
        super().__init__(data)
        self.fields["child"].choices = [(str(case), name) for case, name in children]  # type: ignore[attr-defined]


class TalkForm(forms.Form):
    """Somebody of the family talked with the chair or the social worker afterwards."""

    person_id = forms.ChoiceField(
        label="Who", widget=forms.RadioSelect, error_messages={"required": "Choose who it was"}
    )
    with_role = forms.ChoiceField(
        label="With whom", widget=forms.RadioSelect, error_messages={"required": "Choose with whom they talked"}
    )
    kind = forms.ChoiceField(
        label="What about",
        choices=TalkKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it was about"},
    )
    talked_on = DayField(label="When", span=DONE, error_messages={"required": "Enter the day"})
    words = words_field("What was said", help_text="For staff.")

    def __init__(
        self, data: Any = None, *, people: Sequence[tuple[str, str]], roles: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__(data)
        self.fields["person_id"].choices = list(people)  # type: ignore[attr-defined]
        self.fields["with_role"].choices = list(roles)  # type: ignore[attr-defined]
