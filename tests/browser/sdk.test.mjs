// The browser SDK on a page of another origin, under the strictest policy: what leaves the browser, what stays in it, and
// when; and what comes back.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { NOTHING, ask, browser, calm, connected, events, kept, open, outcome, pages, panel, press, saidYes, start, state, stop, until } from "./sdk-page.mjs";

const SDK_GZIP_BYTES_MAX = 6_000;
const BOTH_GZIP_BYTES_MAX = 12_000;
const LESS_GZIP_BYTES_MAX = 2_000;
const DEVICE_GZIP_BYTES_MAX = 10_400;
const run = promisify(execFile);
const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
const sdk = fileURLToPath(new URL("../../sdk/", import.meta.url));

before(start);
after(stop);

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

  test("where the law asks for no yes, acts are taken until a no", async () => {
    const page = await open("californian");
    assert.deepEqual(await connected(page, { jurisdictions: ["us-ca"] }), { known: true, person: true, ask: false, open: true });
    await ask(page);
    assert.equal(await outcome(page), "not_asked");
    await page.evaluate(() => (window.assent.track({ id: "seen", item: "tea", verb: "view" }), window.assent.flush()));
    await until(async () => (await events("californian")).length === 1);
    const open_after = await page.evaluate(async () => (await window.assent.say([{ kind: "opt_out" }])).open);
    assert.deepEqual([open_after, await page.evaluate(() => window.assent.track({ item: "tea", verb: "view" }))], [false, false]);
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
    const reasons = await page.evaluate((items) => window.assent.why(items.find((one) => one.id === "pot")).reasons, slate.items);
    assert.ok(Math.abs(reasons.reduce((sum, { share }) => sum + share, 0) - 1) < 1e-9, "the shares add up");
    await item.getByRole("button", { name: "Don’t use this: Green tea" }).click();
    await until(async () => (await pages.assent.export("reader")).hidden.length === 1);
    await page.waitForFunction(() => !document.querySelector("#slot").textContent.includes("Because of “Green tea”"));
    await calm(page);
  });

  test("what stands in a slot of the page is drawn the same way, with why", async () => {
    const page = await saidYes("visitor-of-the-hall");
    const path = "/v1/slots/hall/choose";
    const chosen = await page.evaluate((path) => window.assent.slot(document.querySelector("#slot"), { path, context: { device: "desktop" } }), path);
    assert.equal(chosen.fallback, false);
    const titles = { plain: "Welcome", tea: "Tea of the week" };
    const title = await page.locator("#slot li").evaluateAll((all) => all.map((li) => li.firstChild.textContent));
    assert.deepEqual(title, [titles[chosen.variant]]);
    assert.match(await page.textContent("#slot details p"), /Drawn by lot/);
    assert.match(chosen.receipt, /^[0-9a-f]{32}$/);
    await calm(page);
  });

  test("the page's own template draws, and what it returns as text stays text", async () => {
    const page = await saidYes("drawer");
    await page.evaluate(() => window.assent.slot(document.querySelector("#slot"), { count: 2, template: (item) => `<b>${item.id}</b>` }));
    assert.match(await page.textContent("#slot"), /^<b>.*<\/b>$/);
    await calm(page);
  });

  test("a reason is in the language of the page, whatever the browser's is", async () => {
    const page = await open("reader-de", { lang: "de", locale: "en-GB" });
    await connected(page);
    const { items } = await page.evaluate(() => window.assent.recommend({ count: 1 }));
    assert.match(items[0].why, /^(Das kaufen hier viele|Aus dem Katalog, in keiner besonderen Reihenfolge)$/);
    await page.evaluate(() => window.assent.slot(document.querySelector("#slot"), { count: 1 }));
    assert.equal(await page.textContent("#slot summary"), "Warum das?");
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

// === less of it ===

describe("less of it", () => {
  /** A page that draws what is recommended, with the buttons. */
  const shown = (page) => page.evaluate(async () => {
    const { less } = await import(new URL("/sdk/less.js", window.assent_url).href);
    window.less ??= less(window.assent);
    await window.less.slot(document.querySelector("#slot"), { count: 4 });
    return [...document.querySelectorAll("#slot .assent-item")].map((item) => item.firstElementChild.textContent);
  });
  const own = async (who) => (await pages.assent.export(who))?.interests ?? [];
  const button = (page, title, name) => page.locator("#slot .assent-item", { hasText: title }).getByRole("button", { name: new RegExp(`^${name}`) });
  /** A page of somebody whose server is the real one. */
  const opened = async (who, come = open) => {
    const page = await come(who);
    await connected(page);
    await page.evaluate((url) => (window.assent_url = url), pages.assent.url);
    return page;
  };

  test("somebody who said yes: it is theirs, gone from the next answer, and taken back beside it", async () => {
    const page = await opened("fay", saidYes);
    const before = await shown(page);
    assert.ok(before.includes("Teapot"), before);
    await button(page, "Teapot", "Not this").click();
    await page.getByText("It holds from the next page on").waitFor();
    assert.deepEqual((await own("fay")).map(({ item, likes }) => [item, likes]), [["pot", false]]);
    await page.locator("#slot").getByRole("button", { name: /^Undo/ }).click();
    await until(async () => !(await own("fay")).length);
    await button(page, "Teapot", "Not this").waitFor();
    await button(page, "Teapot", "Not this").click();
    await page.getByText("It holds from the next page on").waitFor();
    assert.ok(!(await shown(page)).includes("Teapot"));
    const again = await opened("fay");
    assert.ok(!(await shown(again)).includes("Teapot"), "on every page of theirs");
    await calm(page);
  });

  test("somebody who did not: it holds in the page, and nothing of it is kept anywhere", async () => {
    const page = await opened("gil");
    const before = await shown(page);
    await button(page, before[0], "Not this").click();
    await page.getByText("Noted, for this page").waitFor();
    assert.ok(!(await shown(page)).includes(before[0]));
    assert.deepEqual(await own("gil"), []);
    assert.deepEqual(await kept(page), NOTHING);
    assert.ok(!page.asked.some((line) => line.includes("/interests")), page.asked.join());
    const again = await opened("gil");
    assert.ok((await shown(again)).includes(before[0]));
    await calm(page);
  });
});

// === what goes wrong ===

describe("what goes wrong", () => {
  test("a full or a blocked storage keeps acts in memory, and the page notices nothing", async () => {
    for (const [who, prepare] of [
      ["hal", () => (Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); })],
      ["ida", () => Object.defineProperty(window, "sessionStorage", { get: () => { throw new DOMException("blocked", "SecurityError"); } })],
    ]) {
      const page = await saidYes(who, { prepare });
      assert.equal(await page.evaluate(() => window.assent.track({ item: "tea", verb: "view", id: "act-1" })), true);
      await page.evaluate(() => window.assent.flush());
      await until(async () => (await events(who)).length === 1);
      assert.deepEqual(page.trouble, [], who);
    }
  });
});

