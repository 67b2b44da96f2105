"""The refusal of facts: everything that is wrong with them, each at its place."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from briefings.errors import Invalid

SUMMED_UP = 5


class InvalidFacts(Invalid):
    """Facts that cannot be kept. errors holds {pointer, detail, code} for each thing that is wrong."""

    code = "invalid_facts"

    def __init__(self, label: str, tree: Any) -> None:
        self.errors = entries(tree)
        super().__init__(f"cannot keep {label}: {summary(self.errors, root='/')}")


def entries(tree: Any) -> list[dict[str, str]]:
    """Return {pointer, detail, code} for each message in a serializer's tree of errors."""
    return [
        {"pointer": pointer, "detail": str(leaf), "code": getattr(leaf, "code", "invalid")}
        for pointer, leaf in leaves(tree)
    ]


def summary(errors: Sequence[Mapping[str, str]], *, root: str) -> str:
    """Return the first few errors in one sentence; root: what the whole is called."""
    shown = "; ".join(f"{error['pointer'] or root}: {error['detail']}" for error in errors[:SUMMED_UP])
    more = f" (and {len(errors) - SUMMED_UP} more)" if len(errors) > SUMMED_UP else ""
    return shown + more


def leaves(tree: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    """Yield (JSON pointer, message) for each message in a serializer's tree of errors."""
    if isinstance(tree, dict):
        for key, part in tree.items():
            step = "" if key == "non_field_errors" else f"/{escaped(str(key))}"
            yield from leaves(part, pointer + step)
    elif isinstance(tree, list):
        for index, part in enumerate(tree):
            nested = isinstance(part, (dict, list))
            yield from leaves(part, f"{pointer}/{index}" if nested else pointer)
    elif tree:
        yield pointer, tree


def escaped(key: str) -> str:
    """Return a key as it stands in a JSON pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")
