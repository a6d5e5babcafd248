// The browser SDK and its panel on a page of another origin, under the strictest policy: what leaves the browser, what
// stays in it, and when; and that a question is small, fair, and asked once.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { openBrowser, visit } from "./shop.mjs";
import { openPages } from "./sdk-shop.mjs";

const SDK_GZIP_BYTES_MAX = 6_000;
const BOTH_GZIP_BYTES_MAX = 12_000;
const require = createRequire(import.meta.url);
const axe = require.resolve("axe-core/axe.min.js");
const tsc = require.resolve("typescript/bin/tsc");
const sdk = fileURLToPath(new URL("../../sdk/", import.meta.url));
const pictures = fileURLToPath(new URL("../../docs/screenshots/", import.meta.url));

let pages, browser;
before(async () => {
  mkdirSync(pictures, { recursive: true });
  pages = await openPages();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await pages?.close();
});

// === helpers ===

/** What a page runs before anything else: it notes what its policy forbade and what moved. */
function watch() {
  window.violations = [];
  window.shifts = 0;
  addEventListener("securitypolicyviolation", (event) => window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
  new PerformanceObserver((list) => list.getEntries().forEach((shift) => (window.shifts += shift.value))).observe({ type: "layout-shift", buffered: true });
}

/** A page of the shop with the SDK, not yet connected; `asked` is what went to Assent. */
async function open(who, { lang = "en", prepare, ...options } = {}) {
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
const connected = (page, more) => page.evaluate(async (more) => {
  const { known, person, ask, open } = await window.open_sdk(more).consent();
  return { known, person, ask, open };
}, more);

const kept = (page) => page.evaluate(async () => ({
  local: localStorage.length, session: Object.values(sessionStorage), databases: (await indexedDB.databases()).length, cookies: document.cookie, caches: (await caches.keys()).length,
}));
const NOTHING = { local: 0, session: [], databases: 0, cookies: "", caches: 0 };

const events = async (who) => ((await pages.assent.export(who))?.events ?? []).map((event) => event.id).sort();
const state = async (who, purpose) => {
  const { json } = await pages.assent.ask("GET", `/v1/consent/prompt?subject=${who}&jurisdictions=eu`);
  return json.purposes.find((one) => one.purpose === purpose).state;
};

/** Waits until something is so. */
async function until(what, most = 15_000) {
  for (const end = Date.now() + most; Date.now() < end; await new Promise((done) => setTimeout(done, 100))) if (await what()) return;
  assert.fail(`not within ${most} ms: ${what}`);
}

const ask = (page, options = { notice: "history" }) => page.evaluate((options) => {
  window.outcome = null;
  void window.panel(window.assent, { ...options, ...(options.beside && { beside: document.querySelector(options.beside) }) }).then((said) => (window.outcome = said));
}, options);
const panel = (page) => page.locator("assent-panel");
const press = (page, name) => panel(page).getByRole("button", { name, exact: true }).click();
const outcome = (page) => page.waitForFunction(() => window.outcome).then((handle) => handle.jsonValue());

/** Somebody who said yes by the panel, on a page that is connected. */
async function saidYes(who, options) {
  const page = await open(who, options);
  await connected(page, options?.connection);
  await ask(page);
  await press(page, "Yes");
  assert.equal(await outcome(page), "answered");
  return page;
}

async function calm(page) {
  assert.deepEqual(await page.evaluate(() => window.violations), [], "the policy forbade nothing");
  assert.equal(await page.evaluate(() => window.hacked), undefined, "no text ran");
  assert.deepEqual(page.trouble, []);
}

// === before a choice ===

describe("before a choice is read", () => {
  test("nothing is stored, and nothing leaves but the question", async () => {
    const page = await open("early");
    assert.deepEqual(page.asked, [], "loading asks nothing");
    assert.equal(await page.evaluate(() => window.open_sdk().track({ item: "tea", verb: "view" })), false);
    await page.evaluate(() => window.assent.flush());
    assert.deepEqual([page.asked, await page.evaluate(() => window.tokens)], [[], 0], "nor does connecting, tracking, flushing");
    assert.deepEqual(await page.evaluate(() => window.assent.consent().then(({ person, open, ask }) => [person, open, ask])), [true, false, true]);
    assert.deepEqual(page.asked, ["GET /v1/consent/prompt"]);
    assert.equal(await page.evaluate(() => window.assent.track({ item: "tea", verb: "view" })), false, "read, and not yet a yes");
    await page.evaluate(() => dispatchEvent(new Event("pagehide")));
    await page.waitForTimeout(6_000);
    assert.deepEqual(page.asked, ["GET /v1/consent/prompt"]);
    assert.deepEqual([await kept(page), await page.context().cookies()], [NOTHING, []]);
    assert.equal(await pages.assent.export("early"), null, "the server knows nobody");
    await calm(page);
  });

  test("where nobody is known nothing leaves at all, but for what goes with an item, alike for everybody", async () => {
    const page = await open(null);
    assert.deepEqual(await connected(page), { known: true, person: false, ask: false, open: false });
    await ask(page);
    assert.equal(await outcome(page), "not_asked");
    const own = await page.evaluate(() => window.assent.recommend({ fallback: [{ id: "own" }] }));
    assert.deepEqual([own.fallback, own.items, page.asked], [true, [{ id: "own" }], []]);
    const alike = await page.evaluate(() => window.assent.recommend({ like: "tea", count: 2 }));
    assert.deepEqual(page.asked, ["GET /v1/catalog/items/tea/similar"]);
    assert.deepEqual([alike.fallback, alike.personalized, alike.items.length], [false, false, 2]);
    assert.deepEqual(await kept(page), NOTHING);
    await calm(page);
  });

  test("what was looked at in a visit stays in the page until recommendations are open", async () => {
    const page = await open("looker");
    await connected(page);
    const sent = page.waitForRequest("**/v1/recommend");
    const slate = await page.evaluate(() => window.assent.recommend({ count: 2, visit: [{ item: "tea" }] }));
    assert.deepEqual((await sent).postDataJSON(), { count: 2, rung_max: "contextual", jurisdictions: ["eu"] });
    assert.deepEqual([slate.rung, slate.personalized, slate.fallback], ["contextual", false, false]);
  });
});

// === events ===

describe("after a yes", () => {
  test("acts go in batches, once, and no sooner than need be", async () => {
    const page = await saidYes("buyer");
    page.asked.length = 0;
    const took = await page.evaluate(() => ["a", "b", "c"].map((id) => window.assent.track({ id, item: "tea", verb: "view" })));
    assert.deepEqual(took, [true, true, true]);
    assert.equal(JSON.parse((await kept(page)).session[0]).acts.length, 3, "they wait in this tab");
    await page.waitForTimeout(3_000);
    assert.deepEqual(page.asked, [], "they wait for others");
    await until(async () => (await events("buyer")).length === 3);
    assert.deepEqual(page.asked, ["POST /v1/events"]);
    await until(async () => (await kept(page)).session.length === 0);
    await page.evaluate(() => Array.from({ length: 20 }, (_, at) => window.assent.track({ id: `n${at}`, item: "pot", verb: "view" })));
    await until(async () => (await events("buyer")).length === 23, 3_000);
    assert.deepEqual(page.asked, ["POST /v1/events", "POST /v1/events"], "a full batch goes at once");
    await calm(page);
  });

  test("what fails is sent again, later each time, and counts once", async () => {
    const page = await saidYes("patient");
    const attempts = [];
    await page.route("**/v1/events", (route) => {
      attempts.push(Date.now());
      if (attempts.length === 1) return route.abort();
      if (attempts.length === 2) return route.fulfill({ status: 503, json: { code: "draining" } });
      return attempts.length === 3 ? route.fetch().then(() => route.abort()) : route.continue();
    });
    await page.evaluate(() => (window.assent.track({ id: "once", item: "tea", verb: "view" }), window.assent.flush()));
    await until(() => attempts.length === 4);
    const gaps = attempts.slice(1).map((at, before) => at - attempts[before]);
    assert.ok(gaps[0] >= 450 && gaps[1] >= 950 && gaps[2] >= 1_900, `it backs off: ${gaps}`);
    assert.ok(gaps[2] < 6_000, `and comes back: ${gaps}`);
    await until(async () => (await kept(page)).session.length === 0);
    assert.deepEqual(await events("patient"), ["once"]);
  });

  test("an act that can not be read does not take the others with it", async () => {
    const page = await saidYes("clumsy");
    await page.evaluate(() => {
      for (const id of ["a", "b", "c", "d"]) window.assent.track({ id, item: id === "c" ? "not an id!" : "tea", verb: "view" });
      return window.assent.flush();
    });
    await until(async () => (await events("clumsy")).length === 3, 20_000);
    assert.deepEqual(await events("clumsy"), ["a", "b", "d"]);
    await until(async () => (await kept(page)).session.length === 0);
  });

  test("offline, acts wait within a bound, the oldest go first, and the rest is sent", async () => {
    const page = await saidYes("traveller");
    await page.context().setOffline(true);
    await page.evaluate(() => Array.from({ length: 230 }, (_, at) => window.assent.track({ id: `e${at}`, item: "tea", verb: "view" })));
    const waiting = JSON.parse((await kept(page)).session[0]).acts.map((act) => act.id);
    assert.deepEqual([waiting.length, waiting[0], waiting.at(-1)], [200, "e30", "e229"]);
    await page.context().setOffline(false);
    await until(async () => (await events("traveller")).includes("e49"));
    assert.ok(!(await events("traveller")).includes("e29"), "what was dropped is gone");
  });

  test("what waits when the page goes is sent by then", async () => {
    const page = await saidYes("hasty");
    await page.evaluate(() => window.assent.track({ id: "last", item: "tea", verb: "view" }));
    await page.goto("about:blank");
    await until(async () => (await events("hasty")).length === 1, 4_000);
  });

  test("blocked storage changes nothing but what survives the page", async () => {
    const blocked = () => {
      for (const name of ["localStorage", "sessionStorage", "indexedDB"]) {
        Object.defineProperty(window, name, { get: () => { throw new DOMException("blocked", "SecurityError"); } });
      }
    };
    const page = await saidYes("private", { prepare: blocked });
    await page.evaluate(() => (window.assent.track({ id: "kept", item: "tea", verb: "view" }), window.assent.flush()));
    await until(async () => (await events("private")).length === 1);
    await calm(page);
  });

  test("a token that ended is got anew; of somebody else, nothing is sent for them", async () => {
    const page = await saidYes("ann");
    await page.evaluate(() => (window.tokens = 0));
    await page.route("**/v1/events", (route) => route.fulfill({ status: 403, json: { code: "identity_unproven" }, headers: { "access-control-allow-origin": pages.origin } }), { times: 1 });
    await page.evaluate(() => (window.assent.track({ id: "hers", item: "tea", verb: "view" }), window.assent.flush()));
    await until(async () => (await events("ann")).length === 1);
    assert.equal(await page.evaluate(() => window.tokens), 1);

    await saidYes("ben");
    await page.route("**/v1/events", (route) => route.fulfill({ status: 403, json: { code: "identity_unproven" }, headers: { "access-control-allow-origin": pages.origin } }), { times: 1 });
    await page.route("**/token?who=ann", async (route) => route.fulfill({ json: await pages.assent.token("ben") }));
    await page.evaluate(() => (window.assent.track({ id: "hers-too", item: "tea", verb: "view" }), window.assent.flush()));
    await page.waitForTimeout(3_000);
    assert.deepEqual([await events("ann"), await events("ben")], [["hers"], []]);
    assert.deepEqual((await kept(page)).session, [], "it went with her");
  });

  test("a no empties what waits, and takes nothing more", async () => {
    const page = await saidYes("turncoat");
    await page.evaluate(() => window.assent.track({ item: "tea", verb: "view" }));
    await ask(page, { notice: "history", opened: true });
    await press(page, "No");
    assert.equal(await outcome(page), "answered");
    assert.deepEqual([await state("turncoat", "recommend"), await kept(page)], ["withdrawn", NOTHING]);
    assert.equal(await page.evaluate(() => window.assent.track({ item: "tea", verb: "view" })), false);
    assert.deepEqual(await events("turncoat"), []);
  });
});

// === recommendations ===

describe("recommendations", () => {
  test("a slot shows items as text, with the true reason, and what it came from can be taken out", async () => {
    const page = await saidYes("reader");
    await page.evaluate(() => (window.assent.track({ id: "r1", item: "tea", verb: "purchase" }), window.assent.flush()));
    await until(async () => (await events("reader")).length === 1);
    const slate = await page.evaluate(() => window.assent.slot(document.querySelector("#slot"), { count: 3 }));
    assert.equal(slate.personalized, true);
    const titles = await page.locator("#slot li").evaluateAll((all) => all.map((li) => li.firstChild.textContent));
    assert.ok(titles.includes("<img src=x onerror=window.hacked=1> & “odd”"), titles.join());
    assert.equal(await page.locator("#slot img").count(), 0);
    const item = page.locator("#slot li", { hasText: "Teapot" });
    assert.match(await item.locator("a").first().getAttribute("href"), /\/item\/pot$/);
    await item.locator("summary").click();
    assert.match(await item.locator("details p").textContent(), /Because of “Green tea” in your history/);
    assert.equal(await item.getByRole("link", { name: "Change what is used" }).getAttribute("href"), `${pages.origin}/choices`);
    const why = await page.evaluate((items) => window.assent.why(items.find((one) => one.id === "pot")), slate.items).catch((error) => error);
    assert.ok(!(why instanceof Error), String(why));
    assert.ok(Math.abs(why.reasons.reduce((sum, { share }) => sum + share, 0) - 1) < 1e-9);
    await item.getByRole("button", { name: "Don’t use this: Green tea" }).click();
    await until(async () => (await pages.assent.export("reader")).hidden.length === 1);
    await page.waitForFunction(() => !document.querySelector("#slot").textContent.includes("Because of “Green tea”"));
    await calm(page);
  });

  test("the page's own template draws, and what it returns as text stays text", async () => {
    const page = await saidYes("drawer");
    await page.evaluate(() => window.assent.slot(document.querySelector("#slot"), { count: 2, template: (item) => `<b>${item.id}</b>` }));
    assert.match(await page.textContent("#slot"), /^<b>.*<\/b>$/);
    await calm(page);
  });

  test("an address that would run is no address", async () => {
    const page = await open("clicker");
    await connected(page, { preferences: "javascript:window.hacked=1" });
    assert.equal(await page.evaluate(() => window.assent.preferences()), null);
    await page.route("**/v1/recommend", async (route) => {
      const response = await route.fetch();
      const answer = await response.json();
      for (const item of answer.items) item.url = "javascript:window.hacked=1";
      await route.fulfill({ response, json: answer });
    });
    await page.evaluate(() => window.assent.slot(document.querySelector("#slot")));
    assert.deepEqual([await page.locator("#slot li").count() > 0, await page.locator("#slot a").count()], [true, 0]);
    await calm(page);
  });

  test("without a server the page works on, with what it has", async () => {
    const page = await open("stranded");
    await page.route(`${pages.assent.url}/v1/**`, (route) => route.abort());
    assert.deepEqual(await connected(page), { known: false, person: false, ask: false, open: false });
    const own = await page.evaluate(() => window.assent.recommend({ fallback: [{ id: "own", title: "Ours" }] }));
    assert.deepEqual(own.items, [{ id: "own", title: "Ours" }]);
    await page.evaluate(() => window.assent.slot(document.querySelector("#slot")));
    assert.equal(await page.textContent("#own"), "Our own choice", "the page's own stays");
    await ask(page);
    assert.equal(await outcome(page), "not_asked");
    assert.ok(page.trouble.every((line) => /net::ERR_FAILED/.test(line)), `only the browser speaks: ${page.trouble}`);
    await page.unroute(`${pages.assent.url}/v1/**`);
    await page.route("**/v1/recommend", () => {});
    await page.evaluate(() => window.assent.consent());
    const started = Date.now();
    const slow = await page.evaluate(() => window.assent.recommend({ fallback: [{ id: "own" }], timeout_ms: 500 }));
    assert.ok(slow.fallback && Date.now() - started < 2_000, "nor does it wait for long");
  });

  test("what a newer server says beside is passed over", async () => {
    const page = await open("newer");
    for (const path of ["**/v1/consent/prompt*", "**/v1/recommend"]) {
      await page.route(path, async (route) => {
        const response = await route.fetch();
        const answer = await response.json();
        for (const one of [answer, ...(answer.purposes ?? []), ...(answer.items ?? [])]) one.novelty = { deep: [1] };
        answer.purposes?.push({ purpose: "novel", state: "unheard_of", open: "yes" });
        await route.fulfill({ response, json: answer });
      });
    }
    assert.deepEqual(await connected(page), { known: true, person: true, ask: true, open: false }, "a word that is no true is no yes");
    assert.equal(await page.evaluate(() => window.assent.recommend().then((slate) => slate.fallback)), false);
    await calm(page);
  });

  test("no key but a browser's works in a page", async () => {
    const page = await open("keys");
    for (const key of [pages.assent.keys.cw, pages.assent.keys.adm]) {
      await assert.rejects(page.evaluate((key) => void window.open_sdk({ key }), key), /only a browser key/);
    }
  });
});

// === the panel ===

describe("the panel", () => {
  test("asks where the server says so, once, and keeps what was shown with the answer", async () => {
    const page = await open("asked");
    await connected(page);
    await ask(page);
    await panel(page).getByRole("heading", { name: "May we use what you buy?" }).waitFor();
    assert.deepEqual(await kept(page), NOTHING);
    await until(() => page.asked.includes("POST /v1/consent/prompt"));
    assert.deepEqual(page.asked, ["GET /v1/consent/prompt", "GET /v1/notices/history", "POST /v1/notices/history/served", "POST /v1/consent/prompt"]);
    await press(page, "Yes");
    assert.equal(await outcome(page), "answered");
    const [said, ...more] = (await pages.assent.export("asked")).statements;
    assert.deepEqual([said.kind, said.purpose, more], ["grant", "recommend", []]);
    assert.match(said.evidence.notice, /^history 1 sha256:/);
    assert.match(said.evidence.how, /layer 1, yes/);
    assert.equal(await page.evaluate(() => window.assent.consent().then((choice) => choice.may("recommend"))), true, "in force");
    for (const who of ["asked"]) {
      const again = await open(who);
      await connected(again);
      await ask(again);
      assert.equal(await outcome(again), "not_asked", "remembered");
    }
    await calm(page);
  });

  test("a no is remembered as well, and who answers later is not asked again soon", async () => {
    for (const [who, done, due] of [["no-sayer", (page) => press(page, "No"), "refused"], ["delayer", (page) => press(page, "Answer later"), "deferred"], ["escaper", (page) => panel(page).press("Escape"), "deferred"]]) {
      const page = await open(who);
      await connected(page);
      await ask(page);
      await panel(page).getByRole("button", { name: "No", exact: true }).focus();
      await done(page);
      assert.equal(await outcome(page), due === "refused" ? "answered" : "later");
      await until(async () => (await state(who, "recommend")) === due);
      const again = await open(who);
      await connected(again);
      await ask(again);
      assert.equal(await outcome(again), "not_asked", `${who} is not nagged`);
      assert.equal(await panel(again).count(), 0);
    }
  });

  test("yes and no are the same size, weight and one press away, on both layers and in both languages", async () => {
    for (const [lang, yes, no, more] of [["en", "Yes", "No", "How it works"], ["de", "Ja", "Nein", "Wie das geht"]]) {
      const page = await open(`weigher-${lang}`, { lang });
      await connected(page);
      await ask(page);
      for (const layer of [1, 2]) {
        const looks = (name) => panel(page).getByRole("button", { name, exact: true }).evaluate((b) => {
          const { width, height, top } = b.getBoundingClientRect();
          const s = getComputedStyle(b);
          return [width, height, top, s.color, s.backgroundColor, s.borderColor, s.fontSize, s.fontWeight, s.textDecorationLine].join();
        });
        assert.equal(await looks(yes), await looks(no), `layer ${layer}`);
        if (layer === 1) await press(page, more);
      }
      assert.match(await panel(page).locator("section").textContent(), lang === "en" ? /No one else gets to see it/ : /Sonst sieht es niemand/);
      await press(page, lang === "en" ? "Back" : "Zurück");
      await panel(page).getByRole("button", { name: more }).waitFor();
      assert.equal(await panel(page).locator("section").getAttribute("lang"), lang);
      await calm(page);
    }
  });

  test("a yes that was made heavier than its no is brought down to it", async () => {
    const page = await open("pusher");
    await changed(page, (served) => (served.layers[0].controls[0].weight = "strong"));
    await connected(page);
    await ask(page);
    const ground = (name) => panel(page).getByRole("button", { name, exact: true }).evaluate((b) => getComputedStyle(b).backgroundColor);
    assert.equal(await ground("Yes"), await ground("No"));
  });

  test("switches are off until the person turns them, and one answer carries all of them", async () => {
    const page = await open("switcher");
    await connected(page);
    await ask(page, { notice: "choices" });
    const switches = panel(page).getByRole("switch");
    await switches.first().waitFor();
    assert.equal(await switches.count(), 3);
    assert.equal(await panel(page).locator("input:checked").count(), 0, "nothing is on in advance");
    await panel(page).getByRole("switch", { name: "Picks for me" }).check();
    await press(page, "Save");
    assert.equal(await outcome(page), "answered");
    assert.deepEqual(await Promise.all(["recommend", "train", "ads"].map((purpose) => state("switcher", purpose))), ["given", "refused", "refused"]);
    await ask(page, { notice: "choices", opened: true });
    await panel(page).getByRole("switch", { name: "Picks for me" }).waitFor();
    assert.deepEqual(await switches.evaluateAll((all) => all.map((one) => one.checked)), [true, false, false], "what they chose themself");
    await press(page, "No to all");
    await outcome(page);
    assert.equal(await state("switcher", "recommend"), "withdrawn");
    await calm(page);
  });

  test("a browser that says no by GPC is not asked about ads", async () => {
    const prepare = () => Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { get: () => true });
    const page = await open("gpc", { prepare, extraHTTPHeaders: { "sec-gpc": "1" } });
    await connected(page);
    assert.equal(await page.evaluate(() => window.assent.gpc), true);
    await ask(page, { notice: "choices" });
    await panel(page).getByRole("switch", { name: "Picks for me" }).waitFor();
    assert.equal(await panel(page).getByRole("switch", { name: "Ads that fit" }).count(), 0);
    await panel(page).getByRole("switch", { name: "Picks for me" }).check();
    await press(page, "Save");
    await outcome(page);
    const said = (await pages.assent.export("gpc")).statements.map(({ kind, purpose }) => `${kind} ${purpose}`);
    assert.deepEqual(said.sort(), ["grant recommend", "refuse train"]);
    const other = await open("no-gpc");
    await connected(other);
    assert.equal(await other.evaluate(() => window.assent.gpc), false);
  });

  test("a control of a later version is not drawn, and a notice without a no is not shown", async () => {
    const page = await open("future");
    await changed(page, (served) => {
      served.layers[0].controls.unshift({ id: "novel", does: "telepathy", purposes: ["recommend"] }, { id: "trap", does: "constructor", purposes: ["recommend"] });
      Object.assign(served.words.controls, { novel: "Think yes", trap: "Trap" });
      served.words.title = "<img src=x onerror=window.hacked=1>";
      served.novelty = true;
    });
    await connected(page);
    await ask(page);
    await panel(page).getByRole("heading", { name: "<img src=x onerror=window.hacked=1>" }).waitFor();
    assert.deepEqual(await panel(page).getByRole("button").allTextContents(), ["×", "Yes", "No", "How it works"]);
    assert.equal(await panel(page).locator("img").count(), 0);
    await calm(page);
    const unfair = [
      (served) => (served.layers[0].controls = served.layers[0].controls.filter(({ does }) => does !== "refuse")),
      (served) => served.layers[0].controls.push(...["a", "b", "c", "d"].map((id) => ({ id, does: "accept", purposes: ["recommend"] }))),
    ];
    for (const [at, change] of unfair.entries()) {
      const page = await open(`unfair-${at}`);
      await changed(page, change);
      await connected(page);
      await ask(page);
      assert.equal(await outcome(page), "not_asked");
      assert.equal(await panel(page).count(), 0);
    }
  });

  test("what did not arrive is said, nothing changed, and an old page is read once more", async () => {
    const page = await open("unlucky");
    await connected(page);
    await ask(page);
    await page.route("**/v1/statements", (route) => route.abort(), { times: 1 });
    await press(page, "Yes");
    await panel(page).getByRole("alert").filter({ hasText: "did not arrive" }).waitFor();
    await page.route("**/v1/statements", async (route) => {
      const body = route.request().postDataJSON();
      body.statements[0].evidence.snapshot += "x";
      await route.continue({ postData: JSON.stringify(body) });
    }, { times: 1 });
    await press(page, "Yes");
    await panel(page).getByRole("alert").filter({ hasText: "read it once more" }).waitFor();
    assert.equal(await state("unlucky", "recommend"), "requested", "no yes came of it");
    await press(page, "Yes");
    assert.equal(await outcome(page), "answered");
    assert.equal(await state("unlucky", "recommend"), "given");
  });

  test("nothing moves, in the corner and beside the thing that needs the answer", async () => {
    for (const [who, options] of [["still", { notice: "history" }], ["just-in-time", { notice: "history", beside: "#show" }]]) {
      const page = await open(who);
      await connected(page);
      await page.waitForTimeout(500);
      const before = await page.locator("#below").boundingBox();
      await ask(page, options);
      await panel(page).getByRole("heading").waitFor();
      await page.waitForTimeout(300);
      assert.deepEqual(await page.locator("#below").boundingBox(), before);
      await press(page, "How it works");
      await press(page, "No");
      await outcome(page);
      await page.waitForTimeout(300);
      assert.equal(await page.evaluate(() => window.shifts), 0, who);
      await calm(page);
    }
  });

  test("a keyboard reads, opens, answers and gets back to where it was", async () => {
    const page = await open("typist");
    await connected(page);
    const focused = () => page.evaluate(() => {
      const deep = document.activeElement.shadowRoot?.activeElement ?? document.activeElement;
      return deep.getAttribute("aria-label") ?? deep.textContent.trim();
    });
    await ask(page);
    await panel(page).getByRole("heading").waitFor();
    assert.equal(await page.evaluate(() => document.activeElement === document.body), true, "it takes no focus");
    const order = [];
    for (let step = 0; step < 5; step += 1) {
      await page.keyboard.press("Tab");
      order.push(await focused());
    }
    assert.deepEqual(order, ["Answer later", "Yes", "No", "How it works", "Show what fits"], "first of the page, and no trap");

    const other = await open("typist-beside");
    await connected(other);
    await other.locator("#show").focus();
    await ask(other, { notice: "history", beside: "#show" });
    await other.waitForFunction(() => document.activeElement.localName === "assent-panel");
    await other.keyboard.press("Tab");
    await other.keyboard.press("Tab");
    await other.keyboard.press("Tab");
    await other.keyboard.press("Enter");
    assert.equal(await outcome(other), "answered");
    await other.getByText("Your answer is in force.").waitFor();
    assert.equal(await state("typist-beside", "recommend"), "refused");
    await other.waitForFunction(() => document.activeElement.id === "show", null, { timeout: 10_000 });
  });

  test("it is whole for a screen reader, in both themes and on a small screen", { timeout: 120_000 }, async () => {
    for (const colorScheme of ["light", "dark"]) {
      for (const [lang, width] of [["en", 1280], ["de", 320]]) {
        for (const [notice, more] of [["history", lang === "en" ? "How it works" : "Wie das geht"], ["choices"]]) {
          const page = await open(`axe-${notice}-${colorScheme}-${width}`, { lang, colorScheme, viewport: { width, height: 700 }, bypassCSP: true });
          await page.addStyleTag({ content: LOOKS });
          await connected(page);
          await ask(page, { notice });
          await panel(page).getByRole("heading").waitFor();
          await page.addScriptTag({ path: axe });
          await whole(page, `${notice} ${colorScheme} ${width}`);
          await page.screenshot({ path: `${pictures}panel-${notice}-${colorScheme}-${width}.png` });
          if (!more) continue;
          await press(page, more);
          await whole(page, `${notice}, second layer, ${colorScheme} ${width}`);
          await press(page, lang === "en" ? "No" : "Nein");
          await outcome(page);
          await whole(page, `${notice}, thanks, ${colorScheme} ${width}`);
          await page.context().close();
        }
      }
    }
  });
});

/** How the shop's own page looks in the pictures. */
const LOOKS = `html { color-scheme: light dark; background: light-dark(#fbf9f5, #141318); color: light-dark(#23202b, #efecf4); font: 1rem/1.55 system-ui, sans-serif }
  body { max-inline-size: 44rem; margin: 2rem auto; padding-inline: 1rem } a { color: light-dark(#454098, #bab6ff) } h1 { font-weight: 500 }
  button { font: inherit; padding: .5rem 1rem; border: 1.5px solid #857e90; border-radius: .5rem; background: none; color: inherit }`;

/** Changes what is shown of a notice, on its way. */
async function changed(page, change) {
  await page.route("**/v1/notices/*/served", async (route) => {
    const response = await route.fetch();
    const served = await response.json();
    change(served);
    await route.fulfill({ response, json: served });
  });
}

async function whole(page, where) {
  const found = await page.evaluate(() => axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  assert.deepEqual(found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(" ")}`), [], where);
  const box = await panel(page).locator("section").boundingBox();
  const { width, height } = page.viewportSize();
  assert.ok(box.x >= 0 && box.x + box.width <= width && box.y >= 0 && box.y + box.height <= height, `${where}: within the window`);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth), false, where);
}

// === the files ===

describe("the files", () => {
  const text = (name) => readFileSync(join(sdk, name));

  test("are as small as was promised", () => {
    const [assent, panel] = ["assent.js", "panel.js"].map((name) => gzipSync(text(name), { level: 9 }).length);
    assert.ok(assent <= SDK_GZIP_BYTES_MAX, `assent.js: ${assent}`);
    assert.ok(assent + panel <= BOTH_GZIP_BYTES_MAX, `both: ${assent + panel}`);
  });

  test("have types that hold, and that are published as they are", { timeout: 120_000 }, () => {
    execFileSync(process.execPath, [tsc, "-p", sdk], { stdio: "pipe" });
    const folder = mkdtempSync(join(tmpdir(), "assent-types-"));
    try {
      execFileSync(process.execPath, [tsc, "-p", sdk, "--noEmit", "false", "--declaration", "--emitDeclarationOnly", "--outDir", folder], { stdio: "pipe" });
      for (const name of ["assent.d.ts", "panel.d.ts"]) assert.equal(String(text(name)), String(readFileSync(join(folder, name))), name);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("are served to every page, and kept by their version", async () => {
    for (const name of ["assent.js", "panel.js"]) {
      const address = `${pages.assent.url}/sdk/${name}`;
      const first = await fetch(address, { headers: { origin: "https://anywhere.example" } });
      assert.equal(await first.text(), String(text(name)), name);
      const field = (reply, name) => reply.headers.get(name);
      assert.match(field(first, "content-type"), /^application\/javascript/);
      assert.deepEqual([field(first, "x-content-type-options"), field(first, "access-control-allow-origin")], ["nosniff", "*"]);
      assert.doesNotMatch(field(first, "cache-control"), /immutable/);
      const tag = field(first, "etag");
      assert.equal((await fetch(address, { headers: { "if-none-match": tag } })).status, 304);
      const version = JSON.parse(tag);
      assert.match(field(await fetch(`${address}?v=${version}`), "cache-control"), /immutable/);
      assert.doesNotMatch(field(await fetch(`${address}?v=0`), "cache-control"), /immutable/);
      assert.equal((await fetch(address, { method: "POST" })).status, 405);
    }
  });
});
