// What was typed and has not reached the server yet, kept in this tab so that a lost network or a page that died loses
// nothing. It is gone with the tab, at sign-out, when somebody else signs in here, and after a working day; the words
// are never kept where another tab or tomorrow's reader of the machine finds them (decision 0016).
const BEGINS = "quorate-unsent ";
const LONGEST = 8 * 60 * 60 * 1000;
const NOT_KEPT = new Set(["csrfmiddlewaretoken"]);

const account = document.body.dataset.signedIn || "";

function all() {
  try {
    return Object.keys(sessionStorage).filter((key) => key.startsWith(BEGINS));
  } catch {
    return []; // a browser that keeps nothing
  }
}

function read(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
}

// Which form of which page: a new thing's own address changes each time that its page is opened, the page's does not.
// The place of a form without an id says little: another one may stand there tomorrow (see `putBack`).
function keyOf(form) {
  const forms = [...document.querySelectorAll("form[data-autosave]")];
  return `${BEGINS}${location.pathname}${location.search}#${form.id || forms.indexOf(form)}`;
}

function typedIn(form) {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NOT_KEPT.has(name));
}

const actionOf = (form) => new URL(form.action).pathname + new URL(form.action).search;

// True once the browser holds it.
export function keep(form) {
  if (!account) return false;
  const action = actionOf(form);
  const page = location.pathname + location.search;
  try {
    sessionStorage.setItem(keyOf(form), JSON.stringify({ account, page, action, at: Date.now(), fields: typedIn(form) }));
    return true;
  } catch {
    return false;
  }
}

export function forget(form) {
  try {
    sessionStorage.removeItem(keyOf(form));
  } catch {
    // Then there is nothing to forget.
  }
}

// It goes by the form's own button now. Whether it arrived shows with the next page (`hasArrived`).
export function going(form) {
  const kept = read(keyOf(form));
  try {
    if (kept) sessionStorage.setItem(keyOf(form), JSON.stringify({ ...kept, going: true }));
  } catch {
    forget(form); // no room for a mark: the server answered a moment ago, and an old text must not come back as unsent
  }
}

// Puts back what this page's form held when it could not be sent; gives the time of that, or null.
export function putBack(form) {
  const kept = read(keyOf(form));
  if (!kept || (!form.id && kept.action !== actionOf(form))) return null;
  if (words(form, kept.fields) === words(form, typedIn(form))) {
    forget(form); // it arrived
    return null;
  }
  form.action = kept.action;
  const said = (name) => kept.fields.filter((one) => one[0] === name).map((one) => one[1]);
  for (const one of form.elements) fill(one, said(one.name), nth(form, one));
  return new Date(kept.at);
}

// Of fields with one name, which this is.
const nth = (form, field) => [...form.elements].filter((one) => one.name === field.name).indexOf(field);

// What somebody filled in, without the blanks at its ends, which the server does not keep.
function words(form, fields) {
  const isTyped = (name) => [...form.elements].some((one) => one.name === name && one.type !== "hidden");
  return JSON.stringify(fields.filter(([name]) => isTyped(name)).map(([name, value]) => [name, value.trim()]));
}

function fill(field, values, place) {
  if (!field.name || NOT_KEPT.has(field.name) || ["file", "submit", "button"].includes(field.type)) return;
  if (field.type === "hidden") {
    // What it was written over, and by which open form, so that what somebody else saved since is shown beside it.
    if (["version", "writer"].includes(field.name) && values.length) field.value = values[0];
  } else if (field.type === "checkbox" || field.type === "radio") {
    field.checked = values.includes(field.value);
  } else if (field instanceof HTMLSelectElement && field.multiple) {
    for (const one of field.options) one.selected = values.includes(one.value);
  } else if (place in values) {
    field.value = values[place];
  }
}

const here = location.pathname + location.search;
const from = document.referrer ? new URL(document.referrer) : null;
const isSentOn = performance.getEntriesByType("navigation").some((one) => one.redirectCount > 0);
const isError = document.querySelector("[data-not-arrived]") !== null;

// Only the page to which the button itself led shows it: the server sent on from the form's page, or answered at the
// form's address with the words in it. After an error page, or a page that came in another way, nobody knows.
function hasArrived(kept) {
  if (isError || !from || from.pathname + from.search !== kept.page) return false;
  return isSentOn || here === kept.action;
}

// No longer on its way, and not known to be there: the form that is opened next shows it again.
function stay(key, kept) {
  try {
    sessionStorage.setItem(key, JSON.stringify({ ...kept, going: false }));
  } catch {
    // It stays as it is: the page that comes next asks again.
  }
}

const isSignedOut = document.querySelector("[data-forget-unsent]") !== null;
for (const key of all()) {
  const kept = read(key);
  const isOthers = account && kept?.account !== account;
  const hasLeft = kept?.going && (isError || kept.page !== here);
  const isOver = !kept || isSignedOut || isOthers || Date.now() - kept.at > LONGEST;
  if (isOver || (hasLeft && hasArrived(kept))) sessionStorage.removeItem(key);
  else if (hasLeft) stay(key, kept);
}

// An error page says that words are kept only where they are, and where: those that were sent to its address, or were
// typed on the page from which it was opened. What they say is not shown.
const keptInTab = document.querySelector("[data-kept-in-tab]");
const isOfThis = (kept) => kept?.action === here || (from && kept?.page === from.pathname + from.search);
const last = all().map(read).filter(isOfThis).sort((one, other) => other.at - one.at)[0];
if (keptInTab && last) {
  keptInTab.querySelector("a").href = last.page;
  keptInTab.hidden = false;
}
