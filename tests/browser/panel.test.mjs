// The consent panel as people meet it: small, fair, moving nothing, asked once, and whole with a keyboard and read aloud.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { NOTHING, ask, browser, calm, changed, connected, kept, open, outcome, pages, panel, press, start, state, stop, until } from "./sdk-page.mjs";
import { picture } from "./shop.mjs";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

before(start);
after(stop);

test("asks where the server says so, once, and keeps what was shown with the answer", async () => {
  const page = await open("asked");
  await connected(page);
  await ask(page);
  await panel(page).getByRole("heading", { name: "May we use what you buy?" }).waitFor();
  assert.deepEqual(await kept(page), NOTHING);
  await until(() => page.asked.includes("POST /v1/consent/prompt"));
  assert.deepEqual(page.asked, ["GET /v1/consent/prompt", "GET /v1/notices/history", "POST /v1/notices/history/served", "POST /v1/consent/prompt"]);
  await press(page, "Yes");
  assert.equal(await outcome(page), "answered");
  const [said, ...more] = (await pages.assent.export("asked")).statements;
  assert.deepEqual([said.kind, said.purpose, more], ["grant", "recommend", []]);
  assert.match(said.evidence.notice, /^history 1 en sha256:/);
  assert.match(said.evidence.how, /layer 1, yes/);
  assert.equal(await page.evaluate(() => window.assent.consent().then((choice) => choice.may("recommend"))), true, "in force");
  const again = await open("asked");
  await connected(again);
  await ask(again);
  assert.equal(await outcome(again), "not_asked", "remembered");
  await calm(page);
});

test("a no is remembered as well, and who answers later is not asked again soon", async () => {
  for (const [who, done, due] of [["no-sayer", (page) => press(page, "No"), "refused"], ["delayer", (page) => press(page, "Answer later"), "deferred"], ["escaper", (page) => panel(page).press("Escape"), "deferred"]]) {
    const page = await open(who);
    await connected(page);
    await ask(page);
    await panel(page).getByRole("button", { name: "No", exact: true }).focus();
    await done(page);
    assert.equal(await outcome(page), due === "refused" ? "answered" : "later");
    await until(async () => (await state(who, "recommend")) === due);
    const again = await open(who);
    await connected(again);
    await ask(again);
    assert.equal(await outcome(again), "not_asked", `${who} is not nagged`);
    assert.equal(await panel(again).count(), 0);
  }
});

test("yes and no are the same size, weight and one press away, on both layers and in both languages", async () => {
  for (const [lang, yes, no, more] of [["en", "Yes", "No", "How it works"], ["de", "Ja", "Nein", "Wie das geht"]]) {
    const page = await open(`weigher-${lang}`, { lang });
    await connected(page);
    await ask(page);
    for (const layer of [1, 2]) {
      const looks = (name) => panel(page).getByRole("button", { name, exact: true }).evaluate((b) => {
        const { width, height, top } = b.getBoundingClientRect();
        const s = getComputedStyle(b);
        return [width, height, top, s.color, s.backgroundColor, s.borderColor, s.fontSize, s.fontWeight, s.textDecorationLine].join();
      });
      assert.equal(await looks(yes), await looks(no), `layer ${layer}`);
      if (layer === 1) await press(page, more);
    }
    assert.match(await panel(page).locator("section").textContent(), lang === "en" ? /No one else gets to see it/ : /Sonst sieht es niemand/);
    await press(page, lang === "en" ? "Back" : "Zurück");
    await panel(page).getByRole("button", { name: more }).waitFor();
    assert.equal(await panel(page).locator("section").getAttribute("lang"), lang);
    await calm(page);
  }
});

test("a yes that was made heavier than its no is brought down to it", async () => {
  const page = await open("pusher");
  await changed(page, (served) => (served.layers[0].controls[0].weight = "strong"));
  await connected(page);
  await ask(page);
  const ground = (name) => panel(page).getByRole("button", { name, exact: true }).evaluate((b) => getComputedStyle(b).backgroundColor);
  assert.equal(await ground("Yes"), await ground("No"));
});

