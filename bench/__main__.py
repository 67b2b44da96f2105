"""`python -m bench`: generate data, time contestants over it, report. bench/README.md says more."""

import argparse
import json
import logging
import os
import secrets
import sys
import time
from pathlib import Path


def main() -> None:
    """Read the arguments and do what they ask for."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    generating = commands.add_parser("generate", help="Fill a new database with made-up records.")
    generating.add_argument("--claims", type=int, required=True, help="How many, a multiple of 100.")
    generating.add_argument("--database", help="A path for SQLite, or a DATABASE_URL; default: DATABASE_URL.")
    generating.add_argument("--published-only", action="store_true", help="Without audit, payloads and references.")
    generating.add_argument("--processes", type=int, default=2, help="How many make rows. Default: 2.")
    generating.set_defaults(run=_generate)
    multiplying = commands.add_parser("multiply", help="Copy all claims of a generated database, for reading only.")
    multiplying.add_argument("--database", required=True, help="A generated database: a path of SQLite.")
    multiplying.add_argument("--times", type=int, required=True, help="How many times as many claims there will be.")
    multiplying.set_defaults(run=_multiply)
    running = commands.add_parser("run", help="Time the contestants over generated databases.")
    running.add_argument("--database", required=True, help="A generated database: a path of SQLite.")
    running.add_argument("--contestants", default="briefings,limit,limit rows,plain,naive", help="Separated by commas.")
    running.add_argument("--questions", help="Names, separated by semicolons. Default: all.")
    running.add_argument("--connections", default="1,8,32", help="Default: 1,8,32.")
    running.add_argument("--rounds", type=int, default=3, help="How often each is loaded, forth and back. Default: 3.")
    running.add_argument("--seconds", type=int, default=2, help="Of each load. Default: 2.")
    running.add_argument("--longest", type=int, default=12, help="Seconds of a load with slow answers. Default: 12.")
    running.add_argument("--results", type=Path, help="A file of JSON that the results are added to.")
    running.set_defaults(run=_run)
    inside = commands.add_parser("cost", help="Ask ourselves everything in process: CPU without server and sockets.")
    inside.add_argument("--database", required=True, help="A generated database: a path of SQLite.")
    inside.add_argument("--questions", help="Names, separated by semicolons. Default: all.")
    inside.add_argument("--seconds", type=float, default=1.5, help="Of CPU for each question. Default: 1.5.")
    inside.add_argument("--results", type=Path, help="A file of JSON that the results are added to.")
    inside.set_defaults(run=_cost)
    profiling = commands.add_parser("profile", help="Say which part of the program takes the time of an answer.")
    profiling.add_argument("--database", required=True, help="A generated database: a path of SQLite.")
    profiling.add_argument(
        "--questions",
        default="list;page in the middle;detail;ranked search",
        help="Names, separated by semicolons. Default: %(default)s.",
    )
    profiling.add_argument("--seconds", type=float, default=3, help="Of CPU for each question. Default: 3.")
    profiling.set_defaults(run=_profile)
    plotting = commands.add_parser("plot", help="Draw cost against size from the results of cost.")
    plotting.add_argument("--results", type=Path, required=True, help="The file that cost wrote.")
    plotting.add_argument("--svg", type=Path, required=True, help="Where to put the plots.")
    plotting.set_defaults(run=_plot)
    agreeing = commands.add_parser("agree", help="Ask all contestants everything once; fail unless they agree.")
    agreeing.add_argument("--database", required=True, help="A generated database: a path of SQLite.")
    agreeing.set_defaults(run=_agree)
    desk = commands.add_parser("desk", help="Time every page of the desk on a generated database.")
    desk.add_argument("--database", required=True, help="A generated database with working rows; a desk is put in it.")
    desk.set_defaults(run=_desk)
    writing = commands.add_parser("writers", help="Let processes publish at the same moment, on a new database.")
    writing.add_argument("--database", required=True, help="Where to make it: a path for SQLite that is not there yet.")
    writing.add_argument("--writers", type=int, default=8, help="Default: 8.")
    writing.add_argument("--seconds", type=float, default=30, help="Default: 30.")
    writing.set_defaults(run=_writers)
    layers = commands.add_parser("layers", help="Say what an approval costs layer by layer, on a new database.")
    layers.add_argument("--database", required=True, help="Where to make it: a path for SQLite that is not there yet.")
    layers.set_defaults(run=_layers)
    arguments = parser.parse_args()
    arguments.run(arguments)


def _set_up(database: str | None) -> None:
    """Start Django on a database: a path means SQLite."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(50))
    os.environ["DEBUG"] = "0"  # with it Django keeps every statement, and the program goes another way
    if database:
        is_path = "://" not in database
        os.environ["DATABASE_URL"] = f"sqlite:///{Path(database).resolve()}" if is_path else database
    import django

    django.setup()


