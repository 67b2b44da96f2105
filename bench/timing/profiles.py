"""Where the time of an answer of ours goes, in process, by the part of the program that takes it."""

import cProfile
import pstats
import time
from collections import defaultdict

from bench.timing.contestants import ROOT
from bench.timing.in_process import ask

Function = tuple[str, int, str]  # file, line, name; a built-in's file is "~"

SQLITE = "SQLite: statements run, rows and bodies read"
REST = "the rest: Django's handling of connections, the standard library, the harness"
# Where a file stands in the project or among the packages: the first of these that its path begins with is its part.
PARTS = {
    "briefings/text/": "words: ranking and marking",
    "briefings/models/search.py": "words: ranking and marking",
    "briefings/api/search.py": "words: ranking and marking",
    "briefings/api/signatures.py": "signatures and cursors",
    "briefings/api/cursors.py": "signatures and cursors",
    "briefings/": "our read path: parameters, statements, pages",
    "rest_framework/": "Django REST framework",
    "django/db/models/": "Django's ORM",
}


def shares(address: str, seconds: float) -> dict[str, float]:
    """Return the share of each part in answering, asked for some seconds of CPU. What is built in counts to its caller.

    cProfile makes small functions look dearer than they are: compare shares, and not with times that `cost` gives.
    """
    ask(address), ask(address)  # statements are made, headers learnt
    profile, until = cProfile.Profile(), time.process_time() + seconds
    while time.process_time() < until:
        profile.enable()
        ask(address)
        profile.disable()
    spent: dict[str, float] = defaultdict(float)
    for function, (_, _, own, _, callers) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        if _is_sqlite(function):
            spent[SQLITE] += own
        elif function[0] == "~" and callers:
            for caller, (_, _, there, _) in callers.items():
                spent[part_of(caller)] += there
        else:
            spent[part_of(function)] += own
    whole = sum(spent.values())
    return {part: each / whole for part, each in spent.items()}


def part_of(function: Function) -> str:
    """Return the part of the program that a function belongs to."""
    file = function[0].removeprefix(f"{ROOT}/").rpartition("site-packages/")[2]
    return next((part for place, part in PARTS.items() if file.startswith(place)), REST)


def _is_sqlite(function: Function) -> bool:
    return function[0] == "~" and "sqlite" in function[2].lower()


def lines(found: dict[str, dict[str, float]]) -> list[str]:
    """Return the table: a part a line, a question a column."""
    parts = dict.fromkeys([SQLITE, *PARTS.values(), REST])
    cells = {part: [f"{each.get(part, 0):.0%}" for each in found.values()] for part in parts}
    rows = [f"| {part} | {' | '.join(cells[part])} |" for part in parts]
    return [f"| | {' | '.join(found)} |", f"|{'---|' * (len(found) + 1)}", *rows]
