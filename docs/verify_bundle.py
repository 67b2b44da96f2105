"""Verify a dump of Briefings, with Python alone: python3 verify_bundle.py <folder or .tar> [<hash of the head>]

Checks each file against the manifest, each edition against its hashes and that each follows the one before it, and each
line of CSV against its document. The manifest itself proves nothing: compare the head it prints with one that you got
elsewhere, or name that one.
"""

import csv
import hashlib
import io
import json
import sys
import tarfile
from pathlib import Path

HEADER = (
    "sequence", "record_type", "slug", "number", "kind", "started_at", "author", "approver", "facts_hash",
    "notes_hash", "previous_hash",
)


def sha256(value):
    """Return the SHA-256 of bytes, of a text, or of anything else as canonical JSON."""
    if not isinstance(value, (bytes, str)):
        value = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(value.encode() if isinstance(value, str) else value).hexdigest()


def opened(path):
    """Return a function that opens a file of the bundle."""
    if path.is_file():
        tar = tarfile.open(path)  # noqa: SIM115
        return tar.extractfile
    return lambda name: (path / name).open("rb")


def wrong_files(read, files):
    """Yield which files are not those that the manifest names."""
    for name, described in files.items():
        digest = hashlib.sha256()
        with read(name) as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
        if digest.hexdigest() != described["sha256"]:
            yield f"{name} does not hash to {described['sha256']}"


def wrong_editions(read, wanted):
    """Yield what is wrong with the chain; wanted: its length and last hash."""
    previous, count = "0" * 64, 0
    for count, row in enumerate(map(json.loads, read("editions.ndjson")), 1):
        if (row["sequence"], row["previous_hash"]) != (count, previous):
            yield f"edition {row['sequence']} does not follow edition {count - 1}"
        whole = row["facts"] is None or sha256(row["facts"]) == row["facts_hash"]  # None: withheld from readers
        own = sha256({name: row[name] for name in HEADER}) == row["hash"]
        if not (whole and own and sha256(row["notes"]) == row["notes_hash"]):
            yield f"edition {row['sequence']} ({row['record_type']} {row['slug']}) does not hash to what it says"
        previous = row["hash"]
    if wanted != {"count": count, "hash": previous}:
        yield f"the chain ends with edition {count}, {previous}"


def wrong_texts(read):
    """Yield which texts are not those that were received."""
    for row in map(json.loads, read("texts.ndjson")):
        if row["text"] is not None and sha256(row["text"]) != row["sha256"]:
            yield f"the text of {row['source']} does not hash to {row['sha256']}"


def wrong_documents(read, columns):
    """Yield which documents are not those that were served, and where CSV says anything else than they do."""
    csv.field_size_limit(2**31 - 1)
    tables = {name: csv.reader(io.TextIOWrapper(read(name), "utf-8", newline="")) for name in columns}
    for name, table in tables.items():
        if next(table, None) != [column["name"] for column in columns[name]]:
            yield f"{name} does not begin with the names of its columns"
    for line in read("documents.ndjson"):
        row = json.loads(line)
        if sha256(line.rstrip(b"\n").partition(b',"document":')[2][:-1]) != row["sha256"]:
            yield f"the document of {row['type']} {row['slug']} does not hash to {row['sha256']}"
        for name, document in shown(row):
            if name in tables and not says(next(tables[name], []), document, columns[name]):
                yield f"{name} does not say what the document of {row['type']} {row['slug']} says"
    for name, table in tables.items():
        if next(table, None) is not None:
            yield f"{name} has more lines than there are documents"


def shown(row):
    """Yield (file, document) for everything in a document that has a line of CSV."""
    document = row["document"]
    if row["kind"] in ("published", "un_merged"):
        yield f"{row['type']}s.csv", document
        for citation in document["citations"] if row["type"] == "reading" else ():
            head = {"reading": document["slug"], "claim": document["claim"], "source": document["source"]}
            yield "citations.csv", {**citation, **head, "edition": document["edition"]}


def says(cells, document, columns):
    """Return whether a line of CSV says what its document does, in the columns that stand there as they are.

    The others (without a path) are made of several things there: their bytes are under the hash of the file alone.
    """
    expected = [cell(document, column["path"]) if column["path"] else None for column in columns]
    return len(cells) == len(expected) and all(want in (None, has) for want, has in zip(expected, cells, strict=True))


def cell(value, path):
    """Return what stands at a path of a document as CSV has it."""
    for key in path.split("."):
        value = value[key] if value is not None else None
    if value is None or isinstance(value, bool):
        return {None: "", True: "true", False: "false"}[value]
    return format(value, "f").rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def wrong(read, wanted):
    """Yield all that is wrong."""
    manifest = json.loads(read("manifest.json").read())
    yield from wrong_files(read, manifest["files"])
    yield from wrong_editions(read, manifest["head"])
    yield from wrong_texts(read)
    yield from wrong_documents(read, manifest.get("columns", {}))
    if wanted not in (None, manifest["head"]["hash"]):
        yield f"the head is {manifest['head']['hash']}, and not the {wanted} that was named (all 64 digits of it)"


if __name__ == "__main__":
    try:
        problems = list(wrong(opened(Path(sys.argv[1])), sys.argv[2] if len(sys.argv) > 2 else None))
        head = json.loads(opened(Path(sys.argv[1]))("manifest.json").read())["head"]
    except (OSError, KeyError, ValueError, TypeError, AttributeError, IndexError, csv.Error, tarfile.TarError) as error:
        sys.exit(f"this is no whole bundle: {error!r}")
    if problems:
        sys.exit("\n".join(problems))
    print(f"all is well: {head['count']} editions, head {head['hash']}")  # noqa: T201
