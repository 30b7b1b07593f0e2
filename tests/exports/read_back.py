"""Exports and the feed, read back by programs of other people: as many records as were found, the same
ids, headlines and dates. `run.sh` calls it with the program to try."""

import json
import os
import re
import subprocess
import sys
import tempfile
import unicodedata
import urllib.parse
import urllib.request

import nasty
import readers

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
# Form, the command line's options, HTTP's parameters, its reader, whether headlines are as printed.
FORMS = [
    ("csv", ["--csv"], "format=csv", readers.table, True),
    ("excel", ["--excel"], "format=csv&excel=1", readers.excel, False),
    ("jsonl", ["--jsonl"], "format=jsonl", readers.jsonl, True),
    ("full", ["--full"], "format=jsonl&full=1", readers.full, True),
    ("bundle", ["--format", "bundle"], "format=bundle", readers.bundle, False),
    ("ris", ["--format", "ris"], "format=ris", readers.ris, False),
    ("bibtex", ["--format", "bibtex"], "format=bibtex", readers.bibtex, False),
    ("csl-json", ["--format", "csl-json"], "format=csl-json", readers.csl, False),
]
QUERIES = ["", "ferry", "ferry NOT harbour", "洪水 OR جسر", "zeppelin"]


def squashed(text):
    """Without what a form of one line of plain text cannot hold or has its own signs for."""
    text = unicodedata.normalize("NFC", text)
    kept = "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Cn", "Zl", "Zp") or "\u2400" <= c <= "\u2426" else c for c in text)
    return re.sub(r"\s+", " ", kept).strip()


def letters(text):
    """What is left where a reader makes typography of signs."""
    return "".join(c for c in squashed(text) if c.isalnum() and unicodedata.category(c) != "Lm")


def known(date):
    """Year, month, day, as far as they are known; nothing where they are not one of these."""
    if not date:
        return ()
    parts = tuple(int(part) for part in date["earliest"].split("-"))
    return {"second": parts, "day": parts, "month": parts[:2], "year": parts[:1]}.get(date["precision"])


def compare(form, records, hits, as_printed):
    ids = [record["id"] for record in records]
    assert len(records) == len(hits), f"{len(records)} records of {len(hits)}"
    assert len(set(ids)) == len(ids), "an id stands twice"
    for record in records:
        hit = hits.get(record["id"]) or next(it for id, it in hits.items() if id.startswith(record["id"]))
        title, there = hit["headline"] or "", record["title"]
        if as_printed:
            same = title == there
        elif form == "bundle":
            same = squashed(title) in squashed(there)
        elif form == "bibtex":
            same = letters(title) in letters(there) and (letters(title) == letters(there) or not title)
        else:
            same = not title or squashed(title) == squashed(there)
        assert same, f"{record['id']}:\n  printed {title!r}\n  read    {there!r}"
        date = hit["published"]
        if form in ("csv", "excel", "jsonl"):
            expected = (date["earliest"], date["latest"], date["precision"]) if date else ("", "", "")
            assert record["date"] == expected, (record, expected)
        elif record["date"] is not None and known(date) is not None:
            assert record["date"] == known(date), (record, date)


class Archive:
    """An index of the samples and of what is nasty, with a server on it."""

    def __init__(self, morgue, folder):
        self.morgue, self.index = morgue, os.path.join(folder, "index")
        nasty.write(os.path.join(folder, "nasty.jsonl"))
        samples = os.path.join(ROOT, "examples", "articles")
        self.run(["index", samples, os.path.join(folder, "nasty.jsonl")])
        args = [morgue, "--index", self.index, "serve", "--listen", "127.0.0.1:0", "--show-origin", "--originals", "--log", "none"]
        self.server = subprocess.Popen(args, stdout=subprocess.PIPE, text=True)
        self.address = self.server.stdout.readline().strip()

    def run(self, args):
        ran = subprocess.run([self.morgue, "--index", self.index, *args], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert ran.returncode in (0, 1), f"{args}: {ran.returncode}"
        return ran.stdout

    def get(self, path):
        with urllib.request.urlopen(self.address + path) as answer:
            return answer.headers, answer.read()

    def hits(self, query):
        found = json.loads(self.run(["search", "--json", "-n", "all", "--", query]))
        return {hit["id"]: hit for hit in found["hits"]}


def check(archive, query):
    hits = archive.hits(query)
    q = urllib.parse.quote(query)
    for form, options, parameters, reader, as_printed in FORMS:
        headers, over_http = archive.get(f"/v1/export?q={q}&{parameters}")
        assert headers["morgue-articles"] == str(len(hits)), headers["morgue-articles"]
        for way, data in [("cli", archive.run(["export", *options, "--", query])), ("http", over_http)]:
            try:
                compare(form, reader(data), hits, as_printed)
            except AssertionError as error:
                sys.exit(f"`{query}` as {form} by {way}: {error}")
    for parameters in ["limit=200", "limit=3"]:
        records = readers.atom(archive.get(f"/search.atom?q={q}&{parameters}")[1])
        most = int(parameters.split("=")[1])
        assert len(records) == min(most, len(hits)), f"`{query}`: a feed of {len(records)}"
        compare("atom", records, {record["id"]: hits[record["id"]] for record in records}, False)
    return len(hits)


def main():
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(sys.argv[1], folder)
        try:
            counts = [check(archive, query) for query in QUERIES]
            assert counts[0] > 60 and counts[-1] == 0, counts
        finally:
            archive.server.terminate()
            archive.server.wait()
    print(f"exports: {len(FORMS)} forms and the feed, {counts} articles, each read back as it was found")


main()
