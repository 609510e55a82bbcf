#!/usr/bin/env bash
# Sees to it that there is a real Chromium for the tests: Debian's package, else Playwright's own download. Its path goes
# to .cache/browser; an empty file means Playwright's own.
set -euo pipefail
cd "$(dirname "$0")/.."

answer=.cache/browser
say() { printf -- '-- %s\n' "$*"; }
mkdir -p .cache

found() { # a Chromium of the machine
    local name
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" && return 0
    done
    return 1
}
bundled() { # Playwright's own, if it was fetched
    .venv/bin/python - <<'PYTHON'
import pathlib, sys
from playwright.sync_api import sync_playwright

with sync_playwright() as playwright:
    sys.exit(not pathlib.Path(playwright.chromium.executable_path).exists())
PYTHON
}

if [ -f "$answer" ] && { [ -z "$(cat "$answer")" ] || [ -x "$(cat "$answer")" ]; }; then exit 0; fi
if found > "$answer"; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "installing Chromium (Debian's package; a minute or two, the first time only)"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium; } \
        > .cache/browser.log 2>&1 || true
    if found > "$answer"; then exit 0; fi
fi
: > "$answer"
if bundled 2>/dev/null; then exit 0; fi
say "fetching Playwright's Chromium (a minute or two, the first time only)"
if .venv/bin/python -m playwright install --with-deps --only-shell chromium > .cache/browser.log 2>&1 \
    || .venv/bin/python -m playwright install --only-shell chromium >> .cache/browser.log 2>&1; then exit 0; fi
rm -f "$answer"
{
    echo "The tests of the pages need a real Chromium, and none could be had (.cache/browser.log says why)."
    echo "Mend: install one (on Debian: apt-get install chromium), then run make test again."
} >&2
exit 1
