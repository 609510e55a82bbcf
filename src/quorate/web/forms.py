"""Django forms in GOV.UK components: one renderer for all, the summary of mistakes, and dates in three boxes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.html import format_html
from django.utils.safestring import SafeString

from quorate.web.packs import today

Params = dict[str, Any]


class GovukRenderer(TemplatesSetting):
    """Renders whole fields (label, hint, mistake, control) as GOV.UK components (`jinja2/forms/field.html`)."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


class DateParts(forms.SelectDateWidget):
    """Day, month and year in three boxes of their own, as people write dates; never a picker."""

    use_fieldset = True

    def id_for_label(self, id_: str) -> str:
        """The first box."""
        return f"{id_}_day"


@dataclass(frozen=True, slots=True)
class Span:
    """Which years make sense for a date: so many before this year, and so many after it. A slip of the finger (1926 for
    2026) is caught here; which day can be, and why not, the services say."""

    back: int
    ahead: int


BIRTH: Final = Span(back=120, ahead=1)
"""When somebody was born. A day that has not come yet the service refuses, and says what to do instead."""
EXPECTED: Final = Span(back=1, ahead=1)
"""When a child is expected."""
LIFE: Final = Span(back=120, ahead=2)
"""Something of somebody's life, of which a record may tell long after: where they lived, what happened to them."""
DONE: Final = Span(back=3, ahead=1)
"""What has been done with a case that is open. Not a day to come: the service says so."""
CHILDHOOD: Final = Span(back=18, ahead=1)
"""What has been done for a child, and is written down or put right later: a plan that came with a census may be years
old. Not a day to come: the service says so."""
HELD: Final = Span(back=18, ahead=1)
"""From when, or until when, somebody works with a child."""
POST: Final = Span(back=50, ahead=2)
"""From when, or until when, somebody has a post, or an authority relies on an address."""
AHEAD: Final = Span(back=1, ahead=5)
"""What is planned, agreed or trusted up to a day. Last year's stay when a line is put right."""
ANY_DAY: Final = Span(back=120, ahead=20)
"""What a form of the procedure asks: its question says of what."""


class DayField(forms.DateField):
    """A date that is typed in three boxes. `span` says which years make sense for it; a day that the form showed from
    the record may stay, however old it is."""

    widget = DateParts
    default_error_messages = {  # noqa: RUF012  # Django's own way of declaring messages
        "required": "Enter the date",
        "invalid": "Enter a date that exists, such as 27 3 2026",
    }

    def __init__(self, *, span: Span, **named: Any) -> None:
        super().__init__(**named)
        self.span = span
        self.shown = ""

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        """Keeps what the form shows before anybody types. A form copies its fields, so that this is its own."""
        self.shown = str(form.get_initial_for_field(self, field_name))
        return super().get_bound_field(form, field_name)

    def validate(self, value: date | None) -> None:
        """Asks about a year that cannot be meant. Raises ValidationError."""
        super().validate(value)
        this = today().year
        first, last = this - self.span.back, this + self.span.ahead
        if value is not None and str(value) != self.shown and not first <= value.year <= last:
            raise ValidationError(f"Check the year: for this it is one from {first} to {last}", code="year")


def component_of(field: BoundField) -> tuple[str, Params]:
    """The GOV.UK component for a bound field, and what its macro is given."""
    widget = field.field.widget
    for kinds, kind, build in _KINDS:
        if isinstance(widget, kinds):
            return kind, {**_common(field), **build(field)}
    return "input", {**_common(field), **_input(field)}


def _common(field: BoundField) -> Params:
    params: Params = {}
    if field.help_text:
        params["hint"] = {"text": str(field.help_text)}
    if field.errors:
        params["errorMessage"] = {"text": " ".join(str(error) for error in field.errors)}
    return params


def about(field: forms.Field, whose: str) -> forms.Field:
    """A question about one of several people: whose it is stands above for those who see, and is read out to others."""
    field.whose = whose  # type: ignore[attr-defined]  # read by `_asks` below
    return field


def _asks(field: BoundField) -> Params:
    whose = getattr(field.field, "whose", "")
    if not whose:
        return {"text": str(field.label)}
    return {"html": format_html('{}<span class="govuk-visually-hidden"> ({})</span>', field.label, whose)}


def _attributes(field: BoundField) -> Params:
    """What a widget says of its control; `required` stays away, since our own messages say what is missing."""
    attributes = {key: value for key, value in field.field.widget.attrs.items() if key not in ("required", "class")}
    named = {
        key: attributes.pop(key) for key in ("autocomplete", "inputmode", "spellcheck", "rows") if key in attributes
    }
    classes = field.field.widget.attrs.get("class", "")
    return {**named, "attributes": attributes, **({"classes": classes} if classes else {})}


