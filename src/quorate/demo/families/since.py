"""What made-up families did between conferences, as rows: visits, core groups and who belongs to them.

The events are told by the story; each of them is a row too, as when somebody fills in the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from quorate.audit.services import Entry
from quorate.demo.families.invited import Posts
from quorate.demo.families.record import Written
from quorate.demo.families.telling import Family, Happening
from quorate.plans.models import CoreGroup, CoreGroupMember, Visit

if TYPE_CHECKING:
    from quorate.demo.families.writing import Rows

SEEN = "Seen alone in the bedroom, which was warm and tidy. Showed a drawing from school."
NOT_SEEN = "Nobody opened; a neighbour said that the family was away until Sunday."
NOTES = "The word that the children can send works: it was used once, and they were fetched within ten minutes."
VIEWS = "Likes the new room. Wants to be asked before anybody rings the school."


def since(family: Family, written: Written, posts: Posts, rows: Rows) -> None:
    """Puts the visits and core groups of a family to the rows, each with its entry in the trail."""
    _members(family, written, posts, rows)
    met: set[str] = set()
    for told in sorted(family.happenings, key=lambda one: one.day):
        if told.code == "child-visited":
            _visits(told, written, rows)
        elif told.code == "core-group-held":
            about = set(told.who or written.cases)
            _group(told, written, rows, is_first=not met & about)
            met |= about


def _visits(told: Happening, written: Written, rows: Rows) -> None:
    seen = bool(told.facts.get("seen"))
    for key in told.who or written.cases:
        case = written.cases[key]
        row = Visit(
            case=case, authority_id=case.authority_id, visited_on=told.day, seen=seen,
            alone=bool(told.facts.get("alone")), bedroom=bool(told.facts.get("bedroom")),
            words=SEEN if seen else NOT_SEEN, visited_by=written.worker,
        )  # fmt: skip
        rows.visits.append(row)
        rows.note("visit.recorded", row, seen=seen)


def _group(told: Happening, written: Written, rows: Rows, *, is_first: bool) -> None:
    cases = [written.cases[key] for key in told.who or written.cases]
    children = [case.id for case in cases]
    came = [one.pk for one in rows.members if set(one.children) & set(children) and one.since <= told.day]
    row = CoreGroup(
        case=cases[0], authority_id=cases[0].authority_id, children=children, held_on=told.day, is_first=is_first,
        came=came, views={str(one): {"asked": True, "words": VIEWS} for one in children}, notes=NOTES,
        next_date_reminded=bool(told.facts.get("next_date_reminded")), recorded_by=written.worker,
    )  # fmt: skip
    rows.groups.append(row)
    rows.note("core-group.held", row, kind="core-group", children=len(children))


def _members(family: Family, written: Written, posts: Posts, rows: Rows) -> None:
    """The group that the conference named which made the plan: the lead social worker, the parents, a nurse."""
    for sitting in family.sittings:
        planned = [key for key, one in sitting.decided.items() if one.outcome == "plan-made"]
        if not planned or sitting.held_on is None:
            continue
        case, children = written.cases[planned[0]], [written.cases[key].id for key in planned]
        nurse = posts.of("health_visitor")
        people: list[tuple[str, str, str, UUID | None, UUID | None]] = [
            (posts.names[written.worker], "professional", "social_worker", written.worker, None),
            (nurse.full_name, "professional", "health_visitor", nurse.user_id, None),
            *(
                (f"{adult.given} {adult.family}", "family", "", None, adult.person_id)
                for adult in family.adults
                if adult.key in family.parent_keys
            ),
        ]
        made = [
            CoreGroupMember(
                case=case, authority_id=case.authority_id, children=children, name=name, kind=kind, role=role,
                user_id=user, person_id=person, is_lead=role == "social_worker", since=sitting.held_on,
            )
            for name, kind, role, user, person in people
        ]  # fmt: skip
        rows.members += made
        told = {"members": len(made), "children": len(children)}
        rows.entries.append(Entry("core-group.named", "case", case.pk, case.pk, told))
