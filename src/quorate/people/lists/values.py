"""Single values: what people write into lists, read with good will and refused with a sentence."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final

from quorate.people.lists.faults import Wrong

Parser = Callable[[str, date], Any]

_EMAIL: Final = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]+\.[A-Za-z]{2,}")
_PLACEHOLDERS: Final = frozenset({"n/a", "na", "tbc", "tba", "-", "--", "?", "??", "none", "unknown", "xxx", "."})
_YES: Final = frozenset({"yes", "y", "true", "1", "x", "✓", "ja"})
_NO: Final = frozenset({"no", "n", "false", "0", ""})
_DAYS: Final = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%Y-%m-%dT%H:%M:%S")
_WHOLE_NUMBER: Final = 10  # figures, with the code of the place
EARLIEST, LATEST = date(1950, 1, 1), date(2099, 12, 31)


def words(text: str, *, most: int) -> str:
    """Plain words on one line. Raises `Wrong` for what cannot be a name."""
    text = unicodedata.normalize("NFC", re.sub(r"\s+", " ", text)).strip()
    if any(unicodedata.category(one) in ("Cc", "Cf", "Co", "Cs") for one in text):
        raise Wrong("invisible", "The cell holds invisible characters.", "Type it anew instead of pasting it.")
    if "\ufffd" in text or re.search(r"Ã[\u0080-\u00bf©¨]|â€", text):
        raise Wrong("wrong-encoding", "Letters were lost when the file was saved.", "Save it anew as CSV UTF-8.")
    if text.lower() in _PLACEHOLDERS:
        raise Wrong("placeholder", f"“{text}” says nothing.", "Leave the row out until it is known.")
    if len(text) > most:
        raise Wrong("too-long", f"It has {len(text)} characters; there is room for {most}.", "Shorten it.")
    return text


def name(most: int) -> Parser:
    """A name: words with a letter in them."""

    def parse(text: str, today: date) -> str:
        found = words(text, most=most)
        if not any(one.isalpha() for one in found):
            raise Wrong("no-letters", f"“{found}” is no name.", "Write the name; the columns may have moved.")
        return found

    return parse


def room_name(text: str, today: date) -> str:
    """A room's name may be a number."""
    return words(text, most=120)


def lines(most: int) -> Parser:
    """An address or directions: several lines."""

    def parse(text: str, today: date) -> str:
        return "\n".join(words(line, most=most) for line in text.splitlines() if line.strip())[:most]

    return parse


def email(text: str, today: date) -> str:
    """One e-mail address."""
    text = words(text, most=400).removeprefix("mailto:")
    if len(re.findall("@", text)) > 1:
        raise Wrong("several-addresses", "There are several addresses in one cell.", "Keep the one that is read daily.")
    if not _EMAIL.fullmatch(text):
        raise Wrong("no-email", f"“{text}” is no e-mail address.", "Write it like name@example.org.")
    return text.lower()


def telephone(text: str, today: date) -> str:
    """A telephone number as it is dialled, spaces as they were written."""
    text = words(text, most=60)
    if re.fullmatch(r"\d(\.\d+)?E\+?\d+", text, re.IGNORECASE):
        raise Wrong("scientific", f"The spreadsheet has made {text} of the number.", "Format the column as text.")
    digits = _figures(text)
    if not digits.isascii() or not digits.isdigit():
        raise Wrong("no-telephone", f"“{text}” is no telephone number.", "Write it like 01632 960123.")
    if len(digits) == 10 and digits[0] in "1237" and not text.startswith("+"):
        raise Wrong("lost-zero", f"{text} has lost its leading zero.", "Format the column as text and write it anew.")
    if not _WHOLE_NUMBER <= len(digits) <= 15 and len(digits) not in (3, 6):
        raise Wrong("telephone-length", f"{text} has {len(digits)} figures.", "Write it like 01632 960123.")
    return text


