"""A request that is refused before it is read: people are told which bound it broke, and where their words are."""

from tests import hostile
from tests.pages import Page, faults
from tests.universe import get

ADD = "/admin/briefings/source/add/"
NO_ROW = {"action": "add_to_batch", "_selected_action": hostile.MARKUP["script"]}


def told(answer) -> str:
    """Return what a page says, in one line."""
    return " ".join(Page(answer.content.decode()).text.split())


def test_form_that_is_too_long_says_how_long_one_may_be_and_where_the_words_are(u, curator, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

    answer = curator.client.post(ADD, {"slug": "long", "text": "a" * 2_500_001})

    assert answer.status_code == 400
    assert "one form may hold 2.5 MB beside its files" in told(answer)
    assert "go back one page, where your browser still has it" in told(answer)


def test_form_of_too_many_fields_says_how_many_there_may_be(u, curator, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3

    answer = curator.client.post(ADD, {"a": ["1", "2", "3", "4"]})

    assert answer.status_code == 400
    assert "one form may have 3." in told(answer)


def test_script_is_told_in_json(u, curator, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    address = f"/admin/briefings/source/{get('source', 'report-a').pk}/mark/claim/"
    answer = curator.client.post(address, {"proposition": "a" * 1001}, headers={"Accept": "application/json"})

    assert answer.status_code == 400
    assert answer.json()["errors"][0].startswith("Too much was sent at once: one form may hold 0.001 MB")


def test_address_that_cannot_be_answered_says_why_and_runs_nothing(u, curator):
    for answer, why in (
        (curator.client.post("/admin/briefings/claim/", NO_ROW), hostile.MARKUP["script"]),
        (curator.client.get("/admin/briefings/claim/", {"q": "a\0b"}), "the address holds NUL"),
    ):
        assert answer.status_code == 400
        assert f"cannot be answered: {why}" in told(answer).replace("'", "")
        assert faults(answer.content.decode()) == []


def test_readers_of_the_api_are_told_by_a_problem(client):
    answer = client.get("/api/v1/claims/", headers={"Host": "elsewhere.example"})

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_host_that_is_none_of_ours_is_told_nothing(client):
    answer = client.get("/admin/login/", headers={"Host": "elsewhere.example"})

    assert answer.status_code == 400
    assert "What was asked cannot be read." in told(answer)
    assert "elsewhere" not in told(answer)
