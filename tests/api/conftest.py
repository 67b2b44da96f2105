"""What the tests of the API share: a way to ask, and the addresses."""

from collections.abc import Callable

import pytest
from django.test import Client

from briefings.api.urls import VIEWS

LISTS = {many.resource: many for many, _ in VIEWS}
Ask = Callable[..., list[str]]


@pytest.fixture
def ask(client: Client) -> Ask:
    """Return a function that gives the slugs which a list answers with."""

    def slugs(resource: str, **parameters: object) -> list[str]:
        response = client.get(f"/api/v1/{resource}/", parameters)
        assert response.status_code == 200, response.content
        return [row["slug"] for row in response.json()["results"]]

    return slugs
