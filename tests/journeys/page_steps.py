"""What most walks leave to the service that a page uses, done on the page: each of it in one of the five walks."""

from __future__ import annotations

from quorate.access.context import acting_as
from quorate.conferences.editions import pack_of
from quorate.conferences.models import Card, ConductStep, Report, ReportFile, ReportSection
from tests.journeys.conference_steps import conference, invitees
from tests.journeys.walking import Walk, press, words_of

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n%%EOF\n"


def report_typed(walk: Walk, row: Report) -> None:
    """An agency's report is written part by part as it was told, each child's views and what is recommended chosen, and
    is in."""
    page = walk.open("worker", "conference_report_write", row.pk)
    forms = page.evaluate("[...document.querySelectorAll('main form[id^=writing-]')].map(one => one.id)")
    for number, form in enumerate(forms):
        part = form.removeprefix("writing-")
        page.locator(f"#part-{part}-words").fill(f"Part {number}, as we know it.")
        choice = page.locator(f"select#part-{part}-choice")
        if choice.count():
            offered = choice.evaluate("one => [...one.options].map(each => each.value)")
            choice.select_option("plan-made" if "plan-made" in offered else "said")
        page.locator(f"select#part-{part}-meant_for").select_option("F-all")
        press(page, page.locator(f"#{form} button.govuk-button--secondary"))
        assert page.locator(".govuk-error-summary, [role=alert]").count() == 0, words_of(page)
    with acting_as(walk.agency.worker):
        kept = list(ReportSection.objects.filter(report=row).values_list("words", "meant_for"))
    assert sorted(kept) == sorted((f"Part {n}, as we know it.", "F-all") for n in range(len(forms)))
    walk.open("worker", "conference_report_receive", row.pk)
    page = walk.send("worker", "It is in", recommendation="plan-made", recommendation_words="They need a plan.")
    assert "They need a plan." in words_of(page)


def report_uploaded(walk: Walk, row: Report) -> None:
    """An agency's report came as a file: it is brought in as it came, and is in."""
    page = walk.open("worker", "conference_report_file", row.pk)
    page.locator('input[name="file"]').set_input_files(
        {"name": "report.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    page = walk.send("worker", "Keep this file", meant_for="P")
    assert "report.pdf" in words_of(page)
    with acting_as(walk.agency.worker):
        assert [bytes(one.content) for one in ReportFile.objects.filter(report=row)] == [PDF]
    walk.open("worker", "conference_report_receive", row.pk)
    more = {"empty_meant": True} if page.locator('[name="empty_meant"]').count() else {}
    walk.send("worker", "It is in", recommendation="plan-made", recommendation_words="Said in the file.", **more)


def asked_of_agencies(walk: Walk) -> list[Report]:
    """Every agency is asked for its report with one button; gives the rows, none of which is in."""
    walk.open("worker", "conference_reports")
    walk.send("worker", "Ask everybody for a report")
    with acting_as(walk.agency.worker):
        return list(
            Report.objects.select_related("conference", "case")
            .filter(conference__case__ref=walk.ref, code="agency")
            .order_by("asked_on", "id")
        )


def cards(walk: Walk) -> None:
    """A card in every column that the procedure has, typed."""
    codes = [one["code"] for one in pack_of(conference(walk)).data["analysis"]["columns"]]
    for code in codes:
        walk.open("chair", "conference_meeting", more=f"?part=analysis&add={code}")
        walk.send("chair", "Done", words=f"Typed under {code}.", said_words="The school", meant_for="F-all")
    page = walk.open("chair", "conference_meeting", more="?part=analysis")
    assert [code for code in codes if f"Typed under {code}." not in words_of(page)] == []
    with acting_as(walk.agency.chair):
        kept = Card.objects.filter(conference__case__ref=walk.ref, words__startswith="Typed under")
        assert sorted(kept.values_list("column", flat=True)) == sorted(codes)


def break_(walk: Walk) -> None:
    """Somebody asks for a break, and it is over."""
    walk.open("chair", "conference_meeting_break")
    mother = next(one for one in invitees(walk) if one.person_id == walk.family.mother)
    page = walk.send("chair", "The break begins", asked_by=str(mother.pk), why="She needs some air.")
    press(page, page.get_by_role("button", name="The break is over"))
    assert page.get_by_role("button", name="The break is over").count() == 0


def behaviour(walk: Walk) -> None:
    """The first step about somebody's behaviour; the meeting goes on."""
    page = walk.open("chair", "conference_meeting_conduct")
    father = next(one for one in invitees(walk) if one.person_id == walk.family.father)
    first = next(one for one in page.locator('[name="step"]').evaluate_all("all => all.map(one => one.value)") if one)
    walk.send("chair", "Record the step", about=str(father.pk), step=first, words="He shouted at the school nurse.")
    assert conference(walk).state == "sitting"
    with acting_as(walk.agency.chair):
        taken = ConductStep.objects.filter(sitting__conference__case__ref=walk.ref)
        assert list(taken.values_list("step", "about", "words")) == [(1, father.pk, "He shouted at the school nurse.")]
