"""A canary in Chromium: a desk full of hostile strings is walked page by page, and nothing of them runs or loads.

The desk is made by tests/hostile_world.py in a database of its own. Whatever would run calls ran(), which is defined
here. Pages are opened in two windows: one without the Content-Security-Policy, in which what got through would really
run; and one as people have it, in which the console would tell of it. The first test shows that this canary sings.
"""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Request, Response, expect

from tests import hostile, hostile_world
from tests.browser.conftest import listen
from tests.browser.hands import log_in
from tests.browser.test_desk_pages import PAGES, address
from tests.pages import faults
from tests.served import environment_of, manage, serving

SCENE = """
import json
from django.core.management import call_command
from tests import hostile_world
call_command("collectstatic", interactive=False, verbosity=0)
print(json.dumps(hostile_world.build()))
"""
# Elements that some string would make and that run nothing, so that pages.faults() takes no notice of them.
WOULD_BE = "#django, #document, form[name=body], b b, title *, textarea *, option *"
# What stands on a page, read or typed: words, and what fields hold.
SAID = """() => {
    const words = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (!node.parentElement.closest("script, style, template")) words.push(node.data);
    }
    for (const each of document.querySelectorAll("input, textarea")) words.push(each.value);
    return words.join("\\n");
}"""
# Pages that have styles of their own in them.
STYLED = ("an evidence card", "documentation")
STYLE = "no such element here: <style {}"
# Defined in every document before anything of it is read: what ran is kept in the page, whichever frame it ran in.
RAN = "top.ran_so_far ??= []; window.ran = (number) => top.ran_so_far.push(number);"
# What is loaded, focused or begun by being drawn has happened by then.
DRAWN = "new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(window.ran_so_far))))"
# What a page without escaping would be, the string in it, and what is noticed then.
UNESCAPED = [
    ("<p>{}</p>", hostile.MARKUP["script"], "ran(1)"),
    ("<p>{}</p>", hostile.MARKUP["image that fails"], "ran(4)"),
    ("<p>{}</p>", hostile.MARKUP["svg with onload"], "ran(6)"),
    ("<p>{}</p>", hostile.MARKUP["frame of a script address"], "ran(19)"),
    ('<input value="{}">', hostile.BREAKOUTS["out of a double quotation"], "ran(40)"),
    ("<textarea>{}</textarea>", hostile.BREAKOUTS["out of a textarea"], "ran(44)"),
    ("<title>{}</title>", hostile.BREAKOUTS["out of a title"], "ran(45)"),
    ("<script type='application/json'>\"{}\"</script>", hostile.BREAKOUTS["out of a script"], "ran(46)"),
    ("<select><option>{}</option></select>", hostile.BREAKOUTS["out of an option"], "ran(48)"),
    ("<script>const x = /* {} 1 */;</script>", hostile.BREAKOUTS["out of a JavaScript comment"], "ran(55)"),
    ("<p>{}</p>", "<script>alert('said')</script>", "a dialog: said"),
    ("<p>{}</p>", hostile.MARKUP["image asked of another host"], "asked for https://evil.example/pixel.gif"),
    ("<p>{}</p>", hostile.MARKUP["marquee"], "no such element here: <marquee {'onstart': 'ran(16)'}"),
    ("<p>{}</p>", hostile.MARKUP["names that hide a page's own"], '<a id="django"></a>'),
    ("<p>{}</p>", hostile.ADDRESSES["link with a javascript address"], "an address elsewhere: <a {'href': 'java"),
    ("<p>{}</p>", hostile.LENGTHS["very long with markup"][:6], "<b></b>"),
]
# Pages in a state that their address alone does not tell.
FURTHER = {
    "a claim under revision": "/admin/briefings/claim/{pending}/change/",
    "its history": "/admin/briefings/claim/{pending}/history/",
    "a claim withdrawn": "/admin/briefings/claim/{withdrawn}/change/",
    "a claim sent back": "/admin/briefings/claim/{returned}/change/",
    "a claim with a correction": "/admin/briefings/claim/{corrected}/change/",
    "its edition restored": "/admin/briefings/claim/{corrected}/restore/1/",
    "an actor merged": "/admin/briefings/actor/{merged}/change/",
    "a merge compared": "/admin/briefings/actor/{actor}/merge/?into={body}",
    "a withdrawal that much rests on": "/admin/briefings/actor/{body}/withdraw/",
    "citations as text": "/admin/briefings/reading/{reading}/change/?as=text",
    "names of one": "/admin/briefings/judgement/{names}/change/",
    "the text of a page": "/admin/briefings/source/{begun}/workspace/",
    "a long text": "/admin/briefings/source/{long}/workspace/",
    "a queue": "/admin/?queue=review",
    "an evidence card": "/api/v1/claims/claim-2/evidence/?format=html",
    "a report as JSON": "/api/v1/sources/report/",
    "claims as JSON": "/api/v1/claims/?page_size=100",
    "a withdrawn one as JSON": "/api/v1/claims/claim-1/",
    "a search as JSON": "/api/v1/search/?q=script",
    "documentation": "/api/docs/",
    "landing page": "/",
    "questions": "/questions/",
}


