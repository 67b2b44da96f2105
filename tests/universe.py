"""The universe: people, two reports, and one published record of each type, made through actions only.

People (user name = key)
    curator     role curator; wrote everything                 colleague   role curator; wrote nothing
    reviewer    role reviewer; approved everything             outsider    staff, without a role
    chief       superuser; contributed to nothing

report-a (TEXT_A: emoji, decomposed é, U+00A0, right-to-left mark)     report-b (TEXT_B: silent)
    │  regions: headline, dateline, link line                              │
    │                                                                      │
    ├── reading soldiers-left--report-a ──▶ claim soldiers-left ◀── reading soldiers-left--report-b (not carried)
    │      c1 “1,500 more soldiers”   chain: park (relayer) ‹ agency (originator), said at october-briefing
    │      c2 the headline            chain: no source given
    │      c3 the link line           chain: own voice; never counted
    ├── reading soldiers-planned--report-a ──▶ claim soldiers-planned
    │      c1 “10,000 by December”    chain: park (relayer) ‹ agency (originator)
    │
    ├── briefing october-briefing     host assembly, presenter agency
    └── actors  agency (state body of seoul), assembly, seoul (state), park (a lawmaker of the assembly),
            wire (credited), twin (= agency?)

comparison left-refines-planned      soldiers-left c1  refines  soldiers-planned
judgement  park-is-not-agency        not_same_person: park, agency

Names for use in tests: facts(record_type) gives facts for one more record of that type; draft, submit, publish make it.
"""

import copy
from typing import Any

from django.contrib.auth.models import Group

from briefings import permissions
from briefings.actions import actors, approvals, records, sources
from briefings.choices import RecordType
from briefings.facts import records as facts_of
from briefings.models import Edition, Record, User

TEXT_A = (
    "Seoul counts soldiers \U0001fa96\U0001f1f0\U0001f1f7 abroad\n"
    "SEOUL, Oct 23, 2024 (Wire)\n"
    "The agency said that 1,500\u00a0more soldiers had left \u200fin October.\n"
    "Jose\u0301 Park, a lawmaker, said they would reportedly reach 10,000 by December.\n"
    "\u201cWe will respond,\u201d a minister said. The rest is silence.\n"
    "Read more: soldiers in five pictures\n"
)
TEXT_B = "Nothing was said of soldiers \u2014 a day like any other.\n"
DATELINE = "SEOUL, Oct 23, 2024 (Wire)"
HEADLINE = "Seoul counts soldiers \U0001fa96\U0001f1f0\U0001f1f7 abroad"
LINK_LINE = "Read more: soldiers in five pictures"
RECEIVED = "2024-10-24T08:31:00Z"
PARK = "Jose\u0301 Park"

Facts = dict[str, Any]

AGENCY_LINK = {
    "role": "originator", "actors": ["agency"], "as_printed": "The agency", "basis": "stated",
    "occasion": "october-briefing", "anchor": {"quote": "The agency said"},
}  # fmt: skip
PARK_LINK = {
    "role": "relayer", "actors": ["park"], "as_printed": PARK, "basis": "context", "anchor": {"quote": PARK},
}  # fmt: skip
ORIGINATED = {"end": "originator", "links": [PARK_LINK, AGENCY_LINK]}
OWN_VOICE = {"end": "own_voice", "links": []}
UNNAMED = {"end": "no_source_given", "links": []}

OCTOBER = {
    "literal": "in October", "edtf_printed": "XXXX-10", "edtf": "2024-10", "basis": "same_source",
    "anchor": {"quote": "Oct 23, 2024"},
}  # fmt: skip
OCT_23 = {"literal": "Oct 23, 2024", "edtf_printed": "2024-10-23", "edtf": "2024-10-23", "basis": "printed"}
DECEMBER = {"literal": "by December", "edtf_printed": "../XXXX-12", "edtf": None, "basis": "unclear"}
LEFT_C1 = {
    "quote": "1,500\u00a0more soldiers had left \u200fin October", "when": OCTOBER, "chains": [ORIGINATED],
    "quantity": {"literal": "1,500", "comparator": "eq", "min": 1500, "max": 1500, "unit": "soldier"},
}  # fmt: skip
PLANNED_C1 = {
    "quote": "would reportedly reach 10,000 by December", "when": DECEMBER, "chains": [ORIGINATED],
    "quantity": {"literal": "10,000", "comparator": "ge", "min": 10000, "unit": "soldier"},
    "modality": "planned", "certainty": "probable", "speech": "indirect", "hedges": ["reportedly"],
}  # fmt: skip

