"""A pack's colours are refused where words could not be read on them."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from quorate.procedure.schema_brand import Brand, contrast

GOOD = {"accent": "#1d4e5f", "accent_dark": "#143743", "accent_tint": "#e4eef0", "source": ["a made-up style guide"]}


def test_contrast_is_measured_as_the_guidelines_measure_it() -> None:
    measured = [
        round(contrast(one, other), 2)
        for one, other in (("#000000", "#ffffff"), ("#1d4e5f", "#ffffff"), ("#767676", "#ffffff"))
    ]
    assert measured == [21.0, 9.1, 4.54]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"accent": "#4a90a4"}, "accent: white words on #4a90a4 have a contrast of 3.6 to 1, {}; take a darker colour"),
        (
            {"accent_dark": "#999999"},
            "accent_dark: white words on #999999 have a contrast of 2.8 to 1, {}; take a darker colour",
        ),
        (
            {"accent_tint": "#444444"},
            "accent_tint: dark words on #444444 have a contrast of 1.6 to 1, {}; take a lighter colour",
        ),
    ],
)  # fmt: skip
def test_a_colour_on_which_words_cannot_be_read_is_refused(change: dict[str, str], said: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Brand.model_validate(GOOD | change)
    assert [error["msg"].removeprefix("Value error, ") for error in refused.value.errors()] == [
        said.format("and 4.5 is the least that can be read")
    ]


@pytest.mark.parametrize("wrong", ["red", "#FFF", "#1d4e5", "url(x)", "#1d4e5f;}"])
def test_what_is_no_colour_is_refused(wrong: str) -> None:
    with pytest.raises(ValidationError):
        Brand.model_validate(GOOD | {"accent": wrong})
