"""The list of sign-in services: typed, each bound to one, every mistake a sentence that says no secret."""

from __future__ import annotations

import json
from typing import Any

import pytest

from quorate.config import providers
from quorate.config.environment import Environment, SettingsError
from tests.config.test_environment import PRODUCTION

NORTH = {
    "issuer": "https://login.north.example/",
    "client_id": "quorate",
    "client_secret": "hush-hush",
    "authority": "North Council",
}
SCHOOL = {**NORTH, "issuer": "https://id.school.example", "authority": "", "agency": "Weir Lane School"}


def read(*entries: dict[str, Any]) -> Environment:
    return Environment.read({"OIDC_PROVIDERS": json.dumps(entries)})


def test_each_is_bound_to_an_authority_or_an_agency() -> None:
    found = read(NORTH, SCHOOL).sign_in_services
    assert [(one.issuer, one.authority, one.agency) for one in found] == [
        ("https://login.north.example", "North Council", ""),
        ("https://id.school.example", "", "Weir Lane School"),
    ]


def test_the_single_one_may_stand_beside_them() -> None:
    single = {"OIDC_ISSUER": "https://one.example", "OIDC_CLIENT_ID": "q", "OIDC_CLIENT_SECRET": "s"}
    found = Environment.read({**single, "OIDC_PROVIDERS": json.dumps([NORTH])}).sign_in_services
    assert [one.issuer for one in found] == ["https://one.example", "https://login.north.example"]


def test_production_is_content_with_the_list() -> None:
    given = {name: value for name, value in PRODUCTION.items() if not name.startswith("OIDC_")}
    assert len(Environment.read({**given, "OIDC_PROVIDERS": json.dumps([NORTH])}).sign_in_services) == 1


def test_forms_may_lead_to_each_of_them_and_where_it_sends_on() -> None:
    found = read(NORTH, {**SCHOOL, "forms_go_to": ["https://accounts.school.example"]}).sign_in_services
    assert providers.origins(found) == [
        "https://login.north.example",
        "https://id.school.example",
        "https://accounts.school.example",
    ]


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("[", "is not JSON (line 1, column 2: Expecting value)"),
        ("{}", "is not a list in square brackets"),
        ("[1]", "entry 1 is not an object in curly brackets"),
        (json.dumps([{**NORTH, "authority": ""}]), "entry 1 needs either authority or agency"),
        (json.dumps([{**NORTH, "agency": "Both"}]), "entry 1 needs either authority or agency"),
        (json.dumps([NORTH, {**NORTH, "issuer": "http://plain.example"}]), "entry 2: issuer does not begin with https"),
        (json.dumps([NORTH, NORTH]), "entry 2 names the issuer https://login.north.example a second time"),
        (json.dumps([{**NORTH, "secret": "x"}]), "entry 1: secret extra inputs are not permitted"),
        (json.dumps([{**NORTH, "client_id": ""}]), "entry 1: client_id string should have at least 1 character"),
    ],
)
def test_a_mistake_is_a_sentence(value: str, sentence: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Environment.read({"OIDC_PROVIDERS": value})
    said = str(caught.value)
    assert said.startswith(f"OIDC_PROVIDERS {sentence}") and len(said.splitlines()) == 1
    assert "hush" not in said


def test_no_secret_is_printed() -> None:
    assert "hush" not in repr(read(NORTH)) and "hush" not in repr(read(NORTH).sign_in_services)


def test_an_issuer_stands_once() -> None:
    single = {"OIDC_ISSUER": NORTH["issuer"], "OIDC_CLIENT_ID": "q", "OIDC_CLIENT_SECRET": "s"}
    with pytest.raises(SettingsError, match="name it in one of them"):
        Environment.read({**single, "OIDC_PROVIDERS": json.dumps([NORTH])})
