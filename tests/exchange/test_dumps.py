"""Dump, load into an empty database, dump again: the same bytes, and the same answers to readers.

Each bundle is made in a transaction that is rolled back, so that every test begins with an empty database.
"""

import json
import shutil
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client

from briefings.actions import actors, records, withdrawals
from briefings.exchange import bundles, curated, dump_loading, dump_times, dumps, fixtures
from briefings.facts import canonical
from briefings.facts import records as facts_of
from briefings.models import Document, Edition, Reading, Source, User
from briefings.rendering import publication
from briefings.verification import checks
from tests import universe, walk
from tests.api.conftest import LISTS
from tests.projection import projection

MADE = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
SCRIPT = settings.BASE_DIR / "docs" / "verify_bundle.py"


def history():
    """Return the universe with something of everything that can happen to a record."""
    u = universe.build()
    left = universe.get("reading", "soldiers-left--report-a")
    facts = facts_of.read(left)
    u.publish(u.edit(left, citations=[each for each in facts["citations"] if each["id"] != "c3"]))
    anew = u.submit(u.edit(universe.published("claim"), proposition="Anew.", by=u.colleague))
    u.approve(*anew, correction_note="We erred.")
    withdrawals.withdraw(record=universe.published("comparison"), by=u.reviewer, reason="Wrong.")
    u.merge("twin", into="agency")
    ministry = u.publish(u.more("actor"))[0]
    withdrawals.withdraw(record=ministry, by=u.reviewer, reason="Two in one.")
    u.publish(records.reinstate(record=universe.fresh(ministry), by=u.curator))
    wire = u.merge("wire", into="agency")
    actors.unmerge(actor=wire, by=u.curator, version=wire.version)
    u.publish(universe.fresh(wire))
    more_history(u)
    return u


def more_history(u):
    """Close texts to readers, revise and withdraw what is curated across claims, and leave all sorts of drafts."""
    for slug, access in (("report-c", "passages"), ("report-d", "hash")):
        source = u.draft("source", slug, {**universe.MORE["source"][1], "title": slug, "text_access": access})
        words = [{"quote": f"A report of its own, {slug}.", "chains": [universe.OWN_VOICE]}]
        carried = {"claim": "soldiers-planned", "source": slug, "status": "carried", "citations": words}
        u.publish(source)
        u.publish(u.draft("reading", f"soldiers-planned--{slug}", carried))
    u.publish(*[u.more("briefing"), u.more("comparison"), u.more("judgement")])
    revised = u.submit(u.edit(universe.published("judgement"), reason="Another reason."))
    u.approve(*revised, correction_note="A better one.")
    gone = u.publish(u.draft("source", "report-e", universe.MORE["source"][1]))[0]
    withdrawals.withdraw(record=gone, by=u.reviewer, reason="Not ours.")
    records.discard(record=u.more("claim"), by=u.curator)
    records.discard(record=u.edit(universe.get("actor", "park"), country="US"), by=u.curator)
    u.edit(universe.published("briefing"), title="A draft that nobody may see")
    u.draft("claim", "another-draft", universe.MORE["claim"][1])


