"""Products of others as contestants, each installed from its registry into a folder of its own, once it is named."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from bench.timing.contestants import ALL, ROOT, Contestant

FOLDER = ROOT / "var" / "products"
# Directus: the last one here that Node.js 20 runs; Strapi: the last one of which all packages were there.
VERSIONS = {"datasette": "0.65.5", "directus": "11.1.2", "strapi": "5.54.0"}
CONTESTANTS = ROOT / "bench" / "contestants"
# No index but those that they make by themselves: on SQLite Directus of keys alone, Strapi of keys and relations.
NAIVE = {
    "directus": "DROP INDEX claims_category; DROP INDEX readings_claim; DROP INDEX citations_reading;",
    "strapi": "DROP INDEX claims_category; DROP INDEX claims_slug;",
}
# What a Strapi project names beside it, and the module of its database.
STRAPI = (
    f"@strapi/plugin-users-permissions@{VERSIONS['strapi']}",
    "better-sqlite3@12.4.1", "react@18.3.1", "react-dom@18.3.1", "react-router-dom@6.30.3",
    "styled-components@6.1.19",
)  # fmt: skip


def folder(name: str) -> Path:
    """Return where a product is installed: a folder of this version."""
    return FOLDER / f"{name}-{VERSIONS[name]}"


def steps(name: str) -> list[list[str]]:
    """Return the command lines that install a product."""
    there, version = str(folder(name)), VERSIONS[name]
    pip = [f"{there}/bin/python", "-m", "pip", "install", "--disable-pip-version-check", "--quiet"]
    npm = ["npm", "--prefix", there, "--no-audit", "--no-fund"]
    # Of all the scripts of their packages only those that build modules in C++.
    return {
        "datasette": [[sys.executable, "-m", "venv", there], [*pip, f"datasette=={version}"]],
        "directus": [
            [*npm, "install", "--ignore-scripts", f"directus@{version}"],
            [*npm, "rebuild", "sqlite3", "isolated-vm"],
        ],
        "strapi": [
            [*npm, "install", "--ignore-scripts", f"@strapi/strapi@{version}", *STRAPI],
            [*npm, "rebuild", "better-sqlite3"],
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


def _own(name: str, making: list[str], told: dict[str, str], own: Path, more: str, database: Path) -> None:
    """Give a product a database of its own, which it writes to, with the rows that it is asked for.

    making: the command by which it makes its tables, told what it is told when it serves; more: SQL besides.
    """
    for path in own.parent.glob(f"{own.name}*"):
        path.unlink()
    _run(name, making, {**os.environ, **told})
    with closing(sqlite3.connect(own.as_uri(), uri=True)) as connection:
        connection.execute("ATTACH ? AS made", [f"{database.as_uri()}?mode=ro"])
        connection.executescript(tables(name) + more)


def tables(name: str) -> str:
    """Return the SQL that fills the tables of a product from ours."""
    return (CONTESTANTS / f"{name}.sql").read_text()


def _directus(name: str, file: str, more: str = "") -> Contestant:
    there = folder("directus")
    own, program = there / file, f"{there}/node_modules/directus/cli.js"
    told = {
        "CONFIG_PATH": f"{there}/.env",  # not there: what is in ours is not its
        "DB_CLIENT": "sqlite3", "DB_FILENAME": f"{own}", "HOST": "127.0.0.1",
        "EXTENSIONS_PATH": f"{there}/extensions", "STORAGE_LOCAL_ROOT": f"{there}/uploads",
        "LOG_LEVEL": "error", "NODE_ENV": "production", "PRESSURE_LIMITER_ENABLED": "false", "TELEMETRY": "false",
    }  # fmt: skip

    def prepare(database: Path) -> None:
        install("directus")
        _own("directus", ["node", program, "bootstrap"], told, own, more, database)

    return Contestant(name, ("node", program, "start"), told, prepare)


def _strapi(name: str, file: str, more: str = "") -> Contestant:
    there = folder("strapi")
    project, own = there / "project", there / file
    program = f"{project}/server.js"
    told = {
        "DATABASE_FILENAME": f"{own}", "NODE_ENV": "production", "STRAPI_LOG_LEVEL": "error",
        "STRAPI_TELEMETRY_DISABLED": "true",
    }  # fmt: skip

    def prepare(database: Path) -> None:
        install("strapi")
        shutil.copytree(CONTESTANTS / "strapi", project, dirs_exist_ok=True)
        (project / "public" / "uploads").mkdir(parents=True, exist_ok=True)  # it does not start without
        _own("strapi", ["node", program, "tables"], told, own, more, database)

    return Contestant(name, ("node", program), told, prepare)


def _database(name: str) -> Path:
    return folder(name) / "bench.sqlite3"


DATASETTE = Contestant(
    "datasette",
    (
        f"{folder('datasette')}/bin/datasette", "serve", "--immutable", f"{_database('datasette')}",
        "--port", "{port}",
    ),
    prepare=_linked,
)  # fmt: skip
DIRECTUS = _directus("directus", "bench.sqlite3")
DIRECTUS_NAIVE = _directus("directus naive", "naive.sqlite3", NAIVE["directus"])
STRAPI_INDEXED = _strapi("strapi", "bench.sqlite3")
STRAPI_NAIVE = _strapi("strapi naive", "naive.sqlite3", NAIVE["strapi"])
PRODUCTS = (DATASETTE, DIRECTUS, DIRECTUS_NAIVE, STRAPI_INDEXED, STRAPI_NAIVE)
NAMES = {each.name: each for each in (*ALL, *PRODUCTS)}
