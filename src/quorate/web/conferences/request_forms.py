"""The forms with which a conference is asked for. What the record knows is filled in; services say what is wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django import forms

from quorate.conferences.queries.unasked import ADDRESS_NOT_KNOWN
from quorate.web.conferences.people_forms import ANOTHER
from quorate.web.forms import CHILDHOOD, DONE, DayField, about

Choices = Sequence[tuple[str, str]]


def text(label: str, *, required: str = "", rows: int = 0, help_text: str = "", most: int = 0) -> forms.CharField:
    """One line, or a box of so many rows."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(
        label=label, required=bool(required), help_text=help_text, widget=widget, max_length=most or None,
        error_messages={"required": required, "max_length": f"Use at most {most} letters"},
    )  # fmt: skip


def choice(label: str, choices: Choices, *, required: str = "", help_text: str = "") -> forms.ChoiceField:
    """One of a few answers."""
    return forms.ChoiceField(
        label=label, choices=choices, required=bool(required), help_text=help_text, widget=forms.RadioSelect,
        error_messages={"required": required, "invalid_choice": "Choose one of the answers that are offered"},
    )  # fmt: skip


def several(label: str, choices: Choices, *, help_text: str = "", required: str = "") -> forms.MultipleChoiceField:
    """Any of several."""
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=bool(required), help_text=help_text,
        widget=forms.CheckboxSelectMultiple, error_messages={"required": required},
    )  # fmt: skip


def yes_or_no(said: str) -> bool | None:
    """Yes, no, or nobody has said."""
    return {"yes": True, "no": False}.get(said)


def in_words(said: bool | None) -> str:
    """The answer of a form for a yes, a no, or for nobody having said."""
    return "" if said is None else "yes" if said else "no"


def _besides() -> forms.CharField:
    return text(
        "Why another conference is needed besides the one that is under way", rows=3, most=500,
        help_text="Only for a child who has one already. Your manager reads it.",
    )  # fmt: skip