// === the files ===

describe("the files", () => {
  const text = (name) => readFileSync(join(sdk, name));

  test("are as small as was promised", () => {
    const [assent, panel, less, device, ranker] = ["assent.js", "panel.js", "less.js", "device.js", "ranker.js"].map((name) => gzipSync(text(name), { level: 9 }).length);
    assert.ok(assent <= SDK_GZIP_BYTES_MAX, `assent.js: ${assent}`);
    assert.ok(assent + panel <= BOTH_GZIP_BYTES_MAX, `both: ${assent + panel}`);
    assert.ok(less <= LESS_GZIP_BYTES_MAX, `less.js: ${less}`);
    assert.ok(device + ranker <= DEVICE_GZIP_BYTES_MAX, `on the device: ${device + ranker}`);
  });

  test("have types that hold, and that are published as they are", { timeout: 900_000 }, async () => {
    await run(process.execPath, [tsc, "-p", sdk]);
    const folder = mkdtempSync(join(tmpdir(), "assent-types-"));
    try {
      await run(process.execPath, [tsc, "-p", sdk, "--noEmit", "false", "--declaration", "--emitDeclarationOnly", "--outDir", folder]);
      for (const name of ["assent.d.ts", "panel.d.ts", "less.d.ts", "device.d.ts", "ranker.d.ts"]) assert.equal(String(text(name)), String(readFileSync(join(folder, name))), name);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("are served to every page, and kept by their version", async () => {
    for (const name of ["assent.js", "panel.js", "less.js", "device.js", "ranker.js"]) {
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
