"""The faults that a census file can have: each with a name, a weight and, where it has one, the census rule it breaks.

Rule codes are those of the Department for Education's validation rules for the Children in Need census; a rule that
ends in Q is a query: look again, it may be true.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

Weight = Literal["left-out", "lost", "error", "query", "note"]
"""What a fault costs. `left-out`: the child does not come in. `lost`: the child does, this element does not. `error`,
`query`: all of it comes in, but a census rule is broken, or should be looked at. `note`: read, in another way than
written."""

LONGEST_QUOTED: Final = 40


class NotACensusFile(ValueError):
    """The file cannot be read at all, or must not be; the message is one sentence that says why and how to mend it."""


class Kind(NamedTuple):
    """A kind of fault: how much it costs, the census rule it breaks, and how to mend it."""

    weight: Weight
    rule: str
    mend: str


_YMD = "write the date as YYYY-MM-DD"
KINDS: Final[dict[str, Kind]] = {
    # The file
    "encoding-lies": Kind("note", "", "save the file in the encoding that its first line names"),
    "file-ends-early": Kind("left-out", "", "export the file again; this one was cut off"),
    "header-missing": Kind("lost", "", "export the file with its Header"),
    "collection-other": Kind("query", "", "make sure that this is the return of children in need (CIN)"),
    "header-unreadable": Kind("lost", "", _YMD),
    "unknown-element": Kind("lost", "", "nothing is done with it; take it out, or tell us what it means"),
    "unknown-attribute": Kind("lost", "", "nothing is done with it; put the value into an element"),
    # The markup of one child
    "markup-broken": Kind("left-out", "", "mend the markup there; an ampersand is written &amp;"),
    "markup-broken-between": Kind("lost", "", "mend the markup there; an ampersand is written &amp;"),
    "child-not-closed": Kind("left-out", "", "close it with </Child> before the next child begins"),
    "child-too-long": Kind("left-out", "", "one child takes less than 4 MB; look for an element that is not closed"),
    # Who the child is
    "identifiers-missing": Kind("left-out", "8500", "give ChildIdentifiers with LAchildID and a date of birth"),
    "child-id-missing": Kind("left-out", "8500", "give the child's own number in LAchildID"),
    "child-id-too-long": Kind("left-out", "", "give a number of at most 40 letters, figures and signs"),
    "child-id-repeated": Kind("left-out", "8510", "put all of a child's episodes into one Child"),
    "birth-missing": Kind("left-out", "8525", "give PersonBirthDate or ExpectedPersonBirthDate"),
    "birth-and-expected": Kind("error", "8525", "give one of the two; the date of birth is taken"),
    "birth-after-reference": Kind("error", "8520", "give ExpectedPersonBirthDate for a child not yet born"),
    "expected-out-of-range": Kind("query", "8530Q", "expected dates lie between the March and December of the year"),
    "death-before-birth": Kind("lost", "8535Q", "look at both dates again; the date of death does not come in"),
    "child-over-25": Kind("query", "8775Q", "look at the date of birth again"),
    "sex-missing": Kind("error", "4180", "give Sex as M, F or U; until then it counts as not known"),
    "sex-unknown-code": Kind("lost", "4180", "give Sex as M, F or U; until then it counts as not known"),
    "sex-old-code": Kind("note", "", "from 2025 the element is Sex with M, F or U"),
    "sex-of-unborn": Kind("error", "8750", "an unborn child's sex is U"),
    "upn-wrong": Kind("error", "1510", "look at the number again: its check letter does not fit"),
    "upn-repeated": Kind("error", "1520", "two children of the file carry this number; one of them is wrong"),
    "former-upn-wrong": Kind("query", "1560Q", "look at the number again"),
    "upn-and-reason": Kind("error", "", "give the number or the reason why there is none, not both"),
    "upn-unknown-code": Kind("lost", "", "give UN1 to UN9"),
    "characteristics-missing": Kind("query", "4220", "give ChildCharacteristics with Ethnicity"),
    "ethnicity-missing": Kind("error", "4220", "give Ethnicity; NOBT says that it was not obtained"),
    "ethnicity-unknown-code": Kind("lost", "4220", "give one of the census codes, as WBRI or NOBT"),
    "disability-missing": Kind("error", "8540", "give Disability; NONE says that there is none"),
    "disability-unknown-code": Kind("lost", "8540", "give one of the census codes, as MOB or NONE"),
    "disability-none-and-more": Kind("error", "8790", "NONE stands alone"),
    # Single values
    "element-empty": Kind("lost", "", "give a value or leave the element out"),
    "element-repeated": Kind("lost", "", "say it once; the first is taken"),
    "date-unreadable": Kind("lost", "", _YMD),
    "date-not-in-calendar": Kind("lost", "", "there is no such day; look at it again"),
    "date-out-of-years": Kind("lost", "", "years lie between 1960 and 2049; look at it again"),
    "date-as-day-month": Kind("note", "", _YMD),
    "date-with-time": Kind("note", "", _YMD),
    "date-after-reference": Kind("query", "", "the file tells of days up to its ReferenceDate; look at the date again"),
    "flag-unreadable": Kind("lost", "", "write 1 or 0, true or false"),
    "number-unreadable": Kind("lost", "", "write a whole number, as 0 or 2"),
    "code-unknown": Kind("lost", "", "give one of the census codes"),
    # Referrals
    "details-missing": Kind("error", "8590", "give CINdetails with CINreferralDate"),
    "referral-date-missing": Kind("lost", "8600", "give CINreferralDate; the episode does not come in without"),
    "source-missing": Kind("query", "", "give ReferralSource"),
    "need-missing": Kind("error", "8610", "give PrimaryNeedCode, N0 to N9, for a referral that led to more"),
    "activity-after-closure": Kind("error", "8565", "look at both dates again; nothing follows the closure"),
    "closure-before-referral": Kind("lost", "", "look at both dates again; the closure does not come in"),
    "closure-without-reason": Kind("error", "8805", "give ReasonForClosure"),
    "reason-without-closure": Kind("error", "", "give CINclosureDate, or take the reason out"),
    "referral-after-death": Kind("error", "", "look at both dates again"),
    "assessment-date-missing": Kind("lost", "", "give AssessmentActualStartDate"),
    "assessment-ends-early": Kind("lost", "8608", "look at both dates again; the end does not come in"),
    "child-in-need-date-missing": Kind("lost", "", "give CINPlanStartDate"),
    "child-in-need-ends-early": Kind("error", "", "look at both dates again"),
    "child-in-need-plans-overlap": Kind("error", "4014", "one plan ends before the next begins"),
    "child-in-need-beside-plan": Kind("error", "4001", "a child in need plan ends when a child protection plan begins"),
    # Enquiries and conferences
    "enquiry-date-missing": Kind("lost", "8615", "give S47ActualStartDate, the day of the strategy discussion"),
    "conference-before-enquiry": Kind("error", "8615", "look at both dates again"),
    "conference-at-weekend": Kind("error", "8875", "look at the date again; conferences are held on working days"),
    "target-at-weekend": Kind("query", "8870Q", "look at the date again"),
    "enquiry-left-open": Kind("query", "8675Q", "give the date of the conference, or say that none was required"),
    "conference-and-not-required": Kind("error", "", "say one of the two"),
    "conference-at-both-levels": Kind("error", "2884", "give the date with the enquiry or the episode, not both"),
    "not-required-missing": Kind("query", "8675Q", "say whether a conference was required: ICPCnotRequired 1 or 0"),
    # Plans and reviews
    "plan-date-missing": Kind("lost", "", "give CPPstartDate, the day of the initial conference"),
    "plan-not-on-conference": Kind("error", "2885", "a plan begins on the day of the conference that made it"),
    "more-plans-than-conferences": Kind("error", "2883", "give the date of each initial conference"),
    "plan-of-one-day": Kind("error", "8840", "look at both dates again"),
    "plan-ends-early": Kind("lost", "8925", "look at both dates again; the plan counts as open"),
    "plans-overlap": Kind("error", "8940", "one plan ends before the next begins"),
    "two-plans-open": Kind("error", "8935", "give the end of the earlier plan"),
    "plan-after-death": Kind("error", "8915", "look at both dates again"),
    "plan-ends-after-death": Kind("error", "8920", "a plan ends on the day of death at the latest"),
    "previous-plans-missing": Kind("error", "8730", "give NumberOfPreviousCPP; 0 for a first plan"),
    "first-category-missing": Kind("error", "8905", "give InitialCategoryOfAbuse"),
    "latest-category-missing": Kind("error", "8910", "give LatestCategoryOfAbuse"),
    "review-before-plan": Kind("lost", "8841", "a review comes after the plan's first day; this one does not come in"),
    "review-after-plan": Kind("lost", "", "a review comes before the plan's end; this one does not come in"),
    "review-date-missing": Kind("lost", "8842Q", "give CPPreviewDate, or leave the review out"),
    # What only the import can see
    "child-refused": Kind("left-out", "", "mend it in the file"),
    "hidden": Kind("left-out", "", "ask somebody who may open the record to bring this child's news in"),
    "not-writable": Kind("lost", "", "ask somebody who may write in the record to bring this child's news in"),
    "contradicts": Kind("query", "", "look which is right; what stands here was not changed"),
    "no-duties": Kind("query", "", "the records are in; its dates cannot be worked out until this is mended"),
    "review-repeated": Kind("lost", "", "say it once"),
}  # fmt: skip
"""Every kind of fault by its name."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: which child (0: the file itself), which element, on which line, what is wrong."""

    kind: str
    child: int
    local_id: str
    element: str
    line: int
    what: str

    @property
    def weight(self) -> Weight:
        """What it costs."""
        return KINDS[self.kind].weight

    @property
    def rule(self) -> str:
        """The census rule that it breaks; empty where it is none."""
        return KINDS[self.kind].rule

    @property
    def mend(self) -> str:
        """How to mend it."""
        return KINDS[self.kind].mend

    def __str__(self) -> str:
        who = "" if not self.child else f"child {self.local_id or 'without a number'}, "
        rule = f" (census rule {self.rule})" if self.rule else ""
        return f"line {self.line}: {who}{self.element}: {self.what}; {self.mend}{rule}"


def quoted(text: str) -> str:
    """A value of the file, short and without anything that could disturb a terminal or a page."""
    plain = "".join(sign if sign.isprintable() else "?" for sign in text[: LONGEST_QUOTED + 1])
    return f"'{plain[:LONGEST_QUOTED]}…'" if len(plain) > LONGEST_QUOTED else f"'{plain}'"
