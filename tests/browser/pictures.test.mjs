// A picture of each page, in both themes and at both widths, for the documents; and what Chromium's own audit says of them.

import assert from "node:assert/strict";
import { readdirSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import lighthouse from "lighthouse";
import { openBrowser, openShop, picture, visit } from "./shop.mjs";

const folder = fileURLToPath(new URL("../../docs/screenshots/", import.meta.url));
const FOLDER_BYTES_MAX = 4_000_000;

/** Pages by the name of their picture; the last ones stand at addresses of their own. */
const PAGES = { department: "department/books", item: "item/desk-lamp-mustard", data: "data", interests: "preferences/interests", messages: "preferences/messages", requests: "data/requests", history: "history", receipts: "receipts", less: "why", forget: "forget", nothing: "nowhere" };

let shop, browser, port;
before(async () => {
  shop = await openShop();
  port = await new Promise((found) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => found(port));
    });
  });
  browser = await openBrowser([`--remote-debugging-port=${port}`]);
});
after(async () => {
  await browser?.close();
  await shop?.close();
});

/** Somebody with a history, and with something that they do not want to see. */
async function customer(options) {
  const page = await visit(browser, options);
  await page.goto(shop.url);
  await page.locator('button.choice[value="personal"]').click();
  await page.goto(`${shop.url}department/coffee-and-tea`);
  const links = await page.locator("ul.cards h2 a").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
  for (const link of links.slice(0, 3)) {
    await page.goto(new URL(link, shop.url).href);
    await page.locator("form.buy button").click();
  }
  for (const kind of ["item", "category"]) {
    await page.goto(shop.url);
    await page.locator(".card summary").nth(5).click();
    await page.locator(`.card:nth-child(6) .less button[value^="${kind}:"]`).click();
  }
  return page;
}

test("each page has its picture, in both themes and at both widths", { timeout: 900_000 }, async () => {
  for (const colorScheme of ["light", "dark"]) {
    for (const [locale, width] of [["en-GB", 1280], ["de-DE", 320]]) {
      const page = await customer({ colorScheme, locale, viewport: { width, height: 900 } });
      const take = (name, how) => picture(page, `${name}-${colorScheme}-${width}`, { whole: width === 320, ...how });
      await take("news", { whole: false });
      for (const [name, path] of Object.entries(PAGES)) {
        await page.goto(shop.url + path);
        await take(name);
      }
      await page.goto(shop.url);
      await page.locator(".card summary").nth(1).click();
      await page.locator(".card .reasons").nth(1).scrollIntoViewIfNeeded();
      await take("reasons", { whole: false });
      await page.locator(".card .switches a").nth(2).click();
      await take("why");
      await page.goto(`${shop.url}receipts`);
      await page.locator("ol.receipts a").first().click();
      await take("receipt");
      await page.goto(`${shop.url}enter?ticket=0`);
      await take("come-in-anew");
      await page.context().close();
    }
  }
  const files = readdirSync(folder);
  const odd = files.filter((name) => !/^(shop|[a-z-]+-(light|dark)-(320|1280))\.webp$/.test(name));
  assert.deepEqual(odd, [], "names are alike");
  const bytes = files.reduce((sum, name) => sum + statSync(folder + name).size, 0);
  assert.ok(bytes < FOLDER_BYTES_MAX, `all pictures: ${bytes}`);
});

test("Chromium's own audit finds nothing to better in access and good practice", { timeout: 1_200_000 }, async () => {
  for (const path of ["", "preferences", "preferences/interests", "preferences/messages", "data/requests", "why", "item/desk-lamp-mustard", "department/books", "data", "history", "forget", "verify"]) {
    const { lhr } = await lighthouse(shop.url + path, { port, output: "json", logLevel: "silent", onlyCategories: ["accessibility", "best-practices"], disableStorageReset: true });
    const poor = Object.values(lhr.audits).filter(({ score, scoreDisplayMode }) => score !== null && score < 1 && scoreDisplayMode === "binary").map(({ id }) => id);
    const scores = Object.values(lhr.categories).map(({ score }) => Math.round(score * 100));
    assert.deepEqual([scores, poor], [[100, 100], []], `/${path}`);
  }
});
