// A person's own pages behind a real server: by a link, in a frame of the shop's, and not in anybody else's.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { openShop } from "../clients/shop.mjs";
import { openBrowser, visit } from "./shop.mjs";

// Three sites: the shop's pages, Assent (an address, and so a site of its own), and somebody else.
let host, stranger, assent, browser;

/** A site whose pages are the markup that their address carries. */
async function site(name) {
  const server = createServer((request, reply) => {
    const markup = new URL(request.url, "http://site").searchParams.get("markup") ?? "";
    reply.writeHead(200, { "content-type": "text/html", "referrer-policy": "unsafe-url" }).end(`<!doctype html><title>Site</title><main>${markup}</main>`);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const close = () => (server.closeAllConnections(), server.close());
  const origin = `http://${name}:${server.address().port}`;
  return { origin, close, page: (markup) => `${origin}/?markup=${encodeURIComponent(markup)}` };
}

before(async () => {
  [host, stranger] = [await site("localhost"), await site("elsewhere.localhost")];
  assent = await openShop(host.origin, { args: ["--pages", "--embed", host.origin] });
  browser = await openBrowser();
  await assent.ask("POST", "/v1/catalog/items", { items: [{ id: "tea", title: "Green tea" }] }, { Authorization: `Bearer ${assent.keys.sw}` });
});
after(async () => {
  await browser?.close();
  await assent?.close();
  host?.close();
  stranger?.close();
});

const frameOf = (href) => `<iframe title="Privacy" width="900" height="800" src="${href}"></iframe>`;
const framed = (page) => page.frames().find((frame) => frame.parentFrame());
const state = async (who, purpose) => {
  const { json } = await assent.ask("GET", `/v1/consent/prompt?subject=${who}&jurisdictions=eu`);
  return json.purposes.find((one) => one.purpose === purpose).state;
};
const code = async (page, href) => {
  const answer = await page.goto(href);
  return [answer.status(), (await page.textContent("main")).match(/link_invalid|session_needed|cross_site|$/)[0]];
};

test("a link opens a person's own pages once, and leaves nothing in the address", async () => {
  await assent.grant("ada", ["recommend"]);
  const { path } = await assent.ticket("ada");
  const page = await visit(browser);
  const referers = [];
  page.on("request", (request) => referers.push(request.headers().referer ?? ""));
  const answer = await page.goto(assent.url + path);
  assert.equal(answer.status(), 200);
  assert.equal(page.url(), `${assent.url}/preferences`, "the ticket is gone from the address");
  assert.equal(answer.headers()["referrer-policy"], "no-referrer");
  assert.match(answer.headers()["content-security-policy"], /frame-ancestors 'none'/, "by itself it stands in no frame");
  assert.match(await page.textContent("#purpose-recommend .state"), /You said yes/);
  assert.equal(await page.getByRole("link", { name: "Shop", exact: true }).count(), 0, "there is no demonstration here");
  await page.goto(`${assent.url}/data`);
  assert.ok(referers.every((from) => !from.includes("ticket")), "and in no referrer");
  const [cookie, ...more] = await page.context().cookies();
  assert.deepEqual(more, []);
  const { name, secure, httpOnly, sameSite, path: where, domain, partitionKey } = cookie;
  assert.deepEqual([name, secure, httpOnly, sameSite, where, domain, partitionKey], ["__Host-assent_session", true, true, "Lax", "/", "127.0.0.1", undefined]);
  assert.ok(cookie.expires > 0 && cookie.expires < Date.now() / 1000 + 1_801, "half an hour at most");

  const again = await visit(browser);
  assert.deepEqual(await code(again, assent.url + path), [404, "link_invalid"], "used once");
  assert.match(await again.textContent("h1"), /Please open this page anew/);
  for (const wrong of ["/enter", "/enter?ticket=0", `${path.slice(0, -1)}${path.endsWith("0") ? 1 : 0}`]) {
    assert.deepEqual(await code(again, assent.url + wrong), [404, "link_invalid"], wrong);
  }
  assert.deepEqual(await again.context().cookies(), []);
  const token = (await assent.token("ada")).replace("assent_st_", "");
  assert.deepEqual(await code(again, `${assent.url}/enter?ticket=${token}`), [404, "link_invalid"], "a token of another audience");
  assert.deepEqual(await code(again, `${assent.url}/preferences`), [403, "session_needed"], "nobody in particular has no pages here");
  assert.deepEqual(page.trouble, []);
});

test("what only looks ahead uses no ticket up, and a ticket ends soon", async () => {
  const { path } = await assent.ticket("ada");
  const page = await visit(browser);
  assert.equal((await page.request.head(assent.url + path)).status(), 404);
  assert.equal((await page.request.get(assent.url + path, { headers: { "sec-purpose": "prefetch" } })).status(), 404);
  assert.equal((await page.goto(assent.url + path)).status(), 200);
  const short = await assent.ticket("ada", 1);
  await new Promise((done) => setTimeout(done, 2_100));
  assert.deepEqual(await code(page, assent.url + short.path), [404, "link_invalid"]);
  const long = await assent.ask("POST", "/v1/page-tickets", { subject: "ada", seconds: 301 });
  assert.equal(long.status, 422);
  const byHerself = await assent.ask("POST", "/v1/page-tickets", { subject: "ada" }, { Authorization: `Bearer ${await assent.token("ada")}` });
  assert.equal(byHerself.status, 403, "the shop alone lets people in");
});

test("the shop's page frames it, and a setting changed in the frame is changed", async () => {
  await assent.grant("bea", ["recommend"]);
  const { path } = await assent.ticket("bea");
  const page = await visit(browser);
  await page.goto(host.page(frameOf(assent.url + path)));
  const frame = framed(page);
  await frame.waitForSelector("#purpose-recommend");
  assert.equal(frame.url(), `${assent.url}/preferences`);
  assert.equal(await frame.locator(".brand").count(), 0, "the shop is all around");
  await frame.locator("#purpose-recommend").getByRole("button", { name: /^No/ }).click();
  await frame.waitForSelector(".news");
  assert.match(await frame.textContent(".news"), /Noted: no/);
  assert.equal(await state("bea", "recommend"), "withdrawn");
  await frame.locator("#purpose-recommend").getByRole("button", { name: /^Yes/ }).click();
  await frame.waitForFunction(() => /Noted: yes/.test(document.querySelector(".news")?.textContent ?? "")).catch(() => frame.waitForSelector(".news"));
  assert.equal(await state("bea", "recommend"), "renewed");
  const [cookie, ...more] = await page.context().cookies();
  assert.deepEqual(more, []);
  assert.deepEqual([cookie.name, cookie.secure, cookie.httpOnly, cookie.sameSite], ["__Host-assent_frame", true, true, "None"]);
  assert.match(String(cookie.partitionKey), /localhost/, "it counts in the shop's pages alone");
  await page.goto(`${assent.url}/preferences`);
  assert.match(await page.textContent("main"), /session_needed/, "and not by itself");
  assert.deepEqual(page.trouble.filter((line) => !/403/.test(line)), []);
});

test("a frame keeps the language that the shop's page names, or that its own link asks for", async () => {
  await assent.grant("eva", ["recommend"]);
  const open = async (more) => {
    const { path } = await assent.ticket("eva");
    const page = await visit(browser, { locale: "en-GB" });
    await page.goto(host.page(frameOf(assent.url + path + more)));
    await framed(page).waitForSelector("#purpose-recommend");
    return page;
  };
  const lang = (page) => framed(page).locator("html").getAttribute("lang");
  const page = await open("&lang=de");
  assert.equal(await lang(page), "de");
  await framed(page).locator("#purpose-recommend").getByRole("button", { name: /^Nein/ }).click();
  await framed(page).waitForSelector(".news");
  assert.equal(await lang(page), "de", "after a form, too");
  const kept = (await page.context().cookies()).find(({ name }) => name === "__Host-assent_frame_lang");
  assert.deepEqual([kept.value, kept.secure, kept.httpOnly, kept.sameSite, kept.expires], ["de", true, true, "None", -1]);
  assert.match(String(kept.partitionKey), /localhost/);
  const other = await open("");
  assert.equal(await lang(other), "en");
  await framed(other).getByRole("link", { name: "Deutsch" }).click();
  await framed(other).waitForSelector('html[lang="de"]');
  await framed(other).locator("#purpose-recommend").getByRole("button", { name: /^Nein|^Ja/ }).first().click();
  await framed(other).waitForSelector(".news");
  assert.equal(await lang(other), "de", "its own link is remembered");
  assert.equal((await open("&lang=xx").then(lang)), "en", "another language is none");
});

test("a form of the shop's brings the ticket without an address, and nobody else's does", async () => {
  await assent.grant("cal", ["recommend"]);
  const form = (ticket) => `<form method="post" action="${assent.url}/enter"><input name="ticket" value="${ticket}"><button>My privacy</button></form>`;
  const page = await visit(browser);
  await page.goto(host.page(form((await assent.ticket("cal")).ticket)));
  await page.getByRole("button").click();
  await page.waitForURL(`${assent.url}/preferences`);
  assert.match(await page.textContent("#purpose-recommend .state"), /You said yes/);
  const other = await visit(browser);
  await other.goto(stranger.page(form((await assent.ticket("cal")).ticket)));
  await other.getByRole("button").click();
  await other.waitForURL(`${assent.url}/enter`);
  assert.match(await other.textContent("main"), /cross_site/);
  assert.deepEqual(await other.context().cookies(), [], "nobody is let in as somebody else by a stranger's page");
});

test("another site frames nothing, posts nothing and reads nothing", async () => {
  await assent.grant("dan", ["recommend"]);
  const { path } = await assent.ticket("dan");
  const page = await visit(browser, { javaScriptEnabled: true });
  await page.goto(assent.url + path);
  await page.goto(stranger.page(frameOf(assent.url + (await assent.ticket("dan")).path) + frameOf(`${assent.url}/preferences`)));
  await page.waitForTimeout(500);
  for (const frame of page.frames().filter((frame) => frame.parentFrame())) {
    assert.equal(await frame.locator("#purpose-recommend").count(), 0, frame.url());
    assert.match(frame.url(), /^chrome-error:/, "the browser refuses to show it");
  }
  await page.goto(stranger.page(`<form method="post" action="${assent.url}/preferences"><input name="purpose" value="recommend"><input name="answer" value="no"><button>Win</button></form>`));
  await page.getByRole("button").click();
  await page.waitForURL(`${assent.url}/preferences`);
  assert.match(await page.textContent("main"), /cross_site|session_needed/);
  assert.equal(await state("dan", "recommend"), "given", "it had no effect");
  await page.goto(stranger.page("reads"));
  const read = await page.evaluate(async (url) => fetch(url, { credentials: "include" }).then((reply) => reply.text(), (error) => error.name), `${assent.url}/data/export`);
  assert.equal(read, "TypeError", "no page of another origin reads it");
});

test("without the operator's word there are no pages, and no frame", async () => {
  const plain = await openShop();
  try {
    assert.equal((await plain.ask("GET", "/preferences")).status, 404);
    assert.equal((await plain.ask("POST", "/v1/page-tickets", { subject: "ada" })).status, 404);
  } finally {
    await plain.close();
  }
  const alone = await openShop(host.origin, { args: ["--pages"] });
  try {
    await alone.grant("eve", ["recommend"]);
    const page = await visit(browser);
    await page.goto(host.page(frameOf(alone.url + (await alone.ticket("eve")).path)));
    await page.waitForTimeout(500);
    assert.match(framed(page).url(), /^chrome-error:/);
  } finally {
    await alone.close();
  }
});
