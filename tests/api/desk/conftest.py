"""What the tests of the desk share: a client for each person, with a token."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from briefings.actions import tokens

DESK = "/api/v1/desk/"


class Desk:
    """Requests of one person, with a token."""

    def __init__(self, user: Any, by: Any, *scopes: str) -> None:
        name = f"{user.username}-{'-'.join(scopes)}"
        expires_at = timezone.now() + timedelta(days=1)
        self.token, self.key = tokens.issue(name=name, user=user, scopes=scopes, expires_at=expires_at, by=by)
        self.client = Client()

    def ask(self, method: str, path: str, body: Any = None, version: Any = None, **headers: str) -> Any:
        """Send a request; version: what If-Match names."""
        own = {"Authorization": f"Bearer {self.key}", **headers}
        if version is not None:
            own["If-Match"] = f'"{version}"'
        data = {} if body is None else {"data": body, "content_type": "application/json"}
        return getattr(self.client, method)(DESK + path, headers=own, **data)

    def get(self, path: str, **headers: str) -> Any:
        """Read."""
        return self.ask("get", path, **headers)

    def post(self, path: str, body: Any = None, version: Any = None, **headers: str) -> Any:
        """Begin something, or take a step."""
        return self.ask("post", path, {} if body is None else body, version, **headers)

    def put(self, path: str, body: Any, version: Any = None, **headers: str) -> Any:
        """Edit."""
        return self.ask("put", path, body, version, **headers)

    def step(self, path: str, step: str, **body: Any) -> Any:
        """Take a step on the version that stands now."""
        return self.post(f"{path}{step}/", body, self.get(path).json()["version"])


@pytest.fixture
def curator(u) -> Desk:
    """Return the desk of the curator, to curate."""
    return Desk(u.curator, u.chief, "curate")


@pytest.fixture
def reviewer(u) -> Desk:
    """Return the desk of the reviewer, to review."""
    return Desk(u.reviewer, u.chief, "review")
