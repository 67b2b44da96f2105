"""The loader: idempotent, polite to people's work, whole or not at all."""

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from briefings.actions import records
from briefings.choices import State
from briefings.exchange import curated
from briefings.facts import records as facts_of
from briefings.models import RECORDS, AuditEvent, Claim, Edition, User
from briefings.verification import checks

pytestmark = pytest.mark.django_db


def counts() -> dict[str, int]:
    return {name: model._default_manager.count() for name, model in RECORDS.items()} | {
        "editions": Edition.objects.count(),
        "audit": AuditEvent.objects.count(),
    }


def test_load_again_changes_nothing(five_reports):
    before = counts()

    report = curated.load(five_reports)

    assert (report.created, report.revised, report.skipped) == ([], [], [])
    assert report.unchanged == sum(before[name] for name in RECORDS)
    assert counts() == before


def test_load_publishes_every_record_and_verify_finds_nothing(five_reports):
    states = {row.state for model in RECORDS.values() for row in model._default_manager.all()}

    assert states == {State.PUBLISHED}
    assert list(checks.run()) == []


def test_load_was_written_by_one_account_and_approved_by_another_that_cannot_log_in(five_reports):
    authors = set(Edition.objects.values_list("author__username", "approver__username"))

    assert authors == {("fixtures-curator", "fixtures-reviewer")}
    for user in User.objects.filter(is_system=True):
        assert not user.is_active
        assert not user.has_usable_password()


def changed_claim(five_reports, slug: str):
    """Return the fixtures with another wording of one claim."""
    claims = [
        {**facts, "proposition": "Reworded in the fixture."} if facts["slug"] == slug else facts
        for facts in five_reports.claims
    ]
    return replace(five_reports, claims=claims)


def test_load_of_a_changed_fixture_revises_that_record_only(five_reports):
    slug = five_reports.claims[0]["slug"]
    before = counts()

    report = curated.load(changed_claim(five_reports, slug))

    assert report.revised == [f"claim {slug}"]
    assert counts()["editions"] == before["editions"] + 1
    claim = Claim.objects.get(slug=slug)
    assert (claim.proposition, claim.state, claim.edition.number) == ("Reworded in the fixture.", "published", 2)


def test_load_leaves_alone_what_a_person_has_touched(five_reports):
    slug = five_reports.claims[0]["slug"]
    person = User.objects.create(username="person", is_superuser=True)
    claim = records.get("claim", slug)
    mine = {**facts_of.read(claim), "proposition": "Reworded by a person."}
    records.edit(record=claim, facts=mine, by=person, version=claim.version)

    report = curated.load(changed_claim(five_reports, slug))

    assert report.skipped == [f"claim {slug}"]
    assert Claim.objects.get(slug=slug).proposition == "Reworded by a person."


def manage(folder: Path, *args: str) -> subprocess.Popen[str]:
    """Start a command of the site on a database of its own in folder."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST")}
    environment |= {"DEBUG": "1", "VAR_DIR": str(folder), "ENV_FILE": str(folder / "none")}
    environment["DATABASE_URL"] = f"sqlite:///{folder / 'db.sqlite3'}"
    return subprocess.Popen(
        [sys.executable, "manage.py", *args], cwd=settings.BASE_DIR, env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def run(folder: Path, *args: str) -> str:
    process = manage(folder, *args)
    out, err = process.communicate()
    assert process.returncode == 0, err
    return out


def content(folder: Path) -> list[str]:
    """Return type, slug, number, kind and facts hash of every edition: all but instants and the hashes over them."""
    code = (
        "from briefings.models import Edition\n"
        "for row in Edition.objects.order_by('record_type', 'slug', 'number')"
        ".values_list('record_type', 'slug', 'number', 'kind', 'facts_hash'): print(*row)"
    )
    return run(folder, "shell", "--no-imports", "-c", code).splitlines()


def kill_and_finish(folder: Path, after: float) -> bool:
    """Start a load, kill it after so many seconds, and finish it; return whether it was still running when killed."""
    process = manage(folder, "load_curated")
    time.sleep(after)  # the moment of the kill is what is tested
    was_running = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.communicate()
    run(folder, "load_curated")
    return was_running


@pytest.mark.sqlite
@pytest.mark.deep
def test_load_killed_at_25_random_moments_ends_with_the_same_records(tmp_path):
    whole = tmp_path / "whole"
    whole.mkdir()
    run(whole, "migrate", "-v0")
    began = time.monotonic()
    run(whole, "load_curated")
    seconds = time.monotonic() - began
    wanted = content(whole)
    moments = random.Random(25)
    interrupted = 0

    for turn in range(25):
        folder = tmp_path / str(turn)
        folder.mkdir()
        run(folder, "migrate", "-v0")
        interrupted += kill_and_finish(folder, moments.uniform(0.5, seconds))
        assert content(folder) == wanted
        assert run(folder, "verify").startswith("all is well")

    assert interrupted >= 20
