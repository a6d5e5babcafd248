// The device rung in the browser: what stays there, what leaves it, and that both are the same whoever sits in front of it.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { NOTHING, calm, kept, open, pages, start, stop } from "./sdk-page.mjs";

before(start);
after(stop);

/** A page with the device rung loaded, not started. Every request to Assent is in `sent`, with all that it says. */
async function opened(options = {}) {
  const page = await open(null, options);
  page.sent = [];
  page.on("request", async (request) => {
    if (!request.url().startsWith(pages.assent.url) || request.url().includes("/sdk/")) return;
    const { referer, origin, ...headers } = await request.allHeaders();
    page.sent.push({ method: request.method(), url: request.url().slice(pages.assent.url.length), body: request.postData(), headers });
  });
  await loaded(page);
  return page;
}

const loaded = (page, more = {}) => page.evaluate(async ([url, more]) => {
  const { device } = await import(`${url}/sdk/device.js`);
  window.made = [];
  const worker = more.worker && (() => (window.made.push("worker"), new Worker("/worker.js", { type: "module" })));
  window.local = await device({ url, ...more, worker });
  return window.local.on;
}, [pages.assent.url, more]);

const track = (page, item, verb = "purchase") => page.evaluate(([item, verb]) => window.local.track({ item, verb }), [item, verb]);
const slate = (page, wish = {}) => page.evaluate(async (wish) => {
  const { items, rung, fallback } = await window.local.recommend({ fallback: [{ id: "own" }], ...wish });
  return { ids: items.map(({ id }) => id), why: items.map(({ why }) => why), rung, fallback };
}, wish);

/** Somebody who chose it, with something done. */
async function chose(items, options) {
  const page = await opened(options);
  assert.equal(await page.evaluate(() => window.local.start()), true);
  for (const item of items) assert.equal(await track(page, item), true);
  return page;
}

describe("before it is chosen", () => {
  test("nothing is stored and nothing is asked, also after coming back", async () => {
    const page = await opened();
    assert.equal(await track(page, "tea"), false);
    assert.deepEqual(await slate(page), { ids: ["own"], why: [undefined], rung: "device", fallback: true });
    await page.reload();
    await page.waitForFunction(() => window.ready);
    assert.equal(await loaded(page), false);
    assert.deepEqual([page.sent, await kept(page)], [[], NOTHING]);
    assert.deepEqual(await page.evaluate(() => window.local.have()), { acts: [], rules: [], model: null });
    await calm(page);
  });
});

describe("after it was chosen", () => {
  test("what was done is ranked here, with its reason, and the server knows nobody", async () => {
    const page = await chose(["tea"]);
    const { ids, why, rung, fallback } = await slate(page, { count: 4 });
    assert.deepEqual([rung, fallback, ids.length > 1], ["device", false, true]);
    assert.ok(ids.includes("pot"));
    assert.match(why[ids.indexOf("pot")], /Because of “Green tea” on this device|Many people/);
    assert.equal((await kept(page)).databases, 1);
    await calm(page);
  });

  test("what leaves the browser says nothing, and is the same for everybody", async () => {
    const [one, other] = [await chose(["tea", "tea"]), await chose(["odd", "pot", "mug"])];
    for (const page of [one, other]) await slate(page);
    await one.evaluate(() => Promise.all([window.local.notThis("tea"), window.local.neverCategory("kitchen"), window.local.have()]));
    await slate(one, { category: "kitchen", exclude: ["pot"] });
    assert.deepEqual(one.sent.map(({ method, url }) => `${method} ${url.replace(/[0-9a-f]{64}/, "DIGEST")}`), ["GET /.well-known/assent-keys", "GET /v1/device/model", "GET /v1/device/models/DIGEST"]);
    assert.deepEqual(one.sent, other.sent);
    for (const { headers, body } of one.sent) {
      assert.deepEqual([headers.cookie, headers.authorization, headers["assent-subject-token"], body], [undefined, undefined, undefined, null]);
    }
    assert.deepEqual(await one.context().cookies(), []);
  });

  test("of the moment it says coarse words alone, and of the weather its class and no number", async () => {
    const page = await chose([]);
    const said = (sky) => page.evaluate((sky) => window.local.context(sky), sky);
    const { language, part_of_day, ...more } = await said();
    assert.deepEqual([language, ["morning", "afternoon", "evening", "night"].includes(part_of_day), more], ["en", true, {}]);
    const skies = [{ snow_mm: 0.4, rain_mm: 1 }, { rain_mm: 0.2, celsius: 31 }, { celsius: 31.4 }, { celsius: -2 }, { cloud_percent: 80 }, {}];
    const classes = [];
    for (const sky of skies) {
      const told = await said({ latitude: 52.5, ...sky });
      assert.deepEqual(Object.keys(told), ["language", "part_of_day", "weather"]);
      classes.push(told.weather);
    }
    assert.deepEqual(classes, ["snow", "rain", "hot", "cold", "cloudy", "clear"]);
    assert.deepEqual(page.sent, [], "and nobody is asked for it");
  });

  test("it is there on the next page, and without the network", async () => {
    const page = await chose(["tea"]);
    const before = await slate(page);
    await page.reload();
    await page.waitForFunction(() => window.ready);
    assert.equal(await loaded(page), true);
    await page.route(`${pages.assent.url}/v1/**`, (route) => route.abort());
    await page.route(`${pages.assent.url}/.well-known/**`, (route) => route.abort());
    assert.deepEqual(await slate(page), before);
  });

  test("what is left out does not count, what is not wanted is not shown, and both can be taken back", async () => {
    const page = await chose(["tea"]);
    const [first, nobody] = [await slate(page), await slate(await chose([]))];
    await page.evaluate(() => window.local.notThis("tea"));
    assert.deepEqual(await slate(page), nobody, "as if it had never been");
    await page.evaluate(() => window.local.notThis("tea", false));
    assert.deepEqual(await slate(page), first);
    await page.evaluate(() => window.local.neverItem("pot"));
    assert.ok(!(await slate(page)).ids.includes("pot"));
    const { acts, rules } = await page.evaluate(() => window.local.have());
    assert.deepEqual([acts.map(({ item, verb }) => [item, verb]), rules], [[["tea", "purchase"]], [{ kind: "item", name: "pot" }]]);
  });

  test("giving it up erases everything, in every tab", async () => {
    const page = await chose(["tea"]);
    await slate(page);
    const tab = await page.context().newPage();
    await tab.goto(`${pages.origin}/`);
    await tab.waitForFunction(() => window.ready);
    assert.equal(await loaded(tab), true);
    assert.equal(await page.evaluate(() => window.local.erase()), true);
    assert.deepEqual([await page.evaluate(() => window.local.on), await kept(page)], [false, NOTHING]);
    assert.equal(await track(page, "tea"), false);
    assert.equal(await track(tab, "tea"), false, "the other tab keeps nothing either");
    assert.deepEqual(await kept(tab), NOTHING);
  });

  test("a worker of the page's own ranks the same", async () => {
    const page = await chose(["tea"]);
    const before = await slate(page);
    await page.goto(`${pages.origin}/loose`);
    await page.waitForFunction(() => window.ready);
    assert.equal(await loaded(page, { worker: true }), true);
    assert.deepEqual([await slate(page), await page.evaluate(() => window.made)], [before, ["worker"]]);
    await calm(page);
  });
});

