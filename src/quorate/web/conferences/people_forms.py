"""The forms about who takes part. They ask little; what cannot be so the services say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from quorate.web.forms import DONE, DayField
from quorate.web.times import time_field

_ONE_LETTER = "It stands in the letter to this person, and in nobody else’s."
NO_ROLE = "Choose in which role they come"
ANOTHER = "If somebody in the family has the same name: how do you know that this is another person?"
YES_NO = (("", "Nobody has said"), ("yes", "Yes"), ("no", "No"))
MODES = (("in_person", "In the room"), ("virtual", "By link"), ("phone", "By phone"))
WAYS = (
    ("in-person", "In person"), ("phone", "By phone"), ("video", "By video"), ("letter", "By letter"),
    ("email", "By e-mail"),
)  # fmt: skip


def said(value: str) -> bool | None:
    """Yes, no, or nobody has said."""
    return {"yes": True, "no": False}.get(value)


def text(label: str, *, required: str = "", most: int = 250, help_text: str = "", rows: int = 0) -> forms.CharField:
    """A line, or with `rows` several."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(
        label=label, max_length=most, required=bool(required), help_text=help_text, widget=widget,
        error_messages={"required": required, "max_length": f"Use at most {most} letters"},
    )  # fmt: skip


def choice(
    label: str, choices: Any, *, required: str = "", radios: bool = True, help_text: str = ""
) -> forms.ChoiceField:
    """One of several."""
    return forms.ChoiceField(
        label=label, choices=choices, required=bool(required), help_text=help_text,
        widget=forms.RadioSelect if radios else forms.Select,
        error_messages={"required": required, "invalid_choice": "Choose one of the answers that are offered"},
    )  # fmt: skip


def several(label: str, choices: Any, help_text: str = "") -> forms.MultipleChoiceField:
    """Any of several."""
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, help_text=help_text, widget=forms.CheckboxSelectMultiple
    )


class _Chosen(forms.Form):
    """A form whose choices come with the page: `choices` names fields and what each offers."""

    def __init__(self, *args: Any, choices: dict[str, Any] | None = None, **named: Any) -> None:
        super().__init__(*args, **named)
        for name, offered in (choices or {}).items():
            if offered:
                field: Any = self.fields[name]
                field.choices = list(offered)
            else:
                del self.fields[name]


class FindForm(forms.Form):
    """Looking for a professional in the lists."""

    words = text("Name, job or agency", help_text="At least two letters. Names come from the lists, so that nobody "
                 "types one twice.", most=80)  # fmt: skip


class PersonForm(_Chosen):
    """Somebody who is not suggested: of an agency, or of the family."""

    kind = choice("Who is it?", (("professional", "Somebody of an agency"), ("family", "Somebody of the family")),
                  required="Say whether the person is of an agency or of the family")  # fmt: skip
    name = text("Name", required="Enter the name, or what the post is called")
    role = choice("In which role", (), radios=False, help_text="Of somebody of an agency.")
    about = several("Which children do they know?", (), help_text="None ticked: all of them.")
    direct_contact = choice("Do they work directly with a child?", YES_NO)
    why = text("Why they are to come", required="Say what they do for the child or family", most=300)
    another = text(ANOTHER, most=150)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("kind") == "professional" and not said.get("role") and "role" not in self.errors:
            self.add_error("role", NO_ROLE)
        return said


class RoleForm(_Chosen):
    """What is said of a professional who was chosen from the lists."""

    role = choice("In which role", (), required=NO_ROLE, radios=False)
    about = several("Which children do they know?", (), help_text="None ticked: all of them.")
    direct_contact = choice("Do they work directly with a child?", YES_NO)
    why = text("Why they are to come", most=300, help_text="Needed where the procedure does not ask for this role.")


class ChangeForm(RoleForm):
    """The same for somebody who is on the list, what they are called, and whether to invite them."""

    name = text("Name", most=250, help_text="Leave it empty while nobody has been named. Somebody who stands in the "
                "lists is added from there, in the same role, and takes this place.")  # fmt: skip
    another = text(ANOTHER, most=150)

    to_invite = choice("Is this person invited?", (("yes", "Yes"), ("no", "No"), ("", "Not settled yet")))
    field_order = ("name", "another", "role", "about", "direct_contact", "why", "to_invite")


class AnswerForm(_Chosen):
    """What somebody answered."""

    answer = choice("What did they answer?", (("yes", "They come"), ("no", "They cannot come")),
                    required="Choose what they answered")  # fmt: skip
    mode = choice("If they come: how?", (("", "Not said"), *MODES))
    instead = choice("If they do not come: what instead?", ())
    words = text("In their words", most=300, help_text="Apologies, or what else they said. Not needed.")


class RemoveForm(forms.Form):
    """Off the list."""

    why = text("Why they do not take part", required="Say why this person does not take part")


class SupporterForm(_Chosen):
    """Who comes with somebody of the family."""

    name = text("Name", required="Enter the name of the person who comes")
    another = text(ANOTHER, most=150)
    kind = choice("As what", (), required="Choose as what they come")
    confidence_kept = forms.BooleanField(
        label="They have said that they keep to themselves what they hear", required=False
    )
    late_reason = text(
        "If it comes late: why", most=300, help_text="Only after the time to say so. It is still accepted."
    )


