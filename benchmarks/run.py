"""`make bench`: runs every `*_bench.py` beside this file; `BENCH_ONLY="web big"` runs those.

Each has a `run()` that measures, prints its own table, and returns {what: number}. The numbers of all of
them go to .cache/bench.json, so that two runs can be laid side by side.
"""

from __future__ import annotations

import importlib
import json
import os
import platform
import sys
from pathlib import Path

HERE = Path(__file__).parent
NUMBERS = HERE.parent / ".cache/bench.json"


def main(names: list[str]) -> int:
    known = sorted(path.stem.removesuffix("_bench") for path in HERE.glob("*_bench.py"))
    unknown = [name for name in names if name not in known]
    if unknown:
        raise SystemExit(f"no benchmark {', '.join(unknown)}; there are: {', '.join(known)}")
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores")
    numbers = {}
    for name in names or known:
        module = importlib.import_module(f"benchmarks.{name}_bench")
        print(f"\n{name}: {(module.__doc__ or '').strip().splitlines()[0]}\n", flush=True)
        numbers[name] = module.run()
    NUMBERS.parent.mkdir(exist_ok=True)
    NUMBERS.write_text(json.dumps(numbers, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or os.environ.get("BENCH_ONLY", "").split()))
