"""A reader's request asks the database for so long and no longer; the desk's for as long as it takes."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from shutil import copyfile

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction
from django.http import HttpResponse, StreamingHttpResponse

from briefings.api import deadlines, documents
from briefings.api.compiled import Application
from config.deadlines import Bounded, bound
from tests.api.test_compiled import ask as request
from tests.api.test_compiled import handler
from tests.served import environment_of, serving

ENDLESS = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
    "postgresql": "SELECT pg_sleep(600)",
}
SOME = {  # a second's work or less, and enough of it to be asked about
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100000) SELECT count(*) FROM n",
    "postgresql": "SELECT count(*) FROM generate_series(1, 100000)",
}
READER, DESK = "/api/v1/claims/", "/api/v1/desk/claims/"
LIMIT, LONGEST = 1.0, 20.0  # seconds

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _bounded(db: None) -> Iterator[None]:
    """Have the connection of the tests bounded, which was made before anybody bounded any, and undo what they did."""
    with transaction.atomic():
        bound(connection)
        yield
        transaction.set_rollback(True)
    if connection.vendor == "postgresql":
        connection.connection.told = 0  # as it is after what was told was undone
    else:
        connection.connection.set_progress_handler(None, 0)


def ask(sql: dict[str, str]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql[connection.vendor])
        cursor.fetchall()


def environ(path: str) -> dict[str, object]:
    return {"REQUEST_METHOD": "GET", "PATH_INFO": path}


def test_statement_that_does_not_end_is_broken_off_and_the_connection_stays_good():
    def application(environ, start_response):
        ask(ENDLESS)

    started = time.monotonic()
    with pytest.raises(OperationalError):
        Bounded(application, LIMIT)(environ(READER), print)

    assert LIMIT <= time.monotonic() - started < LONGEST
    ask(SOME)


@pytest.mark.sqlite  # on PostgreSQL each has the time by itself
def test_many_statements_are_bounded_together():
    def application(environ, start_response):
        while True:
            ask(SOME)

    with pytest.raises(OperationalError):
        Bounded(application, LIMIT)(environ(READER), print)


def test_desk_takes_the_time_it_takes_on_a_connection_that_served_a_reader():
    def reader(environ, start_response):
        ask(SOME)

    def desk(environ, start_response):
        time.sleep(2 * LIMIT)
        ask(SOME)
        with connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout" if connection.vendor == "postgresql" else "SELECT '0'")
            found.append(cursor.fetchone()[0])

    found: list[str] = []
    Bounded(reader, LIMIT)(environ(READER), print)
    Bounded(desk, LIMIT)(environ(DESK), print)

    assert found == ["0"]


def streamed(pause: float, sql: dict[str, str]) -> list[bytes]:
    def pieces():
        for _ in range(4):
            time.sleep(pause)
            ask(sql)
            yield b"x"

    answer = Bounded(lambda environ, start_response: StreamingHttpResponse(pieces()), LIMIT)(environ(READER), print)
    try:
        return list(answer)
    finally:
        answer.close()


def test_each_piece_of_a_stream_has_the_time_anew():
    assert streamed(0.4 * LIMIT, SOME) == [b"x"] * 4


def test_stream_with_a_piece_that_does_not_end_breaks_off():
    with pytest.raises(OperationalError):
        streamed(0, ENDLESS)


def test_what_holds_no_piece_back_is_passed_on_as_it_is():
    whole = HttpResponse(b"x")

    assert Bounded(lambda environ, start_response: whole, LIMIT)(environ(READER), print) is whole


@pytest.mark.parametrize("query", ["", "facets=category", "format=ndjson"])
def test_reader_is_told_what_to_do_in_one_problem(query, monkeypatch, caplog):
    monkeypatch.setattr("briefings.api.compiled.close_old_connections", lambda: None)
    monkeypatch.setattr(documents, "version", lambda: ask(ENDLESS))

    started = time.monotonic()
    status, headers, body = request(
        Bounded(Application(handler()), LIMIT), READER, query, HTTP_ORIGIN="https://elsewhere.example"
    )

    found = json.loads(body)
    assert (status, found["code"], found["status"]) == ("503 Service Unavailable", "too_long", 503)
    assert "ask for less" in found["detail"]
    assert dict(headers)["access-control-allow-origin"] == "*"
    assert time.monotonic() - started < LONGEST
    assert "the short way failed" not in caplog.text


def test_error_of_the_database_in_time_is_none_of_these():
    with deadlines.within(LONGEST):
        assert not deadlines.is_meant(OperationalError("disk I/O error"))
    with deadlines.within(-1):
        assert deadlines.is_meant(OperationalError("interrupted"))
        assert not deadlines.is_meant(DatabaseError("malformed"))
    assert not deadlines.are_set()


@pytest.mark.postgres
def test_request_on_a_connection_that_was_lost_is_not_lost_with_it(monkeypatch):
    def application(environ, start_response):
        found.append(environ["PATH_INFO"])
        return []

    lost = connection.copy()
    lost.connect()
    lost.connection.close()
    monkeypatch.setattr("config.deadlines.connections.all", lambda **_: [lost])
    found: list[str] = []
    Bounded(application, LIMIT)(environ(READER), print)

    assert found == [READER]


@pytest.mark.sqlite  # the server's database is a file
def test_site_is_served_with_the_bound_of_its_settings(migrated_file, tmp_path):
    copyfile(migrated_file, tmp_path / "db.sqlite3")
    environment = environment_of(tmp_path) | {"READ_SECONDS": "0.000001"}
    with serving(environment, tmp_path / "log", answers="/favicon.ico") as url:
        assert [asked(url + path) for path in (READER, DESK)] == ["too_long", "not_authenticated"]


def asked(url: str) -> str:
    """Return the code of the problem with which an address is answered."""
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(url)
    with refused.value as answer:
        return json.load(answer)["code"]
