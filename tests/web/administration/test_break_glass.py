"""Opening a case in an emergency, and the review of it; conflicts of interest."""

from __future__ import annotations

import psycopg
import pytest
from django.test import Client

from quorate.access.refs import new_ref
from quorate.people.models import Membership, User
from tests.database import Urls
from tests.web.accounts.signing_in import sign_in, somebody, trail, without_nonce

WHY = {"reason_code": "child_at_risk_now", "text": "Called by the night desk: the child is at the station."}


def ref_of(
    urls: Urls,
    *,
    restricted: bool = False,
    pack: str = "bolton",
    conflict_of: User | None = None,
    unknown_to: User | None = None,
) -> str:
    """A case of an authority, seen from outside the walls; with `unknown_to` one on which that person never worked."""
    with psycopg.connect(urls.superuser) as connection:
        found = connection.execute(
            "SELECT c.ref FROM access_case c JOIN people_authority a ON a.id = c.authority_id WHERE a.pack = %s "
            "AND c.restricted = %s AND c.kind = 'case' AND EXISTS (SELECT FROM access_conflict x "
            "WHERE x.case_id = c.id AND x.user_id = coalesce(%s, x.user_id)) = %s "
            "AND NOT EXISTS (SELECT FROM access_grant g WHERE g.case_id = c.id AND (g.user_id = %s OR g.team_id IN "
            "(SELECT m.team_id FROM people_membership m WHERE m.user_id = %s))) "
            "ORDER BY c.founded_at, c.ref LIMIT 1",
            [pack, restricted, conflict_of and conflict_of.pk, conflict_of is not None]
            + [unknown_to and unknown_to.pk] * 2,
        ).fetchone()
    assert found is not None
    return str(found[0])


def neighbour(urls: Urls) -> User:
    """The social worker against whom a case of Bolton holds a conflict of interest."""
    with psycopg.connect(urls.superuser) as connection:
        found = connection.execute(
            "SELECT x.user_id FROM access_conflict x JOIN people_authority a ON a.id = x.authority_id "
            "WHERE a.pack = 'bolton'"
        ).fetchone()
    assert found is not None
    return User.objects.get(pk=found[0])


def unlisted(urls: Urls) -> User:
    """A social worker of Bolton who is on the list of no restricted case."""
    with psycopg.connect(urls.superuser) as connection:
        listed = {row[0] for row in connection.execute("SELECT user_id FROM access_restriction")}
    held = Membership.objects.filter(authority__pack="bolton", role="social_worker", ends_on__isnull=True)
    return held.exclude(user__in=listed).order_by("user__email")[0].user


def opened(client: Client, ref: str) -> int:
    """The status of the page to which the address of a case leads."""
    return int(client.get(f"/cases/{ref}/", follow=True).status_code)


def stepped_up(role: str, place: int = 0) -> Client:
    client = sign_in(somebody(role, place=place))
    client.post("/account/confirm/")
    return client


def test_it_needs_a_fresh_proof_a_reason_and_words(own_world: Urls) -> None:
    ref = ref_of(own_world, unknown_to=somebody("chair", place=2))
    path = f"/break-glass/{ref}/"
    client = sign_in(somebody("chair", place=2))
    assert client.get(path)["Location"] == f"/account/confirm/?next=%2Fbreak-glass%2F{ref}%2F"
    assert client.post(path, WHY)["Location"].startswith("/account/confirm/")
    client.post("/account/confirm/")
    assert client.get(path).status_code == 200
    assert "Say a little more" in client.post(path, WHY | {"text": "Because."}).content.decode()
    assert opened(client, ref) == 404
    assert client.post(path, WHY)["Location"] == f"/cases/{ref}/"
    assert trail(own_world)[0][0] == "break-glass.opened"
    assert opened(client, ref) == 200


def test_a_restricted_case_a_conflict_another_authority_and_nothing_are_one_answer(own_world: Urls) -> None:
    near, outsider = neighbour(own_world), unlisted(own_world)
    asked = {near: ref_of(own_world, conflict_of=near), outsider: ref_of(own_world, restricted=True)}
    answers = []
    for user, ref in asked.items():
        client = sign_in(user)
        client.post("/account/confirm/")
        answers += [
            client.post(f"/break-glass/{one}/", WHY) for one in (ref, ref_of(own_world, pack="barnet"), new_ref())
        ]
    assert [answer.status_code for answer in answers] == [404] * 6
    assert len({without_nonce(answer) for answer in answers[:3]}) == 1
    assert len({without_nonce(answer) for answer in answers[3:]}) == 1


