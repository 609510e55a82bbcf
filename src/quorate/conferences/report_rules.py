"""What the procedure asks of a report: its parts in order, who authorises it, what it recommends, when it is due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from quorate.access.roles import ROLES
from quorate.conferences.models import Recommends, Report, SectionKind
from quorate.conferences.models.report import SOCIAL_WORK
from quorate.procedure.pack import Pack

REVIEWS: Final = ("review",)
_WORDS: Final = {"chronology": ("chronology",), "genogram": ("genogram",), "plan": ("plan brought up to date",)}
_MANAGERS: Final = ("team_manager", "chair")


@dataclass(frozen=True, slots=True)
class PartOfReport:
    """One part that the pack asks for: of the whole family (`child` None) or of one child."""

    title: str
    child: UUID | None
    kind: str


def report_rule(pack: Pack, code: str) -> Mapping[str, Any]:
    """The pack's own entry for a report. Raises KeyError."""
    for one in pack.data["report"]:
        if one["code"] == code:
            return dict(one)
    raise KeyError(f"{pack.id} has no report {code!r}")


def report_title(pack: Pack, code: str) -> str:
    """What the authority calls the report."""
    return str(report_rule(pack, code)["title"])


def parts_of(pack: Pack, code: str, kind: str, children: Iterable[UUID]) -> list[PartOfReport]:
    """The parts of a report to a conference of a kind about these children, in the pack's order.

    What the pack asks for each child stands once a child, and every child has its own recommendation: under the
    pack's title for it where there is one.
    """
    rule, cases = report_rule(pack, code), list(children)
    titles = [*rule["sections"], *(rule.get("sections_at_review") or () if kind in REVIEWS else ())]
    last = next((title for title in titles if is_recommendation(title)), "recommendation")
    found = [PartOfReport(title, None, SectionKind.WORDS) for title in titles if title != last]
    for case in cases:
        found += [PartOfReport(title, case, SectionKind.VIEWS) for title in rule.get("per_child") or ()]
    return found + [PartOfReport(last, case, SectionKind.RECOMMENDATION) for case in cases]


def told_as(pack: Pack, report: Report) -> str:
    """What the rules call a report: "social-work", or the role whose report it is, else the agency's code.

    A midwife's and a health visitor's are two reports of one agency: each is shared for itself.
    """
    if report.code == SOCIAL_WORK:
        return report.code
    known = {role for roles in pack.data["agencies"]["roles"].values() for role in roles}
    return report.role if report.role in known else report.agency_code


def is_recommendation(title: str) -> bool:
    """Whether a title of the pack is the one for what the report recommends."""
    return title.lower().startswith("recommend")


def joined_part(title: str) -> str:
    """ "chronology", "genogram" or "plan" where the record of the case itself is what stands under a title."""
    low = title.lower()
    return next((part for part, words in _WORDS.items() if any(word in low for word in words)), "")


def authorising_roles(pack: Pack, code: str) -> tuple[str, ...]:
    """The roles in which a report is authorised: the pack's; a manager or the chair where it names none."""
    said = report_rule(pack, code).get("authorised_by")
    if said is None:
        return _MANAGERS
    return (str(said),) if said in ROLES else ("team_manager",)


def recommendations(kind: str) -> list[tuple[str, str]]:
    """What can be recommended for a child at a conference of a kind: on a plan already, or not yet."""
    asked = (
        (Recommends.CONTINUES, Recommends.ENDED, Recommends.UNSURE)
        if kind in REVIEWS
        else (Recommends.MADE, Recommends.NONE, Recommends.UNSURE)
    )
    return [(one.value, str(one.label)) for one in asked]


def said_of(report: Report) -> str:
    """Whose report it is as the duties of sharing say: the social worker's own, or one of the agencies'."""
    return "social-work" if report.code == SOCIAL_WORK else "agencies"


def asks_for_genogram(pack: Pack) -> bool:
    """Whether the procedure's social work report has a genogram."""
    return any(joined_part(title) == "genogram" for title in report_rule(pack, SOCIAL_WORK)["sections"])


def parts_in_paper(report: Report) -> list[str]:
    """What a professional has with the paper of a report: the chronology and the plan where something stands under
    their titles. A genogram is a paper of its own, which goes with it."""
    written = [one.title for one in report.sections.all() if one.words.strip()]
    found = {joined_part(title) for title in written} - {"", "genogram"}
    return ["report", *sorted(found)]


def sharing_duties(pack: Pack, *, is_social_work: bool) -> frozenset[str]:
    """The codes of the duties to share such a report with each parent."""
    wanted = "social-work" if is_social_work else "agencies"
    return frozenset(
        str(one["code"])
        for one in pack.data["duty"]
        if "report-shared" in (one.get("met_by") or ())
        and one.get("shared_with") == "parent"
        and one.get("report") == wanted
    )


def parts_to_share(pack: Pack, kind: str, reader: str = "parent") -> frozenset[str]:
    """The parts that a reader (parent, chair, professionals) must have before the social work report counts as shared
    with them; the report alone where the procedure says nothing of them."""
    for one in pack.data["duty"]:
        is_asked = "report-shared" in (one.get("met_by") or ()) and one.get("report") == "social-work"
        if is_asked and one.get("shared_with") == reader:
            return _parts_of(one, kind)
    return frozenset({"report"})


def parts_to_authorise(pack: Pack, kind: str) -> frozenset[str]:
    """The parts that are authorised together (LEI-35), and whatever the parents must have."""
    asked = (one for one in pack.data["duty"] if "report-authorised" in (one.get("met_by") or ()))
    return parts_to_share(pack, kind).union(*(_parts_of(one, kind) for one in asked))


def _parts_of(duty: Mapping[str, Any], kind: str) -> frozenset[str]:
    parts = duty.get("parts") or ("report",)
    return frozenset(parts.get(kind, ("report",)) if isinstance(parts, Mapping) else parts)
