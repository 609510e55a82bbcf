"""Who does not read the closed part of a paper does not prepare it: its readers would silently get it without."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import pytest
from django.urls import reverse
from pypdf import PdfReader

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.access.roles import ROLES
from quorate.access.services import break_glass
from quorate.access.standing import Standing
from quorate.notices.recipients import _TO
from quorate.notices.services import AnotherPrepares, ChangedSince, prepare, release_and_queue
from quorate.notices.services.following import ready_if_it_can_be
from quorate.people.models import User
from quorate.plans.models import PlanAction, PlanContent
from quorate.plans.services.contents import save_words
from quorate.release.closed import MAY_HOLD_CLOSED
from quorate.release.models import Release
from quorate.release.sql.basis import _TEXTS
from quorate.release.sql.papers import CLOSED_IN
from tests import clock
from tests.conferences.reports.making import begun
from tests.notices.closing import Closed
from tests.notices.shutting import shut_to
from tests.web.visiting import fetch, signed_in

ANOTHER = "This paper is prepared by somebody who may read all of it: the chair or the minute-taker of this conference."
BESIDE = (
    "This is prepared by somebody else who works on this conference and may read all of it. Ask the team manager who"
    " that is."
)
NIGHTS = "Drive past the house on three nights a week."


def with_a_closed_line(held: Closed) -> None:
    """The plan says what the police do, and the police alone are named on it."""
    agency = held.police.agency_id
    assert agency is not None
    with acting_as(held.agency.worker) as by:
        content = PlanContent.objects.select_related("conference__case").get(conference=held.conference)
        save_words(
            content=content, model=PlanAction, at=clock.now(), by=by, meant_for="R", named=[agency],
            values={"what": NIGHTS, "who": "Police", "owner_kind": "professional", "by_when": today()},
        )  # fmt: skip


def prepared_by(held: Closed, who: Standing, code: str) -> Release:
    with acting_as(who) as by:
        return prepare(conference=held.conference, code=code, by=by, at=clock.now())


def copy_for_police(held: Closed, release: Release) -> str:
    with acting_as(held.agency.chair):
        row = release.renditions.get(recipient=held.police.pk)
        return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(row.content)).pages)


def offered(page: Any, titles: Sequence[str]) -> dict[str, str]:
    """What stands beside each of these papers that may be prepared: the words of its button, or who prepares it."""
    told = [one for one in page.texts("li") if "Waiting for a second person" not in one]
    rows = {title: said for said in told for title in titles if said.startswith(title)}
    who = {title: next((one for one in (ANOTHER, BESIDE) if said.endswith(one)), "") for title, said in rows.items()}
    return {title: who[title] or ("Prepare" if said.endswith(f": {title}") else said) for title, said in rows.items()}


@pytest.mark.usefixtures("own_database")
def test_nobody_prepares_a_paper_without_the_part_that_is_closed_to_them() -> None:
    held = Closed()
    office, before = held.agency.administrator, prepared_by(held, held.agency.administrator, "decisions")
    with_a_closed_line(held)
    tab = reverse("conference_papers", args=[held.conference.case.ref])
    there = reverse("conference_paper", args=[held.conference.case.ref, before.pk])
    manager = signed_in(User.objects.get(pk=held.agency.manager.user_id))
    with acting_as(held.agency.manager) as by, pytest.raises(ChangedSince):
        release_and_queue(release=before, by=by, at=clock.now())
    page = fetch(manager, there)
    assert (ANOTHER in page.words, "Prepare it again" in page.texts("button")) == (True, False)
    for code in ("decisions", "plan", "minutes"):
        with pytest.raises(AnotherPrepares, match=f"^{ANOTHER}$"):
            prepared_by(held, office, code)
        with acting_as(office) as by:
            assert ready_if_it_can_be(conference=held.conference, code=code, by=by, at=clock.now()) is None
    papers = ["One-page summary for the family", "Decision letters", "Plans", "Minutes"]
    assert offered(fetch(manager, tab), papers) == dict(zip(papers, ["Prepare", *[ANOTHER] * 3], strict=True))
    chair = signed_in(User.objects.get(pk=held.agency.chair.user_id))
    assert offered(fetch(chair, tab), papers[1:]) == dict.fromkeys(papers[1:], "Prepare")
    answer = manager.post(f"{tab}prepare/", {"paper": "plan"})
    assert (answer.status_code, answer.headers["Location"]) == (302, tab)
    assert manager.get(tab).content.decode().count(ANOTHER) == 4, "beside each of three, and as the answer"
    # What a member of the family would get is the same whoever looks.
    mother = next(one for one in held.table.invitees("parent") if one.person_id == held.agency_mother)
    shown = [fetch(manager, f"{tab}preview/?paper=plan&person={one.pk}").words for one in (held.police, mother)]
    assert [(ANOTHER in one, "would get it" in one) for one in shown] == [(True, False), (False, True)]
    assert prepared_by(held, held.agency.chair, "plan").state == "prepared"
    assert NIGHTS in copy_for_police(held, prepared_by(held, held.agency.chair, "decisions"))


@pytest.mark.usefixtures("rolled_back")
def test_whoever_may_open_the_papers_opens_them_also_where_something_is_closed_or_a_child_is_shut_to_them() -> None:
    held = Closed()
    agency, case, report = held.agency, held.conference.case, begun(held.agency, held.conference)
    release = prepared_by(held, agency.chair, "plan")
    with_a_closed_line(held)  # so that the paper does not go as it is, and its page says who prepares it again
    there = {(role, given): agency.person(role) for role, one in ROLES.items() for given in one.acts_as}
    for (_, given), one in there.items():
        agency.give(case, one, given)
    there["quality_assurance", "emergency"] = agency.person("quality_assurance", strength="fresh")
    with acting_as(there["quality_assurance", "emergency"]) as by:
        break_glass(ref=case.ref, reason_code="child_at_risk_now", text="Police at the door, nobody else here.", by=by)
    addresses = [
        *(reverse(f"conference_{one}", args=[case.ref]) for one in ("papers", "preview", "reports")),
        reverse("conference_report", args=[case.ref, report.pk]),
        reverse("conference_paper", args=[case.ref, release.pk]),
    ]
    browsers = {pair: signed_in(User.objects.get(pk=one.user_id)) for pair, one in there.items()}

    def opened() -> dict[tuple[str, str], list[int]]:
        return {pair: [one.get(where).status_code for where in addresses] for pair, one in browsers.items()}

    of_family = {pair for pair in there if pair[0] in ("parent", "child", "supporter")}
    expected = {pair: [200 if pair not in of_family else 404] * 5 for pair in there}
    # Neither as others would get it, nor a draft, nor what goes to other agencies; who looks on previews nothing.
    expected["partner", "partner"] = [200, 403, 200, 404, 404]
    expected["quality_assurance", "quality_assurance"] = [200, 403, 200, 200, 200]
    assert opened() == expected
    shut_to(agency, held.table.family.cases[1], held.conference, *there.values())
    assert opened() == expected


def test_what_may_hold_closed_words_is_asked_of_every_paper_that_tells_rows_with_an_audience() -> None:
    told = {code: " ".join(rows) for codes, rows in _TEXTS.items() for code in codes}
    of_writers = {code for code, rows in told.items() if "meant_for" in rows}
    # The minutes ask who reads the closed part in any case; nobody on the family's page is named on one.
    assert of_writers == MAY_HOLD_CLOSED | {"minutes", "summary"}
    assert _TO["summary"] == {"parent", "child"}
    # What is closed after it was asked changes what the paper rests on.
    tables = {code: {one.split()[0] for one in rows} for code, rows in CLOSED_IN.items()}
    assert {(code, one) for code, found in tables.items() for one in found if f"{one} t" not in told[code]} == set()
