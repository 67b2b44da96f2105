"""Verify a dump of Briefings, with Python alone: python3 verify_bundle.py <folder or .tar> [<hash of the head>]

Checks each file against the manifest, each edition against its hashes, and that each follows the one before it. The
manifest itself proves nothing: compare the head it prints with one that you got elsewhere, or name that one.
"""

import hashlib
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
    """Return a function that reads a file of the bundle."""
    if path.is_file():
        tar = tarfile.open(path)  # noqa: SIM115
        return lambda name: tar.extractfile(name).read()
    return lambda name: (path / name).read_bytes()


def wrong(read, wanted):
    """Yield what is wrong, and end with the head of the chain."""
    manifest = json.loads(read("manifest.json"))
    for name, described in manifest["files"].items():
        if sha256(read(name)) != described["sha256"]:
            yield f"{name} does not hash to {described['sha256']}"
    previous, count = "0" * 64, 0
    for count, row in enumerate(map(json.loads, read("editions.ndjson").splitlines()), 1):
        if (row["sequence"], row["previous_hash"]) != (count, previous):
            yield f"edition {row['sequence']} does not follow edition {count - 1}"
        whole = row["facts"] is None or sha256(row["facts"]) == row["facts_hash"]  # None: withheld from readers
        own = sha256({name: row[name] for name in HEADER}) == row["hash"]
        if not (whole and own and sha256(row["notes"]) == row["notes_hash"]):
            yield f"edition {row['sequence']} ({row['record_type']} {row['slug']}) does not hash to what it says"
        previous = row["hash"]
    for row in map(json.loads, read("texts.ndjson").splitlines()):
        if row["text"] is not None and sha256(row["text"]) != row["sha256"]:
            yield f"the text of {row['source']} does not hash to {row['sha256']}"
    if manifest["head"] != {"count": count, "hash": previous} or wanted not in (None, previous):
        yield f"the chain ends with edition {count}, {previous}"


if __name__ == "__main__":
    try:
        problems = list(wrong(opened(Path(sys.argv[1])), sys.argv[2] if len(sys.argv) > 2 else None))
        head = json.loads(opened(Path(sys.argv[1]))("manifest.json"))["head"]
    except (OSError, KeyError, ValueError, TypeError, AttributeError, IndexError, tarfile.TarError) as error:
        sys.exit(f"this is no whole bundle: {error!r}")
    if problems:
        sys.exit("\n".join(problems))
    print(f"all is well: {head['count']} editions, head {head['hash']}")  # noqa: T201
