// The little script of the pages. Every page works without it; it only saves work.
import "./autosave.js";
import "./once.js";
import { Button, CharacterCount, Checkboxes, ErrorSummary, Radios, SkipLink, createAll } from "govuk-frontend";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const component of [Button, CharacterCount, Checkboxes, ErrorSummary, Radios, SkipLink]) {
  createAll(component);
}

// An open menu closes when the reader goes elsewhere or presses Escape, and gives the focus back.
const menus = [...document.querySelectorAll("details[data-menu]")];
document.addEventListener("click", (event) => {
  menus.filter((menu) => !menu.contains(event.target)).forEach((menu) => (menu.open = false));
});
document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && menus.find((menu) => menu.open);
  if (open) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});

// "Why this date?" is worked out when somebody asks: the explanation of the duty's own page is put in place. The
// request parses the page into a document of its own, so nothing that was fetched is ever run.
function explainInPlace(why) {
  const asked = new XMLHttpRequest();
  asked.open("GET", why.dataset.why);
  asked.responseType = "document";
  asked.addEventListener("loadend", () => {
    why.removeAttribute("aria-busy");
    const found = asked.status === 200 && asked.response && asked.response.querySelector(".q-explained");
    if (found) {
      why.querySelector(".q-explained").replaceWith(document.adoptNode(found));
      delete why.dataset.why;
    }
  });
  why.setAttribute("aria-busy", "true");
  asked.send();
}
for (const why of document.querySelectorAll("details[data-why]")) {
  why.addEventListener("toggle", () => {
    if (why.open && why.dataset.why && !why.hasAttribute("aria-busy")) {
      explainInPlace(why);
    }
  });
}

// Printing opens every explanation, so that paper shows what the page can show.
addEventListener("beforeprint", () => {
  document.querySelectorAll("main details:not([open])").forEach((one) => {
    one.open = true;
    one.dataset.opened = "for-print";
  });
});
addEventListener("afterprint", () => {
  document.querySelectorAll('main details[data-opened="for-print"]').forEach((one) => (one.open = false));
});
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// A page kept by the browser is not shown again after signing out: it is fetched anew.
addEventListener("pageshow", (event) => {
  if (event.persisted && document.body.hasAttribute("data-signed-in")) {
    location.reload();
  }
});
