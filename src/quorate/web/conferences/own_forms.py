"""Forms for what the family brings: the parents' own report made from the pack's form, letters, children's pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django import forms

from quorate.conferences.models import OwnAnswer, OwnKind, SeenBy
from quorate.conferences.queries import SubjectChild
from quorate.conferences.services.booklets import CHANNELS
from quorate.conferences.services.own_reports import CAME, OF_ADULTS, Said, answer_key
from quorate.web.conferences.report_forms import READERS, Choices, line, one_of, words
from quorate.web.forms import DONE, DayField

SEEN_BY: Final = (("", "The child has not chosen yet"), *SeenBy.choices)
"""Nothing is chosen for the child beforehand."""
_YES_NO: Final = (("", "Not answered"), ("Yes", "Yes"), ("No", "No"))


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a pack's form on the page: its name there, where its answer is kept, and for which child."""

    name: str
    section: str
    field: str
    kind: str
    child: UUID | None


def questions_of(form: Mapping[str, Any], children: Sequence[SubjectChild]) -> list[Asked]:
    """What the form asks somebody to answer: nothing that the record fills in; the scale once for each child."""
    found: list[Asked] = []
    for part in form["section"]:
        for field in part.get("fields") or ():
            if field.get("merged"):
                continue
            about: Sequence[UUID | None] = [None]
            if field["kind"] == "scale" and children:
                about = [one.case_id for one in children]
            found += [
                Asked(answer_key(part["code"], field["code"], child), part["code"], field["code"], field["kind"], child)
                for child in about
            ]
    return found


class OwnReportForm(forms.Form):
    """The parents' own report, question by question, from whatever form the authority has."""

    def __init__(
        self,
        *args: Any,
        form: Mapping[str, Any],
        scale: Mapping[str, Any],
        children: Sequence[SubjectChild],
        answers: Iterable[OwnAnswer],
        meant_for: str,
        **named: Any,
    ) -> None:
        asked = questions_of(form, children)
        told = {answer_key(one.section, one.field, one.child_case_id): one for one in answers}
        initial: dict[str, Any] = {"meant_for": meant_for}
        for one in asked:
            answer = told.get(one.name)
            initial[one.name] = (
                "" if answer is None else str(answer.number or "") if one.kind == "scale" else answer.words
            )
        named["initial"] = initial
        super().__init__(*args, **named)
        self.asked = asked
        labels = {
            (part["code"], field["code"]): field for part in form["section"] for field in part.get("fields") or ()
        }
        names = {one.case_id: one.given for one in children}
        for one in asked:
            self.fields[one.name] = _field(
                labels[one.section, one.field], scale, names.get(one.child, "") if one.child else ""
            )
        self.fields["meant_for"] = one_of("Who may read it?", READERS, required="Ask them, and choose who may read it")

    def told(self) -> list[Said]:
        """What was answered."""
        return [
            Said(one.section, one.field, number=_number(self.cleaned_data[one.name]), child_case_id=one.child)
            if one.kind == "scale"
            else Said(one.section, one.field, words=str(self.cleaned_data[one.name] or ""), child_case_id=one.child)
            for one in self.asked
        ]


def _number(said: Any) -> int | None:
    return int(said) if said not in (None, "") else None


def _field(said: Mapping[str, Any], scale: Mapping[str, Any], child: str) -> forms.Field:
    label, help_text = str(said["label"]), str(said.get("help") or "")
    if said["kind"] == "scale":
        numbers = [(str(one), str(one)) for one in range(scale["minimum"], scale["maximum"] + 1)]
        ends = f"{scale['minimum']}: {scale['low_words']}. {scale['maximum']}: {scale['high_words']}."
        return forms.ChoiceField(
            label=f"{label} {child}".strip(), choices=[("", "No number given"), *numbers], required=False,
            help_text=ends, widget=forms.Select,
        )  # fmt: skip
    if said["kind"] == "yes-no":
        return one_of(label, _YES_NO, help_text=help_text)
    if said["kind"] == "long-text":
        return words(label, rows=5, help_text=help_text)
    return line(label, help_text=help_text, most=400)