FACTS: dict[tuple[str, str], Facts] = {
    ("actor", "seoul"): {"kind": "state", "country": "KR", "names": [{"text": "Seoul", "kind": "short"}]},
    ("actor", "agency"): {
        "kind": "state_body", "parent": "seoul", "country": "KR",
        "names": [{"text": "The agency", "kind": "short", "language": "en"},
                  {"text": "국정원", "kind": "native", "language": "ko", "script": "Kore"}],
    },
    ("actor", "assembly"): {"kind": "state_body", "parent": "seoul", "names": [{"text": "Assembly", "kind": "short"}]},
    ("actor", "wire"): {"kind": "medium", "names": [{"text": "Wire", "kind": "full"}]},
    ("source", "report-a"): {
        "kind": "article", "title": HEADLINE, "dateline": DATELINE, "received_at": RECEIVED,
        "publisher": "assembly", "publisher_basis": "retrieved_from",
        "published": OCT_23,
        "regions": [{"kind": "headline", "quote": HEADLINE}, {"kind": "link_line", "quote": LINK_LINE},
                    {"kind": "dateline", "quote": DATELINE}],
        "agencies": [{"actor": "wire", "anchor": {"quote": "(Wire)"}}],
        "asides": [{"reason": "rhetoric", "quote": "The rest is silence."}],
    },
    ("source", "report-b"): {"kind": "article", "received_at": RECEIVED},
    ("actor", "park"): {
        "kind": "person", "names": [{"text": PARK, "kind": "full"}],
        "roles": [{"title": "a lawmaker", "organisation": "assembly", "source": "report-a",
                   "anchor": {"quote": "a lawmaker"}}],
    },
    ("actor", "twin"): {"kind": "state_body", "names": [{"text": "The agency's twin", "kind": "alias"}]},
    ("briefing", "october-briefing"): {
        "title": "Briefing of October", "kind": "committee_briefing", "host": "assembly", "presenters": ["agency"],
        "when": {**OCT_23, "literal_anchor": {"source": "report-a", "quote": "Oct 23, 2024"}},
        "passages": [{"source": "report-a", "states": ["presenter"], "quote": "The agency said"}],
    },
    ("claim", "soldiers-left"): {
        "proposition": "Soldiers have left.", "category": "deployment", "subject": "seoul", "counted": "soldiers",
        "countries": ["KR", "RU"],
    },
    ("claim", "soldiers-planned"): {
        "proposition": "Soldiers are to leave.", "category": "plan", "subject": "twin", "holder": "agency",
    },
    ("reading", "soldiers-left--report-a"): {
        "claim": "soldiers-left", "source": "report-a", "status": "carried",
        "citations": [LEFT_C1, {"quote": HEADLINE, "chains": [UNNAMED]},
                      {"quote": LINK_LINE, "chains": [OWN_VOICE],
                       "quantity": {"literal": "five", "comparator": "eq", "min": 5, "max": 5}}],
    },
    ("reading", "soldiers-left--report-b"): {
        "claim": "soldiers-left", "source": "report-b", "status": "not_carried", "note": "read twice",
    },
    ("reading", "soldiers-planned--report-a"): {
        "claim": "soldiers-planned", "source": "report-a", "status": "carried", "citations": [PLANNED_C1],
    },
    ("comparison", "left-refines-planned"): {
        "kind": "refines", "left": {"claim": "soldiers-left", "citation": "soldiers-left--report-a--c1"},
        "right": {"claim": "soldiers-planned"}, "reason": "one counts what the other plans",
    },
    ("judgement", "park-is-not-agency"): {
        "kind": "not_same_person", "actors": ["park", "agency"], "reason": "one is a body",
        "passages": [{"source": "report-a", "quote": "a lawmaker"}],
    },
}  # fmt: skip
HTML_B = f"<html><body><p>{TEXT_B}</p></body></html>".encode()
TEXTS: dict[str, dict[str, Any]] = {"report-a": {"text": TEXT_A}, "report-b": {"html": HTML_B}}

# One published record of each type, and facts for one more that names published records only.
PUBLISHED = {
    "source": "report-a", "actor": "agency", "briefing": "october-briefing", "claim": "soldiers-left",
    "reading": "soldiers-left--report-a", "comparison": "left-refines-planned", "judgement": "park-is-not-agency",
}  # fmt: skip
MORE: dict[str, tuple[str, Facts]] = {
    "source": ("report-c", {"kind": "post", "received_at": RECEIVED, "title": "A third"}),
    "actor": ("ministry", {"kind": "state_body", "parent": "seoul", "names": [{"text": "Ministry", "kind": "full"}]}),
    "briefing": ("remarks", {"title": "Remarks", "kind": "remarks_to_reporters", "host": "agency"}),
    "claim": ("minister-responds", {"proposition": "A minister acts.", "category": "response", "subject": "agency"}),
    "reading": (
        "soldiers-planned--report-b", {"claim": "soldiers-planned", "source": "report-b", "status": "not_carried"},
    ),
    "comparison": (
        "planned-supersedes-left",
        {"kind": "supersedes", "left": {"claim": "soldiers-planned"}, "right": {"claim": "soldiers-left"},
         "reason": "later"},
    ),
    "judgement": (
        "agency-is-not-twin", {"kind": "not_same_person", "actors": ["agency", "twin"], "reason": "two addresses"},
    ),
}  # fmt: skip
# One field of each type that may be edited to any text.
WORDS = {
    "source": "title", "actor": "names", "briefing": "title", "claim": "proposition", "reading": "note",
    "comparison": "reason", "judgement": "reason",
}  # fmt: skip
TYPES = RecordType.values
Key = tuple[str, str]