def _control(field: BoundField) -> Params:
    label = {**_asks(field), "for": field.auto_id}
    return {"id": field.auto_id, "name": field.html_name, "label": label, **_attributes(field)}


def _input(field: BoundField) -> Params:
    widget = field.field.widget
    return {**_control(field), "type": getattr(widget, "input_type", "text"), "value": _shown(field)}


def _textarea(field: BoundField) -> Params:
    return {**_control(field), "value": _shown(field)}


def _select(field: BoundField) -> Params:
    items = [{**item, "selected": item.pop("checked")} for item in _items(field)]
    return {**_control(field), "items": items}


def _choices(field: BoundField) -> Params:
    legend = {**_asks(field), "classes": "govuk-fieldset__legend--s"}
    classes = field.field.widget.attrs.get("class", "")
    return {"idPrefix": field.auto_id, "name": field.html_name, "items": _items(field), "fieldset": {"legend": legend},
            **({"classes": classes} if classes else {})}  # fmt: skip


def _checkbox(field: BoundField) -> Params:
    item = {"value": "on", "text": str(field.label), "checked": bool(field.value()), "id": field.auto_id}
    if field.help_text:
        item["hint"] = {"text": str(field.help_text)}
    return {"idPrefix": field.auto_id, "name": field.html_name, "items": [item], "hint": None}


def _date(field: BoundField) -> Params:
    wrong = " govuk-input--error" if field.errors else ""
    parts = _parts_of_date(field)
    items = [
        {
            "name": f"{field.html_name}_{part}",
            "id": f"{field.auto_id}_{part}",
            "label": part.capitalize(),
            "classes": f"govuk-input--width-{4 if part == 'year' else 2}{wrong}",
            "value": parts[part],
            "inputmode": "numeric",
        }
        for part in ("day", "month", "year")
    ]
    legend = {"text": str(field.label), "classes": "govuk-fieldset__legend--s"}
    return {"id": field.auto_id, "items": items, "fieldset": {"legend": legend}}


def _parts_of_date(field: BoundField) -> Mapping[str, str]:
    if field.form.is_bound:
        data = field.form.data
        return {part: str(data.get(f"{field.html_name}_{part}", "")) for part in ("day", "month", "year")}
    value = field.value()
    return {part: str(getattr(value, part, "")) for part in ("day", "month", "year")}


def _items(field: BoundField) -> list[Params]:
    value = field.value()
    chosen = (
        {str(one) for one in value} if isinstance(value, (list, tuple, set)) else {"" if value is None else str(value)}
    )
    flat: list[Params] = []
    for key, label in field.field.widget.choices:
        for one, text in label if isinstance(label, (list, tuple)) else [(key, label)]:
            flat.append({"value": str(one), "text": str(text), "checked": str(one) in chosen})
    return flat


def _shown(field: BoundField) -> str:
    value = field.field.widget.format_value(field.value())
    return "" if value is None or getattr(field.field.widget, "input_type", "") == "password" else str(value)


_KINDS: tuple[tuple[tuple[type[forms.Widget], ...], str, Any], ...] = (
    ((forms.HiddenInput,), "hidden", lambda field: {}),
    ((DateParts,), "date-input", _date),
    ((forms.CheckboxSelectMultiple,), "checkboxes", _choices),
    ((forms.RadioSelect,), "radios", _choices),
    ((forms.CheckboxInput,), "checkboxes", _checkbox),
    ((forms.Select,), "select", _select),
    ((forms.Textarea,), "textarea", _textarea),
    ((forms.FileInput,), "file-upload", _control),
)


def mistakes(*all_forms: forms.BaseForm) -> list[dict[str, str]]:
    """Every mistake in the order of the page, each with the address of the control that mends it."""
    found: list[dict[str, str]] = []
    for form in all_forms:
        found += [{"text": str(error)} for error in form.non_field_errors()]
        for field in form.visible_fields():
            found += [{"text": str(error), "href": f"#{_target(field)}"} for error in field.errors]
        found += [{"text": str(error)} for field in form.hidden_fields() for error in field.errors]
    return found


def _target(field: BoundField) -> str:
    return f"{field.auto_id}_day" if isinstance(field.field.widget, DateParts) else str(field.auto_id)


def has_mistakes(all_forms: Iterable[Any]) -> bool:
    """Whether a form among these was sent with a mistake: the page's title then begins with "Error"."""
    return any(isinstance(form, forms.BaseForm) and form.is_bound and not form.is_valid() for form in all_forms)


def error_summary(*all_forms: forms.BaseForm) -> SafeString:
    """The summary of mistakes at the top of the page, or nothing (a global of the templates)."""
    from django.template.loader import render_to_string

    found = mistakes(*(form for form in all_forms if form.is_bound))
    # Jinja escaped what was entered; the whole is markup of our own.
    return SafeString(render_to_string("forms/summary.html", {"mistakes": found}) if found else "")
