"""One block: a hundred claims, the ten reports that carry them, and every reading with its passages and chains."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from bench.generation.foundation import Cast, Item, source_facts
from bench.generation.passages import Facts, Span, Text, anchor, printed_day, when
from bench.generation.sizes import SOURCES, WORDS
from bench.generation.words import VOCABULARY, falling, made_up, sentence
from briefings import choices

FIRST_DAY = date(2015, 1, 1)
DAYS = 3650
_COUNTED = [f"{word}s" for word in made_up(80, "counted")]
_PLACES = [place.capitalize() for place in made_up(400, "where")]
VERBS = ("left", "reached", "crossed", "joined", "guarded", "supplied", "shelled", "rebuilt")
_CATEGORIES = choices.Category.values
_CATEGORY_WEIGHTS = falling(len(_CATEGORIES))
_CREDIBILITY = ("6", "6", "6", "3", "2", "4", "5")
_COMPARATORS = (
    ("eq", "{low:,}"), ("eq", "{low:,}"), ("approx", "about {low:,}"), ("gt", "more than {low:,}"),
    ("ge", "at least {low:,}"), ("le", "up to {low:,}"), ("range", "{low:,} to {high:,}"),
)  # fmt: skip
_MODALITIES = ("asserted",) * 6 + ("assessed", "estimated", "planned", "expected", "conditional", "opinion")
_CERTAINTIES = ("certain",) * 6 + ("probable", "probable", "possible", "underspecified")
_POLARITIES = ("positive",) * 9 + ("negative", "unknown")


@dataclass
class Question:
    """A claim in the making."""

    slug: str
    facts: Facts
    value: int
    words: str


@dataclass
class Cited:
    """One passage of a report: where it stands, what it reports, who is named for it and where."""

    question: Question
    span: Span
    values: Facts
    named: list[tuple[str, list[str], Span]]  # role, actors, where
    end: str
    day: str | None = None  # how the passage gives the time: a key of _TIMES


def block(cast: Cast, number: int) -> list[Item]:
    """Return the records that a publication brings, in the order in which they are begun; always the same."""
    rng, size = Random(f"block {number}"), cast.size
    questions = [_question(rng, cast, number * size.block + n) for n in range(size.block)]
    carried: list[list[Question]] = [[] for _ in range(SOURCES)]
    silent: list[list[Question]] = [[] for _ in range(SOURCES)]
    for question in questions:
        chosen = rng.sample(range(SOURCES), _how_many(rng) + (few := rng.choices((0, 1, 2), (60, 25, 15))[0]))
        for at in chosen[few:]:
            carried[at].append(question)
        for at in chosen[:few]:
            silent[at].append(question)
    sources, readings = [], []
    for at in range(SOURCES):
        source, own = _report(rng, cast, number * SOURCES + at, carried[at])
        sources.append(source)
        readings += own + [_silence(question, source.slug) for question in silent[at]]
    claims = [Item("claim", question.slug, question.facts) for question in questions]
    return [*sources, *claims, *readings, _comparison(number, questions[0], questions[1])]


def _how_many(rng: Random) -> int:
    """Return how many reports carry a claim: mostly one or two, seldom eight."""
    return rng.choices((1, 2, 3, 4, 6, 8), (38, 30, 18, 8, 4, 2))[0]


def _question(rng: Random, cast: Cast, n: int) -> Question:
    counted, verb, place = rng.choice(_COUNTED), rng.choice(VERBS), rng.choice(_PLACES)
    words = " ".join(rng.choices(VOCABULARY, k=4))
    is_counted = rng.random() < 0.6
    facts = {
        "proposition": f"{counted.capitalize()} {verb} {place}, {words}.",
        "category": rng.choices(_CATEGORIES, cum_weights=_CATEGORY_WEIGHTS)[0],
        "subject": _skewed(rng, cast.states) if rng.random() < 0.8 else None,
        "holder": _skewed(rng, cast.who["bodies"]) if rng.random() < 0.1 else None,
        "counted": counted if is_counted else None, "unit": counted[:-1] if is_counted else None,
        "countries": sorted({_country(rng), _country(rng)}) if rng.random() < 0.7 else [],
        "credibility": rng.choice(_CREDIBILITY),
    }  # fmt: skip
    value = int(10 ** rng.uniform(1, 6)) if is_counted else 0
    return Question(f"{counted}-{verb}-{place.lower()}-{n}", facts, value, f"{counted} {verb} {place}")


def _country(rng: Random) -> str:
    return rng.choice(("KP", "KR", "RU", "US", "UA", "CN", "JP", "PL", "DE", "FR"))


def _skewed(rng: Random, among: list[str]) -> str:
    """Return one of many, the first far more often than the last."""
    return among[int(len(among) * rng.random() ** 3)]


def _report(rng: Random, cast: Cast, n: int, carried: list[Question]) -> tuple[Item, list[Item]]:
    """Return a report and its readings of the claims that it carries."""
    slug = f"{rng.choice(VOCABULARY)}-report-{n}"
    day = FIRST_DAY + timedelta(days=n * DAYS // max(1, cast.size.blocks * SOURCES))
    agency = _skewed(rng, cast.who["agencies"]) if rng.random() < 0.5 else None
    text = Text()
    title = carried[0].words.capitalize() if carried else sentence(rng, 6)[:-1]
    headline = text.add(title)
    text.add("\n")
    opened = text.add(f"{rng.choice(_PLACES).upper()}, ")[0]
    printed = text.add(printed_day(day))
    credit = text.add(f" ({cast.agencies[agency]})") if agency else None
    dateline = (opened, text.length)
    text.add("\n")
    cited = [_cited(rng, cast, text, question, day) for question in carried for _ in range(1 + (rng.random() < 0.3))]
    while text.words < WORDS:
        text.add(sentence(rng, rng.randint(8, 18)) + " ")
    whole = text.whole()
    dated = anchor(whole, printed)
    regions = [{"kind": kind, **anchor(whole, span)} for kind, span in (("headline", headline), ("dateline", dateline))]
    facts = source_facts(
        whole, title=title, publisher=_skewed(rng, cast.publishers), publisher_basis="printed",
        agencies=[{"actor": agency, "anchor": anchor(whole, (credit[0] + 1, credit[1]))}] if agency and credit else [],
        dateline=whole[slice(*dateline)], published=when(dated["exact"], day.isoformat(), day.isoformat()),
        received_at=f"{day + timedelta(days=1)}T08:{n % 60:02}:00Z", regions=regions,
        reliability=rng.choice("ABBCCCDF"), original_url=f"https://news.example/{n}",
    )  # fmt: skip
    if carried:
        cited.insert(0, Cited(carried[0], headline, {}, [], "no_source_given"))
    return Item("source", slug, facts, whole), list(_readings(rng, cast, whole, slug, cited, dated, day))


def _cited(rng: Random, cast: Cast, text: Text, question: Question, day: date) -> Cited:
    """Write the sentence that carries a claim: who says it, then the passage."""
    named, end = _attributed(rng, cast, text)
    values, words, how = _values(rng, question, day)
    span = text.add(words)
    text.add(". ")
    return Cited(question, span, values, named, end, how)


def _attributed(rng: Random, cast: Cast, text: Text) -> tuple[list[tuple[str, list[str], Span]], str]:
    """Write who says it and return the links, from the source inwards, and how the chain ends."""
    kind = rng.choices(("body", "relayed", "agency", "joint", "reportedly", "own"), (30, 25, 15, 8, 12, 10))[0]
    body, person = _skewed(rng, cast.who["bodies"]), _skewed(rng, cast.who["persons"])
    if kind == "own":
        return [], "own_voice"
    if kind == "reportedly":
        text.add("Reportedly ")
        return [], "no_source_given"
    if kind == "body":
        said = text.add(f"The {cast.bodies[body]} said")
        text.add(" that ")
        return [("originator", [body], said)], "originator"
    if kind == "joint":
        other = _skewed(rng, cast.who["bodies"])
        said = text.add(f"The {cast.bodies[body]} and the {cast.bodies[other]} said")
        text.add(" that ")
        return [("originator", sorted({body, other}), said)], "originator"
    first, inner = (person, body) if kind == "relayed" else (_skewed(rng, cast.who["agencies"]), person)
    by = text.add({**cast.agencies, **cast.persons}[first] if kind == "agency" else cast.persons[first])
    text.add(", citing ")
    said = text.add({**cast.bodies, **cast.persons}[inner] if kind == "agency" else cast.bodies[inner])
    text.add(", reported that ")
    return [("relayer" if kind == "relayed" else "agency", [first], by), ("originator", [inner], said)], "originator"


def _values(rng: Random, question: Question, day: date) -> tuple[Facts, str, str | None]:
    """Return what a passage reports, its words, and how it gives the time."""
    quantity, amount = None, "some"
    if question.value and rng.random() < 0.8:
        comparator, form = rng.choice(_COMPARATORS)
        low = round(question.value * rng.choice((1, 1, 1, 1.1, 0.9)))
        high = low + max(1, low // 5)
        amount = form.format(low=low, high=high)
        quantity = {
            "literal": amount, "comparator": comparator, "min": None if comparator == "le" else low,
            "max": {"gt": None, "ge": None, "range": high}.get(comparator, low), "unit": question.facts["unit"],
            "counted": question.facts["counted"], "per": None, "currency": None,
        }  # fmt: skip
    how = rng.choices((None, "day", "month", "by", "year"), (45, 10, 25, 10, 10))[0]
    time = _time_words(how, day)
    values = {
        "quantity": quantity, "modality": rng.choice(_MODALITIES), "certainty": rng.choice(_CERTAINTIES),
        "polarity": rng.choice(_POLARITIES),
    }  # fmt: skip
    return values, f"{amount} {question.words} {time}".strip(), how


def _time_words(how: str | None, day: date) -> str:
    if how is None:
        return ""
    words = {"day": f"on {printed_day(day)}", "month": f"in {day:%B}", "by": "by December", "year": f"in {day.year}"}
    return words[how]


def _time(how: str | None, day: date, dated: Facts) -> Facts | None:
    """Return a passage's When; what it does not print is resolved from the dateline."""
    if how == "month":
        return when(f"in {day:%B}", f"XXXX-{day:%m}", f"{day:%Y-%m}", basis="same_source", anchor=dated)
    if how == "by":
        return when("by December", "../XXXX-12", f"../{day.year}-12", basis="same_source", anchor=dated)
    if how == "day":
        return when(printed_day(day), day.isoformat(), day.isoformat())
    return when(f"in {day.year}", str(day.year), str(day.year)) if how == "year" else None


