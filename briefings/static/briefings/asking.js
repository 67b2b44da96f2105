/** Asking the server behind a page: its answer, or words that say what went wrong and what to do. */
const SILENT = "The server did not answer. What you typed stands; try again.";
const ENDED = "You are logged out. Log in again in another window, then try once more; what you typed stands.";
const FORBIDDEN = "Your account may not do this; what you typed stands.";

/** The server's answer was no. message: in words; token: a new one for the forms of this page, if it sent one. */
export class Refused extends Error {
  constructor(message, token) {
    super(message);
    this.token = token;
  }
}

/** A later log-in changes the token: the forms of this page take the new one, so that pressing once more is enough. */
export function takeToken({ token }) {
  for (const field of token ? document.querySelectorAll("[name=csrfmiddlewaretoken]") : []) field.value = token;
}

/** Return the JSON of an answer. Throws Refused, or AbortError for a question that was taken back. */
export async function ask(address, options = {}) {
  const answer = await fetch(address, { ...options, headers: { Accept: "application/json" } }).catch((error) => {
    throw error.name === "AbortError" ? error : new Refused(SILENT);
  });
  const isJson = answer.headers.get("Content-Type")?.includes("json");
  const said = isJson ? await answer.json().catch(() => null) : null;
  if (said && answer.ok) return said;
  if (said?.errors) throw new Refused(said.errors.join(" "), said.token);
  if (answer.redirected) throw new Refused(ENDED); // to the page for logging in
  if (answer.status === 403) throw new Refused(FORBIDDEN);
  throw new Refused(`The server failed (${answer.status}). What you typed stands; try again, or tell an administrator.`);
}

/** Say below a control what went wrong, with a button that tries again; without words, take that away. */
export function tell(control, words, again) {
  const old = control.nextElementSibling?.matches(".told") ? control.nextElementSibling : null;
  old?.remove();
  if (!words) return;
  const told = document.createElement("p");
  Object.assign(told, { className: "errornote told", textContent: `${words} ` });
  told.setAttribute("role", "alert");
  if (again) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "button", textContent: "Try again" });
    button.addEventListener("click", () => {
      control.focus();
      again();
    });
    told.append(button);
  }
  control.after(told);
}

/** Return a function that asks again and again: only the latest answer counts, and what goes wrong is told. */
export function latest(control, address, take) {
  let asking = null;
  async function run(...question) {
    asking?.abort();
    asking = new AbortController();
    try {
      const said = await ask(address(...question), { signal: asking.signal });
      tell(control, null);
      take(said, ...question);
    } catch (error) {
      if (error.name !== "AbortError") tell(control, error.message, () => run(...question));
    }
  }
  /** Forget the question: nothing is wanted any longer. */
  run.stop = () => {
    asking?.abort();
    tell(control, null);
  };
  return run;
}
