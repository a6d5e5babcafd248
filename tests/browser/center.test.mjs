// The pages behind the preference center: each control takes one press, is in force on the next page, and needs no script.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { openBrowser, openShop, visit } from "./shop.mjs";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
/** Where pictures of each page go, for whoever wants to look at them: `PICTURES=/some/where/`. */
const pictures = process.env.PICTURES;
const pages = ["preferences/interests", "preferences/messages", "history", "data/requests", "data"];

let shop, browser;
before(async () => {
  if (pictures) mkdirSync(pictures, { recursive: true });
  shop = await openShop();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await shop?.close();
});

const open = (page, path) => page.goto(`${shop.url}${path}`);
const titles = (page) => page.locator("section.slate .cards h2").allTextContents();
const news = (page) => page.textContent(".news");
const held = async (page) => (await page.request.get(`${shop.url}data/export`)).json();
const section = (page, id) => page.locator(`section[aria-labelledby=${id}]`);

/** A visitor who chose their history, and bought things. */
async function customer(count, options, department = "coffee-and-tea") {
  const page = await visit(browser, options);
  await open(page, "preferences");
  await page.locator('button.choice[value="personal"]').click();
  await buy(page, count, department);
  return page;
}

async function buy(page, count, department) {
  await open(page, `department/${department}`);
  const links = await page.locator("ul.cards h2 a").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
  for (const link of links.slice(0, count)) {
    await page.goto(new URL(link, shop.url).href);
    await page.getByRole("button", { name: /^Buy|^Kaufen/ }).click();
  }
}

/** How many entries the last page of recommendations went by. */
async function used(page) {
  await open(page, "");
  const { receipts } = await held(page);
  return receipts.filter((one) => one.purpose === "recommend").at(-1).data_used;
}

test("what is liked is said with one press, changes the next page, and is taken back with one press", async () => {
  const page = await customer(2);
  await open(page, "");
  const before = await titles(page);
  await open(page, "preferences/interests");
  await page.getByLabel("A kind of things").selectOption("Garden");
  await page.getByRole("button", { name: "I like it" }).click();
  assert.match(await news(page), /^Noted/);
  await open(page, "");
  const liked = await titles(page);
  assert.notDeepEqual(liked, before);
  await open(page, "preferences/interests");
  assert.match(await section(page, "said").textContent(), /Garden.*You like it/s);
  await page.getByLabel("A kind of things").selectOption("Garden");
  await page.getByRole("button", { name: "Never show it" }).click();
  assert.match(await section(page, "said").textContent(), /Garden.*Never shown to you/s);
  await open(page, "");
  assert.notDeepEqual(await titles(page), liked);
  await open(page, "preferences/interests");
  await page.getByRole("button", { name: "Take it back: Garden" }).click();
  assert.match(await news(page), /^Taken back/);
  assert.deepEqual((await held(page)).interests, []);
  await open(page, "");
  assert.deepEqual(await titles(page), before);
});

test("whoever gives their group alone sees what at least fifty who like the same take, and which groups they are in", async () => {
  const page = await visit(browser);
  await open(page, "preferences");
  await page.locator('button.choice[value="group"]').click();
  await open(page, "data");
  assert.match(await section(page, "groups").textContent(), /You are in no group/);
  await open(page, "");
  const everybody = await titles(page);
  await open(page, "preferences/interests");
  await page.getByLabel("A kind of things").selectOption("Coffee & tea");
  await page.getByRole("button", { name: "I like it" }).click();
  await open(page, "");
  assert.match(await page.textContent("section.slate .lead"), /What at least 50 people with the same likes choose/);
  assert.notDeepEqual(await titles(page), everybody);
  assert.ok((await page.locator(".card .term").allTextContents()).includes("What people with the same likes choose"), "and it is a term of the sum");
  await page.getByRole("link", { name: "See the receipt" }).click();
  assert.match(await section(page, "asked").textContent(), /people who like “Coffee & tea” \(at least 50\)/);
  await open(page, "data");
  const groups = await section(page, "groups").textContent();
  assert.match(groups, /fewer than 50 people.*Coffee & tea.*you said that you like this.*counted in none.*goes by the smallest/s);
  await open(page, "preferences");
  await page.locator('button.choice[value="contextual"]').click();
  await open(page, "");
  assert.deepEqual(await titles(page), everybody, "taken back, it counts no more");
  assert.deepEqual(page.trouble, []);
});

