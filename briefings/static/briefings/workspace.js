/** The workspace: words of the text are marked, by mouse or keyboard, and become records through the panel. */
import { ask, latest, takeToken } from "./asking.js";
import { Offsets } from "./offsets.js";

const bench = document.querySelector(".bench");
const text = document.getElementById("report-text");
const marked = document.getElementById("marked");
const uses = document.getElementById("uses");
const search = document.getElementById("search");
const found = document.getElementById("found");
const pristine = text.cloneNode(true);
let offsets = new Offsets(text);
const left = JSON.parse(document.getElementById("left").textContent);
let span = null;

// The text takes a caret and is never changed: what would change it is refused, and what slips through is put back.
text.addEventListener("beforeinput", (event) => event.preventDefault());
text.addEventListener("drop", (event) => event.preventDefault());
text.addEventListener("compositionstart", () => text.blur());
text.addEventListener("input", () => {
  text.replaceChildren(...pristine.cloneNode(true).childNodes);
  offsets = new Offsets(text);
});

/** Let the panel follow the caret. */
function follow() {
  const selection = document.getSelection();
  if (!selection.rangeCount || !text.contains(selection.anchorNode) || !text.contains(selection.focusNode)) return;
  const range = selection.getRangeAt(0);
  const start = offsets.of(range.startContainer, range.startOffset);
  const end = offsets.of(range.endContainer, range.endOffset);
  showHeld(start, end);
  mark(...offsets.trimmed(start, end));
}
document.addEventListener("selectionchange", follow);

function mark(start, end) {
  span = start < end ? { start, end, exact: offsets.words(start, end) } : null;
  marked.textContent = span ? span.exact : "None yet.";
  if (uses) uses.disabled = !span;
  if (span) keep();
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
  if (event.key === "Tab") return follow(); // the panel comes next, and the browser tells of the caret a moment later
  const key = event.key.toLowerCase();
  if (key === "j") next();
  else if (key in KEYS) open(KEYS[key]);
  else return;
  event.preventDefault();
});

// Searching as one types.
const find = found && latest(
  found,
  () => `${bench.dataset.claims}?${new URLSearchParams({ q: search.value, briefing: bench.dataset.briefing })}`,
  ({ claims }) => list(claims),
);
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
  wait = setTimeout(find, 150);
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

/** Send a form. Returns what was said, or null with the reason in error: what was typed stays until it is kept. */
async function send(form, data, error) {
  if (form.dataset.sending) return null; // pressed twice
  form.dataset.sending = "yes";
  error.hidden = true;
  try {
    return await ask(form.action, { method: "POST", body: data });
  } catch (refused) {
    takeToken(refused);
    error.textContent = refused.message;
    error.hidden = false;
    return null;
  } finally {
    delete form.dataset.sending;
  }
}

for (const form of document.querySelectorAll("form.mark")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const data = new FormData(form, event.submitter);
    const place = form.classList.contains("part") ? {} : (span ?? {}); // a part names its own
    for (const [name, value] of Object.entries(place)) data.set(name, value);
    const said = await send(form, data, form.querySelector(".errornote"));
    if (!said) return;
    form.dataset.sending = "done"; // the page is being left
    if (uses?.contains(form)) drop(form);
    location.assign(said.url);
  });
}

const status = document.getElementById("said");
for (const form of document.querySelectorAll("form.silence")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const said = await send(form, new FormData(form), form.querySelector(".errornote"));
    if (!said) return;
    status.textContent = said.said;
    const row = form.closest("li");
    (row.nextElementSibling ?? row.previousElementSibling)?.querySelector("button[type=submit]").focus();
    row.remove();
  });
  form.querySelector(".carried").addEventListener("click", (event) => {
    search.value = event.target.dataset.slug;
    find();
    document.getElementById("cite").closest("details").open = true;
    status.textContent = `Mark where ${search.value} is carried, then press Enter.`;
    go(0);
  });
}

// The mark and what was typed for it outlive a reload, a page opened by mistake and a new log-in in this tab.
const PLACE = `workspace ${bench.dataset.person} ${location.pathname}`;
const typed = (form) => [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");

function keep() {
  const forms = [...(uses?.querySelectorAll("form[id]") ?? [])].map((form) => [form.id, typed(form)]);
  sessionStorage.setItem(PLACE, JSON.stringify({ span, forms: Object.fromEntries(forms) }));
}

/** Forget the mark and what was typed in one form: they are kept by the server now. */
function drop(form) {
  form.reset();
  span = null;
  keep();
}

function restore() {
  const kept = JSON.parse(sessionStorage.getItem(PLACE) ?? "{}");
  for (const [id, fields] of Object.entries(kept.forms ?? {})) {
    const form = document.getElementById(id);
    for (const [name, value] of fields) if (form?.elements[name]) form.elements[name].value = value;
    if (fields.some(([name, value]) => value && ["proposition", "note"].includes(name))) form.closest("details").open = true;
  }
  const { start, end, exact } = kept.span ?? {};
  const isThere = Boolean(exact) && offsets.words(start, end) === exact;
  if (isThere) go(start, end);
  return isThere;
}
uses?.addEventListener("input", keep);
// From the panel back into the text, where the mark still is.
uses?.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && span) go(span.start, span.end);
});

const at = new URLSearchParams(location.search).get("at");
if (!offsets.isWhole) marked.textContent = "This browser shows the text otherwise than it was received: do not mark.";
const isBack = uses && restore();
if (at && !isBack && Number(at) <= offsets.points.length) go(Number(at));
if (search) find();
