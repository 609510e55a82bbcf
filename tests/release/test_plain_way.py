"""What the search does quickly it finds like the plain way, which stands here."""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata

import pypdfium2
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quorate.release import folding, portable, spellings
from quorate.release.lookalikes import SEEN_AS
from tests.release.test_planted import FILLER, paper

RUN = re.compile(rb"[A-Za-z0-9+/_-]{8,}(?:\s{1,4}[A-Za-z0-9+/_-]{4,})*")
OCTAL = re.compile(rb"\\([0-7]{1,3})")


def plainly_folded(content: bytes) -> bytes:
    seen = "".join(SEEN_AS.get(one, one) for one in content.decode(errors="ignore"))
    said = unicodedata.normalize("NFKD", seen.casefold())
    return re.sub(rb"[^a-z0-9]", b"", said.encode("ascii", errors="ignore").lower())


def plainly_from_octal(said: bytes) -> bytes:
    return OCTAL.sub(lambda found: bytes([int(found[1], 8) & 255]), said)


def plainly_from_base64(text: bytes) -> list[bytes]:
    """Every run from each of four places, numbers left out."""
    runs = [one for one in (b"".join(found.split()) for found in RUN.findall(text)) if not one.isdigit()]
    each = [run[start:] + (b"", b"AAA", b"AA", b"A")[(len(run) - start) % 4] for start in range(4) for run in runs]
    return [binascii.a2b_base64(one.replace(b"-", b"+").replace(b"_", b"/")) for one in each]


LETTERS = st.text(max_size=200).map(str.encode)
PIECES = st.lists(st.one_of(st.binary(max_size=60), LETTERS, st.just(b"12 Willowm\xc3\xa8re ")), max_size=8)


@settings(max_examples=120, deadline=None)
@given(PIECES.map(b"".join))
@example("ＷＩＬＬＯＷ ﬁ ß ſ ㎏ Ⅻ İ \u0345 𝔚𝟙".encode())
@example("Willowm\u00e8re \u0439\u3042".encode() * 40)
@example("Willowm\u00e8re \u0439\u3042".encode() * 40 + b"\xe8")
@example("\u0412\u0456llow\u043c\u0435re \u03a1ark".encode() * 40 + b"\xd0")
@example(b"\xe2\x82" + b"x" * 2047 + b"\xc3\xa8" * 3000 + b"\xc3")
def test_what_is_folded_is_folded_the_same(content: bytes) -> None:
    assert folding.folded_bytes(content) == plainly_folded(content)
    for order in ("utf-16-le", "utf-16-be"):
        text = content.decode(order, errors="ignore")
        assert folding.folded_bytes(text) == plainly_folded(text.encode(errors="ignore"))


def test_no_letter_is_passed_over() -> None:
    """Of all that there are: those taken away in whole runs hold none that becomes a letter a to z."""
    every = (chr(one) for one in range(0x110000) if not 0xD800 <= one < 0xE000)
    letters = "".join(every)
    passed_over = "".join(one for one in letters if folding._TAKEN_AWAY.match(one))
    assert plainly_folded(passed_over.encode()) == b""
    assert len(passed_over) > 50_000
    assert folding.folded_bytes(letters.encode()) == plainly_folded(letters.encode())


@settings(max_examples=120, deadline=None)
@given(
    st.lists(
        st.one_of(st.binary(max_size=9), st.sampled_from((b"\\", b"0", b"7", b"12", b"\\134", b"\\777"))), max_size=30
    )
)
@example(b"\\\\061\\1342\\8\\x41\\u0041\\N{DASH}\\\n\\400\\0618\\7\\")
def test_octal_figures_are_read_the_same(pieces: list[bytes] | bytes) -> None:
    said = pieces if isinstance(pieces, bytes) else b"".join(pieces)
    assert portable._without_octal(said) == plainly_from_octal(said)


SIGNS = st.text(st.sampled_from("ABz09+/_-"), max_size=14).map(str.encode)
BETWEEN = st.sampled_from((b" ", b"\r\n", b"     ", b"\x0b\x0c", b"\x1c", b".", b"\xa0", b""))


@settings(max_examples=120, deadline=None)
@given(st.lists(st.one_of(SIGNS, BETWEEN), max_size=30).map(b"".join))
def test_base64_is_read_the_same(text: bytes) -> None:
    read, plain = spellings._base64_in(text), plainly_from_base64(text)
    assert [one for one in plain if one not in read] == []
    assert bool(read) is bool(plain)


@given(st.integers(0, 3), st.integers(0, 3))
def test_no_words_are_read_across_two_runs(first: int, second: int) -> None:
    """Whatever stands before each of them, and wherever in a group of four it begins."""
    one, other = (
        base64.b64encode(b" " * many + said) for many, said in ((first, b"12 Willow"), (second, b"mere Lane"))
    )
    read = folding.folded_bytes(spellings._base64_in(b"".join((one, b".", other))))
    assert [said in read for said in (b"12willow", b"merelane", b"willowm", b"12willowmere")] == [
        True,
        True,
        False,
        False,
    ]


@given(st.text("0123456789", min_size=4, max_size=80), st.integers(0, 3))
def test_figures_alone_are_the_base64_of_no_text(figures: str, start: int) -> None:
    whole = figures[start : start + (len(figures) - start) // 4 * 4]
    held = base64.b64decode(whole)
    assert all(one >= 0xD0 for one in held[::3])
    assert 0 not in held


def test_a_page_says_the_same_in_any_colours() -> None:
    content = paper(FILLER, "They live at 12 Willowmere Close.", kind="box")
    assert b"/ICCBased" in content
    (colours,) = (one for one in portable._unpacked(content, "file")[1] if b"acsp" in one)
    assert portable._searched(colours) == b""
    assert portable._searched(colours + b"\0") == colours + b"\0"
    assert b"acsp" not in dict(portable.parts_of_pdf(content, "file"))["file, streams"]
    with pypdfium2.PdfDocument(content) as document:
        words = [str(document[one].get_textpage().get_text_range()) for one in range(len(document))]
    assert portable._read(content, "file")[0] == words
