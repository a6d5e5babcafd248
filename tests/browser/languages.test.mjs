// A third language by one file: made from the English one, given to the real server, and looked for on every page, in every
// answer, in the archive and in the scripts. Whatever is said in Latin letters there was not in the file.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { inflateRawSync } from "node:zlib";
import { pseudo, spelled } from "./pseudo.mjs";
import * as sdk from "./sdk-page.mjs";
import { binary, openBrowser, openShop, picture, visit } from "./shop.mjs";

const PAGE_BYTES_MAX = 60_000;
const PAGES = [
  "", "preferences", "preferences/interests", "preferences/messages", "data", "data/requests", "history", "receipts", "forget", "why", "verify", "device", "department/books",
  "item/desk-lamp-mustard", "nowhere",
];

let folder, shop, browser;
before(async () => {
  folder = pseudo(binary);
  shop = await openShop(["--languages", folder]);
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await shop?.close();
  rmSync(folder, { recursive: true });
});

/** The shop's name, and what stands in its catalog: met on the pages, where it is marked as English. */
const theirs = new Set(["Larkspur & Co."]);

/** What is ours to say on a page, and is in Latin letters: not what is marked as English, a code, a clock, or filled in. */
async function untold(page, name) {
  const [texts, marked] = await page.evaluate(read);
  for (const text of marked) theirs.add(text.trim());
  const known = [...theirs].sort((a, b) => b.length - a.length);
  const ours = (text) => known.reduce((left, one) => left.replaceAll(one, ""), text.replace(/\u2068[^\u2069]*\u2069/g, ""));
  return texts.filter((text) => /[a-z]{2}/i.test(ours(text))).map((text) => `${name}: ${text.trim()}`);
}

/** The texts of a page, and those that are marked as English. Run in the page. */
function read() {
  const theirs = "[lang=en], code, pre, script, style, .brand, .languages, select[name=zone]";
  const texts = [];
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest(theirs)) texts.push(walker.currentNode.data);
  for (const element of document.querySelectorAll("[aria-label], [title], [alt], [placeholder]")) {
    if (!element.closest(theirs)) texts.push(...["aria-label", "title", "alt", "placeholder"].map((name) => element.getAttribute(name) ?? ""));
  }
  return [texts, [...document.querySelectorAll("[lang=en]")].map((element) => element.textContent)];
}

const api = async (method, path, body, more = {}) => {
  const headers = { authorization: `Bearer ${shop.key}`, "content-type": "application/json", "accept-language": "ar", ...more };
  const reply = await fetch(shop.url + path, { method, headers, body: body && JSON.stringify(body) });
  const json = await reply.json();
  assert.ok(reply.status < 300, `${path}: ${JSON.stringify(json)}`);
  return json;
};
/** Whether a sentence is in that language, but for what is filled in. */
const told = (sentence) => {
  assert.match(sentence, /[\u0621-\u064a]/, sentence);
  assert.doesNotMatch(sentence.replace(/\u2068[^\u2069]*\u2069/g, ""), /[a-z]/i, sentence);
};

describe("on the pages", () => {
  const reader = (more) => visit(browser, { locale: "ar", ...more });

  test("everything is told in it, to somebody unknown and to somebody with a history", { timeout: 900_000 }, async () => {
    const page = await reader();
    const left = [];
    const look = async (where) => {
      await page.goto(shop.url + where);
      left.push(...(await untold(page, where)));
      const [html] = await page.$$eval("html", ([html]) => [[html.lang, html.dir]]);
      assert.deepEqual(html, ["ar", "rtl"], where);
    };
    for (const where of PAGES) await look(where);
    await page.goto(shop.url);
    await page.locator('button.choice[value="personal"]').click();
    left.push(...(await untold(page, "chosen")));
    await page.goto(`${shop.url}item/desk-lamp-mustard`);
    await page.locator('form[action="/buy"] button').click();
    left.push(...(await untold(page, "bought")));
    for (const where of PAGES) await look(where);
    const receipt = await page.goto(`${shop.url}receipts`).then(() => page.locator('main a[href^="/receipts/"]').first().getAttribute("href"));
    await look(receipt.slice(1));
    const why = await page.goto(shop.url).then(() => page.locator('a[href^="/why/"]').first().getAttribute("href"));
    await look(why.slice(1));
    assert.deepEqual(left, []);
    assert.deepEqual(page.trouble.filter((trouble) => !trouble.includes("404")), [], "but for the page that is not there");
    await page.context().close();
  });

  test("they stay small, though each letter is two bytes", async () => {
    for (const where of PAGES.filter((where) => where !== "nowhere")) {
      const bytes = (await (await fetch(shop.url + where, { headers: { "accept-language": "ar" } })).arrayBuffer()).byteLength;
      assert.ok(bytes > 1_000 && bytes < PAGE_BYTES_MAX, `${where}: ${bytes}`);
    }
  });

  test("three languages are on offer; the link is remembered, and comes before what the browser likes", async () => {
    const page = await visit(browser, { locale: "en-GB" });
    await page.goto(shop.url);
    const links = page.locator(".languages a");
    assert.deepEqual(await links.evaluateAll((all) => all.map((a) => [a.lang, a.textContent])), [["en", "en English"], ["de", "de Deutsch"], ["ar", "ar العربية"]]);
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
    await page.locator('.languages a[lang="ar"]').click();
    await page.goto(`${shop.url}data`);
    assert.deepEqual(await page.locator("html").evaluate((html) => [html.lang, html.dir]), ["ar", "rtl"]);
    const cookie = (await page.context().cookies()).find(({ name }) => name === "__Host-assent_lang");
    assert.equal(cookie.value, "ar");
    await page.context().close();
    const asked = async (liked) => (await (await fetch(shop.url, { headers: { "accept-language": liked } })).text()).match(/<html lang="([^"]+)"/)[1];
    assert.deepEqual(await Promise.all(["ar-EG, en;q=0.5", "ar;q=0.4, de", "fr", "", "ar;q=0"].map(asked)), ["ar", "de", "en", "en", "en"]);
  });

  test("a page from right to left begins at the right, and nothing runs out of it", async () => {
    const page = await reader({ viewport: { width: 320, height: 700 } });
    for (const where of ["", "preferences", "data", "history"]) {
      await page.goto(shop.url + where);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, where);
      const [title, width] = await page.evaluate(() => [document.querySelector("h1").getBoundingClientRect().right, innerWidth]);
      assert.ok(width - title < 40, `${where}: ${title} of ${width}`);
    }
    await page.context().close();
  });
});

