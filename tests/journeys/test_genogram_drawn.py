"""The genograms of the gallery in a real browser: no words on top of others, none cut off, the page never wider."""

from __future__ import annotations

from typing import Any

import pytest

FAULTS = """() => [...document.querySelectorAll('svg.q-geno__drawing')].flatMap((svg, number) => {
  const words = [...svg.querySelectorAll('text')].map((one) => ({ says: one.textContent, box: one.getBBox() }));
  const { width, height } = svg.viewBox.baseVal;
  const meet = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
  const outside = words.filter(({ box }) => box.x < 0 || box.y < 0 || box.x + box.width > width
    || box.y + box.height > height).map(({ says }) => [number, says]);
  return [...outside, ...words.flatMap((a, i) => words.slice(i + 1).filter((b) => meet(a.box, b.box))
    .map((b) => [number, a.says, b.says]))];
})"""


@pytest.mark.parametrize("width", [1280, 320])
def test_words_are_readable_and_wide_families_scroll_in_their_own_region(look: Any, width: int) -> None:
    page = look("/parts/", width=width)
    assert page.evaluate("document.fonts.ready.then(() => true)")
    assert page.locator("svg.q-geno__drawing").count() == 5
    assert page.evaluate(FAULTS) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    region = page.get_by_role("region", name="scrolls sideways").last
    region.focus()
    assert region.evaluate("one => one.scrollWidth > one.clientWidth") == (width == 320)


def test_on_paper_the_widest_family_fits_the_sheet(look: Any) -> None:
    page = look("/parts/", width=700)
    page.emulate_media(media="print")
    widths = page.evaluate("[...document.querySelectorAll('svg.q-geno__drawing')].map((one) => one.clientWidth)")
    assert max(widths) <= 700
