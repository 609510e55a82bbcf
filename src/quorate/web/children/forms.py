"""The forms that begin and change a child's record. They ask little; what cannot be so the services say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from quorate.cases.census_codes import DISABILITY, ETHNICITY
from quorate.cases.models.address import AddressKind, Protection
from quorate.cases.models.chronology_entry import Significance
from quorate.cases.models.contact_way import ContactWayKind, VerifiedHow
from quorate.cases.models.need import NeedKind
from quorate.cases.models.relative import Relation
from quorate.cases.services.addresses import REVEAL_REASONS
from quorate.web.forms import AHEAD, BIRTH, DONE, EXPECTED, HELD, LIFE, DayField, Span

YES_NO = (("", "Nobody has said"), ("yes", "Yes"), ("no", "No"))


def said(value: str) -> bool | None:
    """Yes, no, or nobody has said."""
    return {"yes": True, "no": False}.get(value)


def _text(label: str, *, required: str = "", most: int = 120, help_text: str = "", rows: int = 0) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(
        label=label, max_length=most, required=bool(required), help_text=help_text, widget=widget,
        error_messages={"required": required, "max_length": f"Use at most {most} letters"},
    )  # fmt: skip


def _choice(
    label: str, choices: Any, *, required: str = "", radios: bool = True, help_text: str = ""
) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, required=bool(required), help_text=help_text,
        widget=forms.RadioSelect if radios else forms.Select,
        error_messages={"required": required, "invalid_choice": "Choose one of the answers that are offered"},
    )  # fmt: skip


def _day(label: str, *, span: Span, required: str = "", help_text: str = "") -> DayField:
    messages = {"required": required} if required else {}
    return DayField(label=label, span=span, required=bool(required), help_text=help_text, error_messages=messages)


class ChildForm(forms.Form):
    """Who the child is. Born or not yet born; what nobody knows yet stays empty."""

    given_names = _text("Given names", help_text="Leave it empty for an unborn child.")
    family_name = _text("Family name", required="Enter the family name; for an unborn child the mother's")
    known_as = _text("Known as", help_text="Only if the child uses another name.")
    born_on = _day("Date of birth", span=BIRTH, help_text="For example 27 3 2019. Leave it empty for an unborn child.")
    expected_on = _day("Expected date of birth", span=EXPECTED, help_text="Only for an unborn child.")
    sex = _choice(
        "Sex", (("F", "Female"), ("M", "Male"), ("U", "Not known")), required="Say the sex, or that it is not known"
    )
    ethnicity = _choice("Ethnicity", (("", "Not recorded"), *ETHNICITY.items()), radios=False)
    disabilities = forms.MultipleChoiceField(
        label="Disability", choices=tuple(DISABILITY.items()), required=False, widget=forms.CheckboxSelectMultiple
    )
    first_language = _text("First language", most=60)
    local_id = _text(
        "Local reference", most=40, help_text="The child's number in the social care system, if there is one."
    )
    upn = _text("Unique pupil number", most=13)
    nhs_number = _text("NHS number", most=12, help_text="Ten digits.")


class ChangeChildForm(ChildForm):
    """The same, with the reason for a correction."""

    reason = _text("Why it is changed", required="Say in a few words why it is changed", most=250)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        del self.fields["expected_on"]


class BirthForm(forms.Form):
    """An unborn child is born."""

    born_on = _day("Date of birth", span=BIRTH, required="Enter the day on which the child was born")
    given_names = _text("Given names", help_text="Leave it empty if the baby has no name yet.")
    family_name = _text("Family name", required="Enter the family name")
    sex = _choice(
        "Sex", (("F", "Female"), ("M", "Male"), ("U", "Not known")), required="Say the sex, or that it is not known"
    )


class RelativeForm(forms.Form):
    """Somebody around the child."""

    given_names = _text("Given names")
    family_name = _text("Family name", required="Enter the family name, or what is known of the name")
    relation = _choice(
        "What they are to the child",
        (("", "Choose"), *Relation.choices),
        required="Say what they are to the child",
        radios=False,
    )
    born_on = _day("Date of birth", span=BIRTH, help_text="If it is known.")
    sex = _choice(
        "Sex", (("F", "Female"), ("M", "Male"), ("U", "Not known")), required="Say the sex, or that it is not known"
    )
    parental_responsibility = _choice("Parental responsibility", YES_NO)
    lives_with_child = _choice("Lives with the child", YES_NO)


class ChangeRelativeForm(RelativeForm):
    """The same, with the reason for a correction."""

    reason = _text("Why it is changed", required="Say in a few words why it is changed", most=250)


class _AboutSomebody(forms.Form):
    """A form about one person of the record."""

    person = _choice("Who", (), required="Choose whom it is about")

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["person"].choices = list(people)  # type: ignore[attr-defined]


class AddressForm(_AboutSomebody):
    """Where somebody lives, goes to school or is seen by a doctor."""

    kind = _choice("What it is", AddressKind.choices, required="Say what kind of address it is", radios=False)
    lines = _text("Address", required="Enter the address", most=600, rows=4)
    postcode = _text("Postcode", most=10)
    protection = _choice(
        "May it be told to others?", Protection.choices, required="Say whether it may be told",
        help_text="If nobody has said, it is treated as protected.",
    )  # fmt: skip
    begins_on = _day("Since when", span=LIFE, help_text="If it is known.")


class ContactWayForm(_AboutSomebody):
    """A telephone number, e-mail address or postal address to reach somebody by."""

    kind = _choice("By what", ContactWayKind.choices, required="Say by what")
    value = _text("Number or address", required="Enter the number or address", most=300)
    safe = _choice("Is it safe to use?", YES_NO, help_text="If nobody has said, it is not used.")
    verified_how = _choice("How was it checked?", (("", "Not checked yet"), *VerifiedHow.choices))
    safe_until = _day("Safe until", span=AHEAD, help_text="If that is known.")

    def clean(self) -> dict[str, Any]:
        """One of the two answers without the other would be lost: it is asked for."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("safe") and not told.get("verified_how"):
            self.add_error("verified_how", "Say how it was checked, or leave open whether it is safe")
        if told.get("verified_how") and not told.get("safe"):
            self.add_error("safe", "Say whether it is safe, or leave open how it was checked")
        return told


