// "Why this?" and what can be said to it: not this, less like this, nothing of its kind; without JavaScript.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, openShop, visit } from "./shop.mjs";

let shop, browser;
before(async () => {
  shop = await openShop();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await shop?.close();
});

/** Answers the question of the shop, or of the page where every answer stands. */
async function choose(page, rung) {
  if (rung === "group") await page.goto(`${shop.url}preferences`);
  await page.locator(`button.choice[value="${rung}"]`).click();
}
const titles = (page) => page.locator("section.slate .cards h2").allTextContents();
const kinds = (page) => page.locator("section.slate .less button[value^='category:']").evaluateAll((all) => all.map((b) => b.value));
const news = (page) => page.locator(".news [role=status]").textContent();
const cookie = async (page) => (await page.context().cookies()).find((one) => one.name === "__Host-assent_less");
const held = async (page) => (await page.request.get(`${shop.url}data/export`)).json();

/** Opens the reasons of a card and presses what begins so. */
async function press(page, card, kind) {
  const why = page.locator("section.slate .card details").nth(card);
  await why.locator("summary").click();
  await why.locator(`.less button[value^="${kind}:"]`).click();
}

/** Somebody with a history on the storefront. */
async function customer(options) {
  const page = await visit(browser, options);
  await page.goto(shop.url);
  await choose(page, "personal");
  await page.goto(`${shop.url}department/coffee-and-tea`);
  const links = await page.locator("ul.cards h2 a").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
  for (const link of links.slice(0, 3)) {
    await page.goto(new URL(link, shop.url).href);
    await page.getByRole("button", { name: /^Buy|^Kaufen/ }).click();
  }
  await page.goto(shop.url);
  return page;
}

test("not this: it is gone from the next page, kept as theirs, and one press takes it back beside the news", async () => {
  const page = await customer();
  const before = await titles(page);
  await press(page, 0, "item");
  assert.match(await news(page), /not recommended to you any more/);
  assert.ok(!(await titles(page)).includes(before[0]));
  assert.deepEqual((await titles(page)).slice(0, 3), before.slice(1, 4), "nothing else changed");
  assert.deepEqual((await held(page)).interests.map(({ item, likes }) => [typeof item, likes]), [["string", false]]);
  assert.equal(await cookie(page), undefined, "what may be kept is not kept twice");
  await page.getByRole("button", { name: /^Undo/ }).click();
  assert.match(await news(page), /^Taken back/);
  assert.deepEqual(await titles(page), before);
  assert.deepEqual((await held(page)).interests, []);
});

test("less like this: fewer of its kind stand on the next page, and its terms say so", async () => {
  const page = await customer();
  const before = await kinds(page);
  const most = before.toSorted((a, b) => before.filter((x) => x === b).length - before.filter((x) => x === a).length)[0];
  await press(page, before.indexOf(most), "like");
  assert.match(await news(page), /less of it is shown/);
  const count = (all) => all.filter((kind) => kind === most).length;
  assert.ok(count(await kinds(page)) < count(before), `${count(before)} of ${most} before`);
});

test("nothing of its kind: none stands on the next page", async () => {
  const page = await customer();
  const [kind] = await kinds(page);
  await press(page, 0, "category");
  assert.ok(!(await kinds(page)).includes(kind));
  await page.goto(`${shop.url}why`);
  assert.equal(await page.locator(".rows li").count(), 1);
  await page.getByRole("button", { name: /^Take back/ }).click();
  await page.goto(shop.url);
  assert.ok((await kinds(page)).includes(kind));
});

const NOT_MINDED = [["a stranger", null], ["somebody who refused", "contextual"], ["somebody who refused and lets it teach", "contextual", true], ["somebody who gave this visit", "visit"], ["somebody in groups alone", "group"]];
for (const [who, rung, teaches] of NOT_MINDED) {
  test(`${who} says it for the visit: their browser remembers it, and nothing of it is kept here`, async () => {
    const page = await visit(browser);
    await page.goto(shop.url);
    if (teaches) await page.getByRole("checkbox").check();
    // Not every step of the ladder is on the panel.
    if (rung === "group") await page.goto(`${shop.url}preferences`);
    if (rung) await choose(page, rung);
    await page.goto(shop.url);
    const before = await titles(page);
    await press(page, 0, "item");
    assert.match(await news(page), /we keep nothing/);
    assert.ok(!(await titles(page)).includes(before[0]));
    assert.match(await page.textContent("section.slate .head"), /For this visit you want less of 1 thing/);
    assert.equal((await cookie(page)).expires, -1, "gone when the browser is closed");
    const export_ = await page.request.get(`${shop.url}data/export`);
    const text = await export_.text();
    if (rung) assert.deepEqual(JSON.parse(text).interests, []);
    const [kind] = await kinds(page);
    await press(page, 0, "category");
    assert.ok(!(await kinds(page)).includes(kind));
    await press(page, 0, "like");
    await page.goto(`${shop.url}why`);
    assert.equal(await page.locator(".rows li").count(), 3);
    for (let left = 3; left; left -= 1) await page.getByRole("button", { name: /^Take back/ }).first().click();
    assert.equal(await cookie(page), undefined, "what is taken back is forgotten");
    await page.goto(shop.url);
    assert.deepEqual(await titles(page), before);
    const other = await visit(browser);
    await other.goto(shop.url);
    assert.deepEqual(await titles(other), rung === "visit" ? await titles(other) : before, "nobody else sees anything of it");
  });
}

