"""`make mutants`: changes the engine one operator at a time and counts the changes no test notices.

The score is "N of M mutants killed (P %)". A mutant that only ends by running for ever is killed; one that
no test reaches is not. The survivors go to .cache/mutants-survived.txt, each with its change.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parent.parent
ENGINE = Path("src/quorate/procedure")
SURVIVED = Path(".cache/mutants-survived.txt")
KILLED = {"killed", "timeout", "segfault", "caught by type check"}
LEFT_OUT = {"not checked", "skipped"}


def patterns_for(modules: list[str]) -> list[str]:
    """Module names as one says them (`offsets`) → mutmut's names. An unknown module is refused."""
    for module in modules:
        if not (ROOT / ENGINE / f"{module}.py").is_file():
            known = sorted(path.stem for path in (ROOT / ENGINE).glob("*.py"))
            raise SystemExit(f"ONLY={module}: no such module in {ENGINE}; there are: {', '.join(known)}")
    return [f"quorate.procedure.{module}.*" for module in modules]


def states_in(results: str) -> dict[str, str]:
    """`mutmut results` → mutant name: state. Mutants that were not part of this run are left out."""
    pairs = (line.strip().rpartition(": ") for line in results.splitlines() if ": " in line)
    return {name: state for name, _, state in pairs if state not in LEFT_OUT}


def score(states: dict[str, str]) -> str:
    killed = sum(state in KILLED for state in states.values())
    return f"{killed} of {len(states)} mutants killed ({100 * killed / len(states):.1f} %)"


def by_module(states: dict[str, str]) -> list[str]:
    """One line a module, the one with most survivors first."""
    groups: dict[str, dict[str, str]] = defaultdict(dict)
    for name, state in states.items():
        groups[name.removeprefix("quorate.procedure.").split(".")[0]][name] = state
    alive = {module: sum(state not in KILLED for state in group.values()) for module, group in groups.items()}
    return [f"  {module}: {score(groups[module])}" for module in sorted(groups, key=lambda one: (-alive[one], one))]


def mutmut(*arguments: str) -> str:
    ended = subprocess.run(
        [sys.executable, "-m", "mutmut", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return ended.stdout


def run_mutmut(patterns: list[str]) -> None:
    """A fresh run: a kept result could be older than the tests."""
    shutil.rmtree(ROOT / "mutants", ignore_errors=True)
    log = ROOT / ".cache/mutants.log"
    log.parent.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(os.cpu_count() or 1), *patterns]
    with log.open("w", encoding="utf-8") as file:
        environment = {**os.environ, "HYPOTHESIS_PROFILE": "mutants"}
        code = subprocess.call(command, cwd=ROOT, env=environment, stdout=file, stderr=subprocess.STDOUT)
    if code:
        end = "\n".join(log.read_text(encoding="utf-8").splitlines()[-30:])
        raise SystemExit(f"{end}\nmutmut did not run to the end (exit code {code}); the whole log: .cache/mutants.log")


def write_survivors(states: dict[str, str]) -> int:
    """Asks mutmut in this process: its own command takes a second for each change it shows."""
    from mutmut.mutation.diff_apply import get_diff_for_mutant

    alive = sorted(name for name, state in states.items() if state not in KILLED)
    with contextlib.chdir(ROOT), SURVIVED.open("w", encoding="utf-8") as file:
        for name in alive:
            path = ENGINE / f"{name.removeprefix('quorate.procedure.').split('.')[0]}.py"
            file.write(f"{name}: {states[name]}\n{get_diff_for_mutant(name, path=path)}\n\n")
    return len(alive)


def main(modules: list[str]) -> int:
    patterns = patterns_for(modules)
    print(
        f"-- changing {', '.join(modules) or 'the whole engine'} (progress: tail -f .cache/mutants.log)",
        flush=True,
    )
    run_mutmut(patterns)
    states = states_in(mutmut("results", "--all", "true"))
    if not states:
        raise SystemExit("mutmut changed nothing; see .cache/mutants.log")
    alive = write_survivors(states)
    print("\n".join(by_module(states)))
    if alive:
        print(f"-- {alive} survivors, each with its change: {SURVIVED}")
    print(score(states))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
