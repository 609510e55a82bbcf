"""The families of every authority, in the order in which they are told."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date

from quorate.demo.families import beginnings, endings, meetings, middles
from quorate.demo.families.days import Days
from quorate.demo.families.names import naming
from quorate.demo.families.telling import Family

Story = Callable[[Family], None]

STORIES: tuple[Story, ...] = (
    beginnings.enquiry_begun,
    beginnings.enquiry_ended,
    beginnings.conference_asked_for,
    beginnings.conference_agreed,
    beginnings.conference_booked,
    beginnings.conference_near,
    beginnings.conference_moved,
    beginnings.conference_beyond_limit,
    beginnings.held_yesterday,
    beginnings.held_without_plan,
    beginnings.held_late,
    beginnings.inquorate,
    beginnings.transfer_in_coming,
    beginnings.before_birth,
    beginnings.different_outcomes,
    middles.first_core_group_coming,
    middles.first_core_group_late,
    middles.visit_today,
    middles.core_group_today,
    middles.minutes_late,
    endings.ended_long_ago,
    middles.first_review_late,
    middles.review_held,
    middles.long_plan,
    middles.late_reports,
    middles.excused,
    middles.excluded_parent,
    middles.unborn_with_plan,
    middles.born,
    middles.sibling_joins,
    middles.looked_after,
    endings.ended_lately,
    endings.restricted,
    endings.conflict,
    endings.died,
    endings.joined,
    endings.protected_address,
    endings.needs,
    endings.complaint,
    middles.brought_forward,
    meetings.conference_today,
    meetings.held_and_written,
    meetings.approved_and_sent,
)
"""One family for every stage that events can tell."""


def families(*, place: int, today: date) -> list[Family]:
    """The families of one authority (by its number) as they stand on a day; always the same for the same day."""
    return [_told(story, number, place, today) for number, story in enumerate(STORIES)]


def _told(story: Story, number: int, place: int, today: date) -> Family:
    chance = random.Random(f"{place}/{number}")
    look = " ".join((story.__doc__ or "").split())
    family = Family(story.__name__, look, number, Days(today), chance, naming(place, number, chance))
    story(family)
    return family
