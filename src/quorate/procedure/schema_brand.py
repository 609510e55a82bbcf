"""The type of an authority's colours, refused where words could not be read on them."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from quorate.procedure.schema_duties import Sourced

LEAST_CONTRAST = 4.5
"""What WCAG 2.2 asks at level AA between words and their ground."""
WHITE, INK = "#ffffff", "#1b2429"

Colour = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]


class Brand(Sourced):
    """The accent of the pages: a ground for white words, a darker one for what is pressed, a tint for dark words."""

    accent: Colour
    accent_dark: Colour
    accent_tint: Colour

    @model_validator(mode="after")
    def _words_can_be_read(self) -> Self:
        for key, other, mend in (
            ("accent", WHITE, "darker"),
            ("accent_dark", WHITE, "darker"),
            ("accent_tint", INK, "lighter"),
        ):
            measured = contrast(getattr(self, key), other)
            if measured < LEAST_CONTRAST:
                words = "white" if other == WHITE else "dark"
                raise ValueError(
                    f"{key}: {words} words on {getattr(self, key)} have a contrast of {measured:.1f} to 1, and "
                    f"{LEAST_CONTRAST} is the least that can be read; take a {mend} colour"
                )
        return self


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (`#1d4e5f`) as WCAG 2 measures it, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
