#!/bin/sh
# What the peers folder calls: contestant.sh index JSONL DIR | query DIR QUERIES BUDGET
#                              | one DIR MATCH TEXT
# BIN is the folder of the built programs. Every case ends in `exec`, so that what is timed is ours.
set -eu
case "$1" in
    index)
        rm -rf "$3"
        exec "$BIN/morgue" index "$2" --index "$3" >/dev/null
        ;;
    query)
        exec "$BIN/examples/peer" "$2" "$3" "$4"
        ;;
    one)
        case "$3" in
            phrase) exec "$BIN/morgue" search --index "$2" -n 10 "\"$4\"" ;;
            or) exec "$BIN/morgue" search --index "$2" -n 10 --match any "$4" ;;
            *) exec "$BIN/morgue" search --index "$2" -n 10 "$4" ;;
        esac
        ;;
esac