test("what is concluded is shown as concluded, with its evidence; contested, it goes and does not return", async () => {
  const page = await customer(4);
  await open(page, "preferences/interests");
  const concluded = section(page, "concluded");
  const row = concluded.locator("ul.rows li").first();
  assert.match(await row.textContent(), /Concluded from \d+ things\. It makes up \d+% of what/);
  const category = await row.locator("strong").textContent();
  const evidence = await row.locator("a").allTextContents();
  assert.ok(evidence.length >= 2, "it rests on two things at least");
  await row.getByRole("button", { name: `That is wrong: ${category}` }).click();
  assert.match(await news(page), /Nothing is concluded/);
  const contested = () => concluded.getByRole("button", { name: `Take it back: ${category}` });
  assert.equal(await contested().count(), 1);
  assert.equal(await page.getByRole("button", { name: `That is wrong: ${category}` }).count(), 0);
  await buy(page, 4, "coffee-and-tea");
  await open(page, "preferences/interests");
  assert.equal(await page.getByRole("button", { name: `That is wrong: ${category}` }).count(), 0, "doing more brings it back not");
  const { requests } = await held(page);
  assert.deepEqual(requests.map((one) => [one.kind, one.stage]), [["contest_inference", "done"]]);
  await contested().click();
  await open(page, "preferences/interests");
  assert.equal(await page.getByRole("button", { name: `That is wrong: ${category}` }).count(), 1);
});

test("one thing is no conclusion, and who allows nothing has none drawn", async () => {
  const page = await customer(1);
  await open(page, "preferences/interests");
  assert.match(await section(page, "concluded").textContent(), /Nothing is concluded about you/);
  await buy(page, 4, "books");
  await open(page, "preferences");
  await page.locator('button.choice[value="contextual"]').click();
  await open(page, "preferences/interests");
  assert.match(await section(page, "concluded").textContent(), /Nothing is concluded about you\. You have not said yes to this/);
  await page.getByRole("button", { name: "I like it" }).click();
  assert.match(await news(page), /^Not kept/);
});

test("how often, when and about what: each takes one press, and one press takes it back", async () => {
  const page = await customer(1);
  const limits = async () => (await held(page)).subject.limits;
  await open(page, "preferences/messages");
  const mail = page.locator("#channel-email");
  await mail.getByRole("button", { name: /At most 1 a week/ }).click();
  assert.match(await news(page), /^Set/);
  assert.match(await mail.locator(".state").textContent(), /At most 1 a week/);
  assert.deepEqual((await limits()).weekly, [{ channel: "email", most: 1 }]);
  await mail.getByRole("button", { name: /No limit/ }).click();
  assert.deepEqual((await limits()).weekly, []);
  await page.getByLabel("From", { exact: true }).fill("21:30");
  await page.getByLabel("to", { exact: true }).fill("06:15");
  await page.getByLabel("By the clock of").selectOption("America/New_York");
  await page.getByRole("button", { name: "Set quiet hours" }).click();
  assert.match(await section(page, "quiet").textContent(), /Quiet from 21:30 to 06:15, by the clock of America\/New York/);
  assert.deepEqual((await limits()).quiet, [{ from_minute: 1290, to_minute: 375, zone: "America/New_York" }]);
  await page.getByRole("button", { name: "No quiet hours" }).click();
  assert.deepEqual((await limits()).quiet, []);
  await page.getByRole("button", { name: "Switch off: Garden" }).click();
  assert.deepEqual((await limits()).topics_off, ["Garden"]);
  await page.getByRole("button", { name: "Switch on: Garden" }).click();
  assert.deepEqual((await limits()).topics_off, []);
  const send = (form) => page.request.post(`${shop.url}preferences/messages`, { form: { back: "/preferences/messages", ...form } });
  for (const wrong of [{ channel: "pigeon", most: "1" }, { channel: "email", most: "1000" }, { quiet: "yes", from: "22:00", to: "22:00", zone: "UTC" }, { topic: "Garden" }, {}]) {
    assert.equal((await send(wrong)).status(), 422, JSON.stringify(wrong));
  }
  const foreign = await page.request.post(`${shop.url}preferences/messages`, { headers: { "sec-fetch-site": "cross-site" }, form: { topic: "Garden", answer: "no" } });
  assert.equal(foreign.status(), 403, "no other site sets anything");
  assert.deepEqual((await limits()).topics_off, []);
});

