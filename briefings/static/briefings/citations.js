/** The editor of citations: rows come and go, words are taken from the text, dates and actors are looked up. */
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

async function describe(input) {
  const output = input.parentElement.querySelector("output");
  if (!input.value) return void (output.textContent = "");
  const answer = await fetch(`${editor.dataset.edtf}?${new URLSearchParams({ edtf: input.value })}`);
  if (!answer.ok) return;
  const said = await answer.json();
  output.textContent = said.words ?? said.error;
}

/** Show actors for the last word of a list of slugs; pressing one puts it in that word's place. */
async function look(input) {
  const list = input.parentElement.querySelector(".found");
  const term = input.value.split(/[\s,]+/).at(-1);
  if (!term) return void list.replaceChildren();
  const query = { app_label: "briefings", model_name: "claim", field_name: "subject", term };
  const answer = await fetch(`${editor.dataset.autocomplete}?${new URLSearchParams(query)}`);
  if (!answer.ok) return;
  const items = (await answer.json()).results.slice(0, 6).map((each) => {
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
}

editor?.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.classList.contains("add-row")) add(button);
  if (button?.classList.contains("remove-row")) remove(button);
  if (button?.classList.contains("pick")) take(button);
});
let wait = 0;
editor?.addEventListener("input", (event) => {
  const kind = event.target.closest(".member")?.classList;
  const react = kind?.contains("kind-edtf") ? describe : kind?.contains("kind-slugs") ? look : null;
  if (!react) return;
  clearTimeout(wait);
  wait = setTimeout(() => react(event.target).catch(() => {}), 200);
});
for (const input of editor?.querySelectorAll(".kind-edtf input") ?? []) if (input.value) describe(input).catch(() => {});