class ReceiveOwnForm(forms.Form):
    """How a parent's report came."""

    on = DayField(label="When did it come?", span=DONE)
    how = one_of("How did it come?", CAME, required="Choose how it came")
    agreed_by_them = forms.BooleanField(
        label="It was read back to them, and they agree with what is written", required=False
    )


class BringForm(forms.Form):
    """What a parent brings who would rather not come, or besides coming."""

    kind = one_of("What do they bring?", (), required="Choose what they bring")
    on = DayField(label="When?", span=DONE)
    words = words("In their own words", rows=7)
    said_by = line("Who comes in their place", help_text="Only for somebody in their place.")
    file = forms.FileField(
        label="A file",
        required=False,
        help_text="The letter as a PDF, Word document or image; a recording as MP3, WAV or M4A.",
    )
    meant_for = one_of("Who may read it?", READERS, required="Ask them, and choose who may read it")

    def __init__(self, *args: Any, forms_of_pack: Sequence[Mapping[str, Any]], **named: Any) -> None:
        super().__init__(*args, **named)
        given = [(f"form:{one['code']}", f"We gave them: {one['title']}") for one in forms_of_pack]
        kinds = [(one.value, str(one.label)) for one in OF_ADULTS if one != OwnKind.FORM]
        self.fields["kind"].choices = [*given, *kinds]  # type: ignore[attr-defined]
        self.fields["meant_for"].required = False


class GiveBookletForm(forms.Form):
    """Which booklet a child has, and who helps."""

    code = one_of("Which booklet?", (), required="Choose the booklet")
    on = DayField(label="When did the child get it?", span=DONE)
    helper = line("Who helps the child with it", help_text="If the child would like that.")
    at_school = one_of(
        "Is the child at school when the meeting is held?", (("", "Not known"), ("yes", "Yes"), ("no", "No"))
    )

    def __init__(self, *args: Any, booklets: Choices, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["code"].choices = booklets  # type: ignore[attr-defined]
        if len(booklets) > 1:
            self.fields["code"].label = "Which booklet did the child choose?"
            self.fields["code"].help_text = "At this age the child chooses between the two."


class PageForm(forms.Form):
    """One page of a booklet: the child's words, and whom the child lets see them."""

    words = words("The child’s own words, word for word", rows=5)
    seen_by = one_of(
        "Who may see this page?", SEEN_BY,
        help_text="The child chooses. Until then only the chair and the social worker can see it.",
    )  # fmt: skip


class DrawingForm(forms.Form):
    """A drawing as an image."""

    file = forms.FileField(
        label="The drawing", allow_empty_file=True, help_text="A PNG or JPEG image, up to 15 MB.",
        error_messages={"required": "Choose a file"},
    )  # fmt: skip


class ReturnForm(forms.Form):
    """The booklet is back."""

    on = DayField(label="When did it come back?", span=DONE)
    helper = line("Who helped the child to fill it in")
    at_school = one_of(
        "Is the child at school when the meeting is held?", (("", "Not known"), ("yes", "Yes"), ("no", "No"))
    )


class ViewsForm(forms.Form):
    """Another way in which a child was heard."""

    kind = one_of("How was the child heard?", [(one.value, str(one.label)) for one in CHANNELS], required="Choose how")
    on = DayField(label="When?", span=DONE)
    words = words("In the child’s own words", rows=6)
    file = forms.FileField(
        label="The letter or the drawing", required=False, help_text="PDF, Word, an image or a recording."
    )
    seen_by = one_of(
        "Who may see it?", SEEN_BY,
        help_text="The child chooses. Until then only the chair and the social worker can see it.",
    )  # fmt: skip


class QuestionForm(forms.Form):
    """One of the child's own questions."""

    words = words("The child’s question", rows=3, required="Write down the question", most=2000)
    seen_by = one_of("Who may see it?", SEEN_BY)


class AnswerForm(forms.Form):
    """What the child was told."""

    words = words("What you told the child", rows=4, required="Write down what you told the child", most=4000)
