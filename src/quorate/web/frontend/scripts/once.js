// A page to which one goes back holds what was typed and sent from it, but a key of its own. Where the same is sent from
// there again, it goes under the key of the first, so that it is known for the same and added once (web/once.py). A form
// in which nobody typed or chose anything has nothing to lose: its button does each time what it says.
//
// The tab keeps, for each entry of its history and each address to which a form was sent from there, the key and a
// number made of what it said; never the words. After other words, or when the page was loaded anew, it is said anew.
const SUMS_TO = 2 ** 32;

function isChanged(field) {
  if (!["INPUT", "SELECT", "TEXTAREA"].includes(field.tagName) || field.type === "hidden") return false;
  if (!(field instanceof HTMLSelectElement)) {
    return field.value !== field.defaultValue || Boolean(field.checked) !== Boolean(field.defaultChecked);
  }
  const given = [...field.options].map((one) => one.defaultSelected);
  if (!field.multiple && !given.includes(true)) given[0] = true; // the browser chooses the first
  return [...field.options].some((one, place) => one.selected !== given[place]);
}

function sumOf(form, button) {
  const said = [...new FormData(form, button)].filter(([name]) => !["once", "csrfmiddlewaretoken"].includes(name));
  const words = JSON.stringify(said.map(([name, value]) => [name, value instanceof File ? value.name : value]));
  return [...words].reduce((sum, one) => (sum * 31 + one.codePointAt(0)) % SUMS_TO, 7);
}

const drawn = document.querySelector('input[name="once"]')?.value;
const isAnew = performance.getEntriesByType("navigation").some((one) => one.type === "reload");
const here = `quorate-sent ${(!isAnew && history.state?.once) || drawn}`;
if (drawn) history.replaceState({ ...history.state, once: here.slice("quorate-sent ".length) }, "");

function sentFromHere() {
  try {
    return JSON.parse(sessionStorage.getItem(here)) || {};
  } catch {
    return {}; // a browser that keeps nothing
  }
}

function keep(sent) {
  try {
    sessionStorage.setItem(here, JSON.stringify(sent));
  } catch {
    // Then what is sent again from here is said anew.
  }
}

// Last of all that listens: a form that waits for something of its own is sent later.
addEventListener("submit", (event) => {
  const form = event.target;
  const key = form.elements.namedItem("once");
  if (event.defaultPrevented || !(key instanceof HTMLInputElement) || ![...form.elements].some(isChanged)) return;
  const address = event.submitter?.getAttribute("formaction") || form.getAttribute("action");
  const sent = sentFromHere();
  const [first, sum] = sent[address] || [];
  const sumNow = sumOf(form, event.submitter);
  if (sum === sumNow) key.value = first;
  keep({ ...sent, [address]: [key.value, sumNow] });
});
