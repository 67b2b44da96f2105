"""What no part of facts may hold: text that a database refuses; numbers, depths and lists beyond any report."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from briefings.errors import BriefingsError
from briefings.text import received

DEEPEST = 20
MOST = 1000  # of anything in one list or object of facts
LARGEST = 10**18


def refuse_unkeepable(given: Any, *, most: int | None = None) -> None:
    """Raise ValidationError, at its place, for NUL, a lone surrogate, what is too deep or too large.

    most: how many may stand in one list or object; None: any number.
    """
    pending: list[tuple[Any, tuple[str, ...]]] = [(given, ())]
    while pending:
        value, path = pending.pop()
        if len(path) > DEEPEST:
            raise _at(path[:1], f"nested more than {DEEPEST} deep")
        if most is not None and isinstance(value, (Mapping, list)) and len(value) > most:
            raise _at(path, f"{_kind(value)} of {len(value)}: at most {most} are allowed")
        if isinstance(value, Mapping):
            for key in value:
                _check(str(key), path)
            pending += [(part, (*path, str(key))) for key, part in value.items()]
        elif isinstance(value, list):
            pending += [(part, (*path, str(index))) for index, part in enumerate(value)]
        else:
            _check(value, path)


def _kind(value: Any) -> str:
    return "a list" if isinstance(value, list) else "an object"


def _check(value: Any, path: tuple[str, ...]) -> None:
    if isinstance(value, int) and abs(value) > LARGEST:
        raise _at(path, f"a number of {value.bit_length()} bits: allowed are up to {LARGEST}")
    if isinstance(value, str):
        try:
            received.refuse_unstorable(value)
        except BriefingsError as error:
            raise _at(path, error.detail, error.code) from error


def _at(path: tuple[str, ...], message: str, code: str = "invalid") -> serializers.ValidationError:
    tree: Any = [serializers.ErrorDetail(message, code)] if path else {"non_field_errors": [message]}
    for key in reversed(path):
        tree = {key: tree}
    return serializers.ValidationError(tree)
