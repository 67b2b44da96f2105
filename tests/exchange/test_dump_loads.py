"""Loads that are cut off: whatever stops one, the same command ends with the same bytes; meanwhile nobody is served.

The bundle is the history of tests/exchange/test_dumps.py; steps are made small, so that there are many of them.
"""

import json
import shutil
import signal
import subprocess
import sys
import weakref
from contextlib import contextmanager
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from briefings.actions import accounts, restorations
from briefings.errors import Conflict
from briefings.exchange import bundles, dump_loading, dump_rows, dumps
from briefings.facts import canonical
from briefings.models import AuditEvent, Document, Edition, Source, UnfinishedLoad, User
from briefings.models.loads import Unfinished
from briefings.rendering import publication
from briefings.verification import checks
from config.loads import Whole
from tests import universe
from tests.exchange.test_dumps import MADE, files, history
from tests.projection import projection
from tests.served import ROOT, environment_of, manage

SIZE = 3  # lines a step


@pytest.fixture(scope="module")
def made(tmp_path_factory, django_db_setup, django_db_blocker):
    """Return a folder with two bundles of the universe's history, and what readers are served from."""
    folder = tmp_path_factory.mktemp("dumps")
    with django_db_blocker.unblock(), transaction.atomic():
        history()
        dumps.write(folder / "whole", made_at=MADE)
        dumps.write(folder / "early", made_at=MADE, as_of=Edition.objects.get(sequence=len(universe.FACTS)).started_at)
        rows = projection()
        transaction.set_rollback(True)
    return folder, rows


@pytest.fixture
def small_steps(monkeypatch):
    """Load in steps of a few lines, each kept by itself."""
    monkeypatch.setattr(dump_loading, "AT_ONCE", 0)
    monkeypatch.setattr(dump_loading, "PHASES", tuple(replace(each, size=SIZE) for each in dump_loading.PHASES))


class Killed(BaseException):
    """The process ends here."""


def stop_at(phase, done):
    """Return a report that ends the load when so much of a phase is done."""

    def report(doing, count, of):
        if doing == phase and count >= done:
            raise Killed

    return report


@pytest.fixture
def unfinished(made, db, small_steps):
    """Cut a load off while records are loaded."""
    with pytest.raises(Killed):
        dump_loading.load(made[0] / "whole", report=stop_at("records loaded", 20))
    return made[0]


def test_a_load_that_is_killed_in_and_after_each_step_ends_with_the_same_bytes(
    made, db, small_steps, monkeypatch, tmp_path
):
    folder, rows = made
    kept, places = restorations.step, []

    @contextmanager
    def killed(before, after):
        """Take a step: the first time it is cut off before it is kept, then right after it."""
        with kept(before, after):
            yield
            if after not in places:
                places.append(after)
                raise Killed
        raise Killed

    monkeypatch.setattr(restorations, "step", killed)
    while restorations.place() or not places:
        with pytest.raises(Killed):
            dump_loading.load(folder / "whole")

    assert {phase for phase, _ in places} == {phase.name for phase in dump_loading.PHASES}
    assert len(places) > 30
    assert projection() == rows
    assert [str(problem) for problem in checks.run()] == []
    dumps.write(tmp_path / "again", made_at=MADE)
    assert files(tmp_path / "again") == files(folder / "whole")
    assert AuditEvent.objects.get().step == "load dump"


SELF_KILLED = """
import os, signal, sys
from dataclasses import replace
from pathlib import Path
import django
django.setup()
from briefings.exchange import dump_loading

def report(doing, done, of):
    if doing == sys.argv[2] and done >= int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)

dump_loading.AT_ONCE = 0
dump_loading.PHASES = tuple(replace(each, size=3) for each in dump_loading.PHASES)
dump_loading.load(Path(sys.argv[1]), report=report)
"""