test("a pause up to a day says until when on every page, and ends with one press", async () => {
  const page = await customer(2);
  const before = await used(page);
  assert.ok(before > 0);
  await open(page, "preferences");
  await page.getByText("Pause until a day").click();
  await page.getByLabel("Up to and including").fill("2031-05-04");
  await page.getByRole("button", { name: "Pause until then" }).click();
  assert.match(await news(page), /goes on by itself/);
  assert.match(await page.textContent(".banner"), /^Paused until 5\s+May 2031, 00:00\s+UTC/);
  assert.match(await page.textContent(".summary .pause"), /until 5\s+May 2031/);
  assert.equal(await used(page), 0);
  assert.match(await page.textContent(".banner"), /^Paused until 5\s+May 2031/);
  await open(page, "preferences");
  await page.getByRole("button", { name: "Go on" }).click();
  assert.equal(await used(page), before);
  const past = await page.request.post(`${shop.url}preferences`, { form: { until: "2020-01-01", back: "/preferences" } });
  assert.equal(past.status(), 422);
});

test("the history is looked through without a word of it in an address", async () => {
  const page = await customer(4);
  await open(page, "history");
  const all = await page.locator("ul.history h2").allTextContents();
  const word = all[1].split(/[ ,]/)[0];
  await page.getByLabel("Look for").fill(word);
  await page.getByRole("button", { name: "Search my history" }).click();
  assert.equal(new URL(page.url()).search, "");
  const found = await page.locator("ul.history h2").allTextContents();
  assert.ok(found.length >= 1 && found.length < all.length && found.every((title) => title.includes(word)), `${word}: ${found}`);
  await page.getByRole("button", { name: /^Hide:/ }).first().click();
  assert.match(await news(page), /^Hidden/);
  await page.getByLabel("Look for").fill("no such thing");
  await page.keyboard.press("Enter");
  assert.match(await page.locator("p.state[role=status]").textContent(), /Nothing has that in its name/);
});

test("a kind of things and a stretch of time are hidden and shown again, and all is begun anew, on the history", async () => {
  const page = await customer(2);
  const all = await used(page);
  const unfold = async (name) => {
    await open(page, "history");
    await page.locator("summary", { hasText: name }).click();
  };
  await unfold("A kind of things");
  await section(page, "hide").locator("details ul.rows button").first().click();
  assert.equal(await used(page), 0);
  await open(page, "history");
  assert.deepEqual(await page.locator("ul.history > li.hidden .state").allTextContents(), Array(2).fill("Hidden with more: used for nothing. See Hidden now"));
  await page.getByRole("button", { name: "Show again: Coffee & tea" }).click();
  assert.equal(await used(page), all);
  await unfold("A stretch of time");
  await page.getByLabel("From the day").fill("2020-01-01");
  await page.getByLabel("to the day").fill("2099-12-31");
  await page.getByRole("button", { name: "Hide this time" }).click();
  assert.equal(await used(page), 0);
  await open(page, "history");
  await page.getByRole("button", { name: "Delete everything so far" }).click();
  assert.match(await news(page), /^Deleted/);
  assert.equal((await held(page)).events.length, 0);
});

test("a private visit keeps nothing, uses nothing, leaves no row, and begins and ends with one press each", async () => {
  const page = await customer(2);
  const count = async () => {
    const { events, receipts } = await held(page);
    return [events.length, receipts.filter((one) => one.purpose !== "access").length];
  };
  await open(page, "");
  const [own, before] = [await titles(page), await count()];
  await open(page, "history");
  await page.getByRole("button", { name: "Begin a private visit" }).click();
  assert.match(await page.textContent(".banner"), /^Private visit: nothing you do here is kept/);
  await buy(page, 3, "books");
  assert.match(await page.textContent(".keeps"), /private visit: nothing of it is kept/);
  await open(page, "");
  assert.notDeepEqual(await titles(page), own);
  assert.deepEqual(await count(), before, "no event and no receipt of theirs");
  await page.getByRole("link", { name: "End it" }).click();
  await page.getByRole("button", { name: "End the private visit" }).click();
  assert.match(await news(page), /is over/);
  await open(page, "");
  assert.deepEqual(await titles(page), own);
});

