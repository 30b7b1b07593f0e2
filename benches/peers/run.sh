#!/bin/sh
# Makes morgue a contestant: PEERS_DIR=… benches/peers/run.sh [arguments of run.py]
# PEERS_DIR is a folder with run.py, which builds the others, makes the corpus and prints the table.
set -eu
: "${PEERS_DIR:?name the folder that holds run.py}"
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
cd "$root"
cargo build --release --quiet --bin morgue --example peer
BIN="${CARGO_TARGET_DIR:-$root/target}/release"
export BIN
extra=$(mktemp)
trap 'rm -f "$extra"' EXIT
cat >"$extra" <<JSON
{"morgue": {
  "index": "$here/contestant.sh index {J} {D}",
  "query": "$here/contestant.sh query {D} {Q} {B}",
  "one": "$here/contestant.sh one {D} {M} {T}"
}}
JSON
PEERS_EXTRA="$extra" python3 "$PEERS_DIR/run.py" "$@"
