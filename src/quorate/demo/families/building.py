"""The families of one authority: whose they are, and all of them written at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from quorate.access.context import acting_as
from quorate.cases.services.recording import append_events
from quorate.demo.families.catalogue import families
from quorate.demo.families.conferences import Desk
from quorate.demo.families.guide import places
from quorate.demo.families.record import Staff, Written
from quorate.demo.families.telling import Family
from quorate.demo.families.writing import Rows, finish, write
from quorate.demo.staffing import Staffing
from quorate.people.queries import standing_of

PARTNERS = 2  # how many partners are invited to the conferences of a family


class StoryRefused(RuntimeError):
    """A made-up family that the rules refuse: a mistake in its story."""


def build_families(staffing: Staffing, *, place: int, today: date) -> list[tuple[Family, Written]]:
    """Writes the families of an authority, each by the manager of the team that works with it."""
    told = families(place=place, today=today)
    desk = Desk.of(staffing, told)
    done: list[tuple[Family, Written]] = []
    for number in range(len(staffing.by_role["team_manager"])):
        done += _build([one for one in told if one.number % 2 == number], staffing, number, desk)
    held = {one.user_id: one for role, many in staffing.by_role.items() if role != "partner" for one in many}
    for family, written in done:
        for play in family.plays:
            play(family, written, lambda user: standing_of(held[user]))
    return done


def _build(mine: list[Family], staffing: Staffing, number: int, desk: Desk) -> list[tuple[Family, Written]]:
    letters = staffing.authority.pack.upper()[:3]
    with acting_as(standing_of(staffing.first("team_manager", number))) as by:
        rows = Rows(by, names=desk.posts.names)
        pairs = [(one, *write(one, staff=_staff(staffing, one), letters=letters, desk=desk, rows=rows)) for one in mine]
        rows.save()
        refreshed = append_events(events=[event for *_, events in pairs for event in events], by=by)
        for refused in refreshed.refused:
            raise StoryRefused(f"{_whose(pairs, refused.cases)}: {refused.sentence}")
        for family, written, _ in pairs:
            finish(family, written, by=by)
    return [(family, written) for family, written, _ in pairs]


def _staff(staffing: Staffing, family: Family) -> Staff:
    works = places(family.number)
    worker = staffing.first("social_worker", works.social_worker)
    all_partners = staffing.by_role["partner"]
    partners = [all_partners[(family.number + n) % len(all_partners)] for n in range(PARTNERS)]
    return Staff(
        worker=worker.user_id,
        chair=staffing.first("chair", works.chair).user_id,
        administrator=staffing.first("administrator", works.administrator).user_id,
        minute_taker=staffing.first("minute_taker", works.minute_taker).user_id,
        neighbour=staffing.first("social_worker", 1 - works.team_manager).user_id,
        auditor=staffing.first("quality_assurance").user_id,
        team=worker.team_id or staffing.teams["care"][0].pk,
        partners=tuple((one.user_id, one.agency_id) for one in partners if one.agency_id is not None),
    )


def _whose(pairs: Sequence[tuple[Family, Written, object]], cases: tuple[str, ...]) -> str:
    return next(
        (family.stage for family, written, _ in pairs if any(str(c.id) in cases for c in written.cases.values())), "?"
    )
