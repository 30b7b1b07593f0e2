"""What schemathesis is told besides the document: ids that are there, words that are found, and how
JSON lines are written. Loaded by `fuzz.sh` (SCHEMATHESIS_HOOKS)."""

import json
import os
import urllib.request

import schemathesis

BASE = os.environ["MORGUE_BASE"]
WORDS = ["ferry", "harbour bridge", '"port sorrel"', "bridg*", "ferry W/5 strike", "-ferry", "the AND (a"]


def _ids():
    with urllib.request.urlopen(BASE + "/v1/search?limit=50&snippets=0") as answer:
        return [hit["id"] for hit in json.load(answer)["hits"]]


IDS = _ids()


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    # Three of four ask for an article that is there, whole or by the beginning of its id.
    if path_parameters and "id" in path_parameters:
        value = str(path_parameters["id"])
        pick = sum(map(ord, value))
        if pick % 4:
            path_parameters["id"] = IDS[pick % len(IDS)][: 32 if pick % 4 > 1 else 12]
    return path_parameters


@schemathesis.hook
def map_query(context, query):
    if query and isinstance(query.get("q"), str):
        pick = sum(map(ord, query["q"]))
        if pick % 3 == 0:
            query["q"] = WORDS[pick % len(WORDS)]
    return query


@schemathesis.serializer("application/x-ndjson")
def json_lines(ctx, value):
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


@schemathesis.deserializer("application/x-ndjson")
def from_json_lines(ctx, response):
    # The document says what one line looks like.
    return json.loads(response.text.splitlines()[-1])
