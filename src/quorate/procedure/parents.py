"""Each parent's standing in the stream: excluded or not, from which conference on, for which children."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from quorate.procedure.case import Event, Parent
from quorate.procedure.conference import Conference
from quorate.procedure.offsets import Moment
from quorate.procedure.story import Story


@dataclass(slots=True)
class ParentStory:
    """What the stream tells of one parent; `decided` holds the exclusion decisions of each conference, in order.

    The same is said in the database of whoever is written to (`conferences_kept_out`); the two give one answer.
    """

    parent: Parent
    conferences: Sequence[Conference]
    decided: dict[int, list[Event]] = field(default_factory=dict)

    def standing(self, conference: Conference) -> Event | None:
        """The decision by which the parent is excluded at this conference; None when they are not.

        An exclusion stays on until there is a fresh decision.
        """
        own = self._of(conference) if self.is_decided_afresh(conference) else self._carried(conference)
        return own if own is not None and _is_kept_out(own) else None

    def carried_into(self, conference: Conference) -> Moment | None:
        """When an exclusion that stood at another conference was decided; None when none did."""
        event = self._carried(conference)
        return event.moment if event is not None and _is_kept_out(event) else None

    def is_decided_afresh(self, conference: Conference) -> bool:
        """Whether the chair has decided about the parent for this conference itself."""
        return conference.number in self.decided

    def is_kept_out_whole(self, conference: Conference) -> bool:
        """Whether the parent is excluded from all of this conference."""
        event = self.standing(conference)
        return event is not None and _is_whole(event)

    def _of(self, conference: Conference) -> Event:
        """What was decided for one conference: of what stands about some of its children the strictest."""
        stands: list[Event] = []
        for event in self.decided[conference.number]:
            about = _about(event, conference)
            stands = [one for one in stands if not _about(one, conference) <= about] + [event]
        return _strictest(stands)

    def _carried(self, conference: Conference) -> Event | None:
        """What was decided elsewhere: for each child the last decision counts, and of these the strictest."""
        others = [one for one in self.conferences if one.number in self.decided and self._counts(one, conference)]
        last = [
            max(about, key=lambda one: self.decided[one.number][-1].position)
            for child in conference.children
            if (about := [one for one in others if child in one.children])
        ]
        return _strictest([self._of(one) for one in last]) if last else None

    def _counts(self, other: Conference, conference: Conference) -> bool:
        """Whether what was decided for another one holds here: at one to come always; at one that was held, what had
        been decided by then for one that was not asked for later."""
        if other is conference or conference.held is None:
            return other is not conference
        asked, of_other = _asked_on(conference), _asked_on(other)
        return of_other <= asked and self.decided[other.number][-1].position < conference.held.position


def _asked_on(conference: Conference) -> int:
    """The day on which it was asked for, else held; of one of which neither is told, before all."""
    told = conference.index.get("conference-requested") or ([conference.held] if conference.held else [])
    return told[0].moment[0] if told else 0


def _about(event: Event, conference: Conference) -> frozenset[str]:
    return frozenset(conference.children) if event.children is None else event.children


def _is_kept_out(event: Event) -> bool:
    return bool(event.data.get("outcome", "excluded") == "excluded")


def _is_whole(event: Event) -> bool:
    return _is_kept_out(event) and bool(event.data.get("scope", "whole") == "whole")


def _strictest(events: Iterable[Event]) -> Event:
    return max(events, key=lambda one: (_is_kept_out(one), _is_whole(one), one.position))


def tell_parents(story: Story, deciders: Collection[str]) -> dict[str, ParentStory]:
    """Each parent's story by id. A family whose parents the file does not list has one, under no id.

    What was decided for a conference that was then given up stays on as if it had been held.
    An exclusion that somebody other than the procedure's `deciders` lifts stays on: deny beats allow.
    """
    listed = story.case.parents or {"": Parent("", frozenset(story.case.children), None)}
    conferences = [*story.conferences, *_given_up(story)]
    told = {id_: ParentStory(parent, conferences) for id_, parent in listed.items()}
    for conference in conferences:
        for event in conference.index.get("exclusion-decided", ()):
            if is_lifted_without_right(event, deciders):
                continue
            for id_, parent_story in told.items():
                if event.parents is None or id_ in event.parents:
                    parent_story.decided.setdefault(conference.number, []).append(event)
    return told


def _given_up(story: Story) -> Iterator[Conference]:
    """What was decided for conferences that were cancelled, declined or not needed any more: each decision as a
    conference of its own that was not held, about the children whom it names, asked for when theirs was."""
    for conference in story.prepared:
        for event in conference.taken:
            is_over = conference not in story.conferences or event.position <= conference.cancelled_after
            if event.name == "exclusion-decided" and is_over:
                one = Conference(-1 - event.position, None)
                one.children = tuple(sorted(story.case.children if event.children is None else event.children))
                asked = [other for other in conference.taken if other.name == "conference-requested"]
                one.index = {
                    "exclusion-decided": [event],
                    "conference-requested": [other for other in asked if other.position < event.position][-1:],
                }
                yield one


def is_lifted_without_right(event: Event, deciders: Collection[str]) -> bool:
    """Whether an exclusion is said to be lifted by somebody who may not decide it."""
    by = event.data.get("by")
    return event.data.get("outcome", "excluded") != "excluded" and by is not None and by not in deciders
