"""What is written down in the meeting and after it: cards, numbers, the plan, who disagrees, core group, complaint."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from quorate.access.context import acting_as
from quorate.conferences.editions import pack_of
from quorate.conferences.models import Invitee
from quorate.conferences.services.meeting_cards import add_card
from quorate.conferences.services.meeting_voices import give_number
from quorate.plans.models import PlanContent
from quorate.plans.services.contents import content_for, save_words
from quorate.web.work.moments import now
from tests.journeys.conference_steps import conference, conference_as, invitees
from tests.journeys.page_steps import cards
from tests.journeys.walking import Walk, press, put, values_of, words_of


def agenda(walk: Walk, parts: list[str]) -> None:
    """The parts of the procedure's agenda stand beside the meeting in its order; the last one is opened."""
    page = walk.open("chair", "conference_meeting")
    shown = page.evaluate(
        """() => [...document.querySelectorAll('nav[aria-label="Agenda"] a')]
             .map(one => new URL(one.href).searchParams.get('part')).filter(one => one)"""
    )
    assert list(dict.fromkeys(shown)) == parts


def analyse(walk: Walk, headings: list[str], *, typed: bool = False) -> None:
    """A card of every kind: the first typed on the page, the others by the service unless they are `typed` too; the
    headings are the pack's."""
    page = walk.open("chair", "conference_meeting", more="?part=analysis&add=harm" if _has(walk, "harm") else "")
    if not _has(walk, "harm"):
        page.goto(f"{page.url.partition('?')[0]}?part=analysis&add=danger")
    first = "harm" if _has(walk, "harm") else "danger"
    said = "The children went to bed hungry twice."
    walk.send("chair", "Done", words=said, said_words="The school", meant_for="F-all")
    assert [one.strip() for one in page.locator(".q-column h3").all_inner_texts()] == headings
    assert said in words_of(page)
    if typed:
        cards(walk)
        return
    with acting_as(walk.agency.chair) as by:
        row = conference_as(walk)
        for one in pack_of(row).data["analysis"]["columns"]:
            if one["code"] != first:
                add_card(conference=row, column=one["code"], words=f"Said under {one['code']}.", op_id=uuid4(),
                         at=now(), by=by)  # fmt: skip


def _has(walk: Walk, column: str) -> bool:
    return column in [one["code"] for one in pack_of(conference(walk)).data["analysis"]["columns"]]


def numbers(walk: Walk, children: Any, scale: tuple[int, int], *, typed: Any = None) -> None:
    """Everybody's number for each child: the mother's for the first and all for the child `typed` on the page, the
    others by the service."""
    low, high = scale
    mother = next(one for one in invitees(walk) if one.person_id == walk.family.mother)
    page = walk.open("chair", "conference_number", children[0].case.id)
    assert [int(one) for one in values_of(page, "number")] == list(range(low, high + 1))
    walk.send("chair", "Save the number", invitee_id=str(mother.pk), number=str(high - 2), reason="It is calmer now.")
    with acting_as(walk.agency.chair) as by:
        row = conference_as(walk)
        for child in children:
            for one in _asked(row, child):
                if (child, one.pk) != (children[0], mother.pk) and child is not typed:
                    give_number(conference=row, child_case_id=child.case.id, number=low + 2, at=now(), by=by,
                                invitee_id=one.pk, reason="So far.")  # fmt: skip
        waiting = [] if typed is None else _asked(row, typed)
    for one in waiting:
        walk.open("chair", "conference_number", typed.case.id)
        walk.send("chair", "Save the number", invitee_id=str(one.pk), number=str(low + 2), reason="So far.")


def _asked(row: Any, child: Any) -> list[Invitee]:
    found = Invitee.objects.filter(conference=row, removed_on=None, kind__in=("parent", "professional"))
    seats = ("chair", "minute_taker")
    return [one for one in found if one.role not in seats and (not one.about or child.case.id in one.about)]


