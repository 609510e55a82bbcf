"""The forms of an administrator's pages. They ask little, and say what is wrong in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django import forms

from quorate.access.models import Verdict
from quorate.access.roles import ROLES
from quorate.people.models import Agency, AgencyKind, ContactKind, Membership, Team
from quorate.people.models.numbers import LONGEST, telephone_number
from quorate.web.forms import AHEAD, POST, DayField

# Roles an administrator may give. Families are invited to a conference, never given a membership.
STAFF_ROLES = (
    "administrator",
    "minute_taker",
    "chair",
    "social_worker",
    "team_manager",
    "quality_assurance",
    "information_governance",
    "legal",
    "system_administrator",
)
PARTNER = "partner"


def _named(what: str, *, most: int) -> forms.CharField:
    return forms.CharField(label="Name", max_length=most, error_messages={"required": f"Enter the name of {what}"})


def work_telephone(label: str, help_text: str) -> forms.CharField:
    """A work number, which may be left empty."""
    return forms.CharField(
        label=label, required=False, max_length=LONGEST, help_text=help_text, validators=[telephone_number],
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off", "class": "govuk-input--width-20"}),
    )  # fmt: skip


OWN_NUMBER: Final = (
    "Families read it in their letters. Never a private number. Where it is empty, letters give the team's number and "
    "say that it is the team's."
)


class TeamForm(forms.Form):
    """A team."""

    name = _named("the team", most=120)
    telephone = work_telephone(
        "Telephone of the team", "Given to families for whoever of the team has no work number of their own."
    )


class VenueForm(forms.Form):
    """A building in which conferences are held."""

    name = _named("the building", most=120)
    address = forms.CharField(
        label="Address",
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )
    how_to_get_in = forms.CharField(
        label="How to get in",
        required=False,
        max_length=1000,
        help_text="Entrance, parking, whom to ask for. Families read this.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class RoomForm(forms.Form):
    """A room of a building."""

    name = _named("the room", most=120)
    seats = forms.IntegerField(
        label="Seats",
        min_value=1,
        max_value=500,
        error_messages={"required": "Enter how many people can sit", "invalid": "Enter a number, such as 12"},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
    )
    is_step_free = forms.BooleanField(label="Can be reached without steps", required=False)
    joins_by_video = forms.BooleanField(label="People can join by video", required=False)


class AgencyForm(forms.Form):
    """A partner agency."""

    name = _named("the agency", most=200)
    kind = forms.ChoiceField(
        label="What it is",
        choices=[("", "Choose one"), *AgencyKind.choices],
        error_messages={"required": "Choose what kind of agency it is"},
    )


class ContactPointForm(forms.Form):
    """Where an agency can be reached, who keeps it right, until when it is trusted."""

    kind = forms.ChoiceField(
        label="Kind", choices=ContactKind.choices, widget=forms.RadioSelect,
        error_messages={"required": "Choose how it reaches the agency"},
    )  # fmt: skip
    value = forms.CharField(
        label="Address or number", max_length=400, error_messages={"required": "Enter the address or the number"}
    )
    owner = forms.CharField(
        label="Who keeps it right",
        max_length=200,
        help_text="A person or a post at the agency.",
        error_messages={"required": "Enter who keeps it right"},
    )
    review_on = DayField(label="Confirm again by", span=AHEAD)

    def clean(self) -> dict[str, Any]:
        """An e-mail address has to look like one."""
        found = super().clean() or {}
        value = str(found.get("value", ""))
        if found.get("kind") == ContactKind.SECURE_EMAIL and value and ("@" not in value or " " in value):
            self.add_error("value", "Enter an e-mail address like name@example.org")
        return found


class ConfirmForm(forms.Form):
    """A contact point was checked with the agency and is right until the next date."""

    review_on = DayField(label="Confirm again by", span=AHEAD)


class UserForm(forms.Form):
    """Somebody who may sign in."""

    display_name = forms.CharField(
        label="Full name", max_length=150, error_messages={"required": "Enter the person's full name"}
    )
    email = forms.EmailField(
        label="Work e-mail address",
        max_length=254,
        help_text="One person's own address. A shared mailbox is refused: everything is recorded by person.",
        error_messages={
            "required": "Enter the person's own work e-mail address",
            "invalid": "Enter an e-mail address like name@example.org",
        },
    )
    work_telephone = work_telephone("Work telephone", OWN_NUMBER)
    is_staff = forms.TypedChoiceField(
        label="Where do they work?",
        choices=[("yes", "For this authority"), ("no", "For a partner agency")],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose where they work"},
    )

    agency = forms.ChoiceField(label="For which agency, if for a partner?", required=False)

    SHARED = frozenset({"info", "admin", "office", "reception", "team", "duty", "safeguarding", "enquiries", "mail"})

    def __init__(self, *args: Any, agencies: Iterable[Agency], **named: Any) -> None:
        super().__init__(*args, **named)
        choices = [("", "None: they work for this authority"), *((agency.ref, agency.name) for agency in agencies)]
        self.fields["agency"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A partner works for an agency; a member of staff for none."""
        found = super().clean() or {}
        if found.get("is_staff") is False and not found.get("agency"):
            self.add_error("agency", "Choose the agency they work for")
        if found.get("is_staff") is True:
            found["agency"] = ""
        return found

    def clean_email(self) -> str:
        """Refuse what is plainly a shared mailbox."""
        email = str(self.cleaned_data["email"]).strip().lower()
        if email.partition("@")[0] in self.SHARED:
            raise forms.ValidationError("Enter the person's own address, not a shared mailbox")
        return email