class NewConferenceForm(forms.Form):
    """For which children a conference is asked, and of which kind; `is_another` while one of them has one under way."""

    def __init__(self, *args: Any, kinds: Choices, children: Choices, is_another: bool, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["kind"] = choice("What kind of conference", kinds, required="Choose the kind of conference")
        self.fields["children"] = several(
            "For which children", children, required="Choose at least one child",
            help_text="Brothers and sisters of the same family stand here; take out those whom it is not about.",
        )  # fmt: skip
        if is_another:
            self.fields["besides"] = _besides()


class ChildrenForm(forms.Form):
    """The children, each of the conference's kind or of another; `is_another` while one has another one under way."""

    def __init__(self, *args: Any, children: Choices, kinds: Choices, is_another: bool, **named: Any) -> None:
        super().__init__(*args, **named)
        for key, name in children:
            self.fields[f"kind-{key}"] = choice(name, (*kinds, ("out", "Not this child")), required="Choose one")
        if is_another:
            self.fields["besides"] = _besides()


class ConcernForm(forms.Form):
    """Why there should be a conference."""

    reason = text(
        "Why a conference is needed", rows=6,
        help_text="What has happened, to which child, and what you worry may happen. The family may read it.",
    )  # fmt: skip
    legal_basis = text("On which law you act", rows=2)
    risk_is_serious = choice(
        "Is the risk of harm serious, or could it be?", (("yes", "Yes"), ("no", "No"), ("", "Not judged yet"))
    )
    severity = text("Why you judge it so", rows=4)
    no_other_plan_because = text("Why no other plan would be enough", rows=4)
    assessment_completed_on = DayField(
        label="When was the assessment completed?", span=DONE, required=False,
        help_text="For example 27 3 2026. Leave it empty while it is under way.",
    )  # fmt: skip

    field_order = (
        "reason", "legal_basis", "risk_is_serious", "severity", "other_plans_considered", "no_other_plan_because",
        "assessment_completed_on",
    )  # fmt: skip

    def __init__(self, *args: Any, plans: Choices, comes_from: Mapping[str, str] | None = None, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["other_plans_considered"] = several("Which other plans were considered", plans)
        self.order_fields(self.field_order)
        for name, words in (comes_from or {}).items():
            # Nobody sends as their own what the system has found: they see that it is to be looked at, and from where.
            self.fields[name].help_text = f"{self.fields[name].help_text} {words}".strip()

    def clean_risk_is_serious(self) -> bool | None:
        """Yes, no, or not judged yet."""
        return yes_or_no(self.cleaned_data["risk_is_serious"])


class TransferForm(forms.Form):
    """From where the children come."""

    from_authority = text("Which authority had the plan before?", required="Give the name of the authority", most=120)
    notified_on = DayField(
        label="When did they tell us?", span=DONE,
        help_text="The last day to hold the conference is counted from this day.",
        error_messages={"required": "Enter the day on which the other authority told us"},
    )  # fmt: skip
    is_permanent = choice(
        "Do the children stay here?", (("yes", "Yes, they have moved for good"), ("no", "No, for a time only")),
        required="Say whether they stay",
    )  # fmt: skip

    def clean_is_permanent(self) -> bool:
        """Whether they stay."""
        return bool(self.cleaned_data["is_permanent"] == "yes")


class PeopleForm(forms.Form):
    """For every adult of the family: to be invited or not; for them and the children: is the address confidential.

    `is_partly`: it is saved on the way to an address, with what has been answered so far.
    """

    def __init__(
        self, *args: Any, people: Iterable[tuple[str, str]], children: Iterable[tuple[str, str]] = (),
        kept_out: Collection[str] = (), is_partly: bool = False, **named: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **named)
        self._is_partly = is_partly
        for key, name in children:
            self.fields[f"address-{key}"] = self._address(name, key in kept_out)
        for key, name in people:
            self.fields[f"invite-{key}"] = about(
                choice("To be invited?", (("yes", "Yes"), ("no", "No"), ("", "Not settled yet"))), name
            )
            self.fields[f"why-{key}"] = about(text("If not: why not", most=250), name)
            self.fields[f"address-{key}"] = self._address(name, key in kept_out)

    def _address(self, name: str, is_kept_out: bool) -> forms.Field:
        answers = (
            ("yes", "Yes, it is kept out of every letter and paper"),
            ("no", "No: open it on its own page, with a reason" if is_kept_out else "No, it may be told"),
            *((code, f"Not known, {why}: it is kept out") for code, why in ADDRESS_NOT_KNOWN.items()),
        )
        missing = f"Say whether the address of {name} is confidential, or why it is not known"
        return about(choice("Is the address confidential?", answers, required="" if self._is_partly else missing), name)

    @property
    def is_whole(self) -> bool:
        """Whether of every person it was said whether the address is confidential."""
        return all(self.cleaned_data[name] for name in self.fields if name.startswith("address-"))

    def clean(self) -> dict[str, Any]:
        """A reason for not inviting somebody goes with a "no": it would not be kept without."""
        said = super().clean() or {}
        for name in [one for one in said if one.startswith("why-") and said[one]]:
            invite = name.replace("why-", "invite-")
            if said.get(invite) == "":
                self.add_error(invite, "You wrote why not: choose “No”, or take the reason away")
        return said


class SomebodyForm(forms.Form):
    """One more professional who works with the family."""

    name = text("Name", most=150)
    another = text(ANOTHER, most=150)
    job_title = text("Title", most=120)
    address = text("Full address of the office", rows=3)
    telephone = text("Telephone", most=40)
    why = text("What they do for the child or family", required="Say what they do for the child or family", most=300)

    def __init__(self, *args: Any, posts: Choices, asks_notified: str = "", **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["professional"] = forms.ChoiceField(
            label="Somebody from the lists", choices=(("", "Not on the lists: fill in below"), *posts), required=False,
            help_text="Name, office and telephone then come from the lists.",
        )  # fmt: skip
        if asks_notified:
            self.fields["already_notified"] = forms.BooleanField(label=asks_notified, required=False)
        first = ("professional", "name", "another", "job_title", "address", "telephone", "why", "already_notified")
        self.order_fields(first)

    def clean(self) -> dict[str, Any]:
        """Either somebody from the lists or a name."""
        said = super().clean() or {}
        if not said.get("professional") and not said.get("name"):
            self.add_error("name", "Choose somebody from the lists, or write the name")
        return said


class AnswerForm(forms.Form):
    """What the manager answers."""

    answer = choice(
        "Your answer",
        (
            ("agree", "Agree: there is to be a conference"),
            ("more", "Ask for more before you answer"),
            ("decline", "Decline: there is no conference"),
        ),
        required="Choose your answer",
    )
    reason = text("Your reason", rows=4, required="Give your reason; it is kept with the request",
                  help_text="When you ask for more: say what is missing.")  # fmt: skip


class DelayForm(forms.Form):
    """That the conference is held later."""

    reason = text("Why it cannot be held in time", rows=3, required="Say why the conference cannot be held in time")
    interim_plan = text(
        "What keeps each child safe until then", rows=4, required="Say what keeps each child safe until the conference"
    )


class EndEnquiryForm(forms.Form):
    """What an enquiry found: that a conference is needed, or why none is."""

    outcome = choice(
        "What the enquiry found",
        (
            ("conference", "Concerns are substantiated: a conference is needed"),
            ("not_substantiated", "Concerns are not substantiated"),
            ("no_conference", "Concerns are substantiated, without continuing risk of significant harm"),
            ("transferred", "Another authority takes it on"),
        ),
        required="Say what the enquiry found",
    )
    ended_on = DayField(label="When it ended", span=CHILDHOOD)
    reason = text(
        "Why no conference is needed", rows=4, most=500,
        help_text="Leave this empty where a conference is needed.",
    )  # fmt: skip