def plan(walk: Walk, child: Any, day: date) -> None:
    """A worry, what must be seen instead, who does what, and what if not: typed on the pages and agreed."""
    page = walk.open("chair", "conference_plan", more=f"?child={child.case.id}&kind=cp")
    press(page, page.get_by_role("button", name="Begin the plan"))
    _line(walk, "Add a worry", words="The children may be hurt when the adults fight.")
    _line(walk, "Add what must be seen instead", words="For three months nobody shouts at night.")
    press(page, page.get_by_role("link", name="Add who does what"))
    mother = next(one for one in invitees(walk) if one.person_id == walk.family.mother)
    put(page, "person", next(one for one in options(page, "person") if str(mother.pk) in one))
    put(page, "worries", values_of(page, "worries"))  # in Barnet a plan has an action for every concern
    walk.send("chair", "Save", what="Ring the helpline the first time it gets loud.", owner_kind="family", by_when=day,
              how_known="The helpline's list of calls.", if_not="The social worker calls the same day.")  # fmt: skip
    page.goto(page.url.partition("?")[0] + f"?child={child.case.id}&kind=cp")
    press(page, page.locator('main a[href*="/new/contingency/"]'))
    walk.send("chair", "Save", words="We meet again within five days.")
    press(page, page.get_by_role("button", name="The conference agrees this outline"))
    assert "Agreed" in walk.says("chair"), walk.says("chair")[:800]


def _line(walk: Walk, link: str, **said: Any) -> None:
    walk.follow("chair", link)
    walk.send("chair", "Save", **said)


def options(page: Any, name: str) -> list[str]:
    """What a list offers."""
    found = page.locator(f'[name="{name}"]').first
    return found.evaluate("one => [...one.options].map(each => each.value)")  # type: ignore[no-any-return]


def plan_of_another(walk: Walk, child: Any) -> None:
    """The same for a brother or sister, in fewer words, by the services of the pages."""
    from quorate.plans.models import DangerStatement, PlanPart

    with acting_as(walk.agency.chair) as by:
        row = conference_as(walk)
        content = content_for(conference=row, case_id=child.case.id, kind="cp", at=now(), by=by)
        for model, values in (
            (DangerStatement, {"words": "Nobody may be there to help at night."}),
            (PlanPart, {"code": "contingency", "words": "We meet again within five days."}),
        ):
            save_words(content=content, model=model, values=values, at=now(), by=by)
        assert PlanContent.objects.filter(conference=row, case=child.case).count() == 1


def plan_again(walk: Walk, child: Any) -> None:
    """At a review the plan is begun with the words that stand, and agreed anew."""
    page = walk.open("chair", "conference_plan", more=f"?child={child.case.id}&kind=cp")
    press(page, page.get_by_role("button", name="Begin the plan"))
    assert "The children may be hurt when the adults fight." in words_of(page)
    press(page, page.get_by_role("button", name="The conference agrees this outline"))
    assert "Agreed" in words_of(page), words_of(page)[:800]


def disagrees(walk: Walk, ground: str) -> None:
    """The father disagrees, and that stands in the record."""
    page = walk.open("chair", "conference_dissent")
    father = next(one for one in invitees(walk) if one.person_id == walk.family.father)
    put(page, "person", next(one for one in options(page, "person") if str(father.pk) in one))
    walk.send("chair", "Save", kind="dissent", grounds=ground, words="I was never asked about that night.")


def core_group(walk: Walk, day: date) -> None:
    """The core group meets: who came, each child's views, how each line gets on."""
    page = walk.open("worker", "conference_between_group")
    for name in page.evaluate("[...new Set([...document.querySelectorAll('main [name]')].map(one => one.name))]"):
        if name.startswith(("asked_", "reminded")):
            put(page, name, "yes")
        elif name.startswith(("views_", "settled_")):
            put(page, name, "Said in the group.")
        elif name.startswith("how_"):
            put(page, name, "better")
        elif name in ("came", "talked"):
            put(page, name, values_of(page, name))
    walk.send("worker", "Record the meeting", held_on=day)


def complaint(walk: Walk, day: date, ground: str) -> None:
    """The father complains in writing, within the time that there is."""
    page = walk.open("administrator", "conference_complaint_new")
    put(page, "person", str(walk.family.father))
    put(page, "who", "parent")  # `send` has a `who` of its own
    walk.send("administrator", "Register the complaint", about="conference", grounds=ground,
              words="Nobody asked me.", route=values_of(page, "route")[0], stage="informal", received_on=day,
              in_writing="yes")  # fmt: skip
