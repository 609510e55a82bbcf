"""The sign-in services of authorities and agencies: a list, each bound to the people of one of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator


def issuer(value: str) -> str:
    """An issuer's address as it is compared: HTTPS (plain HTTP on this machine only), without a stroke at its end."""
    if not value.startswith("https://") and not value.startswith(("http://127.0.0.1", "http://localhost")):
        raise ValueError("does not begin with https://")
    return value.rstrip("/")


Issuer = Annotated[str, AfterValidator(issuer)]
Said = Annotated[str, Field(min_length=1)]


EXAMPLE = (
    '[{"issuer": "https://login.example.gov.uk", "client_id": "quorate", "client_secret": "…", '
    '"name": "Example Council", "authority": "Example Council"}]'
)


class Provider(BaseModel):
    """One sign-in service (OpenID Connect).

    `authority` or `agency` is the name of the one whose people it may vouch for; with neither, anybody's (the single
    provider of OIDC_ISSUER). `forms_go_to` are further origins to which it sends browsers on, besides its own.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    issuer: Issuer
    client_id: Said
    client_secret: Annotated[str, Field(min_length=1, repr=False)]
    name: str = ""
    authority: str = ""
    agency: str = ""
    forms_go_to: tuple[str, ...] = ()

    @property
    def origins(self) -> tuple[str, ...]:
        """Where a browser may be sent for this sign-in, as the content security policy names it."""
        parts = urlsplit(self.issuer)
        return (f"{parts.scheme}://{parts.netloc}", *self.forms_go_to)


class _Listed(Provider):
    """A provider of the list, which has to say whose people it knows."""

    @model_validator(mode="after")
    def _bound(self) -> Self:
        if bool(self.authority) == bool(self.agency):
            raise ValueError("needs either authority or agency: the name of the one whose people it vouches for")
        return self


def _read(value: Any) -> Any:
    """The list, or one sentence that names the entry and what is wrong with it. Never says a secret."""
    try:
        entries = json.loads(value) if isinstance(value, str) else value
    except json.JSONDecodeError as error:
        raise ValueError(f"is not JSON (line {error.lineno}, column {error.colno}: {error.msg})") from error
    if not isinstance(entries, list | tuple):
        raise ValueError("is not a list in square brackets")
    found = [_entry(number, entry) for number, entry in enumerate(entries, 1)]
    for number, one in enumerate(found, 1):
        if any(one.issuer == earlier.issuer for earlier in found[: number - 1]):
            raise ValueError(f"entry {number} names the issuer {one.issuer} a second time; each stands once")
    return tuple(found)


def _entry(number: int, entry: Any) -> Provider:
    if not isinstance(entry, dict):
        raise ValueError(f"entry {number} is not an object in curly brackets")
    try:
        return _Listed.model_validate(entry)
    except ValidationError as wrong:
        first = wrong.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        said = str(first["msg"]).removeprefix("Value error, ")
        raise ValueError(f"entry {number}{': ' + where if where else ''} {said[0].lower()}{said[1:]}") from wrong


Providers = Annotated[tuple[Provider, ...], BeforeValidator(_read)]


def origins(providers: Sequence[Provider]) -> list[str]:
    """Every origin to which a sign-in form may lead, each once."""
    return list(dict.fromkeys(origin for one in providers for origin in one.origins))


def single_provider(issuer: str | None, *, client_id: str, client_secret: str, name: str) -> tuple[Provider, ...]:
    """The provider that may vouch for anybody; none where no issuer is given."""
    if not issuer:
        return ()
    return (Provider(issuer=issuer, client_id=client_id, client_secret=client_secret, name=name),)
