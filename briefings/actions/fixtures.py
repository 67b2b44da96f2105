"""Keep which fixture was loaded as which edition."""

from collections.abc import Iterable
from typing import NamedTuple

from briefings.models import LoadedFixture


class Loaded(NamedTuple):
    """One fixture record, by the hash of its facts, and the number of the edition that it is."""

    record_type: str
    slug: str
    sha256: str
    edition: int


def remember(loaded: Iterable[Loaded]) -> None:
    """Keep what was loaded as which edition; what was kept of the same records before is replaced. One statement."""
    LoadedFixture.objects.bulk_create(
        (LoadedFixture(**each._asdict()) for each in loaded),
        update_conflicts=True, unique_fields=["record_type", "slug"], update_fields=["sha256", "edition"],
    )  # fmt: skip
