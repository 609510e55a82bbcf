"""Two people changed one thing: both texts side by side, field by field, and what becomes of the choice.

One way for every form that is sent by a button (`changing.fill_in` of conferences and of children); what saves itself
has `saving.keeping`. Both show `components/clash.html`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import orjson
from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.http import QueryDict
from django.utils.crypto import salted_hmac

from quorate.conferences.standing import NotAllowedNow
from quorate.conferences.versions import TwoTexts
from quorate.web.forms import DateParts
from quorate.web.saving import Clash, Pair, clash_of
from quorate.web.wording import day, joined

Do = Callable[[Mapping[str, Any]], object]
Stands = Callable[[], Mapping[str, Any] | None]
_PARTS: Final = ("day", "month", "year")
_HIDDEN: Final = (
    "This was saved elsewhere since you opened it, and is hidden until the views are opened. Yours stands below: save "
    "again to keep it."
)


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a form that was sent: saved (`went` is what the service gave), or why not."""

    is_saved: bool = False
    went: object = None
    held_by: tuple[Mapping[str, Any], ...] = ()
    clash: Clash | None = None


def sent(
    form: forms.Form, do: Do, fields: Mapping[str, str], stands: Stands | None = None, holds: Stands | None = None
) -> Sent:
    """Saves a form that was sent, after a choice between two texts has been carried out on it.

    `stands()` gives what stands now by the fields of the form; None where the writer may not read it. `holds()` does so
    where the rows have no versions, and locks the row until it is saved: of two who save at once the second waits, and
    finds that what was marked when the form was opened (`mark_of`) stands no more.
    """
    choose(form)
    if not form.is_valid():
        return Sent()
    try:
        with transaction.atomic():
            clash = _overtaken(form, holds)
            return Sent(clash=clash) if clash else Sent(True, do(form.cleaned_data))
    except TwoTexts as two:
        return _clashed(form, do, fields, stands, two)
    except ValidationError as refusal:
        hang(form, refusal, fields)
    except NotAllowedNow as held:
        return Sent(held_by=held.held_by)
    return Sent()


def _overtaken(form: forms.Form, holds: Stands | None) -> Clash | None:
    """Both texts, where what stands now is not what the form showed when it was opened."""
    now = holds() if holds is not None else None
    if now is None:
        return None
    form.initial = dict(now)
    mark = mark_of(form)
    if form.data.get("opened", mark) == mark:
        return None
    clash = between(form, now, TwoTexts(yours="", theirs="", version=0))
    return clash if clash.texts else None


def _clashed(form: forms.Form, do: Do, fields: Mapping[str, str], stands: Stands | None, two: TwoTexts) -> Sent:
    """Both texts; where they are the same, it is saved over the later version."""
    _set(form, "version", [str(two.version)])
    now = stands() if stands is not None else {}
    if now is None:
        form.add_error(None, _HIDDEN)
        return Sent()
    clash = between(form, now, two) if stands is not None else clash_of(two, form)
    if clash.texts:
        return Sent(clash=clash)
    form.cleaned_data["version"] = two.version
    try:
        with transaction.atomic():
            return Sent(True, do(form.cleaned_data))
    except (TwoTexts, ValidationError) as again:
        hang(form, ValidationError(str(again)) if isinstance(again, TwoTexts) else again, fields)
    return Sent()


def held(row: Model, shown: Callable[[], Mapping[str, Any]]) -> Stands:
    """For `sent`: this very row is read again and locked, and then `shown` gives what a form shows of it."""

    def stands() -> Mapping[str, Any]:
        row.refresh_from_db(from_queryset=type(row)._default_manager.select_for_update(of=("self",)))
        return shown()

    return stands


def mark_of(form: forms.Form) -> str:
    """A mark of what a form shows of its row: it changes when somebody else changes the row, and tells nothing."""
    said = {name: form.initial[name] for name in sorted(form.initial) if name in form.fields}
    return salted_hmac("quorate.opened", orjson.dumps(said, default=str)).hexdigest()


def mark_shown(form: forms.Form, clash: Clash | None) -> str:
    """The mark for a page: where what was sent was wrong otherwise, the one that it was sent with. Whoever puts a
    mistake right has not seen yet what somebody else saved meanwhile."""
    sent_with = str(form.data.get("opened", "")) if form.is_bound and clash is None else ""
    return sent_with or mark_of(form)


def hang(form: forms.Form, refusal: ValidationError, fields: Mapping[str, str]) -> None:
    """The service's sentences at the fields of the form; at its head where there is no such field."""
    said = refusal.message_dict if hasattr(refusal, "error_dict") else {"": refusal.messages}
    for name, sentences in said.items():
        ours = fields.get(name, name)
        form.add_error(ours if ours in form.fields else None, list(sentences))


