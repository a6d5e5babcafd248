// The demonstration shop as its visitors meet it: no JavaScript, a keyboard, a small screen, a screen reader.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { openBrowser, openShop, picture, visit } from "./shop.mjs";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const pages = ["", "data", "history", "receipts", "why", "forget", "department/books", "item/desk-lamp-mustard", "item/nothing", "nowhere", "enter?ticket=0"];

let shop, browser;
before(async () => {
  shop = await openShop();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await shop?.close();
});

const choose = (page, rung) => page.locator(`button.choice[value="${rung}"]`).click();
const titles = (page) => page.locator("section.slate .cards h2").allTextContents();
const hideButtons = (page) => page.locator("ul.history").getByRole("button", { name: /^Hide/ });

async function buy(page, count) {
  await page.goto(`${shop.url}department/coffee-and-tea`);
  const links = await page.locator("ul.cards h2 a").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
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
  assert.match(await page.textContent("section.slate .lead"), /Made from 6 entries in your history/);
  for (const why of await page.locator(".card details").all()) {
    await why.locator("summary").click();
    const shares = (await why.locator(".terms > li:not(.sum) .weight").allTextContents()).map(parseFloat);
    assert.ok(shares.length > 0);
    assert.equal(Math.round(shares.reduce((total, share) => total + share, 0) * 10), 1000, `the parts add up: ${shares}`);
    assert.match(await why.locator(".sum .weight").textContent(), /^100(\.0)?%$/);
    assert.ok(await why.locator(".evidence a").count() > 0, "it names what it is because of");
  }
  await page.setViewportSize({ width: 1280, height: 1000 });
  await page.goto(shop.url);
  await page.locator(".card summary").nth(1).click();
  await picture(page, "shop");

  await page.goto(`${shop.url}history`);
  while (await hideButtons(page).count()) await hideButtons(page).first().click();
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
  assert.match(await page.textContent("[role=status]"), /Your choice is in force/);
  assert.match(await page.textContent(".in-force .name"), /Nothing about me/);
  await page.goto(`${shop.url}data`);
  assert.doesNotMatch(await page.textContent("table.events"), /recommendations/, "what is held may not be used");
  await page.goto(shop.url);
  assert.equal(await page.textContent("h1"), "Popular now");
  assert.deepEqual(await titles(page), everybody);
  await page.goto(`${shop.url}receipts`);
  await page.locator("ol.receipts a").first().click();
  assert.match(await page.textContent("main"), /G6\.no_valid_grant/);
});

