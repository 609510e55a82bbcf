"""What stands in the reports of made-up families: one story, told under each title of the five procedures.

Adults who fight at home and children who hear it. Each text says what its title asks for, so that somebody who looks at
a report for the first time sees what belongs where.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from quorate.conferences.models import SectionKind
from quorate.conferences.report_rules import PartOfReport, is_recommendation
from quorate.demo.families.people import Kid

CATEGORY: Final = "emotional"
"""Seeing and hearing somebody else ill-treated: the category of this story."""
WHY_PLAN: Final = "What was agreed before did not hold. Everybody needs one plan that is checked every few weeks."
_FAMILY = (
    "The family has lived in this home for four years. They know their neighbours and are close to the "
    "grandmother, who lives two streets away and helps when she is asked."
)
_WORRIES = (
    "In five months there have been three nights on which neighbours rang the police. On the last one a door was "
    "broken. The adults say that it was loud and that nobody was hurt; it was heard in every room."
)
_STRENGTHS = (
    "It has been said aloud that the fighting has to stop. Every appointment of the last month was kept, and the "
    "grandmother has offered a bed for any night on which it gets loud."
)
_CHRONOLOGY = (
    "Five months ago: neighbours ring the police for the first time. Four months ago: a safety plan is left with "
    "the family. Last month: two more calls, the second with a broken door. Since then: the enquiry, and work "
    "with both sides of the family."
)
_GENOGRAM = (
    "The drawing is enclosed. The grandmother is the one to whom everybody turns; an uncle lives in the next town."
)
_FOUND = (
    "The home was seen twice, once without notice. It was warm and there was food. Whoever lives there was spoken "
    "to, also on their own, and told the same story of the last night."
)
_GIVE = (
    "There are meals, clean clothes and a bedtime, and warmth when it is quiet. When a fight begins nobody thinks "
    "of who is listening, and afterwards nobody speaks of it."
)
_VIEWS = (
    "The fighting has to stop, they say, and they have begun to talk about what leads up to it. They find it hard "
    "that the police were rung, and would rather have been asked first."
)
_ANALYSIS = (
    "The nights have come closer together, and each was worse than the one before. What protects is the "
    "grandmother, and that everybody comes when they are asked. Without a plan that all of them know it is likely "
    "to happen again."
)
_INTERIM = (
    "Until the conference: the grandmother's bed on any loud night, a word by which to ring her, a visit each week."
)
_OUTLINE = (
    "Three months without a night on which the police are rung. A place at the Tuesday group; somebody to talk to "
    "at school or at the clinic; the grandmother's number by the telephone."
)
_PROGRESS = (
    "Two of the three months have been quiet. The Tuesday group was attended six times out of eight. The bed at "
    "the grandmother's was used once, before anything was broken."
)
_OF_FAMILY: Final = {
    "chronology": _CHRONOLOGY,
    "genogram": _GENOGRAM,
    "found in the enquiry": _FOUND,
    "parents can give": _GIVE,
    "history": _FAMILY,
    "what the family is like": _FAMILY,
    "parents' views": _VIEWS,
    "parents' own views": "“We both want it to stop. We did not know how much can be heard upstairs.”",
    "analysis": _ANALYSIS,
    "interim plan": _INTERIM,
    "outline plan": _OUTLINE,
    "progress": _PROGRESS,
    "brought up to date": _PROGRESS,
    "needed to keep": _OUTLINE,
    "should be done to keep": _OUTLINE,
    "concerns": _WORRIES,
    "strengths": _STRENGTHS,
    "the family": _FAMILY,
}
_BORN = {
    "which children": "Seen at home during the enquiry, and this report is about this child too.",
    "needs and development": "Grows as expected, and is on time and well dressed. Tired and watchful for some months.",
}
_UNBORN = {
    "needs and development": "The baby grows as expected. The midwife has been seen at every appointment.",
    "which children": "The baby is not born yet. What is known comes from the midwife and from the visits at home.",
}
_SAID: Final = (
    "“I like it when Nan is here. I want nobody to shout at night.”",
    "“I put my head under the pillow. In the morning everybody acts as if it was nothing.”",
    "“When it is loud I sit on the stairs until it stops. Somebody should come then.”",
    "“I want us to stay together. I do not want the police at our door.”",
)
_OBSERVED: Final = "Settles quickly with Nan. Startles at a loud voice and looks for whoever is nearest."
_NOT_BORN: Final = "Not born yet. A cot and clothes are ready; the room is the one next to the stairs."
_TALKS: Final = "Speaks, and has been asked: the words stand above."
TALKS_FROM: Final = 3
"""Years of age from which a made-up child says something; before that it is watched."""

_AGENCIES: Final = {
    "police_rep": {
        "contact": "Three calls to the address in five months, the last one a month ago. No arrest.",
        "well": "The officers were let in each time, and the last time they were thanked.",
        "worr": "A door was broken. Each call came later at night than the one before.",
        "analysis": "The calls come closer together. A safety plan was left; it was not used on the last night.",
    },
    "health_visitor": {
        "contact": "Seen at home twice in five months, and once at the clinic.",
        "well": "Growth and injections are as they should be. The home was warm and clean.",
        "worr": "Nobody spoke of the nights until they were asked. There is little sleep in the house.",
        "analysis": "Health is good now. Broken sleep and fear will show if the nights go on.",
    },
    "school_rep": {
        "contact": "Attendance is 94 in a hundred. There is a talk with the learning mentor every week.",
        "well": "Kind to others, on time, and proud of good work.",
        "worr": "Tired on Mondays, and watchful when somebody raises their voice.",
        "analysis": "School is a safe place. It cannot make up for the nights.",
    },
}
_AGENCY_PARTS: Final = {"contact": "contact", "involvement": "contact", "going well": "well", "worries": "worr",
                        "analysis": "analysis", "views of the agency": "analysis"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """Of whom a report speaks: its children by the ids of their cases, on the day on which it is read."""

    kids: Mapping[UUID, Kid]
    today: date

    @property
    def are_born(self) -> bool:
        """Whether any of them is."""
        return any(kid.born is not None for kid in self.kids.values())

    def words(self, part: PartOfReport, number: int) -> tuple[str, str]:
        """The words of one part of the social worker's report, and what is chosen beside a child's views.

        `number` is its place in the report. Raises KeyError for a title about which this story says nothing.
        """
        title, kid = part.title.lower(), self.kids.get(part.child) if part.child else None
        is_born = self.are_born if kid is None else kid.born is not None
        if part.kind != SectionKind.VIEWS or "which children" in title:
            found = _under({**_OF_FAMILY, **_BORN} if is_born else {**_OF_FAMILY, **_UNBORN}, part.title)
            return found, "observed" if part.kind == SectionKind.VIEWS else ""
        if kid is None or kid.born is None:
            return _NOT_BORN, "observed"
        if (self.today - kid.born).days < TALKS_FROM * 365:
            return _OBSERVED, "observed"
        return (_TALKS, "observed") if "does not speak yet" in title else (_SAID[number % len(_SAID)], "said")


def agency_words(role: str, title: str) -> str:
    """What an agency writes under a title of its report. Raises KeyError as `Told.words` does."""
    if is_recommendation(title):
        return WHY_PLAN
    return _AGENCIES[role][_under(_AGENCY_PARTS, title)]


def _under(told: Mapping[str, str], title: str) -> str:
    for asked, words in told.items():
        if asked in title.lower():
            return words
    raise KeyError(f"the made-up reports have nothing to say under the title {title!r}; add it in {__name__}")
