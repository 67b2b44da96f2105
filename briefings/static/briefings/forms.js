/**
 * The form of a record is sent behind its page, which is left only when the server has kept what was typed.
 *
 * So a server that is silent, a session that has ended and a right that was taken away are said beside the button, and
 * pressing it once more is enough. Nothing is stored in the browser. A form that is refused for what it holds is sent
 * again as a browser does, so that the server shows it with every refusal beside its field.
 */
import { ask, takeToken, tell } from "./asking.js";

for (const form of document.querySelectorAll("form.record")) {
  form.addEventListener("submit", async (event) => {
    if (form.dataset.sending === "shown") return; // the browser sends it now
    event.preventDefault();
    if (form.dataset.sending) return; // pressed twice
    form.dataset.sending = "asked";
    const row = form.querySelector(".submit-row");
    tell(row, null);
    try {
      const said = await ask(form.action, { method: "POST", body: new FormData(form, event.submitter) });
      form.dataset.sending = "shown"; // the page is being left
      if (said.url) location.assign(said.url);
      else form.requestSubmit(event.submitter);
    } catch (refused) {
      takeToken(refused);
      tell(row, refused.message);
      delete form.dataset.sending;
    }
  });
}

// A page that the browser kept and shows again is a form that nobody has sent yet.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form.record")) delete form.dataset.sending;
});
