"""A template and its data in, a tagged PDF (PDF/UA-1) out."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst

_HERE: Final = Path(__file__).resolve().parent
_TEMPLATES: Final = _HERE / "templates"
TYPEFACES: Final = _HERE / "typefaces"
"""Built with the pages' styles, by `make front`."""
_QUOTED: Final = re.compile(r"""["'`].*["'`]""")
_WITHOUT_LETTER: Final = re.compile(r'the text `"(.+?)"` could not be displayed')
_CODE: Final = re.compile(r"\\u\{([0-9a-f]+)\}")
_NEEDED: Final = ("SourceSans3_400Regular.ttf", "Andika_400Regular.ttf")


class NotSet(RuntimeError):
    """A paper that could not be set: a typeface is missing, or a template and its data do not fit together."""


class NoSuchLetter(NotSet):
    """A paper with a letter or sign that none of the typefaces has: it is not set without it. Its words say which."""

    is_for_people = True

    def __init__(self, sign: str) -> None:
        called = unicodedata.name(sign, "").lower() or f"U+{ord(sign):04X}"
        super().__init__(
            f"A sign in it cannot be printed ({called}). Find it in the names and words that go into this paper, write "
            "that in letters that can be printed, and prepare the paper again."
        )


@cache
def _typefaces() -> typst.Fonts:
    missing = [name for name in _NEEDED if not (TYPEFACES / name).is_file()]
    if missing:
        raise NotSet(
            f"The typefaces for papers are missing ({', '.join(missing)} in documents/typefaces): run make front."
        )
    # Papers look the same on every machine: its own typefaces are left alone.
    return typst.Fonts(include_system_fonts=False, font_paths=[str(TYPEFACES)])


def _sign(quoted: str) -> str:
    code = _CODE.fullmatch(quoted)
    return chr(int(code[1], 16)) if code is not None else quoted[0]


def typeset(template: str, data: Mapping[str, Any]) -> bytes:
    """The paper that a template of documents/templates makes of the data, as PDF/UA-1.

    The same template and data give the same bytes. Raises `NoSuchLetter`, and `NotSet`, whose words hold nothing of
    the data.
    """
    # The data is a file beside the templates: as an input of the program it would stand in all that typst remembers,
    # and of the next reader's copy nothing would be set already but every line anew.
    files = {name: (_TEMPLATES / f"{name}.typ").read_bytes() for name in (template, "house")}
    try:
        made = typst.compile(  # type: ignore[call-overload]  # its stubs leave out that the input may be several files
            {"main": files[template], "house.typ": files["house"], "data.json": json.dumps(data).encode()},
            font_paths=_typefaces(),
            pdf_standards="ua-1",
            timestamp=0,
        )
    except typst.TypstError as fault:
        lost = _WITHOUT_LETTER.search(str(fault))
        if lost is not None:
            raise NoSuchLetter(_sign(lost[1])) from None
        # What the template tripped over may stand in quotation marks; it could be somebody's address.
        said = _QUOTED.sub("…", str(fault).splitlines()[0])
        raise NotSet(f"The paper {template} could not be set: {said}.") from None
    return bytes(made)
