"""From text to elements: a streaming parser without entities, document types or network, that survives a bad child.

Line numbers are exact in files of any length: libxml2 counts elements' lines to 65,535 only, so the parser is begun
anew between two children before it gets there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, Generic, NamedTuple, TypeVar
from xml.sax.saxutils import quoteattr

from lxml import etree

from quorate.returns.census.faults import Fault, NotACensusFile
from quorate.returns.census.pieces import Piece, Pieces

LONGEST_CHILD: Final = 4 << 20
"""Characters of one child at most; a whole file of 66 MB holds some 25,000 children."""
FRESH_AFTER: Final = 20_000
"""Lines after which the parser is begun anew, between two children."""

_BEGIN: Final = re.compile(r"<(?:[\w.-]+:)?Child[\s>]")
_NUMBER: Final = re.compile(r"<(?:[\w.-]+:)?LAchildID>\s*([^<\s]{1,40})")
_PLACE: Final = re.compile(r", line \d+, column \d+.*$", re.DOTALL)
_MISMATCH: Final = re.compile(r"^Opening and ending tag mismatch: (\S+) line \d+ and (\S+)$")
_TRICKS: Final = (
    "The file declares entities or a document type of its own. A census file has neither, and they can be used to do "
    "harm; export the file again, or take the line out."
)
_DECLARATION: Final = re.compile("<!(?:DOCTYPE|ENTITY)")
_BARE: Final = "<Message><Children>"

T = TypeVar("T")


class Element(NamedTuple):
    """One element read whole. `shift`: what to add to a node's `sourceline` to get its line in the file."""

    name: str
    node: etree._Element
    shift: int
    number: int
    """Which child of the file, counted from 1; 0 for the header."""

    def line_of(self, node: etree._Element) -> int:
        """The line that a node of it stands on."""
        return (node.sourceline or 1) + self.shift


def local(node: etree._Element) -> str:
    """An element's name without its namespace; "" for what is not an element."""
    tag = node.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


