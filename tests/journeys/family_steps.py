"""What comes before the day in an authority's own way: its forms, its booklets, who comes with whom, every report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from quorate.access.context import acting_as
from quorate.conferences.models import Report
from quorate.conferences.services.sharing import Reader, share
from quorate.web.work.moments import now
from tests.conferences.reports import making as reports_making
from tests.journeys.conference_steps import conference, invitees
from tests.journeys.page_steps import asked_of_agencies
from tests.journeys.walking import WRITTEN, Walk, press, put, values_of

_EMPTY = """() => {
  const seen = new Map();
  for (const one of document.querySelectorAll('main form [name]')) {
    if (one.type === 'hidden' || one.tagName === 'BUTTON' || one.type === 'file') continue;
    const kind = one.tagName === 'SELECT' ? 'select' : one.type;
    const is = kind === 'radio' || kind === 'checkbox' ? one.checked && one.value !== '' : one.value.trim() !== '';
    const before = seen.get(one.name) || {name: one.name, kind, filled: false, values: []};
    before.filled = before.filled || is;
    before.values.push(one.value);
    seen.set(one.name, before);
  }
  return [...seen.values()].filter(one => !one.filled);
}"""


def fill_whatever_is_empty(page: Any) -> int:
    """Answers every question of the page that nothing has answered; gives how many there were."""
    asked = page.evaluate(_EMPTY)
    for one in asked:
        last = one["name"].rsplit("_", 1)[-1]
        if one["kind"] in ("radio", "checkbox"):
            put(page, one["name"], next(value for value in one["values"] if value), one["kind"])
        elif one["kind"] in ("text", "textarea"):
            put(page, one["name"], _DATE.get(last, "As the family told it."), one["kind"])
    return len(asked)


_DATE = {"day": "3", "month": "2", "year": "1990"}


def fill_forms(walk: Walk, who: str = "worker") -> dict[str, int]:
    """Every section of the procedure's own forms, every question answered; gives the questions asked by section."""
    page = walk.open(who, "conference_request")
    forms = [
        one.get_attribute("href") for one in page.locator('main .govuk-task-list a[href*="/request/forms/"]').all()
    ]
    asked = {}
    for link in forms:
        page.goto(walk.origin + link, wait_until=WRITTEN)
        asked["/".join(link.rstrip("/").split("/")[-2:])] = fill_whatever_is_empty(page)
        walk.send(who, "Save and go on")
    return asked


def half_a_date(walk: Walk, day: date) -> None:
    """While somebody goes from the day to the month of a date, the form that saves itself sends nothing."""
    page = walk.open("worker", "conference_request_concern")
    sent: list[str] = []

    def heard(one: Any) -> None:
        if one.method == "POST":
            sent.append(one.url)

    page.on("request", heard)
    page.locator('[name="assessment_completed_on_year"]').fill("")
    page.locator('[name="assessment_completed_on_day"]').fill("9")
    page.locator('[name="assessment_completed_on_month"]').focus()
    page.wait_for_timeout(1_800)  # longer than the script waits after a key
    page.remove_listener("request", heard)
    assert sent == []
    walk.send("worker", "Save and go on", assessment_completed_on=day)


def comes_with(walk: Walk, kind: str, name: str = "Robin Friend") -> None:
    """The mother says who comes with her."""
    mother = next(one for one in invitees(walk) if one.person_id == walk.family.mother)
    walk.open("worker", "conference_supporter_new", mother.pk)
    walk.send("worker", "Save", name=name, kind=kind, confidence_kept=True)


def child_comes(walk: Walk, child: Any, **agreed: str) -> None:
    """The social worker asks a child whether and how it wants to take part; who has to agree does."""
    page = walk.open("worker", "conference_child_coming")
    put(page, "person", str(child.person_id))
    walk.send("worker", "Save", wanted="no", words="I would rather write it down.", **agreed)


def own_words(walk: Walk, form: str = "") -> None:
    """The mother's own report on the procedure's form, question by question, or what she brings instead."""
    page = walk.open("worker", "conference_bring", walk.family.mother)
    if not form:
        letter = next(one for one in values_of(page, "kind") if not one.startswith("form:"))
        walk.send("worker", "Keep it", kind=letter, words="They laugh again at home.", meant_for="F-all")
        return
    walk.send("worker", "Keep it", kind=f"form:{form}", words="")
    for name in page.evaluate("[...document.querySelectorAll('main form select')].map(one => one.name)"):
        if name != "meant_for":
            put(page, name, "4")
    fill_whatever_is_empty(page)
    walk.send("worker", "Save")
    press(page, page.get_by_role("link", name="Their report is in", exact=True))
    walk.send("worker", "It is in", how=values_of(page, "how")[0], agreed_by_them=True)


def booklet(walk: Walk, child: Any, code: str) -> None:
    """A child gets the booklet of its age, writes on its first page for everybody, and gives it back."""
    page = walk.open("worker", "conference_booklet_give", child.person_id)
    walk.send("worker", "Save", code=code, at_school="yes")
    press(page, page.locator('main a[href*="/booklets/"]'))
    press(page, page.locator('main a[href*="/page/"]'))
    walk.send("worker", "Save", words="I like it when it is quiet.", seen_by="everyone")
    press(page, page.get_by_role("link", name="The booklet is back"))
    walk.send("worker", "It is back", at_school="yes")


def views(walk: Walk, child: Any) -> None:
    """Where there is no booklet, a child is heard another way."""
    page = walk.open("worker", "conference_views", child.person_id)
    walk.send("worker", "Keep the child’s words", kind=values_of(page, "kind")[0], words="I want it quiet.",
              seen_by="everyone")  # fmt: skip


def agencies(
    walk: Walk, *, recommends: str = "plan-made", on_page: bool = True, by: Callable[[Walk, Report], None] | None = None
) -> list[Report]:
    """Every agency's report is asked for and in; one was looked up in the grid and is read on its page. `by` is how the
    first comes in on the pages; the others are written down by the service."""
    if by is None:
        rows = reports_making.agency_reports(walk.agency, conference(walk), recommends=recommends)
    else:
        rows = asked_of_agencies(walk)
        by(walk, rows[0])
        reports_making.come_in(walk.agency, rows[1:], recommends=recommends)
    if on_page:
        walk.open("worker", "conference_reports")
        walk.open("worker", "conference_report", rows[0].pk)
    return rows


def share_agencies(walk: Walk, rows: list[Report]) -> None:
    """Both parents have each agency's report: the first on the pages, the others by the service that they use."""
    for person in (walk.family.mother, walk.family.father):
        walk.open("worker", "conference_share", rows[0].pk, person)
        walk.send("worker", "Record it shared", how="handed-over", empty_meant=True)  # for the professionals alone
    with acting_as(walk.agency.worker) as by:
        for row in Report.objects.filter(pk__in=[one.pk for one in rows[1:]]).select_related("conference", "case"):
            for person in (walk.family.mother, walk.family.father):
                share(report=row, reader=Reader("parent", person), at=now(), how="handed-over",
                      by_words="A social worker", by=by, now=now())  # fmt: skip


def hand_report(walk: Walk, *routes: str) -> None:
    """Chair or professionals have the social work report with all its parts."""
    key = social_work(walk)
    for route in routes:
        page = walk.open("worker", route, key)
        walk.send("worker", "Record it shared", how="handed-over", parts=values_of(page, "parts"))


def social_work(walk: Walk) -> UUID:
    """The social work report of this conference."""
    with acting_as(walk.agency.worker):
        return Report.objects.only("pk").get(conference__case__ref=walk.ref, code="social-work").pk
