"""Bundles: a folder, or a tar of one, whose manifest names every file with its hash. What is in them: exchange/dumps.

Nothing half-made is left: a bundle is written beside its place and moved there when it is whole.
"""

import hashlib
import io
import json
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any

from briefings.errors import BriefingsError
from briefings.facts import canonical

MANIFEST = "manifest.json"
FORMAT = "briefings-dump"
VERSION = 1  # of the files and of the facts in them; grows when an older loader could not read a newer bundle
CHUNK = 1 << 20


class BadBundle(BriefingsError):
    """A bundle cannot be written here, or is not what its manifest says."""

    code = "bad_bundle"


def write(
    target: Path, names: Collection[str], lines: Iterable[tuple[str, bytes]], about: Mapping[str, Any]
) -> dict[str, Any]:
    """Write a bundle and return its manifest.

    target: an absent or empty folder, or a path that ends in .tar. names: of the files, all open at once; lines: which
    file each belongs to, and the line without its end, in any order of the files. Raises BadBundle.
    """
    if target.is_file() or (target.is_dir() and any(target.iterdir())):
        raise BadBundle(f"cannot write {target}: it is there already; name an absent or empty folder, or another .tar")
    if not target.parent.is_dir():
        raise BadBundle(f"cannot write {target}: there is no folder {target.parent}")
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".dump-") as name:
        folder = Path(name) / "bundle"
        folder.mkdir()
        described = _write_files(folder, names, lines)
        manifest = {"format": FORMAT, "version": VERSION, **about, "files": described}
        (folder / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True, ensure_ascii=False) + "\n")
        if target.suffix == ".tar":
            _pack(folder, Path(name) / "bundle.tar").replace(target)
        else:
            shutil.rmtree(target, ignore_errors=True)
            folder.replace(target)
    return manifest


class _File:
    """A file of a bundle while it is written."""

    def __init__(self, path: Path, stack: ExitStack) -> None:
        self.file = stack.enter_context(path.open("wb"))
        self.digest, self.size, self.rows = hashlib.sha256(), 0, 0

    def add(self, line: bytes) -> None:
        """Write a line and its end."""
        self.file.write(line + b"\n")
        self.digest.update(line + b"\n")
        self.size, self.rows = self.size + len(line) + 1, self.rows + 1


def _write_files(folder: Path, names: Iterable[str], lines: Iterable[tuple[str, bytes]]) -> dict[str, Any]:
    """Write every file and return what the manifest says of each. The line of names of a CSV is no row."""
    with ExitStack() as stack:
        files = {name: _File(folder / name, stack) for name in names}
        for name, line in lines:
            files[name].add(line)
    return {
        name: {"sha256": file.digest.hexdigest(), "bytes": file.size, "rows": file.rows - name.endswith(".csv")}
        for name, file in files.items()
    }


def _pack(folder: Path, target: Path) -> Path:
    """Put a folder's files into a tar that is the same for the same files: no owner, no time, sorted."""
    with tarfile.open(target, "w", format=tarfile.PAX_FORMAT) as tar:
        for path in sorted(folder.iterdir()):
            entry = tarfile.TarInfo(path.name)
            entry.size, entry.mode = path.stat().st_size, 0o644
            with path.open("rb") as file:
                tar.addfile(entry, file)
    return target


class Bundle:
    """A bundle to read: its manifest, checked, and the lines of its files."""

    def __init__(self, path: Path, report: Callable[[str, int, int | None], None] | None = None) -> None:
        """Read the manifest and check every file against it. Raises BadBundle, which names the first thing wrong.

        report: called with what is done, how many, and of how many.
        """
        self.path, self._report = path, report
        self._tar = self._open_tar() if path.is_file() else None
        self.manifest = self._manifest()
        self._hashed = 0
        for name, described in self.manifest["files"].items():
            self._check(name, described)

    def close(self) -> None:
        """Close the tar, if it is one."""
        if self._tar:
            self._tar.close()

    def rows(self, name: str) -> int | None:
        """Return how many rows the manifest says that a file has; None: it does not say."""
        return self.manifest["files"].get(name, {}).get("rows")

    def raw_lines(self, name: str, after: int = 0) -> Iterator[bytes]:
        """Yield the lines of a file after some of them. Raises BadBundle for a missing file."""
        if name not in self.manifest["files"]:
            raise BadBundle(f"{self.path}: the manifest names no file {name}")
        with self._open(name) as file:
            yield from islice(file, after, None)

    def lines(self, name: str, after: int = 0) -> Iterator[dict[str, Any]]:
        """Yield the rows of an NDJSON file after some lines.

        Raises BadBundle for a missing file and for a line that is no object.
        """
        for number, line in enumerate(self.raw_lines(name, after), after + 1):
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise BadBundle(f"{name} line {number} is no JSON: {error}") from None
            if not isinstance(row, dict):
                raise BadBundle(f"{name} line {number} is no JSON object")
            yield row

    def _open_tar(self) -> tarfile.TarFile:
        try:
            return tarfile.open(self.path, "r:")
        except tarfile.TarError as error:
            raise BadBundle(f"{self.path} is neither a folder nor a tar: {error}") from None

    def _open(self, name: str) -> io.BufferedReader | Any:
        """Open a file of the bundle itself: no path, no link, so that none leads out of it."""
        try:
            if self._tar:
                entry = self._tar.getmember(name)
                file = self._tar.extractfile(entry) if entry.isreg() else None
            else:
                path = self.path / name
                is_own = path.parent == self.path and path.is_file() and not path.is_symlink()
                file = path.open("rb") if is_own else None
        except (KeyError, OSError):
            file = None
        if file is None:
            raise BadBundle(f"{self.path}: the file {name} is missing")
        return file

    def _manifest(self) -> dict[str, Any]:
        with self._open(MANIFEST) as file:
            try:
                manifest = json.loads(file.read())
                kind, version = manifest["format"], manifest["version"]
                files = {str(name): (each["sha256"], each["bytes"]) for name, each in manifest["files"].items()}
                head = (manifest["head"]["count"], manifest["head"]["hash"])
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
                raise BadBundle(f"{self.path}: {MANIFEST} is none of a dump: {error!r}") from None
        if (kind, version) != (FORMAT, VERSION):
            raise BadBundle(f"{self.path} is {kind} version {version}; this program reads {FORMAT} version {VERSION}")
        if not files or not all(head):
            raise BadBundle(f"{self.path}: the manifest names no files, or no editions")
        return dict(manifest)

    def _check(self, name: str, described: Mapping[str, Any]) -> None:
        digest, size = hashlib.sha256(), 0
        with self._open(name) as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                self._tell(len(chunk))
        if (digest.hexdigest(), size) != (described["sha256"], described["bytes"]):
            wanted = f"{described['bytes']} bytes with hash {described['sha256']}"
            raise BadBundle(f"{name} has {size} bytes with hash {digest.hexdigest()}; the manifest says {wanted}")

    def _tell(self, more: int) -> None:
        """Report how much of the files has been hashed."""
        self._hashed += more
        if self._report:
            of = sum(described["bytes"] for described in self.manifest["files"].values())
            self._report("MB of files hashed", self._hashed >> 20, of >> 20)


def line(value: Mapping[str, Any]) -> bytes:
    """Return a row as one line of canonical JSON, without its end."""
    return canonical.dumps(value).encode()
