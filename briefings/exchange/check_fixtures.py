"""Print what is wrong with the fixtures and how much of the reports they hold.

Run it with `python -m briefings.exchange.check_fixtures`.
Needs Django installed (for the value lists) but neither settings nor a database.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from briefings.exchange import fixture_coverage, fixture_lint, fixtures

ROOT = Path(__file__).resolve().parents[2]
Write = Callable[[str], object]


def report_problems(write: Write, fixtures_dir: Path = ROOT / "fixtures", seeds_dir: Path = ROOT / "seeds") -> bool:
    """Write every problem; return whether there is none."""
    problems = fixture_lint.lint(fixtures_dir, seeds_dir)
    for problem in problems:
        write(str(problem))
    write(f"{len(problems)} problems" if problems else "no problems")
    return not problems


def report_coverage(write: Write, fixtures_dir: Path = ROOT / "fixtures", seeds_dir: Path = ROOT / "seeds") -> bool:
    """Write the coverage of each report; return whether all of them are held enough."""
    read, _ = fixtures.read(fixtures_dir, seeds_dir)
    coverages = fixture_coverage.measure(read)
    for line in fixture_coverage.lines(coverages):
        write(line)
    return bool(coverages) and all(coverage.is_enough for coverage in coverages)


def main() -> int:
    """Print both; return 1 if either is wanting."""
    is_clean = report_problems(print)
    return 0 if report_coverage(print) and is_clean else 1


if __name__ == "__main__":
    sys.exit(main())
