// The preference center as a visitor meets it: understood at a glance, changed with one press, without JavaScript.

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

const open = (page) => page.goto(`${shop.url}preferences`);
const choose = (page, rung) => page.locator(`button.choice[value="${rung}"]`).click();
const row = (page, purpose) => page.locator(`#purpose-${purpose}`);
const titles = (page) => page.locator("section.slate .cards h2").allTextContents();
const fact = (page, term) => page.getByRole("term").filter({ hasText: term }).locator("xpath=following-sibling::dd").textContent();

/** A visitor who chose their history, in the preference center, and bought things. */
async function customer(count, options) {
  const page = await visit(browser, options);
  await open(page);
  await choose(page, "personal");
  await buy(page, count);
  return page;
}

async function buy(page, count) {
  await page.goto(`${shop.url}department/coffee-and-tea`);
  const links = await page.locator("ul.cards h2 a").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
  for (const link of links.slice(0, count)) {
    await page.goto(new URL(link, shop.url).href);
    await page.getByRole("button", { name: /^Buy|^Kaufen/ }).click();
  }
}

test("the first screen says what is kept, why, who gets it and what you get", async () => {
  const page = await visit(browser);
  await open(page);
  assert.match(await fact(page, "What is kept"), /^Nothing\./);
  assert.match(await fact(page, "Why"), /^Nothing is kept, so nothing is used/);
  assert.match(await fact(page, "Who gets it"), /^Nobody but this shop/);
  assert.match(await fact(page, "What you get"), /^What is popular here/);
  assert.deepEqual(await page.context().cookies(), [], "looking sets nothing");

  const known = await customer(2);
  await open(known);
  assert.match(await fact(known, "What is kept"), /2 purchases.*2 views of things.*2 answers of yours/);
  assert.match(await fact(known, "Why"), /^Recommendations for you\.$/);
  assert.match(await fact(known, "What you get"), /^What fits you best/);
  const ladder = known.getByRole("group", { name: "How much may be used for you" });
  const places = await Promise.all([known.getByRole("term").last(), known.getByRole("term").first(), ladder].map((at) => at.boundingBox()));
  assert.ok(places[1].y < places[2].y && places[2].y < 900, "the ladder begins on the first screen, below the facts");
  for (const [rung, cost] of [["Nothing about me", "suggestions fit 66% less well (0.108 instead of 0.315)"], ["Only this visit", "suggestions fit 14% less well (0.272 instead of 0.315)"], ["My history here", "nothing: no other answer fits better (0.315)"]]) {
    assert.ok((await ladder.locator(".choice", { hasText: rung }).textContent()).includes(cost), rung);
  }
  assert.match(await known.textContent("main"), /public data set, Online Retail/);
  assert.deepEqual(known.trouble, []);
});

test("withdrawing from a purpose takes one press, as granting does, and is in force on the next page", async () => {
  const stranger = await visit(browser);
  await stranger.goto(shop.url);
  const everybody = await titles(stranger);
  const page = await customer(2);
  await page.goto(shop.url);
  assert.notDeepEqual(await titles(page), everybody);
  await open(page);
  assert.match(await row(page, "recommend").locator(".state").textContent(), /^You said yes, since .*, until /);
  assert.match(await row(page, "recommend").textContent(), /under the notice “choices”, version 1 \(English\)/);
  await row(page, "recommend").getByRole("button", { name: /^No/ }).click();
  assert.match(await page.getByRole("status").textContent(), /^Noted: no/);
  assert.match(await row(page, "recommend").locator(".state").textContent(), /^You said no longer, since /);
  assert.match(await fact(page, "Why"), /^For nothing/);
  await page.goto(shop.url);
  assert.deepEqual(await titles(page), everybody);
  await open(page);
  await row(page, "recommend").getByRole("button", { name: /^Yes/ }).click();
  await page.goto(shop.url);
  assert.notDeepEqual(await titles(page), everybody, "the yes is one press, too");
});

test("an answer to one purpose leaves the others as they are", async () => {
  const page = await customer(1);
  await open(page);
  await row(page, "train").getByRole("button", { name: /^Yes/ }).click();
  assert.match(await page.textContent(".banner"), /Your history.*teaches the shop/s);
  await row(page, "ads").getByRole("button", { name: /^No/ }).click();
  assert.match(await row(page, "ads").locator(".state").textContent(), /^You said no, since/);
  assert.equal(await row(page, "ads").getByRole("button").count(), 0, "nobody asks for it");
  assert.match(await page.textContent(".banner"), /Your history.*teaches the shop/s);
  const forged = await page.request.post(`${shop.url}preferences`, { form: { purpose: "ads", answer: "yes", back: "/preferences" } });
  assert.equal(forged.status(), 422, "there is no yes to what no notice tells of");
  const { statements } = await (await page.request.get(`${shop.url}data/export`)).json();
  assert.deepEqual(statements.filter((said) => said.purpose === "ads").map((said) => said.kind), ["refuse"]);
});

