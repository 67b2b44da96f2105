"""A person at the desk without a mouse: keys only, each thing reached by Tab, and the page watched while they go.

The page itself notes what would be a barrier: the mouse was used, what has the focus does not show it, is hidden
behind something, or is reached out of the order of the page. `Keys.check` fails on whatever was noted.
"""

import json

from playwright.sync_api import Locator, Page, expect

TABS_AT_MOST = 250

# Runs before every page's own scripts. Notes outlive the page: a window's notes are read at the end of the test.
WATCH = """(() => {
    const MOUSE = ["pointerdown", "pointermove", "mousedown", "mousemove", "wheel", "touchstart"];
    const notes = () => JSON.parse(sessionStorage.getItem("barriers") ?? "[]");
    const put = (found) => sessionStorage.setItem("barriers", JSON.stringify(found));
    const note = (what) => put([...notes(), `${what} (${location.pathname})`]);
    for (const kind of MOUSE) addEventListener(kind, ({ isTrusted }) => isTrusted && note(`${kind} was sent`), true);

    const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
    const luminance = (rgb) => rgb.slice(0, 3).map((each) => each / 255)
        .map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4))
        .reduce((sum, each, at) => sum + each * [0.2126, 0.7152, 0.0722][at], 0);
    const contrast = (one, other) => {
        const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
        return (light + 0.05) / (dark + 0.05);
    };
    const ground = (element) => {
        for (let each = element; each; each = each.parentElement) {
            const found = channels(getComputedStyle(each).backgroundColor);
            if (found.length < 4 || found[3] === 1) return found;
        }
        return [255, 255, 255];
    };
    const isRinged = (element) => {
        const style = getComputedStyle(element);
        if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) return false;
        const behind = parseFloat(style.outlineOffset) < 0 ? element : element.parentElement;
        return contrast(channels(style.outlineColor), ground(behind)) >= 3;
    };
    const isSeen = (element) => [...element.getClientRects()].some((box) => {
        const [left, top] = [Math.max(box.left, 0), Math.max(box.top, 0)];
        const [right, bottom] = [Math.min(box.right, innerWidth), Math.min(box.bottom, innerHeight)];
        return left < right && top < bottom && [[0.5, 0.5], [0.1, 0.2], [0.9, 0.8]].some(([x, y]) => {
            const hit = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
            return element.contains(hit) || [...(element.labels ?? [])].some((each) => each.contains(hit));
        });
    });
    const named = (element) => element.outerHTML.slice(0, 120);
    // What the keyboard's own order is told by: the place of each stop in the document.
    let was = null;
    let tab = 0;
    addEventListener("keydown", (event) => { tab = event.key === "Tab" ? (event.shiftKey ? -1 : 1) : 0; }, true);
    addEventListener("focusin", (event) => {
        const element = event.target;
        const isAfter = was?.isConnected && was.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING;
        const forward = isAfter ? 1 : -1;
        const isRound = [was, element].some((each) => each?.matches(".skip-to-content-link")); // from end to start
        if (tab && was && was !== element && forward !== tab && !isRound && !was.contains(element)) {
            note(`${named(element)} is out of order after ${named(was)}`);
        }
        was = element;
        if (element.tabIndex > 0) note(`${named(element)} has an order of its own`);
        let frames = 0; // the page is given half a second to bring it into view
        window.isLooking = true;
        const look = () => {
            window.isLooking = false;
            if (document.activeElement !== element || element.matches("main, body")) return;
            if (isRinged(element) && isSeen(element)) return;
            window.isLooking = ++frames < 30;
            if (window.isLooking) return requestAnimationFrame(look);
            note(`${named(element)} ${isRinged(element) ? "is hidden while" : "does not show that"} it has the focus`);
        };
        requestAnimationFrame(look);
    }, true);
})();"""

# Waits until what has the focus was looked at, then says which it is. Between the last stop and the first the focus is
# at times in the window's own bar, where the page cannot see it: then the body has it, and that is no stop (-1).
STAY = """async () => {
    const { activeElement } = document;
    for (let frame = 0; frame < 31 && window.isLooking; frame++) await new Promise(requestAnimationFrame);
    return activeElement === document.body ? -1 : [...document.querySelectorAll("*")].indexOf(activeElement);
}"""


