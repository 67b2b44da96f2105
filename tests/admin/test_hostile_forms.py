"""Hostile strings in every field of every form of the desk: nothing breaks, nothing runs, nothing typed is lost.

The forms are found on the pages, the pages by the admin's own addresses: a new field is attacked without being named
here. The short way fills each form once, with another string in each field and all strings among them; the deep ones
take turns until every field has met every string, and put a few into each field alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import cycle
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests import hostile, truth
from tests.admin.desk import Desk
from tests.admin.test_addresses import OF_RECORDS, arguments, every_state
from tests.pages import Form, Page, faults
from tests.universe import Universe, get

__all__ = ["every_state"]

TYPED = frozenset({"text", "textarea", "search", "email", "url", "number", "file"})  # words of a person, to be kept
SENT = TYPED | {"hidden", "select", "checkbox", "unticked", "button", "password"}  # what no page lets one fill in so
HONEST, TAMPERED = {200, 302}, {200, 302, 400, 403, 404, 409}  # what may be answered to the one, and to the other
IN_STATES = {"change": truth.STATES, "merge": ("draft",), "withdraw": ("published",)}
LIST_ACTIONS = ("add_to_batch", "assign_to")
A_TEST = 14  # rounds
ALONE = ("out of a tag", "row number out of range", "right-to-left override")  # taken as words, as numbers, not at all


@dataclass
class Target:
    """Some fields of one form, and who sends it."""

    desk: Desk
    form: Form
    fields: dict[str, str]  # name to kind

    @property
    def is_typed(self) -> bool:
        """Return whether a person fills in all of the fields."""
        return TYPED.issuperset(self.fields.values())

    @property
    def is_script(self) -> bool:
        """Return whether a script of the page sends the form, and shows what is answered beside what was typed."""
        return "/mark/" in self.form.action

    def send(self, client: Client, strings: dict[str, str]) -> Any:
        """Send the form with a string in each of the fields."""
        data: dict[str, Any] = self.form.data(**strings)
        for name, kind in self.fields.items():
            if kind == "file":
                data[name] = BytesIO(strings[name].encode() or b"x")
                data[name].name = strings[name][:200]  # no disk has longer names
        sending = client.get if self.form.method == "get" else client.post
        return sending(self.form.action, data, headers={"Accept": "application/json"} if self.is_script else {})


class Forms:
    """The forms of the desk, each once, told apart by their page and the names of their fields."""

    def __init__(self, u: Universe) -> None:
        self.chief = Desk(u.chief)
        self.found: dict[tuple[str, frozenset[str]], tuple[Desk, Form]] = {}
        for name in OF_RECORDS:
            self.look(self.chief.get(name, *arguments(name, u)))
        for page, states in IN_STATES.items():
            for state in states:
                self.look(self.chief.open(get("actor", truth.slug_of(state)), page))
        self.look(self.chief.get("briefings_reading_add", **{"as": "text"}))
        for action in LIST_ACTIONS:
            ticked = {"action": action, "_selected_action": [get("actor", "one-draft").pk]}
            self.look(self.chief.post("briefings_actor_changelist", **ticked))
        self.look(self.chief.get("password_change"))
        self.look(Desk(None).get("login"), Desk(None))

    def look(self, answer: Any, desk: Desk | None = None) -> None:
        """Note the forms of a page."""
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            return
        for form in Page(answer.content.decode()).forms:
            form.action = form.action or answer.wsgi_request.get_full_path()
            names = frozenset(re.sub(r"\d+", "0", name) for name, _, _ in form.fields)
            self.found.setdefault((re.sub(r"/\d+/", "/0/", form.action), names), (desk or self.chief, form))

    def targets(self) -> Iterator[Target]:
        """Yield each form with all of its fields, those that a person fills in apart from the others."""
        for desk, form in self.found.values():
            kinds = {name: kind for name, kind, _ in form.fields if kind in SENT and name != "csrfmiddlewaretoken"}
            typed = {name: kind for name, kind in kinds.items() if kind in TYPED}
            yield from (Target(desk, form, part) for part in (typed, dict(kinds.items() - typed.items())) if part)

    def distinct(self) -> list[Target]:
        """Return the targets that differ in more than the type of their record: all types share one view."""
        found: dict[tuple[str, frozenset[str]], Target] = {}
        for target in self.targets():
            address = re.sub(r"/briefings/\w+/", "/briefings/0/", re.sub(r"/\d+/", "/0/", target.form.action))
            found.setdefault((address, frozenset(re.sub(r"\d+", "0", name) for name in target.fields)), target)
        return list(found.values())

    def single(self) -> Iterator[Target]:
        """Yield each field alone; of several rows of one kind, those of the first."""
        for target in self.targets():
            firsts = {re.sub(r"\d+", "0", name): name for name in sorted(target.fields, reverse=True)}
            for name in firsts.values():
                yield Target(target.desk, target.form, {name: target.fields[name]})


def attacked(target: Target, strings: dict[str, str]) -> str | None:
    """Send a form with a string in each of the fields; return what is wrong with the answer. Nothing of it stays."""
    with transaction.atomic():
        client = Client(raise_request_exception=False)
        client.cookies = target.desk.client.cookies.copy()
        wrong = judged(client, target.send(client, strings), target, strings)
        transaction.set_rollback(True)
    return wrong and f"{target.form.method} {target.form.action} {str(strings)[:200]}: {wrong}"


def judged(client: Client, answer: Any, target: Target, strings: dict[str, str]) -> str | None:
    """Return what is wrong with an answer, or None."""
    is_honest = target.is_typed and not any("\0" in string for string in strings.values())
    allowed = HONEST if is_honest and not target.is_script else TAMPERED
    if answer.status_code not in allowed:
        return f"answered {answer.status_code}"
    if found := of_headers(answer):
        return found
    if target.is_script:
        return None if {"errors", "url"} & answer.json().keys() else "a script is told nothing"
    page = client.get(answer.url) if answer.status_code == 302 else answer
    if page.status_code not in allowed:
        return f"leads to {page.status_code}"
    html = page.content.decode()
    if found_in := faults(html):
        return "; ".join(found_in[:2])
    is_refused = answer.status_code == 200 or 'class="error"' in html
    if target.is_typed and target.form.method == "post" and is_refused:
        return lost(target, strings, Page(html).text)
    return None


def lost(target: Target, strings: dict[str, str], text: str) -> str | None:
    """Return which typed words a page no longer says or holds, or None. A browser sends a file once only."""
    gone = [
        name for name, string in strings.items()
        if target.fields[name] != "file" and "\0" not in string and not is_kept(string, text)
    ]  # fmt: skip
    return f"refused, and what was typed is lost: {gone}" if gone else None


def of_headers(answer: Any) -> str | None:
    """Return what a string has done to the headers of an answer, or None."""
    broken = [name for name, value in answer.items() if "\r" in value or "\n" in value]
    if broken or "X-Injected" in answer or "ran" in answer.cookies:
        return f"headers that the string wrote: {broken}"
    return None


def is_kept(string: str, text: str) -> bool:
    """Return whether a page says or holds a string; lists set their own commas, and have no blank lines or items."""
    if not string.strip():
        return True
    words = [word for word in re.split(r"[\s,]+", string) if word]
    lines = string.replace("\r\n", "\n")
    return lines in text or re.sub(r"\n\s*\n", "\n", lines) in text or (len(words) > 1 and ", ".join(words) in text)


def test_forms_are_found(every_state, u):
    forms = Forms(u)

    assert {reverse("admin:login"), "/admin/briefings/source/0/mark/claim/", "/admin/briefings/actor/0/merge/",
            "/admin/briefings/actor/0/step/return/", "/admin/briefings/batch/0/step/submit/",
            "/admin/password_change/"} <= {action for action, _ in forms.found}  # fmt: skip
    assert len(list(forms.single())) > 200


def test_no_form_breaks_runs_or_forgets(every_state, u):
    strings, wrong, used = cycle(hostile.SENDABLE.values()), [], set()

    for target in Forms(u).targets():
        given = {name: next(strings) for name in target.fields}
        used |= set(given.values())
        wrong.append(attacked(target, given))

    assert [each for each in wrong if each] == []
    assert used == set(hostile.SENDABLE.values())


@pytest.mark.deep
@pytest.mark.parametrize("first", range(0, len(hostile.ROUNDS), A_TEST))
def test_every_string_in_every_field(first, every_state, u):
    targets, wrong = Forms(u).distinct(), []

    for turn in range(first, min(first + A_TEST, len(hostile.ROUNDS))):
        for target in targets:
            given = {name: hostile.ROUNDS[(turn + at) % len(hostile.ROUNDS)] for at, name in enumerate(target.fields)}
            wrong.append(attacked(target, given))

    assert [each for each in wrong if each] == []


@pytest.mark.deep
@pytest.mark.parametrize("word", ALONE)
def test_string_in_each_field_alone(word, every_state, u):
    string = hostile.SENDABLE[word]

    wrong = [attacked(target, dict.fromkeys(target.fields, string)) for target in Forms(u).single()]

    assert [each for each in wrong if each] == []
