"""A desk full of hostile strings, made through actions only: every field that takes words holds as many as it may.

    report       one line of strings after another, all that a report may hold; a citation of each line, whose figure,
                 ratio, date, hedges and links are printed so; the last lines are region and aside
    report-long  what is long              report-0, report-1…  titles and datelines as these reports print them
    person       every name, every role    double               the same names: offered as its duplicate
    claim-0…     occasion-0…               what one record cannot hold goes on in the next
    read--report, compared, independent, names-of-one     prose of ten thousand characters

All of these are published. Then claim-0 is revised, claim-1 withdrawn, double merged, with hostile reasons; `returned`
was sent back with one; `batch` has one that is in review, and the report `begun`.
"""

from collections.abc import Iterator
from typing import Any

from briefings import permissions
from briefings.actions import batches, records, users, withdrawals
from briefings.actions.batches import LONGEST_TITLE
from briefings.models import RECORDS, AuditEvent, Edition
from briefings.text.written import unseen
from tests import hostile
from tests.hostile import packed
from tests.universe import RECEIVED, Facts, Universe, fresh, get, people

PRINTED = {word: string for word, string in hostile.IN_TEXTS.items() if string.strip()}
LINES = packed(PRINTED, 200)  # of the report; what is longer stands in report-long
# Of one word of 100,000 letters a part: to break it into lines takes Chromium a time that grows with its square.
LONG = "\n".join(string[:60_000].replace("A" * 9000, "") for string in hostile.IN_TEXTS.values() if len(string) > 200)
PROSE = " ".join(string for string in hostile.SHORT.values() if string.strip() and unseen(string, lines=True) is None)
UNSPACED = {word: "".join(string.split()) for word, string in hostile.WRITABLE.items()}
ADDRESSES = [pack.replace(" ", "&") for pack in packed(UNSPACED, 1900)]
NAMES = packed(hostile.WRITABLE, 300)
UNITS = packed(hostile.WRITABLE, 50)
PROPOSITIONS = packed(hostile.WRITABLE, 500)
TITLES, DATELINES = packed(PRINTED, 1000), packed(PRINTED, 300)
CLAIMS = max(len(PROPOSITIONS), len(NAMES))
PASSWORD = "the-chief-of-the-hostile-desk"
Key = tuple[str, str]


def nth(packs: list[str], number: int) -> str:
    """Return a pack, beginning again after the last."""
    return packs[number % len(packs)]


def report() -> str:
    """Return the text of the report: its lines differ, so that each can be cited by its words."""
    return "\n".join([*LINES, *(string for string in hostile.IN_TEXTS.values() if not string.strip())])


def actors() -> dict[Key, Facts]:
    roles = [{"title": line, "organisation": "body", "source": "report", "anchor": {"quote": line}} for line in LINES]
    names = [{"text": name, "kind": "alias"} for name in NAMES]
    return {
        ("actor", "person"): {"kind": "person", "names": names, "roles": roles},
        ("actor", "double"): {"kind": "person", "names": names},
    }


def sources() -> dict[Key, Facts]:
    """Return the facts of reports; the text of each is that of its title and dateline."""
    return {
        ("source", f"report-{number}"): {
            "kind": "article", "received_at": RECEIVED, "title": title, "dateline": nth(DATELINES, number),
            "original_url": f"https://example.org/?{nth(ADDRESSES, number)}", "publisher": "body",
            "publisher_basis": "printed",
        }
        for number, title in enumerate([*TITLES, *TITLES][: max(len(TITLES), len(DATELINES))])
    }  # fmt: skip


def claims() -> dict[Key, Facts]:
    return {
        ("claim", f"claim-{number}"): {
            "proposition": nth(PROPOSITIONS, number), "category": "plan", "subject": "body",
            "counted": nth(NAMES, number), "unit": nth(UNITS, number),
        }
        for number in range(CLAIMS)
    }  # fmt: skip


def occasions() -> dict[Key, Facts]:
    when = {"literal": None, "edtf_printed": None, "edtf": "2024", "basis": "unclear", "note": PROSE}
    return {
        ("briefing", f"occasion-{number}"): {
            "title": nth(NAMES, number), "place": nth(NAMES, number + 1), "committee": nth(NAMES, number + 2),
            "session": nth(NAMES, number + 3), "kind": "statement", "host": "body", "presenters": ["person"],
            "when": when, "passages": [{"source": "report", "states": ["presenter"], "quote": LINES[number]}],
        }
        for number in range(len(NAMES))
    }  # fmt: skip


def citation(number: int, line: str) -> Facts:
    """Return a citation of one line of the report, all of whose words are that line."""
    where, prose = {"quote": line}, PROSE if number == 0 else nth(PROPOSITIONS, number)
    link = {"role": "originator", "actors": ["person", "body"], "distribution": "unclear", "as_printed": line,
            "basis": "stated", "occasion": f"occasion-{number % len(NAMES)}", "anchor": where}  # fmt: skip
    return {
        **where, "chains": [{"end": "originator", "links": [link]}], "hedges": [line], "quoted": [where],
        "quantity": {"literal": line, "comparator": "eq", "min": 1, "max": 1, "unit": nth(UNITS, number),
                     "counted": nth(NAMES, number), "per": nth(UNITS, number + 1)},
        "ratio": {"literal": line, "factor": 2, "refers_to": nth(NAMES, number)},
        "when": {"literal": line, "edtf_printed": "2024", "edtf": "2024", "basis": "printed", "note": prose},
        "translation": prose, "note": prose,
    }  # fmt: skip


