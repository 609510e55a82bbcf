"""Settings: typed, few, and a mistake is a sentence."""

from __future__ import annotations

from datetime import date

import pytest

from quorate.config.environment import Environment, SettingsError, settings_table

PRODUCTION = {
    "QUORATE_MODE": "production",
    "QUORATE_SECRET_KEY": "a" * 40,
    "QUORATE_CONTEXT_SECRET": "b" * 40,
    "QUORATE_FIELD_KEYS": "c" * 40,
    "QUORATE_ALLOWED_HOSTS": "quorate.example.gov.uk",
    "DATABASE_URL": "postgresql://quorate_app:x@db.example/quorate",
    "DATABASE_JOB_URL": "postgresql://quorate_job:x@db.example/quorate",
    "OIDC_ISSUER": "https://login.example.gov.uk/",
    "OIDC_CLIENT_ID": "quorate",
    "OIDC_CLIENT_SECRET": "c",
    "SMTP_HOST": "smtp.example.gov.uk",
}


def _refused(**given: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        Environment.read(given)
    return str(caught.value).splitlines()


def test_nothing_need_be_said_for_a_demo() -> None:
    found = Environment.read({})
    assert (found.mode, found.host, found.port, found.database_url) == ("demo", "127.0.0.1", 8000, None)


def test_what_is_said_is_typed() -> None:
    found = Environment.read({"QUORATE_PORT": "8080", "QUORATE_TODAY": "2026-11-20", "QUORATE_VAR": " "})
    assert (found.port, found.today, found.var) == (8080, date(2026, 11, 20), None)


def test_production_stands_when_everything_is_given() -> None:
    assert Environment.read(PRODUCTION).oidc_issuer == "https://login.example.gov.uk"


@pytest.mark.parametrize("missing", [name for name in PRODUCTION if name not in ("QUORATE_MODE", "DATABASE_URL")])
def test_production_needs_each_of_them(missing: str) -> None:
    given = {name: value for name, value in PRODUCTION.items() if name != missing}
    said = " ".join(_refused(**given))
    assert said.count(missing) == 1


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (
            {"QUORATE_PORT": "8080", "QUORATE_LIVE_PORT": "8080"},
            "QUORATE_LIVE_PORT and QUORATE_PORT are the same; give the stream a port of its own.",
        ),
        ({"QUORATE_PROT": "1"}, "QUORATE_PROT is not a setting; did you mean QUORATE_PORT?"),
        (
            {"QUORATE_MODE": "prod"},
            "QUORATE_MODE is wrong: input should be 'demo' or 'production'; write for example QUORATE_MODE=production",
        ),
        (
            {"DATABASE_URL": "mysql://x"},
            "DATABASE_URL is not the address of a PostgreSQL database; write for example "
            "DATABASE_URL=postgresql://quorate_app:password@db.example/quorate",
        ),
        (
            {"QUORATE_SECRET_KEY": "short"},
            "QUORATE_SECRET_KEY has 5 characters and needs 32 or more; write for example "
            "QUORATE_SECRET_KEY=openssl rand -base64 48",
        ),
        (
            {"DATABASE_OWNER_URL": "postgresql://o@db/q"},
            "DATABASE_OWNER_URL or DATABASE_JOB_URL is given without DATABASE_URL; give all three or none.",
        ),
        (
            {"DATABASE_URL": "postgresql://o@db/q", "DATABASE_OWNER_URL": "postgresql://o@db/q"},
            "DATABASE_URL is the owner's address; name the unprivileged role, which row-level security binds.",
        ),
        (
            {"OIDC_ISSUER": "https://login.example.gov.uk"},
            "OIDC_ISSUER is given without OIDC_CLIENT_ID and OIDC_CLIENT_SECRET; give all three.",
        ),
        (
            PRODUCTION | {"QUORATE_TODAY": "2026-11-20"},
            "QUORATE_TODAY is given; production always takes the real day: remove it.",
        ),
        (
            PRODUCTION | {"QUORATE_CONTEXT_SECRET": "a" * 40},
            "QUORATE_SECRET_KEY and QUORATE_CONTEXT_SECRET are the same; give two different secrets.",
        ),
        (
            {"QUORATE_FIELD_KEYS": "c" * 40 + ",short"},
            "QUORATE_FIELD_KEYS has a key (number 2) shorter than 32 characters; write for example "
            "QUORATE_FIELD_KEYS=openssl rand -base64 48",
        ),
        (
            {"QUORATE_FIELD_KEYS": "c" * 40 + ", " + "c" * 40},
            "QUORATE_FIELD_KEYS names one key twice; write for example QUORATE_FIELD_KEYS=openssl rand -base64 48",
        ),
        (
            PRODUCTION | {"QUORATE_FIELD_KEYS": "c" * 40 + "," + "a" * 40},
            "QUORATE_FIELD_KEYS holds another secret of the settings; give it keys of its own.",
        ),
    ],
)
def test_a_mistake_is_one_sentence_with_the_mend(given: dict[str, str], sentence: str) -> None:
    assert _refused(**given) == [sentence]


def test_secrets_are_not_printed() -> None:
    shown = repr(Environment.read(PRODUCTION))
    assert [word for word in ("a" * 40, "b" * 40, "c" * 40, ":x@") if word in shown] == []


def test_every_setting_says_what_it_is_and_shows_an_example() -> None:
    assert [name for name, what, _, example in settings_table() if not (what and example)] == []
