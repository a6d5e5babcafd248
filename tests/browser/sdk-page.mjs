// What the tests of the browser SDK share: a page of the shop, who sits in front of it, and what can be seen from outside.

import assert from "node:assert/strict";
import { openBrowser, visit } from "./shop.mjs";
import { openPages } from "./sdk-shop.mjs";

export let pages, browser;

/** Opens the shop, Assent and the browser. */
export async function start({ languages } = {}) {
  pages = await openPages(languages);
  browser = await openBrowser();
}

export async function stop() {
  await browser?.close();
  await pages?.close();
}

/** What a page runs before anything else: it notes what its policy forbade and what moved. */
function watch() {
  window.violations = [];
  window.shifts = 0;
  addEventListener("securitypolicyviolation", (event) => window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
  new PerformanceObserver((list) => list.getEntries().forEach((shift) => (window.shifts += shift.value))).observe({ type: "layout-shift", buffered: true });
}

/** A page of the shop with the SDK, not yet connected; `asked` is what went to Assent. */
export async function open(who, { lang = "en", prepare, ...options } = {}) {
  const page = await visit(browser, { javaScriptEnabled: true, locale: lang === "de" ? "de-DE" : "en-GB", ...options });
  page.asked = [];
  page.on("request", (request) => {
    const { origin, pathname } = new URL(request.url());
    if (origin === pages.assent.url && !pathname.startsWith("/sdk/")) page.asked.push(`${request.method()} ${pathname}`);
  });
  await page.addInitScript(watch);
  if (prepare) await page.addInitScript(prepare);
  await page.goto(`${pages.origin}/?lang=${lang}${who ? `&who=${who}` : ""}`);
  await page.waitForFunction(() => window.ready);
  return page;
}

/** Connects, and reads the choice. */
export const connected = (page, more) => page.evaluate(async (more) => {
  const { known, person, ask, open } = await window.open_sdk(more).consent();
  return { known, person, ask, open };
}, more);

export const kept = (page) => page.evaluate(async () => ({
  local: localStorage.length, session: Object.values(sessionStorage), databases: (await indexedDB.databases()).length, cookies: document.cookie, caches: (await caches.keys()).length,
}));
export const NOTHING = { local: 0, session: [], databases: 0, cookies: "", caches: 0 };

export const events = async (who) => ((await pages.assent.export(who))?.events ?? []).map((event) => event.id).sort();
export const state = async (who, purpose) => {
  const { json } = await pages.assent.ask("GET", `/v1/consent/prompt?subject=${who}&jurisdictions=eu`);
  return json.purposes.find((one) => one.purpose === purpose).state;
};

/** Waits until something is so. */
export async function until(what, most = 60_000) {
  for (const end = Date.now() + most; Date.now() < end; await new Promise((done) => setTimeout(done, 100))) if (await what()) return;
  assert.fail(`not within ${most} ms: ${what}`);
}

export const ask = (page, options = { notice: "history" }) => page.evaluate((options) => {
  window.outcome = null;
  void window.panel(window.assent, { ...options, ...(options.beside && { beside: document.querySelector(options.beside) }) }).then((said) => (window.outcome = said));
}, options);
export const panel = (page) => page.locator("assent-panel");
export const press = (page, name) => panel(page).getByRole("button", { name, exact: true }).click();
export const outcome = (page) => page.waitForFunction(() => window.outcome).then((handle) => handle.jsonValue());

/** Somebody who said yes by the panel, on a page that is connected. */
export async function saidYes(who, options) {
  const page = await open(who, options);
  await connected(page, options?.connection);
  await ask(page);
  await press(page, "Yes");
  assert.equal(await outcome(page), "answered");
  return page;
}

export async function calm(page) {
  assert.deepEqual(await page.evaluate(() => window.violations), [], "the policy forbade nothing");
  assert.equal(await page.evaluate(() => window.hacked), undefined, "no text ran");
  assert.deepEqual(page.trouble, []);
}

/** Changes what is shown of a notice, on its way. */
export async function changed(page, change) {
  await page.route("**/v1/notices/*/served", async (route) => {
    const response = await route.fetch();
    const served = await response.json();
    change(served);
    await route.fulfill({ response, json: served });
  });
}
