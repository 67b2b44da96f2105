"""What readers are served from, row by row, so that two databases can be compared."""

from django.apps import apps

from briefings.models import Document, DocumentShows, EditionReference

PROJECTION = [
    model
    for model in apps.get_app_config("briefings").get_models()
    if model.__name__.startswith("Published") or model in (Document, DocumentShows, EditionReference)
]


def projection() -> dict[str, list]:
    """Return every row of the projection without its database ids."""
    return {
        model.__name__: sorted(
            repr({
                key: bytes(value) if isinstance(value, memoryview) else value
                for key, value in row.items()
                if key != "id" and not key.endswith("_id")
            })
            for row in model._default_manager.values()
        )
        for model in PROJECTION
    }  # fmt: skip
