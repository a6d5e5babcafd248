// The page that verifies receipts of consent, in the real browser with its own Ed25519: a genuine one, a changed one, a
// foreign key, none at all; and what it looks like.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { openBrowser, openShop, picture, visit } from "./shop.mjs";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

let shop, browser, key;
before(async () => {
  shop = await openShop();
  browser = await openBrowser();
  key = await (await fetch(`${shop.url}.well-known/assent-keys`)).text();
});
after(async () => {
  await browser?.close();
  await shop?.close();
});

/** A visitor who chose, and their receipts, as the links on their page of data give them. */
async function receipts(options = {}) {
  const page = await visit(browser, { javaScriptEnabled: true, ...options });
  await page.goto(shop.url);
  await page.locator(`button.choice[value="contextual"]`).click();
  await page.goto(`${shop.url}data`);
  const links = await page.locator(".receipt-links a").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
  const files = [];
  for (const link of links) files.push(await page.request.get(new URL(link, shop.url).href));
  return { page, files };
}

async function checked(page, receipt, vkey = "") {
  await page.locator("#receipt").fill(receipt);
  await page.locator("#key").fill(vkey);
  await page.locator("#verdict").evaluate((verdict) => verdict.replaceChildren());
  await page.locator("#check").click();
  await page.locator("#verdict h2").waitFor();
  return (await page.textContent("#verdict h2")) + " | " + (await page.textContent("#verdict > p"));
}

test("a receipt from the page of data is genuine, by the key that the site names and by one that was given", async () => {
  const { page, files } = await receipts();
  assert.ok(files.length >= 2 && files.length % 2 === 0, "each statement has two");
  for (const file of files) {
    assert.equal(file.headers()["content-type"], "text/plain; charset=utf-8");
    assert.match(file.headers()["content-disposition"], /^attachment; filename="receipt-\d+-(iso-27560|kantara-1\.1)\.txt"$/);
    await page.goto(`${shop.url}verify`);
    assert.match(await checked(page, await file.text()), /^Genuine.*The key came from this site/);
    assert.match(await checked(page, await file.text(), key), /^Genuine.*the key that you gave/);
    assert.match(await page.textContent("#verdict dl"), /What was said(No|No longer) \((refuse|withdraw)\)/);
    assert.match(await page.textContent("#verdict dl"), /assent\.local\/default/);
  }
  assert.deepEqual(page.trouble, []);
});

test("a file is taken as it is, byte by byte", async () => {
  const { page, files } = await receipts();
  const buffer = await files[0].body();
  await page.goto(`${shop.url}verify`);
  const check = async (bytes) => {
    await page.locator("#file").setInputFiles({ name: "receipt.txt", mimeType: "text/plain", buffer: bytes });
    await page.waitForFunction(() => document.getElementById("receipt").value !== "");
    await page.locator("#check").click();
    await page.locator("#verdict h2").waitFor();
    const told = await page.textContent("#verdict");
    await page.reload();
    return told;
  };
  assert.match(await check(buffer), /^Genuine/);
  assert.match(await check(buffer.subarray(0, -1)), /^Not proven.*cut off/, "without its last line's end it is not the file");
  assert.match(await check(Buffer.from(buffer.toString().replaceAll("\n", "\r\n"))), /^Not proven.*not plain text/);
  await page.locator("#file").setInputFiles({ name: "receipt.txt", mimeType: "text/plain", buffer: Buffer.alloc(300_000, "x") });
  await page.locator("#verdict h2").waitFor();
  assert.match(await page.textContent("#verdict"), /^Not proven.*longer than 256 KiB/);
  assert.deepEqual(page.trouble, []);
});

