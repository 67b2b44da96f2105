"""Products of others as contestants, each installed from its registry into a folder of its own, once it is named."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from functools import partial
from pathlib import Path

from bench.timing.contestants import ALL, ROOT, Contestant

FOLDER = ROOT / "var" / "products"
VERSIONS = {"datasette": "0.65.5", "directus": "11.1.2"}  # Directus: the last one here that Node.js 20 runs
# No index but of keys: all that its data studio makes on SQLite, of relations too.
NAIVE = "DROP INDEX claims_category; DROP INDEX readings_claim; DROP INDEX citations_reading;"
TABLES = ROOT / "bench" / "contestants" / "directus.sql"


def folder(name: str) -> Path:
    """Return where a product is installed: a folder of this version."""
    return FOLDER / f"{name}-{VERSIONS[name]}"


def steps(name: str) -> list[list[str]]:
    """Return the command lines that install a product."""
    there, version = str(folder(name)), VERSIONS[name]
    pip = [f"{there}/bin/python", "-m", "pip", "install", "--disable-pip-version-check", "--quiet"]
    npm = ["npm", "--prefix", there, "--no-audit", "--no-fund"]
    # Of all the scripts of its packages only those that build its two modules in C++.
    return {
        "datasette": [[sys.executable, "-m", "venv", there], [*pip, f"datasette=={version}"]],
        "directus": [
            [*npm, "install", "--ignore-scripts", f"directus@{version}"],
            [*npm, "rebuild", "sqlite3", "isolated-vm"],
        ],
    }[name]


def install(name: str) -> None:
    """Install a product that is not here yet. Exits when that fails, and keeps nothing half installed."""
    done = folder(name) / ".installed"
    if done.exists():
        return
    print(f"installing {name} {VERSIONS[name]} in {folder(name)}", file=sys.stderr)
    folder(name).mkdir(parents=True, exist_ok=True)
    try:
        for step in steps(name):
            _run(name, step)
    except SystemExit:
        shutil.rmtree(folder(name))
        raise
    done.touch()


def _run(name: str, command: list[str], environment: dict[str, str] | None = None) -> None:
    """Run a command of a product. Exits with what it said when it is not there or fails."""
    try:
        subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    except FileNotFoundError as missing:
        sys.exit(f"{name}: there is no {missing.filename}, which `{' '.join(command)}` needs")
    except subprocess.CalledProcessError as failed:
        sys.exit(f"{name}: `{' '.join(command)}` failed:\n{failed.stderr[-2000:]}")


def _linked(database: Path) -> None:
    """Let Datasette find the database under a name that its addresses can have."""
    install("datasette")
    link = _database("datasette")
    link.unlink(missing_ok=True)
    link.symlink_to(database)


def _copied(own: Path, more: str, database: Path) -> None:
    """Give Directus a database of its own, which it writes to, with the rows that it is asked for. more: SQL."""
    install("directus")
    for path in own.parent.glob(f"{own.name}*"):
        path.unlink()
    _run("directus", ["node", CLI, "bootstrap"], {**os.environ, **_environment(own)})
    with closing(sqlite3.connect(own.as_uri(), uri=True)) as connection:
        connection.execute("ATTACH ? AS made", [f"{database.as_uri()}?mode=ro"])
        connection.executescript(TABLES.read_text() + more)


def _environment(own: Path) -> dict[str, str]:
    there = own.parent
    return {
        "CONFIG_PATH": f"{there}/.env",  # not there: what is in ours is not its
        "DB_CLIENT": "sqlite3", "DB_FILENAME": f"{own}", "HOST": "127.0.0.1",
        "EXTENSIONS_PATH": f"{there}/extensions", "STORAGE_LOCAL_ROOT": f"{there}/uploads",
        "LOG_LEVEL": "error", "NODE_ENV": "production", "PRESSURE_LIMITER_ENABLED": "false", "TELEMETRY": "false",
    }  # fmt: skip


def _database(name: str) -> Path:
    return folder(name) / "bench.sqlite3"


def _directus(name: str, file: str, more: str = "") -> Contestant:
    own = folder("directus") / file
    return Contestant(name, ("node", CLI, "start"), _environment(own), partial(_copied, own, more))


CLI = f"{folder('directus')}/node_modules/directus/cli.js"
DATASETTE = Contestant(
    "datasette",
    (
        f"{folder('datasette')}/bin/datasette", "serve", "--immutable", f"{_database('datasette')}",
        "--port", "{port}",
    ),
    prepare=_linked,
)  # fmt: skip
DIRECTUS = _directus("directus", "bench.sqlite3")
DIRECTUS_NAIVE = _directus("directus naive", "naive.sqlite3", NAIVE)
PRODUCTS = (DATASETTE, DIRECTUS, DIRECTUS_NAIVE)
NAMES = {each.name: each for each in (*ALL, *PRODUCTS)}
