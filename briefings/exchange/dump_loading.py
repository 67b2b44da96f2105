"""Load a dump into an empty database: check all of it first, then put it there in one transaction."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import DatabaseError, transaction

from briefings.actions import restorations
from briefings.actions.restorations import Restored, Text
from briefings.exchange.bundles import BadBundle, Bundle
from briefings.facts import canonical
from briefings.facts.refusals import InvalidFacts
from briefings.models import Document

HEADER = (
    "sequence", "record_type", "slug", "number", "kind", "started_at", "author", "approver", "facts_hash",
    "notes_hash", "previous_hash",
)  # fmt: skip


def load(path: Path) -> dict[str, Any]:
    """Load a dump and return its manifest.

    Raises BadBundle for whatever is not as its manifest and its hashes say, NotEmpty for a database that holds
    something; nothing is kept then.
    """
    bundle = Bundle(path)
    try:
        restorations.refuse_unless_empty(())
        editions = _editions(bundle)
        texts = _texts(bundle, {each.key[1] for each in editions if each.key[0] == "source"})
        people = _people(bundle, editions)
        with transaction.atomic():
            restorations.restore(people=people, texts=texts, editions=editions)
            _same_documents(bundle)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, InvalidFacts, DatabaseError) as error:
        raise BadBundle(f"{path} has the hashes it says, and is no dump: {error!r}") from error
    finally:
        bundle.close()
    return bundle.manifest


def _editions(bundle: Bundle) -> list[Restored]:
    """Return every edition, each hashing to what it says and following the one before it."""
    found: list[Restored] = []
    previous = canonical.ZERO_HASH
    for row in bundle.lines("editions.ndjson"):
        header = {name: row[name] for name in HEADER}
        facts, notes = canonical.dumps(row["facts"]), canonical.dumps(row["notes"])
        label = f"edition {header['sequence']}"
        if row["facts"] is None:
            raise BadBundle(f"{label} is withheld ({row.get('withheld')}): a public dump is for readers, not to load")
        if (header["sequence"], header["previous_hash"]) != (len(found) + 1, previous):
            raise BadBundle(f"{label} does not follow the one before it: an edition is missing or out of order")
        hashes = (canonical.sha256(facts), canonical.sha256(notes), canonical.hash_of(header))
        if hashes != (header["facts_hash"], header["notes_hash"], row["hash"]):
            raise BadBundle(f"{label} does not hash to what it says: it was changed")
        contributors = row.get("contributors", [{"by": header["author"], "at": header["started_at"]}])
        named = tuple((each["by"], each["at"]) for each in contributors)
        found.append(Restored({**header, "hash": row["hash"]}, facts, notes, named))
        previous = row["hash"]
    head = bundle.manifest["head"]
    if (len(found), previous) != (head["count"], head["hash"]):
        raise BadBundle(f"the editions end with {len(found)}, {previous}; the manifest says {head}")
    return found


def _texts(bundle: Bundle, wanted: set[str]) -> dict[str, Text]:
    found: dict[str, Text] = {}
    for row in bundle.lines("texts.ndjson"):
        if row["text"] is None:
            raise BadBundle(f"the text of {row['source']} is withheld: a public dump is for readers, not to load")
        if canonical.sha256(row["text"]) != row["sha256"]:
            raise BadBundle(f"the text of {row['source']} does not hash to {row['sha256']}: it was changed")
        found[row["source"]] = Text(row["text"], row["sha256"])
    if missing := wanted ^ found.keys():
        raise BadBundle(f"texts and sources differ: {', '.join(sorted(missing))}")
    return found


def _people(bundle: Bundle, editions: Iterable[Restored]) -> dict[str, bool]:
    named = {name for each in editions for name in (each.header["author"], each.header["approver"]) if name}
    named |= {name for each in editions for name, _ in each.contributors}
    listed: dict[str, bool] = {}
    if "people.ndjson" in bundle.manifest["files"]:
        listed = {row["pseudonym"]: row["is_system"] for row in bundle.lines("people.ndjson")}
    return {name: listed.get(name, False) for name in sorted(named)}


def _same_documents(bundle: Bundle) -> None:
    """Raise BadBundle when readers would be served anything else than what the dump holds."""
    made = {(row.record_type, row.slug): row.etag for row in Document.objects.defer("body").iterator()}
    for row in bundle.lines("documents.ndjson"):
        key = (row["type"], row["slug"])
        if made.pop(key, None) != row["sha256"]:
            raise BadBundle(f"the document of {' '.join(key)} is not what its editions render to")
    if made:
        raise BadBundle(f"there is no document of {' '.join(min(made))}")