test("something is asked for with one press, and its clock is on the page", async () => {
  const page = await customer(1);
  await open(page, "data/requests");
  await page.getByLabel("In your words").fill("Please look at this <b>again</b>");
  await page.getByRole("button", { name: "Have a person check it" }).click();
  const asked = section(page, "asked").locator("li").first();
  assert.match(await asked.textContent(), /Have a person check it.*received, due by .*, \d+ days left \(European Union\).*Please look at this <b>again<\/b>/s);
  await page.getByLabel("In your words").fill("I am no gardener");
  await page.getByRole("button", { name: "Contest a conclusion" }).click();
  assert.match(await section(page, "asked").locator("li").first().textContent(), /Contest a conclusion.*received, due by/s);
  await page.getByText("Done at once, without anybody in between").click();
  await page.getByRole("button", { name: "Do it now: Who has it?" }).click();
  assert.match(await section(page, "asked").locator("li").first().textContent(), /Who has it\?.*done, on .*/s);
  await open(page, "data");
  assert.match(await section(page, "requests").textContent(), /2 requests wait for the shop/);
  const erase = await page.request.post(`${shop.url}data/requests`, { form: { kind: "erase", back: "/data" } });
  assert.equal(erase.status(), 422, "to be forgotten is asked on its own page");
  const unlink = await page.request.post(`${shop.url}data/unlink`, { form: { link: "7".repeat(32), back: "/data" } });
  assert.equal(unlink.status(), 404, "what is not theirs is not found");
});

test("what was restricted with one press is used again with one press", async () => {
  const page = await customer(2);
  const before = await used(page);
  await open(page, "data/requests");
  await page.getByText("Done at once, without anybody in between").click();
  await page.getByRole("button", { name: "Do it now: Keep it, and do not use it" }).click();
  assert.equal(await used(page), 0);
  await open(page, "preferences");
  assert.match(await page.textContent(".summary"), /kept and not used/);
  await page.getByRole("button", { name: "Use it again" }).click();
  assert.equal(await used(page), before);
});

test("a receipt says what would have been there without the data, and that a stranger got it", async () => {
  const page = await customer(3);
  await open(page, "");
  const own = await titles(page);
  const stranger = await visit(browser);
  await open(stranger, "");
  const everybody = await titles(stranger);
  await page.locator("section.slate").getByRole("link", { name: "See the receipt" }).last().click();
  const without = section(page, "without");
  const others = everybody.filter((title) => !own.includes(title)).length;
  assert.match(await without.textContent(), new RegExp(`6 entries of yours shaped this\\. Without your data, ${others} of these 12 places`));
  await page.getByText("What you would have seen without it").click();
  assert.deepEqual(await without.locator("ol li a").allTextContents(), everybody);
  assert.equal(await without.getByText("you saw this too").count(), 12 - others);
});

test("taking back takes no more steps than giving, for each control", async () => {
  const page = await customer(3);
  /** Presses and fields that it takes from the page where it stands. */
  const steps = async (path, act) => {
    await open(page, path);
    let count = 0;
    const press = async (locator) => { count += 1; await locator.click(); };
    const pick = async (locator, value) => { count += 1; await locator.selectOption(value); };
    await act({ press, pick });
    return count;
  };
  const button = (name) => page.getByRole("button", { name }).first();
  const pairs = {
    interest: ["preferences/interests", async ({ pick, press }) => { await pick(page.getByLabel("A kind of things"), "Garden"); await press(button("I like it")); }, async ({ press }) => press(button("Take it back: Garden"))],
    // For these the restricting is the no, and lifting it the yes.
    weekly: ["preferences/messages", async ({ press }) => press(page.locator("#channel-email").getByRole("button", { name: /No limit/ })), async ({ press }) => press(page.locator("#channel-email").getByRole("button", { name: /Never/ }))],
    topic: ["preferences/messages", async ({ press }) => press(button("Switch on: Garden")), async ({ press }) => press(button("Switch off: Garden"))],
    private: ["history", async ({ press }) => press(button("End the private visit")), async ({ press }) => press(button("Begin a private visit"))],
    conclusion: ["preferences/interests", async ({ press }) => press(button(/^Take it back/)), async ({ press }) => press(button(/^That is wrong/))],
  };
  const restrictFirst = ["weekly", "topic", "private", "conclusion"];
  for (const [name, [path, give, takeBack]] of Object.entries(pairs)) {
    const order = restrictFirst.includes(name) ? [takeBack, give] : [give, takeBack];
    const [first, second] = [await steps(path, order[0]), await steps(path, order[1])];
    const [giving, taking] = restrictFirst.includes(name) ? [second, first] : [first, second];
    assert.ok(taking <= giving, `${name}: ${taking} to take back, ${giving} to give`);
  }
});

