"""Single values of one element: dates, flags, codes and numbers, each read as far as it can be, each fault named."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Final

from lxml import etree

from quorate.returns.census.elements import Element, local
from quorate.returns.census.faults import Fault, quoted

FIRST_YEAR: Final = 1960
LAST_YEAR: Final = 2049
"""The years in which a date of the return can lie; the holidays of England are known to the last of them."""

_ISO: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})(T[\d:.]+(?:Z|[+-]\d\d:\d\d)?)?")
_BRITISH: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_FLAGS: Final = {"1": True, "true": True, "0": False, "false": False}
_SCHEMA: Final = "{http://www.w3.org/2001/XMLSchema-instance}"

Parts = dict[str, list[etree._Element]]


class Values:
    """Reads the values of one child or of the header and gathers their faults."""

    def __init__(self, element: Element, reference_on: date | None = None) -> None:
        self.element = element
        self.reference_on = reference_on
        self.faults: list[Fault] = []
        self.local_id = ""

    def fault(self, kind: str, where: etree._Element | int, name: str, what: str) -> None:
        """Notes a fault of the element `name` at a node or line."""
        line = where if isinstance(where, int) else self.element.line_of(where)
        self.faults.append(Fault(kind, self.element.number, self.local_id, name, line, what))

    def parts(self, node: etree._Element, known: Mapping[str, bool]) -> Parts:
        """The elements in a node by name. `known`: each name, and whether there may be several.

        Unknown elements and attributes are named; of what may stand once, the first is taken and the rest named.
        """
        found: Parts = {}
        self._attributes(node)
        for one in node:
            name = local(one)
            if name not in known:
                if name:
                    self.fault("unknown-element", one, name[:60], f"<{name[:60]}> is not known in {local(node)}")
                continue
            if name in found and not known[name]:
                self.fault("element-repeated", one, name, f"there is a second {name} in {local(node)}")
                continue
            found.setdefault(name, []).append(one)
        return found

    def _attributes(self, node: etree._Element) -> None:
        for name in node.attrib:
            if not str(name).startswith(_SCHEMA):
                self.fault("unknown-attribute", node, local(node), f"the attribute {quoted(str(name))} is not known")

    def text(self, parts: Parts, name: str) -> str:
        """The words of an element; "" where it is absent or empty."""
        nodes = parts.get(name)
        return self.words(nodes[0]) if nodes else ""

    def words(self, node: etree._Element) -> str:
        """The words of one element, without the space around them."""
        if len(node) or node.attrib:
            self.parts(node, {})
        said = (node.text or "").strip()
        if not said:
            self.fault("element-empty", node, local(node), "it is empty")
        return said

    def day(self, parts: Parts, name: str, *, past: bool = True) -> date | None:
        """A date; None where it is absent or unreadable. `past`: it cannot lie after the file's reference date."""
        nodes = parts.get(name)
        return self.day_of(nodes[0], past=past) if nodes else None

    def day_of(self, node: etree._Element, *, past: bool = True) -> date | None:
        """The date in one element."""
        said, name = self.words(node), local(node)
        if not said:
            return None
        iso = _ISO.fullmatch(said)
        british = None if iso else _BRITISH.fullmatch(said)
        if iso:
            year, month, day = int(iso[1]), int(iso[2]), int(iso[3])
        elif british:
            year, month, day = int(british[3]), int(british[2]), int(british[1])
        else:
            self.fault("date-unreadable", node, name, f"{quoted(said)} is not a date")
            return None
        return self._checked(node, said, (year, month, day), past=past, exact=bool(iso and not iso[4]), iso=bool(iso))

    def _checked(
        self, node: etree._Element, said: str, parts: tuple[int, int, int], *, past: bool, exact: bool, iso: bool
    ) -> date | None:
        name = local(node)
        try:
            day = date(*parts)
        except ValueError:
            self.fault("date-not-in-calendar", node, name, f"{quoted(said)} is not in the calendar")
            return None
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.fault("date-out-of-years", node, name, f"{quoted(said)} lies in a year that cannot be meant")
            return None
        if not exact:
            kind = "date-with-time" if iso else "date-as-day-month"
            self.fault(kind, node, name, f"{quoted(said)} was read as {day:%Y-%m-%d}")
        if past and self.reference_on is not None and day > self.reference_on:
            self.fault("date-after-reference", node, name, f"{day:%Y-%m-%d} lies after {self.reference_on:%Y-%m-%d}")
        return day

    def flag(self, parts: Parts, name: str) -> bool | None:
        """A yes or no; None where it is absent or unreadable."""
        nodes = parts.get(name)
        said = self.words(nodes[0]) if nodes else ""
        if not nodes or not said:
            return None
        if said.lower() not in _FLAGS:
            self.fault("flag-unreadable", nodes[0], name, f"{quoted(said)} is neither yes nor no")
        return _FLAGS.get(said.lower())

    def count(self, parts: Parts, name: str) -> int | None:
        """A whole number below a hundred; None where it is absent or unreadable."""
        nodes = parts.get(name)
        said = self.words(nodes[0]) if nodes else ""
        if not nodes or not said:
            return None
        if not (said.isascii() and said.isdigit() and len(said) <= 2):
            self.fault("number-unreadable", nodes[0], name, f"{quoted(said)} is not a whole number below a hundred")
            return None
        return int(said)

    def code(self, parts: Parts, name: str, codes: Collection[str], kind: str = "code-unknown") -> str:
        """A code of a list; "" where it is absent or not in the list."""
        nodes = parts.get(name)
        return self.code_of(nodes[0], codes, kind) if nodes else ""

    def code_of(self, node: etree._Element, codes: Collection[str], kind: str = "code-unknown") -> str:
        """The code in one element; a code in small letters counts."""
        said = self.words(node)
        if said and said.upper() in codes:
            return said.upper()
        if said:
            self.fault(kind, node, local(node), f"{quoted(said)} is not one of the codes")
        return ""

    def line(self, parts: Parts, name: str, otherwise: int = 0) -> int:
        """The line of an element."""
        nodes = parts.get(name)
        return self.element.line_of(nodes[0]) if nodes else otherwise
