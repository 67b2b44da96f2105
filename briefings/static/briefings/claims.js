/** Forms that name a claim: its passages are offered to be chosen, its origins to be judged, as soon as it is chosen. */
import { latest } from "./asking.js";

const home = document.querySelector("[data-claims]").dataset.claims;
const jQuery = window.django?.jQuery;

/** Call back with what a chooser holds now, and whenever it changes. select2 tells jQuery only. */
function watch(select, tell) {
  jQuery?.(select).on("change", () => tell(select.value));
}

for (const select of document.querySelectorAll("select.passages")) {
  const [quote, search, more, count] = ["exact", "search", "more", "count"].map((part) =>
    document.getElementById(`${select.id}_${part}`),
  );
  const of = document.getElementById(select.dataset.of);
  const known = JSON.parse(document.getElementById(`${select.id}_words`).textContent);
  let shown = select.options.length - 1;
  const show = () => (quote.textContent = known[select.value] ?? "");

  function line({ slug, exact, line: words }) {
    known[slug] = exact;
    return new Option(words, slug);
  }

  /** Put passages into the list. What is chosen stays chosen, found or not. */
  function fill({ passages, has_more: hasMore }, { isNew, after }) {
    const chosen = isNew ? null : select.selectedOptions[0];
    const held = after ? [...select.options] : [select.options[0], ...(chosen?.value ? [chosen] : [])];
    const fresh = passages.filter(({ slug }) => !held.some((each) => each.value === slug));
    select.replaceChildren(...held, ...fresh.map(line));
    select.value = chosen?.value ?? "";
    shown = after + passages.length;
    more.hidden = !hasMore;
    if (isNew) search.parentElement.hidden = !hasMore;
    count.textContent = hasMore ? `${shown} are in the list, and there are more.` : `${shown} in the list.`;
    show();
  }

  const ask = latest(
    select,
    ({ words, after }) => `${home}${of.value}/passages/?${new URLSearchParams({ q: words, after })}`,
    fill,
  );
  function start(claim) {
    search.value = "";
    select.replaceChildren(select.options[0]);
    show();
    ask.stop();
    if (claim) ask({ words: "", after: 0, isNew: true });
    else search.parentElement.hidden = true;
  }

  let wait = 0;
  search.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(() => ask({ words: search.value, after: 0 }), 200);
  });
  search.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault()); // it saves nothing yet
  more.addEventListener("click", () => ask({ words: search.value, after: shown }));
  select.addEventListener("change", show);
  if (of) watch(of, start);
}

/** Beside the origins of a judgement: what is computed, and one press that takes it. */
const origins = document.getElementById("id_origins");
const claim = document.getElementById("id_claim");
if (origins && claim && !origins.disabled) {
  const said = document.createElement("p");
  said.className = "note";
  said.setAttribute("role", "status");
  const take = document.createElement("button");
  Object.assign(take, { type: "button", className: "button", textContent: "Take the origins that are computed", hidden: true });
  origins.closest(".form-row").append(said, take);
  let computed = [];
  const put = (found) => {
    said.textContent = found.reason;
    computed = found.origins;
    take.hidden = computed.length < 2;
  };
  const ask = latest(said, (of) => `${home}${of}/origins/`, put);
  const look = (of) => {
    put({ reason: "", origins: [] });
    ask.stop();
    if (of) ask(of);
  };
  take.addEventListener("click", () => {
    origins.replaceChildren(...computed.map((each) => new Option(each.slug, each.id, true, true)));
    jQuery?.(origins).trigger("change");
  });
  watch(claim, look);
  if (claim.value) look(claim.value);
}
