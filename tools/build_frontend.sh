#!/usr/bin/env bash
# Builds the styles, script and typefaces of the pages into src/quorate/web/static/quorate; does nothing when up to date.
# Needs node and npm on the PATH (or NODE and NPM naming them).
set -euo pipefail
cd "$(dirname "$0")/../src/quorate/web"

node=${NODE:-node}
npm=${NPM:-npm}
stamp=static/quorate/built-from
say() { printf -- '-- %s\n' "$*"; }

wanted=$(find frontend -path frontend/node_modules -prune -o -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1)
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && [ -d ../documents/typefaces ]; then
    say "the front end is built"
    exit 0
fi
for tool in "$node" "$npm"; do
    command -v "$tool" >/dev/null 2>&1 || {
        echo "Building the pages' styles needs $tool, which was not found. Mend: install Node 20 or newer, or set NODE and NPM." >&2
        exit 1
    }
done
packages=$(sha256sum frontend/package-lock.json | cut -d' ' -f1)
if [ ! -f frontend/node_modules/.made-from ] || [ "$(cat frontend/node_modules/.made-from)" != "$packages" ]; then
    say "fetching the front-end packages"
    # No script of a package runs: none of ours needs one.
    (cd frontend && "$npm" ci --ignore-scripts --no-audit --no-fund --loglevel=error)
    echo "$packages" > frontend/node_modules/.made-from
fi
say "building the styles, script and typefaces"
(cd frontend && "$node" build.mjs)
echo "$wanted" > "$stamp"