class Keys:
    """A person's hands on the keyboard of one window."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.add_init_script(WATCH)

    def check(self) -> None:
        """Fail on every barrier that the pages noted."""
        self.page.wait_for_load_state()
        noted = json.loads(self.page.evaluate("sessionStorage.getItem('barriers')") or "[]")
        assert noted == [], "\n".join(dict.fromkeys(noted))

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        """Type or paste words into what has the focus."""
        self.page.keyboard.insert_text(words)

    def skip(self) -> None:
        """Go past the head of the page by its first link, unless the browser kept that place through a redirect."""
        if self.page.url.endswith("#content-start"):
            return
        self.page.wait_for_load_state()  # a page that is half there gives the focus to nobody
        self.press("Tab")
        expect(self.page.get_by_role("link", name="Skip to main content")).to_be_focused()
        self.press("Enter")
        expect(self.page.locator("main")).to_be_focused()

    def reach(self, what: Locator, back: bool = False) -> None:
        """Press Tab, or Shift+Tab, until something has the focus."""
        expect(what).to_be_visible()
        wanted = what.element_handle()
        for _ in range(TABS_AT_MOST):
            if wanted.evaluate("each => each === document.activeElement"):
                return
            self.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"{TABS_AT_MOST} times Tab do not reach {what}")

    def walk(self) -> int:
        """Go through the whole page by Tab and back by Shift+Tab, staying at each stop until it is seen; count them.

        Fails where the end is not reached: that is a trap.
        """
        stops: dict[str, set[int]] = {"Tab": set(), "Shift+Tab": set()}
        for key in ("Tab", "Shift+Tab"):
            self.page.evaluate("document.activeElement.blur()")
            first = None
            for _ in range(TABS_AT_MOST):
                self.press(key)
                here = self.page.evaluate(STAY)
                if here == first:
                    break
                if here >= 0:
                    first = here if first is None else first
                    stops[key].add(here)
            assert here == first, f"{key} never comes round: last at {here}"
        assert stops["Tab"] == stops["Shift+Tab"], f"other stops back than forward: {stops}"
        return len(stops["Tab"])

    def button(self, name: str, role: str = "button", within: Locator | None = None, back: bool = False) -> None:
        """Reach a button or link by its name and press Enter."""
        self.reach((within or self.page).get_by_role(role, name=name, exact=True).first, back)
        self.press("Enter")

    def button_like(self, words: str) -> None:
        """Reach the first link whose words hold these and press Enter."""
        self.reach(self.page.locator("main a", has_text=words).first)
        self.press("Enter")

    def field(self, label: str, words: str, within: Locator | None = None, back: bool = False) -> None:
        """Reach a field by its label, and write words in the place of what it held."""
        self.reach((within or self.page).get_by_label(label, exact=True).first, back)
        self.press("Control+A")
        self.type(words)

    def choose(self, label: str, option: str, within: Locator | None = None) -> None:
        """Reach a list of options and type the beginning of one."""
        listed = (within or self.page).get_by_label(label, exact=True).first
        self.reach(listed)
        self.page.keyboard.type(option)
        expect(listed.locator("option:checked")).to_have_text(option)

    def find(self, label: str, words: str) -> None:
        """Reach a chooser of records, open it, type, and take what is found; the focus comes back to it."""
        chooser = self.page.get_by_role("combobox", name=label).first
        self.reach(chooser)
        self.press("Enter")
        self.page.keyboard.type(words)
        self.page.locator(".select2-results__option--highlighted", has_text=words).wait_for()
        self.press("Enter")
        expect(chooser).to_contain_text(words)
        expect(chooser).to_be_focused()


def log_in(keys: Keys, person: str, password: str) -> None:
    """Log in as a person does: the first field has the focus already."""
    page = keys.page
    page.goto("/admin/login/")
    expect(page.get_by_label("Username")).to_be_focused()
    keys.type(person)
    keys.press("Tab")
    keys.type(password)
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Desk", exact=True)).to_be_visible()
