"""Django forms come out as GOV.UK components: labels, hints and mistakes belong to their controls."""

from __future__ import annotations

from datetime import date
from functools import partial
from xml.etree.ElementTree import Element

import html5lib
import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import override_settings

from quorate.web.children.putting_right import AssessedForm, FirstDayForm
from quorate.web.conferences.endings import EndingForm
from quorate.web.conferences.plan_forms import ActionForm
from quorate.web.conferences.request_forms import EndEnquiryForm
from quorate.web.forms import AHEAD, ANY_DAY, BIRTH, CHILDHOOD, DONE, DayField, Span, error_summary, mistakes
from quorate.web.views.gallery import SampleForm
from quorate.web.work.doing import DoneForm


def parsed(markup: str) -> Element:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    return parser.parse(f"<!DOCTYPE html><html><head><title>t</title></head><body>{markup}</body></html>")


WRONG = {"held_on_day": "30", "held_on_month": "2", "held_on_year": "2026", "mode": "pigeon"}


def test_mistakes_come_in_page_order_and_lead_to_the_control_that_mends_them() -> None:
    form = SampleForm(WRONG)
    assert mistakes(form) == [
        {"text": "Enter the reason", "href": "#id_reason"},
        {"text": "Enter a date that exists, such as 27 3 2026", "href": "#id_held_on_day"},
        {"text": "Select a valid choice. pigeon is not one of the available choices.", "href": "#id_mode"},
        {"text": "Say whether the parent has been told", "href": "#id_told"},
    ]
    tree = parsed(error_summary(form) + form.render())
    ids = {one.get("id") for one in tree.iter()}
    links = [one.get("href", "")[1:] for one in tree.iter("a")]
    assert (len(links), set(links) - ids) == (4, set())


def test_there_is_no_summary_where_there_is_no_mistake() -> None:
    sent = {
        "reason": "r",
        "held_on_day": "2",
        "held_on_month": "3",
        "held_on_year": "2026",
        "mode": "room",
        "told": "on",
    }
    assert (error_summary(SampleForm()), error_summary(SampleForm(sent))) == ("", "")
    assert SampleForm(sent).is_valid()


def test_what_was_entered_stays_in_its_field_and_is_never_markup() -> None:
    form = SampleForm({"reason": "<script>alert(1)</script>", "words": "</textarea><b>x"})
    markup = form.render()
    tree = parsed(markup)
    values = {one.get("name"): one.get("value") for one in tree.iter("input")}
    assert values["reason"] == "<script>alert(1)</script>"
    assert [one.text for one in tree.iter("textarea")] == ["</textarea><b>x"]
    assert (list(tree.iter("script")), list(tree.iter("b"))) == ([], [])


def test_every_control_has_a_label_and_names_its_hint_and_mistake() -> None:
    tree = parsed(SampleForm(WRONG).render())
    ids = {one.get("id"): one for one in tree.iter()}
    labelled = {one.get("for") for one in tree.iter("label")}
    controls = [one for kind in ("input", "select", "textarea") for one in tree.iter(kind)]
    assert [one.get("id") for one in controls if one.get("id") not in labelled] == []
    described = ids["id_reason"].get("aria-describedby", "").split()
    assert described == ["id_reason-hint", "id_reason-error"]


@pytest.mark.parametrize(
    ("parts", "value"),
    [(("27", "3", "2026"), date(2026, 3, 27)), (("29", "2", "2028"), date(2028, 2, 29)), (("29", "2", "2027"), None)],
)
def test_a_date_is_read_from_three_boxes(parts: tuple[str, str, str], value: date | None) -> None:
    class Form(forms.Form):
        on = DayField(span=ANY_DAY)

    form = Form(dict(zip(("on_day", "on_month", "on_year"), parts, strict=True)))
    assert (form.is_valid(), form.cleaned_data.get("on")) == (value is not None, value)
    shown = [one.get("value") for one in parsed(form.render()).iter("input")]
    assert shown == list(parts)


