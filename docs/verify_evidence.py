"""Verify an evidence card, with Python alone: python3 verify_evidence.py card.json [<hash of the head>]"""

import hashlib
import json
import sys

HEADER = (
    "sequence", "record_type", "slug", "number", "kind", "started_at", "author", "approver", "facts_hash",
    "notes_hash", "previous_hash",
)
VALUES = ("start", "end", "exact", "quantity", "ratio", "when", "modality", "certainty", "polarity", "speech")


def sha256(value):
    """Return the SHA-256 of a text, or of anything else as canonical JSON."""
    if not isinstance(value, str):
        value = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(value.encode()).hexdigest()


def editions(card):
    """Yield the editions that do not hash to what they say. Facts and notes that are null are withheld from readers."""
    for row in card["editions"]:
        own = sha256({key: row[key] for key in HEADER}) == row["hash"] and row["sequence"] <= card["head"]["count"]
        given = [key for key in ("facts", "notes") if row[key] is not None]
        if not own or any(sha256(row[key]) != row[f"{key}_hash"] for key in given):
            yield f"edition {row['number']} of {row['record_type']} {row['slug']} does not hash to what it says"


def passages(source, facts):
    """Yield what is wrong with a source's text and passages. facts: of the editions, by type and slug."""
    text, kept = source["text"], (facts[f"source {source['slug']}"] or source)["text_sha256"]
    if source["text_sha256"] != kept or (text is not None and sha256(text) != kept):
        yield f"the text of {source['slug']} does not hash to what its edition says"
    reading = facts[f"reading {source['reading']}"]
    own = {f"{source['reading']}--{each['id']}": each for each in reading["citations"]} if reading else {}
    if reading and [reading["status"], *own] != [source["status"], *(each["slug"] for each in source["citations"])]:
        yield f"{source['slug']} has other passages than its reading"
    for each in source["citations"]:
        if each["exact"] is not None and sha256(each["exact"]) != each["exact_sha256"]:
            yield f"the words of {each['slug']} do not hash to what it says"
        if text is not None and text[each["start"] : each["end"]] != each["exact"]:
            yield f"the words of {each['slug']} do not stand in the text"
        if any(each[key] != own.get(each["slug"], each)[key] for key in VALUES):
            yield f"{each['slug']} has other values than its reading"


def cited(value):
    """Yield every citation that a part of the card names."""
    for key, part in value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ()):
        yield from part if key == "citations" else [part] if key == "citation" else cited(part)


def numbers(card):
    """Yield the numbers that are not those of what is listed, and what makes a number and is not on the card."""
    rows = [row["sides"] for row in card["discrepancies"] if len(row["claims"]) == 1]
    there = {each["slug"] for source in card["sources"] for each in source["citations"]}
    for slug in sorted({*cited(card["sourcing"]), *cited(rows)} - there - {None}):
        yield f"{slug} makes a number, and is no passage of the card"
    sourcing = card["sourcing"]
    own = {"origins": sourcing["origins_named"]["origins"], "open_ends": sourcing["origins_unknown"]["open_ends"]}
    readings = [own, *sourcing["other_readings"]]
    named = [sum(each["counted"] and bool(each["citations"]) for each in one["origins"]) for one in readings]
    unknown = [sum(bool(each["citations"]) for each in one["open_ends"]) for one in readings]
    fewest = [min(1, more) * (not known) for known, more in zip(named, unknown, strict=True)]  # each may be a named one
    for name, counted, least in (("origins_named", named, named), ("origins_unknown", unknown, fewest)):
        given = [sourcing[name][key] for key in ("min", "best", "max")]
        if given != [min(least), counted[0], max(counted)]:
            yield f"{name} is {given}, and others are listed"


def wrong(card, head=None):
    """Yield what is wrong with a card. head: the hash of the head of the chain, from elsewhere."""
    facts = {f"{row['record_type']} {row['slug']}": row["facts"] for row in card["editions"]}
    claim = facts[f"claim {card['claim']['slug']}"] or card["claim"]
    if any(card["claim"][key] != claim[key] for key in ("proposition", "category", "credibility")):
        yield "the claim is not what its edition says"
    yield from editions(card)
    for source in card["sources"]:
        yield from passages(source, facts)
    yield from numbers(card)
    if card["sha256"] != sha256({key: card[key] for key in card if key != "sha256"}):
        yield "the card does not hash to what it says"
    if head not in (None, card["head"]["hash"]):
        yield "the head of the chain is another one"


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        problems = list(wrong(json.load(file), *sys.argv[2:3]))
    if problems:
        sys.exit("\n".join(problems))
    print("all is well")  # noqa: T201
