"""`quorate duties - --jsonl` on made-up families, as anybody would run it: a command, a file in, a file out.

Two commands share the cases, one a core. Memory is the peak of the larger of the two. BENCH_FULL=1
measures growth up to 100,000 cases instead of 10,000; BENCH_PACK names another pack.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import orjson

AT = "2026-11-20T09:00"
CORES = 2
ENGLAND = 212_000  # child histories a year; the aim is 20 seconds with --brief
COMMAND = (Path(sys.executable).parent / "quorate").as_posix()


@dataclass
class Measured:
    """One measurement: seconds of wall time, peak memory of one process in MiB, duties answered."""

    cases: int
    seconds: float
    peak_mib: float
    duties: int

    @property
    def rate(self) -> float:
        return self.cases / self.seconds


def write_cases(folder: Path, count: int) -> list[Path]:
    """`count` cases in one file a core. Made by other processes, so that this one stays small."""
    command = [sys.executable, "-m", "benchmarks.generate", str(count // CORES)]
    files = [folder / f"cases-{count}-{core}.jsonl" for core in range(CORES)]
    makers = []
    for seed, path in enumerate(files, 1):
        with path.open("wb") as out:
            makers.append(subprocess.Popen([*command, str(seed)], stdout=out))
    if any(maker.wait() for maker in makers):
        raise SystemExit("the cases could not be made")
    return files


def answer(files: list[Path], *flags: str) -> Measured:
    """One `quorate duties` a file, all at once, and the wait for the last of them."""
    pack = os.environ.get("BENCH_PACK", "bolton")
    command = [COMMAND, "duties", "-", "--jsonl", "--pack", pack, "--at", AT, *flags]
    outs = [path.with_suffix(".answers") for path in files]
    start = perf_counter()
    running = []
    for path, out in zip(files, outs, strict=True):
        with path.open("rb") as stdin, out.open("wb") as stdout:
            running.append(subprocess.Popen(command, stdin=stdin, stdout=stdout))
    ended = [os.wait4(process.pid, 0) for process in running]
    seconds = perf_counter() - start
    for process, (_, status, _) in zip(running, ended, strict=True):
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{' '.join(command)} ended with exit code {process.returncode}")
    cases, duties = (sum(counted) for counted in zip(*map(count_answers, outs), strict=True))
    return Measured(cases, seconds, max(usage.ru_maxrss for _, _, usage in ended) / 1024, duties)


def count_answers(path: Path) -> tuple[int, int]:
    """Answers and the duties in them; an answer that is an error stops the benchmark."""
    cases = duties = 0
    with path.open("rb") as answers:
        for line in answers:
            one = orjson.loads(line)
            if "duties" not in one:
                raise SystemExit(f"a made-up case was refused: {line.decode()[:300]}")
            cases += 1
            duties += len(one["duties"])
    return cases, duties


def start_up(folder: Path) -> float:
    """Seconds for one case from a cold start of the command, the best of five."""
    path = folder / "one.jsonl"
    subprocess.run([sys.executable, "-m", "benchmarks.generate", "1"], check=True, stdout=path.open("wb"))
    return min(answer([path], "--brief").seconds for _ in range(5))


def growth(folder: Path, sizes: list[int]) -> dict[str, float]:
    found = {}
    for size in sizes:
        files = write_cases(folder, size)
        one = answer(files, "--brief")
        found[f"{size:,} cases, --brief: µs a case"] = 1e6 * one.seconds / size
        found[f"{size:,} cases, --brief: peak MiB"] = one.peak_mib
        for path in folder.glob(f"cases-{size}-*"):
            path.unlink()
    return found


def run() -> dict[str, float]:
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found["start-up with one case: ms"] = 1000 * start_up(folder)
        files = write_cases(folder, 10_000)
        for label, flags in (("--brief", ("--brief",)), ("with reasons", ())):
            one = answer(files, *flags)
            found[f"10,000 cases, {label}: cases a second"] = one.rate
            found[f"10,000 cases, {label}: duties a case"] = one.duties / one.cases
            found[f"10,000 cases, {label}: µs a duty (wall, {CORES} cores)"] = 1e6 * one.seconds / one.duties
            found[f"10,000 cases, {label}: peak MiB"] = one.peak_mib
            found[f"{ENGLAND:,} cases, {label}: s, extrapolated"] = ENGLAND / one.rate
        full = bool(os.environ.get("BENCH_FULL"))
        found |= growth(folder, [1_000, 10_000, 100_000] if full else [1_000, 10_000])
    for what, number in found.items():
        print(f"{what:<62}{number:>12,.1f}")
    return found


if __name__ == "__main__":
    run()
