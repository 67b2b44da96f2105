"""Tools of Node.js at work: a TypeScript client, type-checked and run against the live server; a linter of OpenAPI.

`make test` puts the tools into .node where npm is. BRIEFINGS_REQUIRE_NODE=1 turns “no tools here” from a skip into a
failure.
"""

import os
import shutil
import subprocess
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings

TOOLS = Path(settings.BASE_DIR) / ".node" / "node_modules"
OWN = Path(__file__).parent / "node"
DOCUMENT = Path(settings.BASE_DIR) / "docs" / "openapi.yaml"

SPECTRAL = ("--ruleset", OWN / "spectral.yaml", "--fail-severity", "warn", "--format", "text")


def run(*command: object, cwd: Path, ends_with: int = 0) -> str:
    """Run a command and return what it printed; the test fails where it ends in another way."""
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=cwd, capture_output=True, text=True, timeout=300)
    assert done.returncode == ends_with, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def tools() -> Path:
    """Where the commands of the tools lie; without them, a skip, or a failure where they are required."""
    if not (TOOLS / ".bin" / "tsc").exists():
        missing = "no tools of Node.js in .node: `make .node/.installed` puts them there, and needs npm"
        pytest.fail(missing) if os.environ.get("BRIEFINGS_REQUIRE_NODE") == "1" else pytest.skip(missing)
    return TOOLS / ".bin"


@pytest.fixture(scope="module")
def desk_document(site, tmp_path_factory) -> Path:
    """The desk's own document, as it is served."""
    path = tmp_path_factory.mktemp("desk") / "desk.yaml"
    with urllib.request.urlopen(f"{site.url}/api/desk/schema/") as answer:
        path.write_bytes(answer.read())
    return path


@pytest.fixture(scope="module")
def project(tools, desk_document, tmp_path_factory) -> Path:
    """A folder with a client made of each document, and the script that uses both, as JavaScript in `built`."""
    folder = tmp_path_factory.mktemp("typescript")
    for name, document in {"reading": DOCUMENT, "curating": desk_document}.items():
        client = ("--client", "@hey-api/client-fetch", "--no-log-file", "--silent")
        run(tools / "openapi-ts", "--input", document, "--output", folder / name, *client, cwd=folder)
    (folder / "node_modules").symlink_to(TOOLS)
    for name in ("story.ts", "tsconfig.json"):
        shutil.copy(OWN / name, folder)
    return folder


def test_a_typescript_client_reads_and_curates(site, tools, project):
    run(tools / "tsc", "--project", project, cwd=project)

    told = run("node", "built/story.js", site.url, site.tokens["curate"], cwd=project)
    assert told.split() == ["reads", "meetsRefusals", "curates"]


def test_spectral_finds_nothing_in_either_document(tools, desk_document):
    run(tools / "spectral", "lint", *SPECTRAL, DOCUMENT, desk_document, cwd=OWN)


def test_spectral_finds_what_is_wrong(tools, tmp_path):
    broken = tmp_path / "broken.yaml"
    broken.write_text("openapi: 3.1.0\ninfo: {title: Broken, version: 1.0.0, description: No paths}\n")

    assert "oas3-schema" in run(tools / "spectral", "lint", *SPECTRAL, broken, cwd=OWN, ends_with=1)
