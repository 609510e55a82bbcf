"""Each parent's standing in the stream: excluded or not, from which conference on, and since when."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from quorate.procedure.case import Event, Parent
from quorate.procedure.conference import Conference
from quorate.procedure.offsets import Moment
from quorate.procedure.story import Story


@dataclass(slots=True)
class ParentStory:
    """What the stream tells of one parent; `decided` holds the exclusion decisions of each conference."""

    parent: Parent
    decided: dict[int, Event] = field(default_factory=dict)

    def standing(self, conference: Conference) -> Event | None:
        """The decision by which the parent is excluded at this conference; None when they are not.

        An exclusion stays on until there is a fresh decision.
        """
        before = [number for number in self.decided if number <= conference.number]
        if not before:
            return None
        event = self.decided[max(before)]
        return event if event.data.get("outcome", "excluded") == "excluded" else None

    def carried_into(self, conference: Conference) -> Moment | None:
        """When an exclusion that stood at an earlier conference was decided; None when none did."""
        before = [number for number in self.decided if number < conference.number]
        if not before:
            return None
        event = self.decided[max(before)]
        return event.moment if event.data.get("outcome", "excluded") == "excluded" else None

    def is_decided_afresh(self, conference: Conference) -> bool:
        """Whether the chair has decided about the parent for this conference itself."""
        return conference.number in self.decided

    def is_kept_out_whole(self, conference: Conference) -> bool:
        """Whether the parent is excluded from all of this conference."""
        event = self.standing(conference)
        return event is not None and event.data.get("scope", "whole") == "whole"


def tell_parents(story: Story, deciders: Collection[str]) -> dict[str, ParentStory]:
    """Each parent's story by id. A family whose parents the file does not list has one, under no id.

    An exclusion that somebody other than the procedure's `deciders` lifts stays on: deny beats allow.
    """
    listed = story.case.parents or {"": Parent("", frozenset(story.case.children), None)}
    told = {id_: ParentStory(parent) for id_, parent in listed.items()}
    for conference in story.conferences:
        for event in conference.index.get("exclusion-decided", ()):
            if is_lifted_without_right(event, deciders):
                continue
            for id_, parent_story in told.items():
                if event.parents is None or id_ in event.parents:
                    parent_story.decided[conference.number] = event
    return told


def is_lifted_without_right(event: Event, deciders: Collection[str]) -> bool:
    """Whether an exclusion is said to be lifted by somebody who may not decide it."""
    by = event.data.get("by")
    return event.data.get("outcome", "excluded") != "excluded" and by is not None and by not in deciders
