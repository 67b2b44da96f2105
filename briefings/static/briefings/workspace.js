/** The workspace: words of the text are marked, by mouse or keyboard, and become records through the panel. */
import { Offsets } from "./offsets.js";

const bench = document.querySelector(".bench");
const text = document.getElementById("report-text");
const marked = document.getElementById("marked");
const uses = document.getElementById("uses");
const search = document.getElementById("search");
const found = document.getElementById("found");
const offsets = new Offsets(text);
const left = JSON.parse(document.getElementById("left").textContent);
let span = null;

// The text takes a caret and is never changed: what would change it is refused, and what slips through reloads the page.
text.addEventListener("beforeinput", (event) => event.preventDefault());
text.addEventListener("drop", (event) => event.preventDefault());
text.addEventListener("compositionstart", () => text.blur());
text.addEventListener("input", () => location.reload());

document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  if (!selection.rangeCount || !text.contains(selection.anchorNode) || !text.contains(selection.focusNode)) return;
  const range = selection.getRangeAt(0);
  const start = offsets.of(range.startContainer, range.startOffset);
  const end = offsets.of(range.endContainer, range.endOffset);
  showHeld(start, end);
  mark(...offsets.trimmed(start, end));
});

function mark(start, end) {
  span = start < end ? { start, end, exact: offsets.words(start, end) } : null;
  marked.textContent = span ? span.exact : "None yet.";
  if (uses) uses.disabled = !span;
  if (!CSS.highlights) return;
  CSS.highlights.delete("marked");
  if (span) CSS.highlights.set("marked", new Highlight(offsets.range(start, end)));
}

function showHeld(start, end) {
  for (const item of document.querySelectorAll("#held > li, #parts > li")) {
    item.hidden = !(Number(item.dataset.start) <= end && start <= Number(item.dataset.end));
  }
}

/** Put the caret, or a mark, into the text and bring it into view. */
function go(start, end = start) {
  text.focus({ preventScroll: true });
  const range = offsets.range(start, end);
  const selection = document.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  offsets.range(start, Math.min(start + 1, offsets.points.length)).startContainer.parentElement.scrollIntoView({ block: "center" });
}

function next() {
  const selection = document.getSelection();
  const inside = selection.rangeCount && text.contains(selection.focusNode);
  const at = inside ? offsets.of(selection.focusNode, selection.focusOffset) : -1;
  const [start, end] = left.find((each) => each[0] >= at) ?? left[0] ?? [];
  if (end) go(start, end);
}
document.getElementById("next-left")?.addEventListener("click", next);

function open(id) {
  if (!span || !uses) return;
  const form = document.getElementById(id);
  form.closest("details").open = true;
  form.querySelector("input[type=search], textarea, select, input[type=text]").focus();
}
const KEYS = { enter: "cite", c: "cite", n: "new", r: "region", x: "aside" };
text.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.key.toLowerCase();
  if (key === "j") next();
  else if (key in KEYS) open(KEYS[key]);
  else return;
  event.preventDefault();
});

// Searching as one types; the answer to an earlier question is dropped.
let asking = null;
async function ask() {
  asking?.abort();
  asking = new AbortController();
  const query = new URLSearchParams({ q: search.value, briefing: bench.dataset.briefing });
  try {
    const answer = await fetch(`${bench.dataset.claims}?${query}`, { signal: asking.signal });
    if (answer.ok) list((await answer.json()).claims);
  } catch (error) {
    if (error.name !== "AbortError") found.replaceChildren(item("The claims could not be fetched."));
  }
}
const READ = { carried: "cited here before", not_carried: "kept as not carried here" };

function item(...parts) {
  const made = document.createElement("li");
  made.append(...parts);
  return made;
}

function list(claims) {
  const items = claims.map((claim) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "submit", name: "claim", value: claim.id });
    const note = document.createElement("span");
    note.className = "note";
    note.textContent = [claim.slug, READ[claim.read]].filter(Boolean).join(", ");
    button.append(`${claim.proposition} `, note);
    return item(button);
  });
  found.replaceChildren(...(items.length ? items : [item("No claim holds all of these words.")]));
}
let wait = 0;
search?.addEventListener("input", () => {
  clearTimeout(wait);
  wait = setTimeout(ask, 150);
});
search?.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown") found.querySelector("button")?.focus();
  if (event.key === "Enter") event.preventDefault(); // one takes a claim that one sees
});
found?.addEventListener("keydown", (event) => {
  const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
  if (!step) return;
  event.preventDefault();
  (event.target.closest("li")[step]?.querySelector("button") ?? search).focus();
});

async function send(form, data) {
  const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
  if (!answer.headers.get("Content-Type")?.includes("json")) {
    return { errors: ["Not kept: log in again in another window, then press once more."] };
  }
  const said = await answer.json();
  // A later log-in changes the token: forms take the new one, so that pressing once more is enough.
  for (const field of said.token ? document.querySelectorAll("[name=csrfmiddlewaretoken]") : []) field.value = said.token;
  return said;
}

// What was typed stays until it is kept.
for (const form of document.querySelectorAll("form.mark")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const data = new FormData(form, event.submitter);
    const place = form.classList.contains("part") ? {} : (span ?? {}); // a part names its own
    for (const [name, value] of Object.entries(place)) data.set(name, value);
    const error = form.querySelector(".errornote");
    error.hidden = true;
    const said = await send(form, data).catch(() => ({ errors: ["Not kept: the server did not answer."] }));
    if (said.url) location.assign(said.url);
    error.textContent = (said.errors ?? []).join(" ");
    error.hidden = !said.errors;
  });
}

const status = document.getElementById("said");
for (const form of document.querySelectorAll("form.silence")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const said = await send(form, new FormData(form)).catch(() => ({ errors: ["Not kept: no answer."] }));
    status.textContent = said.said ?? said.errors.join(" ");
    if (!said.said) return;
    const row = form.closest("li");
    (row.nextElementSibling ?? row.previousElementSibling)?.querySelector("button[type=submit]").focus();
    row.remove();
  });
  form.querySelector(".carried").addEventListener("click", (event) => {
    search.value = event.target.dataset.slug;
    ask();
    document.getElementById("cite").closest("details").open = true;
    status.textContent = `Mark where ${search.value} is carried, then press Enter.`;
    go(0);
  });
}

const at = new URLSearchParams(location.search).get("at");
if (!offsets.isWhole) marked.textContent = "This browser shows the text otherwise than it was received: do not mark.";
if (at && Number(at) <= offsets.points.length) go(Number(at));
if (search) ask();
