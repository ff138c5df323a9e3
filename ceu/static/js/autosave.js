// Saves the answers of a quiz page as they are chosen, by posting the form to its own action, as its button would.
// The server answers JSON, {"message": "Saved at 14:05"}; after any other answer the choice counts as not saved.
// A button of the page waits for that answer too: with no network the browser would put its error page in the place of
// this one, and with it what was chosen. Without this script the page's buttons do the same.
const OFFLINE = "You are offline. Keep this page open; your answer is saved when you are back.";
const TRYING = "Not saved, keep this page open. Trying again.";
const REFUSED = "Not saved. Use the button to save; you may be asked to sign in again.";
const SAVING = "Saving, then going on.";
const HELD = "Not saved yet, so this page stays open. It is saved, and you go on, as soon as the server answers.";
const RETRY_MS = 5000;

function autosave(form) {
  const told = form.querySelector("[data-save-state]");
  let pending = false; // a choice the server has not acknowledged
  let sending = false;
  let leaving = false;
  let held; // the button that was pressed while a choice was not saved
  let timer;

  const tell = (text, good) => {
    told.textContent = text;
    told.classList.toggle("save-state-bad", !good);
  };

  const post = async (body) => {
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body,
        headers: { "X-Requested-With": "fetch", Accept: "application/json" },
      });
      const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
      const message = isJson ? (await answer.json()).message : null;
      if (answer.ok && message) return { saved: true, message };
      const again = answer.status >= 500 || answer.status === 429;
      return { again, message: message ?? (again ? TRYING : REFUSED) };
    } catch {
      return { again: true, message: navigator.onLine ? TRYING : OFFLINE };
    }
  };

  // One request at a time, so that the last choice is the one that stays.
  const save = async () => {
    clearTimeout(timer);
    if (sending) return;
    sending = true;
    let result;
    let sent;
    do {
      sent = new URLSearchParams(new FormData(form)).toString();
      result = await post(new URLSearchParams(sent));
    } while (result.saved && sent !== new URLSearchParams(new FormData(form)).toString());
    sending = false;
    pending = !result.saved;
    tell(held && result.again ? HELD : result.message, result.saved);
    if (result.again) timer = setTimeout(save, RETRY_MS);
    else if (held) {
      leaving = true; // also where the server refused: then the page it leads to says why
      form.requestSubmit(held);
    }
  };

  form.addEventListener("change", () => {
    pending = true;
    leaving = false;
    held = undefined; // who chooses again is not yet done with this page
    save();
  });
  form.addEventListener("submit", (event) => {
    if (leaving || (!pending && navigator.onLine)) return void (leaving = true);
    event.preventDefault();
    held = event.submitter;
    tell(SAVING, true);
    save();
  });
  addEventListener("online", () => pending && save());
  addEventListener("offline", () => tell(held ? HELD : OFFLINE, false));
  addEventListener("beforeunload", (event) => pending && !leaving && event.preventDefault());
}

for (const form of document.querySelectorAll("form[data-autosave]")) autosave(form);
