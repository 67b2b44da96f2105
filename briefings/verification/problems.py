"""One thing that verify found wrong."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """check: which check found it; where: the record or row; detail: what is wrong, with the value."""

    check: str
    where: str
    detail: str

    def __str__(self) -> str:
        return f"{self.check}: {self.where}: {self.detail}"
