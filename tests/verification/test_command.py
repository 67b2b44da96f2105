"""manage.py verify: what it prints and how it ends."""

import json

import pytest
from django.core.management import CommandError, call_command

from briefings.models import Document
from briefings.verification import chains
from tests.universe import get


def verify(capsys, *options: str) -> tuple[str, str, str]:
    """Return how the command ended (empty: well), and what it wrote to stdout and stderr."""
    ended = ""
    try:
        call_command("verify", *options)
    except CommandError as error:
        ended = str(error)
        assert error.returncode == 1
    written = capsys.readouterr()
    return ended, written.out, written.err


def spoil() -> None:
    Document.objects.filter(record_type="claim").update(body=b"{}")


def test_all_well_prints_counts_and_heads(u, capsys):
    ended, out, err = verify(capsys)

    heads = chains.heads()
    assert (ended, err) == ("", "")
    assert out == (
        f"all is well: {heads['editions']['count']} editions, {heads['audit']['count']} audit events, "
        f"heads {heads['editions']['hash'][:12]} and {heads['audit']['hash'][:12]}\n"
    )


def test_something_wrong_names_the_first_and_fails(u, capsys):
    spoil()

    ended, out, err = verify(capsys)

    assert ended == "verify found at least 1 wrong"
    assert err == "document: claim soldiers-left: does not match its editions\n"
    assert out == ""


def test_all_names_everything(u, capsys):
    spoil()

    ended, _, err = verify(capsys, "--all")

    assert ended == "verify found 2 wrong"
    assert [line.split(": ")[1] for line in err.splitlines()] == ["claim soldiers-left", "claim soldiers-planned"]


def test_exported_head_is_found_again(u, capsys, tmp_path):
    path = tmp_path / "head.json"
    verify(capsys, "--export-head", str(path))
    u.edit(get("claim", "soldiers-left"), proposition="Anew.")

    assert json.loads(path.read_text()).keys() == {"editions", "audit"}
    assert verify(capsys, "--head", str(path))[0] == ""


def test_head_that_is_not_in_the_chain_fails(u, capsys, tmp_path):
    path = tmp_path / "head.json"
    path.write_text(json.dumps({**chains.heads(), "editions": {"count": 10_000, "hash": "f" * 64}}))

    ended, _, err = verify(capsys, "--head", str(path))

    assert ended
    assert err.startswith("editions: exported head 10000: was ffff")


def test_nothing_is_exported_when_something_is_wrong(u, capsys, tmp_path):
    spoil()

    verify(capsys, "--export-head", str(tmp_path / "head.json"))

    assert not (tmp_path / "head.json").exists()


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"editions": 1, "audit": 2}', "\x00", '{"editions": {"count": "x"}}']
)
def test_file_that_is_no_head_is_refused(content, u, capsys, tmp_path):
    path = tmp_path / "head.json"
    path.write_text(content)

    ended, _, _ = verify(capsys, "--head", str(path))

    assert ended.startswith(f"{path} is no exported head: ")


def test_missing_file_is_refused(u, capsys, tmp_path):
    assert "is no exported head" in verify(capsys, "--head", str(tmp_path / "none"))[0]
