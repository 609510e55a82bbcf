"""What a provider says is read strictly; what we keep secret cannot be read or changed in the database."""

from __future__ import annotations

import pytest
from django.test import override_settings

from quorate.config.providers import Provider as Service
from quorate.web.accounts import claims, sealing
from quorate.web.accounts.configuration import openid_provider_list, provider_name_of

SIGNED = {"iss": "https://id.example", "sub": "s1", "auth_time": 1_800_000_000, "amr": ["pwd", "mfa"]}


def test_issuer_subject_moment_and_factors_come_from_the_signed_part_only() -> None:
    lies = {"iss": "https://evil.example", "sub": "other", "auth_time": 1, "amr": ["mfa"], "email": "A@Council.example"}
    said = claims.read({"id_token": {"iss": "https://id.example", "sub": "s1"}, "userinfo": lies})
    assert said == claims.Claims(issuer="https://id.example", subject="s1", email="a@council.example")


def test_everything_said_is_read() -> None:
    said = claims.read({"id_token": SIGNED, "userinfo": {"email": "a@council.example", "email_verified": True}})
    assert said == claims.Claims(
        issuer="https://id.example",
        subject="s1",
        email="a@council.example",
        email_verified=True,
        authenticated_at=1_800_000_000.0,
        two_factors=True,
    )


@pytest.mark.parametrize("verified", ["true", 1, None, "yes"])
def test_only_a_plain_yes_vouches_for_an_address(verified: object) -> None:
    assert claims.read({"userinfo": {"email": "a@b.example", "email_verified": verified}}).email_verified is False


@pytest.mark.parametrize("methods", [["pwd"], "mfa", None, [], {"mfa": True}])
def test_a_password_alone_is_no_second_factor(methods: object) -> None:
    assert claims.read({"id_token": {**SIGNED, "amr": methods}}).two_factors is False


@pytest.mark.parametrize("moment", ["1800000000", True, None])
def test_a_moment_that_is_no_number_is_none(moment: object) -> None:
    assert claims.read({"id_token": {**SIGNED, "auth_time": moment}}).authenticated_at is None


def test_the_stored_name_of_a_provider_follows_from_its_issuer() -> None:
    one, other = provider_name_of("https://id.example"), provider_name_of("https://id.example.evil.example")
    assert one == provider_name_of("https://id.example")
    assert one != other
    made = openid_provider_list([Service(issuer="https://id.example", client_id="c", client_secret="s")])
    assert made["openid_connect"]["APPS"][0]["provider_id"] == one
    assert openid_provider_list([]) == {}


def test_a_sealed_secret_opens_again_and_never_looks_the_same_twice() -> None:
    one, two = sealing.sealed("JBSWY3DPEHPK3PXP"), sealing.sealed("JBSWY3DPEHPK3PXP")
    assert one != two
    assert "JBSWY3DPEHPK3PXP" not in one
    assert sealing.opened(one) == sealing.opened(two) == "JBSWY3DPEHPK3PXP"


def test_a_changed_secret_and_another_key_are_refused() -> None:
    text = sealing.sealed("JBSWY3DPEHPK3PXP")
    with pytest.raises(sealing.Broken):
        sealing.opened(text[:-6] + "AAAAA=")
    with (
        override_settings(SECRET_KEY="another key altogether"),
        pytest.raises(sealing.Broken, match="QUORATE_SECRET_KEY"),
    ):
        sealing.opened(text)