test("switches are off until the person turns them, and one answer carries all of them", async () => {
  const page = await open("switcher");
  await connected(page);
  await ask(page, { notice: "choices" });
  const switches = panel(page).getByRole("switch");
  await switches.first().waitFor();
  assert.equal(await switches.count(), 3);
  assert.equal(await panel(page).locator("input:checked").count(), 0, "nothing is on in advance");
  await panel(page).getByRole("switch", { name: "Picks for me" }).check();
  await press(page, "Save");
  assert.equal(await outcome(page), "answered");
  assert.deepEqual(await Promise.all(["recommend", "train", "ads"].map((purpose) => state("switcher", purpose))), ["given", "refused", "refused"]);
  await ask(page, { notice: "choices", opened: true });
  await panel(page).getByRole("switch", { name: "Picks for me" }).waitFor();
  assert.deepEqual(await switches.evaluateAll((all) => all.map((one) => one.checked)), [true, false, false], "what they chose themself");
  await press(page, "No to all");
  await outcome(page);
  assert.equal(await state("switcher", "recommend"), "withdrawn");
  await calm(page);
});

test("a browser that says no by GPC is not asked about ads, whether its field arrives or only the page can tell", async () => {
  const prepare = () => Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { get: () => true });
  for (const [who, options] of [["gpc-page", { prepare }], ["gpc-field", { extraHTTPHeaders: { "sec-gpc": "1" } }]]) {
    const page = await open(who, options);
    await connected(page);
    assert.equal(await page.evaluate(() => window.assent.gpc), who === "gpc-page");
    await ask(page, { notice: "choices" });
    await panel(page).getByRole("switch", { name: "Picks for me" }).waitFor();
    assert.equal(await panel(page).getByRole("switch", { name: "Ads that fit" }).count(), 0);
    await panel(page).getByRole("switch", { name: "Picks for me" }).check();
    await press(page, "Save");
    await outcome(page);
    const said = (await pages.assent.export(who)).statements.map(({ kind, purpose }) => `${kind} ${purpose}`);
    assert.deepEqual(said.sort(), ["grant recommend", "refuse train"]);
  }
});

test("a control of a later version is not drawn, and a notice without a no is not shown", async () => {
  const page = await open("future");
  await changed(page, (served) => {
    served.layers[0].controls.unshift({ id: "novel", does: "telepathy", purposes: ["recommend"] }, { id: "trap", does: "constructor", purposes: ["recommend"] });
    Object.assign(served.words.controls, { novel: "Think yes", trap: "Trap" });
    served.words.title = "<img src=x onerror=window.hacked=1>";
    served.novelty = true;
  });
  await connected(page);
  await ask(page);
  await panel(page).getByRole("heading", { name: "<img src=x onerror=window.hacked=1>" }).waitFor();
  assert.deepEqual(await panel(page).getByRole("button").allTextContents(), ["×", "Yes", "No", "How it works"]);
  assert.equal(await panel(page).locator("img").count(), 0);
  await calm(page);
  const unfair = [
    (served) => (served.layers[0].controls = served.layers[0].controls.filter(({ does }) => does !== "refuse")),
    (served) => served.layers[0].controls.push(...["a", "b", "c", "d"].map((id) => ({ id, does: "accept", purposes: ["recommend"] }))),
  ];
  for (const [at, change] of unfair.entries()) {
    const page = await open(`unfair-${at}`);
    await changed(page, change);
    await connected(page);
    await ask(page);
    assert.equal(await outcome(page), "not_asked");
    assert.equal(await panel(page).count(), 0);
  }
});

test("what did not arrive is said, nothing changed, and an old page is read once more", async () => {
  const page = await open("unlucky");
  await connected(page);
  await ask(page);
  await page.route("**/v1/statements", (route) => route.abort(), { times: 1 });
  await press(page, "Yes");
  await panel(page).getByRole("alert").filter({ hasText: "did not arrive" }).waitFor();
  await page.route("**/v1/statements", async (route) => {
    const body = route.request().postDataJSON();
    body.statements[0].evidence.snapshot += "x";
    await route.continue({ postData: JSON.stringify(body) });
  }, { times: 1 });
  await press(page, "Yes");
  await panel(page).getByRole("alert").filter({ hasText: "read it once more" }).waitFor();
  assert.equal(await state("unlucky", "recommend"), "requested", "no yes came of it");
  await press(page, "Yes");
  assert.equal(await outcome(page), "answered");
  assert.equal(await state("unlucky", "recommend"), "given");
});

