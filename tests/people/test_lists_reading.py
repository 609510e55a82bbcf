"""Files as programmes write them, and files in bad faith: read or refused with a sentence, never run or followed."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import pytest

from quorate.people.lists import workbook
from quorate.people.lists.checking import check
from quorate.people.lists.columns import COLUMNS
from quorate.people.lists.faults import Unreadable
from quorate.people.lists.reading import read
from quorate.people.lists.templates import safe, template
from tests.people.listing import AGENCIES, TODAY, as_csv, as_xlsx, lines

NAMES = {"Agency": "Zoë’s Nursery & Café", "Kind": "nursery"}


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_usual_encoding_and_separator(encoding: str, separator: str) -> None:
    sheet = read(as_csv(NAMES, separator=separator, encoding=encoding))
    assert (sheet.headings, sheet.rows) == (("Agency", "Kind"), ((2, ("Zoë’s Nursery & Café", "nursery")),))


def test_a_workbook_says_the_same_as_the_text() -> None:
    assert read(as_xlsx(["Agency", "Kind"], list(NAMES.values()))).rows == read(as_csv(NAMES)).rows


def test_values_of_a_workbook_are_read_as_people_see_them() -> None:
    cells = [12, 12.0, 1.5, True, date(2027, 3, 27), datetime(2027, 3, 27), None, " x "]
    row = read(as_xlsx(["a"] * 8, cells)).rows[0][1]
    assert row == ("12", "12", "1.5", "yes", "2027-03-27", "2027-03-27", "", "x")


def test_empty_rows_and_blanks_do_not_count_and_rows_keep_their_numbers() -> None:
    content = lines(
        [], ["Agency", "Kind"], ["", ""], [" Weir Lane School\u00a0", "School "], [], ["Mill School", "School"]
    )
    assert read(content).rows == ((4, ("Weir Lane School", "School")), (6, ("Mill School", "School")))


def test_a_hint_about_the_separator_is_followed() -> None:
    assert read(b"sep=;\r\nAgency;Kind\r\nA, B and C;School\r\n").rows[0][1] == ("A, B and C", "School")


@pytest.mark.parametrize("value", ["=1+1", '=HYPERLINK("http://evil.example")', "@SUM(A1)", "+44 1632 960123", "-x"])
def test_what_begins_like_a_formula_stays_text(value: str) -> None:
    assert read(lines(["Agency", "Kind"], [value, "x"])).rows[0][1][0] == value


def test_how_spreadsheets_keep_a_zero_is_understood() -> None:
    assert read(lines(["a", "b"], ['="01632960123"', "'0123"])).rows[0][1] == ("01632960123", "0123")


def packed(**parts: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, part in parts.items():
            folder.writestr(name.replace("__", "/").replace("_xml", ".xml"), part)
    return content.getvalue()


def bomb() -> bytes:
    return packed(xl__workbook_xml=b"<workbook/>", xl__worksheets__sheet1_xml=b" " * (workbook.MOST_UNPACKED + 1))


def lying_bomb() -> bytes:
    """A bomb whose table of contents claims that it is small."""
    content = bytearray(bomb())
    true, claimed = (workbook.MOST_UNPACKED + 1).to_bytes(4, "little"), (1000).to_bytes(4, "little")
    assert content.count(true) == 2
    return bytes(content.replace(true, claimed))


def crowded() -> bytes:
    return packed(xl__workbook_xml=b"x", **{f"part{at}": b"x" for at in range(workbook.MOST_PARTS)})


REFUSED = {
    "empty-file": [b"", b" \r\n "],
    "too-large": [b"Agency,Kind\n" + b"x" * 2_000_001],
    "old-or-locked": [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100],
    "no-list": [b"%PDF-1.7 ..."],
    "no-text": [b"Agency,Kind\n\0\0,School", bytes(range(256))],
    "open-quotation": [b'Agency,Kind\n"Weir Lane,School\n'],
    "no-rows": [b"Agency,Kind\n", b"Agency,Kind\n,,\n\n"],
    "too-many-rows": [b"Agency,Kind\n" + b"a,b\n" * 5_001],
    "too-many-columns": [lines(["x"] * 61, ["y"])],
    "not-xlsx": [packed(readme=b"hello")],
    "unpacks-too-large": [bomb(), crowded()],
    "entities": [packed(xl__workbook_xml=b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>')],
    "damaged": [b"PK\x03\x04 and no more", packed(xl__workbook_xml=b"<nonsense"), as_xlsx(["a"], ["b"])[:-200]],
}


@pytest.mark.parametrize(("code", "content"), [(code, one) for code, files in REFUSED.items() for one in files])
def test_what_cannot_be_read_is_refused_with_a_sentence(code: str, content: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        read(content)
    assert refused.value.code == code
    assert refused.value.what.endswith(".") and refused.value.mend.endswith(".")


def test_a_folder_that_lies_about_its_size_is_refused_too() -> None:
    with pytest.raises(Unreadable) as refused:
        read(lying_bomb())
    assert refused.value.code in ("unpacks-too-large", "damaged")


@pytest.mark.parametrize("kind", list(COLUMNS))
def test_the_template_is_a_sound_list(kind: str) -> None:
    checked = check(kind, read(template(kind)), today=TODAY)
    assert ([entry.row for entry in checked.entries], checked.faults) == ([2], [])


def test_what_we_write_no_spreadsheet_runs() -> None:
    assert [safe(text) for text in ("=1+1", "+44", "@x", "-x", "Weir")] == ["'=1+1", "'+44", "'@x", "'-x", "Weir"]
    assert AGENCIES["Agency"] == safe(AGENCIES["Agency"])
