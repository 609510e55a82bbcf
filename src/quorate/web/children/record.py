"""A child's record: one page for each part, each look at it kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from quorate.web.addresses import address
from quorate.web.pages import page
from quorate.web.permissions import needs
from quorate.web.views.work import calendar_of, pack_of
from quorate.web.work.moments import Clock, clock_at, now

PARTS = (
    ("child", "Summary"),
    ("child_family", "Family"),
    ("child_chronology", "Chronology"),
    ("child_due", "What is due"),
    ("child_plans", "Plans and conferences"),
    ("child_looks", "Who has looked"),
)


def child_page(
    request: HttpRequest, found: Any, template: str, *, title: str, clock: Clock, **context: Any
) -> HttpResponse:
    """A page below the child's bar. Titles hold no name."""
    from quorate.web.children.people import born_in_words, name_of

    return page(
        request,
        template,
        title=title,
        place="children",
        case=found.case,
        child=found.child,
        child_name=name_of(found.child),
        child_born=born_in_words(found.child, clock.today),
        protected=found.has_protected_address,
        can=found.can,
        navigation=[
            {"text": text, "href": address(route, ref=found.ref), "here": f"{route}.html" == template}
            for route, text in PARTS
            if route != "child_looks" or "look_at_access_log" in found.can
        ],
        **context,
    )


@needs("see_case")
@require_GET
def child(request: HttpRequest, ref: str) -> HttpResponse:
    """The summary: who, what is next, who works with the child, what people need, how they are reached."""
    from quorate.web.children import parts
    from quorate.web.children.opening import opened
    from quorate.web.children.people import LABELS, people_of, workers_of

    clock = clock_at(now())
    found = opened(request, ref, "summary", parts.SUMMARY)
    case = found.case
    joined = [one["ref"] for one in case.joined_to if one["ref"]]
    if joined and case.duties:  # what is due here stands in no other record: the list and the search lead to it
        return redirect(reverse("child_due", args=[found.ref]))
    if joined:
        return redirect(reverse("child", args=[joined[0]]))
    people = people_of(found.child, case, clock.today)
    return child_page(
        request,
        found,
        "child.html",
        title="A child's record",
        clock=clock,
        people=people,
        workers=workers_of(case.holders),
        lines=due_lines(request, case.duties, people, clock),
        identity=identity_of(found.child, case.aliases),
        plans=case.open_plans,
        enquiries=case.open_enquiries,
        labels=LABELS,
        words=words_of(request),
    )


@needs("see_case")
@require_GET
def child_family(request: HttpRequest, ref: str) -> HttpResponse:
    """The family: the genogram with the same facts as text; each person with needs and how they are reached."""
    from quorate.web.children import parts
    from quorate.web.children.opening import opened
    from quorate.web.children.people import LABELS, lines_of, people_of, picture_for

    clock = clock_at(now())
    found = opened(request, ref, "family", parts.FAMILY)
    people = people_of(found.child, found.case, clock.today)
    return child_page(
        request,
        found,
        "child_family.html",
        title="Family",
        clock=clock,
        people=people,
        picture=picture_for(found.child, found.case, clock.today),
        lines=lines_of(found.case, people),
        labels=LABELS,
        doubles={one["id"] for one in found.case.doubles},
        joined={one[name] for one in found.case.joined for name in ("person_id", "same_as")},
    )


@needs("see_case")
@require_GET
def child_chronology(request: HttpRequest, ref: str) -> HttpResponse:
    """What happened, the latest first."""
    from quorate.access.permissions import may_after_step_up
    from quorate.web.children import parts
    from quorate.web.children.labels import AUDIENCES
    from quorate.web.children.opening import opened

    clock = clock_at(now())
    found = opened(request, ref, "chronology", parts.CHRONOLOGY)
    may_agree = may_after_step_up(found.standing, "agree_label", found.case)
    return child_page(
        request, found, "child_chronology.html", title="Chronology", clock=clock, entries=found.case.entries,
        meant=AUDIENCES, may_agree=may_agree,
    )  # fmt: skip


@needs("see_case")
@require_GET
def child_due(request: HttpRequest, ref: str) -> HttpResponse:
    """Everything that is to be done for the child, whoever has to do it."""
    from quorate.web.children import parts
    from quorate.web.children.opening import opened
    from quorate.web.children.people import people_of

    clock = clock_at(now())
    found = opened(request, ref, "due", parts.DUE)
    case = found.case
    people = people_of(found.child, case, clock.today)
    return child_page(
        request, found, "child_due.html", title="What is due", clock=clock,
        lines=due_lines(request, case.duties, people, clock),
        joined=[one["ref"] for one in case.joined_to if one["ref"]],
    )  # fmt: skip


@needs("see_case")
@require_GET
def child_plans(request: HttpRequest, ref: str) -> HttpResponse:
    """Plans, enquiries and conferences, the latest first."""
    from quorate.web.children import parts
    from quorate.web.children.opening import opened

    clock = clock_at(now())
    found = opened(request, ref, "plans", parts.PLANS)
    case = found.case
    decided: dict[str, list[Any]] = {}
    for one in case.decisions:
        decided.setdefault(one["conference_id"], []).append(one)
    return child_page(
        request, found, "child_plans.html", title="Plans and conferences", clock=clock, plans=case.plans,
        enquiries=case.enquiries, conferences=case.conferences, decided=decided, words=words_of(request),
    )  # fmt: skip


@needs("see_case")
@require_GET
def child_looks(request: HttpRequest, ref: str) -> HttpResponse:
    """Who has looked at the record."""
    from quorate.web.children import parts
    from quorate.web.children.opening import opened
    from quorate.web.views.case import looks_of

    clock = clock_at(now())
    found = opened(request, ref, "looks", parts.LOOKS)
    case = found.case
    may = "look_at_access_log" in found.can
    return child_page(
        request, found, "child_looks.html", title="Who has looked", clock=clock, sees_looks=may,
        looks=looks_of(case.looks) if may else [],
    )  # fmt: skip


def words_of(request: HttpRequest) -> dict[str, str]:
    """What the authority calls codes: outcomes, categories, kinds of conference."""
    pack = pack_of(request)
    return {code: str(word["say"]) for code, word in pack.data["words"].items()} if pack else {}


def identity_of(child: Any, aliases: Sequence[Any]) -> list[tuple[str, str]]:
    """The facts of the card "Who": what is recorded, and "Not recorded" for what somebody will ask for."""
    from quorate.cases.census_codes import DISABILITY, ETHNICITY

    others = [
        f"{one['given_names']} {one['family_name']}".strip()
        for one in aliases
        if one["person_id"] == str(child.person_id)
    ]
    facts = [
        ("Full name", f"{child.given_names} {child.family_name}".strip() or "Not recorded"),
        ("Other names", ", ".join(others)),
        ("Sex", child.get_sex_display()),
        ("First language", child.first_language or "Not recorded"),
        ("Ethnicity", ETHNICITY.get(child.ethnicity, "Not recorded")),
        ("Disability", ", ".join(DISABILITY.get(one, one) for one in child.disabilities) or "Not recorded"),
        ("Local reference", child.local_id),
        ("NHS number", child.nhs_number or "Not recorded"),
        ("Unique pupil number", child.upn),
    ]
    return [(name, value) for name, value in facts if value]


def due_lines(request: HttpRequest, duties: Iterable[Any], people: Sequence[Any], clock: Clock) -> list[Any]:
    """The duties of the record as lines of work."""
    from quorate.web.children.due import lines_of_record

    return lines_of_record(duties, people, clock, calendar_of(pack_of(request)))
