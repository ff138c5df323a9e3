// Saves the answers of a quiz page as they are chosen, by posting the form to its own action, as the button would.
// The server answers JSON: {"message": "Saved at 14:05"}; with any other answer the choice counts as not saved.
// Without this script the page's buttons do the same.
const NOT_SAVED = "Not saved. Keep this page open; we try again.";
const RETRY_AFTER_MS = 5000;

class Autosave {
  constructor(form) {
    this.form = form;
    this.told = form.querySelector("[data-save-state]");
    this.wanted = false; // a change waits to be sent
    this.sending = false;
    form.addEventListener("change", () => this.save());
    form.addEventListener("submit", () => (this.wanted = false));
    addEventListener("online", () => this.wanted && this.save());
    addEventListener("offline", () => this.tell("You are offline. Keep this page open; we save when you are back.", false));
    addEventListener("beforeunload", (event) => (this.wanted || this.sending) && event.preventDefault());
  }

  tell(text, good) {
    this.told.textContent = text;
    this.told.classList.toggle("save-state-bad", !good);
  }

  // One request at a time, so that the last choice is the one that stays.
  async save() {
    this.wanted = true;
    if (this.sending) return;
    this.sending = true;
    while (this.wanted) {
      this.wanted = false;
      const refusal = await this.post();
      if (!refusal) continue;
      this.wanted = refusal.again;
      break;
    }
    this.sending = false;
    clearTimeout(this.timer);
    if (this.wanted) this.timer = setTimeout(() => this.wanted && this.save(), RETRY_AFTER_MS);
  }

  // Returns null when saved, otherwise whether trying again can help.
  async post() {
    try {
      const answer = await fetch(this.form.action, {
        method: "POST",
        body: new URLSearchParams(new FormData(this.form)),
        headers: { "X-Requested-With": "fetch", Accept: "application/json" },
        credentials: "same-origin",
      });
      const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
      const message = isJson ? (await answer.json()).message : null;
      if (answer.ok && message) {
        this.tell(message, true);
        return null;
      }
      const gone = answer.status < 500;
      this.tell(message ?? (gone ? "Not saved. Use the button below to save; you may be asked to sign in again." : NOT_SAVED), false);
      return { again: !gone };
    } catch {
      this.tell(NOT_SAVED, false);
      return { again: true };
    }
  }
}

for (const form of document.querySelectorAll("form[data-autosave]")) new Autosave(form);
