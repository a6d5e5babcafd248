// The device rung in the demonstration shop: chosen on its page, filled by looking and buying, given up as near as it was
// begun; with the shop's server knowing nothing of it.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { openBrowser, openShop, picture, visit } from "./shop.mjs";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

let shop, browser;
before(async () => {
  shop = await openShop();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await shop?.close();
});

const here = (page, name) => page.goto(`${shop.url}${name}`);
const shown = async (page) => {
  await page.locator("#device").waitFor();
  await page.locator("#start:visible, #stop:visible").waitFor();
};

/** Somebody who began it, and bought one thing and looked at another. */
async function began(options = {}) {
  const page = await visit(browser, { javaScriptEnabled: true, ...options });
  await here(page, "device");
  await shown(page);
  await page.locator("#start").click();
  await page.locator("#picks li").first().waitFor();
  await here(page, "");
  const items = await page.locator(".slate .card h3 a, .slate .card a").evaluateAll((all) => [...new Set(all.map((a) => a.getAttribute("href")))].filter((href) => href.startsWith("/item/")));
  await here(page, items[0].slice(1));
  await page.locator("#kept-here").waitFor();
  await page.locator("form.buy button").click();
  await page.waitForURL(/done=/);
  await here(page, items[1].slice(1));
  await page.locator("#kept-here").waitFor();
  await here(page, "device");
  await page.locator("#have li").first().waitFor();
  await page.locator("#picks li").first().waitFor();
  return { page, items };
}

test("what is looked at and bought is kept in the browser, ranked there, and the shop knows nobody", async () => {
  const { page } = await began();
  assert.deepEqual(await page.locator("#have li .note").evaluateAll((all) => all.map((one) => one.textContent.split(" · ")[0]).sort()), ["bought", "looked at", "looked at"]);
  assert.equal(await page.locator("#picks li").count(), 12);
  assert.match((await page.locator("#picks li .note").allTextContents()).join(), /on this device|before/);
  assert.deepEqual((await page.context().cookies()).map(({ name }) => name), [], "no cookie was set");
  assert.deepEqual(page.trouble, []);
});

test("one thing can be left out and used again, and giving it up erases all of it", async () => {
  const { page } = await began();
  const picks = () => page.locator("#picks li").allTextContents();
  const before = await picks();
  const buttons = page.locator("#have button:not(#save)");
  for (let count = await buttons.count(); (await page.getByRole("button", { name: "Do not use" }).count()) && count > 0; count -= 1) {
    await page.getByRole("button", { name: "Do not use" }).first().click();
    await page.waitForTimeout(300);
  }
  assert.notDeepEqual(await picks(), before);
  await page.getByRole("button", { name: "Use again" }).first().click();
  const [saved] = await Promise.all([page.waitForEvent("download"), page.locator("#save").click()]);
  assert.equal(saved.suggestedFilename(), "on-this-device.json");
  await page.locator("#stop").click();
  await page.locator("#start:visible").waitFor();
  assert.match(await page.textContent("#state"), /^Off/);
  assert.deepEqual(await page.evaluate(() => indexedDB.databases()), []);
  assert.deepEqual(page.trouble, []);
});

test("before it is begun nothing is stored, on any page", async () => {
  const page = await visit(browser, { javaScriptEnabled: true });
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await here(page, "device");
  await shown(page);
  await here(page, "");
  const item = await page.locator(".slate a[href^='/item/']").first().getAttribute("href");
  await here(page, item.slice(1));
  await page.waitForLoadState("networkidle");
  assert.deepEqual([await page.evaluate(() => indexedDB.databases()), await page.context().cookies()], [[], []]);
  assert.ok(!asked.some((path) => path.startsWith("/v1/")), `${asked}`);
  assert.ok(!(await page.locator("#kept-here").isVisible()));
});

test("without JavaScript the page says so, and the ladder leads to it", async () => {
  const page = await visit(browser, { javaScriptEnabled: false });
  await here(page, "preferences");
  assert.match(await page.textContent("a.choice"), /On my device.*stays in this browser.*fit/s);
  await page.locator("a.choice").click();
  assert.match(await page.textContent("main"), /needs JavaScript/);
  assert.ok(!(await page.locator("#device").isVisible()));
});

test("begun by keyboard alone, and as easily given up", async () => {
  const page = await visit(browser, { javaScriptEnabled: true });
  await here(page, "device");
  await shown(page);
  const sizes = [];
  for (const id of ["start", "stop"]) {
    await page.locator(`#${id}`).waitFor();
    sizes.push(await page.locator(`#${id}`).evaluate((button) => [button.className, button.offsetHeight]));
    await page.locator(`#${id}`).focus();
    await page.keyboard.press("Enter");
    await page.locator(id === "start" ? "#stop:visible" : "#start:visible").waitFor();
  }
  assert.deepEqual(sizes[0], sizes[1], "one look, one height");
});

for (const scheme of ["light", "dark"]) {
  for (const width of [1280, 320]) {
    test(`no barrier and nothing cut off: ${scheme}, ${width} px`, async () => {
      const { page } = await began({ colorScheme: scheme, viewport: { width, height: 900 } });
      await page.waitForLoadState("networkidle");
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "no sideways scrolling");
      await picture(page, `device-${scheme}-${width}`, { whole: width === 320 });
      const bare = await visit(browser, { javaScriptEnabled: true, bypassCSP: true, colorScheme: scheme, viewport: { width, height: 900 } });
      await here(bare, "device");
      await shown(bare);
      await bare.locator("#start").click();
      await bare.locator("#picks li").first().waitFor();
      await bare.addScriptTag({ path: axe });
      const { violations } = await bare.evaluate(() => window.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }));
      assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), []);
    });
  }
}
