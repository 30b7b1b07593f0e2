"""What other people's programs make of each form: id, headline, date. One function a form; each gives
a list of records with `id` (or its beginning), `title` and `date` as far as the form has them."""

import csv
import io
import json
import logging
import re
import xml.etree.ElementTree as etree
import zipfile

import bibtexparser
import bibtexparser.middlewares as middlewares
import feedparser
import rispy

MONTHS = dict(zip("jan feb mar apr may jun jul aug sep oct nov dec".split(), range(1, 13)))
ATOM = "{http://www.w3.org/2005/Atom}"
logging.getLogger("pylatexenc").setLevel(logging.ERROR)


def table(data, excel=False):
    text = data.decode("utf-8-sig" if excel else "utf-8")
    assert excel == data.startswith(b"\xef\xbb\xbf"), "a mark where there should be none"
    rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    dates = ("date_earliest", "date_latest", "precision")
    return [{"id": row["id"], "title": row["headline"], "date": tuple(row[it] for it in dates)} for row in rows]


def excel(data):
    records = table(data, excel=True)
    for record in records:
        assert not record["title"].startswith(("=", "+", "-", "@", "\t", "\r")), record["title"]
        record["title"] = record["title"].removeprefix("'")
    return records


def whole(lines):
    """All but the last line, which says how many there are."""
    *lines, end = [json.loads(line) for line in lines.decode().splitlines()]
    assert end["type"] == "end" and end["articles"] == len(lines), end
    return lines


def _shown(date):
    return tuple(date[it] for it in ("earliest", "latest", "precision")) if date else ("", "", "")


def jsonl(data):
    return [{"id": it["id"], "title": it["headline"] or "", "date": _shown(it["published"])} for it in whole(data)]


def full(data):
    lines = whole(data)
    assert all(block["text"] for it in lines for block in it["body"])
    return [{"id": it["id"], "title": it.get("headline") or "", "date": None} for it in lines]


def bundle(data):
    records = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert names[-1] == "COMPLETE.txt" and len(set(names)) == len(names), names[-1]
        said = archive.read(names.pop()).decode()
        assert f"articles: {len(names)}\n" in said, said
        for name in names:
            text = archive.read(name).decode()
            records.append({"id": text.splitlines()[-1], "title": text, "date": None})
    return records


def ris(data):
    records = []
    for it in rispy.loads(data.decode()):
        assert it["type_of_reference"] == "NEWS", it
        year, month, day, rest = (it.get("date", "///").split("/", 3) + [""] * 3)[:4]
        date = None if rest else tuple(int(part) for part in (year, month, day) if part)
        records.append({"id": it["id"], "title": it["title"], "date": date, "keys": set(it)})
    return records


def bibtex(data):
    text = data.decode()
    library = bibtexparser.parse_string(text, append_middleware=[middlewares.LatexDecodingMiddleware()])
    assert not library.failed_blocks, library.failed_blocks[:1]
    ends = [comment.comment for comment in library.comments]
    assert len(ends) == 1 and ends[0].startswith(f"whole: {len(library.entries)} articles"), ends
    records = []
    for entry in library.entries:
        fields = {field.key: str(field.value) for field in entry.fields}
        parts = (fields.get("year", ""), MONTHS.get(fields.get("month")), fields.get("day"))
        date = tuple(int(part) for part in parts if part) if re.fullmatch(r"\d+", parts[0]) else None
        records.append({"id": entry.key.rsplit("-", 1)[1], "title": fields["title"], "date": date})
    return records


def csl(data):
    records = []
    for it in json.loads(data):
        assert it["type"] == "article-newspaper", it
        parts = it.get("issued", {}).get("date-parts", [[]])
        date = tuple(parts[0]) if len(parts) == 1 else None
        records.append({"id": it["id"], "title": it["title"], "date": date})
    return records


def atom(data):
    parsed = feedparser.parse(data)
    assert not parsed.bozo, parsed.get("bozo_exception")
    entries = etree.fromstring(data).findall(f"{ATOM}entry")
    assert len(entries) == len(parsed.entries)
    records = []
    for read, entry in zip(parsed.entries, entries):
        assert read.updated_parsed and read.link.startswith("http://127.0.0.1:"), read
        article = read.id.rsplit("/", 1)[1]
        assert read.link.endswith(f"/articles/{article}"), read.link
        records.append({"id": article, "title": entry.findtext(f"{ATOM}title"), "date": None})
    stamps = [read.updated_parsed for read in parsed.entries]
    assert stamps == sorted(stamps, reverse=True), "the newest do not come first"
    return records
