"""What two people do with records that readers have: revise, clash, return, withdraw, merge, and back again."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server
from tests.browser.hands import log_in, look, record_path, served

NAMES = "- text: Ministry of Unification\n  language: en\n  kind: full\n"


@pytest.fixture
def curator(page: Page, server: Server) -> Page:
    log_in(page, "curator", server.accounts["curator"])
    return page


@pytest.fixture
def reviewer(window: Callable[[], Page], server: Server) -> Page:
    page = window()
    log_in(page, "reviewer", server.accounts["reviewer"])
    return page


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


def choose(page: Page, field: str, words: str) -> None:
    """Choose a record as a person does: open the chooser, type, take what is found."""
    page.locator(f"#id_{field} + .select2-container").click()
    page.locator(".select2-search__field").fill(words)
    page.locator(".select2-results__option--highlighted", has_text=words).click()


def submit(page: Page) -> None:
    press(page, "Submit for review")
    expect(page.locator(".state")).to_have_text("In Review")


def approve(page: Page, path: str) -> None:
    page.goto(path)
    press(page, "Approve and publish")
    expect(page.locator(".messagelist .success")).to_contain_text("approve and publish: done.")


def proposition(server: Server, slug: str) -> tuple[str, int]:
    body = served(server, f"claims/{slug}").body
    return body["proposition"], body["edition"]["number"]


def test_an_actor_comes_to_readers(curator: Page, reviewer: Page, server: Server):
    curator.goto("/admin/briefings/actor/add/")
    curator.get_by_label("Slug").fill("ministry-of-unification")
    curator.get_by_label("Kind").select_option("state_body")
    curator.get_by_label("Names").fill("- text: [Ministry")
    press(curator, "Save")
    expect(curator.locator(".field-names .errorlist")).to_contain_text("line 2: ")
    expect(curator.get_by_label("Names")).to_have_value("- text: [Ministry")
    look(curator, "actor-refused")

    curator.get_by_label("Names").fill(NAMES)
    choose(curator, "parent", "south-korea")
    press(curator, "Save")
    expect(curator.get_by_text("actor ministry-of-unification was begun as a draft.")).to_be_visible()
    curator.get_by_label("Country").fill("KR")
    press(curator, "Save")
    expect(curator.get_by_text("actor ministry-of-unification was saved.")).to_be_visible()
    submit(curator)
    expect(curator.get_by_role("button", name="Approve and publish")).to_have_count(0)
    assert served(server, "actors/ministry-of-unification").status == 404

    reviewer.goto("/admin/briefings/actor/?queue=review")
    look(reviewer, "actor-queue")
    reviewer.get_by_role("link", name="ministry-of-unification").click()
    expect(reviewer.get_by_role("button", name="Approve and publish")).to_be_visible()
    look(reviewer, "actor-review")
    press(reviewer, "Approve and publish")
    expect(reviewer.locator(".state")).to_have_text("Published")
    reviewer.get_by_role("link", name="History").click()
    expect(reviewer.get_by_role("heading", name="Approve, ")).to_be_visible()
    look(reviewer, "actor-history")
    assert served(server, "actors/ministry-of-unification").body["country"] == "KR"


def test_readers_keep_their_edition_until_the_next_is_approved_and_get_an_earlier_one_back(
    curator: Page, reviewer: Page, server: Server
):
    slug, path = "astra-released-clips", record_path(server, "claim", "astra-released-clips")
    first = proposition(server, slug)

    curator.goto(path)
    curator.get_by_label("Proposition").fill("Astra, a channel, released clips of soldiers.")
    press(curator, "Save")
    expect(curator.get_by_text("is now a pending revision; readers keep edition 1 meanwhile.")).to_be_visible()
    assert proposition(server, slug) == first
    submit(curator)
    assert proposition(server, slug) == first

    reviewer.goto(path)
    expect(reviewer.get_by_text("What is new against edition 1")).to_be_visible()
    expect(reviewer.locator(".changes .after")).to_have_text("Astra, a channel, released clips of soldiers.")
    reviewer.get_by_label("Correction note, for readers").fill("Said more plainly.")
    look(reviewer, "revision-review")
    press(reviewer, "Approve and publish")
    assert proposition(server, slug) == ("Astra, a channel, released clips of soldiers.", 2)

    curator.goto(path)
    curator.get_by_role("link", name="History").click()
    curator.get_by_role("link", name="restore edition 1").click()
    expect(curator.locator(".changes .after").first).to_have_text(first[0])
    look(curator, "restore")
    press(curator, "Restore edition 1")
    submit(curator)
    assert proposition(server, slug) == ("Astra, a channel, released clips of soldiers.", 2)
    approve(reviewer, path)
    assert proposition(server, slug) == (first[0], 3)


def test_nobody_approves_what_he_wrote(reviewer: Page, server: Server):
    slug, path = "clips-have-nk-accent", record_path(server, "claim", "clips-have-nk-accent")
    first = proposition(server, slug)
    reviewer.goto(path)
    reviewer.get_by_label("Proposition").fill("I alone decide.")
    press(reviewer, "Save")
    submit(reviewer)

    button = reviewer.get_by_role("button", name="Approve and publish")
    expect(button).to_be_disabled()
    expect(reviewer.locator("#why-approve")).to_contain_text("reviewer")
    look(reviewer, "own-work")
    button.evaluate("button => { button.disabled = false; button.click(); }")

    refused = "Cannot approve claim clips-have-nk-accent: reviewer contributed to it"
    expect(reviewer.locator(".messagelist .error")).to_contain_text(refused)
    expect(reviewer.locator(".state")).to_have_text("In Review")
    assert proposition(server, slug) == first


def test_work_comes_back_with_its_reason(curator: Page, reviewer: Page, server: Server):
    path = record_path(server, "claim", "clips-show-nk-soldiers")
    curator.goto(path)
    curator.get_by_label("Counted").fill("clips")
    press(curator, "Save")
    submit(curator)

    reviewer.goto("/admin/")
    waiting = reviewer.get_by_role("region", name="Waiting for my review")
    waiting.get_by_role("link", name="clips-show-nk-soldiers").click()
    reviewer.get_by_label("Reason, for the authors").fill("Clips are not what is counted.\nSoldiers are.")
    press(reviewer, "Return to its authors")
    expect(reviewer.locator(".state")).to_have_text("Draft")

    curator.goto("/admin/")
    returned = curator.get_by_role("region", name="Returned to me")
    expect(returned.locator(".returned", has_text="Clips are not what is counted.")).to_be_visible()
    returned.get_by_role("link", name="clips-show-nk-soldiers").click()
    expect(curator.locator("dd.returned")).to_contain_text("by reviewer: Clips are not what is counted.")
    press(curator, "Discard this draft")
    expect(curator.locator(".state")).to_have_text("Published")
    expect(curator.get_by_label("Counted")).not_to_have_value("clips")


def test_second_to_save_sees_what_the_first_changed_and_keeps_his_own(curator: Page, reviewer: Page, server: Server):
    path = record_path(server, "claim", "deployment-talks-after-treaty")
    for page in (curator, reviewer):
        page.goto(path)
    reviewer.get_by_label("Proposition").fill("They did something.")
    reviewer.get_by_label("Counted").fill("talks")
    press(reviewer, "Save")
    expect(reviewer.get_by_text("is now a pending revision")).to_be_visible()

    curator.get_by_label("Proposition").fill("We did something.")
    press(curator, "Save")

    expect(curator.locator(".errornote")).to_contain_text("What you typed is kept")
    expect(curator.get_by_label("Proposition")).to_have_value("We did something.")
    expect(curator.locator(".field-proposition .errorlist")).to_have_text(
        "reviewer changed this too. It is now: They did something."
    )
    expect(curator.get_by_label("Counted")).to_have_value("talks")
    look(curator, "clash")
    reviewer.reload()
    expect(reviewer.get_by_label("Proposition")).to_have_value("They did something.")

    press(curator, "Save")
    expect(curator.get_by_text("was saved.")).to_be_visible()
    curator.get_by_role("link", name="History").click()
    expect(curator.locator(".event").first).to_contain_text("We did something.")
    expect(curator.locator(".event").nth(1)).to_contain_text("They did something.")


def test_second_tab_of_one_person_does_not_overwrite_the_first(curator: Page, server: Server):
    path = record_path(server, "claim", "deployment-comes-after-treaty")
    second = curator.context.new_page()
    for page in (curator, second):
        page.goto(path)
    curator.get_by_label("Counted").fill("from the first tab")
    press(curator, "Save")
    expect(curator.get_by_text("is now a pending revision")).to_be_visible()

    second.get_by_label("Counted").fill("from the second tab")
    press(second, "Save")

    expect(second.locator(".field-counted .errorlist")).to_contain_text("It is now: from the first tab")
    expect(second.get_by_label("Counted")).to_have_value("from the second tab")
    curator.reload()
    expect(curator.get_by_label("Counted")).to_have_value("from the first tab")


def test_what_rests_on_a_claim_goes_off_line_with_it_and_comes_back_through_review(
    curator: Page, reviewer: Page, server: Server
):
    slug, path = "control-because-of-rumours", record_path(server, "claim", "control-because-of-rumours")
    reading = served(server, f"claims/{slug}").body["readings"][0]["slug"]

    reviewer.goto(path)
    reviewer.get_by_role("link", name="Withdraw…").click()
    expect(reviewer.get_by_text("These published records rest on it")).to_be_visible()
    expect(reviewer.get_by_role("link", name=f"reading {reading}")).to_be_visible()
    assert served(server, f"claims/{slug}").status == 200
    reviewer.get_by_label("Reason, which readers see").fill("The passage says something else.")
    look(reviewer, "withdraw")
    reviewer.get_by_role("button", name="Withdraw all ").click()
    expect(reviewer.locator(".state")).to_have_text("Withdrawn")
    look(reviewer, "withdrawn")
    for gone in (f"claims/{slug}", f"readings/{reading}"):
        answer = served(server, gone)
        assert (answer.status, "The passage says something else." in str(answer.body)) == (410, True)

    for record_type, name in (("claim", slug), ("reading", reading)):
        page = record_path(server, record_type, name)
        curator.goto(page)
        press(curator, "Reinstate as a draft")
        submit(curator)
        assert served(server, f"{record_type}s/{name}").status == 410
        approve(reviewer, page)
        assert served(server, f"{record_type}s/{name}").status == 200


def test_readers_of_a_merged_actor_are_sent_on_until_it_is_unmerged(curator: Page, reviewer: Page, server: Server):
    gone, kept = "russian-instructors", "russian-military"
    path = record_path(server, "actor", gone)

    curator.goto(path)
    curator.get_by_role("link", name="Merge into another actor…").click()
    choose(curator, "into", kept)
    press(curator, "Compare")
    expect(curator.get_by_role("heading", name="Are these one?")).to_be_visible()
    look(curator, "merge")
    press(curator, f"Propose that {gone} is {kept}")
    submit(curator)
    assert served(server, f"actors/{gone}").status == 200
    approve(reviewer, path)
    answer = served(server, f"actors/{gone}")
    assert (answer.status, answer.location) == (308, f"{server.url}/api/v1/actors/{kept}/")

    curator.goto(path)
    look(curator, "merged")
    press(curator, "Un-merge")
    submit(curator)
    assert served(server, f"actors/{gone}").status == 308
    approve(reviewer, path)
    assert served(server, f"actors/{gone}").status == 200
