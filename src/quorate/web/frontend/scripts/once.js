// A page to which one goes back holds what was typed and sent from it. It keeps the key under which that went, so that
// the same sent again is known for the same and added once (web/once.py). Each entry of the tab's history has its own.
const keys = [...document.querySelectorAll('input[name="once"]')];
if (keys.length) {
  const drawn = keys[0].value;
  const once = history.state?.once || drawn;
  // What is kept for somebody who was signed out carries another, under which it was sent first.
  keys.filter((one) => one.value === drawn).forEach((one) => (one.value = once));
  history.replaceState({ ...history.state, once }, "");
}
