/** Give Django's choosers of records the name of their field: select2 names them after what is chosen, often nothing. */
function nameAll() {
  for (const control of document.querySelectorAll(".select2-selection:not([data-named])")) {
    const select = control.closest(".select2-container")?.previousElementSibling;
    const label = select?.labels?.[0];
    if (!label) continue;
    label.id ||= `${select.id}_label`;
    const own = control.getAttribute("aria-labelledby");
    control.setAttribute("aria-labelledby", [label.id, own].filter(Boolean).join(" "));
    for (const inner of control.querySelectorAll("[role=textbox], [role=searchbox], .select2-search__field")) {
      inner.setAttribute("aria-labelledby", label.id);
    }
    control.dataset.named = "";
  }
  // Its list of what is chosen holds more than list items, so to a screen reader it is none.
  for (const part of document.querySelectorAll("ul.select2-selection__rendered, ul.select2-selection__rendered > li")) {
    part.setAttribute("role", "none");
  }
}

// select2 comes when it likes: jQuery's "ready" may be before or after this.
new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
nameAll();
