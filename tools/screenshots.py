"""Pictures of the made-up world for the README: `make screenshots` writes docs/screenshots/*.png.

It runs as a test so that database, page server and browser are those of the tests: a world of its own, dropped
afterwards. Each picture is 1280 points wide, in 128 colours, so that it stays small.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests import database
from tests.browsing import address, browser, look
from tests.world import TODAY, world

__all__ = ["address", "browser", "look", "world"]

database._make_django_ready()  # as pytest does for the tests' own folder
FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
PACK, LETTERS = "bolton", "BOL"
HEIGHT = 1000
START = datetime.combine(TODAY, time(14), ZoneInfo("Europe/London"))

# Name of the picture, stage of the family, role of who looks, address after the conference's, scrolled to.
BEFORE = (
    ("my-work", "", "social_worker", "/", ""),
    ("request", "conference_asked_for", "team_manager", "request/answer/", ""),
    ("booking", "conference_agreed", "administrator", "booking/", ""),
    ("people", "conference_today", "social_worker", "people/", ""),
    ("reports", "conference_near", "social_worker", "reports/", ""),
    ("diary", "", "administrator", "/diary/", ""),
)
DURING = (
    ("meeting", "conference_today", "chair", "meeting/?part=analysis", ""),
    ("room", "conference_today", "chair", "room/", ""),
    ("round", "conference_today", "chair", "decisions/", "#round"),
)
AFTER = (
    ("decision", "held_and_written", "chair", "decisions/", ""),
    ("plan", "held_and_written", "social_worker", "plan/", ""),
    ("papers", "approved_and_sent", "minute_taker", "papers/", ""),
)


@pytest.fixture(autouse=True)
def in_this_world(world: object) -> Iterator[None]:
    """Everything here happens in the made-up world."""
    return iter([None])


def test_pictures(look: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the meeting, in it, and afterwards."""
    from quorate.web.conferences import opening

    FOLDER.mkdir(parents=True, exist_ok=True)
    monkeypatch.setattr(opening, "now", lambda: START - timedelta(hours=4))
    for one in BEFORE:
        _picture(look, *one)
    _begin_the_meeting()
    monkeypatch.setattr(opening, "now", lambda: START + timedelta(minutes=50))
    for one in (*DURING, *AFTER):
        _picture(look, *one)
    _summary()


def _picture(look: Any, name: str, stage: str, role: str, path: str, place: str) -> None:
    from quorate.access.context import acting_as
    from quorate.people.queries import standing_of

    held = _held_by(role, stage or "conference_today")
    if stage:
        with acting_as(standing_of(held)):
            path = f"/conferences/{_conference(stage).case.ref}/{path}"
    page = look(path, user=held.user)
    page.set_viewport_size({"width": 1280, "height": HEIGHT})
    if place and page.locator(place).count():
        page.locator(place).first.scroll_into_view_if_needed()
    _kept(name, page.screenshot())


def _kept(name: str, picture: bytes) -> None:
    from PIL import Image

    with Image.open(io.BytesIO(picture)) as opened:
        small = opened.convert("RGB").quantize(colors=128)
        small.save(FOLDER / f"{name}.png", optimize=True)


def _held_by(role: str, stage: str) -> Any:
    from quorate.demo.families.guide import places, staff_names
    from quorate.demo.places import AUTHORITIES
    from quorate.people.models import Membership

    place = next(number for number, one in enumerate(AUTHORITIES) if one.pack == PACK)
    name = staff_names(place)[role][getattr(places(_family(stage).number), role)]
    return Membership.objects.select_related("user").get(user__display_name=name)


def _family(stage: str) -> Any:
    from quorate.demo.families.catalogue import families
    from quorate.demo.places import AUTHORITIES

    place = next(number for number, one in enumerate(AUTHORITIES) if one.pack == PACK)
    return next(one for one in families(place=place, today=TODAY) if one.stage == stage)


def _conference(stage: str) -> Any:
    from quorate.conferences.models import Conference

    family = _family(stage)
    reference = f"{LETTERS}-C{family.number + 1:02d}{len(family.sittings)}"
    return Conference.objects.select_related("case").get(reference=reference)


def _begin_the_meeting() -> None:
    """The chair starts the conference of today, and the cards are written."""
    from quorate.access.context import acting_as
    from quorate.conferences.editions import pack_of
    from quorate.conferences.queries import children_of
    from quorate.conferences.services import meeting
    from quorate.demo.families.holding import Held, begin, speak
    from quorate.people.queries import standing_of

    with acting_as(standing_of(_held_by("chair", "conference_today"))) as by:
        conference = _conference("conference_today")
        held = Held(conference, by, START, _family("conference_today").days, pack_of(conference))
        begin(held)
        speak(held, children_of(conference))
        meeting.open_part(conference=conference, code="analysis", at=START, by=by)
        meeting.show_room_screen(conference=conference, shown=True, by=by)


def _summary() -> None:
    """The family's summary of the conference that was held, as its first page is printed."""
    import pypdfium2

    from quorate.access.context import acting_as
    from quorate.conferences.models import Invitee
    from quorate.documents.setting import as_pdf
    from quorate.notices.services import preview
    from quorate.people.queries import standing_of

    with acting_as(standing_of(_held_by("chair", "held_and_written"))) as by:
        conference = _conference("held_and_written")
        parent = Invitee.objects.filter(conference=conference, kind="parent").order_by("name").first()
        told = preview(conference=conference, code="summary", invitee=parent, by=by, at=START)
        pdf = as_pdf(told.own, told.pack)
    with pypdfium2.PdfDocument(pdf) as document:
        picture = document[0].render(scale=1280 / document[0].get_width()).to_pil()
    kept = io.BytesIO()
    picture.save(kept, "PNG")
    _kept("family-summary", kept.getvalue())