for (const [who, rung] of [["a stranger", null], ["somebody with a history", "personal"]]) {
  test(`what goes with a thing can be answered like any other card: ${who}`, async () => {
    const page = await visit(browser);
    await page.goto(shop.url);
    if (rung) await choose(page, rung);
    const item = `${shop.url}item/cast-iron-teapot-graphite`;
    const beside = async () => {
      await page.goto(item);
      return page.locator(".cards h3").allTextContents();
    };
    const say = async (card, kind) => {
      const why = page.locator(".cards details").nth(card);
      await why.locator("summary").click();
      assert.equal(await why.getByRole("button", { name: /^Don’t use this/ }).count(), 0, "nothing of a history is behind it");
      await why.locator(`.less button[value^="${kind}:"]`).click();
      assert.equal(new URL(page.url()).pathname, "/item/cast-iron-teapot-graphite");
    };
    const before = await beside();
    assert.equal(before.length, 4);
    assert.equal(await page.locator(".cards details").count(), 4, "each says why");
    await say(0, "item");
    assert.match(await news(page), /not recommended|we keep nothing/);
    assert.deepEqual((await beside()).slice(0, 3), before.slice(1));
    await say(0, "like");
    const after = await beside();
    assert.ok(after[0] !== before[1] && !after.includes(before[0]), "what less is wanted of comes last");
    await page.locator(".cards details summary").first().click();
    assert.match(await page.getByRole("link", { name: "All about it" }).first().getAttribute("href"), /^\/why\/[0-9a-f]+\//);
    await page.goto(`${shop.url}why`);
    assert.equal(await page.locator(".rows li").count(), 2);
    for (let left = 2; left; left -= 1) await page.getByRole("button", { name: /^Take back/ }).first().click();
    assert.deepEqual(await beside(), before);
    const other = await visit(browser);
    await other.goto(item);
    assert.deepEqual(await other.locator(".cards h3").allTextContents(), before, "nobody else sees anything of it");
    assert.deepEqual(page.trouble, []);
  });
}

test("the page about a thing tells from the receipt why it was shown, and is for nobody else", async () => {
  const page = await customer();
  const sentence = await page.locator(".card .because").first().textContent();
  await page.locator(".card details summary").first().click();
  await page.getByRole("link", { name: "All about it" }).first().click();
  assert.match(new URL(page.url()).pathname, /^\/why\/[0-9a-f]+\/./);
  assert.equal(await page.textContent(".about .lead"), sentence);
  assert.match(await page.textContent("main"), /The switch that changes it/);
  assert.equal(await page.locator("section .less button").count() > 2, true);
  const address = page.url();
  await page.locator("section > .less button[value^='item:']").click();
  assert.equal(new URL(page.url()).pathname, new URL(address).pathname, "back where the button was");
  assert.match(await news(page), /not recommended/);
  const other = await visit(browser);
  assert.equal((await other.goto(address)).status(), 404, "somebody else's receipt");
  assert.equal((await page.goto(`${address}x`)).status(), 404, "a thing that the receipt does not tell of");
  assert.deepEqual(page.trouble.filter((line) => !/404/.test(line)), []);
});

test("what another site sends says nothing", async () => {
  const page = await customer();
  for (const headers of [{ "sec-fetch-site": "cross-site" }, { "sec-fetch-site": "same-site" }, { origin: "https://elsewhere.example" }, { origin: "null" }]) {
    const answer = await page.request.post(`${shop.url}why`, { headers, form: { no: "category:Books" } });
    assert.equal(answer.status(), 403);
  }
  assert.deepEqual((await held(page)).interests, []);
});