def _figures(text: str) -> str:
    return re.sub(r"[\s()./-]|^\+", "", re.sub(r"\s*(ext|x)\.?\s*\d{1,6}$", "", text, flags=re.IGNORECASE))


def work_telephone(text: str, today: date) -> str:
    """A number on which one person or team can be rung at work: none of three or six figures, such as 101 or 999, on
    which nobody is asked for by name."""
    number = telephone(text, today)
    if len(_figures(number)) < _WHOLE_NUMBER:
        raise Wrong(
            "short-telephone", f"{number} reaches a service or an exchange, and nobody by name.",
            "Write the whole work number, like 01632 960123.",
        )  # fmt: skip
    return number


def day(text: str, today: date) -> date:
    """A date, day before month."""
    for shape in _DAYS:
        try:
            found = datetime.strptime(re.sub(r"(\d)(st|nd|rd|th)\b", r"\1", text), shape).date()
        except ValueError:
            continue
        if not EARLIEST <= found <= LATEST:
            raise Wrong("odd-year", f"{text} is not in this lifetime.", "Check the year.")
        return found
    if re.fullmatch(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}", text):
        raise Wrong("short-year", f"{text} has a year of two figures.", "Write four, like 27/03/2027.")
    if re.fullmatch(r"\d{5}", text):
        raise Wrong("serial-date", f"{text} is a spreadsheet's own number for a date.", "Format the column as a date.")
    if re.fullmatch(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}", text):
        raise Wrong("no-such-day", f"There is no day {text}; day stands before month.", "Write it like 27/03/2027.")
    raise Wrong("no-date", f"“{text[:40]}” is no date.", "Write it like 27/03/2027.")


def review_day(text: str, today: date) -> date:
    """A date to come."""
    found = day(text, today)
    if found <= today:
        raise Wrong("past-review", f"{text} is not to come.", "Write the day by which it is to be confirmed again.")
    return found


def seats(text: str, today: date) -> int:
    """How many people a room seats: 1 to 500."""
    if re.fullmatch(r"\d+[.,]\d+", text):
        raise Wrong("fraction", f"{text} is no whole number.", "Write how many people can sit, such as 12.")
    if not re.fullmatch(r"-?\d{1,9}", text):
        raise Wrong("no-number", f"“{text[:40]}” is no number.", "Write how many people can sit, such as 12.")
    if int(text) < 1:
        raise Wrong("no-seats", "Nobody can sit there.", "Write how many people can sit, such as 12.")
    if int(text) > 500:
        raise Wrong("too-many-seats", f"{text} seats are more than any room here has.", "Write at most 500.")
    return int(text)


def yes_or_no(text: str, today: date) -> bool:
    """Yes or no in its usual spellings."""
    said = text.strip().lower()
    if said in _YES:
        return True
    if said in _NO:
        return False
    raise Wrong("no-yes-or-no", f"“{text[:40]}” is neither yes nor no.", "Write yes or no.")


def one_of(choices: Mapping[str, str], what: str) -> Parser:
    """One of the house's codes, by code, title or a word of the title."""
    known = {folded(said): code for code, title in choices.items() for said in (code, title)}

    def parse(text: str, today: date) -> str:
        said = folded(words(text, most=100))
        if said in known:
            return known[said]
        near = difflib.get_close_matches(said, known, 1)
        hint = f"Did you mean {choices[known[near[0]]]}?" if near else f"Write one of: {', '.join(choices.values())}."
        raise Wrong("unknown-kind", f"There is no {what} “{text[:40]}”.", hint)

    return parse


def folded(text: str) -> str:
    """What two spellings of one heading or name have in common: letters and figures, without case and accents."""
    plain = unicodedata.normalize("NFKD", text).casefold().replace("&", " and ")
    return re.sub(r"[^a-z0-9]+", " ", "".join(one for one in plain if not unicodedata.combining(one))).strip()
