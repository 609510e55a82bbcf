"""`quorate duties`: case files in, duties out, as text or JSON, one case or a stream of them."""

from __future__ import annotations

import argparse
import gc
import signal
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any, BinaryIO

import orjson

from quorate.commands.shelf import shelf
from quorate.procedure.calendar import OutsideKnownYears
from quorate.procedure.case import CaseError, read_case
from quorate.procedure.library import Library
from quorate.procedure.moments import MomentError, read_moment
from quorate.procedure.offsets import Moment
from quorate.procedure.pack import Pack
from quorate.procedure.position import Position, Stream, by_editions
from quorate.procedure.reading import PackError

DONE, REFUSED = 0, 2
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""Put before the text by some editors; it says nothing."""
CHUNK = 250
"""Cases that one process answers at a time; enough to hide the cost of handing them over."""


class Refused(ValueError):
    """Input that is refused, with the sentence to print."""


class Asker:
    """Answers cases under one pack at one moment."""

    def __init__(self, library: Library, pack: str, at: Moment, *, brief: bool, why: str | None) -> None:
        self.library = library
        self.pack = pack
        self.at = at
        self.brief = brief
        self.why = why
        self._packs: dict[date, Pack] = {}

    def pack_on(self, day: date) -> Pack:
        """The pack for a day, looked up once a day. Raises PackError."""
        found = self._packs.get(day)
        if found is None:
            found = self._packs[day] = self.library.pack(self.pack, day)
        return found

    def answer(self, text: bytes) -> tuple[Position, dict[str, Any]]:
        """Where one case file stands, and the answer as data. Raises Refused with one sentence."""
        try:
            data = orjson.loads(text.removeprefix(BYTE_ORDER_MARK))
        except orjson.JSONDecodeError as wrong:
            raise Refused(_not_json(text, wrong)) from None
        try:
            stream = Stream(read_case(data), self.at)
            position = self._position(stream)
            return position, position.as_data(brief=self.brief, why=self.why)
        except (CaseError, OutsideKnownYears, PackError) as refused:
            raise Refused(str(refused)) from None

    def _position(self, stream: Stream) -> Position:
        """Each conference under its own edition; under the one that was named, where one was."""
        if "/" in self.pack:
            return Position(self.pack_on(stream.edition_day), stream)
        return by_editions(stream, self.pack_on)

    def line(self, number: int, text: bytes) -> tuple[bytes, bool]:
        """The answer to one line of a stream as JSON, and whether it was refused."""
        try:
            return orjson.dumps(self.answer(text)[1]), False
        except Refused as refused:
            return orjson.dumps({"error": str(refused), "line": number}), True


def run(asked: argparse.Namespace) -> int:
    """Answer the command line; 2 where anything was refused."""
    try:
        at = read_moment(asked.at) if asked.at else _now()
        asker = Asker(shelf(asked.packs), asked.pack, at, brief=asked.brief, why=asked.why)
        if asked.jsonl:
            return _stream(asker, asked)
        position, data = asker.answer(_read(asked.case))
        _check_why(position, asked.why)
    except MomentError as wrong:
        return _refuse(f"--at: {wrong}")
    except (Refused, PackError) as refused:
        return _refuse(str(refused))
    if asked.json:
        sys.stdout.write(orjson.dumps(data, option=orjson.OPT_INDENT_2).decode() + "\n")
    else:
        from quorate.commands.printing import page

        sys.stdout.write(page(position, why=asked.why, brief=asked.brief))
    return DONE


def _not_json(text: bytes, wrong: orjson.JSONDecodeError) -> str:
    try:
        text.decode("utf-8")
    except UnicodeDecodeError as bad:
        return f"the case file is not UTF-8 text (byte {bad.start}); save it as UTF-8"
    return f"the case file is not JSON: {wrong}; correct it there"


def _now() -> Moment:
    return read_moment(datetime.now(UTC).isoformat(timespec="seconds"))


def _check_why(position: Position, why: str | None) -> None:
    if why is not None and why not in position.told.rules.by_code:
        from difflib import get_close_matches

        near = get_close_matches(why, position.told.rules.by_code, n=1)
        mend = f"did you mean {near[0]!r}?" if near else "quorate pack show lists the duties"
        raise Refused(f"--why: {position.pack.id} has no duty {why!r}; {mend}")


def _refuse(sentence: str) -> int:
    sys.stderr.write(f"quorate duties: {sentence}\n")
    return REFUSED


def _read(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        with open(name, "rb") as file:
            return file.read()
    except OSError as wrong:
        raise Refused(f"{name}: cannot be read: {wrong.strerror}; check the name of the file") from None


def _stream(asker: Asker, asked: argparse.Namespace) -> int:
    if asked.case == "-":
        return _answer_lines(asker, sys.stdin.buffer, asked.jobs)
    try:
        file = open(asked.case, "rb")  # noqa: SIM115 - closed below; only opening it is refused in these words
    except OSError as wrong:
        raise Refused(f"{asked.case}: cannot be read: {wrong.strerror}; check the name of the file") from None
    with file:
        return _answer_lines(asker, file, asked.jobs)


def _answer_lines(asker: Asker, file: BinaryIO, jobs: int | None) -> int:
    """Answer line by line in order; a bad line answers in its place and the rest still answer."""
    asker.library.in_force(asker.pack.partition("/")[0], datetime.max.date())  # an unknown pack is refused once
    _spare_the_collector()
    exit_code, out = DONE, sys.stdout.buffer
    for answers, refusals in _answered(asker, _chunks(file), jobs):
        out.write(answers)
        for refusal in refusals:
            exit_code = _refuse(refusal)
    out.flush()
    return exit_code


def _spare_the_collector() -> None:
    """Let the cycle collector look at the packs never and at the cases seldom: a case is freed when it is answered."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


