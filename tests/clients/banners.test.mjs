// Klaro and vanilla-cookieconsent, unmodified and in a real browser, write statements; GPC is honoured although they ignore it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { openBrowser } from "../browser/shop.mjs";
import { openShop } from "./shop.mjs";

// The notice that a banner shows is the policy in force.
const shipped = readFileSync(new URL("../../crates/vault/src/policy/shipped/purposes.toml", import.meta.url), "utf8");
const notice = `assent-policy-${shipped.match(/^version = (\d+)$/m)[1]}`;
const file = (path) => readFileSync(new URL(`node_modules/${path}`, import.meta.url));
const klaro = file("klaro/dist/klaro.js");
const cookieconsent = file("vanilla-cookieconsent/dist/cookieconsent.umd.js");
const style = file("vanilla-cookieconsent/dist/cookieconsent.css");
const purposes = ["ads", "measure", "message", "recommend", "train"];

let site, shop, browser;
before(async () => {
  site = await openSite();
  shop = await openShop(site.origin);
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await shop?.close();
  site?.close();
});

// === the shop's own pages, on an origin of their own ===

async function openSite() {
  const pages = new Map([["/klaro.js", ["text/javascript", klaro]], ["/cookieconsent.js", ["text/javascript", cookieconsent]], ["/cookieconsent.css", ["text/css", style]]]);
  const server = createServer((request, response) => {
    const [type, body] = pages.get(new URL(request.url, "http://x").pathname) ?? ["text/plain", ""];
    response.writeHead(body ? 200 : 404, { "Content-Type": `${type};charset=utf-8` }).end(body);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const show = (html) => {
    const path = `/${randomUUID()}`;
    pages.set(path, ["text/html", `<!doctype html><html lang="en"><title>shop</title><body>${html}</body></html>`]);
    return origin + path;
  };
  return { origin, show, close: () => server.close() };
}

const klaroPage = (id) => site.show(`<script defer src="/klaro.js" data-klaro-id="${id}" data-klaro-api-url="${shop.url}"></script>`);

/** The page code that docs/guide/clients.md shows, for a browser that says it is driven by a program. */
const cookieconsentPage = (token) => site.show(`
  <link rel="stylesheet" href="/cookieconsent.css"><script src="/cookieconsent.js"></script>
  <script>
    const tell = ({ cookie }) => fetch("${shop.url}/v1/consent-managers/cookieconsent", {
      method: "POST",
      headers: { Authorization: "Bearer ${token}", "Content-Type": "application/json" },
      body: JSON.stringify({ cookie, preferences: CookieConsent.getUserPreferences() }),
    }).then((reply) => reply.ok ? reply.json() : Promise.reject(reply.status)).catch(() => alert("Your choice was not recorded. Please try again."));
    const words = { title: "Your data", acceptAllBtn: "Yes to all", acceptNecessaryBtn: "No to all", savePreferencesBtn: "Save" };
    CookieConsent.run({
      hideFromBots: false,
      categories: { ${purposes.map((purpose) => `${purpose}: {}`).join(", ")} },
      onFirstConsent: tell,
      onChange: tell,
      language: { default: "en", translations: { en: {
        consentModal: { ...words, description: "May we?", showPreferencesBtn: "Choose" },
        preferencesModal: { ...words, sections: [${purposes.map((purpose) => `{ title: "${purpose}", linkedCategory: "${purpose}" }`).join(", ")}] },
      } } },
    });
  </script>`);

/** Opens a page as a new visitor, whose browser may say GPC. */
async function visit(url, headers = {}) {
  const context = await browser.newContext({ extraHTTPHeaders: headers, locale: "en-US" });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  await page.goto(url);
  return page;
}

/** Does something, and waits until the server has answered what was chosen by it. That a banner was shown is no choice. */
async function told(page, path, act) {
  const chosen = (reply) => reply.url().includes(path) && reply.request().method() === "POST" && reply.request().postDataJSON().consent_data?.type !== "show";
  const [reply] = await Promise.all([page.waitForResponse(chosen), act()]);
  assert.equal(reply.status(), 200, await reply.text());
  return reply.json();
}

/** Somebody in the EU of whom nothing is known but that. */
async function person() {
  const who = `person-${randomUUID()}`;
  await shop.ask("POST", "/v1/statements", { subject: who, jurisdictions: ["eu"], statements: [{ kind: "refuse", purpose: "message" }] });
  return who;
}

/** A yes in the very second of a no has to wait. */
const secondLater = () => new Promise((later) => setTimeout(later, 1_100));

const said = async (who) => Object.fromEntries((await shop.export(who)).statements.slice(1).map((statement) => [statement.purpose, statement.kind]));
const every = (kind) => Object.fromEntries(purposes.map((purpose) => [purpose, kind]));

// === Klaro ===

const submit = "/submit";
const press = (page, name) => () => page.locator("#klaro").getByRole("button", { name }).click();

test("Klaro shows the policy's purposes, none chosen, and no as near as yes", async () => {
  const page = await visit(klaroPage(await shop.manager(await person())));
  const buttons = page.locator("#klaro .cn-buttons button");
  await buttons.first().waitFor();
  assert.deepEqual((await buttons.allTextContents()).sort(), ["No to all", "Yes to all"]);
  const heights = await buttons.evaluateAll((all) => all.map((button) => button.offsetHeight));
  assert.equal(new Set(heights).size, 1, heights.join(" / "));
  await page.getByRole("link", { name: "Choose one by one" }).click();
  const switches = page.locator("#klaro .cm-services .cm-list-input");
  assert.equal(await switches.count(), purposes.length + 1, "and one for all of them");
  assert.equal(await page.locator("#klaro input:checked").count(), 0);
  assert.match(await page.textContent("#klaro .cm-services"), /Recommendations for you/);
  assert.match(await page.textContent("#klaro .cm-services"), /You see things that fit/);
  assert.doesNotMatch(await page.textContent("#klaro"), /missing translation/);
});

test("what is chosen in Klaro is in the ledger, and so is a change of mind", async () => {
  const who = await person();
  const page = await visit(klaroPage(await shop.manager(who)));
  assert.deepEqual(await told(page, submit, press(page, "No to all")), { recorded: 5, ignored: 0, opt_out_signal: false });
  assert.deepEqual(await said(who), every("withdraw"));
  assert.deepEqual(await shop.open(who), []);
  await secondLater();
  await page.evaluate(() => window.klaro.show(undefined, true));
  await page.locator("#klaro label[for=service-item-recommend]").click();
  await told(page, submit, press(page, "Save my choice"));
  assert.deepEqual(await shop.open(who), ["recommend"]);
  const { statements } = await shop.export(who);
  assert.deepEqual(statements.at(-1).evidence, { notice, how: "Klaro, `save`" });
  assert.equal(statements.at(-1).explicit, false);
});

test("a yes to all in Klaro opens every purpose that the law leaves open; with GPC not advertising", async () => {
  const [who, other] = [await person(), await person()];
  const page = await visit(klaroPage(await shop.manager(who)));
  await secondLater();
  assert.deepEqual(await told(page, submit, press(page, "Yes to all")), { recorded: 5, ignored: 0, opt_out_signal: false });
  assert.deepEqual(await shop.open(who), ["ads", "measure", "recommend", "train"]);
  const withGpc = await visit(klaroPage(await shop.manager(other)), { "Sec-GPC": "1" });
  assert.deepEqual(await told(withGpc, submit, press(withGpc, "Yes to all")), { recorded: 5, ignored: 0, opt_out_signal: true });
  assert.deepEqual((await said(other)).ads, "grant", "what was chosen is kept as it was chosen");
  assert.deepEqual(await shop.open(other), ["measure", "recommend", "train"]);
  const { subject } = await shop.export(other);
  assert.ok(subject.opt_out_first_seen > 0);
});

test("a yes by script, to another policy, or by nobody is none; a no always counts", async () => {
  const who = await person();
  const url = `${shop.url}/v1/privacy-managers/${await shop.manager(who)}/submit`;
  const send = async (data, headers = {}) => {
    const reply = await fetch(url, { method: "POST", headers: { Origin: site.origin, "Content-Type": "text/plain;charset=UTF-8", ...headers }, body: JSON.stringify({ location_data: { pathname: "/canary" }, consent_data: data }) });
    return [reply.status, await reply.json()];
  };
  const consents = { recommend: true, ads: false, unheard: true };
  const config = notice;
  for (const data of [{ type: "script", consents, config }, { type: "save", consents, config: "assent-policy-0" }, { type: "accept", consents }]) {
    assert.deepEqual(await send(data), [200, { recorded: 1, ignored: 2, opt_out_signal: false }]);
  }
  assert.deepEqual(await send({ type: "show", consents: {}, config }), [200, { recorded: 0, ignored: 0, opt_out_signal: false }]);
  assert.deepEqual(await said(who), { ads: "withdraw" });
  assert.doesNotMatch(JSON.stringify(await shop.export(who)), /canary/, "where the page is is not kept");
  for (const [data, code] of [[{ type: "canary", consents }, "invalid_value"], [{ type: "save" }, "missing_field"], [{ type: "save", consents: { ads: "no" } }, "invalid_type"], [undefined, "missing_field"]]) {
    const [status, { code: found }] = await send(data);
    assert.deepEqual([status, found], [422, code]);
  }
  assert.equal((await send({ type: "save", consents }, { "Content-Type": "text/html" }))[0], 415);
});

test("an id of Klaro's is one visitor's, for a while, on the shop's own pages, and opens nothing else", async () => {
  const who = await person();
  const id = await shop.manager(who, 1);
  const ask = async (path, options) => (await fetch(shop.url + path, options)).status;
  const yes = (origin) => ({ method: "POST", headers: { ...(origin && { Origin: origin }), "Content-Type": "text/plain" }, body: JSON.stringify({ consent_data: { type: "accept", consents: { ads: true }, config: notice } }) });
  const path = `/v1/privacy-managers/${id}`;
  assert.equal(await ask(`${path}/submit`, yes("https://canary.example")), 403);
  assert.equal(await ask(`${path}/submit`, yes()), 403);
  assert.equal(await ask(`${path}/submit`), 405, "a GET changes nothing");
  for (const wrong of [id.slice(0, -2) + (id.endsWith("00") ? "11" : "00"), "abc", "canary"]) {
    assert.equal(await ask(`/v1/privacy-managers/${wrong}/submit`, yes(site.origin)), 404);
    assert.equal(await ask(`/v1/privacy-managers/${wrong}/config.json?name=default`), 404);
  }
  for (const key of [id, `assent_st_${id}`]) {
    assert.equal(await ask(`/v1/subjects/${who}/data`, { headers: { Authorization: `Bearer ${key}` } }), 401);
  }
  const token = (await shop.token(who)).replace("assent_st_", "");
  assert.equal(await ask(`/v1/privacy-managers/${token}/submit`, yes(site.origin)), 404, "nor is a subject token an id");
  await secondLater();
  assert.equal(await ask(`${path}/submit`, yes(site.origin)), 404, "its time is over");
  assert.equal(await ask(`${path}/config.json?name=default`), 404, "a banner that could not record is not shown");
  assert.deepEqual(await said(who), {});
});

test("a choice that Klaro could not bring is told to the page, which can tell the person", async () => {
  const who = await person();
  const page = await visit(klaroPage(await shop.manager(who, 3)));
  await page.evaluate(() => addEventListener("unhandledrejection", (event) => (window.lost = event.reason.code)));
  await page.locator("#klaro .cn-buttons button").first().waitFor();
  await new Promise((later) => setTimeout(later, 3_100));
  await press(page, "No to all")();
  await page.waitForFunction(() => window.lost === "not_found");
  assert.deepEqual(await said(who), {});
});

test("a yes that comes in the very second of a no is refused, and the no beside it is kept", async () => {
  const who = await person();
  const url = `${shop.url}/v1/privacy-managers/${await shop.manager(who)}/submit`;
  const send = async (consents) => {
    const body = JSON.stringify({ consent_data: { type: "save", consents, config: notice } });
    return (await fetch(url, { method: "POST", headers: { Origin: site.origin, "Content-Type": "text/plain" }, body })).status;
  };
  await new Promise((begins) => setTimeout(begins, 1_010 - (Date.now() % 1_000)));
  const statuses = [await send({ recommend: false }), await send({ recommend: true, train: false })];
  assert.deepEqual(statuses, [200, 422]);
  assert.deepEqual(await said(who), { recommend: "withdraw", train: "withdraw" });
});

// === vanilla-cookieconsent ===

const cookieconsentPath = "/cookieconsent";

test("what is chosen in vanilla-cookieconsent is in the ledger, and so is a change of mind", async () => {
  const who = await person();
  const page = await visit(cookieconsentPage(await shop.token(who)));
  await secondLater();
  assert.equal(await page.locator("#cc-main input:checked").count(), 0);
  assert.deepEqual(await told(page, cookieconsentPath, () => page.locator("#cc-main .cm button[data-role=all]").click()), { recorded: 5, ignored: 0, opt_out_signal: false });
  assert.deepEqual(await said(who), every("grant"));
  assert.deepEqual(await shop.open(who), ["ads", "measure", "recommend", "train"]);
  await secondLater();
  await page.evaluate(() => CookieConsent.showPreferences());
  await told(page, cookieconsentPath, () => page.locator("#cc-main .pm button[data-role=necessary]").click());
  assert.deepEqual(await said(who), every("withdraw"));
  assert.deepEqual(await shop.open(who), []);
  const { statements } = await shop.export(who);
  assert.deepEqual(statements.at(-1).evidence, { notice, how: "vanilla-cookieconsent, `necessary`" });
});

test("with GPC a yes to all in vanilla-cookieconsent does not open advertising", async () => {
  const who = await person();
  const page = await visit(cookieconsentPage(await shop.token(who)), { "Sec-GPC": "1" });
  await secondLater();
  assert.deepEqual(await told(page, cookieconsentPath, () => page.locator("#cc-main .cm button[data-role=all]").click()), { recorded: 5, ignored: 0, opt_out_signal: true });
  assert.deepEqual(await shop.open(who), ["measure", "recommend", "train"]);
});

test("a yes that the library only says again is none, so a withdrawal elsewhere stands", async () => {
  const who = await person();
  const token = await shop.token(who);
  const send = async (ago, preferences) => {
    const cookie = { categories: preferences.acceptedCategories, lastConsentTimestamp: new Date(Date.now() - ago).toISOString() };
    const { status, json } = await shop.ask("POST", "/v1/consent-managers/cookieconsent", { cookie, preferences }, { Authorization: `Bearer ${token}` });
    return [status, json];
  };
  const yes = { acceptType: "all", acceptedCategories: ["recommend"], rejectedCategories: [] };
  await shop.grant(who, ["recommend"]);
  await shop.withdraw(who, "recommend");
  assert.deepEqual(await send(600_000, yes), [200, { recorded: 0, ignored: 1, opt_out_signal: false }], "said long ago");
  assert.deepEqual(await send(5_000, yes), [200, { recorded: 1, ignored: 0, opt_out_signal: false }], "said before the withdrawal");
  assert.deepEqual(await shop.open(who), []);
  const both = { acceptedCategories: ["ads"], rejectedCategories: ["ads"] };
  assert.deepEqual(await send(0, both), [200, { recorded: 1, ignored: 0, opt_out_signal: false }]);
  assert.equal((await said(who)).ads, "withdraw", "what is on both sides is a no");
});

test("nobody speaks for somebody else", async () => {
  const [who, other] = [await person(), await person()];
  const body = { subject: other, cookie: { lastConsentTimestamp: new Date().toISOString() }, preferences: { acceptedCategories: ["ads"], rejectedCategories: [] } };
  const ask = async (authorization, more = {}) => (await shop.ask("POST", "/v1/consent-managers/cookieconsent", body, { Authorization: authorization, ...more })).status;
  assert.equal(await ask(`Bearer ${await shop.token(who)}`), 404);
  assert.equal(await ask(`Bearer ${shop.keys.bw}`, { Origin: site.origin }), 403, "a browser key records no statements");
  assert.equal(await ask("Bearer canary"), 401);
  assert.deepEqual(await said(other), {});
});