def _generate(arguments: argparse.Namespace) -> None:
    _set_up(arguments.database)
    from bench.generation import publications, runs, sizes

    if arguments.claims < sizes.BLOCK or arguments.claims % sizes.BLOCK:
        sys.exit(f"--claims {arguments.claims}: a multiple of {sizes.BLOCK} is wanted")
    started = time.monotonic()
    wanted = publications.Wanted(history=not arguments.published_only)
    rows = runs.generate(sizes.Size(arguments.claims), wanted=wanted, processes=arguments.processes)
    passed = time.monotonic() - started
    print(f"{rows:,} rows of {arguments.claims:,} claims in {passed:,.0f} s, {rows / passed:,.0f} rows/s")


def _multiply(arguments: argparse.Namespace) -> None:
    _set_up(arguments.database)
    from bench.generation import copies

    print(f"{copies.multiply(arguments.times):,} claims")


def _desk(arguments: argparse.Namespace) -> None:
    _set_up(arguments.database)
    from django.conf import settings

    from bench.desk import pages, work
    from briefings.models import Claim

    logging.disable(logging.ERROR)  # each is asked for what is refused to them, too
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    work.fill(Claim.objects.count() // work.SHARE)
    seen = {role: [*pages.visits(user)] for role, user in work.people().items()}
    print("\n".join(pages.lines(seen)))


def _writers(arguments: argparse.Namespace) -> None:
    _set_up(arguments.database)
    from bench.writing import report, writers
    from briefings.verification import checks

    writers.prepare(arguments.writers)
    outcomes = writers.run(arguments.writers, arguments.seconds)
    print("\n".join(report.lines(outcomes, arguments.seconds)))
    problems = [*checks.run()]
    print(f"verify: {len(problems)} problems", *problems[:3], sep="\n")
    if problems or any(outcome.errors for outcome in outcomes):
        sys.exit(1)


def _layers(arguments: argparse.Namespace) -> None:
    _set_up(arguments.database)
    from bench.writing import layers, writers

    writers.prepare(1)
    print("\n".join(layers.lines(layers.measured(*writers.people(0)))))


def _agree(arguments: argparse.Namespace) -> None:
    _set_up(arguments.database)
    from bench.timing import contestants, questions, runs

    names = [each.name for each in contestants.ALL]
    with runs.started(names, os.environ["DATABASE_URL"]) as servers:
        for question in questions.asked():
            asked = len(question.paths.keys() & servers.keys())
            print(f"{question.name}: {asked} asked, {runs.agree(question, servers)} records compared")


def _run(arguments: argparse.Namespace) -> None:
    _set_up(arguments.database)
    from bench.timing import results

    results.measure(arguments)


def _cost(arguments: argparse.Namespace) -> None:
    _set_up(arguments.database)
    from bench.timing import results

    results.cost(arguments)


def _profile(arguments: argparse.Namespace) -> None:
    _set_up(arguments.database)
    from bench.timing import profiles, results

    asked = {each.name: each.paths["briefings"] for each in results.asked(arguments.questions)}
    print("\n".join(profiles.lines({name: profiles.shares(path, arguments.seconds) for name, path in asked.items()})))


def _plot(arguments: argparse.Namespace) -> None:
    from bench.timing import plots

    runs = [run for run in json.loads(arguments.results.read_text()) if "in_process" in run]
    costs: dict[str, dict[int, float]] = {}
    for run in runs:
        for figure in run["in_process"]:
            costs.setdefault(figure["question"], {})[run["claims"]] = figure["least"]
    told = "Least CPU of a request in ms, in process, warm, by the number of claims"
    arguments.svg.write_text(plots.drawn(costs, told))


if __name__ == "__main__":
    main()