@dataclass
class Canary:
    """A window, and what it noticed that no page of this site may do."""

    page: Page
    home: str
    noticed: list[str] = field(default_factory=list)
    said: set[str] = field(default_factory=set)  # which strings were seen as text so far

    @classmethod
    def in_(cls, context: BrowserContext, home: str) -> "Canary":
        canary = cls(context.new_page(), home)
        context.add_init_script(RAN)
        context.on("request", canary.asked)
        canary.page.on("dialog", canary.spoken_to)
        canary.page.on("download", lambda _: canary.noticed.append("a download"))
        listen(canary.page, canary.noticed)
        return canary

    def asked(self, request: Request) -> None:
        """Note what is asked of another host; a picture within a style sheet has an address that is its data."""
        if not request.url.startswith((f"{self.home}/", "data:image/svg+xml")):
            self.noticed.append(f"asked for {request.url[:80]}")

    def spoken_to(self, dialog: Dialog) -> None:
        self.noticed.append(f"a dialog: {dialog.message}")
        dialog.dismiss()

    def visit(self, path: str) -> Response:
        """Open a page, and note what is on it."""
        response = self.page.goto(path)
        assert response is not None
        self.look()
        return response

    def look(self) -> None:
        """Note what stands on the page, once all of it has arrived."""
        self.page.wait_for_load_state()
        self.noticed += [f"ran({number})" for number in self.page.evaluate(DRAWN)]
        self.noticed += faults(self.page.content())
        self.noticed += self.page.locator(WOULD_BE).evaluate_all("all => all.map(each => each.outerHTML.slice(0, 80))")
        words = spaced(self.page.evaluate(SAID))
        self.said |= {word for word, string in hostile.WRITABLE.items() if spaced(string) in words}

    def tell(self) -> list[str]:
        """Return what was noticed since the last time."""
        found, self.noticed = self.noticed, []
        return found


def spaced(words: str) -> str:
    """Return words with one space wherever white space stands, which a page sets as it likes."""
    return " ".join(words.split())


@pytest.fixture(scope="module")
def site(
    chromium: str, migrated_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, dict[str, int]]]:
    """The address of a site that holds nothing but hostile strings, and the row numbers that its pages are of."""
    var = tmp_path_factory.mktemp("hostile")
    shutil.copy(migrated_file, var)
    environment = environment_of(var)
    rows = json.loads(manage(environment, "shell", "--no-imports", "-c", SCENE))
    with serving(environment, var / "server.log") as url:
        yield url, rows


def window(browser: Browser, url: str, **options: bool) -> Canary:
    """Open a window of somebody who may see every page."""
    context = browser.new_context(base_url=url, locale="en-GB", timezone_id="UTC", **options)
    canary = Canary.in_(context, url)
    log_in(canary.page, "chief", hostile_world.PASSWORD)
    return canary


@pytest.fixture(scope="module")
def bare(browser: Browser, site: tuple[str, dict[str, int]]) -> Iterator[Canary]:
    """A window without the policy: whatever gets into a page runs."""
    canary = window(browser, site[0], bypass_csp=True)
    yield canary
    canary.page.context.close()


@pytest.fixture(scope="module")
def strict(browser: Browser, site: tuple[str, dict[str, int]]) -> Iterator[Canary]:
    """A window as people have it: whatever gets into a page is refused by the policy, which the console tells."""
    canary = window(browser, site[0])
    yield canary
    canary.page.context.close()


