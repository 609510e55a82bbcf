"""The front door: a file in, its header and its children out, one after the other, with every fault on its line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

from lxml import etree

from quorate.returns.census.child import read_child
from quorate.returns.census.elements import Element, Elements
from quorate.returns.census.faults import Fault
from quorate.returns.census.pieces import Pieces
from quorate.returns.census.records import CensusChild, Header
from quorate.returns.census.rules import broken_rules
from quorate.returns.census.values import Values

_COLLECTION: Final = dict.fromkeys(("Collection", "Year", "ReferenceDate"), False)
_SOURCE: Final = dict.fromkeys(("SourceLevel", "LEA", "SoftwareCode", "Release", "SerialNo", "DateTime"), False)


class ReadChild(NamedTuple):
    """One child of the file: the record, None where it cannot come in, and what is wrong with it."""

    number: int
    local_id: str
    line: int
    record: CensusChild | None
    faults: tuple[Fault, ...]


class CensusReader:
    """Reads a file of any length with flat memory. Iterate once; afterwards `header` and `faults` are complete.

    Iterating raises `NotACensusFile` where nothing can be read or nothing should be. `faults` are those of the file
    itself and of children that are broken as markup; each child brings its own. `bytes_read` is for progress.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._pieces = Pieces(file)
        self._elements = Elements(self._pieces, self._read)
        self._ids: dict[str, tuple[int, int]] = {}
        self._pupils: dict[str, tuple[int, int]] = {}
        self._faults: list[Fault] = []
        self.header = Header()

    @property
    def bytes_read(self) -> int:
        """How much of the file has been read."""
        return self._pieces.bytes_read

    @property
    def children(self) -> int:
        """How many children were met, those that could not be read among them."""
        return self._elements.children

    @property
    def faults(self) -> list[Fault]:
        """The faults of the file itself and of broken markup, in the order of their lines."""
        return sorted(self._elements.faults + self._faults, key=lambda fault: fault.line)

    def __iter__(self) -> Iterator[ReadChild]:
        for child in self._elements:
            if child is not None:
                yield child
        if self._pieces.lies:
            said = f"it says {self._pieces.declared}, but is written otherwise; it was read all the same"
            self._faults.append(Fault("encoding-lies", 0, "", "xml", max(self._pieces.wrong_line, 1), said))
        if not self.header.line:
            self._faults.append(Fault("header-missing", 0, "", "Header", 1, "there is none"))

    def _read(self, element: Element) -> ReadChild | None:
        values = Values(element, self.header.reference_on)
        if element.name == "Header":
            self._read_header(values)
            self._faults += values.faults
            return None
        record = read_child(values)
        line = element.line_of(element.node)
        if record is not None:
            record = self._once(record, values)
        if record is not None:
            for rule in broken_rules(record, self.header.reference_on):
                values.fault(rule.kind, rule.line, rule.element, rule.what)
        faults = tuple(sorted(values.faults, key=lambda fault: fault.line))
        return ReadChild(element.number, values.local_id, line, record, faults)

    def _once(self, record: CensusChild, values: Values) -> CensusChild | None:
        """A child told twice comes in once; a pupil number told twice is named."""
        earlier = self._ids.setdefault(record.local_id, (record.number, record.line))
        line = record.lines.get("LAchildID", record.line)
        if earlier[0] != record.number:
            values.fault("child-id-repeated", line, "LAchildID", f"this number stands already on line {earlier[1]}")
            return None
        first = self._pupils.setdefault(record.upn, (record.number, record.line)) if record.upn else None
        if first and first[0] != record.number:
            line = record.lines.get("UPN", record.line)
            values.fault("upn-repeated", line, "UPN", f"the child of line {first[1]} has it too")
        return record

    def _read_header(self, values: Values) -> None:
        node: etree._Element = values.element.node
        parts = values.parts(node, {"CollectionDetails": False, "Source": False, "Content": False})
        collection = values.parts(parts["CollectionDetails"][0], _COLLECTION) if "CollectionDetails" in parts else {}
        source = values.parts(parts["Source"][0], _SOURCE) if "Source" in parts else {}
        name = values.text(collection, "Collection") if collection else ""
        if name.upper() != "CIN":
            line = values.line(collection, "Collection", values.element.line_of(node))
            values.fault("collection-other", line, "Collection", "it does not say CIN")
        self.header = Header(
            collection=name,
            year=values.text(collection, "Year"),
            reference_on=values.day(collection, "ReferenceDate"),
            source_level=values.text(source, "SourceLevel"),
            authority_number=values.text(source, "LEA"),
            software=values.text(source, "SoftwareCode"),
            release=values.text(source, "Release"),
            serial=values.text(source, "SerialNo"),
            made_at=values.text(source, "DateTime"),
            line=values.element.line_of(node),
        )