@pytest.mark.parametrize(
    ("span", "said", "mistakes"),
    [
        (DONE, "1 1 2023", []),
        (DONE, "31 12 2022", ["Check the year: for this it is one from 2023 to 2027"]),
        (CHILDHOOD, "1 1 2008", []),
        (CHILDHOOD, "3 5 1926", ["Check the year: for this it is one from 2008 to 2027"]),
        (AHEAD, "31 12 2031", []),
        (AHEAD, "1 1 2090", ["Check the year: for this it is one from 2025 to 2031"]),
        (BIRTH, "4 5 1907", []),
        (BIRTH, "4 5 1900", ["Check the year: for this it is one from 1906 to 2027"]),
    ],
)
@override_settings(QUORATE_TODAY=date(2026, 11, 23))
def test_a_year_that_cannot_be_meant_is_asked_about(span: Span, said: str, mistakes: list[str]) -> None:
    class Form(forms.Form):
        on = DayField(span=span)

    form = Form(dict(zip(("on_day", "on_month", "on_year"), said.split(), strict=True)))
    assert form.errors.get("on", []) == mistakes


@override_settings(QUORATE_TODAY=date(2026, 11, 23))
def test_a_day_that_the_record_has_stays_however_old_it_is_and_what_is_told_late_can_be_told() -> None:
    line = partial(ActionForm, people=(), owners=(), worries=(), initial={"by_when": date(2024, 11, 30)})
    said = {f"by_when_{part}": one for part, one in (("day", "30"), ("month", "11"))}
    assert [line({**said, "by_when_year": year}).errors.get("by_when", []) for year in ("2024", "2023", "2027")] == [
        [], ["Check the year: for this it is one from 2025 to 2031"], [],
    ]  # fmt: skip
    # Of another form of the same fields nothing is remembered.
    assert "by_when" in ActionForm({**said, "by_when_year": "2024"}, people=(), owners=(), worries=()).errors
    for form, name in ((partial(EndingForm, is_unborn=False), "on"), (FirstDayForm, "begun_on"),
                       (AssessedForm, "right_day"), (EndEnquiryForm, "ended_on")):  # fmt: skip
        then = {f"{name}_day": "4", f"{name}_month": "5", f"{name}_year": "2021"}
        assert name not in form(then).errors, name
    assert DoneForm.base_fields["done_on"].clean("2021-05-04") == date(2021, 5, 4)


def test_a_date_already_known_fills_the_three_boxes() -> None:
    class Form(forms.Form):
        on = DayField(span=ANY_DAY, initial=date(2026, 3, 27))

    assert [one.get("value") for one in parsed(Form().render()).iter("input")] == ["27", "3", "2026"]


def test_the_choice_made_before_is_still_chosen() -> None:
    tree = parsed(SampleForm({"mode": "video", "needs": ["travel", "interpreter"], "room": "2"}).render())
    checked = [one.get("value") for one in tree.iter("input") if one.get("checked") is not None]
    selected = [one.get("value") for one in tree.iter("option") if one.get("selected") is not None]
    assert (checked, selected) == (["video", "interpreter", "travel"], ["2"])


def test_mistakes_that_belong_to_no_field_come_first() -> None:
    class Form(forms.Form):
        name = forms.CharField()

        def clean(self) -> None:
            raise forms.ValidationError("The room is taken at that time")

    assert [one["text"] for one in mistakes(Form({}))] == ["The room is taken at that time", "This field is required."]


def test_a_secret_is_never_sent_back() -> None:
    class Form(forms.Form):
        code = forms.CharField(widget=forms.PasswordInput)

    assert [one.get("value") for one in parsed(Form({"code": "123456"}).render()).iter("input")] == [""]


def test_the_page_title_says_that_something_is_wrong() -> None:
    from django.test import RequestFactory

    from quorate.web.pages import page

    request = RequestFactory().get("/")
    request.session = {}  # type: ignore[assignment]
    said = page(request, "error.html", title="Request", form=SampleForm({}), says="x").content.decode()
    assert "<title>Error: Request – Quorate</title>" in said


def test_the_summary_is_announced() -> None:
    assert 'role="alert"' in render_to_string("forms/summary.html", {"mistakes": [{"text": "x"}]})
