"""Results: measured, kept as JSON with the machine and the versions, one file for many runs."""

import argparse
import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.db import connection

from bench.timing import contestants, loads, products, questions, runs
from briefings.models import PublishedClaim
from config.sqlite import engine

Run = dict[str, Any]
_PACKAGES = ("Django", "djangorestframework", "django-filter", "gunicorn", "orjson")


def measure(arguments: argparse.Namespace) -> None:
    """Run what the arguments ask for; print it, and add it to the file of results."""
    chosen = asked(arguments.questions)
    names = [name.strip() for name in arguments.contestants.split(",")]
    if unknown := set(names) - set(products.NAMES):
        sys.exit(f"no such contestant: {', '.join(sorted(unknown))}; there are {', '.join(products.NAMES)}")
    others = {name: products.VERSIONS[name] for name in names if name in products.VERSIONS}
    if others and connection.vendor != "sqlite":
        sys.exit(f"{', '.join(others)} read SQLite here; --database {arguments.database} is no path of one")
    several = [int(number) for number in arguments.connections.split(",")]
    database = os.environ["DATABASE_URL"]
    seconds = (arguments.seconds, arguments.longest)
    found = runs.run(chosen, names, database, several, arguments.rounds, seconds)
    _keep(
        arguments.results,
        {**about(), "products": others, "rounds": arguments.rounds, "seconds": arguments.seconds, "results": found},
    )


def cost(arguments: argparse.Namespace) -> None:
    """Ask the questions in process; print what they cost, and add it to the file of results."""
    from bench.timing import in_process

    found = in_process.figures(asked(arguments.questions), arguments.seconds)
    _keep(arguments.results, {**about(), "in_process": found})


def asked(names: str | None) -> list[questions.Question]:
    """Return the questions of these names, all of them for none. Exits when there is no such question."""
    wanted = [name.strip() for name in names.split(";")] if names else None
    chosen = [question for question in questions.asked() if wanted is None or question.name in wanted]
    if unknown := set(wanted or ()) - {question.name for question in chosen}:
        sys.exit(f"no such question: {', '.join(sorted(unknown))}")
    return chosen


def _keep(results: Path | None, run: Run) -> None:
    if results:
        kept = json.loads(results.read_text()) if results.exists() else []
        results.write_text(json.dumps([*kept, run], indent=1) + "\n")


def about() -> Run:
    """Return what a run was made on: machine, versions, data."""
    return {
        "claims": PublishedClaim.objects.count(),
        "at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%MZ"),
        "commit": _said("git", "rev-parse", "--short", "HEAD"),
        "machine": f"{_processor()}, {os.cpu_count()} cores, {_memory()} GB, {platform.system()} {platform.release()}",
        "versions": {
            "Python": platform.python_version(),
            "SQLite": ".".join(map(str, engine.VERSION)),
            **{name: version(name) for name in _PACKAGES},
            "wrk": _said(loads.wrk(), "-v").split(" ")[1],
        },
        "plain_sha256": contestants.frozen(),
        "load_average": round(os.getloadavg()[0], 1),
    }


def _said(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, cwd=contestants.ROOT)
    return done.stdout.strip()


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.split(": ", 1)[1] for line in lines if line.startswith("model name")), platform.machine())


def _memory() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)