test("a pause is one press: nothing is used or added, it is said at the top, and it goes on as chosen", async () => {
  const page = await customer(2);
  await page.goto(shop.url);
  const own = await titles(page);
  await open(page);
  const kept = await fact(page, "What is kept");
  await page.getByRole("button", { name: "Pause everything" }).click();
  assert.match(await page.getByRole("status").textContent(), /^Paused/);
  await page.goto(shop.url);
  assert.match(await page.textContent(".banner"), /^Paused: nothing about you is used/);
  assert.equal(await page.textContent("h1"), "Popular now");
  await buy(page, 3);
  assert.match(await page.getByRole("status").textContent(), /none of it was kept/);
  assert.match(await page.textContent(".keeps"), /You have paused/);
  await open(page);
  assert.equal((await fact(page, "What is kept")).split("view")[0], kept.split("view")[0], "nothing was added");
  assert.match(await page.textContent(".in-force"), /My history here.*Your choice, paused/s);
  await page.getByRole("button", { name: "Go on" }).click();
  assert.match(await page.textContent(".banner"), /Your history/);
  await page.goto(shop.url);
  assert.deepEqual(await titles(page), own, "as before");
});

test("an answer during a pause is about what it says, and the pause stays", async () => {
  const page = await customer(1);
  await open(page);
  await page.getByRole("button", { name: "Pause everything" }).click();
  await row(page, "train").getByRole("button", { name: /^Yes/ }).click();
  assert.match(await page.getByRole("status").textContent(), /once you go on/);
  assert.match(await page.textContent(".banner"), /^Paused/);
  await page.getByRole("button", { name: "Go on" }).click();
  assert.match(await page.textContent(".banner"), /Your history.*teaches the shop/s);
});

test("Global Privacy Control is shown: whether it is sent, since when, and what it closes", async () => {
  const gpc = (page) => fact(page, "Global Privacy Control");
  const without = await visit(browser);
  await open(without);
  assert.match(await gpc(without), /does not send it.*It would switch off: advertising\./s);
  const page = await customer(0, { extraHTTPHeaders: { "sec-gpc": "1" } });
  await open(page);
  assert.match(await gpc(page), /sends it, and it is honoured.*First seen on .* stands since then.*It switches off: advertising\./s);
  assert.match(await row(page, "ads").textContent(), /signal says no/);
  assert.doesNotMatch(await row(page, "recommend").textContent(), /signal says no/);
  await page.context().setExtraHTTPHeaders({});
  await open(page);
  assert.match(await gpc(page), /does not send it.*stands since then.*It switches off: advertising\./s);
});

test("yes and no are the same size, and look the same", async () => {
  for (const width of [1280, 320]) {
    const page = await visit(browser, { viewport: { width, height: 800 } });
    await open(page);
    const [no, yes] = await Promise.all(["No", "Yes"].map((word) => row(page, "train").getByRole("button", { name: new RegExp(`^${word}`) }).boundingBox()));
    assert.deepEqual([no.width, no.height], [yes.width, yes.height], `${width}`);
    const looks = await row(page, "train").locator("button").evaluateAll((all) => all.map((b) => [getComputedStyle(b).color, getComputedStyle(b).backgroundColor, getComputedStyle(b).fontSize].join()));
    assert.equal(new Set(looks).size, 1);
  }
});

test("every way on and out is there: settings, receipts, what is held, proof, a file, and being forgotten", async () => {
  const page = await customer(1);
  await open(page);
  const ways = page.locator("section", { has: page.getByRole("heading", { name: /^(See it, take it, end it|More that is yours to set)$/ }) });
  const hrefs = await ways.getByRole("link").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
  assert.deepEqual(hrefs, ["/preferences/interests", "/preferences/messages", "/history", "/data/requests", "/receipts", "/data", "/verify", "/data/export", "/forget"]);
  for (const href of hrefs) assert.equal((await page.request.get(new URL(href, shop.url).href)).status(), 200, href);
  const receipt = await row(page, "recommend").getByRole("link", { name: "Signed receipt" }).getAttribute("href");
  assert.match(await (await page.request.get(new URL(receipt, shop.url).href)).text(), /"recommend"/);
  await page.goto(`${shop.url}choices?lang=de`);
  assert.equal(new URL(page.url()).pathname, "/preferences", "the old address leads here");
});

test("a keyboard alone pauses, goes on and withdraws", async () => {
  const page = await customer(1);
  const press = async (selector) => {
    await open(page);
    for (let step = 0; step < 60; step += 1) {
      await page.keyboard.press("Tab");
      if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) break;
    }
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  };
  await press("button[name=pause]");
  assert.match(await page.textContent(".banner"), /^Paused/);
  await press("button[name=pause]");
  assert.match(await page.textContent(".banner"), /^Your history/);
  await press("#purpose-recommend button[value=no]");
  assert.match(await row(page, "recommend").locator(".state").textContent(), /no longer/);
});

test("the page is without violations in both themes, on a small screen and paused", { timeout: 900_000 }, async () => {
  for (const colorScheme of ["light", "dark"]) {
    for (const [locale, width] of [["en-GB", 1280], ["de-DE", 320]]) {
      const page = await customer(2, { javaScriptEnabled: true, colorScheme, locale, viewport: { width, height: 900 }, bypassCSP: true });
      const check = async (state) => {
        await page.addScriptTag({ path: axe });
        const found = await page.evaluate(() => axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }));
        const named = found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(" ")}`);
        assert.deepEqual(named, [], `${state} ${colorScheme} ${width}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
        assert.equal(wide, false, `${state} scrolls sideways at ${width}`);
      };
      await open(page);
      await picture(page, `preferences-${colorScheme}-${width}`, { whole: true });
      await check("chosen");
      await page.locator("button[name=pause]").click();
      await check("paused");
      await page.context().clearCookies();
      await open(page);
      await check("first visit");
      await page.context().close();
    }
  }
});
