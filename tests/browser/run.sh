#!/usr/bin/env bash
# The pages in a real Chromium: installs the browser (apt) and two libraries (npm) where they are
# missing, and says loudly when it cannot. Under CI that is a failure.
set -euo pipefail
cd "$(dirname "$0")"

cannot() {
  echo >&2
  echo "!! THE PAGES WERE NOT TESTED IN A BROWSER: $*" >&2
  [ -z "${CI:-}" ] || exit 1
  exit 0
}

command -v node >/dev/null && command -v npm >/dev/null || {
  if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    apt-get update -qq && apt-get install -y -qq --no-install-recommends nodejs npm
  fi
}
command -v npm >/dev/null || cannot "node and npm are missing (20 or newer)"

: "${CHROMIUM:=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}"
if [ -z "$CHROMIUM" ] && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium || true
  CHROMIUM=$(command -v chromium || true)
fi
[ -n "$CHROMIUM" ] || cannot "there is no Chromium: install one, or name it in \$CHROMIUM"
export CHROMIUM

# Only the two that package-lock.json names, with their hashes.
[ -d node_modules/playwright-core ] && [ -d node_modules/axe-core ] || npm ci --no-fund --no-audit --ignore-scripts ||
  cannot "npm ci failed"

exec node pages.mjs "$@"
