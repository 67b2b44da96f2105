"""Products of others as contestants, each installed from its registry into a folder of its own, once it is named."""

import shutil
import subprocess
import sys
from pathlib import Path

from bench.timing.contestants import ALL, ROOT, Contestant

FOLDER = ROOT / "var" / "products"
VERSIONS = {"datasette": "0.65.5"}


def folder(name: str) -> Path:
    """Return where a product is installed: a folder of this version."""
    return FOLDER / f"{name}-{VERSIONS[name]}"


def steps(name: str) -> list[list[str]]:
    """Return the command lines that install a product."""
    there, wanted = str(folder(name)), f"{name}=={VERSIONS[name]}"
    return [
        [sys.executable, "-m", "venv", there],
        [f"{there}/bin/python", "-m", "pip", "install", "--disable-pip-version-check", "--quiet", wanted],
    ]


def install(name: str) -> None:
    """Install a product that is not here yet. Exits when that fails, and keeps nothing half installed."""
    done = folder(name) / ".installed"
    if done.exists():
        return
    print(f"installing {name} {VERSIONS[name]} in {folder(name)}", file=sys.stderr)
    for step in steps(name):
        if shutil.which(step[0]) is None:
            sys.exit(f"{name} cannot be installed: there is no {step[0]}")
        ran = subprocess.run(step, capture_output=True, text=True)
        if ran.returncode:
            shutil.rmtree(folder(name), ignore_errors=True)
            sys.exit(f"{name} cannot be installed: {' '.join(step)} failed:\n{ran.stderr[-2000:]}")
    done.touch()


def _linked(database: Path) -> None:
    """Let Datasette find the database under a name that its addresses can have."""
    install("datasette")
    link = folder("datasette") / "bench.sqlite3"
    link.unlink(missing_ok=True)
    link.symlink_to(database)


DATASETTE = Contestant(
    "datasette",
    (
        f"{folder('datasette')}/bin/datasette", "serve", "--immutable", f"{folder('datasette')}/bench.sqlite3",
        "--port", "{port}",
    ),
    prepare=_linked,
)  # fmt: skip
PRODUCTS = (DATASETTE,)
NAMES = {each.name: each for each in (*ALL, *PRODUCTS)}