test("the visit rung keeps its visit in the browser alone", async () => {
  const page = await visit(browser);
  await page.goto(shop.url);
  const everybody = await titles(page);
  await choose(page, "visit");
  await page.goto(`${shop.url}department/garden`);
  await page.locator("ul.cards h2 a").first().click();
  await page.goto(shop.url);
  assert.equal(await page.textContent("h1"), "Goes with this visit");
  assert.notDeepEqual(await titles(page), everybody);
  await page.goto(`${shop.url}data`);
  assert.match(await page.textContent("main"), /Nothing yet/);
  const kept = (await page.context().cookies()).find((cookie) => cookie.name === "__Host-assent_visit");
  assert.equal(kept.expires, -1, "gone when the browser is closed");
  await page.goto(shop.url);
  await page.locator(".card summary").first().click();
  await page.getByRole("button", { name: /^Don’t use this/ }).first().click();
  assert.deepEqual(await titles(page), everybody, "what is not to be used is out of the visit");
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

test("what is held is carried away as an archive, too", async () => {
  const page = await visit(browser);
  await page.goto(shop.url);
  await choose(page, "personal");
  const archive = await page.request.get(`${shop.url}data/archive`);
  assert.deepEqual([archive.headers()["content-type"], (await archive.body()).subarray(0, 2).toString()], ["application/zip", "PK"]);
});

test("a yes answers the page that it was given on; one from an old page does not count, and a no does", async () => {
  const page = await visit(browser);
  await page.goto(shop.url);
  const snapshot = await page.locator("input[name=snapshot]").first().inputValue();
  await choose(page, "personal");
  const said = async () => (await (await page.request.get(`${shop.url}data/export`)).json()).statements;
  for (const statement of await said()) {
    assert.match(statement.evidence.notice, statement.kind === "grant" ? /^choices 1 en sha256:[0-9a-f]{64}$/ : /./);
  }
  await buy(page, 2);
  const again = async (rung) => {
    const answer = await page.request.post(`${shop.url}choices`, { form: { rung, snapshot, back: "/choices" } });
    assert.match(await answer.text(), /That page was old/);
  };
  const before = (await said()).length;
  await again("personal");
  assert.ok((await said()).slice(before).every((statement) => statement.kind === "withdraw"), "no yes came of it");
  await again("visit");
  await page.goto(shop.url);
  assert.equal(await page.textContent("h1"), "Popular now", "going down the ladder counts");
});

test("yes and no are the same button", async () => {
  const page = await visit(browser);
  await page.goto(shop.url);
  const sizes = await page.locator("button.choice").evaluateAll((all) =>
    all.map((b) => [b.offsetWidth, b.offsetHeight, getComputedStyle(b).color, getComputedStyle(b).backgroundColor].join()));
  assert.equal(sizes.length, 3);
  assert.equal(new Set(sizes).size, 1, sizes.join(" / "));
  assert.equal(await page.locator("input:checked").count(), 0, "nothing is ticked in advance");
});

test("a form from another site has no effect", async () => {
  const page = await visit(browser);
  for (const headers of [{ "sec-fetch-site": "cross-site" }, { origin: "https://elsewhere.example" }, { origin: "null" }]) {
    const answer = await page.request.post(`${shop.url}choices`, { headers, form: { rung: "personal" } });
    assert.equal(answer.status(), 403);
    assert.equal((await answer.json()).code, "cross_site");
    const person = { ...headers, accept: "text/html", "sec-fetch-dest": "document" };
    const page403 = await page.request.post(`${shop.url}choices`, { headers: person, form: { rung: "personal" } });
    assert.equal(page403.status(), 403);
    assert.match(await page403.text(), /<h1>This is not open to you<\/h1>.*cross_site/);
  }
});

test("every page is whole with a keyboard, without violations, in both themes and on a small screen", { timeout: 900_000 }, async () => {
  for (const colorScheme of ["light", "dark"]) {
    for (const [locale, width] of [["en-GB", 1280], ["de-DE", 320]]) {
      const page = await visit(browser, { javaScriptEnabled: true, colorScheme, locale, viewport: { width, height: 800 }, bypassCSP: true });
      const check = async (state) => {
        await page.addScriptTag({ path: axe });
        const found = await page.evaluate(() => axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }));
        const named = found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(" ")}`);
        assert.deepEqual(named, [], `/${state} ${colorScheme} ${width}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
        assert.equal(wide, false, `/${state} scrolls sideways at ${width}`);
        assert.equal(await page.locator("h1").count(), 1, state);
      };
      await page.goto(shop.url);
      await check("before a choice");
      await picture(page, `question-${colorScheme}-${width}`, { whole: width === 320 });
      await choose(page, "personal");
      await check("chosen");
      await buy(page, 1);
      await check("bought");
      for (const path of pages) {
        await page.goto(shop.url + path);
        await check(path);
      }
      await page.goto(shop.url);
      await page.locator(".card summary").first().click();
      await check("reasons");
      await page.getByRole("link", { name: /^(All about it|Alles dazu)$/ }).first().click();
      await check("why");
      await page.locator("section > .less button").first().click();
      await check("said");
      await page.goto(shop.url);
      await picture(page, `shop-${colorScheme}-${width}`);
      await page.context().close();
    }
  }
});

test("a keyboard alone reaches the content, the choice and the reasons", async () => {
  const page = await visit(browser);
  await page.goto(shop.url);
  await page.keyboard.press("Tab");
  assert.match(await page.evaluate(() => document.activeElement.textContent), /Skip to the content/);
  for (let step = 0; step < 16; step += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement.matches("button.choice:nth-child(3)"))) break;
  }
  await page.keyboard.press("Enter");
  await page.waitForURL(`${shop.url}?done=chosen`);
  assert.match(await page.textContent(".banner"), /Your history/);
});

test("a keyboard alone looks at what is held, hides a thing, carries everything away and is forgotten", async () => {
  const page = await visit(browser);
  await page.goto(shop.url);
  await choose(page, "personal");
  await buy(page, 1);
  const reach = async (path, selector) => {
    await page.goto(shop.url + path);
    for (let step = 0; step < 90; step += 1) {
      await page.keyboard.press("Tab");
      if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
    }
    assert.fail(`${selector} is not reached on /${path}`);
  };
  const enter = () => Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  await reach("", '.menu a[href="/data"]');
  await enter();
  assert.match(await page.textContent("table.events"), /Bought/);
  await reach("history", "ul.history button[name=hidden]");
  await enter();
  assert.match(await page.textContent(".history > li.hidden"), /used for nothing/);
  await reach("preferences", 'a[href="/data/export"]');
  const [file] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  assert.match(file.suggestedFilename(), /\.json$/);
  await reach("", '.foot a[href="/forget"]');
  await enter();
  await reach("forget", ".pair button[type=submit]");
  await enter();
  assert.equal(await page.textContent("h1"), "Forgotten");
  assert.deepEqual(await page.context().cookies(), []);
});

test("one thing is hidden from the history, and shown again", async () => {
  const page = await visit(browser);
  await page.goto(shop.url);
  await choose(page, "personal");
  await buy(page, 2);
  await page.goto(`${shop.url}history`);
  assert.equal(await page.locator(".history > li").count(), 2);
  const title = await page.locator(".history h2").first().textContent();
  await page.getByRole("button", { name: `Hide: ${title}` }).click();
  assert.match(await page.textContent("[role=status]"), /^Hidden/);
  assert.match(await page.textContent(".history > li.hidden"), /used for nothing/);
  await page.goto(shop.url);
  assert.equal(await page.locator(".evidence a", { hasText: title }).count(), 0, "nothing is there because of it");
  await page.goto(`${shop.url}data`);
  assert.equal(await page.locator("table.events td em").count(), 2, "bought and looked at, both for nothing");
  await page.getByRole("button", { name: `Show again: ${title}` }).click();
  assert.equal(new URL(page.url()).pathname, "/data", "back where the button was");
  assert.equal(await page.locator("table.events td em").count(), 0);
});

