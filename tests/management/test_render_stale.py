"""render_stale: what it makes anew, and what it refuses."""

import pytest
from django.core.management import CommandError, call_command

from briefings.models import Document, StaleDocument


def test_render_stale_takes_every_document_for_stale_and_tells_how_far_it_is(u, capsys):
    call_command("render_stale", "--all", "--progress", "--batch=4")

    count = Document.objects.count()
    told = capsys.readouterr()
    assert told.out == f"{count} documents rendered\n"
    assert f"documents: {count} of {count} (100%)" in told.err
    assert not StaleDocument.objects.exists()


@pytest.mark.parametrize(("option", "value"), [("--batch", "0"), ("--batch", "many"), ("--every", "-1")])
def test_render_stale_with_a_bad_number_says_what_is_allowed(option, value):
    with pytest.raises(CommandError, match="is not a number from"):
        call_command("render_stale", f"{option}={value}")
