"""The desk as a person uses it: log in, open a page, change fields of the form that came with it, send it."""

from typing import Any

from django.apps import apps
from django.test import Client
from django.urls import reverse

from briefings.models import Record, User
from tests.universe import fresh


class Desk:
    """One person's session."""

    def __init__(self, user: User | None) -> None:
        self.client = Client(raise_request_exception=True)
        if user is not None:
            self.client.force_login(user)

    def get(self, name: str, *args: Any, **query: Any) -> Any:
        """Open a page of the admin by the name of its address."""
        return self.client.get(reverse(f"admin:{name}", args=args), query)

    def post(self, name: str, *args: Any, **data: Any) -> Any:
        """Send a form to an address of the admin."""
        return self.client.post(reverse(f"admin:{name}", args=args), data)

    def open(self, row: Record, page: str = "change") -> Any:
        """Open a page of a record."""
        return self.get(f"briefings_{row._meta.model_name}_{page}", row.pk)

    def save(self, row: Record, *, page: Any = None, **changes: Any) -> Any:
        """Send a record's form as it was shown, with some fields changed. page: an earlier answer, else a fresh one."""
        data = {**filled(page or self.open(row)), **changes}
        return self.post(f"briefings_{row._meta.model_name}_change", row.pk, **data)

    def add(self, record_type: str, **data: Any) -> Any:
        """Send the form for a new record."""
        blank = filled(self.get(f"briefings_{record_type}_add"))
        return self.post(f"briefings_{record_type}_add", **{**blank, **data})

    def step(self, row: Record, step: str, **data: Any) -> Any:
        """Press a button of a record's page; version and hash are those the page shows now, unless given."""
        page = self.open(row)
        seen = {"version": fresh(row).version}
        if page.status_code == 200:
            seen["facts_hash"] = page.context["facts_hash"]
        return self.post(f"briefings_{row._meta.model_name}_step", row.pk, step, **{**seen, **data})


def filled(response: Any) -> dict[str, Any]:
    """Return what a browser would send of the form on a page."""
    form = response.context["form"]
    values = {field.html_name: field.value() for field in form}
    return {name: value for name, value in values.items() if value not in (None, [])}


def messages_of(response: Any) -> list[str]:
    """Return what the next page will say."""
    return [str(message) for message in response.wsgi_request._messages]


def errors_of(response: Any) -> dict[str, list[str]]:
    """Return the errors of the form on a page, by field."""
    return {name: [str(error) for error in errors] for name, errors in response.context["form"].errors.items()}


def offered(response: Any) -> dict[str, list[str]]:
    """Return the steps that a page offers, each with why it would be refused."""
    return {offer.step: offer.refusals for offer in response.context["offers"]}


def counts() -> dict[str, int]:
    """Return how many rows each table of the app holds, and the log of Django's own admin."""
    models = [*apps.get_app_config("briefings").get_models(), apps.get_model("admin", "LogEntry")]
    return {model._meta.label: model._default_manager.count() for model in models}
