"""The rules of the house as functions over a folder; each returns sentences, one for each breach."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

FILE_LINES = 300
FUNCTION_LINES = 40
NATIONAL_BASE = "england"
CLOCK = {"now", "today", "utcnow"}

# Written in pieces, so that this file does not break its own rule.
HOMES = "|".join(("ho" + "me", "ro" + "ot", "wo" + "rk", "Us" + "ers"))
MACHINE_PATH = re.compile(rf"(?<![\w.:/-])/(?:{HOMES})/[\w.]|\b[A-Z]:\\Users\\")


def tracked_files(root: Path) -> list[Path]:
    """Files git knows or would add; without git, all files."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if listed.returncode:
        return [path for path in sorted(root.rglob("*")) if path.is_file()]
    names = sorted(set(filter(None, listed.stdout.split("\0"))))
    return [root / name for name in names if (root / name).is_file()]


def modules(root: Path, folder: str = "src") -> Iterator[tuple[str, str]]:
    for path in sorted((root / folder).rglob("*.py")):
        yield path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")


def long_files(root: Path) -> list[str]:
    # A migration says all that changed at one moment, in Django's words; it is never edited and cannot be split.
    own = ((name, text) for name, text in modules(root) if "/migrations/" not in name)
    counted = ((name, len(text.splitlines())) for name, text in own)
    return [f"{name}: {lines} lines (at most {FILE_LINES})" for name, lines in counted if lines > FILE_LINES]


def long_functions(root: Path) -> list[str]:
    return [
        f"{name}:{node.lineno}: {node.name} has {length} lines (at most {FUNCTION_LINES})"
        for name, text in modules(root)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > FUNCTION_LINES
    ]


def authorities(root: Path) -> list[str]:
    packs = root / "packs"
    return sorted(one.name for one in packs.iterdir() if one.is_dir() and one.name != NATIONAL_BASE)


def named_authorities(root: Path) -> list[str]:
    """What an authority does is data; Python that knows its name is a rule in the wrong place."""
    known = authorities(root)
    if not known:
        return ["packs/ holds no authority, so nothing was looked for"]
    pattern = re.compile(rf"(?<![a-z])({'|'.join(known)})(?![a-z])", re.IGNORECASE)
    return [
        f"{name}:{number}: names {found[1]}"
        for name, text in modules(root)
        if "/demo/" not in name
        for number, line in enumerate(text.splitlines(), 1)
        if (found := pattern.search(line))
    ]


def clock_readings(root: Path) -> list[str]:
    """The engine is told the moment; a rule that looks at the clock cannot be asked about last year."""
    return [
        f"{name}:{node.lineno}: reads the clock ({node.func.attr})"
        for name, text in modules(root, "src/quorate/procedure")
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCK
    ]


def machine_paths(root: Path) -> list[str]:
    return [
        f"{path.relative_to(root).as_posix()}:{number}: {found[0]}"
        for path in tracked_files(root)
        for number, line in enumerate(path.read_bytes().decode("utf-8", "replace").splitlines(), 1)
        if (found := MACHINE_PATH.search(line))
    ]


def dependencies_without_reason(root: Path) -> list[str]:
    """Each requirement says on its own line why it is here."""
    lines = list(requirement_lines(root / "pyproject.toml"))
    for path in sorted((root / "requirements").glob("*.in")):
        numbered = enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        lines += [(path, number, line) for number, line in numbered if line.strip() and line[0] != "#"]
    return [
        f"{path.relative_to(root).as_posix()}:{number}: no reason beside {line.strip()}"
        for path, number, line in lines
        if not REASON.search(line)
    ]


def requirement_lines(pyproject: Path) -> Iterator[tuple[Path, int, str]]:
    """Lines that start with a quotation mark, in the tables that can hold requirements."""
    table = key = ""
    for number, line in enumerate(pyproject.read_text(encoding="utf-8").splitlines(), 1):
        if header := re.match(r"\[+([\w.-]+)\]+", line):
            table = header[1]
        elif assignment := re.match(r"([\w-]+) =", line):
            key = assignment[1]
        elif line.lstrip().startswith('"') and (table in GROUPS or (table, key) in LISTS):
            yield pyproject, number, line


GROUPS = {"project.optional-dependencies", "dependency-groups"}
LISTS = {("build-system", "requires"), ("project", "dependencies")}
REASON = re.compile(r"\s# \w+")


def undocumented_targets(root: Path) -> list[str]:
    targets = re.findall(r"^([a-z][\w-]*):(?!=)", (root / "Makefile").read_text(), re.MULTILINE)
    told = "".join((root / name).read_text() for name in ("README.md", "CONTRIBUTING.md"))
    return [
        f"make {target} stands in neither README.md nor CONTRIBUTING.md"
        for target in targets
        if not re.search(rf"\bmake {re.escape(target)}\b", told)
    ]


POST_FORM = re.compile(r'<form\b[^>]*\bmethod="post".*?</form>', re.DOTALL)


def forms_without_key(root: Path) -> list[str]:
    """Every form that is sent carries the key by which it is done once (`web/once.py`); a search adds nothing.

    `csrf` is what a macro is given of it.
    """
    return [
        f"{path.relative_to(root).as_posix()}: a form without {{{{ csrf_input }}}}: {form[0][:60]}"
        for path in sorted((root / "src").rglob("*.html"))
        if "node_modules" not in path.parts
        for form in POST_FORM.finditer(path.read_text(encoding="utf-8"))
        if not re.search(r"\{\{ csrf(_input)? \}\}", form[0]) and 'action="{{ url("search") }}"' not in form[0]
    ]
