#!/usr/bin/env bash
# Resolves the dependencies anew into requirements/dev.lock, with a hash for every file.
set -euo pipefail
cd "$(dirname "$0")/.."

lock_venv=.cache/lock-venv
[ -x "$lock_venv/bin/uv" ] || {
    "${PYTHON:-python3}" -m venv "$lock_venv"
    "$lock_venv/bin/python" -m pip install --quiet --disable-pip-version-check uv
}
"$lock_venv/bin/uv" pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
    --no-emit-index-url --no-emit-find-links --extra server \
    pyproject.toml requirements/dev.in --output-file requirements/dev.lock
echo "-- requirements/dev.lock holds $(grep -c '==' requirements/dev.lock) packages"
