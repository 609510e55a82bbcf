"""Sealed words: only with a key, only in their own row, never empty instead of broken."""

from __future__ import annotations

import uuid

import pytest
from django.conf import settings
from django.test import override_settings

from quorate.cases.sealing import ADDRESS, CONTACT_WAY, Broken

NEWER, OLDER = "n" * 40, "o" * 40
ROW = uuid.UUID(int=7)
WORDS = "CANARY-9 Elm Street"


def test_sealed_words_open_again_and_never_look_the_same_twice() -> None:
    one, two = ADDRESS.sealed(WORDS, ROW), ADDRESS.sealed(WORDS, ROW)
    assert (one == two, "CANARY" in one) == (False, False)
    assert ADDRESS.opened(one, ROW) == ADDRESS.opened(two, ROW) == WORDS


def _changed(sealed: str) -> str:
    middle = len(sealed) // 2
    return sealed[:middle] + ("A" if sealed[middle] != "A" else "B") + sealed[middle + 1 :]


@pytest.mark.parametrize(
    ("sealed", "about"),
    [
        (lambda: _changed(ADDRESS.sealed(WORDS, ROW)), ROW),
        (lambda: ADDRESS.sealed(WORDS, ROW), uuid.UUID(int=8)),
        (lambda: CONTACT_WAY.sealed(WORDS, ROW), ROW),
        (lambda: "", ROW),
        (lambda: "nonsense é", ROW),
    ],
    ids=["changed", "moved to another row", "sealed for something else", "empty", "not sealed at all"],
)
def test_what_was_changed_or_moved_is_an_error_and_never_an_empty_address(sealed, about) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Broken, match="QUORATE_FIELD_KEYS") as broken:
        ADDRESS.opened(sealed(), about)
    assert ("CANARY" in str(broken.value), broken.value.__cause__) == (False, None)


def test_the_first_key_seals_and_every_key_opens() -> None:
    with override_settings(QUORATE_FIELD_KEYS=(OLDER,)):
        old = ADDRESS.sealed(WORDS, ROW)
    with override_settings(QUORATE_FIELD_KEYS=(NEWER, OLDER)):
        assert ADDRESS.opened(old, ROW) == WORDS
        assert ADDRESS.is_current(old, ROW) is False
        new = ADDRESS.resealed(old, ROW)
        assert ADDRESS.is_current(new, ROW) is True
    with override_settings(QUORATE_FIELD_KEYS=(NEWER,)):
        assert ADDRESS.opened(new, ROW) == WORDS
        with pytest.raises(Broken):
            ADDRESS.opened(old, ROW)


def test_the_settings_give_the_keys_in_their_order() -> None:
    assert [key.split("-")[1] for key in settings.QUORATE_FIELD_KEYS] == ["newer", "older"]
