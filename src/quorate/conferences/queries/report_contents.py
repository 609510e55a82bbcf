"""What stands in a report, what is still missing, and what of the case's own record goes with it."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from quorate.cases.models import ChronologyEntry, Kinship
from quorate.conferences.models import ConferenceChild, Report, ReportSection, SectionKind
from quorate.conferences.report_rules import REVIEWS, joined_part


def children_cases(report: Report) -> list[UUID]:
    """The cases of the children whom the report is about."""
    found = ConferenceChild.objects.filter(conference_id=report.conference_id).order_by("id")
    return list(found.values_list("child_case_id", flat=True))


def parts_there(report: Report) -> frozenset[str]:
    """The parts of the engine that the record holds: the report, a chronology, a genogram, the plan."""
    cases = children_cases(report)
    found = {"report"}
    if ChronologyEntry.objects.filter(case_id__in=cases).exists():
        found.add("chronology")
    if Kinship.objects.filter(case_id__in=cases).exists():
        found.add("genogram")
    if report.conference.kind in REVIEWS and not _plan_is_missing(report):
        found.add("plan")
    return frozenset(found)


def _plan_is_missing(report: Report) -> bool:
    """Whether the pack has a part for the plan brought up to date and nobody has written it."""
    rows = ReportSection.objects.filter(report=report, child_case_id=None).values_list("title", "words")
    asked = [words for title, words in rows if joined_part(title) == "plan"]
    return bool(asked) and not any(words.strip() for words in asked)


def sections_of(report: Report) -> list[ReportSection]:
    """The parts of a report that the reader may see, in the pack's order."""
    return list(ReportSection.objects.filter(report=report).select_related("case", "report").order_by("position", "id"))


def has_words_for(report: Report, person_id: UUID | None = None, children: Iterable[UUID] = ()) -> bool:
    """Whether any part of a report is for the family: for anybody of it, or for one person, who may be told of these
    children. Their copy would else hold nothing but the report's title."""
    written = ReportSection.objects.filter(report=report).exclude(words="", choice="")
    own = Q(meant_for="F-all") | Q(meant_for="F-person", named__contains=[person_id])
    if person_id is None:
        return written.filter(meant_for__in=("F-all", "F-person")).exists()
    about = Q(child_case_id=None) | Q(child_case_id__in=list(children))
    return written.filter(own, about).exists()


def recommended(report: Report) -> dict[str, list[UUID]]:
    """What is recommended, and for which children."""
    found: dict[str, list[UUID]] = {}
    rows = ReportSection.objects.filter(report=report, kind=SectionKind.RECOMMENDATION).exclude(choice="")
    for choice, child in rows.order_by("position").values_list("choice", "child_case_id"):
        if child is not None:
            found.setdefault(choice, []).append(child)
    return found


def has_recommendation(report: Report) -> bool:
    """Whether a report that is in says what its agency recommends for every child."""
    if not report.is_done:
        return False
    if report.recommendation:
        return True
    said = {child for children in recommended(report).values() for child in children}
    return bool(said) and said >= set(children_cases(report))


def missing_of(report: Report) -> list[str]:
    """What the pack asks for and nobody has written, in words; for each child what is said of that child."""
    sections = sections_of(report)
    there = parts_there(report)
    told = _named(report)
    missing = [one.title for one in _empty(sections) if joined_part(one.title) not in there]
    for case, name in told.items():
        own = [one for one in sections if one.child_case_id == case]
        views = [one for one in own if one.kind == SectionKind.VIEWS]
        if views and not any(one.choice and one.words.strip() for one in views):
            missing.append(f"{name}: what the child says, or what was observed")
        advice = [one for one in own if one.kind == SectionKind.RECOMMENDATION]
        if not any(one.choice for one in advice):
            missing.append(f"{name}: the recommendation")
    return missing


def _empty(sections: Iterable[ReportSection]) -> list[ReportSection]:
    """The parts for all children of which nothing stands there; under one title something is enough."""
    whole = [one for one in sections if one.child_case_id is None and one.kind == SectionKind.WORDS]
    written = {one.title for one in whole if one.words.strip()}
    first = {one.title: one for one in reversed(whole)}
    return [one for title, one in sorted(first.items(), key=lambda item: item[1].position) if title not in written]


def _named(report: Report) -> dict[UUID, str]:
    """The children by case, as those who write may name them."""
    from quorate.conferences.queries.finding import children_of

    return {one.case_id: one.given for one in children_of(report.conference)}