@pytest.mark.sqlite
def test_a_process_that_is_killed_is_followed_by_another(made, migrated_file, tmp_path):
    environment = environment_of(tmp_path) | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    shutil.copy(migrated_file, tmp_path)
    for place in (("editions loaded", "18"), ("records loaded", "12"), ("documents made", "9")):
        command = [sys.executable, "-c", SELF_KILLED, str(made[0] / "whole"), *place]
        assert subprocess.run(command, cwd=ROOT, env=environment, timeout=120).returncode == -signal.SIGKILL

    assert "editions loaded, head" in manage(environment, "load_dump", str(made[0] / "whole"))

    assert "all is well" in manage(environment, "verify")
    manage(environment, "dump", str(tmp_path / "again"))
    again, before = files(tmp_path / "again"), files(made[0] / "whole")
    manifests = [json.loads(each.pop("manifest.json")) | {"made_at": None} for each in (again, before)]
    assert again == before
    assert manifests[0] == manifests[1]


def test_nobody_is_served_before_the_load_has_ended(made, unfinished):
    asked = []

    def application(environ, start_response):
        start_response("200 OK", [])
        return [b"served"]

    def start_response(status, headers):
        asked.append((status, dict(headers).get("Retry-After")))

    site = Whole(application)
    (body,) = site({}, start_response)
    assert json.loads(body)["code"] == "load_unfinished"

    dump_loading.load(made[0] / "whole")

    assert site({}, start_response) == [b"served"]
    UnfinishedLoad.objects.create(pk=1, count=1, begun_at=MADE)  # which nobody asks for any more
    assert site({}, start_response) == [b"served"]
    assert asked == [("503 Service Unavailable", "60"), ("200 OK", None), ("200 OK", None)]


def test_a_site_that_was_empty_notices_a_load(db, made, small_steps):
    site = Whole(lambda environ, start_response: [])
    assert not site.is_loading()

    with pytest.raises(Killed):
        dump_loading.load(made[0] / "whole", report=stop_at("documents made", 20))

    assert Document.objects.exists()
    assert site.is_loading()


def test_nothing_else_is_written_while_a_load_is_unfinished(unfinished, tmp_path):
    said = "is unfinished: nothing else can be done before it has ended; run load_dump again"
    for attempt in (
        lambda: accounts.demonstrate(passwords={}, roles={}, replacing=False),
        publication.rebuild,
        lambda: publication.render_stale(limit=1),
        lambda: dumps.write(tmp_path / "new", made_at=MADE),
    ):
        with pytest.raises(Unfinished, match=said):
            attempt()
    assert str(next(checks.run())).endswith("is unfinished; run `manage.py load_dump` again")


def test_another_bundle_is_refused_while_one_is_unfinished(made, unfinished):
    before = restorations.place()

    with pytest.raises(CommandError, match=r"at records 2\d, is unfinished; go on with that"):
        call_command("load_dump", str(made[0] / "early"))

    assert restorations.place() == before


def test_another_dump_of_the_same_editions_goes_on_with_the_load(made, unfinished, tmp_path):
    shutil.copytree(made[0] / "whole", tmp_path / "later")
    manifest = json.loads((tmp_path / "later" / "manifest.json").read_text())
    (tmp_path / "later" / "manifest.json").write_text(json.dumps(manifest | {"made_at": "2027-01-01T00:00:00.000000Z"}))

    dump_loading.load(tmp_path / "later")

    assert projection() == made[1]


def test_a_second_process_does_not_take_the_same_step(unfinished):
    phase, done = restorations.place()

    with pytest.raises(Conflict, match="another process goes on"), restorations.step((phase, done - 1), (phase, done)):
        pass
    assert restorations.place() == (phase, done)


def test_editions_that_were_changed_meanwhile_are_noticed(made, db, small_steps):
    with pytest.raises(Killed):
        dump_loading.load(made[0] / "whole", report=stop_at("editions loaded", 20))
    UnfinishedLoad.objects.update(position=SIZE)

    with pytest.raises(bundles.BadBundle, match=f"is at edition {SIZE}, and the database has {7 * SIZE}"):
        dump_loading.load(made[0] / "whole")