test("a keyboard alone sets a limit, says an interest and begins a private visit", async () => {
  const page = await customer(1);
  const press = async (path, selector) => {
    await open(page, path);
    for (let step = 0; step < 90; step += 1) {
      await page.keyboard.press("Tab");
      if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) break;
    }
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  };
  await press("preferences/messages", "#channel-push button[value='3']");
  assert.match(await page.locator("#channel-push .state").textContent(), /At most 3 a week/);
  await press("preferences/interests", "button[value=likes]");
  assert.match(await news(page), /^Noted/);
  await press("history", "button[name=private]");
  assert.match(await page.textContent(".banner"), /^Private visit/);
});

test("each page is small, without violations in both themes, on a small screen too, known or not", { timeout: 900_000 }, async () => {
  for (const colorScheme of ["light", "dark"]) {
    for (const [locale, width] of [["en-GB", 1280], ["de-DE", 320]]) {
      const page = await customer(4, { javaScriptEnabled: true, colorScheme, locale, viewport: { width, height: 900 }, bypassCSP: true });
      const check = async (path) => {
        const answer = await open(page, path);
        assert.equal(answer.status(), 200, path);
        assert.ok((await answer.body()).length < 60_000, `${path}: ${(await answer.body()).length} bytes`);
        await page.locator("main details").evaluateAll((all) => all.forEach((one) => { one.open = true; }));
        await page.addScriptTag({ path: axe });
        const found = await page.evaluate(() => axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }));
        const named = found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(" ")}`);
        assert.deepEqual(named, [], `${path} ${colorScheme} ${width}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
        assert.equal(wide, false, `${path} scrolls sideways at ${width}`);
      };
      const picture = async (name) => pictures && page.screenshot({ path: `${pictures}${name}-${colorScheme}-${width}.png`, fullPage: true });
      await fill(page);
      for (const path of pages) {
        await open(page, path);
        await picture(path.split("/").at(-1));
        await check(path);
      }
      await open(page, "");
      const receipt = await page.locator("section.slate").getByRole("link", { name: /^(See the receipt|Zum Beleg)$/ }).last().getAttribute("href");
      await check(receipt.slice(1));
      await picture("receipt");
      assert.deepEqual(page.trouble, []);
      await page.context().clearCookies();
      for (const path of pages) await check(path);
      await page.context().close();
    }
  }
});

/** Something on each page. */
async function fill(page) {
  const post = (path, form) => page.request.post(`${shop.url}${path}`, { form: { back: "/", ...form } });
  for (const [path, form] of [
    ["preferences/interests", { kind: "category", topic: "Garden", answer: "likes" }],
    ["preferences/interests", { kind: "category", topic: "Books", answer: "never" }],
    ["preferences/messages", { channel: "email", most: "1" }],
    ["preferences/messages", { quiet: "yes", from: "22:00", to: "07:00", zone: "Europe/Berlin" }],
    ["preferences/messages", { topic: "Garden", answer: "no" }],
    ["data/requests", { kind: "human_review", says: "Why this kettle?" }],
    ["data/requests", { kind: "recipients" }],
    ["data/hide", { from: "2020-01-01", to: "2020-12-31", hidden: "yes" }],
  ]) assert.equal((await post(path, form)).status(), 200, path);
  await open(page, "");
}
