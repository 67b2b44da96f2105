"""What every test shares: which tests run on which engine, and when."""

import pytest
from django.db import connection


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip what the engine or the length of the run rules out."""
    other = {"sqlite": "postgres", "postgresql": "sqlite"}[connection.vendor]
    skips = {other: pytest.mark.skip(reason=f"needs {other}, this is {connection.vendor}")}
    if "deep" not in config.getoption("markexpr"):
        skips["deep"] = pytest.mark.skip(reason="long; run by `make deep`")
    for item in items:
        for marker in skips.keys() & {mark.name for mark in item.iter_markers()}:
            item.add_marker(skips[marker])
