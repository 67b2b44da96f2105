/** The editor of citations: rows come and go, words are taken from the text, dates and actors are looked up. */
import { latest } from "./asking.js";
import { Offsets } from "./offsets.js";

const editor = document.querySelector(".editor");
const text = document.getElementById("report-text");
const offsets = text && new Offsets(text);
let span = null;
let rows = 0;

if (text) {
  for (const kind of ["beforeinput", "drop"]) text.addEventListener(kind, (event) => event.preventDefault());
  text.addEventListener("compositionstart", () => text.blur());
  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    if (!selection.rangeCount || !text.contains(selection.anchorNode) || !text.contains(selection.focusNode)) return;
    const range = selection.getRangeAt(0);
    const start = offsets.of(range.startContainer, range.startOffset);
    span = offsets.trimmed(start, offsets.of(range.endContainer, range.endOffset));
    CSS.highlights?.set("marked", new Highlight(offsets.range(...span)));
  });
}

function add(button) {
  const list = button.closest(".rows");
  const held = list.querySelector(":scope > .held-rows");
  rows = Math.max(rows, 1000) + 1; // beyond every number the server gave
  const made = document.createElement("template");
  made.innerHTML = list.querySelector(":scope > template").innerHTML.replaceAll(list.dataset.mark, rows);
  held.append(made.content);
  const row = held.lastElementChild;
  if (span && row.classList.contains("row-citations")) take(row.querySelector(".pick"));
  row.querySelector("select, textarea, input:not([type=hidden])").focus();
}

function remove(button) {
  const list = button.closest(".rows");
  button.closest(".row").remove();
  list.querySelector(":scope > .add-row").focus();
}

function take(button) {
  if (!span || span[0] === span[1]) return;
  const field = (key) => editor.querySelector(`[name="${button.dataset.name}.${key}"]`);
  field("quote").value = offsets.words(...span);
  [field("start").value, field("end").value] = span;
}

/** For each field that is looked up while one types: the function that asks. Made once, so that one question ends another. */
const askers = new WeakMap();
function asker(input, make) {
  if (!askers.has(input)) askers.set(input, make(input));
  return askers.get(input);
}

/** Read a date back in words. */
function describe(input) {
  const output = input.parentElement.querySelector("output");
  const address = () => `${editor.dataset.edtf}?${new URLSearchParams({ edtf: input.value })}`;
  const ask = asker(input, () => latest(output, address, (said) => (output.textContent = said.words ?? said.error)));
  output.textContent = "";
  if (input.value) ask();
  else ask.stop();
}

/** Show actors for the last word of a list of slugs; pressing one puts it in that word's place. */
function look(input) {
  const list = input.parentElement.querySelector(".found");
  const last = () => input.value.split(/[\s,]+/).at(-1);
  const address = (term) =>
    `${editor.dataset.autocomplete}?${new URLSearchParams({ app_label: "briefings", model_name: "claim", field_name: "subject", term })}`;
  const put = ({ results }, term) => {
    const items = results.slice(0, 6).map((each) => {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", textContent: each.text });
      button.addEventListener("click", () => {
        input.value = `${input.value.slice(0, input.value.length - term.length)}${each.text}`;
        list.replaceChildren();
        input.focus();
      });
      const item = document.createElement("li");
      item.append(button);
      return item;
    });
    list.replaceChildren(...items);
  };
  const ask = asker(input, () => latest(list, address, put));
  list.replaceChildren();
  if (last()) ask(last());
  else ask.stop();
}

editor?.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.classList.contains("add-row")) add(button);
  if (button?.classList.contains("remove-row")) remove(button);
  if (button?.classList.contains("pick")) take(button);
});
const waits = new WeakMap();
editor?.addEventListener("input", (event) => {
  const kind = event.target.closest(".member")?.classList;
  const react = kind?.contains("kind-edtf") ? describe : kind?.contains("kind-slugs") ? look : null;
  if (!react) return;
  clearTimeout(waits.get(event.target));
  waits.set(event.target, setTimeout(() => react(event.target), 200));
});
for (const input of editor?.querySelectorAll(".kind-edtf input") ?? []) if (input.value) describe(input);