class NeedForm(_AboutSomebody):
    """What somebody needs to take part."""

    kind = _choice("What kind of need", NeedKind.choices, required="Say what kind of need it is")
    words = _text("What exactly", required="Say what exactly, such as the language", most=300, rows=2)


class NeedMetForm(forms.Form):
    """That a need has been met."""

    how = _text("How it was met", required="Say how it was met", most=300, rows=2)


class ChronologyForm(forms.Form):
    """Something that happened to the child."""

    happened_on = _day("When it happened", span=LIFE, required="Enter the day on which it happened")
    words = _text(
        "What happened", required="Say what happened", most=4000, rows=6, help_text="What was seen or heard, by whom."
    )
    source = _text("Where it comes from", most=200, help_text="Who said it, or which paper.")
    significance = _choice("How much it matters", Significance.choices, required="Say how much it matters")


class EnquiryForm(forms.Form):
    """A strategy discussion that begins an enquiry."""

    begun_on = _day("Day of the strategy discussion", span=DONE, required="Enter the day of the strategy discussion")
    agencies = forms.MultipleChoiceField(
        label="Who took part", required=False, widget=forms.CheckboxSelectMultiple,
        choices=(("police", "Police"), ("health", "Health"), ("education", "School or nursery"), ("other", "Others")),
    )  # fmt: skip
    agreed = _text("What was agreed", most=500, rows=4)


class AllocateForm(forms.Form):
    """Who works with the child from now on."""

    holder = _choice("Who", (), required="Choose a person or a team", radios=False)
    role = _choice("As", (), required="Choose in which role")
    begins_on = _day("From", span=HELD, required="Enter the first day")
    why = _text("Why", required="Say why, such as the handing on of a case", most=200)

    def __init__(self, *args: Any, holders: Any, roles: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["holder"].choices = [("", "Choose"), *holders]  # type: ignore[attr-defined]
        self.fields["role"].choices = list(roles)  # type: ignore[attr-defined]


class HandOnForm(forms.Form):
    """Until when somebody works with the child, why, and who takes over; for brothers and sisters in one go."""

    last_day = _day(
        "Last day",
        span=HELD,
        required="Enter the last day",
        help_text="Until the end of this day they still see the record.",
    )
    holder = _choice("Who takes over", (), required="Choose who takes over, or that nobody does yet", radios=False)
    why = _text("Why", required="Say why, such as the handing on of a case", most=200)
    also = forms.MultipleChoiceField(
        label="The same for", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Brothers and sisters with whom they work too.",
    )  # fmt: skip

    def __init__(self, *args: Any, holders: Any, children: Sequence[tuple[str, str]], **named: Any) -> None:
        super().__init__(*args, **named)
        nobody = ("nobody", "Nobody yet: what is due waits for somebody")
        self.fields["holder"].choices = [("", "Choose"), *holders, nobody]  # type: ignore[attr-defined]
        self.fields["also"].choices = list(children)  # type: ignore[attr-defined]
        if not children:
            del self.fields["also"]


class RevealForm(forms.Form):
    """Why protected contact details are needed now."""

    reason = _choice("Why you need it now", tuple(REVEAL_REASONS.items()), required="Choose why you need it now")