def past():
    """Return instants of the past to ask for: when the universe was published, and the middle of what came after."""
    places = (len(universe.FACTS), (len(universe.FACTS) + Edition.objects.count()) // 2)
    return [canonical.instant(Edition.objects.get(sequence=place).started_at) for place in places]


@pytest.fixture(scope="module")
def made(tmp_path_factory, django_db_setup, django_db_blocker):
    """Return a folder with the bundles of the universe's history, and what readers were served of it."""
    folder = tmp_path_factory.mktemp("dumps")
    with django_db_blocker.unblock(), transaction.atomic():
        u = history()
        found = {"answers": walk.every_answer(*past()), "rows": projection()}
        dumps.write(folder / "whole", made_at=MADE)
        dumps.write(folder / "whole.tar", made_at=MADE)
        dumps.write(folder / "early", made_at=MADE, as_of=Edition.objects.get(sequence=len(universe.FACTS)).started_at)
        u.publish(u.edit(universe.published("source"), text_access="hash"))
        dumps.write(folder / "public", made_at=MADE, public=True)
        transaction.set_rollback(True)
    return folder, found


def files(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def rows(folder, name):
    return [json.loads(line) for line in (folder / f"{name}.ndjson").read_bytes().splitlines()]


def verified(*arguments):
    command = [sys.executable, "-I", SCRIPT, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def test_a_dump_loads_to_the_same_answers_at_every_address(made, db):
    folder, before = made

    dump_loading.load(folder / "whole")

    assert walk.changed(before["answers"], walk.every_answer(*past())) == []
    assert len(before["answers"]) > 400
    assert {answer[0] for answer in before["answers"].values()} == {200, 308, 400, 404, 410}


@pytest.mark.parametrize("public", [False, True], ids=["whole", "public"])
def test_what_was_fetched_is_let_go_of_and_fetched_again(made, db, tmp_path, monkeypatch, public):
    dump_loading.load(made[0] / "whole")
    original, fetched = dump_times.Held, Counter()

    def counted(edition, *others):
        fetched[edition.pk] += 1
        return original(edition, *others)

    monkeypatch.setattr(dump_times, "Held", counted)
    dumps.write(tmp_path / "at once", made_at=MADE, public=public)
    assert set(fetched.values()) == {1}
    monkeypatch.setattr(dump_times, "KEPT", 0)
    monkeypatch.setattr(dumps, "TOGETHER", 1)
    fetched.clear()
    dumps.write(tmp_path / "one by one", made_at=MADE, public=public)

    assert max(fetched.values()) > 2
    assert files(tmp_path / "one by one") == files(tmp_path / "at once")


@pytest.mark.parametrize("name", ["whole", "whole.tar"])
def test_a_dump_loads_to_the_same_rows_and_dumps_to_the_same_bytes(made, db, tmp_path, name):
    folder, before = made

    dump_loading.load(folder / name)

    assert [str(problem) for problem in checks.run()] == []
    assert projection() == before["rows"]
    publication.rebuild()
    assert projection() == before["rows"]
    dumps.write(tmp_path / "again", made_at=MADE)
    assert files(tmp_path / "again") == files(folder / "whole")
    dumps.write(tmp_path / "again.tar", made_at=MADE)
    assert (tmp_path / "again.tar").read_bytes() == (folder / "whole.tar").read_bytes()


@pytest.mark.parametrize("answers", [walk.every_document, pytest.param(walk.every_answer, marks=pytest.mark.deep)])
def test_the_five_reports_come_back_byte_by_byte(tmp_path, django_db_setup, django_db_blocker, db, answers):
    content = fixtures.load(settings.BASE_DIR / "fixtures", settings.BASE_DIR / "seeds")
    with transaction.atomic():
        curated.load(content)
        before = answers()
        dumps.write(tmp_path / "first", made_at=MADE)
        transaction.set_rollback(True)

    dump_loading.load(tmp_path / "first")

    assert walk.changed(before, answers()) == []
    dumps.write(tmp_path / "second", made_at=MADE)
    assert files(tmp_path / "second") == files(tmp_path / "first")
    report = curated.load(content)
    assert (report.created, report.revised, report.skipped) == ([], [], [])


def test_nobody_can_log_in_after_loading(made, db):
    dump_loading.load(made[0] / "whole")

    people = User.objects.exclude(username="dump-loader")
    assert {user.pseudonym for user in people} == {"desk-curator", "desk-reviewer", "desk-colleague"}
    assert not any(user.is_active or user.is_staff or user.has_usable_password() for user in User.objects.all())


def test_no_draft_is_in_a_dump(made, db):
    whole = b"".join(files(made[0] / "whole").values())

    assert b"soldiers-left" in whole
    assert b"nobody may see" not in whole and b"minister-responds" not in whole


def test_the_desk_goes_on_after_loading(made, db):
    dump_loading.load(made[0] / "whole")
    reading = universe.get("reading", "soldiers-left--report-a")

    assert (reading.state, reading.version, reading.edition.number) == ("published", 2, 2)
    assert Reading.objects.get(pk=reading.pk).citations_minted == 3
    assert Source.objects.get(slug="report-a").text.body == universe.TEXT_A
    assert universe.get("comparison", "left-refines-planned").state == "withdrawn"
    assert universe.get("actor", "twin").state == "merged"


def test_a_dump_of_the_past_holds_what_was_known_then(made, db):
    manifest = json.loads((made[0] / "early" / "manifest.json").read_text())
    dump_loading.load(made[0] / "early")

    assert manifest["head"]["count"] == len(universe.FACTS)
    claim = Client().get("/api/v1/claims/soldiers-left/").json()
    assert claim["edition"]["number"] == 1
    assert claim["proposition"] == universe.facts("claim", "soldiers-left")["proposition"]
    assert Client().get("/api/v1/comparisons/left-refines-planned/").status_code == 200
    assert [str(problem) for problem in checks.run()] == []


def test_a_public_dump_obeys_rights_and_withdrawals(made, db):
    folder = made[0] / "public"

    texts = {row["source"]: row["text"] for row in rows(folder, "texts")}
    closed = dict.fromkeys(("report-a", "report-c", "report-d", "report-e"))
    assert texts == {"report-b": universe.TEXT_B, **closed}
    withheld = {(row["record_type"], row["slug"]): row.get("withheld") for row in rows(folder, "editions")}
    assert withheld["source", "report-a"] == withheld["reading", "soldiers-left--report-a"] == "text_access"
    assert withheld["comparison", "left-refines-planned"] == "withdrawn"
    assert withheld["claim", "soldiers-left"] is withheld["source", "report-b"] is None
    assert "people.ndjson" not in files(folder) and "contributors" not in rows(folder, "editions")[0]
    whole = b"".join(files(folder).values()).decode()
    assert "1,500\u00a0more" not in whole and "desk-colleague" in whole
    assert verified(folder).returncode == 0
    with pytest.raises(bundles.BadBundle, match="withheld"):
        dump_loading.load(folder)


def test_the_manifest_describes_the_bundle(made, db):
    manifest = json.loads((made[0] / "whole" / "manifest.json").read_text())

    assert (manifest["format"], manifest["version"], manifest["public"]) == ("briefings-dump", 1, False)
    assert (manifest["made_at"], manifest["as_of"]) == ("2026-11-22T10:00:00.000000Z", None)
    tables = {f"{resource}.csv" for resource in LISTS}
    assert manifest["files"].keys() == {*dumps.NDJSON, *tables}
    assert manifest["columns"].keys() == tables
    assert manifest["files"]["editions.ndjson"]["rows"] == manifest["counts"]["editions"] == manifest["head"]["count"]
    assert manifest["head"]["hash"] == rows(made[0] / "whole", "editions")[-1]["hash"]
    assert manifest["counts"]["source"] == 5


@pytest.mark.parametrize("name", ["whole", "whole.tar", "early", "public"])
def test_the_script_verifies_a_bundle_without_django(made, name):
    ran = verified(made[0] / name)

    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("all is well: ")


def rewritten(folder, name, change):
    """Change a file of a bundle, and its hash in the manifest, as somebody would who hides it."""
    path = folder / name
    content = change(path.read_bytes())
    path.write_bytes(content)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"][name] |= {"sha256": canonical.sha256(content), "bytes": len(content)}
    (folder / "manifest.json").write_text(json.dumps(manifest))


def spoil(folder, name, change):
    path = folder / name
    path.write_bytes(change(path.read_bytes()))


BAD = {
    "a changed byte": (
        lambda f: spoil(f, "texts.ndjson", lambda b: b.replace(b"silence", b"Silence")), "the manifest says",
    ),
    "a missing file": (lambda f: (f / "texts.ndjson").unlink(), "texts.ndjson is missing"),
    "no manifest": (lambda f: (f / "manifest.json").unlink(), "manifest.json is missing"),
    "a manifest cut off": (lambda f: spoil(f, "manifest.json", lambda b: b[:-20]), "is none of a dump"),
    "another version": (
        lambda f: spoil(f, "manifest.json", lambda b: b.replace(b'"version": 1', b'"version": 9')), "reads",
    ),
    "a truncated line": (lambda f: spoil(f, "editions.ndjson", lambda b: b[:-40]), "the manifest says"),
    "a truncated line, hidden": (lambda f: rewritten(f, "editions.ndjson", lambda b: b[:-40]), "is no JSON"),
    "a changed text, hidden": (
        lambda f: rewritten(f, "texts.ndjson", lambda b: b.replace(b"silence", b"Silence")), "does not hash",
    ),
    "changed facts, hidden": (
        lambda f: rewritten(f, "editions.ndjson", lambda b: b.replace(b"Anew.", b"Anon.")), "does not hash",
    ),
    "an edition cut out, hidden": (
        lambda f: rewritten(f, "editions.ndjson", lambda b: b"\n".join(b.splitlines()[1:])), "does not follow",
    ),
    "the tail cut off, hidden": (
        lambda f: rewritten(f, "editions.ndjson", lambda b: b"\n".join(b.splitlines()[:-1])), "the manifest says",
    ),
    "a text left out, hidden": (
        lambda f: rewritten(f, "texts.ndjson", lambda b: b"\n".join(b.splitlines()[:-1])), "differ: report-e",
    ),
    "a changed document, hidden": (
        lambda f: rewritten(f, "documents.ndjson", lambda b: b.replace(b'"sha256":"', b'"sha256":"0', 1)), "not hash",
    ),
    "an approver among the contributors, hidden": (
        lambda f: rewritten(f, "editions.ndjson", lambda b: b.replace(b'"by":"desk-curator"', b'"by":"desk-reviewer"')),
        "never a contributor",
    ),
    "a line that is no object, hidden": (lambda f: rewritten(f, "editions.ndjson", lambda b: b"[1]"), "no JSON object"),
    "a line without its keys, hidden": (lambda f: rewritten(f, "editions.ndjson", lambda b: b"{}"), "is no dump"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_bundle_is_refused_and_leaves_no_trace(made, db, tmp_path, name):
    folder = tmp_path / "bundle"
    shutil.copytree(made[0] / "whole", folder)
    change, said = BAD[name]
    change(folder)

    with pytest.raises(CommandError, match=said):
        call_command("load_dump", str(folder))

    assert not any(model.objects.exists() for model in (Edition, Document, Source, User))


# What only loading finds: it compares files with each other, renders, and knows its version and the rule of four eyes.
BEYOND_THE_SCRIPT = ("approver", "text left out", "version")


@pytest.mark.parametrize("name", [name for name in BAD if not any(word in name for word in BEYOND_THE_SCRIPT)])
def test_the_script_finds_what_is_wrong_too(made, tmp_path, name):
    folder = tmp_path / "bundle"
    shutil.copytree(made[0] / "whole", folder)
    BAD[name][0](folder)

    assert verified(folder).returncode == 1


TABLES = {
    "a changed cell": ("claims.csv", lambda b: b.replace(b",Anew.,", b",Anon.,")),
    "a line left out": ("actors.csv", lambda b: b"\r\n".join(b.split(b"\r\n")[:-2]) + b"\r\n"),
    "a line too many": ("judgements.csv", lambda b: b + b.split(b"\r\n")[1] + b"\r\n"),
    "a cell too many": ("sources.csv", lambda b: b[:-2] + b",x\r\n"),
    "another name of a column": ("citations.csv", lambda b: b.replace(b",claim,", b",clam,", 1)),
}


@pytest.mark.parametrize("name", TABLES)
def test_the_script_finds_a_table_that_says_something_else(made, tmp_path, name):
    folder = tmp_path / "bundle"
    shutil.copytree(made[0] / "whole", folder)
    table, change = TABLES[name]
    rewritten(folder, table, change)

    ran = verified(folder)
    assert ran.returncode == 1
    assert ran.stderr.startswith(f"{table} ")


@pytest.mark.parametrize("resource", LISTS)
def test_tables_are_those_that_readers_are_given(made, resource):
    folder, served = made

    _, content, *_ = served["answers"][f"/api/v1/{resource}/?format=csv"]
    assert (folder / "whole" / f"{resource}.csv").read_bytes() == content


def test_the_script_compares_the_head(made):
    head = json.loads((made[0] / "whole" / "manifest.json").read_text())["head"]["hash"]

    assert verified(made[0] / "whole", head).returncode == 0
    assert verified(made[0] / "whole", "0" * 64).returncode == 1


def test_an_account_of_the_same_name_is_not_taken_over(made, db):
    User.objects.create(username="desk-curator")

    with pytest.raises(CommandError, match="the account desk-curator is there"):
        call_command("load_dump", str(made[0] / "whole"))
    assert not Edition.objects.exists()


def test_an_empty_database_is_not_dumped(db, tmp_path):
    with pytest.raises(CommandError, match="nothing to dump"):
        call_command("dump", str(tmp_path / "new"))