test("a thing stops counting from the very reason that names it", async () => {
  const page = await visit(browser);
  await page.goto(shop.url);
  await choose(page, "personal");
  await buy(page, 2);
  await page.goto(shop.url);
  const why = page.locator(".card details").first();
  await why.locator("summary").click();
  const title = await why.locator(".evidence a").first().textContent();
  await page.getByRole("button", { name: `Don’t use this: ${title}` }).first().click();
  assert.equal(new URL(page.url()).pathname, "/");
  assert.match(await page.textContent("[role=status]"), /^Hidden/);
  assert.equal(await page.locator(".evidence a", { hasText: title }).count(), 0);
});

test("teaching is ticked by nobody but the person, and answered again on its own", async () => {
  const page = await visit(browser);
  await page.goto(shop.url);
  await page.getByRole("checkbox").check();
  await choose(page, "contextual");
  assert.match(await page.textContent(".banner"), /teaches the shop/);
  await buy(page, 1);
  assert.match(await page.textContent("[role=status]"), /teaches the shop, as you allowed/);
  await page.goto(`${shop.url}data`);
  assert.match(await page.textContent("table.events"), /teaching the shop/);
  assert.doesNotMatch(await page.textContent("table.events"), /recommendations/);
  await page.goto(`${shop.url}preferences`);
  assert.match(await page.textContent("#purpose-train .state"), /You said yes/);
  await page.locator("#purpose-train").getByRole("button", { name: "No, it may not" }).click();
  assert.match(await page.textContent("#purpose-train .state"), /You said no longer/);
  assert.doesNotMatch(await page.textContent(".banner"), /teaches/);
});

test("the language is the browser's until another is asked for, and stays then", async () => {
  const page = await visit(browser, { locale: "en-GB" });
  const lang = () => page.locator("html").getAttribute("lang");
  await page.goto(`${shop.url}department/kitchen?page=1`);
  assert.equal(await lang(), "en");
  await page.getByRole("link", { name: "Deutsch" }).click();
  assert.equal(await lang(), "de");
  assert.equal(new URL(page.url()).searchParams.get("page"), "1", "the same page, in German");
  const [kept, ...more] = await page.context().cookies();
  assert.deepEqual([kept.name, kept.value, kept.expires, more], ["__Host-assent_lang", "de", -1, []]);
  await page.goto(shop.url);
  assert.equal(await page.textContent("h1"), "Gerade beliebt");
  assert.equal(await page.locator(".card h2 a").first().getAttribute("lang"), "en", "the goods are named in English");
  await page.getByRole("link", { name: "English" }).click();
  assert.equal(await page.textContent("h1"), "Popular now");

  const german = await visit(browser, { locale: "de-DE" });
  await german.goto(shop.url);
  assert.equal(await german.textContent("h1"), "Gerade beliebt");
  const answer = await german.request.get(`${shop.url}?lang=en&done=chosen`, { headers: { "sec-fetch-site": "cross-site" } });
  assert.doesNotMatch(await answer.text(), /role="status"/, "another site tells no news here");
  assert.deepEqual(await german.context().cookies(), [], "and sets no language");
});

test("the way back leads nowhere but within the shop", async () => {
  const page = await visit(browser);
  const sent = async (back) => {
    const form = { rung: "contextual", back };
    const answer = await page.request.post(`${shop.url}choices`, { form, maxRedirects: 0 });
    assert.equal(answer.status(), 303);
    return answer.headers().location;
  };
  assert.equal(await sent("/department/books?page=1"), "/department/books?page=1&done=chosen");
  for (const elsewhere of ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", "\\\\elsewhere.example", "elsewhere.example", "javascript:alert(1)", ""]) {
    assert.equal(await sent(elsewhere), "/?done=chosen", elsewhere);
  }
});

test("a page lets nothing in from elsewhere, and is kept by nobody; its style sheet is kept by version", async () => {
  const page = await visit(browser);
  const answer = await page.goto(shop.url);
  const policy = answer.headers()["content-security-policy"];
  for (const part of ["default-src 'none'", "style-src 'self'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"]) {
    assert.ok(policy.includes(part), part);
  }
  assert.equal(answer.headers()["cache-control"], "no-store");
  const href = await page.locator("link[rel=stylesheet]").getAttribute("href");
  const style = (path) => page.request.get(new URL(path, shop.url).href);
  assert.match((await style(href)).headers()["cache-control"], /immutable/);
  assert.doesNotMatch((await style("/assets/assent.css?v=0")).headers()["cache-control"], /immutable/);
});
