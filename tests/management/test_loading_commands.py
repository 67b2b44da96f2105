"""load_curated and compare_annotations: what they refuse, and that refusing leaves no trace."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from briefings.models import AuditEvent, Source, User


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """Return a copy of seeds/ that a test may spoil."""
    return Path(shutil.copytree(settings.BASE_DIR / "seeds", tmp_path / "seeds"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "the text is empty"),
        (b" \n\t ", "the text is empty"),
        (b"caf\xe9", "not UTF-8: byte 0xe9 at offset 3"),
        (b"one\x00two", "NUL"),
    ],
)
def test_load_curated_with_a_bad_report_names_the_file_and_leaves_no_trace(seeds, content, why):
    name = "000_98ea9c339031f42c.txt"
    (seeds / name).write_bytes(content)

    with pytest.raises(CommandError) as refused:
        call_command("load_curated", seeds=seeds)

    assert name in str(refused.value)
    assert why in str(refused.value)
    assert (Source.objects.count(), AuditEvent.objects.count(), User.objects.count()) == (0, 0, 0)


@pytest.mark.django_db
def test_load_curated_without_fixtures_says_which_files_are_missing(tmp_path):
    with pytest.raises(CommandError) as refused:
        call_command("load_curated", fixtures=tmp_path)

    assert "sources.yaml: is missing" in str(refused.value)


def test_compare_annotations_with_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(CommandError, match=r"holds no <source slug>\.yaml"):
        call_command("compare_annotations", tmp_path)
