"""The rows of a dump's files, each checked against its own hashes, one at a time: memory does not grow with them.

Each function reads on after a number of lines, so that a load goes on where it was.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from briefings.actions.restorations import Restored, Text
from briefings.exchange.bundles import BadBundle, Bundle
from briefings.facts import canonical
from briefings.rendering.publication import ORDER

HEADER = (
    "sequence", "record_type", "slug", "number", "kind", "started_at", "author", "approver", "facts_hash",
    "notes_hash", "previous_hash",
)  # fmt: skip
BODY = b',"document":'  # ends what a line of documents.ndjson says of its document; no slug can hold it
OFTEN = 200  # lines after which a report is made
Key = tuple[str, str]  # type and slug
Report = Callable[[str, int, int | None], None]  # what is done, how many are, and of how many where that is known


def silent(doing: str, done: int, of: int | None) -> None:
    """Report nothing."""


class Bag:
    """What two files must both hold, told by count and a sum of hashes: whatever their order, in constant memory."""

    def __init__(self) -> None:
        self.held = (0, 0)

    def add(self, *words: str) -> None:
        """Take in one thing."""
        count, total = self.held
        self.held = (count + 1, total + int(canonical.hash_of(words), 16))


def check(bundle: Bundle, report: Report) -> dict[str, bool]:
    """Check all that can be told without the database; return everybody whom the editions name.

    That is, by pseudonym, whether it is a system's account. Raises BadBundle.
    """
    first, sources, rendered, received, people = Bag(), Bag(), Bag(), Bag(), set[str]()
    for each in _reported(editions(bundle), "editions checked", bundle.rows("editions.ndjson"), report):
        people |= each.people
        if each.header["number"] == 1:
            first.add(*each.key)
    for text in _reported(texts(bundle), "texts checked", bundle.rows("texts.ndjson"), report):
        received.add(text.source)
    for key, _ in _reported(documents(bundle), "documents checked", bundle.rows("documents.ndjson"), report):
        rendered.add(*key)
        if key[0] == "source":
            sources.add(key[1])
    if received.held != sources.held:
        differing = {text.source for text in texts(bundle)} ^ {slug for kind, slug in keys(bundle) if kind == "source"}
        raise BadBundle(f"texts and sources differ: {', '.join(sorted(differing)) or 'one stands there twice'}")
    if rendered.held != first.held:
        differing = {each.key for each in editions(bundle)} ^ set(keys(bundle))
        names = (" ".join(key) for key in sorted(differing))
        raise BadBundle(f"documents and editions differ: {', '.join(names) or 'the first edition of one is missing'}")
    return _whether_systems(bundle, people)


def _reported(rows: Iterable[Any], doing: str, of: int | None, report: Report) -> Iterator[Any]:
    done = 0
    for done, row in enumerate(rows, 1):
        yield row
        if done % OFTEN == 0:
            report(doing, done, of)
    report(doing, done, done)


def editions(bundle: Bundle, after: int = 0, previous: str = canonical.ZERO_HASH) -> Iterator[Restored]:
    """Yield the editions after one, whose hash is previous: each follows the one before it and hashes to what it says.

    Raises BadBundle, at the end too when that is not the head of the manifest.
    """
    count = after
    for row in bundle.lines("editions.ndjson", after):
        each = _edition(row)
        if (each.header["sequence"], each.header["previous_hash"]) != (count + 1, previous):
            raise BadBundle(f"{_label(row)} does not follow the one before it: an edition is missing or out of order")
        yield each
        count, previous = count + 1, row["hash"]
    head = bundle.manifest["head"]
    if (count, previous) != (head["count"], head["hash"]):
        raise BadBundle(f"the editions end with {count}, {previous}; the manifest says {head}")


def _edition(row: dict[str, Any]) -> Restored:
    if row["facts"] is None:
        raise BadBundle(f"{_label(row)} is withheld ({row.get('withheld')}): a public dump is for readers, not to load")
    header = {name: row[name] for name in HEADER}
    facts, notes = canonical.dumps(row["facts"]), canonical.dumps(row["notes"])
    hashes = (canonical.sha256(facts), canonical.sha256(notes), canonical.hash_of(header))
    if hashes != (header["facts_hash"], header["notes_hash"], row["hash"]):
        raise BadBundle(f"{_label(row)} does not hash to what it says: it was changed")
    contributors = row.get("contributors", [{"by": header["author"], "at": header["started_at"]}])
    if header["approver"] in (named := [each["by"] for each in contributors]):
        raise BadBundle(f"{_label(row)} names {header['approver']} twice: an approver is never a contributor")
    when = [each["at"] for each in contributors]
    return Restored({**header, "hash": row["hash"]}, facts, notes, tuple(zip(named, when, strict=True)))


def _label(row: dict[str, Any]) -> str:
    return f"edition {row['sequence']}"


def texts(bundle: Bundle, after: int = 0) -> Iterator[Text]:
    """Yield the texts after a line, each hashing to what it says. Raises BadBundle."""
    for row in bundle.lines("texts.ndjson", after):
        if row["text"] is None:
            raise BadBundle(f"the text of {row['source']} is withheld: a public dump is for readers, not to load")
        if canonical.sha256(row["text"]) != row["sha256"]:
            raise BadBundle(f"the text of {row['source']} does not hash to {row['sha256']}: it was changed")
        yield Text(row["source"], row["text"], row["sha256"])


def documents(bundle: Bundle, after: int = 0) -> Iterator[tuple[Key, str]]:
    """Yield type and slug of each document after a line, and its hash; their order is that of the types, then of slugs.

    Raises BadBundle for a document that does not hash to what its line says.
    """
    last: tuple[int, str] = (-1, "")
    for number, line in enumerate(bundle.raw_lines("documents.ndjson", after), after + 1):
        head, _, body = line.rstrip(b"\n").partition(BODY)
        row = json.loads(head + b"}")
        place = (ORDER[row["type"]], row["slug"])
        if canonical.sha256(body[:-1]) != row["sha256"]:
            raise BadBundle(f"the document of {row['type']} {row['slug']} does not hash to {row['sha256']}")
        if place <= last:
            raise BadBundle(f"documents.ndjson line {number}, {row['type']} {row['slug']}, is out of order")
        last = place
        yield (row["type"], row["slug"]), row["sha256"]


def keys(bundle: Bundle, after: int = 0) -> Iterator[Key]:
    """Yield type and slug of each record after a line of documents.ndjson: the types in order, each by slug."""
    return (key for key, _ in documents(bundle, after))


def _whether_systems(bundle: Bundle, people: Iterable[str]) -> dict[str, bool]:
    listed: dict[str, bool] = {}
    if "people.ndjson" in bundle.manifest["files"]:
        listed = {row["pseudonym"]: row["is_system"] for row in bundle.lines("people.ndjson")}
    return {name: listed.get(name, False) for name in sorted(people)}