def _readings(
    rng: Random, cast: Cast, text: str, source: str, cited: list[Cited], dated: Facts, day: date
) -> Iterator[Item]:
    by_claim: dict[str, list[Cited]] = {}
    for each in cited:
        by_claim.setdefault(each.question.slug, []).append(each)
    for claim, own in by_claim.items():
        citations = [_citation(rng, cast, text, n, each, dated, day) for n, each in enumerate(own, 1)]
        facts = {"claim": claim, "source": source, "status": "carried", "note": "", "citations": citations}
        yield Item("reading", f"{claim}--{source}", facts)


def _citation(rng: Random, cast: Cast, text: str, n: int, cited: Cited, dated: Facts, day: date) -> Facts:
    occasion = _skewed(rng, cast.occasions) if cited.end == "originator" and rng.random() < 0.3 else None
    links = [
        {
            "role": role, "actors": actors, "candidates": [], "as_printed": text[slice(*span)],
            "distribution": "joint" if len(actors) > 1 else None,
            "occasion": occasion if role == "originator" else None, "when": None, "basis": "stated",
            "anchor": anchor(text, span),
        }
        for role, actors, span in cited.named
    ]  # fmt: skip
    values: dict[str, Any] = {"modality": "asserted", "certainty": "certain", "polarity": "positive", **cited.values}
    return {
        "id": f"c{n}", **anchor(text, cited.span), "quantity": values.get("quantity"), "ratio": None,
        "when": _time(cited.day, day, dated), "modality": values["modality"], "certainty": values["certainty"],
        "polarity": values["polarity"], "speech": "indirect", "quoted": [],
        "hedges": ["Reportedly"] if cited.end == "no_source_given" and cited.values else [],
        "translation": None, "note": "", "chains": [{"alternative": False, "end": cited.end, "links": links}],
    }  # fmt: skip


def _silence(question: Question, source: str) -> Item:
    facts = {"claim": question.slug, "source": source, "status": "not_carried", "note": "", "citations": []}
    return Item("reading", f"{question.slug}--{source}", facts)


def _comparison(number: int, left: Question, right: Question) -> Item:
    kinds = choices.ComparisonKind.values
    facts = {
        "kind": kinds[number % len(kinds)], "left": {"claim": left.slug, "citation": None},
        "right": {"claim": right.slug, "citation": None}, "reason": f"Seen side by side in block {number}.",
    }  # fmt: skip
    return Item("comparison", f"compared-{number}", facts)
