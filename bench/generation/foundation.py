"""What all reports share: states, their bodies, agencies, publishers, persons with their offices, occasions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from random import Random
from typing import Any

from bench.generation.passages import Facts, Text, anchor, printed_day, when
from bench.generation.sizes import Size
from bench.generation.words import made_up, sentence
from briefings import choices
from briefings.facts import canonical

RECEIVED = "2024-12-01T08:00:00Z"
PER_REGISTER = 25
_STATES = made_up(20, "states")
_PLACES = [place.capitalize() for place in made_up(150, "places")]
_FAMILIES = [name.capitalize() for name in made_up(300, "families", (1, 2))]
_GIVEN = [name.capitalize() for name in made_up(300, "given", (2,))]
_OFFICES = (
    "Ministry of Defence", "Intelligence Service", "National Assembly", "General Staff", "Foreign Ministry",
    "Border Guard",
)  # fmt: skip
_PAPERS = ("Herald", "Times", "Post", "Courier", "Observer", "Gazette", "Tribune", "News")
_KINDS = choices.BriefingKind.values


@dataclass(frozen=True)
class Item:
    """One record to be published: its facts as they are read back, and of a source its text."""

    record_type: str
    slug: str
    facts: Facts
    text: str | None = None


@dataclass(frozen=True)
class Cast:
    """Who speaks and where, by slug; the first are chosen most."""

    size: Size
    states: list[str]
    bodies: dict[str, str]  # slug to name
    agencies: dict[str, str]
    publishers: list[str]
    persons: dict[str, str]
    occasions: list[str]
    items: list[Item]  # in the order in which they are begun

    @cached_property
    def who(self) -> dict[str, list[str]]:
        """Return the slugs of bodies, agencies and persons."""
        return {"bodies": list(self.bodies), "agencies": list(self.agencies), "persons": list(self.persons)}


def cast(size: Size) -> Cast:
    """Return the cast of a size, always the same."""
    rng = Random(f"cast {size.claims}")
    states = {f"state-of-{name}": name.capitalize() for name in _STATES}
    bodies = dict(_named(size.bodies, lambda n: f"{_PLACES[n // 6]} {_OFFICES[n % 6]}"))
    agencies = dict(_named(6, lambda n: f"{_PLACES[-1 - n]} Agency"))
    publishers = dict(_named(size.publishers, lambda n: f"{_PLACES[n % 130]} {_PAPERS[n // 130 + n % 7]}"))
    persons = dict(_named(size.persons, lambda n: f"{_GIVEN[n * 7 % 300]} {_FAMILIES[(n // 300 * 11 + n) % 300]}"))
    occasions = [f"occasion-{n}" for n in range(size.occasions)]
    items = [
        *(_actor(slug, "state", [name], country=_country(n)) for n, (slug, name) in enumerate(states.items())),
        *(
            _actor(slug, "state_body", [name, f"the {name.split(' ', 1)[1]}"], parent=list(states)[n // 6 % 20])
            for n, (slug, name) in enumerate(bodies.items())
        ),
        *(_actor(slug, "medium", [name]) for slug, name in [*agencies.items(), *publishers.items()]),
    ]
    days = {slug: date(2024, 6, 1) + timedelta(days=n % 180) for n, slug in enumerate(occasions)}
    registers, people, printed = _registers(rng, persons, list(bodies), days)
    told = [_occasion(rng, n, slug, list(bodies), days[slug], printed[slug]) for n, slug in enumerate(occasions)]
    return Cast(
        size, list(states), bodies, agencies, list(publishers), persons, occasions,
        [*registers, *items, *people, *told],
    )  # fmt: skip


def _named(count: int, name: Any) -> Iterator[tuple[str, str]]:
    for n in range(count):
        yield f"{name(n).lower().replace(' ', '-')}-{n}", name(n)


def _country(n: int) -> str:
    return "ABCDEFGHIJKLMNOPQRST"[n % 20] + "AEIKLMNORT"[n % 10]


def _actor(slug: str, kind: str, names: list[str], **facts: Any) -> Item:
    forms = [
        {"text": name, "language": "en", "script": "Latn", "kind": "full" if n == 0 else "short"}
        for n, name in enumerate(names)
    ]
    own: Facts = {"kind": kind, "names": forms, "roles": [], "parent": None, "country": None, "merged_into": None}
    return Item("actor", slug, {**own, **facts})


def _registers(
    rng: Random, persons: dict[str, str], bodies: list[str], days: dict[str, date]
) -> tuple[list[Item], list[Item], dict[str, Facts]]:
    """Return the registers that print who holds which office, the persons, and where each occasion's day is printed."""
    registers: list[Item] = []
    people: list[Item] = []
    printed: dict[str, Facts] = {}
    slugs, count = list(persons), -(-len(persons) // PER_REGISTER)
    for part in range(count):
        text, register = Text(), f"register-{part}"
        text.add(f"Who is who, part {part + 1}. As of 1 June 2024.\n")
        offices = []
        for slug in slugs[part * PER_REGISTER : (part + 1) * PER_REGISTER]:
            text.add(f"{persons[slug]} is ")
            offices.append((slug, text.add(f"spokesperson no. {len(people) + len(offices) + 1}")))
            text.add(f" there. {sentence(rng, 6)}\n")
        sittings = []
        for slug in list(days)[part::count]:
            text.add("Sitting on ")
            sittings.append((slug, text.add(printed_day(days[slug]))))
            text.add(".\n")
        whole = text.whole()
        published = when("1 June 2024", "2024-06-01", "2024-06-01")
        registers.append(Item("source", register, source_facts(whole, kind="release", published=published), whole))
        people += [_person(rng, slug, persons[slug], bodies, register, anchor(whole, span)) for slug, span in offices]
        printed |= {slug: {"source": register, **anchor(whole, span)} for slug, span in sittings}
    return registers, people, printed


def _person(rng: Random, slug: str, name: str, bodies: list[str], register: str, where: Facts) -> Item:
    given, family = name.split(" ")
    names = [name, f"{family} {given}"] if rng.random() < 0.3 else [name]
    role = {
        "title": where["exact"], "organisation": rng.choice(bodies), "period": None, "source": register,
        "anchor": where,
    }  # fmt: skip
    return _actor(slug, "person", names, roles=[role] if rng.random() < 0.6 else [])


def _occasion(rng: Random, n: int, slug: str, bodies: list[str], day: date, printed: Facts) -> Item:
    host, presenter = rng.choice(bodies), rng.choice(bodies)
    passage = {"source": printed["source"], "states": ["when"], **{k: printed[k] for k in printed if k != "source"}}
    facts = {
        "title": f"Occasion {n + 1} of {printed_day(day)}", "kind": _KINDS[n % len(_KINDS)],
        "when": when(printed["exact"], day.isoformat(), day.isoformat(), literal_anchor=printed),
        "place": _PLACES[n % len(_PLACES)] if n % 3 else None, "country": _country(n) if n % 2 else None,
        "host": host, "committee": None, "session": None, "presenters": [presenter],
        "audience": sorted({host} - {presenter}), "passages": [passage],
    }  # fmt: skip
    return Item("briefing", slug, facts)


def source_facts(text: str, **facts: Any) -> Facts:
    """Return a source's facts as they are read back; what is not given is not stated."""
    own: Facts = {
        "kind": "article", "title": None, "publisher": None, "publisher_basis": "not_stated", "agencies": [],
        "dateline": None, "published": None, "updated": None, "received_at": RECEIVED, "language": "en",
        "original_url": None, "archive_url": None, "regions": [], "asides": [], "version_of": None,
        "version_kind": None, "reliability": "F", "text_access": "full",
        "text_sha256": canonical.sha256(text), "text_length": len(text),
    }  # fmt: skip
    return {**own, **facts}
