// The little script of the pages. Every page works without it; it only saves work.
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
