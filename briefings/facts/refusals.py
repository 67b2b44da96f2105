"""The refusal of facts: everything that is wrong with them, each at its place."""

from collections.abc import Iterator
from typing import Any

from briefings.errors import Invalid


class InvalidFacts(Invalid):
    """Facts that cannot be kept. errors holds {pointer, detail, code} for each thing that is wrong."""

    code = "invalid_facts"

    def __init__(self, label: str, tree: Any) -> None:
        self.errors = [
            {"pointer": pointer, "detail": str(leaf), "code": getattr(leaf, "code", "invalid")}
            for pointer, leaf in leaves(tree)
        ]
        shown = "; ".join(f"{error['pointer'] or '/'}: {error['detail']}" for error in self.errors[:5])
        more = f" (and {len(self.errors) - 5} more)" if len(self.errors) > 5 else ""
        super().__init__(f"cannot keep {label}: {shown}{more}")


def leaves(tree: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    """Yield (JSON pointer, message) for each message in a serializer's tree of errors."""
    if isinstance(tree, dict):
        for key, part in tree.items():
            step = "" if key == "non_field_errors" else f"/{key}"
            yield from leaves(part, pointer + step)
    elif isinstance(tree, list):
        for index, part in enumerate(tree):
            nested = isinstance(part, (dict, list))
            yield from leaves(part, f"{pointer}/{index}" if nested else pointer)
    elif tree:
        yield pointer, tree
