"""Every form that a conference's pages offer to somebody, filled in and sent by them: it is kept, or a page says why
not. Nothing that was typed ends in an error."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.crawl.conference import Met, held, in_session
from tests.crawl.filling import forms_of
from tests.crawl.walking import kind_of, walked
from tests.database import Urls

# In the order in which they come: each finds what those before have left. What ends the meeting is left out.
ROLES = {"held": ("partner", "minute_taker", "social_worker"), "in session": ("administrator", "chair")}
LEAST = {"partner": 0, "minute_taker": 20, "social_worker": 25, "administrator": 10, "chair": 25}
"""So many kinds of forms at least are found by each."""
ENDS = {"conference_end", "conference_start"}


@pytest.fixture(scope="module", params=list(ROLES))
def met(request: pytest.FixtureRequest, module_database: Urls) -> Iterator[tuple[Met, tuple[str, ...]]]:
    yield (held() if request.param == "held" else in_session()), ROLES[request.param]


def test_no_form_that_is_offered_ends_in_an_error(met: tuple[Met, tuple[str, ...]]) -> None:
    world, roles = met
    failed = {role: kind for role in roles if (kind := failing(world, role))}
    assert failed == {}


def failing(met: Met, role: str) -> list[str]:
    """The forms that this role is offered and that fail."""
    client, sent, failed = met.browser(role), set[str](), []
    client.raise_request_exception = False
    for address in walked(client, met.ref).values():
        for action, said in forms_of(client.get(address)):
            kind = kind_of(action)
            if action.startswith("/conferences/") and kind not in sent | ENDS:
                sent.add(kind)
                failed += [kind] if client.post(action, said).status_code >= 500 else []
    assert len(sent) > LEAST[role], sorted(sent)
    return failed
