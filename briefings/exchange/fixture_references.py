"""Slugs that fixtures name: each must exist, and nothing may stand there unused.

The sources of anchors are not listed: an anchor whose source does not exist cannot be read in the first place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from briefings.exchange.fixture_shapes import Problem
from briefings.exchange.fixture_values import file_of, members
from briefings.exchange.fixtures import Fixtures

LINK = "citations/*/chains/*/links/*"
# Type of record to the paths that name a slug, and the type that it is a slug of.
REFERENCES: Mapping[str, Mapping[str, str]] = {
    "sources": {"publisher": "actors", "agencies/*/actor": "actors", "version_of": "sources"},
    "actors": {
        "parent": "actors",
        "merged_into": "actors",
        "roles/*/organisation": "actors",
        "roles/*/source": "sources",
    },
    "briefings": {"host": "actors", "presenters/*": "actors", "audience/*": "actors"},
    "claims": {"subject": "actors", "holder": "actors"},
    "readings": {
        "claim": "claims",
        f"{LINK}/actors/*": "actors",
        f"{LINK}/candidates/*": "actors",
        f"{LINK}/occasion": "briefings",
    },
    "comparisons": {"left/claim": "claims", "right/claim": "claims"},
    "judgements": {"actors/*": "actors", "claim": "claims", "origins/*": "actors"},
}
UNUSED: Mapping[str, str] = {
    "actors": "nothing names this actor: drop it, or name it in a link, role, briefing or claim",
    "briefings": "no link has this occasion: drop it, or name it in the chain that was said there",
}


def problems(read: Fixtures) -> Iterator[Problem]:
    """Yield every slug that does not exist, and every actor and briefing that nothing names."""
    known = {name: {facts["slug"] for facts in getattr(read, name)} for name in REFERENCES}
    used: dict[str, set[str]] = {name: set() for name in REFERENCES}
    for name, paths in REFERENCES.items():
        for record in getattr(read, name):
            for path, of in paths.items():
                for pointer, slug in members(record, path):
                    if slug != record["slug"]:
                        used[of].add(slug)
                    if slug not in known[of]:
                        yield Problem(file_of(name, record), record["slug"], pointer, f"there is no {of[:-1]} {slug!r}")
    for name, message in UNUSED.items():
        for record in getattr(read, name):
            if record["slug"] not in used[name]:
                yield Problem(f"{name}.yaml", record["slug"], "", message)
