"""An address made from parts that are known is the one that Django writes."""

from __future__ import annotations

from uuid import uuid4

from quorate.web.addresses import address


def test_an_address_of_one_record_is_the_same_as_written_out() -> None:
    key = uuid4()
    assert address("conference_meeting", ref="a" * 26) == f"/conferences/{'a' * 26}/meeting/"
    assert address("duty", key=key) == f"/work/{key}/"
