"""Any form of a procedure as pages: every section and field of it is asked, except what the record answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_http_methods

from quorate.access.permissions import NoSuchRecord
from quorate.conferences.services import drafting
from quorate.web.conferences.pack_form_rows import Record, Row, record_of, rows_of
from quorate.web.conferences.request import drafting_of, home_of, request_page
from quorate.web.conferences.request_forms import choice, text
from quorate.web.conferences.request_tasks import forms_of
from quorate.web.forms import ANY_DAY, DayField
from quorate.web.permissions import needs
from quorate.web.saving import Clash, keeping, version_of, written
from quorate.web.wording import day

Data = Mapping[str, Any]
FROM_RECORD: Final = frozenset({"to-be-invited", "address-confidential", "expected-date"})
"""Asked on a page of their own, of each person: here the form shows the answer."""
_BOXES: Final = {"long-text": 4}


@dataclass(slots=True)
class Group:
    """One row as the page shows it: what is known, and the fields that are still asked."""

    title: str
    known: list[tuple[str, str]]
    fields: list[BoundField]


class SectionForm(forms.Form):
    """One section of a form: a field for whatever the record does not answer, in each row."""

    def __init__(self, data: Any, *, section: Data, rows: Sequence[Row], said: Sequence[Data]) -> None:
        initial: dict[str, Any] = {}
        for number, _ in enumerate(rows):
            before = said[number] if number < len(said) else {}
            initial |= {f"r{number}-{code}": words for code, words in before.items()}
        super().__init__(data, initial=initial)
        self.section, self.rows = section, rows
        for number, row in enumerate(rows):
            for one in section["fields"]:
                if not is_known(one, row, section):
                    self.fields[f"r{number}-{one['code']}"] = field_of(one)
        for name, one in self.fields.items():
            if isinstance(one, DayField) and isinstance(initial.get(name), str):
                self.initial[name] = _as_day(initial[name])

    def groups(self) -> list[Group]:
        """The rows in order."""
        found = []
        for number, row in enumerate(self.rows):
            known, asked = [], []
            for one in self.section["fields"]:
                name = f"r{number}-{one['code']}"
                if name in self.fields:
                    asked.append(self[name])
                else:
                    known.append((one["label"], row.known.get(one["code"], "")))
            found.append(Group(row.title, known, asked))
        return found

    def answers(self) -> Any:
        """What the section says now: of the record and as it was typed; a list where it repeats."""
        rows = []
        for number, row in enumerate(self.rows):
            said: dict[str, Any] = {"": row.title} if row.title else {}
            for one in self.section["fields"]:
                name = f"r{number}-{one['code']}"
                value = self.cleaned_data[name] if name in self.fields else row.known.get(one["code"], "")
                said[one["code"]] = value.isoformat() if hasattr(value, "isoformat") else value
            rows.append(said)
        return rows if self.section["repeats"] else rows[0]


def is_known(field: Data, row: Row, section: Data) -> bool:
    """Whether the record answers a field, so that nobody types it."""
    known = row.known.get(field["code"])
    elsewhere = field["code"] in FROM_RECORD or field["kind"] == "address"
    return bool(known) or (elsewhere and known is not None and section["repeats"])


def field_of(spec: Data) -> forms.Field:
    """A field of a form as the pages ask it."""
    label, help_text = spec["label"], spec.get("help") or ""
    if spec["kind"] == "date":
        return DayField(label=label, span=ANY_DAY, help_text=help_text, required=False)
    if spec["kind"] == "yes-no":
        return choice(label, (("yes", "Yes"), ("no", "No"), ("", "Not known yet")), help_text=help_text)
    if spec["kind"] in ("number", "scale"):
        return forms.IntegerField(label=label, help_text=help_text, required=False)
    return text(label, help_text=help_text, rows=_BOXES.get(spec["kind"], 3 if spec["kind"] == "address" else 0))


def _as_day(words: str) -> Any:
    from datetime import date

    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_request_form(request: HttpRequest, ref: str, form: str, section: str) -> HttpResponse:
    """One section of a form of the procedure; saves itself as one writes."""
    found, asked = drafting_of(request, ref, "form")
    spec = next((one for one in forms_of(found) if one["code"] == form), None)
    part = next((one for one in spec["section"] if one["code"] == section), None) if spec else None
    if spec is None or part is None:
        raise NoSuchRecord
    rows = rows_of(record_of(found, asked), part, spec["for_conferences"])
    before = asked.answers.get(form, {}).get(section) or {}
    names = [f"r{n}-{one['code']}" for n, _ in enumerate(rows) for one in part["fields"]]
    filled = SectionForm(
        written(request, names), section=part, rows=rows, said=before if isinstance(before, list) else [before]
    )
    version = drafting.version_of_part(asked, f"{form}/{section}")

    def shown(clash: Clash | None, status: int) -> HttpResponse:
        return request_page(
            request, found, "conference_request_form.html", title=part["title"], status=status, form=filled,
            clash=clash, version=clash.version if clash else version, spec=spec, section=part,
            return_to=_return_to(found.pack.data["contact"], spec), child_ref=_child_ref(found),
        )  # fmt: skip

    return keeping(
        request, filled,
        lambda _: drafting.save_section(
            asked=asked, pack=found.pack, form=form, section=section, said=filled.answers(),
            version=version_of(request), by=found.standing, at=found.now,
        ),
        shown=shown, then=home_of(found),
    )  # fmt: skip


def _return_to(contacts: Sequence[Data], spec: Data) -> str:
    """Where the form goes, in words; "" where it says nothing."""
    to = next((one for one in contacts if one["code"] == spec.get("return_to")), None)
    return ", ".join(str(to[key]) for key in ("name", "email", "telephone") if to.get(key)) if to else ""


def _child_ref(found: Any) -> str:
    from quorate.access.models import ProtectedCase

    first = found.case_ids[:1]
    return ProtectedCase.objects.filter(pk__in=first).values_list("ref", flat=True).first() or ""


def said_in_words(spec: Data, record: Record) -> list[tuple[str, list[tuple[str, str]]]]:
    """A form as it stands, section by section: heading of the row and label → words."""
    told: list[tuple[str, list[tuple[str, str]]]] = []
    for section in spec["section"]:
        before = record.asked.answers.get(spec["code"], {}).get(section["code"]) or {}
        said = before if isinstance(before, list) else [before]
        for number, row in enumerate(rows_of(record, section, spec["for_conferences"])):
            typed = said[number] if number < len(said) else {}
            lines = [(one["label"], _words(row.known.get(one["code"]) or typed.get(one["code"]), one))
                     for one in section["fields"]]  # fmt: skip
            if lines:
                told.append((f"{section['title']}: {row.title}" if row.title else section["title"], lines))
    return told


def _words(said: Any, spec: Data) -> str:
    if spec["kind"] == "yes-no":
        return {"yes": "Yes", "no": "No"}.get(str(said), str(said or ""))
    found = _as_day(str(said)) if spec["kind"] == "date" and said else None
    return day(found) if found else str(said or "")


urlpatterns = [
    path(
        "conferences/<ref:ref>/request/forms/<slug:form>/<slug:section>/", conference_request_form,
        name="conference_request_form",
    ),
]  # fmt: skip
