"""Files that lie, break off, trick or are of another kind: read as far as they can be, or refused with a sentence."""

from __future__ import annotations

import gc
import io
import tracemalloc
from collections.abc import Iterator

import pytest

from quorate.returns.census import CensusReader, NotACensusFile
from tests.returns.making import children, file_of, header, written


def read(data: bytes) -> tuple[list[str], CensusReader]:
    reader = CensusReader(io.BytesIO(data))
    return [one.local_id for one in reader if one.record is not None], reader


def refused(data: bytes) -> str:
    with pytest.raises(NotACensusFile) as caught:
        read(data)
    return str(caught.value)


LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE Message [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
<Message><Children><Child><ChildIdentifiers><LAchildID>&c;</LAchildID></ChildIdentifiers></Child></Children></Message>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE Message [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<Message><Children><Child><LAchildID>&x;</LAchildID></Child></Children></Message>"""
NO_CHILD = b"<?xml version='1.0'?>\n<!-- %s -->\n<!DOCTYPE Message SYSTEM 'http://elsewhere.example/x.dtd'><Message/>"


@pytest.mark.parametrize(
    "trick", [LAUGHS, OUTSIDE, NO_CHILD % b"", NO_CHILD % (b"x" * 700_000), LAUGHS.decode().encode("utf-16")]
)
def test_document_types_and_entities_are_refused(trick: bytes) -> None:
    assert refused(trick) == (
        "The file declares entities or a document type of its own. A census file has neither, and they can be used to "
        "do harm; export the file again, or take the line out."
    )


def test_a_child_longer_than_four_megabytes_is_passed_over_and_the_next_one_read() -> None:
    made = list(children(3))
    made[1].attributes = f' note="{"x" * 5_000_000}"'
    came_in, reader = read(file_of(made))
    assert came_in == ["100001", "100003"]
    (fault,) = reader.faults
    assert (fault.kind, fault.child) == ("child-too-long", 2)


@pytest.mark.parametrize(
    "data, said",
    [
        (b"", "The file is empty; export the census again."),
        (b"PK\x03\x04rest",
         "This is not a census file but a zip archive or a spreadsheet; take the XML file out "
         "of it and give that."),
        (b"LAchildID,Sex\n1,M\n", "This is not an XML file: it does not begin with '<'; export the census as XML."),
        (b"<html><body><p>Signed out</p></body></html>",
         "This is not a Children in Need census file: it begins with <html> instead of "
         "<Message>."),
        (b"<Message><Head", "The file was cut off at its beginning: it holds nothing whole; export it again."),
        (b"<Message></Other>", "The file cannot be read as XML: line 1: <Message> is closed by </Other>."),
    ],
)  # fmt: skip
def test_other_files_are_refused_with_a_sentence(data: bytes, said: str) -> None:
    assert refused(data) == said


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.95])
def test_a_file_cut_off_gives_what_is_whole_and_names_where_it_ends(cut: float) -> None:
    data = file_of(list(children(20)))
    kept = data[: int(len(data) * cut)]
    came_in, reader = read(kept)
    assert len(came_in) == kept.count(b"</Child>")
    (fault,) = reader.faults
    assert (fault.kind, fault.line) == ("file-ends-early", kept.count(b"\n") + 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_encoding_it_is_in_counts(encoding: str) -> None:
    text = "\n".join(written(children(20))).replace("utf-8", encoding.removesuffix("-sig"))
    came_in, reader = read(text.encode(encoding))
    assert (len(came_in), reader.faults) == (20, [])


def test_a_header_that_lies_about_the_encoding_is_named_and_read_all_the_same() -> None:
    data = file_of(list(children(3))).replace(b"Made-up Software", b"Soci\xe9t\xe9 \xa3")
    came_in, reader = read(data)
    assert reader.header.software == "Société £"
    assert [(fault.kind, fault.line) for fault in reader.faults] == [("encoding-lies", 12)]
    came_in, reader = read(file_of(list(children(3))).replace(b"utf-8", b"utf-16"))
    assert (len(came_in), [fault.kind for fault in reader.faults]) == (3, ["encoding-lies"])


def test_a_windows_file_that_says_so_is_no_fault() -> None:
    data = file_of(list(children(2))).replace(b"utf-8", b"windows-1252").replace(b"Made-up", b"Soci\xe9t\xe9")
    _, reader = read(data)
    assert (reader.header.software, reader.faults) == ("Société Software", [])


def test_a_broken_header_costs_no_child() -> None:
    came_in, reader = read(file_of(list(children(3))).replace(b"Made-up Software", b"This & that"))
    assert came_in == ["100001", "100002", "100003"]
    assert [(fault.kind, fault.line) for fault in reader.faults] == [
        ("header-missing", 1),
        ("markup-broken-between", 12),
    ]


def test_comments_and_namespaces_and_one_long_line_change_nothing() -> None:
    data = file_of(list(children(5)))
    plain, _ = read(data)
    commented = data.replace(b"<Child>", b"<!-- <Child></Child> --><Child>")
    assert read(commented)[0] == plain
    assert read(data.replace(b"<Message>", b'<Message xmlns="urn:made-up">'))[0] == plain
    assert read(data.replace(b"\n", b""))[0] == plain


def test_elements_that_nobody_knows_between_children_are_named() -> None:
    data = file_of(list(children(3))).replace(
        b"  </Children>", b"    <Adults><Adult/></Adults>\n  </Children>\n<More/>"
    )
    _, reader = read(data)
    assert [(fault.kind, fault.element) for fault in reader.faults] == [
        ("unknown-element", "Adults"),
        ("unknown-element", "More"),
    ]


def test_lines_are_exact_beyond_those_that_the_parser_can_count() -> None:
    made = list(children(3_000))
    made[-1].get("ChildIdentifiers/LAchildID").text = ""
    data = file_of(made)
    assert data.count(b"\n") > 90_000
    reader = CensusReader(io.BytesIO(data))
    lines = [one.line for one in reader if one.record is not None]
    assert lines == [node.line for node in made[:-1]]


class Endless(io.RawIOBase):
    """A file that is written while it is read, so that only the reader's own memory counts."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines, self._held = lines, b""

    def read(self, size: int = -1) -> bytes:
        while len(self._held) < size:
            line = next(self._lines, None)
            if line is None:
                break
            self._held += line.encode() + b"\n"
        given, self._held = self._held[:size], self._held[size:]
        return given


def test_memory_stays_flat_however_long_the_file() -> None:
    def peak(count: int) -> int:
        gc.collect()
        tracemalloc.start()
        read_in = sum(1 for _ in CensusReader(Endless(written(children(count), header()))))  # type: ignore[arg-type]
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert read_in == count
        return found

    # What grows are the children's own numbers alone, kept to see that none comes twice.
    assert peak(1_500) < peak(300) + 1_200 * 700
