#!/usr/bin/env bash
# Every form of export and the feed, from the command line and over HTTP, read back by programs of
# other people.
#   tests/exports/run.sh path/to/morgue
set -euo pipefail
cd "$(dirname "$0")/../.."
morgue=$(realpath "${1:?which morgue?}")
. tests/venv.sh
venv tests/exports || cannot "exports, by their readers (python3 with pip and venv)"
exec python3 -B tests/exports/read_back.py "$morgue"