describe("in the answers of the interface", () => {
  test("each sentence is told in it: why, why not, what one gets, who the group is", async () => {
    const stranger = await api("POST", "v1/recommend", { subject: "nobody", count: 5 });
    [...stranger.items.map(({ why }) => why), ...stranger.refusal_says].forEach(told);
    const said = { kind: "grant", purpose: "recommend", explicit: true };
    const served = await api("POST", "v1/notices/choices/served", { subject: "reader" });
    assert.equal(served.lang, "ar");
    [served.words.title, ...served.words.layers, ...Object.values(served.words.controls), ...Object.values(served.words.benefits)].forEach(told);
    await api("POST", "v1/statements", { subject: "reader", statements: [{ ...said, evidence: { snapshot: served.snapshot, how: "a test" } }], jurisdictions: ["eu"] });
    await api("POST", "v1/events", { events: [{ id: "l-1", subject: "reader", item: "desk-lamp-mustard", verb: "purchase" }] });
    const known = await api("POST", "v1/recommend", { subject: "reader", count: 20 });
    assert.equal(known.personalized, true);
    known.items.forEach(({ why }) => told(why));
    const kinds = new Set(known.items.map(({ why }) => why.replace(/\u2068[^\u2069]*\u2069/g, "")));
    assert.ok(kinds.size > 1, "more than one kind of sentence");
    const question = await api("GET", "v1/consent/prompt?subject=reader");
    question.purposes.forEach(({ benefit }) => told(benefit));
    const effective = await api("GET", "v1/consent/effective?subject=nobody");
    assert.ok(JSON.stringify(effective).match(/[\u0621-\u064a]/));
    const held = await api("GET", "v1/subjects/reader/statements");
    assert.equal(held.statements.at(-1).notice_lang ?? "ar", "ar");
  });

  test("Klaro is told in it", async () => {
    const { id } = await api("POST", "v1/privacy-managers", { subject: "klaro" });
    const config = await api("GET", `v1/privacy-managers/${id}/config.json?name=default`);
    assert.deepEqual(Object.keys(config.translations).sort(), ["ar", "de", "en"]);
    [config.translations.ar.acceptAll, config.translations.ar.consentModal.description].forEach(told);
    for (const { translations } of config.services) [translations.ar.title, translations.ar.description].forEach(told);
  });

  test("the archive can be read in it: all of ours is, and the records say that they are in English", async () => {
    const reply = await fetch(`${shop.url}v1/subjects/reader/archive`, { headers: { authorization: `Bearer ${shop.key}`, "accept-language": "ar" } });
    assert.equal(reply.status, 200);
    const html = firstFile(Buffer.from(await reply.arrayBuffer()));
    assert.match(html, /<html lang="ar" dir="rtl">/);
    const page = await visit(browser);
    await page.setContent(html);
    assert.deepEqual(await untold(page, "archive"), []);
    await page.context().close();
  });
});

/** The first file in a ZIP: its page. @param {Buffer} zip */
function firstFile(zip) {
  const begin = 30 + zip.readUInt16LE(26) + zip.readUInt16LE(28);
  return (zip.readUInt16LE(8) === 8 ? inflateRawSync(zip.subarray(begin)) : zip.subarray(begin, begin + zip.readUInt32LE(18))).toString();
}

