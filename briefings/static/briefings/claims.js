/** Forms that name a claim: its passages are offered to be chosen, its origins to be judged, as soon as it is chosen. */
const home = document.querySelector("script[data-claims]").dataset.claims;
const jQuery = window.django?.jQuery;

async function ask(claim, page) {
  const answer = await fetch(`${home}${claim}/${page}/`, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(page);
  return answer.json();
}

/** Call back with what a chooser holds now, and whenever it changes. select2 tells jQuery only. */
function watch(select, tell) {
  jQuery?.(select).on("change", () => tell(select.value));
}

for (const select of document.querySelectorAll("select.passages")) {
  const quote = document.getElementById(`${select.id}_exact`);
  const of = document.getElementById(select.dataset.of);
  let words = {};
  const show = () => (quote.textContent = words[select.value] ?? "");
  const fill = async (claim, isKept) => {
    const kept = isKept ? select.value : "";
    const { passages } = claim ? await ask(claim, "passages") : { passages: [] };
    words = Object.fromEntries(passages.map((each) => [each.slug, each.exact]));
    if (isKept) return show();
    const lines = passages.map(({ slug, exact }) => {
      const shown = [...exact].length > 90 ? `${[...exact].slice(0, 90).join("")}…` : exact;
      return new Option(`${slug.slice(slug.indexOf("--") + 2)}: ${shown}`, slug);
    });
    select.replaceChildren(select.options[0], ...lines);
    select.value = kept;
    show();
  };
  select.addEventListener("change", show);
  if (!of) continue;
  watch(of, (claim) => fill(claim, false).catch(() => {}));
  if (of.value) fill(of.value, true).catch(() => {});
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
  const look = async (of) => {
    const found = of ? await ask(of, "origins") : { reason: "", origins: [] };
    said.textContent = found.reason;
    computed = found.origins;
    take.hidden = computed.length < 2;
  };
  take.addEventListener("click", () => {
    origins.replaceChildren(...computed.map((each) => new Option(each.slug, each.id, true, true)));
    jQuery?.(origins).trigger("change");
  });
  watch(claim, (of) => look(of).catch(() => {}));
  if (claim.value) look(claim.value).catch(() => {});
}
