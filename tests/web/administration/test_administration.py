"""An administrator keeps lists and people of the own authority, and of no other."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from quorate.people.models import Agency, ContactPoint, Membership, Professional, Room, Team, User, Venue
from tests.database import Urls
from tests.web.accounts.signing_in import sign_in, somebody, trail
from tests.world import TODAY

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def administrator() -> Client:
    return sign_in(somebody("administrator"))


def day(name: str, on: object) -> dict[str, str]:
    return {f"{name}_{part}": str(getattr(on, part)) for part in ("day", "month", "year")}


def in_bolton(model: type, **more: object) -> object:
    found = model.objects.filter(authority__pack="bolton", **more).first()
    assert found is not None
    return found


def test_the_first_page_counts_and_reminds(administrator: Client) -> None:
    page = administrator.get("/administration/").content.decode()
    for words in ("Teams</a> (5)", "Agencies</a> (11)", "Buildings and rooms</a> (6)", "Contact points to confirm"):
        assert words in page
    assert page.count("/confirm/") == 2


def test_a_team_is_added_once_and_closed(administrator: Client, world: Urls) -> None:
    assert administrator.post("/administration/teams/new/", {"name": "Night team"}).status_code == 302
    assert trail(world)[0][0] == "people.team-added"
    again = administrator.post("/administration/teams/new/", {"name": "Night team"})
    assert again.status_code == 422
    assert "There is already a team of this name" in again.content.decode()
    team = Team.objects.get(name="Night team", authority__pack="bolton")
    administrator.post(f"/administration/teams/{team.ref}/close/")
    assert Team.objects.get(pk=team.pk).closed_on == TODAY
    assert "Night team" not in administrator.get("/administration/teams/").content.decode()


def test_a_building_and_a_room(administrator: Client) -> None:
    said = {"name": "New House", "address": "1 Made-up Lane", "how_to_get_in": "Ring"}
    administrator.post("/administration/buildings/new/", said)
    venue = Venue.objects.get(name="New House")
    path = f"/administration/buildings/{venue.ref}/rooms/new/"
    assert "Enter how many people can sit" in administrator.post(path, {"name": "Oak", "seats": ""}).content.decode()
    administrator.post(path, {"name": "Oak", "seats": "9", "is_step_free": "on"})
    room = Room.objects.get(venue=venue)
    assert (room.seats, room.is_step_free, room.joins_by_video) == (9, True, False)
    administrator.post(f"/administration/rooms/{room.ref}/close/")
    assert not Room.objects.get(pk=room.pk).is_open


def test_an_agency_and_its_contact_points(administrator: Client) -> None:
    administrator.post("/administration/agencies/new/", {"name": "Weir Lane School", "kind": "school"})
    agency = Agency.objects.get(name="Weir Lane School")
    path = f"/administration/agencies/{agency.ref}/contact-points/new/"
    said = {"kind": "secure_email", "value": "not an address", "owner": "Head"} | day("review_on", TODAY)
    assert "Enter an e-mail address like" in administrator.post(path, said).content.decode()
    assert "Choose how it reaches the agency" in administrator.post(path, said | {"kind": ""}).content.decode()
    administrator.post(path, said | {"value": "head@weir.example"})
    point = ContactPoint.objects.get(agency=agency)
    assert (
        "not trusted until confirmed" in administrator.get(f"/administration/agencies/{agency.ref}/").content.decode()
    )
    later = TODAY + timedelta(days=180)
    administrator.post(f"/administration/contact-points/{point.ref}/confirm/", day("review_on", later))
    assert ContactPoint.objects.get(pk=point.pk).review_on == later


def test_a_new_member_of_staff_can_sign_in_once_they_act_as_something(administrator: Client) -> None:
    said = {"display_name": "Nadia Newmere", "email": "Nadia.Newmere@bolton.example", "is_staff": "yes", "agency": ""}
    administrator.post("/administration/people/new/", said)
    user = User.objects.get(email="nadia.newmere@bolton.example")
    assert (user.authority.pack, user.has_usable_password()) == ("bolton", False)
    assert Client().post("/demo/sign-in/", {"person": user.ref}).status_code == 403
    team = in_bolton(Team, closed_on=None)
    path = f"/administration/people/{user.ref}/memberships/new/"
    administrator.post(path, {"role": "chair", "place": team.ref} | day("begins_on", TODAY) | day("ends_on", TODAY))
    held = Membership.objects.get(user=user)
    assert (held.role, held.team, held.begins_on, held.ends_on) == ("chair", team, TODAY, TODAY)
    assert sign_in(user).get("/").status_code == 200


def test_a_partner_needs_an_agency_and_is_one_person_in_all_authorities(administrator: Client) -> None:
    said = {"display_name": "Pia Partnerholm", "email": "pia@police.example", "is_staff": "no", "agency": ""}
    assert "Choose the agency" in administrator.post("/administration/people/new/", said).content.decode()
    agency = in_bolton(Agency, kind="police")
    administrator.post("/administration/people/new/", said | {"agency": agency.ref})
    elsewhere = sign_in(somebody("administrator", pack="barnet"))
    other = Agency.objects.filter(authority__pack="barnet", kind="police").get()
    elsewhere.post("/administration/people/new/", said | {"agency": other.ref})
    user = User.objects.get(email="pia@police.example")
    assert {held.agency for held in user.memberships.all()} == {agency, other}
    # A work number typed for somebody who is known: set where no other authority works with them, else it is said.
    second = Agency.objects.filter(authority__pack="bolton", is_open=True).exclude(pk=agency.pk).first()
    again = said | {"agency": second.ref, "work_telephone": "01632 960177"}  # type: ignore[union-attr]
    page = administrator.post("/administration/people/new/", again, follow=True).content.decode()
    kept = "the work telephone that you typed was not kept."
    assert (kept in page, User.objects.get(pk=user.pk).work_telephone) == (True, "")
    Membership.objects.filter(user=user, agency=other).delete()
    Membership.objects.filter(user=user, agency=second).delete()
    page = administrator.post("/administration/people/new/", again, follow=True).content.decode()
    assert (kept in page, User.objects.get(pk=user.pk).work_telephone) == (False, "01632 960177")


@pytest.mark.parametrize("mailbox", ["safeguarding@school.example", "INFO@school.example", "duty@school.example"])
def test_shared_mailboxes_are_refused(administrator: Client, mailbox: str) -> None:
    said = {"display_name": "Front Desk", "email": mailbox, "is_staff": "no"}
    page = administrator.post("/administration/people/new/", said).content.decode()
    assert "not a shared mailbox" in page
    assert not User.objects.filter(display_name="Front Desk").exists()


def test_nobody_gives_themselves_a_role(administrator: Client) -> None:
    me = somebody("administrator")
    path = f"/administration/people/{me.ref}/memberships/new/"
    answer = administrator.post(path, {"role": "chair", "place": ""} | day("begins_on", TODAY))
    assert answer.status_code == 403
    assert me.memberships.count() == 1


def test_shutting_an_account_ends_what_is_open_and_can_be_undone(administrator: Client, world: Urls) -> None:
    user = somebody("legal")
    client = sign_in(user)
    administrator.post(f"/administration/people/{user.ref}/shut/")
    assert client.get("/account/").status_code == 302
    assert {"people.user-deactivated", "sign-out.everywhere"} <= {row[0] for row in trail(world, 5)}
    administrator.post(f"/administration/people/{user.ref}/open/")
    assert sign_in(user).get("/account/").status_code == 200


def test_a_dormant_account_is_opened_again(administrator: Client) -> None:
    from quorate.web.accounts.moments import now

    user = somebody("quality_assurance")
    User.objects.filter(pk=user.pk).update(last_used_at=now() - timedelta(days=60))
    assert "Not used for more than 45 days" in administrator.get("/administration/people/").content.decode()
    assert Client().post("/demo/sign-in/", {"person": user.ref}).status_code == 403
    administrator.post(f"/administration/people/{user.ref}/open/")
    assert sign_in(user).get("/account/").status_code == 200


def test_a_membership_ends_on_its_last_day(administrator: Client) -> None:
    held = somebody("minute_taker", place=1).memberships.get()
    path = f"/administration/memberships/{held.ref}/end/"
    too_early = held.begins_on - timedelta(days=1)
    assert "not before the first day" in administrator.post(path, day("ends_on", too_early)).content.decode()
    administrator.post(path, day("ends_on", TODAY))
    assert Membership.objects.get(pk=held.pk).ends_on == TODAY


def others() -> list[str]:
    """Every page that shows or changes one record, with a record of another authority."""
    team = Team.objects.filter(authority__pack="barnet").first()
    person = Professional.objects.filter(agency__authority__pack="barnet").first()
    venue = Venue.objects.filter(authority__pack="barnet").first()
    room = Room.objects.filter(venue__authority__pack="barnet").first()
    agency = Agency.objects.filter(authority__pack="barnet").first()
    point = ContactPoint.objects.filter(agency__authority__pack="barnet").first()
    held = Membership.objects.filter(authority__pack="barnet", role="chair").first()
    return [
        f"teams/{team.ref}/close/",
        f"teams/{team.ref}/change/",
        f"buildings/{venue.ref}/change/",
        f"rooms/{room.ref}/change/",
        f"agencies/{agency.ref}/change/",
        f"agencies/{agency.ref}/professionals/new/",
        f"contact-points/{point.ref}/change/",
        f"contact-points/{point.ref}/close/",
        f"professionals/{person.ref}/change/",
        f"professionals/{person.ref}/end/",
        f"professionals/{person.ref}/move/",
        f"people/{held.user.ref}/change/",
        f"buildings/{venue.ref}/rooms/new/",
        f"rooms/{room.ref}/close/",
        f"agencies/{agency.ref}/",
        f"agencies/{agency.ref}/close/",
        f"agencies/{agency.ref}/contact-points/new/",
        f"contact-points/{point.ref}/confirm/",
        f"people/{held.user.ref}/",
        f"people/{held.user.ref}/memberships/new/",
        f"people/{held.user.ref}/shut/",
        f"people/{held.user.ref}/open/",
        f"memberships/{held.ref}/end/",
    ]


def test_another_authoritys_records_are_not_there(administrator: Client) -> None:
    answers = {}
    for path in others():
        method = administrator.post if path.endswith(("close/", "shut/", "open/")) else administrator.get
        answers[path] = method(f"/administration/{path}").status_code
    assert set(answers.values()) == {404}, answers


@pytest.mark.parametrize("role", ["chair", "social_worker", "partner", "legal", "information_governance"])
def test_others_keep_no_lists(role: str) -> None:
    client = sign_in(somebody(role))
    for path in ("", "teams/", "buildings/", "agencies/", "professionals/", "lists/", "people/", "people/new/"):
        assert client.get(f"/administration/{path}").status_code == 403, path


def test_nobody_who_is_not_signed_in_gets_anywhere() -> None:
    for path in ("/administration/", "/administration/people/", "/break-glass/", "/account/", "/account/confirm/"):
        assert Client().get(path)["Location"].startswith("/account/sign-in/"), path