class Elements(Generic[T]):
    """Header and children of a file, one after the other, each as `read` makes it of the element.

    What cannot be read becomes one of `faults` and is passed over. Raises `NotACensusFile`.
    """

    def __init__(self, pieces: Pieces, read: Callable[[Element], T]) -> None:
        self._pieces, self._read = pieces, read
        self.faults: list[Fault] = []
        self.children = 0
        """Children met, those that could not be read among them."""
        self._opening = ""
        self._shift = 0
        self._held = 0
        self._since: list[str] = []
        self._since_line = 1
        self._skipping = self._ended = False
        self._parser = _parser()

    def __iter__(self) -> Iterator[T]:
        last = Piece("", 1, False)
        before = ""
        for last in self._pieces:
            if _DECLARATION.search(before + last.text):
                raise NotACensusFile(_TRICKS)
            before = last.text[-10:]
            found, text, line = self._take(last)
            yield from found
            if last.ends_child and found and line - self._shift > FRESH_AFTER:
                self._begin_anew(line + text.count("\n"))
        self._close(last)

    def _take(self, piece: Piece) -> tuple[list[T], str, int]:
        """What the piece brought to its end, and the text and first line of it that was looked at."""
        text, line = piece.text, piece.line
        if self._skipping:
            text, line = self._next_child(text, line)
        if not text:
            return [], text, line
        self._held += len(text)
        if self._held > LONGEST_CHILD:
            self._pass_over("child-too-long", line, text, "a child, or what stands in its place, is longer than 4 MB")
            return [], text, line
        found = self._feed(text, line)
        if piece.ends_child and not found and not self._skipping:
            found = self._listen(text, line)
        return found, text, line

    def _listen(self, text: str, line: int) -> list[T]:
        """Nothing ended although an end tag was there: after some faults the parser falls silent without a word.

        Another one reads the same text alone and says what is wrong, if anything is: an end tag may stand in a
        comment.
        """
        probe = _parser()
        try:
            probe.feed((self._opening + "".join(self._since)).encode("utf-8", "replace"))
            probe.close()
        except etree.XMLSyntaxError as wrong:
            if "remature end" not in str(wrong):
                return self._broken(wrong, text, line, (wrong.lineno or 1) + self._since_line - 1)
        return []

    def _next_child(self, text: str, line: int) -> tuple[str, int]:
        """The text from the next child's beginning, with a fresh parser; nothing where none begins in it."""
        begin = _BEGIN.search(text)
        if begin is None:
            return "", line
        line += text.count("\n", 0, begin.start())
        self._begin_anew(line)
        return text[begin.start() :], line

    def _feed(self, text: str, line: int) -> list[T]:
        if not self._since:
            self._since_line = line
        self._since.append(text)
        found: list[T] = []
        wrong = None
        try:
            self._parser.feed(text.encode("utf-8", "replace"))
        except etree.XMLSyntaxError as error:
            wrong = error
        try:
            inner = self._events(found)
        except etree.XMLSyntaxError as error:
            return found + self._broken(error, text, line)
        if inner is not None:
            return found + self._unclosed(inner, text, line)
        return found if wrong is None else found + self._broken(wrong, text, line)

    def _events(self, found: list[T]) -> etree._Element | None:
        """Reads what has ended into `found`; gives the outer of two children where one stands in the other."""
        for _, node in self._parser.read_events():
            if not self._opening:
                self._opening = _opening_of(node)
            parent = node.getparent()
            if local(node) == "Child" and parent is not None and local(parent) == "Child":
                return parent
            self._whole(node, found)
        return None

    def _whole(self, node: etree._Element, found: list[T]) -> None:
        name, parent = local(node), node.getparent()
        if name == "Message":
            self._ended = True
            self._name_strangers(node, ("Header", "Children"))
            for part in node:
                if local(part) == "Children":
                    self._name_strangers(part, ("Child",))
            return
        if name == "Child":
            self.children += 1
            if parent is not None:
                self._name_strangers(parent, ("Child",), before=node)
        found.append(self._read(Element(name, node, self._shift, self.children if name == "Child" else 0)))
        if name == "Child" and parent is not None:
            while node.getprevious() is not None:
                del parent[0]
        node.clear(keep_tail=False)
        self._held = 0
        self._since = []

    def _name_strangers(
        self, parent: etree._Element, known: tuple[str, ...], before: etree._Element | None = None
    ) -> None:
        """Names the elements that have no business where they stand."""
        for node in parent:
            if node is before:
                return
            name = local(node)[:60]
            if name and name not in known:
                what = f"<{name}> is not known in {local(parent)}"
                self.faults.append(Fault("unknown-element", 0, "", name, (node.sourceline or 1) + self._shift, what))

    def _begin_anew(self, line: int) -> None:
        self._parser = _parser()
        self._parser.feed((self._opening or _BARE).encode())
        self._opening = self._opening or _BARE
        self._shift = line - 1
        self._skipping = False
        self._held = 0
        self._since = []

    def _unclosed(self, outer: etree._Element, text: str, line: int) -> list[T]:
        """A child in a child: the outer one was never closed. It is named, and the inner one read."""
        at = (outer.sourceline or 1) + self._shift
        found = outer.find("{*}ChildIdentifiers/{*}LAchildID")
        number = (found.text or "").strip()[:40] if found is not None else ""
        self._lost("child-not-closed", at, "this child is not closed before the next one begins", number)
        begins = [begin.start() for begin in _BEGIN.finditer(text)]
        if not begins:
            self._skipping = True
            return []
        line += text.count("\n", 0, begins[-1])
        self._begin_anew(line)
        return self._feed(text[begins[-1] :], line)

    def _broken(self, wrong: etree.XMLSyntaxError, text: str, line: int, place: int = 0) -> list[T]:
        said = str(wrong.msg)
        place = place or (wrong.lineno + self._shift if wrong.lineno else line)
        begin = _BEGIN.search(text)
        if not self._opening and (begin is None or "<Message" not in text):
            raise NotACensusFile(f"The file cannot be read as XML: line {place}: {_plainly(said)}.") from wrong
        if begin is not None and place < line + text.count("\n", 0, begin.start()):
            # Before the child: the header, or something between two children.
            self.faults.append(Fault("markup-broken-between", 0, "", "Message", place, _plainly(said)))
            text, line = self._next_child(text, line)
            return self._feed(text, line)
        self._pass_over("markup-broken", place, text, _plainly(said))
        return []

    def _pass_over(self, kind: str, line: int, text: str, what: str) -> None:
        """One child is lost; the next one is looked for."""
        if not self._opening:
            raise NotACensusFile(f"Line {line}: {what}; this is not a census file.")
        if self._ended:
            self.faults.append(Fault("markup-broken-between", 0, "", "Message", line, what))
        else:
            found = _NUMBER.search(text)
            self._lost(kind, line, what, found[1] if found else "")
        self._skipping = True
        self._held = 0
        self._parser = _parser()

    def _lost(self, kind: str, line: int, what: str, number: str) -> None:
        self.children += 1
        self.faults.append(Fault(kind, self.children, number, "Child", line, what))

    def _close(self, last: Piece) -> None:
        """The end of the file: everything closed, or cut off, perhaps in the middle of a child."""
        if self._skipping or self._ended:
            return
        line = last.line + last.text.count("\n")
        if not self._opening:
            self._nothing_whole()
        begin = _BEGIN.search(last.text)
        if begin is None:
            self.faults.append(Fault("file-ends-early", 0, "", "Message", line, "the file ends before </Message>"))
            return
        found = _NUMBER.search(last.text)
        self._lost("file-ends-early", line, "the file ends within this child", found[1] if found else "")

    def _nothing_whole(self) -> None:
        """Another kind of document, or the beginning of one."""
        try:
            _opening_of(self._parser.close())
        except etree.XMLSyntaxError as wrong:
            said = "The file was cut off at its beginning: it holds nothing whole; export it again."
            raise NotACensusFile(said) from wrong


def _parser() -> etree.XMLPullParser:
    return etree.XMLPullParser(
        events=("end",), resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        attribute_defaults=False, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8",
        tag=("{*}Child", "{*}Header", "{*}Message"),
    )  # fmt: skip


def _opening_of(node: etree._Element) -> str:
    """The tags that a fresh parser needs before it can go on in the middle of this document."""
    tree = node.getroottree()
    root = tree.getroot()
    if tree.docinfo.internalDTD is not None:
        raise NotACensusFile(_TRICKS)
    if local(root) != "Message":
        raise NotACensusFile(
            f"This is not a Children in Need census file: it begins with <{local(root)[:60]}> instead of <Message>."
        )
    names = "".join(f" xmlns{':' + prefix if prefix else ''}={quoteattr(uri)}" for prefix, uri in root.nsmap.items())
    tag = f"{root.prefix}:" if root.prefix else ""
    return f"<{tag}Message{names}><{tag}Children>"


def _plainly(said: str) -> str:
    if "EntityRef" in said:
        return "an ampersand stands alone"
    words = _MISMATCH.sub(r"<\1> is closed by </\2>", _PLACE.sub("", said).strip())[:160]
    return words[:1].lower() + words[1:] if words else "the markup is broken"
