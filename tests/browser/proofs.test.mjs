// What must hold of every page in the browser itself: texts stay texts, nothing is kept unasked, and all can be read.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, openShop, picture, visit } from "./shop.mjs";
import { TEXTS } from "./xss.mjs";

const PAGE_BYTES_MAX = 60_000;
const ON_STOREFRONT = 12;
const pages = [
  "", "preferences", "preferences/interests", "preferences/messages", "data", "data/requests", "history", "receipts", "forget", "why", "verify", "device", "department/books",
  "item/desk-lamp-mustard", "nowhere",
];

let shop, browser;
before(async () => {
  shop = await openShop();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await shop?.close();
});

const api = async (method, path, body) => {
  const reply = await fetch(shop.url + path, { method, headers: { authorization: `Bearer ${shop.key}`, "content-type": "application/json" }, body: JSON.stringify(body) });
  const json = await reply.json();
  assert.equal(reply.status, 200, `${path}: ${JSON.stringify(json)}`);
  return json;
};
const choose = (page, rung) => page.locator(`button.choice[value="${rung}"]`).click();
const sideways = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Somebody with a history, in a page that notes what it would not bear. */
async function customer(options) {
  const page = await visit(browser, { javaScriptEnabled: true, ...options });
  page.on("dialog", (dialog) => (page.trouble.push("a dialog"), dialog.dismiss()));
  await page.addInitScript(() => {
    window.violations = [];
    addEventListener("securitypolicyviolation", (event) => window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
  await page.goto(shop.url);
  await choose(page, "personal");
  return page;
}

/** What no text may have brought about. */
const brought = (page) => page.evaluate(() => ({
  hacked: window.hacked,
  violations: window.violations,
  scripts: [...document.querySelectorAll("script")].filter((script) => !script.src.includes("/assets/")).length,
  strange: document.querySelectorAll("img, iframe, object, embed, math, style, textarea:not([name]), animate, noscript, base, [autofocus], [srcdoc]").length,
  handlers: [...document.querySelectorAll("*")].flatMap((element) => element.getAttributeNames()).filter((name) => name.startsWith("on")).length,
  links: [...document.querySelectorAll("[href],[src],[action]")].filter((element) => /^\s*(javascript|vbscript|data:text)/i.test(element.getAttribute("href") ?? element.getAttribute("src") ?? element.getAttribute("action"))).length,
}));
const NOTHING = { hacked: undefined, violations: [], scripts: 0, strange: 0, handlers: 0, links: 0 };

test("two hundred texts that would run in a page stand in it as text, wherever a thing is shown", { timeout: 900_000 }, async () => {
  const items = TEXTS.map((text, at) => ({
    id: `x-${at}`, title: text, description: text, category: ["Books", text.slice(0, 190)], tags: [`group-${Math.floor(at / ON_STOREFRONT)}`], seller: text.slice(0, 190), price_minor: 100, currency: "EUR",
  }));
  await api("POST", "v1/catalog/items", { items });
  const page = await customer();
  const who = (await (await page.request.get(`${shop.url}data/export`)).json()).subject.id;
  const calm = async (where) => assert.deepEqual(await brought(page), NOTHING, where);
  for (const [at, text] of TEXTS.entries()) {
    await page.goto(`${shop.url}item/x-${at}`);
    assert.equal(await page.textContent("h1"), text, "the title is there to the letter");
    assert.equal(await page.textContent(".about .lead"), text);
    await calm(`item ${at}`);
  }
  const seen = new Set();
  for (let group = 0; group * ON_STOREFRONT < TEXTS.length; group += 1) {
    await api("PUT", `v1/subjects/${who}/interests`, { interests: [{ tag: `group-${group}` }], jurisdictions: ["eu"] });
    await page.goto(shop.url);
    for (const title of await page.locator("section.slate h2").allTextContents()) seen.add(title);
    await calm(`storefront ${group}`);
  }
  assert.equal(TEXTS.filter((text) => seen.has(text)).length, TEXTS.length, "each stood on the storefront");
  await page.goto(`${shop.url}item/x-0`);
  await page.getByRole("button", { name: "Buy" }).click();
  const last = TEXTS.length - 1;
  for (const kind of ["category", "seller", "item", "like"]) {
    await page.goto(shop.url);
    const card = page.locator("section.slate .card").first();
    await card.locator("summary").click();
    const button = card.locator(`.less button[value^="${kind}:"]`);
    if (await button.count()) await button.click();
    await calm(`news after ${kind} (${last})`);
  }
  await page.goto(shop.url);
  await page.locator(".card details summary").first().click();
  await page.getByRole("link", { name: "All about it" }).first().click();
  await calm("why");
  for (const path of ["why", "history", "data", "receipts", "preferences", ...[0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((at) => `department/books?page=${at}`)]) {
    await page.goto(shop.url + path);
    await calm(path);
  }
  await page.goto(`${shop.url}receipts`);
  await page.locator("ol.receipts a").first().click();
  await calm("a receipt");
  assert.deepEqual(page.trouble.filter((line) => !/404/.test(line)), [], "no dialog, no error, nothing fetched from elsewhere");
});

test("an address that would run is refused before it is kept", async () => {
  for (const url of ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<script>1</script>", "vbscript:x", "//elsewhere.example/x", "\\\\elsewhere.example"]) {
    const body = JSON.stringify({ items: [{ id: "bad-url", title: "Bad", url }] });
    const reply = await fetch(`${shop.url}v1/catalog/items`, { method: "POST", headers: { authorization: `Bearer ${shop.key}`, "content-type": "application/json" }, body });
    const { code, errors = [] } = await reply.json();
    assert.ok(reply.status === 422 || errors.length > 0 || code === "invalid_url", `${url}: ${reply.status}`);
  }
  assert.equal((await fetch(`${shop.url}item/bad-url`)).status, 404);
});

test("no page makes markup of a string, and a first visit keeps nothing at all", async () => {
  const page = await visit(browser, { javaScriptEnabled: true });
  for (const path of pages) {
    const answer = await page.goto(shop.url + path);
    assert.match(answer.headers()["content-security-policy"], /require-trusted-types-for 'script'/, path);
    assert.equal(answer.headers()["set-cookie"], undefined, path);
    const forced = await page.evaluate(() => {
      try {
        document.createElement("div").innerHTML = "<b>x</b>";
        return "taken";
      } catch (error) {
        return error.name;
      }
    });
    assert.equal(forced, "TypeError", path);
    const kept = await page.evaluate(async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, (await caches.keys()).length, document.cookie]);
    assert.deepEqual(kept, [0, 0, 0, 0, ""], path);
    assert.ok((await answer.body()).length < PAGE_BYTES_MAX, `${path}: ${(await answer.body()).length}`);
  }
  assert.deepEqual(await page.context().cookies(), []);
  assert.deepEqual(page.trouble.filter((line) => !/404|Trusted|TrustedHTML/.test(line)), []);
});

test("every cookie is bound to this very host, to secure ways, and out of a script's reach", async () => {
  const page = await customer();
  await page.goto(`${shop.url}preferences`);
  await choose(page, "visit");
  await page.goto(`${shop.url}item/desk-lamp-mustard?lang=de`);
  await page.goto(shop.url);
  await page.locator(".card summary").first().click();
  await page.locator(".card .less button").first().click();
  const cookies = await page.context().cookies();
  assert.deepEqual(cookies.map(({ name }) => name).sort(), ["less", "lang", "visit", "visitor"].map((name) => `__Host-assent_${name}`).sort());
  for (const { name, secure, httpOnly, sameSite, path, domain } of cookies) {
    assert.deepEqual([secure, httpOnly, sameSite, path, domain], [true, true, "Lax", "/", "localhost"], name);
  }
  assert.equal(await page.evaluate(() => document.cookie), "");
});

/** Each page of somebody with a history, and what is then said of it. */
async function eachPage(options, change, check) {
  const page = await customer(options);
  await page.goto(`${shop.url}department/garden`);
  await page.locator("ul.cards h2 a").first().click();
  await page.getByRole("button", { name: /^Buy|^Kaufen/ }).click();
  await page.goto(shop.url);
  const receipt = await page.locator(".card .switches a").first().getAttribute("href");
  for (const path of [...pages, receipt.slice(1)]) {
    // With its scripts done: what is measured twice is the same page.
    await page.goto(shop.url + path, { waitUntil: "networkidle" });
    await change(page);
    await check(page, path);
  }
  await page.context().close();
}

test("at twice the size nothing is lost and nothing scrolls sideways: the page zoomed, and its letters alone", { timeout: 900_000 }, async () => {
  const hidden = (page) => page.evaluate(() => [...document.querySelectorAll("main h1, main p, main button, main a, main dd, main li")].filter((element) => {
    const { left, right, width } = element.getBoundingClientRect();
    const clipped = getComputedStyle(element).overflowX !== "visible" && element.scrollWidth > element.clientWidth + 1;
    return width > 1 && !element.closest(".unseen") && !element.closest("details:not([open]) > :not(summary)") && !element.closest("table") && (left < -1 || right > innerWidth + 1 || clipped);
  }).map((element) => element.outerHTML.slice(0, 90)));
  const check = async (page, path) => {
    const wide = await page.evaluate(() => [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > innerWidth + 1).map((one) => `${one.tagName}.${one.className.baseVal ?? one.className}`).slice(0, 6));
    assert.ok((await sideways(page)) <= 0, `/${path} scrolls sideways by ${await sideways(page)}: ${wide}`);
    assert.deepEqual(await hidden(page), [], path);
  };
  for (const locale of ["en-GB", "de-DE"]) {
    await eachPage({ locale, viewport: { width: 320, height: 400 }, deviceScaleFactor: 2 }, async () => {}, check);
    const letters = (page) => page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
    await eachPage({ locale, viewport: { width: 640, height: 800 } }, letters, check);
  }
});

test("written from right to left every page is its own mirror image", { timeout: 900_000 }, async () => {
  const css = await (await fetch(new URL("/assets/assent.css", shop.url))).text();
  const physical = /(^|[;{\s])(left|right|(margin|padding|border)-(left|right)[\w-]*|(text-align|float|clear):\s*(left|right)|border-(top|bottom)-(left|right)-radius)\s*[:;]/gm;
  assert.deepEqual(css.match(physical), null, "no side of a page is called left or right");
  // How far the first heading, the menu and the content stand from the side where lines begin.
  const begins = (page) => page.evaluate(() => ["h1", ".menu", ".languages", "main > :last-child"].map((what) => {
    const box = document.querySelector(what)?.getBoundingClientRect();
    return box?.width && Math.round(document.documentElement.dir === "rtl" ? document.documentElement.clientWidth - box.right : box.left);
  }));
  let before;
  const turn = async (page) => {
    before = await begins(page);
    await page.evaluate(() => (document.documentElement.dir = "rtl"));
  };
  await eachPage({ viewport: { width: 1280, height: 900 } }, turn, async (page, path) => {
    assert.ok((await sideways(page)) <= 0, `/${path} scrolls sideways`);
    const after = await begins(page);
    assert.ok(before.every((at, nth) => at === after[nth] || Math.abs(at - after[nth]) < 4), `${path}: ${before} and ${after}`);
    if (path === "preferences") await picture(page, "right-to-left-light-1280");
  });
});
