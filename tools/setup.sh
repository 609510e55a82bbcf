#!/usr/bin/env bash
# Makes .venv with everything the checks need; does nothing when the lock and pyproject.toml are unchanged.
set -euo pipefail
cd "$(dirname "$0")/.."

venv=.venv
tools_stamp=$venv/made-from
project_stamp=$venv/project-from
say() { printf -- '-- %s\n' "$*"; }

fingerprint() { # of one file, and of where we are: a virtual environment cannot be moved
    { cat "$1"; pwd; } | sha256sum | cut -d' ' -f1
}

holds() { # does stamp $1 say $2?
    [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]
}

usable() { # is $1 a Python of at least 3.11 that can make virtual environments?
    "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() { # 3.11 before anything newer
    local candidate
    if [ -n "${PYTHON:-}" ]; then
        usable "$PYTHON" && { echo "$PYTHON"; return; }
        echo "PYTHON=$PYTHON is not a Python of version 3.11 or newer with the venv module." >&2
        return 1
    fi
    if python3 -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' >/dev/null 2>&1 && usable python3; then
        echo python3
        return
    fi
    for candidate in python3.11 python3 python3.12 python3.13 python3.14; do
        usable "$candidate" && { echo "$candidate"; return; }
    done
    {
        echo "Quorate needs Python 3.11 or newer with the venv module, and none was found."
        echo "Found: $(python3 --version 2>/dev/null || echo 'no python3 at all')."
        echo "Mend: install it (on Debian or Ubuntu: python3 and python3-venv), or name one: make test PYTHON=<path>."
    } >&2
    return 1
}

install_tools() {
    local python
    python=$(find_python)
    say "making $venv with $("$python" --version)"
    rm -rf "$venv"
    "$python" -m venv "$venv"
    say "installing the locked tools (a minute or two, the first time only)"
    "$venv/bin/python" -m pip install --quiet --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
}

install_project() {
    say "installing quorate from this checkout"
    "$venv/bin/python" -m pip install --quiet --quiet --disable-pip-version-check \
        --no-deps --no-build-isolation --editable .
    # The build back end copies the packs into an editable install too. In a checkout only packs/ may answer.
    rm -rf "$venv"/lib/python3.*/site-packages/quorate
}

lock=$(fingerprint requirements/dev.lock)
project=$(fingerprint pyproject.toml)

if ! holds "$tools_stamp" "$lock" || ! "$venv/bin/python" -c '' 2>/dev/null; then
    install_tools
    echo "$lock" > "$tools_stamp"
fi
if ! holds "$project_stamp" "$project"; then
    install_project
    echo "$project" > "$project_stamp"
fi
say "tools are in place ($venv)"