test("nothing moves, in the corner and beside the thing that needs the answer", async () => {
  for (const [who, options] of [["still", { notice: "history" }], ["just-in-time", { notice: "history", beside: "#show" }]]) {
    const page = await open(who);
    await connected(page);
    await page.waitForTimeout(500);
    const before = await page.locator("#below").boundingBox();
    await ask(page, options);
    await panel(page).getByRole("heading").waitFor();
    await page.waitForTimeout(300);
    assert.deepEqual(await page.locator("#below").boundingBox(), before);
    await press(page, "How it works");
    await press(page, "No");
    await outcome(page);
    await page.waitForTimeout(300);
    assert.equal(await page.evaluate(() => window.shifts), 0, who);
    await calm(page);
  }
});

test("a keyboard reads, opens, answers and gets back to where it was", async () => {
  const page = await open("typist");
  await connected(page);
  const focused = () => page.evaluate(() => {
    const deep = document.activeElement.shadowRoot?.activeElement ?? document.activeElement;
    return deep.getAttribute("aria-label") ?? deep.textContent.trim();
  });
  await ask(page);
  await panel(page).getByRole("heading").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement === document.body), true, "it takes no focus");
  const order = [];
  for (let step = 0; step < 5; step += 1) {
    await page.keyboard.press("Tab");
    order.push(await focused());
  }
  assert.deepEqual(order, ["Answer later", "Yes", "No", "How it works", "Show what fits"], "first of the page, and no trap");

  const other = await open("typist-beside");
  await connected(other);
  await other.locator("#show").focus();
  await ask(other, { notice: "history", beside: "#show" });
  await other.waitForFunction(() => document.activeElement.localName === "assent-panel");
  await other.keyboard.press("Tab");
  await other.keyboard.press("Tab");
  await other.keyboard.press("Tab");
  await other.keyboard.press("Enter");
  assert.equal(await outcome(other), "answered");
  await other.getByText("Your answer is in force.").waitFor();
  assert.equal(await state("typist-beside", "recommend"), "refused");
  await other.waitForFunction(() => document.activeElement.id === "show", null, { timeout: 10_000 });
});

test("it is whole for a screen reader, in both themes and on a small screen", { timeout: 900_000 }, async () => {
  for (const colorScheme of ["light", "dark"]) {
    for (const [lang, width] of [["en", 1280], ["de", 320]]) {
      for (const [notice, more] of [["history", lang === "en" ? "How it works" : "Wie das geht"], ["choices"]]) {
        const page = await open(`axe-${notice}-${colorScheme}-${width}`, { lang, colorScheme, viewport: { width, height: 700 }, bypassCSP: true });
        await page.addStyleTag({ content: LOOKS });
        await connected(page);
        await ask(page, { notice });
        await panel(page).getByRole("heading").waitFor();
        await page.addScriptTag({ path: axe });
        await whole(page, `${notice} ${colorScheme} ${width}`);
        await picture(page, `panel-${notice}-${colorScheme}-${width}`);
        if (!more) continue;
        await press(page, more);
        await whole(page, `${notice}, second layer, ${colorScheme} ${width}`);
        await press(page, lang === "en" ? "No" : "Nein");
        await outcome(page);
        await whole(page, `${notice}, thanks, ${colorScheme} ${width}`);
        await page.context().close();
      }
    }
  }
});

/** How the shop's own page looks in the pictures. */
const LOOKS = `html { color-scheme: light dark; background: light-dark(#fbf9f5, #141318); color: light-dark(#23202b, #efecf4); font: 1rem/1.55 system-ui, sans-serif }
  body { max-inline-size: 44rem; margin: 2rem auto; padding-inline: 1rem } a { color: light-dark(#454098, #bab6ff) } h1 { font-weight: 500 }
  button { font: inherit; padding: .5rem 1rem; border: 1.5px solid #857e90; border-radius: .5rem; background: none; color: inherit }`;

async function whole(page, where) {
  const found = await page.evaluate(() => axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  assert.deepEqual(found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(" ")}`), [], where);
  const box = await panel(page).locator("section").boundingBox();
  const { width, height } = page.viewportSize();
  assert.ok(box.x >= 0 && box.x + box.width <= width && box.y >= 0 && box.y + box.height <= height, `${where}: within the window`);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth), false, where);
}

