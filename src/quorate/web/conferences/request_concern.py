"""What the record knows already about why a conference is needed, so that nobody types it."""

from __future__ import annotations

from typing import Any

from quorate.cases.models import Assessment, CaseEvent, Enquiry
from quorate.conferences.models import ConferenceRequest
from quorate.procedure.pack import Pack
from quorate.web.conferences.opening import OpenConference
from quorate.web.wording import capitalize_first, day


def other_plans(pack: Pack) -> list[tuple[str, str]]:
    """The plans that there are besides a child protection plan, in the authority's words."""
    words = pack.data["words"]
    codes = pack.data["decisions"]["plans_if_no_protection_plan"]
    return [(code, _word(words, code)) for code in codes]


def _word(words: Any, code: str) -> str:
    found = words.get(code.replace("-", "_"))
    return capitalize_first(found["say"] if found else code.replace("-", " "))


def first_words(found: OpenConference, asked: ConferenceRequest) -> dict[str, Any]:
    """What stands in the form before anybody has written: the law, by the open enquiry, and the assessment's day."""
    said: dict[str, Any] = {"legal_basis": _law(found), "other_plans_considered": asked.other_plans_considered}
    done = Assessment.objects.filter(case_id__in=found.case_ids, authorised_on__isnull=False)
    back = CaseEvent.objects.filter(case_id__in=found.case_ids, takes_back__isnull=False).values("takes_back")
    told = CaseEvent.objects.filter(case_id__in=found.case_ids, code="assessment-completed", takes_back=None)
    said["assessment_completed_on"] = (
        done.order_by("-authorised_on").values_list("authorised_on", flat=True).first()
        or told.exclude(event_id__in=back).order_by("-day").values_list("day", flat=True).first()
    )  # fmt: skip
    return said


def _law(found: OpenConference) -> str:
    begun = (
        Enquiry.objects.filter(case_id__in=found.case_ids, ended_on__isnull=True, taken_back_on__isnull=True)
        .order_by("begun_on").values_list("begun_on", flat=True).first()
    )  # fmt: skip
    if begun is None:
        return ""
    return f"Section 47 of the Children Act 1989; the enquiry began with the strategy discussion on {day(begun)}."
