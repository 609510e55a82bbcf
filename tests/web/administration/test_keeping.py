"""Lists are kept right: names changed, professionals come, move and go, long lists in pages, and who confirmed what."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from quorate.access.standing import OPERATOR
from quorate.people import services
from quorate.people.models import Agency, ContactPoint, Membership, Professional, Room, Team, User, Venue
from tests.database import Urls
from tests.web.accounts.signing_in import sign_in, somebody, trail
from tests.web.administration.test_administration import day, in_bolton
from tests.web.visiting import checked
from tests.world import TODAY

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def administrator() -> Client:
    return sign_in(somebody("administrator"))


def agency() -> Agency:
    found = in_bolton(Agency, kind="police")
    assert isinstance(found, Agency)
    return found


def test_a_team_a_building_and_a_room_get_other_names(administrator: Client, world: Urls) -> None:
    team, venue = in_bolton(Team, closed_on=None), in_bolton(Venue)
    room = Room.objects.filter(venue=venue).first()
    assert room is not None
    changes = {
        f"teams/{team.ref}/change/": {"name": "Team by the river", "telephone": "01632 960171"},
        f"buildings/{venue.ref}/change/": {"name": "River House", "address": "2 Quay", "how_to_get_in": "Ring"},
        f"rooms/{room.ref}/change/": {"name": "Heron", "seats": "7", "joins_by_video": "on"},
    }
    for path, said in changes.items():
        assert str(administrator.get(f"/administration/{path}").status_code) == "200"
        assert administrator.post(f"/administration/{path}", said).status_code == 302
    for one in (team, venue, room):
        one.refresh_from_db()
        assert one.confirmed_by == somebody("administrator")
    assert (team.name, venue.name, room.name, room.seats, room.joins_by_video) == (
        "Team by the river", "River House", "Heron", 7, True,
    )  # fmt: skip
    assert [row[0] for row in trail(world, 3)] == ["people.team-changed", "people.venue-changed", "people.room-changed"]
    shown = administrator.get("/administration/teams/").content.decode()
    assert f"Last confirmed by {somebody('administrator').display_name}" in shown
    assert shown.count("01632 960171</span>") == 1


def test_of_two_who_change_one_thing_the_second_sees_both_texts(administrator: Client) -> None:
    """Every form that changes a record of the lists: what the other saved meanwhile is not overwritten unseen."""
    team, venue, of = in_bolton(Team, closed_on=None), in_bolton(Venue), agency()
    room, user = Room.objects.filter(venue=venue).first(), somebody("minute_taker")
    point = ContactPoint.objects.filter(agency=of).first()
    post = Professional.objects.filter(agency=of).first()
    assert room is not None and point is not None and post is not None
    forms = {
        f"teams/{team.ref}/change/": (team, "name", {"telephone": ""}),
        f"buildings/{venue.ref}/change/": (venue, "how_to_get_in", {"name": venue.name, "address": venue.address}),
        f"rooms/{room.ref}/change/": (room, "name", {"seats": str(room.seats)}),
        f"agencies/{of.ref}/change/": (of, "name", {"kind": of.kind}),
        f"contact-points/{point.ref}/change/": (point, "owner", {"value": point.value}),
        f"professionals/{post.ref}/change/": (post, "job_title", {"full_name": post.full_name, "work_telephone": ""}),
        f"people/{user.ref}/change/": (user, "display_name", {"work_telephone": ""}),
    }
    for path, (row, name, rest) in forms.items():
        address = f"/administration/{path}"
        opened = _opened(administrator.get(address))
        assert administrator.post(address, rest | {name: "What the first says"}).status_code == 302, path
        mine = rest | {name: "What the second says", "opened": opened}
        answer = administrator.post(address, mine)
        assert answer.status_code == 409, path
        words = answer.content.decode()
        assert (words.count("<p>What the first says</p>"), words.count("Two texts: choose")) == (1, 1), path
        # Of a name there is one; words can stand one below the other.
        assert words.count("Keep both") == (name == "how_to_get_in"), path
        row.refresh_from_db()
        assert getattr(row, name) == "What the first says"
        again = mine | {"opened": _opened(answer), "clashed": name, "keep": "yours"}
        assert administrator.post(address, again).status_code == 302, path
        row.refresh_from_db()
        assert getattr(row, name) == "What the second says"


def _opened(answer: HttpResponse) -> str:
    (mark,) = re.findall('name="opened" value="([0-9a-f]+)"', answer.content.decode())
    return str(mark)


def test_a_name_that_is_taken_or_invisible_is_refused_in_plain_words(administrator: Client) -> None:
    one, other = Team.objects.filter(authority__pack="bolton", closed_on=None)[:2]
    path = f"/administration/teams/{one.ref}/change/"
    for name, words in {
        other.name: "There is already a team of this name.",
        "x" * 121: "Shorten this: there is room for 120 characters",
        "River\u202eTeam": "Type this again: it holds a character that cannot be seen or read.",
        "\u200b": "Type this again: it holds a character that cannot be seen or read.",
        "bad\ufffd": "Type this again: it holds a character that cannot be seen or read.",
    }.items():
        answer = administrator.post(path, {"name": name})
        assert (answer.status_code, words in answer.content.decode()) == (422, True), name


def test_an_agency_and_a_contact_point_are_changed_and_taken_out_of_use(administrator: Client) -> None:
    found = agency()
    administrator.post(f"/administration/agencies/{found.ref}/change/", {"name": "River Police", "kind": "police"})
    assert Agency.objects.get(pk=found.pk).name == "River Police"
    point = ContactPoint.objects.filter(agency=found, is_open=True).first()
    assert point is not None
    path = f"/administration/contact-points/{point.ref}"
    administrator.post(f"{path}/change/", {"value": "desk@river.example", "owner": "Front desk"})
    point.refresh_from_db()
    assert (point.value, point.owner) == ("desk@river.example", "Front desk")
    administrator.post(f"{path}/close/")
    assert not ContactPoint.objects.get(pk=point.pk).is_open


def test_a_professional_comes_changes_moves_and_goes(administrator: Client, world: Urls) -> None:
    here = agency()
    there = Agency.objects.filter(authority=here.authority, is_open=True).exclude(pk=here.pk).first()
    assert there is not None
    said = {"full_name": "Nadia Newmere", "job_title": "Sergeant"} | day("begins_on", TODAY - timedelta(days=90))
    administrator.post(f"/administration/agencies/{here.ref}/professionals/new/", said)
    person = Professional.objects.get(full_name="Nadia Newmere")
    assert (person.agency, person.confirmed_by) == (here, somebody("administrator"))
    path = f"/administration/professionals/{person.ref}"
    changed = {"full_name": "Nadia Newmere", "job_title": "Inspector", "work_telephone": "101"}
    refused = administrator.post(f"{path}/change/", changed).content.decode()
    assert "101 reaches a service or an exchange, and nobody by name. Write the whole work number" in refused
    administrator.post(f"{path}/change/", changed | {"work_telephone": "01632 960173"})
    person.refresh_from_db()
    assert person.work_telephone == "01632 960173"
    too_early = {"agency": there.ref, "job_title": "Adviser"} | day("on", TODAY - timedelta(days=90))
    assert "Enter a day after the first day" in administrator.post(f"{path}/move/", too_early).content.decode()
    administrator.post(f"{path}/move/", {"agency": there.ref, "job_title": "Adviser"} | day("on", TODAY))
    posts = Professional.objects.filter(full_name="Nadia Newmere").order_by("begins_on")
    assert [(one.agency, one.job_title, one.begins_on, one.ends_on) for one in posts] == [
        (here, "Inspector", TODAY - timedelta(days=90), TODAY - timedelta(days=1)),
        (there, "Adviser", TODAY, None),
    ]
    last = posts[1]
    early = day("ends_on", TODAY - timedelta(days=1))
    answer = administrator.post(f"/administration/professionals/{last.ref}/end/", early)
    assert "not before the first day" in answer.content.decode()
    administrator.post(f"/administration/professionals/{last.ref}/end/", day("ends_on", TODAY))
    assert Professional.objects.get(pk=last.pk).ends_on == TODAY
    assert [row[0] for row in trail(world, 1)] == ["people.professional-ended"]


def test_a_name_and_a_work_number_of_somebody_who_signs_in_are_changed(administrator: Client) -> None:
    user = somebody("minute_taker")
    page = f"/administration/people/{user.ref}/"
    assert "none. Letters to families give the team&#39;s number" in administrator.get(page).content.decode()
    said = {"display_name": "Renamed Rivermouth", "work_telephone": "ask me"}
    answer = administrator.post(f"{page}change/", said)
    assert (answer.status_code, "is no telephone number" in answer.content.decode()) == (422, True)
    assert administrator.post(f"{page}change/", said | {"work_telephone": "01632 960172"}).status_code == 302
    user.refresh_from_db()
    assert (user.display_name, user.work_telephone) == ("Renamed Rivermouth", "01632 960172")
    assert "Work telephone: 01632 960172" in administrator.get(page).content.decode()


def test_odd_years_are_refused(administrator: Client) -> None:
    user = somebody("minute_taker")
    for year in ("1500", "9999"):
        said = {"role": "legal", "place": ""} | {"begins_on_day": "1", "begins_on_month": "1", "begins_on_year": year}
        answer = administrator.post(f"/administration/people/{user.ref}/memberships/new/", said)
        assert (answer.status_code, "Check the year" in answer.content.decode()) == (422, True)


def shared_partner() -> tuple[User, Client]:
    """A partner of Bolton whom an administrator of Barnet has taken in as well."""
    user = somebody("partner")
    barnet = sign_in(somebody("administrator", pack="barnet"))
    other = Agency.objects.filter(authority__pack="barnet", is_open=True).first()
    said = {"display_name": "Somebody Else", "email": user.email, "is_staff": "no", "agency": other.ref}  # type: ignore[union-attr]
    assert barnet.post("/administration/people/new/", said).status_code == 302
    return user, barnet


def test_one_authority_does_not_shut_a_partner_out_of_another(own_world: Urls) -> None:
    user, barnet = shared_partner()
    there = sign_in(user)
    barnet.post(f"/administration/people/{user.ref}/shut/")
    user.refresh_from_db()
    assert user.is_active and there.get("/account/").status_code == 200
    held = Membership.objects.filter(user=user, ends_on__isnull=True)
    assert [one.authority.pack for one in held] == ["bolton"]
    ended = Membership.objects.get(user=user, authority__pack="barnet")
    assert ended.ends_on == TODAY - timedelta(days=1)


def test_nobody_opens_what_another_authority_has_shut(own_world: Urls) -> None:
    user = somebody("partner")
    bolton = sign_in(somebody("administrator"))
    bolton.post(f"/administration/people/{user.ref}/shut/")
    assert not User.objects.get(pk=user.pk).is_active
    _, barnet = shared_partner()
    barnet.post(f"/administration/people/{user.ref}/open/")
    assert not User.objects.get(pk=user.pk).is_active
    assert "neither decides for both" in barnet.get(f"/administration/people/{user.ref}/").content.decode()
    assert barnet.post(f"/administration/people/{user.ref}/change/", {"display_name": "Mine"}).status_code == 422
    assert User.objects.get(pk=user.pk).display_name == user.display_name


def test_long_lists_come_in_pages_and_are_found_by_name(own_world: Urls) -> None:
    authority = somebody("administrator").authority
    assert authority is not None
    for number in range(120):
        services.add_agency(authority=authority, name=f"Zebra School {number:03}", kind="school", by=OPERATOR)
    client = sign_in(somebody("administrator"))
    first = client.get("/administration/agencies/").content.decode()
    assert (first.count("<tr "), "Page 1 of 3" in first, "quorate/live" in first) == (51, True, True)
    last = client.get("/administration/agencies/?page=3")
    checked(last, "administration")
    assert "Zebra School 119" in last.content.decode()
    beyond = client.get("/administration/agencies/?page=99").content.decode()
    assert "Page 3 of 3" in beyond
    found = client.get("/administration/agencies/?name=ebra+school+04").content.decode()
    assert (found.count("Zebra School"), "10 found." in found) == (10, True)
    for odd in ("page=x", "page=-1", "page=0", "page=²", "name=%00", "name=%25", "page=" + "9" * 30):
        assert client.get(f"/administration/agencies/?{odd}").status_code == 200, odd


def test_short_lists_have_no_pages_and_no_script(administrator: Client) -> None:
    shown = administrator.get("/administration/agencies/").content.decode()
    assert ("Page 1" in shown, "quorate/live" in shown) == (False, False)


LISTS = ("teams/", "buildings/", "agencies/", "professionals/", "people/")


def queries_of(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"/administration/{path}").status_code == 200
    return len([query for query in captured.captured_queries if query["sql"] not in ("BEGIN", "COMMIT")])


def test_a_longer_list_costs_no_more_queries(own_world: Urls) -> None:
    client = sign_in(somebody("administrator"))
    found = agency()
    paths = [*LISTS, f"agencies/{found.ref}/"]
    for path in paths:
        queries_of(client, path)
    before = {path: queries_of(client, path) for path in paths}
    for number in range(10):
        _one_more_of_each(found, number)
    assert {path: queries_of(client, path) for path in paths} == before
    assert max(before.values()) <= 8, before


def _one_more_of_each(found: Agency, number: int) -> None:
    here = found.authority
    services.add_team(authority=here, name=f"Team {number}", by=OPERATOR)
    venue = services.add_venue(authority=here, name=f"House {number}", by=OPERATOR)
    services.add_room(venue=venue, name="Oak", seats=4, by=OPERATOR)
    services.add_agency(authority=here, name=f"School {number}", kind="school", by=OPERATOR)
    services.add_professional(
        agency=found, full_name=f"Ada Number{number}x", job_title="Sergeant", begins_on=TODAY, by=OPERATOR
    )
    email = f"number{number}@council.example"
    user = services.add_user(email=email, display_name=f"Ben Number{number}x", authority=here, by=OPERATOR)
    services.begin_membership(user=user, authority=here, role="legal", begins_on=TODAY, by=OPERATOR)
