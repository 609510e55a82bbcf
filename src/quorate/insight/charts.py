"""Charts of the figures: drawn on the server as SVG of plain attributes, with no script and no style.

Made once for the same numbers and colours. Always shown beside the table of the same numbers, which is what a screen
reader reads.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from lxml import etree

WIDTH, HEIGHT = 620, 190  # pixels of the drawing; it shrinks with the page
_INK, _LINE, _IN_TIME, _LATE = "#1b2429", "#cfd5d3", "#1d4e5f", "#d0a24c"


def stacked(rows: tuple[tuple[str, int, int], ...], says: str) -> str:
    """Bars of how many were in time and, on top, how many were not. `rows`: month, in time, late."""
    return _drawn(rows, says)


@lru_cache(maxsize=256)
def _drawn(rows: tuple[tuple[str, int, int], ...], says: str) -> str:
    import altair
    import vl_convert

    values = [
        {"month": month, "what": what, "count": count, "order": order}
        for month, in_time, late in rows
        for order, (what, count) in enumerate((("In time", in_time), ("Not in time", late)))
    ]
    chart = (
        altair.Chart(altair.Data(values=values))  # type: ignore[no-untyped-call]
        .mark_bar(stroke="#ffffff", strokeWidth=1)
        .encode(
            x=altair.X("month:N", sort=None, title=None, axis=altair.Axis(labelAngle=0)),
            y=altair.Y("count:Q", title=None, axis=altair.Axis(tickMinStep=1, tickCount=5, format="d")),
            color=altair.Color(
                "what:N",
                scale=altair.Scale(domain=["In time", "Not in time"], range=[_IN_TIME, _LATE]),
                legend=altair.Legend(orient="top", title=None),
            ),
            order=altair.Order("order:Q"),
        )
        .properties(width=WIDTH, height=HEIGHT, background="transparent")
        .configure(font="Source Sans 3")
        .configure_axis(labelFontSize=14, labelColor=_INK, gridColor=_LINE, domainColor=_LINE, tickColor=_LINE)
        .configure_legend(labelFontSize=15, labelColor=_INK)
        .configure_view(stroke=None)
    )
    return _plain(vl_convert.vegalite_to_svg(chart.to_dict()), says)


def _plain(svg: str, says: str) -> str:
    """The same drawing as one picture with one sentence, of attributes that the page's policy lets through."""
    root: Any = etree.fromstring(svg.encode())
    for one in root.iter():
        for name in list(one.attrib):
            # The typeface is the page's.
            if name.startswith(("aria-", "on")) or name in ("role", "class", "style", "tabindex", "font-family"):
                del one.attrib[name]
    root.attrib.update({"role": "img", "aria-label": says, "focusable": "false", "class": "q-chart"})
    etree.cleanup_namespaces(root)
    del root.attrib["width"], root.attrib["height"], root.attrib["version"]
    return str(etree.tostring(root, encoding="unicode"))