describe("what can not be trusted", () => {
  const own = { ids: ["own"], why: [undefined], rung: "device", fallback: true };

  test("a model that is signed by somebody else, or was changed, is not used", async () => {
    const page = await chose(["tea"]);
    const note = await (await fetch(`${pages.assent.url}/v1/device/model`)).text();
    const answers = (path, body) => page.route(`${pages.assent.url}${path}`, (route) => route.fulfill({ status: 200, body, headers: { "access-control-allow-origin": "*" } }));
    await answers("/v1/device/model", note.replace(/\n([0-9a-f])/, (_, digit) => `\n${digit === "0" ? "1" : "0"}`));
    assert.deepEqual(await slate(page), own, "another digest");
    await page.unrouteAll();
    await answers("/.well-known/assent-keys", "other.shop+00000000+AAAA\n");
    assert.deepEqual(await slate(page), own, "another key");
    await page.unrouteAll();
    await answers("/v1/device/models/*", "ASSENTD1 and so on");
    assert.deepEqual(await slate(page), own, "other bytes");
    await page.unrouteAll();
    assert.equal((await slate(page)).fallback, false);
  });

  test("a key that the page names counts, whatever the server says", async () => {
    const page = await chose(["tea"]);
    const keys = await (await fetch(`${pages.assent.url}/.well-known/assent-keys`)).text();
    await page.route(`${pages.assent.url}/.well-known/**`, (route) => route.abort());
    await loaded(page, { key: keys });
    assert.equal((await slate(page)).fallback, false);
    await loaded(page, { key: keys.replace(/\+[0-9a-f]{8}\+/, "+00000000+") });
    assert.deepEqual(await slate(page), own);
  });

  test("where the browser keeps nothing, it is not chosen, and the page goes on", async () => {
    const page = await opened({ prepare: () => Object.defineProperty(window, "indexedDB", { get: () => { throw new DOMException("blocked", "SecurityError"); } }) });
    assert.deepEqual(await page.evaluate(async () => [await window.local.start(), window.local.on]), [false, false]);
    assert.deepEqual(await slate(page), own);
  });

  test("a damaged store is no error for the page", async () => {
    const page = await chose(["tea"]);
    await page.evaluate(() => new Promise((done) => (indexedDB.open("assent-device").onsuccess = ({ target }) => (target.result.transaction("model", "readwrite").objectStore("model").put({ name: "model", digest: "x", bytes: new ArrayBuffer(4) }).onsuccess = done))));
    await page.route(`${pages.assent.url}/v1/**`, (route) => route.abort());
    await loaded(page);
    assert.deepEqual(await slate(page), own);
  });
});