describe("in the scripts", () => {
  test("the SDK has its words in every language, and is served under a version of its own", async () => {
    for (const name of ["assent.js", "less.js", "panel.js", "device.js"]) {
      const reply = await fetch(`${shop.url}sdk/${name}`);
      const script = await reply.text();
      const line = script.split("\n").find((line) => line.startsWith("  ar: {"));
      assert.ok(line, name);
      const words = [...line.matchAll(/: "((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text);
      assert.ok(words.length >= 3, `${name}: ${line}`);
      for (const text of words) assert.doesNotMatch(text.replace(/\{\w*\}/g, ""), /[a-z]/i, `${name}: ${text}`);
      const built = readFileSync(new URL(`../../sdk/${name}`, import.meta.url), "utf8");
      assert.equal(script.replace(`${line}\n`, ""), built, `${name}: nothing else is changed`);
    }
  });

  test("a page of the shop's own is told in it by the SDK", async () => {
    const page = await visit(browser, { javaScriptEnabled: true, locale: "ar" });
    await page.goto(`${shop.url}verify`);
    const lang = await page.evaluate(async () => {
      const { connect } = await import("/sdk/assent.js");
      const made = (lang) => connect({ url: location.origin, token: async () => null, lang }).lang;
      return [made(undefined), made("ar-EG"), made("de-AT"), made("fr"), made("arn")];
    });
    assert.deepEqual(lang, ["ar", "ar", "de", "en", "en"]);
    await page.context().close();
  });
});

describe("in the panel", () => {
  before(() => sdk.start({ languages: folder }));
  after(sdk.stop);

  for (const width of [1280, 320]) {
    test(`each layer, each detail and the thanks are told in it, from right to left: ${width} px`, async () => {
      const page = await sdk.open(`reader-${width}`, { lang: "ar", viewport: { width, height: 700 } });
      await page.evaluate(() => (document.documentElement.dir = "rtl"));
      await sdk.connected(page);
      await sdk.ask(page);
      const panel = sdk.panel(page);
      await panel.getByRole("heading").waitFor();
      const looked = async () => {
        const [texts, { direction, lang }] = await panel.evaluate(({ shadowRoot }) => {
          const section = shadowRoot.querySelector("section");
          const named = [...section.querySelectorAll("[aria-label]")].map((one) => one.ariaLabel);
          return [[...[...section.querySelectorAll("h2, p:not(:last-of-type), button, dt, dd")].map((one) => one.textContent), ...named], { direction: getComputedStyle(section).direction, lang: section.lang }];
        });
        assert.deepEqual([direction, lang], ["rtl", "ar"]);
        assert.ok(texts.length >= 3, texts.join());
        return texts.filter((text) => /[a-z]{2}/i.test(text) && !/The Shop/.test(text));
      };
      assert.deepEqual(await looked(), []);
      await picture(page, `panel-third-language-light-${width}`);
      const box = await panel.locator("section").boundingBox();
      assert.ok(box.x >= 0 && box.x + box.width <= width && box.y + box.height <= 700, "within the window");
      await sdk.press(page, spelled("How it works"));
      assert.deepEqual(await looked(), []);
      await sdk.press(page, spelled("Yes"));
      assert.equal(await sdk.outcome(page), "answered");
      assert.match(await panel.locator("section").textContent(), /^[^a-z]+$/i, "the thanks");
      assert.match((await sdk.pages.assent.export(`reader-${width}`)).statements[0].evidence.notice, /^history 1 ar sha256:/);
      await sdk.ask(page, { notice: "choices", opened: true });
      const one = panel.getByRole("switch").last();
      const from_the_right = () => one.evaluate((input) => parseFloat(getComputedStyle(input, "::before").right));
      await one.waitFor();
      const off = await from_the_right();
      await one.check();
      assert.ok((await from_the_right()) > off + 5, "what is on stands at the other end, and that is the left one");
      assert.deepEqual(await looked(), []);
      await sdk.calm(page);
      await page.context().close();
    });
  }
});

describe("a file that is not whole", () => {
  const check = (change) => {
    const file = join(folder, "he.ftl");
    writeFileSync(file, change(readFileSync(join(folder, "ar.ftl"), "utf8")));
    const checked = spawnSync(binary, ["language", "check", file], { encoding: "utf8" });
    const started = spawnSync(binary, ["demo", "--port", "0", "--no-open", "--languages", folder], { encoding: "utf8", timeout: 300_000 });
    rmSync(file);
    return { checked, started };
  };

  test("ends the start with the file and the message, and the check tells everything", () => {
    const { checked, started } = check((text) => text.replace(/^frame-skip = .*\n/m, "").replace(/^frame-menu = .*$/m, "frame-menu = { $who }"));
    assert.deepEqual([checked.status, started.status], [65, 78]);
    assert.deepEqual(checked.stdout.trim().split("\n").sort(), [
      "the message `frame-menu` asks for `$who`, which it is not given; it is given nothing",
      "the message `frame-skip` is missing",
    ]);
    assert.match(started.stderr, /he\.ftl can not be used: the message `frame-skip` is missing/);
    assert.equal(started.stdout, "");
  });

  test("is told from one that is", () => {
    const said = execFileSync(binary, ["language", "check", join(folder, "ar.ftl")], { encoding: "utf8" });
    assert.equal(said, "ar, العربية: complete\n");
    assert.equal(spelled("Ab c"), "اب ت");
  });
});
