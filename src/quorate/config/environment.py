"""Every setting of Quorate: what it is, what it is by default, an example. All come from environment variables.

A mistake is one sentence with the mend, before anything starts. Nothing else reads the environment."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from quorate.config.providers import EXAMPLE, Issuer, Provider, Providers, single_provider
from quorate.config.values import Database, Folder, Port, Secret, Secrets

# Variables that begin like ours and belong to the commands, not to the server.
NOT_SETTINGS = ("QUORATE_CACHE",)
PREFIX = "QUORATE_"


class SettingsError(Exception):
    """A setting is missing or wrong; each line is one sentence that names the setting and says how to mend it."""


def _setting(name: str, what: str, *, example: str, default: Any = None, secret: bool = False) -> Any:
    """One setting: the variable, what it is for, an example. `secret`: its value is never printed."""
    return Field(default=default, validation_alias=name, description=what, examples=[example], repr=not secret)


class Environment(BaseModel):
    """The settings, read once at the start and never changed."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    mode: Literal["demo", "production"] = _setting(
        "QUORATE_MODE",
        "demo: a made-up world, signing in by choosing a role. production: neither, and every secret must be given",
        default="demo",
        example="production",
    )
    host: str = _setting("QUORATE_HOST", "the address the pages listen on", default="127.0.0.1", example="0.0.0.0")
    port: Port = _setting("QUORATE_PORT", "the port the pages listen on", default=8000, example="8080")
    live_port: Port | None = _setting(
        "QUORATE_LIVE_PORT", "the port of the stream of changes; by default the one after the pages'", example="8081"
    )
    workers: Annotated[int, Field(ge=1, le=256)] = _setting(
        "QUORATE_WORKERS", "processes that serve pages; one for each processor is plenty", default=1, example="4"
    )
    allowed_hosts: str = _setting(
        "QUORATE_ALLOWED_HOSTS",
        "the host names people reach the pages by, separated by commas; in production none by default",
        default="",
        example="quorate.example.gov.uk",
    )
    behind_tls: bool = _setting(
        "QUORATE_BEHIND_TLS",
        "1 when a proxy in front speaks HTTPS; cookies then travel over HTTPS only. Always on in production",
        default=False,
        example="1",
    )
    database_url: Database | None = _setting(
        "DATABASE_URL",
        "the database, as the unprivileged role that serves pages; by default the embedded one is started",
        example="postgresql://quorate_app:password@db.example/quorate",
        secret=True,
    )
    database_owner_url: Database | None = _setting(
        "DATABASE_OWNER_URL",
        "the same database as the role that owns the tables; used for migrations only",
        example="postgresql://quorate_owner:password@db.example/quorate",
        secret=True,
    )
    database_job_url: Database | None = _setting(
        "DATABASE_JOB_URL",
        "the same database as the role of the job worker; needed together with DATABASE_URL",
        example="postgresql://quorate_job:password@db.example/quorate",
        secret=True,
    )
    database_pool: Annotated[int, Field(ge=0, le=100)] = _setting(
        "QUORATE_DATABASE_POOL",
        "connections that each page process keeps open at most; 0 opens one for each request",
        default=8,
        example="16",
    )
    database_prepared: bool = _setting(
        "QUORATE_DATABASE_PREPARED",
        "1: statements are planned once a connection, which halves the database's work; 0 behind PgBouncer before 1.21",
        default=True,
        example="0",
    )
    role: Literal["app", "job", "owner"] = _setting(
        "QUORATE_ROLE",
        "the database role this process acts in; the commands set it for the processes they start",
        default="app",
        example="job",
    )
    secret_key: Secret | None = _setting(
        "QUORATE_SECRET_KEY",
        "signs cookies and forms; in demo mode one is made and kept",
        example="openssl rand -base64 48",
        secret=True,
    )
    context_secret: Secret | None = _setting(
        "QUORATE_CONTEXT_SECRET",
        "from it comes the handle by which the database knows who asks; in demo mode one is made and kept",
        example="openssl rand -base64 48",
        secret=True,
    )
    field_keys: Secrets | None = _setting(
        "QUORATE_FIELD_KEYS",
        "keys that seal addresses and telephone numbers, separated by commas: the first seals, all open. To change: "
        "put a new one first, run quorate reseal, take the old one out. In demo mode one is made and kept",
        example="openssl rand -base64 48",
        secret=True,
    )
    packs: Folder | None = _setting(
        "QUORATE_PACKS",
        "the folder of the authorities' procedures; by default those that came with Quorate",
        example="/srv/quorate/packs",
    )
    var: Path | None = _setting(
        "QUORATE_VAR",
        "the folder for what is made while running; by default var/ in a checkout, else the user's data folder",
        example="/srv/quorate/var",
    )
    today: date | None = _setting(
        "QUORATE_TODAY", "the day the made-up world believes it is; demo mode only", example="2026-11-20"
    )
    oidc_issuer: Issuer | None = _setting(
        "OIDC_ISSUER",
        "the authority's own sign-in service (OpenID Connect)",
        example="https://login.example.gov.uk/tenant/v2.0",
    )
    oidc_client_id: str | None = _setting("OIDC_CLIENT_ID", "the name that service knows Quorate by", example="quorate")
    oidc_client_secret: str | None = _setting(
        "OIDC_CLIENT_SECRET", "the secret that goes with OIDC_CLIENT_ID", example="from that service", secret=True
    )
    oidc_name: str = _setting(
        "OIDC_NAME", "what the button to that service says", default="your work account", example="your council account"
    )

    oidc_providers: Providers = _setting(
        "OIDC_PROVIDERS",
        "the sign-in services of several authorities and agencies, as a JSON list; each knows the people of one",
        default=(),
        example=EXAMPLE,
        secret=True,
    )

    smtp_host: str | None = _setting(
        "SMTP_HOST",
        "the server that takes e-mail; by default letters become files in the folder outbox of QUORATE_VAR",
        example="smtp.example.gov.uk",
    )
    smtp_port: Port = _setting("SMTP_PORT", "its port", default=587, example="25")
    smtp_user: str | None = _setting(
        "SMTP_USER", "who we are there; with it the connection is encrypted", example="quorate"
    )
    smtp_password: str | None = _setting("SMTP_PASSWORD", "the secret that goes with it", example="…", secret=True)
    mail_from: str = _setting(
        "MAIL_FROM", "the sender of every e-mail", default="quorate@localhost", example="conferences@example.gov.uk"
    )

    @classmethod
    def read(cls, variables: Mapping[str, str]) -> Self:
        """The settings from these variables; an empty one counts as not given. Raises SettingsError, one line a
        mistake."""
        given = {name: value.strip() for name, value in variables.items() if value.strip()}
        mistakes = _unknown(given)
        try:
            made = cls.model_validate(given)
        except ValidationError as error:
            mistakes += [_sentence(one) for one in error.errors(include_input=False, include_url=False)]
        if mistakes:
            raise SettingsError("\n".join(mistakes))
        return made

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        mistakes = [*self._database_mistakes(), *self._oidc_mistakes(), *self._port_mistakes()]
        if self.mode == "production":
            mistakes += self._production_mistakes()
        if mistakes:
            raise ValueError("\n".join(mistakes))
        return self

    def _database_mistakes(self) -> list[str]:
        if self.database_url is None and (self.database_owner_url or self.database_job_url):
            return ["DATABASE_OWNER_URL or DATABASE_JOB_URL is given without DATABASE_URL; give all three or none."]
        if self.database_url and self.database_url == self.database_owner_url:
            return ["DATABASE_URL is the owner's address; name the unprivileged role, which row-level security binds."]
        return []

    def _oidc_mistakes(self) -> list[str]:
        if self.oidc_issuer and not (self.oidc_client_id and self.oidc_client_secret):
            return ["OIDC_ISSUER is given without OIDC_CLIENT_ID and OIDC_CLIENT_SECRET; give all three."]
        if self.oidc_issuer in [one.issuer for one in self.oidc_providers]:
            return ["OIDC_ISSUER is one of OIDC_PROVIDERS too; name it in one of them."]
        return []

    @property
    def sign_in_services(self) -> tuple[Provider, ...]:
        """The provider of OIDC_ISSUER, which may vouch for anybody, and those of the list."""
        name, secret = self.oidc_client_id or "", self.oidc_client_secret or ""
        single = single_provider(self.oidc_issuer, client_id=name, client_secret=secret, name=self.oidc_name)
        return (*single, *self.oidc_providers)

    def _port_mistakes(self) -> list[str]:
        # Two servers could share one port, and every other page would be asked of the wrong one.
        if self.live_port == self.port:
            return ["QUORATE_LIVE_PORT and QUORATE_PORT are the same; give the stream a port of its own."]
        return []

    def _production_mistakes(self) -> list[str]:
        needed = {
            "QUORATE_SECRET_KEY": self.secret_key,
            "QUORATE_CONTEXT_SECRET": self.context_secret,
            "QUORATE_FIELD_KEYS": self.field_keys,
            "DATABASE_URL": self.database_url,
            "DATABASE_JOB_URL": self.database_job_url,
            "OIDC_ISSUER (or OIDC_PROVIDERS)": self.oidc_issuer or self.oidc_providers,
            "SMTP_HOST": self.smtp_host,
            "QUORATE_ALLOWED_HOSTS": self.allowed_hosts,
        }
        mistakes = [f"{name} is not given; production needs it." for name, value in needed.items() if not value]
        if self.secret_key and self.secret_key == self.context_secret:
            mistakes.append("QUORATE_SECRET_KEY and QUORATE_CONTEXT_SECRET are the same; give two different secrets.")
        if self.field_keys and {self.secret_key, self.context_secret} & set(self.field_keys.split(",")):
            mistakes.append("QUORATE_FIELD_KEYS holds another secret of the settings; give it keys of its own.")
        if self.today:
            mistakes.append("QUORATE_TODAY is given; production always takes the real day: remove it.")
        return mistakes


def settings_table() -> list[tuple[str, str, str, str]]:
    """Every setting: name, what it is, default, example."""
    return [
        (
            str(field.validation_alias),
            field.description or "",
            "" if field.default is None else str(field.default),
            str((field.examples or [""])[0]),
        )
        for field in Environment.model_fields.values()
    ]


def _unknown(given: Mapping[str, str]) -> list[str]:
    known = [row[0] for row in settings_table()]
    mistakes = []
    for name in sorted(given):
        if name.startswith(PREFIX) and name not in known and name not in NOT_SETTINGS:
            near = difflib.get_close_matches(name, known, 1)
            hint = f"did you mean {near[0]}?" if near else f"the settings are {', '.join(known)}."
            mistakes.append(f"{name} is not a setting; {hint}")
    return mistakes


def _sentence(error: Any) -> str:
    if not error["loc"]:
        return str(error["msg"]).removeprefix("Value error, ")
    name = str(error["loc"][0])
    example = next(row[3] for row in settings_table() if row[0] == name)
    said = str(error["msg"]).removeprefix("Value error, ")
    if error["type"] != "value_error":
        said = f"is wrong: {said[0].lower()}{said[1:]}"
    return f"{name} {said}; write for example {name}={example}"
