"""Something happens between what an approval reads beforehand and its turn to write."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType

import pytest


def before_its_turn(monkeypatch: pytest.MonkeyPatch, module: ModuleType, act: Callable[[], object]) -> None:
    """Let act happen once, when the next action of a module asks for its turn."""
    usual = module.one_writer

    @contextmanager
    def later() -> Iterator[None]:
        monkeypatch.setattr(module, "one_writer", usual)
        act()
        with usual():
            yield

    monkeypatch.setattr(module, "one_writer", later)