class ExclusionForm(_Chosen):
    """Asking the chair to keep somebody out."""

    scope = choice("Of how much", (("whole", "All of the conference"), ("part", "Part of it")),
                   required="Choose all or part",
                   help_text="If part: write below which part. Whoever decides has to name it.")  # fmt: skip
    ground = choice("On which ground", (), required="Choose the ground")
    ground_words = text("What happened, or the reason in full", most=4000, rows=4)
    source_words = text("Where is this known from?", most=2000, rows=2, required="Say where this is known from")
    asked_words = text("Who asks for it", most=200, help_text="Only if it is somebody else than you.")


class DecideForm(_Chosen):
    """The decision."""

    outcome = choice("The decision", (), required="Choose the decision")
    scope = choice("If kept out: of how much", (("whole", "All of the conference"), ("part", "Part of it")),
                   required="Choose all or part")  # fmt: skip
    parts = several("If part: which parts", (), "Needed if the person is kept out of a part: the letter names it.")
    ground = choice("On which ground", (), required="Choose the ground")
    ground_words = text("The reason in full", most=4000, rows=3, help_text="Needed for a ground that is not listed.")
    words = text("The reasons, in words for the person", most=4000, rows=5,
                 required="Give the reasons: the person is told them",
                 help_text="These words go into the letter: only what may be said to them.")  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ExplainedForm(forms.Form):
    """They were told why, other than by the letter that is sent from here."""

    on = DayField(label="On which day", span=DONE)
    how = choice("How", WAYS, required="Choose how they were told")


class ViewsForm(ExplainedForm):
    """What the person who is kept out wants to be heard."""

    words = text("What they said, in their words", most=20000, rows=6, required="Write down what they said")


class MeetingForm(_Chosen):
    """The offer to meet, and what became of it."""

    on = DayField(label="Offered on", span=DONE)
    answer = choice("What did they answer?", (("", "Not yet"), ("yes", "They want to meet"), ("no", "They do not")))
    held_on = DayField(label="They met on", span=DONE, required=False)
    words = text("What was said", most=4000, rows=3)


class NeedForm(_Chosen):
    """What somebody needs to take part."""

    person = choice("Who", (), required="Choose who needs it", radios=False)
    kind = choice("What", (), required="Choose what is needed")
    words = text("Exactly what", most=300, help_text="For an interpreter or papers: the language.")


class MetForm(forms.Form):
    """A need is met."""

    how = text("How it is arranged", required="Say how it is arranged", most=300)


class ApartForm(forms.Form):
    """That somebody with the name of a person who is feared is somebody else."""

    words = text("How do you know that this is somebody else?", required="Say how you know it", most=300)


class StepForm(_Chosen):
    """One step of preparing somebody of the family."""

    person = choice("With whom", (), required="Choose the person", radios=False)
    on = DayField(label="On which day", span=DONE)
    how = choice("How", WAYS)
    items = several("What was gone through", ())
    with_invitee = choice("With which professional did they talk?", (), radios=False)
    answer = choice("Their answer", (("", "No answer to note"), ("yes", "Yes"), ("no", "No"), ("unsure", "Not sure")))
    words = text("Notes", most=4000, rows=3, help_text="The professionals of this conference can read them.")


class ChildForm(_Chosen):
    """What a child wishes about coming, and who agrees."""

    person = choice("Which child", (), required="Choose the child", radios=False)
    on = DayField(label="Asked on", span=DONE)
    wanted = choice("Does the child want to come?", (("yes", "Yes"), ("no", "No"), ("", "Not clear yet")))
    mode = choice("How would the child take part?", ())
    parent_agrees = choice("Does the parent agree?", YES_NO)
    chair_agrees = choice("Does the chair agree?", YES_NO)
    words = text("In the child's words", most=4000, rows=3)


class SafetyForm(_Chosen):
    """Somebody is afraid of another person who may come."""

    person = choice("Who is afraid", (), required="Choose who is afraid", radios=False)
    of_person = choice("Of whom", (), required="Choose of whom", radios=False)
    words = text("What they are afraid of", most=4000, rows=4, required="Write down what they are afraid of",
                 help_text="Only those who arrange this conference read this. It is in no paper.")  # fmt: skip


class SettleForm(_Chosen):
    """What is arranged, so that both can take part safely; `pair` are the two, by id and name."""

    arrangement = text("What is arranged", most=4000, rows=4, required="Say what is arranged",
                       help_text="Times of arrival, rooms, who leaves first, who meets whom. It stands in no "
                       "letter.")  # fmt: skip
    separately = several("Who attends at another time or from another room", ())
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, pair: Sequence[tuple[str, str]], **named: Any) -> None:
        super().__init__(*args, choices={"separately": pair}, **named)
        self.pair = pair
        for number, (_, name) in enumerate(pair, 1):
            self.fields[f"at_{number}"] = time_field(f"When {name} is to come", required=False, help_text=_ONE_LETTER)
            self.fields[f"way_{number}"] = text(
                f"How {name} comes", most=300,
                help_text=f"For example: come to the back door and ring. {_ONE_LETTER} Leave out everybody else.",
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        for number, (key, name) in enumerate(self.pair, 1):
            if key in said.get("separately", ()) and not (said.get(f"at_{number}") or said.get(f"way_{number}")):
                self.add_error(f"way_{number}", f"Say when or how {name} comes: the letter to {name} has to say it")
        return said

    def ways(self) -> dict[str, dict[str, str]]:
        """When and how each of the two comes, by id."""
        said = self.cleaned_data
        return {
            key: {"at": f"{at:%H:%M}" if (at := said[f"at_{number}"]) else "", "words": said[f"way_{number}"]}
            for number, (key, _) in enumerate(self.pair, 1)
        }
