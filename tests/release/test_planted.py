"""Words that are put into each kind of artefact as it really leaves are found there: the search is not blind."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject

from quorate.cases.packs import library
from quorate.documents.setting import as_pdf
from quorate.notices.calendars import Entry, calendar_file
from quorate.notices.mails import Mail, source_of
from quorate.release.artefacts import Paragraph, Part, Recipient, Rendition
from quorate.release.portable import Unreadable
from quorate.release.scanning import Protected, leaks

AT = datetime(2026, 6, 1, 9, tzinfo=UTC)
WORDS = "12 Willowmere Close"
SOUGHT = [Protected("address", WORDS), Protected("postcode", "ZZ9 9ZX"), Protected("phone", "01632 960147")]
INNOCENT = "The review is on Monday."


def paper(*words: str, kind: str = "") -> bytes:
    """A letter as it is set, with these paragraphs."""
    part = Part("more", "More", tuple(Paragraph(one, "F-all", kind=kind) for one in words))
    who = Recipient("key", "parent", "Morgan Example")
    pack = library().pack("bolton/2018", date(2026, 6, 1))
    return as_pdf(Rendition("decisions", uuid4(), who, "A letter", (part,), {"recipient": "Morgan"}), pack)


def mail(content: bytes = b"", calendar: bytes = b"", **more: str) -> bytes:
    """An e-mail as it goes."""
    one = Mail(
        "invitation", more.get("authority", "Council"), "office@council.example", "somebody@elsewhere.example",
        paper=content or paper(INNOCENT), calendar=calendar, calendar_method="REQUEST",
    )  # fmt: skip
    return source_of(one, reference="<1@council.example>", at=AT)


def entry(**more: str) -> bytes:
    """A calendar file."""
    return calendar_file(
        Entry("1@quorate", 0, AT, AT, "office@council.example", "a@b.example", is_family=False, **more), made_at=AT
    )


def hidden(words: str) -> bytes:
    """A paper with words in a compressed stream to which nothing points."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(paper(INNOCENT))))
    held = DecodedStreamObject()
    held.set_data(words.encode())
    writer._add_object(held.flate_encode())
    return written(writer)


def told(**properties: str) -> bytes:
    """A paper with these properties of the document."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(paper(INNOCENT))))
    writer.add_metadata({f"/{name.title()}": value for name, value in properties.items()})
    return written(writer)


def attached(held: bytes) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(paper(INNOCENT))))
    writer.add_attachment("more", held)
    for page in writer.pages:
        page.compress_content_streams()
    return written(writer)


def written(writer: PdfWriter) -> bytes:
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def beside(said: bytes) -> bytes:
    """A paper with an object that no reader of it ever asks for."""
    return paper(INNOCENT) + b"\n99 0 obj\n" + said + b"\nendobj\n"


FILLER = "Everybody who was there said what they thought, one after the other, until"
PLACES: dict[str, Callable[[], bytes]] = {
    "on a page": lambda: paper("They live at 12 Willowmere Close."),
    "in capitals, no spaces": lambda: paper("THEY LIVE AT ZZ99ZX."),
    "hyphenated": lambda: paper("They live at 12 Willow-\nmere Close."),
    "with soft hyphens": lambda: paper(f"{FILLER} {FILLER[:20]} 12 Willow\u00admere\u00adClo\u00adse."),
    "in a cell of a table": lambda: paper("Where\t12 Willowmere Close\tsince May", kind="row"),
    "as a number that is dialled from abroad": lambda: paper("Ring +44 (0)1632 960 147."),
    "in the title of the document": lambda: told(title="About 12 Willowmere Close"),
    "in the author of the document": lambda: told(author="ZZ9 9ZX"),
    "in a stream that nothing shows": lambda: hidden("They live at 12 Willowmere Close."),
    "in a file that is attached": lambda: attached(b"12 Willowmere Close"),
    "on a page of a paper that is attached": lambda: attached(paper("12 Willowmere Close")),
    "in an e-mail that is attached": lambda: attached(mail(paper("12 Willowmere Close"))),
    "in octal figures": lambda: beside(b"(\\061\\062 Willow\\155ere\\040Close)"),
    "in hexadecimal figures": lambda: beside(b"<" + WORDS.encode("utf-16").hex().encode() + b">"),
    "in hexadecimal figures, big end first": lambda: beside(
        b"<FEFF" + WORDS.encode("utf-16-be").hex().encode() + b">"
    ),
    "in a paper that is mailed": lambda: mail(paper("They live at 12 Willowmere Close.")),
    "in the words of an e-mail": lambda: mail(authority="12 Willowmere Close"),
    "in the words of an e-mail, as signs": lambda: mail(authority="12 Willowmere Close – ü"),
    "in a calendar": lambda: entry(place="Room 2, 12 Willowmere Close"),
    "in a calendar, folded": lambda: entry(place=f"{'Room 2, ' * 6}12 Willowmere Close"),
    "in a calendar that is mailed": lambda: mail(calendar=entry(place=f"{'Room 2, ' * 6}12 Willowmere Close")),
    "in a calendar that is mailed, with an accent": lambda: mail(calendar=entry(place="12 Willowmère Close")),
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_what_is_put_there_is_found(place: str) -> None:
    assert leaks(PLACES[place](), SOUGHT) != []


def test_what_runs_over_the_end_of_a_line_is_found() -> None:
    papers = [paper(f"{FILLER} {FILLER[:at]} 12 Willowmere Close.") for at in range(2, 75, 4)]
    shown = [PdfReader(io.BytesIO(one)).pages[0].extract_text() for one in papers]
    assert {WORDS in one for one in shown} == {True, False}, "some do run over, and some do not"
    assert [one for one in papers if leaks(one, SOUGHT) == []] == []


def test_nothing_is_found_where_nothing_is() -> None:
    for made in (paper(INNOCENT, FILLER), told(title=INNOCENT), hidden(FILLER), attached(FILLER.encode()), mail(),
                 beside(b"(Monday)"), mail(calendar=entry(place="Room 2")), entry(place="Room 2")):  # fmt: skip
        assert leaks(made, SOUGHT) == []


def test_what_was_there_in_an_earlier_version_of_the_file_is_found() -> None:
    first = paper("They live at 12 Willowmere Close.")
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(paper(INNOCENT))))
    held = DecodedStreamObject()
    held.set_data(first)
    writer._add_object(held.flate_encode())
    assert {one.where for one in leaks(written(writer), SOUGHT)} == {"file, attachment, page 1"}


def test_a_stream_that_does_not_unpack_must_not_leave() -> None:
    broken = beside(b"<</Filter /FlateDecode /Length 9>>\nstream\nnot so.\x00\xff\nendstream")
    with pytest.raises(Unreadable, match="the PDF cannot be read"):
        leaks(broken, SOUGHT)
