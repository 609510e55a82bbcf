// htmx, served by ourselves, for the few pages whose parts change while one looks at them. Every such page also works
// without it. What it fetches comes from us only, is put in as elements, and never runs.
import htmx from "htmx.org";

// The pages' policy lets no plain text become elements. htmx does that with the answers of our own server, and with
// nothing else; text never becomes script by this policy.
if (window.trustedTypes) {
  trustedTypes.createPolicy("default", { createHTML: (text) => text });
}

Object.assign(htmx.config, {
  allowEval: false,
  allowScriptTags: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
  // Nothing of a page is left behind in the browser.
  historyCacheSize: 0,
  refreshOnHistoryMiss: true,
  timeout: 10_000,
});