def rendered_otherwise(folder):
    """Change a document, its hash and the file's: all is as it says, and the editions render to something else."""
    path = folder / "documents.ndjson"
    lines = path.read_bytes().split(b"\n")
    head, _, body = lines[-2].partition(dump_rows.BODY)
    body = body[:-1].replace(b'"reason":"', b'"reason":"X')
    row = json.loads(head + b"}") | {"sha256": canonical.sha256(body)}
    lines[-2] = json.dumps(row).encode()[:-1] + dump_rows.BODY + body + b"}"
    path.write_bytes(b"\n".join(lines))
    manifest = json.loads((folder / "manifest.json").read_text())
    content = path.read_bytes()
    manifest["files"][path.name] |= {"sha256": canonical.sha256(content), "bytes": len(content)}
    (folder / "manifest.json").write_text(json.dumps(manifest))


def test_a_document_that_editions_do_not_render_to_leaves_nothing_of_a_small_dump(made, db, tmp_path):
    shutil.copytree(made[0] / "whole", tmp_path / "bad")
    rendered_otherwise(tmp_path / "bad")

    with pytest.raises(CommandError, match=r"is not what its editions render to$"):
        call_command("load_dump", str(tmp_path / "bad"))

    assert not any(model.objects.exists() for model in (Edition, Document, Source, User, UnfinishedLoad))


def test_a_document_that_editions_do_not_render_to_leaves_the_load_of_a_large_dump_unfinished(
    made, db, small_steps, tmp_path
):
    shutil.copytree(made[0] / "whole", tmp_path / "bad")
    rendered_otherwise(tmp_path / "bad")

    for _ in range(2):
        with pytest.raises(CommandError, match=r"is not what its editions render to\nThe load is unfinished"):
            call_command("load_dump", str(tmp_path / "bad"))
    assert restorations.place()[0] == "documents"


@pytest.mark.parametrize(("name", "kept"), [("Restored", "editions"), ("Text", "texts")])
def test_no_more_is_held_than_a_step_takes(made, db, small_steps, monkeypatch, name, kept):
    original, held, most = getattr(dump_rows, name), [0], []

    def gone():
        held[0] -= 1

    def watched(*values):
        row = original(*values)
        held[0] += 1
        weakref.finalize(row, gone)
        most.append(held[0])
        return row

    monkeypatch.setattr(dump_rows, name, watched)
    manifest = dump_loading.load(made[0] / "whole")

    assert len(most) == 2 * manifest["files"][f"{kept}.ndjson"]["rows"]  # checked, and then loaded
    assert SIZE <= max(most) <= 2 * SIZE  # those of a step, and those that are read for the next


def test_a_command_is_quiet_without_a_terminal(made, db, capsys):
    call_command("load_dump", str(made[0] / "whole"))

    assert capsys.readouterr().err == ""


def test_progress_names_each_phase_with_its_end(made, db, capsys):
    call_command("load_dump", str(made[0] / "whole"), "--progress")

    told = capsys.readouterr().err
    count = json.loads((made[0] / "whole" / "manifest.json").read_text())["head"]["count"]
    assert f"editions checked: {count} of {count} (100%)" in told
    assert f"editions loaded: {count} of {count} (100%)" in told
    ended = [line.split(":")[0] for line in told.splitlines() if "(100%)" in line]
    assert ended == [
        "editions checked", "texts checked", "documents checked", "editions loaded", "sources and actors begun",
        "texts loaded", "records loaded", "documents made", "records counted",
    ]  # fmt: skip


def test_who_interrupts_a_load_is_told_how_to_go_on(made, db, small_steps, monkeypatch):
    def interrupted(some):
        raise KeyboardInterrupt

    at = [phase.name for phase in dump_loading.PHASES].index("texts")
    phases = [*dump_loading.PHASES]
    phases[at] = replace(phases[at], keep=interrupted)
    monkeypatch.setattr(dump_loading, "PHASES", tuple(phases))

    with pytest.raises(CommandError, match="interrupted\nThe load is unfinished and nothing is served"):
        call_command("load_dump", str(made[0] / "whole"))
