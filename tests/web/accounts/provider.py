"""A real OpenID Connect provider on this machine, and a person at a browser who signs in with it."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
from django.http import HttpResponse
from django.test import Client, override_settings

from quorate.config.providers import Provider as Service
from quorate.web.accounts.configuration import openid_provider_list, provider_name_of

with warnings.catch_warnings():
    # The provider's own library has deprecated what it uses, and insists on saying so; not ours to mend.
    import authlib.deprecate

    warnings.simplefilter("ignore", authlib.deprecate.AuthlibDeprecationWarning)
    from oidc_provider_mock import run_server_in_thread


@dataclass(frozen=True)
class Provider:
    """A running provider at `issuer`."""

    issuer: str

    def knows(self, subject: str, **claims: object) -> None:
        """Set what the provider says about a person."""
        httpx.put(f"{self.issuer}/users/{subject}", json=claims).raise_for_status()

    def start(self, client: Client, **asked: str) -> str:
        """Press "Sign in with …"; gives the address at the provider to which the browser is sent."""
        page = f"/account/provider/{provider_name_of(self.issuer)}/sign-in/"
        answer = client.post(page, query_params=asked)
        assert answer.status_code == 302, answer.content.decode()[:1000]
        return str(answer["Location"])

    def answer(self, address: str, subject: str) -> str:
        """Prove at the provider who one is; gives the path to which the browser is sent back."""
        answer = httpx.post(address, data={"sub": subject})
        assert answer.status_code == 302, answer.text[:1000]
        back = urlsplit(answer.headers["Location"])
        return f"{back.path}?{back.query}"

    def sign_in(self, client: Client, subject: str, **asked: str) -> HttpResponse:
        """The whole way there and back."""
        return client.get(self.answer(self.start(client, **asked), subject))


@contextmanager
def running_provider(**bound_to: str) -> Iterator[Provider]:
    """A provider, and the settings that point to it; `authority` or `agency` names whose people it vouches for."""
    with running_providers(bound_to) as (only,):
        yield only


@contextmanager
def running_providers(*bound_to: dict[str, str]) -> Iterator[list[Provider]]:
    """Several at once, each with its own issuer and people."""
    with ExitStack() as running:
        servers = [running.enter_context(run_server_in_thread(user_claims=())) for _ in bound_to]
        found = [Provider(f"http://localhost:{server.server_port}") for server in servers]
        services = [
            Service(issuer=one.issuer, client_id="quorate", client_secret="made-up", **{"name": "Bolton", **said})
            for one, said in zip(found, bound_to, strict=True)
        ]
        with override_settings(SOCIALACCOUNT_PROVIDERS=openid_provider_list(services)):
            yield found