@pytest.mark.parametrize(("page", "string", "noticed"), UNESCAPED)
def test_canary_notices_what_is_not_escaped(page: str, string: str, noticed: str, bare: Canary):
    html = f"<!doctype html><html><body>{page.format(string)}"
    bare.page.route("**/unescaped/", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))

    bare.visit("/unescaped/")

    bare.page.unroute("**/unescaped/")
    assert any(each.startswith(noticed) for each in bare.tell())


def test_canary_notices_what_the_policy_refuses(strict: Canary):
    policy = strict.page.request.get("/admin/").headers["content-security-policy"]
    headers = {"Content-Security-Policy": policy, "Content-Type": "text/html"}
    html = f"<!doctype html><p>{hostile.MARKUP['script']}"
    strict.page.route("**/unescaped/", lambda route: route.fulfill(body=html, headers=headers))

    with strict.page.expect_console_message(lambda message: "Content Security Policy" in message.text):
        strict.visit("/unescaped/")

    strict.page.unroute("**/unescaped/")
    told = strict.tell()
    assert any("Content Security Policy" in each for each in told)
    assert not any(each.startswith("ran") for each in told)


def test_no_page_of_the_site_runs_or_loads_what_was_typed(bare: Canary, site: tuple[str, dict[str, int]]):
    rows, wrong = site[1], {}
    pages = {**{name: address(name, rows) for name in PAGES}, **FURTHER}

    for name, path in pages.items():
        status = bare.visit(path.format(**rows)).status
        fine = [f"Failed to load resource: the server responded with a status of {status}"] if status >= 400 else []
        fine += [STYLE] if name in STYLED else []
        wrong[name] = [each for each in bare.tell() if not each.startswith(tuple(fine))]

    assert {name: told for name, told in wrong.items() if told} == {}
    assert {*hostile.WRITABLE} - bare.said == set()


def test_what_scripts_find_and_forms_refuse_is_shown_as_text(
    strict: Canary, site: tuple[str, dict[str, int]], tmp_path: Path
):
    page, rows = strict.page, site[1]
    page.goto(f"/admin/briefings/source/{rows['source']}/workspace/")
    expect(page.locator("#found button")).to_have_count(12)
    strict.look()

    page.goto(f"/admin/briefings/comparison/{rows['comparison']}/change/")
    expect(page.locator("#id_left_citation option")).to_have_count(len(hostile_world.LINES) + 1)
    page.locator("#id_left_citation").select_option(index=2)
    expect(page.locator("#id_left_citation_exact")).to_contain_text("ran(")
    strict.look()

    page.goto("/admin/briefings/claim/add/")
    page.get_by_role("combobox", name="Subject").click()
    expect(page.get_by_role("option", name="person")).to_be_visible()
    strict.look()
    page.keyboard.press("Escape")

    typed = f"Pa\u00adrk {hostile.MARKUP['script']}"
    page.get_by_label("Proposition").fill(typed)
    page.get_by_label("Slug").fill("of-marks")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("ul.errorlist", has_text="U+00AD SOFT HYPHEN at character 3, after 'Pa'")).to_be_visible()
    expect(page.get_by_label("Proposition")).to_have_value(typed)
    strict.look()

    sheet = tmp_path / "claims.csv"
    sheet.write_text(f"slug;proposition;category\nof-a-sheet;{hostile.MARKUP['script']};{hostile.MARKUP['marquee']}\n")
    page.goto("/admin/briefings/claim/import/")
    page.get_by_label("File").set_input_files(sheet)
    page.get_by_role("button", name="Show what it would do").click()
    expect(page.locator("table.refused")).to_contain_text(hostile.MARKUP["marquee"])
    strict.look()

    assert strict.tell() == []


def test_text_of_the_report_is_in_the_browser_as_it_was_received(strict: Canary, site: tuple[str, dict[str, int]]):
    for name in ("source", "long", "begun"):
        strict.visit(f"/admin/briefings/source/{site[1][name]}/workspace/")
        expect(strict.page.locator("#marked")).to_have_text("None yet.")  # else it says that the texts differ
    assert strict.tell() == []
