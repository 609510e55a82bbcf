"""Nothing that a person can print, download or be sent is forgotten by the search for leaks: each place in the source
that makes or gives a file stands here, with who searches it or why nobody need."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "quorate"

MAKES = frozenset({"as_pdf", "calendar_file", "genogram_with", "paper_as_pdf", "source_of", "typeset"})
"""Functions that make something that leaves: a paper, a picture, a calendar file, an e-mail."""
GIVES = frozenset({"FileResponse", "StreamingHttpResponse"})
"""Answers that are a file; so is an `HttpResponse` of which the type or a header is said."""
SEARCHED = "searched"

PLACES = {
    # Every paper of `documents.making.CODES`, with what is enclosed, as `tests/release/leaking.py` has it prepared.
    "notices/services/preparing.py as_pdf": SEARCHED,
    "documents/setting.py typeset": SEARCHED,
    "documents/enclosing.py genogram_with": SEARCHED,
    "documents/enclosing.py paper_as_pdf": SEARCHED,
    "documents/genogram.py typeset": SEARCHED,
    "web/conferences/papers.py HttpResponse": SEARCHED,
    # The e-mail and the calendar file that go with it.
    "notices/entries.py calendar_file": SEARCHED,
    "notices/outbox.py source_of": SEARCHED,
    # Leaflets, booklets and forms of the procedure with names filled in.
    "documents/papers.py typeset": SEARCHED,
    "notices/services/family_papers.py paper_as_pdf": SEARCHED,
    "web/conferences/family_papers.py HttpResponse": SEARCHED,
    # The rest hold nothing of a family, or go to nobody outside.
    "web/views/papers.py paper_as_pdf": "a paper of the procedure with nothing filled in: the same for everybody",
    "web/views/papers.py HttpResponse": "the same",
    "web/views/brand.py HttpResponse": "colours of an authority",
    "web/administration/lists.py HttpResponse": "an empty list to fill in",
    "web/administration/census.py HttpResponse": "the authority's own faults of its return, for its own staff: by"
    " number, never to a family or an agency",
    "web/conferences/reports.py HttpResponse": "a file of an agency as it came, kept as it is: for those alone who"
    " read the conference, never sent on",
    "web/views/errors.py HttpResponse": "a page without words of anybody: something went wrong",
    "demo/outbox.py HttpResponse": "the demonstration's own folder of e-mails that were searched before they lay there",
}


def test_everything_that_makes_or_gives_a_file_is_searched_or_says_why_not() -> None:
    there = {
        f"{path.relative_to(SOURCE).as_posix()} {name}"
        for path in sorted(SOURCE.rglob("*.py"))
        if "node_modules" not in path.parts
        for name in made_in(path.read_text())
    }
    assert there == set(PLACES)
    assert [one for one, why in PLACES.items() if not why] == []


def test_a_new_place_would_be_seen() -> None:
    one = 'def f(x):\n    as_pdf(x)\n    setting.typeset(x)\n    HttpResponse("no")\n'
    assert sorted(made_in(one)) == ["as_pdf", "typeset"]
    assert list(made_in('HttpResponse(x, content_type="text/csv")\n')) == ["HttpResponse"]
    assert list(made_in('answer["Content-Disposition"] = "attachment"\n')) == ["HttpResponse"]


def made_in(source: str) -> Iterator[str]:
    """Names by which this source makes or gives files."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            said = {one.arg for one in node.keywords}
            if name in MAKES | GIVES or (name == "HttpResponse" and said & {"content_type", "headers"}):
                yield name
        elif isinstance(node, ast.Subscript) and ast.unparse(node.slice) == "'Content-Disposition'":
            yield "HttpResponse"