Chunk = tuple[int, list[bytes]]
Answers = tuple[bytes, list[str]]


def _chunks(file: Iterable[bytes]) -> Iterator[Chunk]:
    lines, first = iter(file), 1
    while chunk := list(islice(lines, CHUNK)):
        yield first, chunk
        first += len(chunk)


def answer_chunk(asker: Asker, chunk: Chunk) -> Answers:
    """The answers to some lines, joined, and a sentence for each line that was refused."""
    first, lines = chunk
    answers, refusals = [], []
    for number, line in enumerate(lines, first):
        if not line.strip():
            continue
        answer, refused = asker.line(number, line)
        answers.append(answer + b"\n")
        if refused:
            refusals.append(f"line {number}: {orjson.loads(answer)['error']}")
    return b"".join(answers), refusals


def _answered(asker: Asker, chunks: Iterator[Chunk], jobs: int | None) -> Iterator[Answers]:
    """Answers in the order of the lines, by several processes where there is more than one chunk."""
    import os

    head = list(islice(chunks, 2))
    cores = jobs or len(os.sched_getaffinity(0))
    if len(head) < 2 or cores == 1:
        yield from (answer_chunk(asker, chunk) for chunk in head)
        yield from (answer_chunk(asker, chunk) for chunk in chunks)
        return
    yield from _by_processes(asker, head, chunks, cores)


def _by_processes(asker: Asker, head: list[Chunk], chunks: Iterator[Chunk], cores: int) -> Iterator[Answers]:
    """At most three chunks a process are under way, so memory does not grow with the stream."""
    from collections import deque
    from concurrent.futures import Future, ProcessPoolExecutor

    under_way: deque[Future[Answers]] = deque()
    signal.signal(signal.SIGTERM, _stop)  # so that the processes of the pool end with this one
    with ProcessPoolExecutor(cores, initializer=_start, initargs=(asker,)) as pool:
        for chunk in head:
            under_way.append(pool.submit(_answer, chunk))
        for chunk in chunks:
            under_way.append(pool.submit(_answer, chunk))
            if len(under_way) >= 3 * cores:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()


_asker: Asker
"""The asker of a process of the pool, given to it once when it starts."""


def _stop(*_: object) -> None:
    raise SystemExit(143)


def _start(asker: Asker) -> None:
    global _asker
    _asker = asker
    _spare_the_collector()


def _answer(chunk: Chunk) -> Answers:
    return answer_chunk(_asker, chunk)
