"""The forms that put a child's record right: ends, protection, checks, kinship, other names, joined records."""

from __future__ import annotations

from typing import Any

from django import forms

from quorate.cases.models.address import Protection
from quorate.cases.models.alias import AliasKind
from quorate.cases.models.contact_way import VerifiedHow
from quorate.cases.models.relative import KinshipKind
from quorate.cases.services.addresses import OPENING_REASONS
from quorate.web.children.forms import _AboutSomebody, _choice, _day, _text
from quorate.web.forms import AHEAD, LIFE


class EndForm(forms.Form):
    """The last day of something."""

    ends_on = _day("Last day", span=LIFE, required="Enter the last day")


class ProtectionForm(forms.Form):
    """Whether an address may be told to others."""

    protection = _choice("May it be told to others?", Protection.choices, required="Say whether it may be told")
    reason_code = _choice(
        "If it may: why", (("", "It stays protected"), *OPENING_REASONS.items()),
        help_text="To open an address needs a reason. It is recorded with your name.",
    )  # fmt: skip


class VerifyForm(forms.Form):
    """How one made sure whom a number or address reaches, and whether it is safe."""

    how = _choice("How you made sure that it reaches the right person", VerifiedHow.choices, required="Say how")
    safe = _choice(
        "Is it safe to use?", (("yes", "Yes"), ("no", "No")), required="Say whether it is safe",
        help_text="Not safe: somebody else may see or hear what is sent there.",
    )  # fmt: skip
    safe_until = _day("Safe until", span=AHEAD, help_text="If somebody has said until when.")


class SureForm(forms.Form):
    """Nothing to say: sending it is the answer."""


class KinshipForm(forms.Form):
    """How two people of the record are related."""

    a_person = _choice("Who", (), required="Choose a person", radios=False)
    kind = _choice("Is", KinshipKind.choices, required="Say how they are related", radios=False)
    b_person = _choice("Of whom", (), required="Choose the other person", radios=False)
    begins_on = _day("Since", span=LIFE, help_text="If it is known.")

    def __init__(self, *args: Any, people: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*args, **named)
        for name in ("a_person", "b_person"):
            self.fields[name].choices = [("", "Choose"), *people]  # type: ignore[attr-defined]


class OtherNameForm(_AboutSomebody):
    """Another name of the child or of somebody around it."""

    given_names = _text("Given names")
    family_name = _text("Family name")
    kind = _choice("Why they have this name", AliasKind.choices, required="Say what kind of name it is", radios=False)


class RemoveForm(forms.Form):
    """Why somebody does not belong in the record."""

    why = _text("Why", required="Say why this person does not belong here", most=250, rows=2)


class JoinForm(forms.Form):
    """Which other record is of the same child."""

    reference = _text(
        "Reference of the record to keep", required="Enter the reference that stands beside the child's name", most=40
    )
    reason = _text("How you know", required="Say how you know that both are the same child", most=250, rows=3)
