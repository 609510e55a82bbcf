"""Staff sign in with their council, against a real provider."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from quorate.people.models import User
from quorate.web.accounts.configuration import provider_name_of
from tests.database import Urls
from tests.web.accounts.provider import Provider, running_provider
from tests.web.accounts.signing_in import somebody, trail, without_nonce

# The provider of the tests still uses what its own library has deprecated; that is not ours to mend.
pytestmark = [
    pytest.mark.filterwarnings("ignore::authlib.deprecate.AuthlibDeprecationWarning"),
    pytest.mark.filterwarnings("ignore:get_jwt_config.*:DeprecationWarning"),
]


@pytest.fixture
def provider(world: Urls) -> Iterator[Provider]:
    with running_provider() as found:
        yield found
    SocialAccount.objects.all().delete()


def vouched(user: User, **more: object) -> dict[str, object]:
    return {"email": user.email, "email_verified": True, "amr": ["pwd", "mfa"], "auth_time": int(time.time())} | more


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_the_first_sign_in_joins_the_identity_and_later_only_it_counts(provider: Provider, world: Urls) -> None:
    user, client = somebody("chair"), Client()
    provider.knows("subject-1", **vouched(user))
    assert provider.sign_in(client, "subject-1")["Location"] == "/"
    assert is_in(client)
    assert trail(world) == [("sign-in.done", "done", "", {"method": "socialaccount", "strength": "strong"})]
    kept = SocialAccount.objects.get()
    assert (kept.provider, kept.uid, kept.user_id) == (provider_name_of(provider.issuer), "subject-1", user.pk)
    assert kept.extra_data == {"iss": provider.issuer, "sub": "subject-1"}

    provider.knows("subject-1", **vouched(user, email="new.name@council.example"))
    again = Client()
    provider.sign_in(again, "subject-1")
    assert is_in(again)
    assert SocialAccount.objects.get().extra_data == {"iss": provider.issuer, "sub": "subject-1"}


def test_an_address_that_was_handed_on_gives_no_second_identity(provider: Provider, world: Urls) -> None:
    user = somebody("chair")
    provider.knows("subject-1", **vouched(user))
    provider.sign_in(Client(), "subject-1")
    provider.knows("subject-2", **vouched(user))
    client = Client()
    assert provider.sign_in(client, "subject-2").status_code == 403
    assert not is_in(client)
    assert trail(world) == [("sign-in.failed", "refused", "unknown", {"method": "provider"})]


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": "true"},
        {"email": "stranger@nowhere.example"},
        {"email": ""},
    ],
)
def test_an_address_nobody_vouches_for_or_knows_is_refused(
    provider: Provider, world: Urls, claims: dict[str, object]
) -> None:
    client = Client()
    provider.knows("subject-1", **vouched(somebody("chair"), **claims))
    assert provider.sign_in(client, "subject-1").status_code == 403
    assert (is_in(client), SocialAccount.objects.count()) == (False, 0)
    assert trail(world) == [("sign-in.failed", "refused", "unknown", {"method": "provider"})]


def test_an_unknown_and_a_shut_out_person_get_the_same_page(provider: Provider, own_world: Urls) -> None:
    shut = somebody("chair")
    User.objects.filter(pk=shut.pk).update(is_active=False)
    provider.knows("shut", **vouched(shut))
    provider.knows("unknown", **vouched(shut, email="stranger@nowhere.example"))
    pages = [without_nonce(provider.sign_in(Client(), subject)) for subject in ("shut", "unknown")]
    assert pages[0] == pages[1]
    assert [row[2] for row in trail(own_world, 2)] == ["inactive", "unknown"]


def test_a_known_identity_that_was_shut_out_is_refused(provider: Provider, own_world: Urls) -> None:
    user = somebody("chair")
    provider.knows("subject-1", **vouched(user))
    provider.sign_in(Client(), "subject-1")
    User.objects.filter(pk=user.pk).update(is_active=False)
    client = Client()
    assert provider.sign_in(client, "subject-1").status_code == 403
    assert not is_in(client)
    assert trail(own_world) == [("sign-in.failed", "refused", "inactive", {"method": "socialaccount"})]


def test_an_answer_nobody_asked_for_is_refused(provider: Provider, world: Urls) -> None:
    provider.knows("subject-1", **vouched(somebody("chair")))
    back = provider.answer(provider.start(Client()), "subject-1")
    other_browser = Client()
    assert other_browser.get(back).status_code == 403
    assert not is_in(other_browser)
    assert trail(world)[0] == ("sign-in.failed", "refused", "provider-unknown", {"method": "provider"})


def test_an_answer_counts_once(provider: Provider) -> None:
    client = Client()
    provider.knows("subject-1", **vouched(somebody("chair")))
    back = provider.answer(provider.start(client), "subject-1")
    client.get(back)
    client.post("/account/sign-out/")
    assert client.get(back).status_code == 403
    assert not is_in(client)


def test_somebody_elses_page_cannot_start_a_sign_in(provider: Provider) -> None:
    answer = Client().get(f"/account/provider/{provider_name_of(provider.issuer)}/sign-in/")
    assert "Location" not in answer
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(f"/account/provider/{provider_name_of(provider.issuer)}/sign-in/").status_code == 403


def test_the_way_there_carries_a_state_and_a_challenge(provider: Provider) -> None:
    address = provider.start(Client())
    assert ("state=" in address, "code_challenge=" in address, "code_challenge_method=S256" in address) == (True,) * 3


def test_one_factor_leads_to_setting_up_an_app_and_nowhere_else(provider: Provider) -> None:
    client = Client()
    provider.knows("subject-1", **vouched(somebody("chair"), amr=["pwd"]))
    provider.sign_in(client, "subject-1")
    for page in ("/", "/account/", "/account/conflicts/", "/administration/"):
        assert client.get(page)["Location"] == "/account/second-factor/app/"
    assert client.get("/account/second-factor/app/").status_code == 200


def test_stepping_up_asks_the_provider_anew(provider: Provider, world: Urls) -> None:
    client, subject = Client(), "subject-1"
    user = somebody("chair")
    provider.knows(subject, **vouched(user, auth_time=int(time.time()) - 3600))
    provider.sign_in(client, subject)
    page = client.get("/account/second-factor/app/")
    assert page["Location"] == "/account/confirm/?next=%2Faccount%2Fsecond-factor%2Fapp%2F"
    shown = client.get(page["Location"]).content.decode()
    assert "prompt%3Dlogin" in shown
    address = provider.start(client, next="/account/second-factor/app/", auth_params="prompt=login&max_age=0")
    assert ("prompt=login" in address, "max_age=0" in address) == (True, True)
    stale = client.get(provider.answer(address, subject))
    assert stale["Location"] == "/account/second-factor/app/"
    assert client.get("/account/second-factor/app/").status_code == 302  # an old proof is none
    provider.knows(subject, **vouched(user))
    provider.sign_in(client, subject, next="/account/second-factor/app/")
    assert client.get("/account/second-factor/app/").status_code == 200


def test_there_is_no_way_to_sign_up_and_no_password(provider: Provider) -> None:
    for path in ("signup", "password/reset", "password/change", "password/set", "login", "email", "reauthenticate"):
        assert Client().get(f"/account/{path}/").status_code == 404, path
    assert Client().post("/account/sign-in/", {"login": "a@b.example", "password": "x"}).status_code == 405
