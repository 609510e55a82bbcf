"""`make mutants ONLY=outbox`: takes out one protection of what is sent at a time; the machine must notice each.

The machine is the short run of `tests/notices/test_machine.py`. A protection that stands in several places is taken out
of all of them: where two ask the same, either alone is enough. It works in a copy, so that nothing changed is left
behind.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
MACHINE = "tests/notices/test_machine.py"
MET = ('assert told["steps"] >= 300', "assert [what for what in asked if not told[what]] == []")
"""What that test asks of the run alone: how long it was, and that it met what it is for."""
OUTBOX, LETTING = "notices/outbox.py", "notices/services/letting_out.py"


class Edit(NamedTuple):
    """Words of one file below src/quorate, which stand there once, and what stands there instead."""

    path: str
    old: str
    new: str


PROTECTIONS: dict[str, tuple[Edit, ...]] = {
    "whoever was kept out since is asked about, at the claim and before handing over": (
        Edit(OUTBOX, "if one is None or kept_out_now(message.conference_id, message.person_id) != one.kept_out:",
             "if one is None:"),
        Edit("release/basis.py", "return then.get(code) != now.get(code)",
             'return code != "decision" and then.get(code) != now.get(code)'),
    ),
    "everything is asked again between the claim and handing over": (
        Edit(OUTBOX, "    # Asked again: between the two transactions somebody may have decided something.\n"
             "    why = forbidden(message, on=timezone.localtime(at).date())\n", '    why = ""\n'),
    ),
    "the address is asked about again": (
        Edit(OUTBOX, 'return "" if is_there else "address"', 'return ""'),
        # Words of a way that has ended are not the reader's own of today: the search for protected words finds them.
        Edit("release/protecting.py", "one.person_id == person_id and one.is_current)", "one.person_id == person_id)"),
    ),
    "what has been moved or changed since is not sent": (
        Edit(OUTBOX, "why = calls_elsewhere(one.release) or changes(one, one.release)", 'why = ""'),
    ),
    "what has changed since it was prepared is not let out": (
        Edit(LETTING, "    if changed:\n        raise ChangedSince", "    if False:\n        raise ChangedSince"),
    ),
    "whoever comes with somebody kept out is not asked to come": (
        Edit(OUTBOX, 'return helped is not None and kept_out_now(message.conference_id, helped) == "whole"',
             "return False"),
        Edit("notices/recipients.py",
             'if person is not None and kept_out[person].scope == "whole"}', "if False}"),
    ),
    "whoever is kept out of all of it is not invited": (
        Edit("notices/recipients.py", 'if one.kept_out != "whole" and one.key not in alone', "if one.key not in alone"),
        Edit("release/artefacts.py", 'kept_out not in ("", "part") and artefact.code in INVITING', "False"),
        Edit(OUTBOX, 'one.kept_out == "whole" or _comes_with_somebody_kept_out(message)',
             "_comes_with_somebody_kept_out(message)"),
        # Nothing of an invitation is owed: what withholds the rest leaves it empty, and an empty one is not sent.
        Edit("release/artefacts.py", '    if recipient.kept_out not in ("", "part"):\n        return True\n', ""),
    ),
    "whoever is kept out of all of it reads nothing but what is owed": (
        Edit("release/artefacts.py", '    if recipient.kept_out not in ("", "part"):\n        return True\n', ""),
    ),
    "the letter that says why is prepared": (
        Edit("notices/services/following.py", 'if decided is not None and decided.outcome == "excluded":', "if False:"),
    ),
    "whoever is kept out is told how to complain": (
        Edit("release/artefacts.py", '"decisions", "complaint", "contacts"', '"decisions", "contacts"'),
    ),
    "whoever is kept out is told what was decided": (
        Edit("release/artefacts.py", '"decisions", "complaint", "contacts"', '"complaint", "contacts"'),
    ),
    "whoever was out of the room for a part reads nothing of it": (
        Edit("release/artefacts.py",
             "if part.kept_from is not None and recipient.person_id in part.kept_from:", "if False:"),
    ),
    "whoever was let back in before it began reads what the others read": (
        Edit("documents/room_times.py", "if following is None or not self._sittings:", "if True:"),
    ),
    "what is meant for some is for nobody else": (
        Edit("release/artefacts.py", "tuple(_without_bare_heads(kept))", "part.paragraphs"),
    ),
    "a booking that was acknowledged stands": (
        Edit("conferences/services/bookings.py", "conference.state, conference.starts_at = state, starts_at",
             "conference.state, conference.starts_at = state, conference.starts_at or starts_at"),
    ),
    "a calendar is told each time with a higher number": (
        Edit(LETTING, "        entry.sequence += 1\n", ""),
    ),
    "a calendar is told that it is off": (
        Edit(OUTBOX, 'calendar_method="CANCEL" if', 'calendar_method="REQUEST" if'),
    ),
    "a claim is its maker's until the lease lapses": (
        Edit(OUTBOX, "if message.lease_until is None or message.lease_until > at:", "if message.lease_until is None:"),
    ),
    "a claim that lapsed is asked about": (
        Edit(OUTBOX, 'MessageState.UNKNOWN, by=by, at=at, why="interrupted")',
             'MessageState.WAITING, by=by, at=at, why="interrupted")'),
    ),
    "a claim is given to one alone": (
        Edit(OUTBOX, "    if message is None or message.reference != reference or message.rendition is None:\n",
             '    if message is None:\n        rows = Message.objects.select_related("rendition__release")\n'
             '        message = rows.select_related("conference", "case").get(pk=message_id)\n'
             "    if message.rendition is None:\n"),
    ),
    "nothing is sent again after a broken line": (
        Edit(OUTBOX, 'return MessageState.UNKNOWN, "line-broke"', 'return MessageState.WAITING, "line-broke"'),
    ),
    "whoever prepared a paper does not let it out": (
        Edit("release/services.py", "if row.prepared_by == by.user_id and row.code not in BY_RULE:", "if False:"),
    ),
    "by hand the same is asked": (
        Edit("notices/services/answering.py", "why = forbidden(row, on=today, by_hand=True)", 'why = ""'),
    ),
    "protected words are looked for when it goes": (
        Edit(OUTBOX, "    found = what_leaks(message, source)\n", '    found = ""\n'),
        Edit("notices/services/answering.py", "any(what_leaks(row, content) for _, content in files)", "False"),
    ),
}  # fmt: skip


def missing(edits: tuple[Edit, ...]) -> list[str]:
    """Those of the words that do not stand in their file exactly once."""
    return [one.old for one in edits if (ROOT / "src/quorate" / one.path).read_text("utf-8").count(one.old) != 1]


def copied(into: Path) -> Path:
    """A copy of the system, with what it reads beside it."""
    shutil.copytree(ROOT / "src", into / "src", ignore=shutil.ignore_patterns("__pycache__", "node_modules", "static"))
    for beside in ("packs", "docs", "tests", "benchmarks", "tools", "pyproject.toml"):
        (into / beside).symlink_to(ROOT / beside)
    return into / "src"


def is_noticed(source: Path, edits: tuple[Edit, ...]) -> tuple[bool, str]:
    """Whether the machine fails without the protection, and what it says then."""
    before = {path: (source / "quorate" / path).read_text("utf-8") for path in {one.path for one in edits}}
    after = dict(before)
    for one in edits:
        after[one.path] = after[one.path].replace(one.old, one.new)
    try:
        for path, words in after.items():
            (source / "quorate" / path).write_text(words, "utf-8")
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", MACHINE, "-x", "-q", "-p", "no:cacheprovider"],
            cwd=ROOT, env={**os.environ, "PYTHONPATH": str(source)}, capture_output=True, text=True, check=False,
        )  # fmt: skip
    finally:
        for path, words in before.items():
            (source / "quorate" / path).write_text(words, "utf-8")
    said = [line[1:].strip() for line in ran.stdout.splitlines() if line.startswith("E  ")]
    return ran.returncode == 1 and is_a_promise(ran.stdout), said[0] if said else ran.stdout[-200:]


def is_a_promise(printed: str) -> bool:
    """Whether the one test that failed has met what must not be, and not only too little of what it is for."""
    failed_at = {line[1:].strip() for line in printed.splitlines() if line.startswith(">  ")}
    return "1 failed" in printed and not failed_at & set(MET)


def main(wanted: str = "") -> int:
    """Tries all protections (those with `wanted` in their name), prints, and gives how many nobody would miss."""
    tried = {name: edits for name, edits in PROTECTIONS.items() if wanted in name}
    gone = [f"{name}: {words!r}" for name, edits in tried.items() for words in missing(edits)]
    unasked = [one for one in MET if (ROOT / MACHINE).read_text("utf-8").count(one) != 1]
    if unasked:
        raise SystemExit(f"tools/outbox_mutants.py: {MACHINE} does not ask this once: {unasked}")
    if gone:
        raise SystemExit("tools/outbox_mutants.py: these words do not stand in the source once:\n" + "\n".join(gone))
    survived = 0
    with tempfile.TemporaryDirectory() as place:
        source = copied(Path(place))
        for name, edits in tried.items():
            began = time.perf_counter()
            noticed, said = is_noticed(source, edits)
            survived += not noticed
            took = time.perf_counter() - began
            print(f"{'noticed' if noticed else 'SURVIVED':9} {name} ({took:.0f} s): {said[:110]}", flush=True)
    print(f"{len(tried) - survived} of {len(tried)} protections of the outbox are missed when they are gone")
    return survived


if __name__ == "__main__":
    sys.exit(main(" ".join(sys.argv[1:])))
