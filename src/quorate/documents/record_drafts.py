"""The record as it is first prepared: what the meeting wrote down, sorted as the procedure asks for its minutes.

Every part keeps the audience that each writer gave; what the procedure asks for and nobody has written stands empty.
Where it asks twice for one kind of content, the facts and the risks, all of it stands under the first such heading.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from quorate.access.standing import Standing
from quorate.cases.refusals import Refused, quietly
from quorate.conferences.models import Conference, Record
from quorate.conferences.services.meeting_rules import require_lead
from quorate.conferences.services.record import NewSection, prepare_record
from quorate.documents import record_lines as lines
from quorate.documents.facts import Facts
from quorate.documents.record_lines import SAID_IN_THE_ROOM, Line
from quorate.documents.saying import sentence
from quorate.release.closed import BESIDE_YOU, which_are_not_whole

_Source = Callable[[Facts], Iterator[Line]]


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of content: its code, the words by which a procedure asks for it, and its heading where none does."""

    code: str
    asked_by: tuple[str, ...]
    title: str
    source: _Source
    keeps_title: bool = False


_KEPT_OUT: Final = "kept-out"
_OTHER: Final = "other"
_SAYS_KEPT_OUT: Final = ("kept out", "exclusion", "excluded")

_KINDS: Final = (
    _Kind("people", ("invited", "who came", "apologies"), "Who was there", lines.people),
    _Kind("purpose", ("why the conference was called", "purpose"), "Why the conference was called", lines.purpose),
    _Kind("reports", ("reports",), "The reports", lines.reports),
    _Kind("child-views", ("views of the child", "child's views"), "What the children said", lines.child_views),
    _Kind("views", ("views",), "What was said", lines.views),
    _Kind(
        "analysis",
        ("main points", "facts", "at risk", "risks", "concerns", "strengths", "protects", "danger"),
        "What is known, what worries us and what goes well", lines.analysis,
    ),
    _Kind("scale", ("scale", "how safe"), "How safe is the child now?", lines.scale),
    _Kind("decisions", ("decision",), "The decision for each child", lines.decisions),
    # Apart from the decision, which everybody is told: this only those who were in the room.
    _Kind("round", ("decision",), "Who said that a plan is needed", lines.said_of_plans, keeps_title=True),
    _Kind("dissent", ("disagreed", "disagree"), "Who disagreed and why", lines.dissents),
    _Kind("plan", ("plan",), "The outline plan", lines.plan),
    _Kind("conduct", ("legal", "behaviour"), "Legal points", lines.conduct),
    _Kind(_KEPT_OUT, _SAYS_KEPT_OUT, "Who was kept out, and what they think", lines.kept_out),
)  # fmt: skip


@quietly
@transaction.atomic
def prepare(*, conference: Conference, at: datetime, by: Standing) -> Record:
    """Prepares the record from the meeting. Raises what `prepare_record` raises, and `Refused` for whoever does not see
    every child of the conference: the record would be without that child for ever.
    """
    require_lead(by, conference)
    if which_are_not_whole(conference.pk, [("minutes", None)], reads_closed=True):
        raise Refused({"": BESIDE_YOU})
    # The register may be put right at this moment: whoever comes second follows what the first has written.
    Conference.objects.select_for_update(no_key=True).get(pk=conference.pk)
    return prepare_record(conference=conference, sections=sections_of(Facts(conference, at=at, by=by)), at=at, by=by)


def sections_of(facts: Facts) -> list[NewSection]:
    """The parts of the record: first what the procedure's minutes contain, in its order, then what else there is."""
    left = {one.code: one for one in _KINDS}
    made: list[NewSection] = []
    for asked in facts.pack.data["minutes"]["contain"]:
        found = [one for one in left.values() if _asks(asked, one)]
        title = sentence(asked).rstrip(".")
        said = [
            part
            for one in found
            for part in _sections(facts, left.pop(one.code), one.title if one.keeps_title else title)
        ]
        if not said and any(one in asked.lower() for one in _SAYS_KEPT_OUT):
            continue  # A part that stood empty would tell every reader to look for who was kept out.
        made += said or [_empty(facts, asked, title)]
    for one in left.values():
        made += _sections(facts, one, one.title)
    return made


def _empty(facts: Facts, asked: str, title: str) -> NewSection:
    """A part in which nothing stands yet, for whoever of the family was there all the time: what is written into it by
    hand was said in the room as what stands under another heading of its kind."""
    code = next((one.code for one in _KINDS if _asks(asked, one)), _OTHER)
    out = facts.room.not_for() if code in (*SAID_IN_THE_ROOM, _OTHER) else frozenset()
    return NewSection(code, title, "", not_for=tuple(sorted(out, key=str)))


def _asks(asked: str, kind: _Kind) -> bool:
    said = asked.lower()
    if any(one in said for one in _SAYS_KEPT_OUT):
        return kind.code == _KEPT_OUT
    if kind.code == "plan" and ("why" in said or "decision" in said):
        return False
    return any(word in said for word in kind.asked_by)


def _sections(facts: Facts, kind: _Kind, title: str) -> list[NewSection]:
    """The lines of one kind, those for the same readers, about the same child, heard by the same people together."""
    groups: dict[Any, list[str]] = {}
    for line in kind.source(facts):
        key = (line.child, line.meant_for, line.named, line.not_for)
        groups.setdefault(key, []).append(line.words)
    return [
        NewSection(
            kind.code, title, "\n".join(words), meant_for, tuple(sorted(named, key=str)), child,
            tuple(sorted(not_for, key=str)),
        )
        for (child, meant_for, named, not_for), words in groups.items()
    ]  # fmt: skip