def of_two() -> dict[Key, Facts]:
    """Return what names other records: the reading, a comparison, judgements."""
    cited = [citation(number, line) for number, line in enumerate(LINES)]
    return {
        ("reading", "claim-2--report"): {
            "claim": "claim-2", "source": "report", "status": "carried", "note": PROSE, "citations": cited,
        },
        ("comparison", "compared"): {
            "kind": "contradicts", "left": {"claim": "claim-2", "citation": "claim-2--report--c1"},
            "right": {"claim": "claim-3"}, "reason": PROSE,
        },
        ("judgement", "independent"): {
            "kind": "independence_established", "claim": "claim-2", "origins": ["body", "person"], "reason": PROSE,
            "passages": [{"source": "report", "quote": line} for line in LINES],
        },
        ("judgement", "names-of-one"): {
            "kind": "not_same_person", "actors": ["person"], "names": NAMES, "reason": PROSE,
        },
    }  # fmt: skip


def build() -> dict[str, int]:
    """Fill the desk; return the row numbers of what its pages are to show."""
    u = people()
    u.chief.set_password(PASSWORD)
    u.chief.save()
    names = {"first_name": UNITS[1], "last_name": UNITS[0]}
    users.change(user=u.curator, values=names, roles=[permissions.CURATOR], by=u.chief)
    made = list(begun(u))
    u.publish(*made)
    steps(u)
    return shown(u)


def begun(u: Universe) -> Iterator[Any]:
    """Begin all that is published."""
    yield u.draft("actor", "body", {"kind": "organisation", "names": [{"text": NAMES[0], "kind": "full"}]})
    asides = [{"reason": "rhetoric", "note": PROSE, "quote": LINES[-2]}]
    regions = [{"kind": "link_line", "quote": LINES[-1]}]
    own = {"kind": "post", "received_at": RECEIVED}
    yield u.draft("source", "report", {**own, "asides": asides, "regions": regions}, text=report())
    yield u.draft("source", "report-long", own, text=LONG)
    for (kind, slug), facts in {**sources(), **actors(), **claims(), **occasions(), **of_two()}.items():
        text = {"text": f"{facts['title']}\n{facts['dateline']}\n{slug}"} if kind == "source" else {}
        yield u.draft(kind, slug, facts, **text)


def steps(u: Universe) -> None:
    """Take records through every step that wants a reason."""
    u.edit(get("claim", "claim-0"), proposition=PROPOSITIONS[-1])
    withdrawals.withdraw(record=get("claim", "claim-1"), by=u.reviewer, reason=PROSE)
    u.merge("double", into="person")
    (returned,) = u.submit(u.draft("claim", "returned", claims()["claim", "claim-4"]))
    records.return_(record=returned, by=u.reviewer, reason=PROSE)
    (again,) = u.submit(u.edit(get("claim", "claim-5"), proposition=PROPOSITIONS[0]))
    u.approve(again, correction_note=PROSE)
    batch = batches.open_(title=packed(hostile.WRITABLE, LONGEST_TITLE)[0], by=u.curator)
    html = f"<html><body><p>Words.</p>{''.join(hostile.MARKUP.values())}</body></html>".encode()
    u.draft("source", "begun", {"kind": "post", "received_at": RECEIVED}, html=html, batch=batch)
    batches.add(batch=batch, rows=[fresh(get("claim", "claim-0"))], by=u.curator)
    facts = {"claim": "claim-3", "source": "report", "status": "carried", "citations": [citation(0, LINES[0])]}
    u.draft("reading", "claim-3--report", facts, batch=batch)
    u.draft("claim", "new", claims()["claim", "claim-6"], batch=batch)
    u.submit(get("claim", "claim-0"), get("reading", "claim-3--report"), get("claim", "new"))


def shown(u: Universe) -> dict[str, int]:
    """Return the row numbers of what pages show, by the name of the model, and some by their own."""
    slugs = {
        "actor": "person", "briefing": "occasion-0", "claim": "claim-2", "source": "report",
        "reading": "claim-2--report", "comparison": "compared", "judgement": "independent",
    }  # fmt: skip
    rows = {kind: RECORDS[kind].objects.get(slug=slug).pk for kind, slug in slugs.items()}
    others = {slug: get(*key).pk for slug, key in {
        "begun": ("source", "begun"), "long": ("source", "report-long"), "pending": ("claim", "claim-0"),
        "withdrawn": ("claim", "claim-1"), "merged": ("actor", "double"), "returned": ("claim", "returned"),
        "body": ("actor", "body"), "names": ("judgement", "names-of-one"), "corrected": ("claim", "claim-5"),
    }.items()}  # fmt: skip
    batch = get("claim", "new").batch_id
    last = {"edition": Edition.objects.latest("pk").pk, "auditevent": AuditEvent.objects.latest("pk").pk}
    return {**rows, **others, **last, "batch": batch, "user": u.curator.pk, "original": others["begun"]}
