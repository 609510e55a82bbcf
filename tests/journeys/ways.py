"""Each authority's own way through one conference, as its own papers have it: what the pages must show and ask."""

from __future__ import annotations

from dataclasses import dataclass, field

_SIGNS_OF_SAFETY = ("What are we worried about?", "What is working well?", "What needs to happen?")
_OPENING = ("opening", "purpose", "family", "social-work-report", "agency-reports", "absent-agencies", "child-views",
            "parent-views")  # fmt: skip
_ENDING = ("decision", "dissent", "outline-plan", "contingency", "no-plan", "next-review", "closing")


@dataclass(frozen=True, slots=True)
class Way:
    """What is an authority's own: `forms` are the sections of its own forms at the request, with how many questions
    the record leaves open; `afraid` what the mother fears of the father; `shared_with` who besides the parents must
    have the report before the start; `typed` what is done on the pages here and, to keep the walks short, by the
    services that the pages use in the others."""

    agenda: tuple[str, ...]
    columns: tuple[str, ...] = _SIGNS_OF_SAFETY
    scale: tuple[int, int] = (0, 10)
    several_categories: bool = True
    decided_by: str = ""
    supporter: str = "friend"
    booklet: str = ""
    parents_form: str = ""
    forms: dict[str, int] = field(default_factory=dict)
    child_comes: dict[str, str] = field(default_factory=dict)
    all_reports: bool = False
    shared_with: tuple[str, ...] = ("conference_share_chair",)
    ground: str = "decision"
    ages: tuple[int, ...] = (13, 8, 3)
    unborn: int = 0
    typed: tuple[str, ...] = ()
    afraid: str = ""


def _invitation(form: str, subjects: int, before_sending: int) -> dict[str, int]:
    """The questions of one of Leicester's two forms, section by section."""
    asked = {"header": 2, "subjects": subjects, "parents": 2, "significant-adults": 0, "core-personnel": 17,
             "other-professionals": 0, "before-sending": before_sending}  # fmt: skip
    return {f"{form}/{section}": number for section, number in asked.items()}


WAYS = {
    "bradford": Way(
        (*_OPENING, "analysis", "scaling", "safety-plan", "threshold", *_ENDING), decided_by="the conference",
        typed=("agency-report", "views", "answers"),
    ),
    "redbridge": Way(
        (*_OPENING, "analysis", "scaling", "safety-planning", "recommendations", *_ENDING),
        columns=("The positives in the family", "What keeps the children safe from harm",
                 "The dangers and risks that worry professionals and parents",
                 "The history, and what could complicate matters", "The areas of uncertainty",
                 "The next steps, so that the child is not at risk"),
        decided_by="the chair", supporter="supporter",
        forms={"conference-request/before-asking": 1, "conference-request/harm": 4},
        child_comes={"parent_agrees": "yes"}, all_reports=True, typed=("agency-file",),
    ),
    "bolton": Way(
        (*_OPENING, "excluded-parent-views", "analysis", "scaling", "threshold", "outline-plan", "decision", "dissent",
         "lead-and-core-group", "contingency", "next-review", "closing"),
        decided_by="the conference", supporter="friend", booklet="conference-booklet",
        typed=("cards", "stop"),
    ),
    "barnet": Way(
        (*_OPENING, "analysis", "summing-up", "scaling", "threshold", *_ENDING), decided_by="the chair",
        supporter="solicitor", ground="plan-made", typed=("numbers", "break", "behaviour"),
        shared_with=("conference_share_chair", "conference_share_professionals"),
        afraid="He waits for her outside the school with a dog.",
    ),
    "leicester": Way(
        (*(one for one in _OPENING if one != "purpose"), "analysis", "scaling", "threshold", *_ENDING), scale=(1, 10),
        several_categories=False, ages=(13, 8), unborn=1, decided_by="the professionals",
        booklet="have-your-say-young-people", parents_form="parents-report",
        child_comes={"mode": "chair_before", "chair_agrees": "yes"},
        shared_with=("conference_share_chair", "conference_share_professionals"),
        forms=_invitation("conference-invitation-form", 4, 4) | _invitation("pre-birth-invitation-form", 2, 2),
        typed=("second-plan",),
    ),
}  # fmt: skip
