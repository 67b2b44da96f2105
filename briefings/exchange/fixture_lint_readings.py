"""Check the citations and chains of readings: passages, figures, speech, links and ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from briefings.errors import BriefingsError
from briefings.exchange.fixture_shapes import Facts, Problem
from briefings.exchange.fixture_values import file_of, listed_values, when_problems
from briefings.exchange.fixtures import Fixtures, borders
from briefings.text import quantities, regions, sentences
from briefings.text.anchors import Span, shorten

Said = tuple[str, str]
ANCHORED = ("context", "document")


@dataclass(frozen=True)
class Page:
    """A report as the checks need it: its slug, text and regions."""

    source: str
    text: str
    borders: list[regions.Region]

    def around(self, anchor: Facts) -> str:
        """Return the words of the sentences that hold the anchor."""
        return self.words(sentences.sentence_span(self.text, anchor["start"], anchor["end"]))

    def words(self, span: Span) -> str:
        """Return the words of a span."""
        return self.text[span.start : span.end]


def problems(read: Fixtures) -> Iterator[Problem]:
    """Yield what is wrong with each citation, in order."""
    pages = {
        facts["slug"]: Page(facts["slug"], read.texts.get(facts["slug"], ""), borders(facts)) for facts in read.sources
    }
    for reading in read.readings:
        ids = Counter(citation["id"] for citation in reading["citations"])
        said = [("/citations", f"the id {name!r} comes {times} times") for name, times in ids.items() if times > 1]
        for at, citation in enumerate(reading["citations"]):
            found = _citation(citation, pages[reading["source"]])
            said += [(f"/citations/{at}{pointer}", message) for pointer, message in found]
        for pointer, message in said:
            yield Problem(file_of("readings", reading), reading["slug"], pointer, message)


def _citation(citation: Facts, page: Page) -> Iterator[Said]:
    passage = Span(citation["start"], citation["end"])
    sentence = sentences.sentence_span(page.text, passage.start, passage.end)
    yield from _passage(passage, page)
    yield from _figures(citation)
    yield from _speech(citation, page.words(sentence))
    if citation["when"]:
        yield from _under("/when", _when(citation["when"], [citation["exact"]], page))
    if not citation["chains"]:
        yield "/chains", "no chain: a passage in the source's own voice has one that ends own_voice"
    if citation["chains"] and all(chain["alternative"] for chain in citation["chains"][:1]):
        yield "/chains/0/alternative", "the first chain is the reading itself; alternatives follow it"
    for at, chain in enumerate(citation["chains"]):
        yield from _under(f"/chains/{at}", _chain(chain, sentence, page))


def _passage(passage: Span, page: Page) -> Iterator[Said]:
    held = sentences.touched(page.text, passage.start, passage.end)
    if len(held) > 1:
        yield "", f"the passage runs over {len(held)} sentences: at most one is allowed"
    if regions.straddles(page.borders, passage.start, passage.end):
        yield "", "the passage crosses the border of a region: quote inside or outside it"


def _figures(citation: Facts) -> Iterator[Said]:
    for key in ("quantity", "ratio"):
        literal = (citation[key] or {}).get("literal")
        if citation[key] and not _stands_in(literal or "", citation["exact"]):
            yield f"/{key}/literal", f"the passage {shorten(citation['exact'])} does not hold {literal!r}"
    if citation["quantity"]:
        yield from _under("/quantity", _quantity(citation["quantity"]))


def _quantity(quantity: Facts) -> Iterator[Said]:
    try:
        quantities.check(quantity["comparator"], quantity["min"], quantity["max"])
    except BriefingsError as error:
        yield error.pointer or "", str(error)
        return
    printed = quantities.parse_amount(quantity["literal"] or "")
    recorded = tuple(quantity[key] for key in ("comparator", "min", "max"))
    if printed and (printed.comparator, printed.min, printed.max) != recorded:
        says = f"{printed.comparator} {printed.min} {printed.max}"
        yield "/literal", f"{quantity['literal']!r} says {says}, the record says {' '.join(map(str, recorded))}"


def _stands_in(literal: str, passage: str) -> bool:
    """Say whether literal stands in passage as words of its own: 3,000 is not in 13,000, nor 10 in 10,000."""
    pattern = rf"(?<!\w)(?<!\d[.,]){re.escape(literal)}(?!\w)(?![.,]\d)"
    return bool(literal) and re.search(pattern, passage) is not None


def _speech(citation: Facts, sentence: str) -> Iterator[Said]:
    if citation["speech"] == "mixed" and not citation["quoted"]:
        yield "/quoted", "mixed speech names its quoted spans"
    if citation["speech"] == "indirect" and citation["quoted"]:
        yield "/quoted", "indirect speech has no quoted spans: with some it is mixed"
    for at, hedge in enumerate(citation["hedges"]):
        if hedge not in sentence:
            yield f"/hedges/{at}", f"{hedge!r} is not in the sentence that holds the passage"


def _when(when: Facts, places: list[str], page: Page) -> Iterator[Said]:
    """Check a When whose words stand in a passage, or else in its literal_anchor."""
    beside = [when["literal_anchor"]["exact"]] if when["literal_anchor"] else []
    yield from when_problems(when, places + beside, page.source)


def _chain(chain: Facts, sentence: Span, page: Page) -> Iterator[Said]:
    roles = [link["role"] for link in chain["links"]]
    yield from _end(chain["end"], roles)
    order = [listed_values("LinkRole").index(role) for role in roles if role in listed_values("LinkRole")]
    if order != sorted(order) or roles.count("originator") > 1:
        yield "/links", f"{', '.join(roles)}: the order is agency, relayer, presenter, one originator, inwards"
    for at, link in enumerate(chain["links"]):
        yield from _under(f"/links/{at}", _link(link, sentence, page))


def _end(end: str | None, roles: list[str]) -> Iterator[Said]:
    is_originated = bool(roles) and roles[-1] == "originator"
    if (end == "originator") != is_originated:
        named = ", ".join(roles) or "none"
        yield "/end", f"end {end} with the roles {named}: originator goes with a last link that is one"
    if end == "own_voice" and roles:
        yield "/end", f"own_voice has no links, not {', '.join(roles)}"


def _link(link: Facts, sentence: Span, page: Page) -> Iterator[Said]:
    anchor, words = link["anchor"], link["as_printed"]
    yield from _actors(link)
    if not words:
        yield "/as_printed", "the words that name it are missing: every link is printed somewhere"
        return
    if anchor and anchor.get("source", page.source) != page.source:
        yield "/anchor/source", f"{anchor['source']!r} is another report: a link is printed in the one that is cited"
        return
    if link["basis"] in ANCHORED and not anchor:
        yield "/anchor", f"basis {link['basis']} needs its own anchor: where the source names it"
    if link["basis"] == "stated":
        yield from _stated(anchor, words, sentence, page)
    elif anchor and words not in page.around(anchor):
        yield "/as_printed", f"{words!r} is not in the sentence of the link's anchor {shorten(anchor['exact'])}"
    if link["basis"] == "document" and anchor and _is_in_body(anchor, page):
        yield "/anchor", "basis document is anchored in a dateline, credit or other region, not in the body"
    if link["when"]:
        places = [page.words(sentence), *([page.around(anchor)] if anchor else [])]
        yield from _under("/when", _when(link["when"], places, page))


def _stated(anchor: Facts | None, words: str, sentence: Span, page: Page) -> Iterator[Said]:
    if words not in page.words(sentence):
        yield "/as_printed", f"{words!r} is not in the sentence that holds the passage: the basis is context"
    if anchor and not sentence.holds(Span(anchor["start"], anchor["end"])):
        yield "/anchor", f"{shorten(anchor['exact'])} is not in the sentence that holds the passage"


def _actors(link: Facts) -> Iterator[Said]:
    if len(link["actors"]) > 1 and not link["distribution"]:
        yield "/distribution", f"{len(link['actors'])} actors: say joint, each or unclear"
    if len(link["actors"]) < 2 and link["distribution"]:
        yield "/distribution", f"{link['distribution']} is for several actors, there is {len(link['actors'])}"


def _is_in_body(anchor: Facts, page: Page) -> bool:
    return regions.region_of(page.borders, anchor["start"], anchor["end"]) == "body"


def _under(pointer: str, found: Iterator[Said]) -> Iterator[Said]:
    for inner, message in found:
        yield pointer + inner, message
