"""The secrets and database addresses in use: those given, else those the embedded system keeps for itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from quorate.config.environment import Environment
from quorate.hosting import passwords, places
from quorate.hosting.account import database_account
from quorate.hosting.postgres import EmbeddedPostgres
from quorate.hosting.roles import APP, JOB, OWNER


@dataclass(frozen=True)
class Urls:
    """The database as each of our roles sees it."""

    app: str
    owner: str | None
    job: str


def var_folder(environment: Environment) -> Path:
    """Where everything made while running is kept."""
    return environment.var or places.default_var()


def embedded(environment: Environment) -> EmbeddedPostgres | None:
    """The embedded database, not started; None where DATABASE_URL names a server."""
    if environment.database_url:
        return None
    return EmbeddedPostgres(places.database_folder(var_folder(environment), database_account()))


def database_urls(environment: Environment) -> Urls:
    """The addresses of the database. Starts nothing."""
    if environment.database_url:
        app = environment.database_url
        return Urls(app, environment.database_owner_url, environment.database_job_url or app)
    server = EmbeddedPostgres(places.database_folder(var_folder(environment), database_account()))
    return Urls(server.url(APP), server.url(OWNER), server.url(JOB))


def signing_secrets(environment: Environment) -> tuple[str, str]:
    """The secret key and the context secret; in demo mode those not given are made once and kept, mode 600."""
    if environment.secret_key and environment.context_secret:
        return environment.secret_key, environment.context_secret
    made = passwords.kept(var_folder(environment) / "secrets.json", ("secret-key", "context-secret"))
    return environment.secret_key or made["secret-key"], environment.context_secret or made["context-secret"]


def field_keys(environment: Environment) -> tuple[str, ...]:
    """The keys that seal addresses and telephone numbers, the sealing one first; in demo mode one is made once and
    kept, mode 600."""
    if environment.field_keys:
        return tuple(environment.field_keys.split(","))
    return (passwords.kept(var_folder(environment) / "secrets.json", ("field-key",))["field-key"],)
