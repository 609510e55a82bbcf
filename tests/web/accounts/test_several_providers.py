"""Several authorities and agencies sign in with their own services, and none can vouch for another's people."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from quorate.people.models import User
from quorate.web.accounts.configuration import provider_name_of
from tests.database import Urls
from tests.web.accounts.provider import Provider, running_providers
from tests.web.accounts.signing_in import somebody, trail

pytestmark = [
    pytest.mark.filterwarnings("ignore::authlib.deprecate.AuthlibDeprecationWarning"),
    pytest.mark.filterwarnings("ignore:get_jwt_config.*:DeprecationWarning"),
]

ELSEWHERE = ("sign-in.failed", "refused", "another-organisation", {"method": "provider"})


def agency_of(user: User) -> str:
    return str(user.memberships.get().agency.name)  # type: ignore[union-attr]


@pytest.fixture
def services(world: Urls) -> Iterator[list[Provider]]:
    """Bolton's, Barnet's, and that of an agency."""
    councils = [{"authority": somebody("chair", pack=pack).authority.name} for pack in ("bolton", "barnet")]  # type: ignore[union-attr]
    agency = {"agency": agency_of(somebody("partner"))}
    with running_providers(*({"name": f"Service {at}", **one} for at, one in enumerate((*councils, agency)))) as found:
        yield found
    SocialAccount.objects.all().delete()


def vouched(user: User) -> dict[str, object]:
    return {"email": user.email, "email_verified": True, "amr": ["pwd", "mfa"], "auth_time": int(time.time())}


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_each_signs_in_with_their_own(services: list[Provider], world: Urls) -> None:
    people = [somebody("chair"), somebody("chair", pack="barnet"), somebody("partner")]
    for service, user in zip(services, people, strict=True):
        client = Client()
        service.knows("the-same-subject", **vouched(user))
        assert service.sign_in(client, "the-same-subject")["Location"] == "/"
        assert is_in(client)
    kept = {(one.provider, one.uid, one.user_id) for one in SocialAccount.objects.all()}
    assert kept == {
        (provider_name_of(service.issuer), "the-same-subject", user.pk)
        for service, user in zip(services, people, strict=True)
    }


def test_another_councils_service_cannot_say_that_it_is_one_of_ours(services: list[Provider], world: Urls) -> None:
    bolton, barnet, agency = services
    ours, partner = somebody("chair"), somebody("partner")
    for service, user in ((barnet, ours), (agency, ours), (bolton, partner), (barnet, partner)):
        client = Client()
        service.knows("somebody", **vouched(user))
        assert service.sign_in(client, "somebody").status_code == 403
        assert not is_in(client)
        assert trail(world) == [ELSEWHERE]
    assert SocialAccount.objects.count() == 0


def test_a_subject_that_we_know_from_one_service_is_nobody_at_another(services: list[Provider]) -> None:
    bolton, barnet, _ = services
    bolton.knows("subject-1", **vouched(somebody("chair")))
    bolton.sign_in(Client(), "subject-1")
    barnet.knows("subject-1", email="stranger@nowhere.example", email_verified=True)
    client = Client()
    assert barnet.sign_in(client, "subject-1").status_code == 403
    assert not is_in(client)


def test_whoever_leaves_an_agency_is_no_longer_vouched_for_by_it(own_world: Urls) -> None:
    partner = somebody("partner")
    with running_providers({"agency": agency_of(partner)}) as (service,):
        service.knows("subject-1", **vouched(partner))
        service.sign_in(Client(), "subject-1")
        held = partner.memberships.get()
        other = type(held.agency).objects.filter(authority=held.authority).exclude(pk=held.agency_id).first()
        partner.memberships.update(agency=other)
        client = Client()
        assert service.sign_in(client, "subject-1").status_code == 403
        assert not is_in(client)
        assert trail(own_world) == [ELSEWHERE]


def test_the_sign_in_page_offers_each_by_its_name(services: list[Provider]) -> None:
    shown = Client().get("/account/sign-in/").content.decode()
    assert [f"Service {at}" in shown for at in range(3)] == [True] * 3
    assert [provider_name_of(service.issuer) in shown for service in services] == [True] * 3
