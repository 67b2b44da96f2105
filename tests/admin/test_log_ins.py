"""Log-ins: five wrong passwords for one name from one address shut that door for a while, and no other."""

import logging
import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from briefings import permissions
from briefings.actions import tokens, users
from briefings.admin import lockouts
from briefings.models import User

PASSWORD = "a long enough pass phrase"
HOME, ELSEWHERE = "203.0.113.9", "198.51.100.7"
LIMIT = 5


@pytest.fixture
def ann(u) -> User:
    return users.add(values={"username": "ann"}, roles=[permissions.CURATOR], password=PASSWORD, by=u.chief)


def log_in(name: str = "ann", password: str = "wrong", *, address: str = HOME, client: Client | None = None, **headers):
    return (client or Client()).post(
        reverse("admin:login"), {"username": name, "password": password}, REMOTE_ADDR=address, headers=headers
    )


def fail(times: int, **options) -> list[int]:
    return [log_in(**options).status_code for _ in range(times)]


def behind(settings, proxies: int) -> None:
    """Set what config/settings.py makes of NUM_PROXIES."""
    settings.AXES_IPWARE_PROXY_COUNT = proxies - 1
    settings.AXES_IPWARE_META_PRECEDENCE_ORDER = ("HTTP_X_FORWARDED_FOR", "REMOTE_ADDR")


def test_five_wrong_passwords_shut_the_door_to_the_right_one(ann):
    assert fail(LIMIT) == [200] * (LIMIT - 1) + [429]

    answer = log_in(password=PASSWORD)

    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 15 * 60
    assert answer["Cache-Control"] == "private, no-store"
    assert "under this name from this address for 15 minutes" in answer.content.decode()
    assert "sessionid" not in answer.cookies


def test_four_wrong_passwords_do_not_and_a_right_one_clears_them(ann):
    for _ in range(3):
        assert fail(LIMIT - 1) == [200] * (LIMIT - 1)
        assert log_in(password=PASSWORD).status_code == 302
    assert not AccessAttempt.objects.exists()


def test_other_names_and_other_addresses_are_not_shut_out(ann, u):
    users.change(user=u.curator, values={}, roles=[permissions.CURATOR], password=PASSWORD, by=u.chief)
    fail(LIMIT)

    assert log_in("curator", PASSWORD).status_code == 302
    assert log_in(password=PASSWORD, address=ELSEWHERE).status_code == 302
    assert log_in(password=PASSWORD).status_code == 429


def test_name_of_nobody_is_answered_as_any_other(ann):
    assert fail(LIMIT + 1, name="nobody") == fail(LIMIT + 1) == [200] * (LIMIT - 1) + [429] * 2


def test_door_opens_when_the_wait_is_over_and_trying_meanwhile_does_not_lengthen_it(ann):
    fail(LIMIT + 3)
    assert AccessAttempt.objects.get().failures_since_start == LIMIT
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=15, seconds=1))

    assert log_in(password=PASSWORD).status_code == 302


def test_page_says_what_is_left_of_the_wait(ann):
    fail(LIMIT)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=13, seconds=30))

    answer = log_in(password=PASSWORD)

    assert 80 <= int(answer["Retry-After"]) <= 90
    assert "for 2 minutes, until" in answer.content.decode()


def test_changing_the_browser_or_the_forwarding_header_gives_no_further_attempt(ann):
    answers = [log_in(user_agent=f"browser {n}", x_forwarded_for=f"192.0.2.{n}").status_code for n in range(LIMIT)]

    assert answers == [200] * (LIMIT - 1) + [429]
    assert log_in(password=PASSWORD).status_code == 429


@pytest.mark.parametrize(
    ("proxies", "sent", "client"),
    [
        (1, HOME, HOME), (1, f"{ELSEWHERE}, {HOME}", HOME), (1, f"rubbish, {HOME}", HOME),
        (1, f"{'1.1.1.1, ' * 50}{HOME}", HOME), (2, f"{HOME}, 10.0.0.2", HOME),
        (2, f"{ELSEWHERE}, {HOME}, 10.0.0.2", HOME), (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (1, "::ffff:203.0.113.9", HOME), (1, None, "127.0.0.1"), (1, "", "127.0.0.1"),
    ],
)  # fmt: skip
def test_client_behind_proxies_is_the_one_that_our_own_saw(proxies, sent, client, rf, settings):
    behind(settings, proxies)
    headers = {} if sent is None else {"x-forwarded-for": sent}

    assert lockouts.address(rf.get("/", headers=headers)) == client


@pytest.mark.parametrize("sent", ["rubbish", "999.1.1.1", "a\0b", "1.1.1.1:x", ", ,"])
def test_forwarding_header_that_names_no_address_is_no_error(sent, rf, settings):
    behind(settings, 1)

    assert lockouts.address(rf.get("/", headers={"x-forwarded-for": sent})) in (None, "127.0.0.1")


def test_everybody_behind_one_proxy_is_not_one_client(ann, settings):
    behind(settings, 1)
    attacker = [
        log_in(address="10.0.0.1", x_forwarded_for=f"192.0.2.{n}, {ELSEWHERE}").status_code for n in range(LIMIT)
    ]

    assert attacker == [200] * (LIMIT - 1) + [429]
    assert log_in(password=PASSWORD, address="10.0.0.1", x_forwarded_for=HOME).status_code == 302


def test_server_on_a_socket_knows_no_address_and_still_counts(ann):
    assert fail(LIMIT, address="") == [200] * (LIMIT - 1) + [429]


def test_neither_log_nor_table_holds_a_name_a_password_or_an_address_in_clear(ann, caplog):
    with caplog.at_level(logging.DEBUG):
        fail(LIMIT + 1, password="my secret")
        fail(1, name="my secret")  # typed into the wrong field
        log_in(password=PASSWORD, address=ELSEWHERE)

    said = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("axes"))
    kept = str(list(AccessAttempt.objects.values_list("username", "get_data", "post_data", "path_info")))
    assert "Locking out" in said
    for secret in ("my secret", "ann", PASSWORD):
        assert not re.search(rf"\b{secret}\b", said + kept)
    assert HOME not in said


def test_tokens_work_while_their_holder_is_shut_out(ann, u):
    expires_at = timezone.now() + timedelta(days=1)
    _, key = tokens.issue(name="script", user=ann, scopes=["curate"], expires_at=expires_at, by=u.chief)
    fail(LIMIT)

    def ask(key: str) -> int:
        return Client().get("/api/v1/desk/claims/", headers={"Authorization": f"Bearer {key}"}).status_code

    assert [ask("wrong") for _ in range(LIMIT + 1)] == [401] * (LIMIT + 1)
    assert ask(key) == 200


def test_session_that_is_open_goes_on_while_the_door_is_shut(ann):
    inside = Client()
    log_in(password=PASSWORD, client=inside)
    fail(LIMIT)

    assert inside.get(reverse("admin:index")).status_code == 200


def test_desk_shows_no_tables_of_attempts(u, chief):
    assert not any(model._meta.app_label == "axes" for model in admin.site._registry)
    assert "axes" not in chief.get("index").content.decode().lower()
