#!/usr/bin/env bash
# Builds the front end with whichever Node there is; does nothing when it is up to date.
set -euo pipefail
cd "$(dirname "$0")/.."

node=$(tools/node.sh)
[ -z "$node" ] || export PATH="$PWD/.cache/node:$node:$PATH"
if [ -n "$node" ]; then
    # The wheel's npm is a script that finds its parts by its own place.
    mkdir -p .cache/node
    printf '#!/bin/sh\nexec "%s/node" "%s/../lib/node_modules/npm/bin/npm-cli.js" "$@"\n' "$node" "$node" > .cache/node/npm
    chmod +x .cache/node/npm
fi
exec tools/build_frontend.sh