test("a changed receipt, a foreign key and a text that is none prove nothing, each with its reason", async () => {
  const { page, files } = await receipts();
  const note = await files[0].text();
  await page.goto(`${shop.url}verify`);
  const check = async (text, vkey, reason) => assert.match(await checked(page, text, vkey), new RegExp(`^Not proven \\| .*${reason}`));
  await check(note.replace(/"kind": "[a-z]+"/, '"kind": "grant"'), "", "changed after it was signed");
  await check(note.replace(/\u2014 (\S+) (.)/, "\u2014 $1 /"), "", "another key");
  await check(note, PETER, "another key");
  await check(note, "tea", "key can not be read");
  await check(note.split("\n\n")[0], "", "signature is missing");
  await check(note.replace("\u2014", "-"), "", "is no signature");
  await check("", "", "Paste a receipt");
  const peters = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
  await check(peters, PETER, "no receipt of consent");
  assert.deepEqual(page.trouble, []);
});

test("what is pasted goes nowhere: the only question is for the site's key", async () => {
  const { page, files } = await receipts();
  await page.goto(`${shop.url}verify`);
  const asked = [];
  page.on("request", (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
  await checked(page, await files[0].text());
  await checked(page, await files[0].text(), key);
  assert.deepEqual(asked, ["GET /.well-known/assent-keys"]);
  assert.deepEqual(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.forms.length]), [0, 0, 0]);
});

test("what stands in a receipt is shown as text", async () => {
  const { page, files } = await receipts();
  const note = await files[0].text();
  await page.goto(`${shop.url}verify`);
  await checked(page, note.replace(/\{/, '{ "x": "<img src=x onerror=alert(1)><script>alert(1)</script>",'));
  await checked(page, note, "<img src=x onerror=alert(1)>");
  await checked(page, note);
  assert.equal(await page.locator("#verdict img, #verdict script").count(), 0);
  assert.deepEqual(page.trouble, []);
});

test("without a script the page says how the command line does it, and offers nothing that would not work", async () => {
  const page = await visit(browser);
  await page.goto(`${shop.url}verify`);
  assert.match(await page.locator("main").innerText(), /assent verify receipt/);
  assert.equal(await page.locator("#verifier").isVisible(), false);
  assert.deepEqual(await page.context().cookies(), []);
});

test("a browser that can not check Ed25519 says so", async () => {
  const { page, files } = await receipts();
  await page.addInitScript(() => {
    crypto.subtle.importKey = () => Promise.reject(new DOMException("no such algorithm", "NotSupportedError"));
  });
  await page.goto(`${shop.url}verify`);
  assert.match(await checked(page, await files[0].text()), /^Not proven \| Your browser can not check/);
});

test("the page is whole with a keyboard, without violations, in both themes and languages and on a small screen", { timeout: 900_000 }, async () => {
  for (const colorScheme of ["light", "dark"]) {
    for (const [locale, width] of [["en-GB", 1280], ["de-DE", 320]]) {
      const { page, files } = await receipts({ colorScheme, locale, viewport: { width, height: 900 }, bypassCSP: true });
      await page.goto(`${shop.url}verify`);
      const look = async (state) => {
        await page.addScriptTag({ path: axe });
        const found = await page.evaluate(() => axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }));
        const named = found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(" ")}`);
        assert.deepEqual(named, [], `${state} ${colorScheme} ${width}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
        assert.equal(wide, false, `${state}: it scrolls sideways at ${width}`);
      };
      await look("before");
      assert.match(await checked(page, await files[0].text()), /^(Genuine|Echt)/);
      await page.locator("#verdict summary").click();
      await look("genuine");
      await page.locator("#verdict summary").click();
      await picture(page, `verify-${colorScheme}-${width}`, { whole: true });
      assert.match(await checked(page, "tea"), /^(Not proven|Nicht bewiesen)/);
      await look("not proven");
      assert.equal(await page.locator("h1").count(), 1);
      await page.context().close();
    }
  }
  const { page, files } = await receipts();
  await page.goto(`${shop.url}verify`);
  await page.locator("#receipt").fill(await files[0].text());
  for (let step = 0; step < 12; step += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement.id === "check")) break;
  }
  await page.keyboard.press("Enter");
  await page.locator("#verdict h2.good").waitFor();
});
