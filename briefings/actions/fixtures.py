"""Keep which fixture was loaded as which edition."""

from briefings.models import LoadedFixture


def remember(*, record_type: str, slug: str, sha256: str, edition: int) -> None:
    """Keep that a fixture record of this hash is the record's edition of this number."""
    LoadedFixture.objects.update_or_create(
        record_type=record_type, slug=slug, defaults={"sha256": sha256, "edition": edition}
    )