@pytest.mark.parametrize("role", ["partner", "legal", "minute_taker", "system_administrator"])
def test_others_cannot(role: str, own_world: Urls) -> None:
    client = stepped_up(role)
    assert client.post(f"/break-glass/{ref_of(own_world)}/", WHY).status_code == 403


def test_information_governance_judges_it_and_nobody_their_own(own_world: Urls) -> None:
    ref = ref_of(own_world)
    lead, other = somebody("information_governance"), somebody("information_governance", place=1)
    client = sign_in(lead)
    client.post("/account/confirm/")
    client.post(f"/break-glass/{ref}/", WHY)
    reviewer = sign_in(other)
    page = reviewer.get("/break-glass/").content.decode()
    assert lead.display_name in page
    with psycopg.connect(own_world.superuser) as connection:
        (broken,) = connection.execute("SELECT id FROM access_break_glass").fetchone() or (None,)
    path = f"/break-glass/review/{broken}/"
    assert client.get(path).status_code == 404
    assert "Choose what you found" in reviewer.post(path, {}).content.decode()
    assert reviewer.post(path, {"verdict": "justified"})["Location"] == "/break-glass/"
    assert "Nothing waits" in reviewer.get("/break-glass/").content.decode()
    assert reviewer.post(path, {"verdict": "justified"}).status_code == 404


def test_ending_it_early_closes_the_case_again(own_world: Urls) -> None:
    ref = ref_of(own_world, unknown_to=somebody("chair", place=2))
    client = stepped_up("chair", place=2)
    client.post(f"/break-glass/{ref}/", WHY)
    assert opened(client, ref) == 200
    client.post("/break-glass/end/")
    assert opened(client, ref) == 404


def told_of(urls: Urls, ref: str) -> str:
    """What somebody who knows the family would type: name and date of birth, of a child not yet born the reference."""
    with psycopg.connect(urls.superuser) as connection:
        found = connection.execute(
            "SELECT c.given_names, c.family_name, c.born_on, c.reference FROM cases_child c "
            "JOIN access_case k ON k.id = c.case_id WHERE k.ref = %s",
            [ref],
        ).fetchone()
    assert found is not None
    return f"{found[0]} {found[1]} {found[2]}" if found[2] else str(found[3])


def closed_to(urls: Urls, user: User) -> int:
    with psycopg.connect(urls.superuser) as connection:
        found = connection.execute("SELECT count(*) FROM access_conflict WHERE user_id = %s", [user.pk]).fetchone()
    return int(found[0]) if found else 0


def test_a_conflict_is_declared_by_name_and_says_the_same_whatever_is_hidden(own_world: Urls) -> None:
    ref, manager = ref_of(own_world), somebody("team_manager")
    client = next(
        one for one in (sign_in(manager), sign_in(somebody("team_manager", place=1)))
        if opened(one, ref) == 200
    )  # fmt: skip
    said = {"q": told_of(own_world, ref), "kind": "neighbour"}
    second = client.post("/account/conflicts/", said).content.decode()
    assert (f'value="{ref}"' in second, "how you know them: neighbour." in second) == (True, True)
    client.post("/account/conflicts/", {**said, "step": "close", "case": ref})
    assert "is closed to you now." in client.get("/account/conflicts/").content.decode()
    assert opened(client, ref) == 404
    assert client.post("/account/confirm/").status_code == 302
    assert client.post(f"/break-glass/{ref}/", WHY).status_code == 404
    other = somebody("social_worker", place=1)
    stranger, hidden = sign_in(other), told_of(own_world, ref_of(own_world, unknown_to=other))
    pages, before = [], closed_to(own_world, other)
    for typed in (hidden, "Nobody Unheardof 2019-02-03", new_ref()):
        step = stranger.post("/account/conflicts/", {"q": typed, "kind": "friend"})
        pages.append(without_nonce(step).replace(typed, "TYPED"))
        stranger.post("/account/conflicts/", {"q": typed, "kind": "friend", "step": "close"}, follow=True)
    assert pages[0] == pages[1] == pages[2]
    assert closed_to(own_world, other) - before >= 1, "what was hidden is closed"
    assert stranger.get("/account/conflicts/").content.decode().count("<li>Friend, on ") == 3
    assert "at least 2 letters" in client.post("/account/conflicts/", {"q": "x", "kind": "friend"}).content.decode()