class Universe:
    """The people, and short ways to take the steps that most tests begin with."""

    def __init__(self) -> None:
        """Meet the people who are there."""
        names = ("curator", "colleague", "reviewer", "outsider", "chief")
        self.curator, self.colleague, self.reviewer, self.outsider, self.chief = map(_person, names)

    def draft(self, record_type: str, slug: str, facts: Facts, *, by: User | None = None, **options: Any) -> Record:
        """Begin a record; a source gets a text of its own unless text is given."""
        by = by or self.curator
        if record_type == "source" and "html" in options:
            return sources.receive_html(slug=slug, facts=facts, by=by, **options)
        if record_type == "source":
            text = options.pop("text", f"A report of its own, {slug}.\n")
            return sources.receive(slug=slug, text=text, facts=facts, by=by, **options)
        return records.create(record_type=record_type, slug=slug, facts=facts, by=by, **options)

    def draft_all(self, record_type: str, drafts: dict[str, Facts]) -> list[Record]:
        """Begin records of one type, which do not name each other, for little more than one costs; no sources."""
        return records.create_all(record_type=record_type, drafts=drafts, by=self.curator)

    def more(self, record_type: str, *, by: User | None = None, **options: Any) -> Record:
        """Begin one more record of a type; it names published records only."""
        slug, facts = MORE[record_type]
        return self.draft(record_type, slug, facts, by=by, **options)

    def submit(self, *rows: Record, by: User | None = None) -> list[Record]:
        """Submit records and return them."""
        return records.submit_all(rows=rows, by=by or self.curator)

    def approve(self, *rows: Record, by: User | None = None, **options: Any) -> list[Edition]:
        """Approve records as they stand now."""
        return approvals.approve(rows=rows, by=by or self.reviewer, looked_at=seen(*rows), **options)

    def publish(self, *rows: Record) -> list[Record]:
        """Submit and approve records; return them fresh."""
        self.approve(*self.submit(*rows))
        return records.get_all(map(key, rows))

    def edit(self, row: Record, *, by: User | None = None, **changes: Any) -> Record:
        """Change some of a record's facts."""
        row = fresh(row)
        facts = {**facts_of.read(row), **changes}
        return records.edit(record=row, facts=facts, by=by or self.curator, version=row.version)

    def merge(self, slug: str, into: str) -> Record:
        """Merge a published actor into another, by two people."""
        row = get("actor", slug)
        actors.merge(actor=row, into=get("actor", into), by=self.curator, version=row.version)
        return self.publish(fresh(row))[0]


def _person(name: str) -> User:
    return User.objects.get(username=name)


def get(record_type: str, slug: str) -> Record:
    """Return a working row by type and slug."""
    return records.get(record_type, slug)


def published(record_type: str) -> Record:
    """Return the published record of a type that this module's docstring names."""
    return get(record_type, PUBLISHED[record_type])


def fresh(row: Record) -> Record:
    """Return the row as it stands in the database now."""
    return get(row.record_type, row.slug)


def key(row: Record) -> Key:
    """Return what a row is called by in actions."""
    return row.record_type.value, row.slug


def seen(*rows: Record) -> dict[Key, approvals.Seen]:
    """Return what a reviewer who looks at all of these has seen."""
    found = approvals.candidates(rows, User())
    return {key(each.row): each.seen for each in found}


def another(record_type: str, words: str) -> Facts:
    """Return a change of the one field of a type that may be any text."""
    name = WORDS[record_type]
    return {name: [{"text": words, "kind": "full"}] if name == "names" else words}


def facts(record_type: str, slug: str) -> Facts:
    """Return a copy of the facts that a record of the universe was made from, free to be changed."""
    return copy.deepcopy(FACTS[record_type, slug])


def people() -> Universe:
    """Return a universe with people and no records."""
    permissions.ensure_groups()
    roles = {"curator": permissions.CURATOR, "colleague": permissions.CURATOR, "reviewer": permissions.REVIEWER}
    for name in ("curator", "colleague", "reviewer", "outsider", "chief"):
        user = User.objects.create(username=name, pseudonym=f"desk-{name}", is_staff=True, is_superuser=name == "chief")
        if name in roles:
            user.groups.add(Group.objects.get(name=roles[name]))
    return Universe()


def drafts() -> Universe:
    """Return a universe in which every record is a draft."""
    made = people()
    for (record_type, slug), given in FACTS.items():
        made.draft(record_type, slug, given, **TEXTS.get(slug, {}))
    return made


def build() -> Universe:
    """Return the universe in which every record is published."""
    made = drafts()
    made.publish(*[get(*key) for key in FACTS])
    return made