class MembershipForm(forms.Form):
    """In which role somebody acts for this authority, from when to when."""

    role = forms.ChoiceField(label="Role", widget=forms.RadioSelect, error_messages={"required": "Choose a role"})
    place = forms.ChoiceField(label="Team or agency", required=False)
    begins_on = DayField(label="From", span=POST)
    ends_on = DayField(label="To, if it is known", span=POST, required=False)

    def __init__(
        self, *args: Any, is_staff: bool, teams: list[Team], agencies: list[Agency], first: date, **named: Any
    ) -> None:
        named.setdefault("initial", {"begins_on": first, "role": None if is_staff else PARTNER})
        super().__init__(*args, **named)
        self.places: dict[str, Team | Agency] = {one.ref: one for one in (teams if is_staff else agencies)}
        self.is_staff = is_staff
        roles = STAFF_ROLES if is_staff else (PARTNER,)
        self.fields["role"].choices = [(code, ROLES[code].title) for code in roles]  # type: ignore[attr-defined]
        empty = [("", "No team")] if is_staff else [("", "Choose the agency")]
        self.fields["place"].choices = [*empty, *((ref, str(one)) for ref, one in self.places.items())]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Partners act for an agency; nobody's time ends before it begins."""
        found = super().clean() or {}
        if not self.is_staff and not found.get("place"):
            self.add_error("place", "Choose the agency they act for")
        begins, ends = found.get("begins_on"), found.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error("ends_on", "Enter a day that is not before the first day")
        return found

    def team_and_agency(self) -> tuple[Team | None, Agency | None]:
        """What was chosen, as the service wants it."""
        place = self.places.get(str(self.cleaned_data.get("place") or ""))
        return (place if isinstance(place, Team) else None, place if isinstance(place, Agency) else None)


class EndForm(forms.Form):
    """The last day of a membership."""

    ends_on = DayField(label="Last day", span=POST)

    def __init__(self, *args: Any, membership: Membership, **named: Any) -> None:
        super().__init__(*args, **named)
        self.membership = membership

    def clean_ends_on(self) -> date:
        """Not before the first day."""
        ends: date = self.cleaned_data["ends_on"]
        if ends < self.membership.begins_on:
            raise forms.ValidationError("Enter a day that is not before the first day")
        return ends


class ReviewForm(forms.Form):
    """What the review of a broken glass found."""

    verdict = forms.ChoiceField(
        label="Was it justified?",
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you found"},
    )
