// The demonstration shop as its visitors meet it: no JavaScript, a keyboard, a small screen, a screen reader.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { openBrowser, openShop, visit } from "./shop.mjs";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const pictures = fileURLToPath(new URL("../../docs/screenshots/", import.meta.url));
const pages = ["", "choices", "data", "receipts", "forget", "department/0", "item/nothing", "nowhere"];

let shop, browser;
before(async () => {
  mkdirSync(pictures, { recursive: true });
  shop = await openShop();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await shop?.close();
});

const choose = (page, rung) => page.locator(`li.rung:has([data-rung="${rung}"]) button`).click();
const titles = (page) => page.locator("#slate ~ ul.cards h3").allTextContents();

async function buy(page, count) {
  await page.goto(`${shop.url}department/0`);
  const links = await page.locator("ul.cards h3 a").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
  for (const link of links.slice(0, count)) {
    await page.goto(new URL(link, shop.url).href);
    await page.getByRole("button", { name: /^Buy|^Kaufen/ }).click();
  }
}

test("before a choice nothing is set, and everybody sees the same", async () => {
  const [one, other] = [await visit(browser), await visit(browser)];
  await one.goto(shop.url);
  await other.goto(shop.url);
  assert.deepEqual(await titles(one), await titles(other));
  assert.deepEqual(await one.context().cookies(), []);
  await one.goto(`${shop.url}data`);
  assert.match(await one.textContent("main"), /holds no data about you/);
});

test("a history shapes what is shown, says why, and hiding it takes its influence away", async () => {
  const page = await visit(browser);
  await page.goto(shop.url);
  const everybody = await titles(page);
  await choose(page, "personal");
  await buy(page, 3);
  await page.goto(shop.url);
  assert.equal(await page.textContent("h1"), "Recommended for you");
  assert.notDeepEqual(await titles(page), everybody);
  const why = page.locator("details").first();
  await why.locator("summary").click();
  const shares = await why.locator(".number").allTextContents();
  const sum = shares.reduce((total, share) => total + parseFloat(share), 0);
  assert.ok(Math.abs(sum - 100) <= shares.length, `the parts add up: ${shares}`);
  await page.screenshot({ path: `${pictures}shop.png`, fullPage: false });

  await page.goto(`${shop.url}data`);
  while (await page.getByRole("button", { name: /^Hide/ }).count()) await page.getByRole("button", { name: /^Hide/ }).first().click();
  await page.goto(shop.url);
  assert.deepEqual(await titles(page), everybody, "what is hidden has no influence");
  assert.deepEqual(page.trouble, []);
});

test("withdrawing takes one step, is in force at once, and leaves a receipt that says so", async () => {
  const page = await visit(browser);
  await page.goto(shop.url);
  const everybody = await titles(page);
  await choose(page, "personal");
  await buy(page, 2);
  await page.goto(`${shop.url}choices`);
  await choose(page, "contextual");
  assert.equal(await page.textContent("h1"), "Popular now");
  assert.deepEqual(await titles(page), everybody);
  await page.goto(`${shop.url}receipts`);
  await page.locator("ul.receipts a").first().click();
  assert.match(await page.textContent("main"), /G6\.no_valid_grant/);
});

test("the visit rung keeps its visit in the browser alone", async () => {
  const page = await visit(browser);
  await page.goto(shop.url);
  const everybody = await titles(page);
  await choose(page, "visit");
  await page.goto(`${shop.url}department/2`);
  await page.locator("ul.cards h3 a").first().click();
  await page.goto(shop.url);
  assert.notDeepEqual(await titles(page), everybody);
  await page.goto(`${shop.url}data`);
  assert.match(await page.textContent("main"), /Nothing yet/);
  const kept = (await page.context().cookies()).find((cookie) => cookie.name === "assent_visit");
  assert.equal(kept.expires, -1, "gone when the browser is closed");
});

test("what is held can be carried away, and forgotten", async () => {
  const page = await visit(browser);
  await page.goto(shop.url);
  await choose(page, "personal");
  await buy(page, 2);
  const held = await (await page.request.get(`${shop.url}data/export`)).json();
  assert.equal(held.format, "assent-export-1");
  assert.equal(held.events.filter((event) => event.verb === "purchase").length, 2);
  assert.ok(held.receipts.length > 0 && held.statements.length === 2);
  await page.goto(`${shop.url}forget`);
  await page.getByRole("button", { name: "Forget me now" }).click();
  assert.equal(await page.textContent("h1"), "Forgotten");
  assert.deepEqual(await page.context().cookies(), []);
});

test("yes and no are the same button", async () => {
  const page = await visit(browser);
  await page.goto(shop.url);
  const sizes = await page.locator("li.rung button").evaluateAll((all) =>
    all.map((b) => [b.offsetWidth, b.offsetHeight, getComputedStyle(b).color, getComputedStyle(b).backgroundColor].join()));
  assert.equal(new Set(sizes).size, 1, sizes.join(" / "));
  assert.equal(await page.locator("input:checked").count(), 0, "nothing is ticked in advance");
});

test("a form from another site has no effect", async () => {
  const page = await visit(browser);
  for (const headers of [{ "sec-fetch-site": "cross-site" }, { origin: "https://elsewhere.example" }, { origin: "null" }]) {
    const answer = await page.request.post(`${shop.url}choices`, { headers, form: { rung: "personal" } });
    assert.equal(answer.status(), 403);
    assert.equal((await answer.json()).code, "cross_site");
  }
});

test("every page is whole with a keyboard, without violations, in both themes and on a small screen", { timeout: 180_000 }, async () => {
  for (const colorScheme of ["light", "dark"]) {
    for (const [locale, width] of [["en-GB", 1280], ["de-DE", 320]]) {
      const page = await visit(browser, { javaScriptEnabled: true, colorScheme, locale, viewport: { width, height: 800 }, bypassCSP: true });
      await page.goto(shop.url);
      await choose(page, "personal");
      await buy(page, 1);
      for (const path of pages) {
        await page.goto(shop.url + path);
        await page.addScriptTag({ path: axe });
        const found = await page.evaluate(() => axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }));
        const named = found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(" ")}`);
        assert.deepEqual(named, [], `/${path} ${colorScheme} ${width}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
        assert.equal(wide, false, `/${path} scrolls sideways at ${width}`);
        assert.equal(await page.locator("h1").count(), 1, path);
      }
      await page.goto(shop.url);
      await page.screenshot({ path: `${pictures}shop-${colorScheme}-${width}.png` });
      await page.context().close();
    }
  }
});

test("a keyboard alone reaches the content, the choice and the reasons", async () => {
  const page = await visit(browser);
  await page.goto(shop.url);
  await page.keyboard.press("Tab");
  assert.match(await page.evaluate(() => document.activeElement.textContent), /Skip to the content/);
  for (let step = 0; step < 12; step += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement.matches("li.rung:nth-child(3) button"))) break;
  }
  await page.keyboard.press("Enter");
  await page.waitForURL(shop.url);
  assert.match(await page.textContent(".banner"), /Your history/);
});
