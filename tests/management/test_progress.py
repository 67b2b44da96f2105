"""What people are told while a command works."""

import io

import pytest

from briefings.management import progress


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self):
        return True


def tell(stream, steps):
    """Tell of steps, each (seconds from the beginning, what, done, of)."""
    clock = iter([seconds for seconds, *_ in steps])
    told = progress.Progress(stream, clock=lambda: next(clock))
    for _, doing, done, of in steps:
        told(doing, done, of)
    return told


STEPS = [
    (0, "editions loaded", 500, 10_000), (0.1, "editions loaded", 1_000, 10_000),
    (5, "editions loaded", 5_500, 10_000), (11, "editions loaded", 9_300, 10_000),
    (12, "editions loaded", 10_000, 10_000), (12, "texts loaded", 1, None),
]  # fmt: skip


def test_a_file_gets_a_line_in_ten_seconds_and_the_end():
    stream = io.StringIO()
    tell(stream, STEPS)

    assert stream.getvalue() == (
        "editions loaded: 500 of 10,000 (5%)\n"
        "editions loaded: 9,300 of 10,000 (93%), 800/s, 1 s left\n"
        "editions loaded: 10,000 of 10,000 (100%), 792/s\n"
        "texts loaded: 1\n"
    )


def test_a_terminal_gets_one_line_a_phase_that_changes():
    stream = Terminal()
    told = tell(stream, STEPS)
    told.close()

    assert stream.getvalue() == (
        "\reditions loaded: 500 of 10,000 (5%)\033[K"
        "\reditions loaded: 5,500 of 10,000 (55%), 1,000/s, 4 s left\033[K"
        "\reditions loaded: 9,300 of 10,000 (93%), 800/s, 1 s left\033[K"
        "\reditions loaded: 10,000 of 10,000 (100%), 792/s\033[K\n"
        "\rtexts loaded: 1\033[K\n"
    )


def test_the_end_is_told_once():
    stream = io.StringIO()
    told = progress.Progress(stream, clock=lambda: 0.0)
    for _ in range(3):
        told("records counted", 7, 7)

    assert stream.getvalue() == "records counted: 7 of 7 (100%)\n"


@pytest.mark.parametrize(
    ("left", "said"), [(10, "10 s left"), (100, "2 min left"), (3_600, "1 h 0 min left"), (9_000, "2 h 30 min left")]
)
def test_the_time_that_is_left_follows_from_the_rate(left, said):
    assert progress.line("x", 10, 10 + left, 10, 10.0).endswith(said)


@pytest.mark.parametrize(
    ("is_asked", "stream", "verbosity", "is_told"),
    [
        (True, io.StringIO, 1, True),
        (False, io.StringIO, 1, False),
        (False, Terminal, 1, True),
        (False, Terminal, 0, False),
    ],
)
def test_progress_is_told_where_somebody_looks_or_asks(monkeypatch, is_asked, stream, verbosity, is_told):
    monkeypatch.setattr("sys.stderr", stream())

    assert bool(progress.wanted({"progress": is_asked, "verbosity": verbosity})) is is_told