def between(form: forms.Form, now: Mapping[str, Any], two: TwoTexts) -> Clash:
    """The fields in which what was typed differs from what stands now."""
    pairs = []
    for name, field in form.fields.items():
        if name not in now or field.widget.is_hidden:
            continue
        yours = {key: [one.replace("\r\n", "\n").strip() for one in _list(form, key)] for key in keys_of(field, name)}
        theirs = _as_sent(field, name, now[name])
        if _plain(field, yours) != _plain(field, theirs):
            values = tuple((key, one) for key, listed in theirs.items() for one in listed)
            whose = getattr(field, "whose", "")
            label = f"{field.label or name} ({whose})" if whose else str(field.label or name)
            words = (_words(field, yours), _words(field, theirs))
            pairs.append(Pair(name, label, *words, values, may_be_both=_may_be_both(field)))
    theirs_by = clash_of(two)
    return Clash(tuple(pairs), two.version, theirs_by.who, theirs_by.at)


def keys_of(field: forms.Field, name: str) -> list[str]:
    """The names under which a field is sent."""
    return [f"{name}_{part}" for part in _PARTS] if isinstance(field.widget, DateParts) else [name]


def _list(form: forms.Form, key: str) -> list[str]:
    return [str(one) for one in form.data.getlist(key)]  # type: ignore[attr-defined]  # always a QueryDict here


def _as_sent(field: forms.Field, name: str, value: Any) -> dict[str, list[str]]:
    """What a form that shows `value` would send."""
    if isinstance(field.widget, DateParts):
        return {f"{name}_{part}": [str(getattr(value, part))] if value else [] for part in _PARTS}
    if isinstance(field.widget, forms.CheckboxInput):
        return {name: ["on"] if value else []}
    if isinstance(value, (list, tuple, set)):
        return {name: [str(one) for one in value]}
    return {name: [] if value is None else [str(value).replace("\r\n", "\n").strip()]}


def _plain(field: forms.Field, sent_as: Mapping[str, list[str]]) -> list[list[str]]:
    """What was sent, without what makes no difference: the order of ticks, the nought before a day."""
    is_day = isinstance(field.widget, DateParts)
    return [sorted(one.lstrip("0") if is_day else one for one in listed if one) for listed in sent_as.values()]


def _words(field: forms.Field, sent_as: Mapping[str, list[str]]) -> str:
    """What was chosen or typed, as one reads it."""
    values = [one for listed in sent_as.values() for one in listed if one]
    if isinstance(field.widget, forms.CheckboxInput):
        return "yes" if values else "no"
    if isinstance(field.widget, DateParts):
        try:
            return day(date(*(int(one) for one in reversed(values))))
        except (TypeError, ValueError):
            return " ".join(values)
    names = _names(field)
    if names and not values and not isinstance(field, forms.MultipleChoiceField):
        return names.get("", "")
    return joined([names.get(one, one) for one in values]) if names else "\n".join(values)


def _names(field: forms.Field) -> dict[str, str]:
    """What each choice of a field is called."""
    said: dict[str, str] = {}
    for key, label in getattr(field, "choices", ()):
        several = label if isinstance(label, (list, tuple)) else [(key, label)]
        said |= {str(one): str(text) for one, text in several}
    return said


def choose(form: forms.Form) -> None:
    """Carries out a choice between two texts on what was sent: theirs, or both where both can stand."""
    keep = form.data.get("keep", "")
    if keep not in ("theirs", "both"):
        return
    for name in form.data.getlist("clashed"):  # type: ignore[attr-defined]  # always a QueryDict here
        if name in form.fields:
            for key in keys_of(form.fields[name], name):
                theirs, yours = _list(form, f"theirs-{key}"), _list(form, key)
                _set(form, key, theirs if keep == "theirs" else _both(form.fields[name], yours, theirs))


def _may_be_both(field: forms.Field) -> bool:
    return isinstance(field, forms.MultipleChoiceField) or isinstance(field.widget, forms.Textarea)


def _both(field: forms.Field, yours: list[str], theirs: list[str]) -> list[str]:
    """Words one below the other, ticks of both; of what can be only once, one's own."""
    if isinstance(field, forms.MultipleChoiceField):
        return list(dict.fromkeys([*theirs, *yours]))
    if isinstance(field.widget, forms.Textarea):
        return ["\n\n".join(one for one in dict.fromkeys([*theirs, *yours]) if one.strip())]
    return yours


def _set(form: forms.Form, key: str, values: list[str]) -> None:
    data = form.data.copy() if isinstance(form.data, QueryDict) else QueryDict(mutable=True)
    if values:
        data.setlist(key, values)
    else:
        data.pop(key, None)
    form.data = data
