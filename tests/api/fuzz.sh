#!/usr/bin/env bash
# Every route fuzzed from its own OpenAPI document: no 5xx, nothing the document does not say.
#   tests/api/fuzz.sh path/to/morgue [seconds]
# Installs schemathesis into a folder of its own, unless $SCHEMATHESIS names one.
set -euo pipefail
cd "$(dirname "$0")/../.."
morgue=$(realpath "${1:?which morgue?}")
seconds=${2:-60}
. tests/venv.sh
[ -n "${SCHEMATHESIS:-}" ] || venv tests/api || cannot "the API by its own document (pip install schemathesis)"
schemathesis=${SCHEMATHESIS:-schemathesis}

dir=$(mktemp -d)
port=$((20000 + RANDOM % 10000))
export MORGUE_INDEX=$dir/index MORGUE_BASE=http://127.0.0.1:$port
"$morgue" index examples/articles >/dev/null 2>&1
MORGUE_WRITE_TOKEN=a-token-for-writing "$morgue" serve --listen 127.0.0.1:$port --originals \
  --show-origin --log json >/dev/null 2>"$dir/log" &
pid=$!
trap 'kill $pid 2>/dev/null || true; rm -rf "$dir"' EXIT
for _ in $(seq 100); do curl -sf -o /dev/null "$MORGUE_BASE/healthz" && break; sleep 0.1; done

checks=not_a_server_error,status_code_conformance,content_type_conformance
checks=$checks,response_headers_conformance,response_schema_conformance
cd "$dir"
# Trying tokens has a rate of its own: it comes last, or the others would only see its refusal.
SCHEMATHESIS_HOOKS=hooks PYTHONPATH="$OLDPWD/tests/api" "$schemathesis" run "$MORGUE_BASE/openapi.json" \
  --checks "$checks" --max-time "$seconds" --continue-on-failure --no-color \
  --exclude-path /login -H 'Authorization: Bearer a-token-for-writing'
SCHEMATHESIS_HOOKS=hooks PYTHONPATH="$OLDPWD/tests/api" "$schemathesis" run "$MORGUE_BASE/openapi.json" \
  --checks "$checks" --max-time 15 --no-color --include-path /login
kill -0 $pid || { echo "the server has ended"; exit 1; }
if grep -E '"status":5' "$dir/log"; then echo "a 5xx is in the log"; exit 1; fi
