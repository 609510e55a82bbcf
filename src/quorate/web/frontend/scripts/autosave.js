// Forms that save themselves: `<form data-autosave>` with the parts of components/saving.html inside. A change is sent
// within two seconds of the last key, when a field is left, and when the page is put away. "Saved" is said only after
// the server has answered; until then this tab keeps what was typed, and gives it back to the page. The form's own
// button goes nowhere while there is no connection. Without this script it saves as any button does.
import { forget, going, keep, putBack } from "./unsent.js";

const WAIT = 1500;
const LONGEST_WAIT = 30_000;
const SPEAK_EVERY = 10_000;
const PATIENCE = 20_000;
const AT_ONCE = new Set(["two-texts", "not-sent", "not-kept", "held", "press-again", "signed-out"]);

// Whether our server answers, asked by the smallest thing that it has: no record is opened for that.
async function isReached() {
  const icon = document.querySelector('link[rel="icon"]').href;
  try {
    return (await fetch(icon, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(PATIENCE / 4) })).ok;
  } catch {
    return false;
  }
}

class Autosave {
  constructor(form) {
    this.form = form;
    this.version = form.querySelector("input[name=version]");
    this.spoken = form.querySelector("[data-saving-spoken]");
    this.said = 0;
    this.failures = 0;
    this.isDirty = false;
    this.sending = null;
    this.back = form.querySelector("[data-saving-back]");
    form.addEventListener("input", (event) => event.target.type === "file" || this.changed(WAIT));
    form.addEventListener("change", (event) => event.target.type === "file" || this.changed(0));
    form.addEventListener("focusout", () => this.isDirty && this.changed(0));
    form.addEventListener("submit", (event) => this.submitted(event));
    addEventListener("online", () => this.isDirty && this.changed(0));
    document.addEventListener("visibilitychange", () => document.hidden && this.isDirty && this.send(true));
    addEventListener("beforeunload", (event) => this.isDirty && event.preventDefault());
    addEventListener("pageshow", () => (this.isGoing = false));
    this.putBack();
  }

  putBack() {
    const at = putBack(this.form);
    if (!at) return;
    if (this.back) {
      const clock = at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
      this.back.querySelector("[data-saving-more]").textContent = clock;
      this.back.hidden = false;
    }
    this.changed(0);
  }

  changed(wait) {
    this.isKept = keep(this.form);
    if (this.isStopped) return;
    this.isDirty = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(false), wait);
  }

  stop() {
    clearTimeout(this.timer);
    this.isStopped = true;
    this.isDirty = false;
  }

  // A save that is still on its way is waited for: else the button's own would come with the version before it, and
  // one person's two saves would look like two people's.
  async submitted(event) {
    if (this.isGoing) return;
    event.preventDefault();
    if (this.isAsking) return; // pressed twice
    this.isAsking = true;
    clearTimeout(this.timer);
    this.show("saving", "");
    await this.sending;
    const isThere = await isReached();
    await this.sending; // somebody may have gone on typing meanwhile
    this.isAsking = false;
    if (!isThere) {
      this.held();
      return;
    }
    this.stop();
    going(this.form);
    this.isGoing = true;
    this.form.requestSubmit(event.submitter);
  }

  // Pressed while there is no connection: the page stays, and says so.
  held() {
    this.isHeld = true;
    this.isKept = keep(this.form);
    if (this.isStopped) this.show(this.isKept ? "held" : "not-kept", "");
    else this.lost();
  }

  // Between its day and its year a date is not wrong, only not finished. It is sent when somebody goes on from it.
  isInsideDate() {
    const date = document.activeElement?.closest(".govuk-date-input");
    if (!date || !this.form.contains(date)) return false;
    const parts = [...date.querySelectorAll("input")];
    return parts.some((one) => one.value) && parts.some((one) => !one.value);
  }

  send(isLeaving) {
    if (this.sending || this.isStopped || !this.isDirty || (!isLeaving && this.isInsideDate())) return;
    this.isDirty = false;
    this.show("saving", "");
    this.sending = this.sent(isLeaving).finally(() => {
      this.sending = null;
      if (this.isDirty && !this.isStopped && !this.failures) this.changed(WAIT);
    });
  }

  async sent(isLeaving) {
    try {
      this.heard(await this.posted(isLeaving));
    } catch {
      this.lost();
    }
  }

  async posted(isLeaving) {
    const body = new FormData(this.form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    const answer = await fetch(this.form.action, {
      method: "POST",
      body,
      keepalive: isLeaving,
      signal: AbortSignal.timeout(PATIENCE),
      headers: { Accept: "application/json", "X-Quorate-Autosave": "1" },
    });
    // Whoever was signed out in the meantime is sent elsewhere; what was typed stays on the page.
    if (!(answer.headers.get("Content-Type") || "").startsWith("application/json")) throw new Error("not an answer");
    return answer.json();
  }

  heard(said) {
    this.failures = 0;
    if (said.state === "saved") {
      if (this.version) this.version.value = said.version;
      this.settled();
      this.show(this.isHeld ? "press-again" : "saved", ` ${said.at}`);
      this.isHeld = false;
      this.form.dispatchEvent(new CustomEvent("quorate:saved", { bubbles: true, detail: said }));
    } else if (said.state === "clash") {
      this.stop();
      this.show("two-texts", "");
    } else if (said.state === "signed-out") {
      this.settled(); // the server keeps it
      this.show("signed-out", "");
    } else {
      this.show("refused", ` ${said.says || ""}`);
    }
  }

  // The server has it. What was typed since is kept with the version that stands now.
  settled() {
    if (this.isDirty) this.isKept = keep(this.form);
    else forget(this.form);
    const unsent = this.back?.querySelector("[data-saving-unsent]");
    if (unsent) unsent.hidden = true;
  }

  lost() {
    if (this.isStopped) return;
    this.isDirty = true;
    this.failures += 1;
    this.show(!this.isKept ? "not-kept" : this.isHeld ? "held" : "not-sent", "");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(false), Math.min(1000 * 2 ** this.failures, LONGEST_WAIT));
  }

  show(state, more) {
    for (const one of this.form.querySelectorAll("[data-saving]")) {
      one.hidden = one.dataset.saving !== state;
      const words = one.querySelector("[data-saving-more]");
      if (!one.hidden && words) words.textContent = more;
    }
    clearTimeout(this.speaking);
    const speak = () => {
      const shown = this.form.querySelector(`[data-saving="${state}"]`);
      this.said = Date.now();
      if (this.spoken && shown) this.spoken.textContent = shown.textContent.trim();
    };
    // A change is spoken at most once every ten seconds; what needs somebody is spoken at once.
    if (AT_ONCE.has(state)) speak();
    else if (state !== "saving") this.speaking = setTimeout(speak, Math.max(0, this.said + SPEAK_EVERY - Date.now()));
  }
}

for (const form of document.querySelectorAll("form[data-autosave]")) new Autosave(form);
