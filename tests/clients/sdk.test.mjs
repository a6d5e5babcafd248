// The tracking SDKs that shops already have drive Assent unmodified: their consent object is a ceiling, and none is a no.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { Analytics } from "@segment/analytics-node";
import RudderAnalytics from "@rudderstack/rudder-sdk-node";
import { openShop, root } from "./shop.mjs";

const python = process.env.ASSENT_CLIENTS_PYTHON ?? `${root}target/clients-python/bin/python`;
const gpc = { "Sec-GPC": "1" };

let shop;
before(async () => {
  shop = await openShop();
});
after(() => shop?.close());

// === the SDKs: each sends messages, and tells the statuses of what was not delivered ===

const statusOf = (error) => Number(String(error).match(/\b([45]\d\d)\b/)?.[1]);

async function segment(messages, { key = shop.keys.sw, headers = {} } = {}) {
  const httpClient = (url, options) => fetch(url, { ...options, headers: { ...options.headers, ...headers } });
  const analytics = new Analytics({ writeKey: key, host: shop.url, maxRetries: 0, httpClient });
  const failed = [];
  analytics.on("error", (error) => failed.push(statusOf(error.reason)));
  for (const { type, ...message } of messages) analytics[type](message);
  await analytics.closeAndFlush();
  return failed;
}

async function rudderstack(messages, { key = shop.keys.sw, headers = {} } = {}) {
  const failed = [];
  const errorHandler = (error) => failed.push(statusOf(error));
  const analytics = new RudderAnalytics(key, { dataPlaneUrl: shop.url, flushAt: 100, retryCount: 1, logLevel: "none", axiosConfig: { headers }, errorHandler });
  for (const { type, ...message } of messages) analytics[type](message);
  await analytics.flush();
  return failed;
}

function pythonSdk(gzip) {
  return async (messages, { key = shop.keys.sw } = {}) => {
    const child = spawn(python, ["tests/clients/send.py"], { cwd: root, stdio: ["pipe", "pipe", "inherit"] });
    child.stdin.end(JSON.stringify({ key, host: shop.url, gzip, messages }));
    let said = "";
    for await (const bytes of child.stdout) said += bytes;
    return JSON.parse(said).errors;
  };
}

const consent = (purposes) => ({ consent: { categoryPreferences: Object.fromEntries(purposes.map((purpose) => [purpose, true]).concat([["measure", false], ["C0004", true]])) } });
const consentManagement = (purposes) => ({ consentManagement: { provider: "custom", allowedConsentIds: purposes, deniedConsentIds: ["measure"], resolutionStrategy: "and" } });

const sdks = [
  { name: "@segment/analytics-node", send: segment, context: consent, takesHeaders: true },
  { name: "@rudderstack/rudder-sdk-node", send: rudderstack, context: consentManagement, takesHeaders: true },
  { name: "segment-analytics-python", send: pythonSdk(false), context: consent },
  { name: "segment-analytics-python, gzip", send: pythonSdk(true), context: consent },
];

// === what is sent ===

const person = () => `person-${randomUUID()}`;
const product = { product_id: "desk-lamp", name: "canary lamp", price: 18.99 };
const views = (userId, context) => ({ type: "track", userId, event: "Product Viewed", properties: product, context });
const buys = (userId, context) => ({
  type: "track",
  userId,
  event: "Order Completed",
  properties: { order_id: "order-7", total: 30, email: "canary@example.org", products: [{ ...product, quantity: 2 }, { sku: "cup", quantity: 1 }] },
  context,
});
const rates = (userId, context) => ({ type: "track", userId, event: "Product Reviewed", properties: { product_id: "cup", rating: 4.5, review_body: "canary\nfine" }, context });
const sendsBack = (userId, context) => ({ type: "track", userId, event: "Order Refunded", properties: { order_id: "order-7", products: [{ sku: "cup", quantity: 1 }] }, context });
const all = ["ads", "recommend", "train"];

const kept = (held) => held.events.map((event) => [event.verb, event.item, event.quantity, event.purposes.sort().join("+")]).sort();

for (const { name, send, context, takesHeaders } of sdks) {
  describe(name, () => {
    test("what it sends with a consent object is kept, for the purposes that both allow", async () => {
      const who = person();
      await shop.grant(who, ["recommend", "train"]);
      const with_ = context(all);
      assert.deepEqual(await send([views(who, with_), buys(who, with_), rates(who, with_), sendsBack(who, with_)]), []);
      const held = await shop.export(who);
      assert.deepEqual(kept(held), [
        ["purchase", "cup", 1, "recommend+train"],
        ["purchase", "desk-lamp", 2, "recommend+train"],
        ["rating", "cup", 1, "recommend+train"],
        ["return", "cup", 1, "recommend+train"],
        ["view", "desk-lamp", 1, "recommend+train"],
      ]);
      assert.ok(held.events.filter((event) => event.verb === "purchase").every((event) => event.basket === "order-7"));
      assert.equal(held.events.find((event) => event.verb === "rating").rating_tenths, 45);
      assert.doesNotMatch(JSON.stringify(held), /canary/, "nothing but item, verb, time, count and stars is kept");
    });

    test("a narrower consent object narrows, and an empty one keeps nothing", async () => {
      const [who, other] = [person(), person()];
      await shop.grant(who, ["recommend", "train"]);
      await shop.grant(other, ["recommend", "train"]);
      assert.deepEqual(await send([views(who, context(["recommend"])), views(other, context([]))]), []);
      assert.deepEqual(kept(await shop.export(who)), [["view", "desk-lamp", 1, "recommend"]]);
      assert.deepEqual(kept(await shop.export(other)), []);
    });

    test("without a consent object nothing is kept, although the person's ledger has a yes", async () => {
      const who = person();
      await shop.grant(who, ["recommend", "train"]);
      assert.deepEqual(await send([views(who, undefined), buys(who, {})]), []);
      assert.deepEqual(kept(await shop.export(who)), []);
    });

    test("a consent object alone is no yes: the person's own ledger decides", async () => {
      const who = person();
      assert.deepEqual(await send([views(who, context(all))]), []);
      assert.equal(await shop.export(who), null);
    });

    test("who once said GPC stays out of advertising, whatever the consent object says", async () => {
      const [who, other] = [person(), person()];
      await shop.grant(other, ["ads", "recommend"]);
      await shop.grant(who, ["ads", "recommend"], gpc);
      assert.deepEqual(await send([views(who, context(all)), views(other, context(all))]), []);
      assert.deepEqual(kept(await shop.export(who)), [["view", "desk-lamp", 1, "recommend"]]);
      assert.deepEqual(kept(await shop.export(other)), [["view", "desk-lamp", 1, "ads+recommend"]], "without GPC it would be in");
    });

    if (takesHeaders) test("GPC that the shop's server passes on counts, and stands", async () => {
      const who = person();
      await shop.grant(who, ["ads", "recommend"]);
      assert.deepEqual(await send([views(who, context(all))], { headers: gpc }), []);
      assert.deepEqual(kept(await shop.export(who)), [["view", "desk-lamp", 1, "recommend"]]);
      assert.deepEqual(await shop.open(who), ["recommend"], "also where the next request does not say it");
    });

    test("who somebody is, and every other event, is answered and not kept", async () => {
      const who = person();
      await shop.grant(who, ["recommend", "train"]);
      const with_ = context(all);
      const messages = [
        { type: "identify", userId: who, traits: { email: "canary@example.org", plan: "canary" }, context: with_ },
        { type: "page", userId: who, name: "canary", context: with_ },
        { type: "track", userId: who, event: "Canary Searched", properties: { query: "canary" }, context: with_ },
      ];
      const before = await shop.figures();
      assert.deepEqual(await send(messages), []);
      assert.doesNotMatch(JSON.stringify(await shop.export(who)), /canary/);
      assert.equal(counted(await shop.figures(), "not_listed") - counted(before, "not_listed"), 3);
    });

    test("a wrong key, or one that may not, is told and not retried for ever", async () => {
      const who = person();
      await shop.grant(who, ["recommend"]);
      assert.deepEqual(await send([views(who, context(all))], { key: "assent_sw_00000000_00000000000000000000000000000000" }), [401]);
      assert.deepEqual(await send([views(who, context(all))], { key: shop.keys.cw }), [403]);
      assert.deepEqual(kept(await shop.export(who)), []);
    });
  });
}

const counted = (figures, outcome) => Number(figures.match(new RegExp(`assent_segment_messages_total{outcome="${outcome}"} (\\d+)`))?.[1] ?? 0);

// === the wire itself ===

const basic = (key) => ({ Authorization: `Basic ${Buffer.from(`${key}:`).toString("base64")}` });
const post = async (path, body, headers = {}) => {
  const reply = await fetch(shop.url + path, { method: "POST", headers: { ...basic(shop.keys.sw), "Content-Type": "application/json", ...headers }, body });
  return { status: reply.status, json: await reply.json() };
};
const message = (who, more = {}) => ({ ...views(who, consent(all)), messageId: randomUUID(), ...more });
const batch = (...messages) => JSON.stringify({ batch: messages });

test("a message that is sent again is kept once", async () => {
  const who = person();
  await shop.grant(who, ["recommend"]);
  const [one, order] = [message(who), { ...buys(who, consent(all)), messageId: randomUUID() }];
  assert.equal((await post("/v1/batch", batch(one, order))).json.kept, 3);
  const again = await post("/v1/batch", batch(one, order));
  assert.deepEqual([again.status, again.json.success, again.json.kept, again.json.duplicate], [200, true, 0, 3]);
});

test("single messages go to the path of their kind", async () => {
  const who = person();
  await shop.grant(who, ["recommend"]);
  const { type: _, ...track } = message(who);
  assert.equal((await post("/v1/track", JSON.stringify(track))).json.kept, 1);
  for (const path of ["identify", "page", "screen", "group", "alias", "merge"]) {
    const reply = await post(`/v1/${path}`, JSON.stringify({ ...track, messageId: randomUUID() }));
    assert.deepEqual([reply.status, reply.json.kept, reply.json.ignored], [200, 0, 1], path);
  }
  assert.equal((await post("/v1/import", batch(message(who)))).json.kept, 1);
  assert.equal(kept(await shop.export(who)).length, 2);
});

for (const { name, send } of sdks.filter((sdk) => sdk.takesHeaders)) {
  test(`${name}: whose the device is lets a no travel to the account, and no yes`, async () => {
    const [who, device, unknown] = [person(), person(), person()];
    await shop.grant(who, ["recommend"]);
    await shop.grant(device, ["recommend", "train"]);
    assert.deepEqual(await send([{ type: "identify", userId: who, anonymousId: device, traits: { email: "canary@example.org" } }]), []);
    assert.deepEqual(await shop.open(who), ["recommend"]);
    await shop.withdraw(device, "recommend");
    assert.deepEqual(await shop.open(who), []);
    assert.deepEqual((await shop.export(who)).identifiers.map(({ kind, value, verified }) => [kind, value, verified]), [["device", device, undefined]]);
    assert.deepEqual(await send([{ type: "alias", previousId: unknown, userId: who }]), []);
    await shop.withdraw(unknown, "ads");
    assert.equal((await shop.export(who)).statements.filter(({ kind }) => kind === "withdraw").length, 2);
    assert.deepEqual(await send([{ type: "identify", userId: person(), anonymousId: device }]), [], "a device stays whose it is");
    assert.equal((await shop.export(who)).identifiers.length, 2);
    const [nobody, nothing] = [person(), person()];
    assert.deepEqual(await send([{ type: "identify", userId: nobody, anonymousId: nothing }]), []);
    assert.deepEqual([await shop.export(nobody), await shop.export(nothing)], [null, null]);
  });
}

test("an anonymous visitor is known by their anonymous id, and nobody by an e-mail address", async () => {
  const who = person();
  await shop.grant(who, ["recommend"]);
  const reply = await post("/v1/batch", batch(message(null, { anonymousId: who }), message("canary@example.org"), message(null)));
  assert.deepEqual([reply.status, reply.json.kept], [200, 1]);
  assert.deepEqual(reply.json.rejected, [{ index: 1, code: "invalid_identifier" }, { index: 2, code: "missing_field" }]);
});

test("a bad message costs itself, and the rest of the batch is taken", async () => {
  const who = person();
  await shop.grant(who, ["recommend"]);
  let deep = {};
  for (let level = 0; level < 40; level++) deep = { deep };
  const week = 8 * 86_400_000;
  const wrong = [
    [message(who, { properties: { ...product, canary: "x".repeat(33 << 10) } }), "payload_too_large"],
    [message(who, { properties: { ...product, deep } }), "json_too_deep"],
    [message(who, { properties: "canary" }), "invalid_type"],
    [message(who, { properties: { product_id: "canary/../x" } }), "invalid_identifier"],
    [message(who, { timestamp: "yesterday" }), "invalid_time"],
    [message(who, { timestamp: new Date(Date.now() - week).toISOString() }), "time_out_of_range"],
    [message(who, { messageId: undefined }), "missing_field"],
    [message(who, { event: "Product Rated", properties: { product_id: "cup", rating: 11 } }), "invalid_number"],
    [message(who, { event: "Order Completed", properties: { products: Array(251).fill({ sku: "cup" }) } }), "limit_exceeded"],
    ["canary", "invalid_type"],
  ];
  const reply = await post("/v1/batch", batch(...wrong.map(([sent]) => sent), message(who)));
  assert.equal(reply.status, 200);
  assert.deepEqual(reply.json.rejected, wrong.map(([, code], index) => ({ index, code })));
  assert.equal(reply.json.kept, 1);
  assert.doesNotMatch(JSON.stringify(reply.json), /canary/);
});

test("what stands beside the messages is passed over, however deep it is", async () => {
  const who = person();
  await shop.grant(who, ["recommend"]);
  const beside = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  const reply = await post("/v1/batch", `{"canary":${beside},"batch":[${JSON.stringify(message(who))}]}`);
  assert.deepEqual([reply.status, reply.json.kept], [200, 1]);
});

test("what is no batch, or too much of one, is refused with a status that no SDK retries", async () => {
  const large = batch(...Array(20).fill(message("person-1", { properties: { canary: "x".repeat(30 << 10) } })));
  for (const [path, body, headers, status, code] of [
    ["/v1/batch", "{", {}, 400, "malformed_json"],
    ["/v1/batch", "[]", {}, 400, "malformed_json"],
    ["/v1/batch", '{"batch":{}}', {}, 400, "malformed_json"],
    ["/v1/batch", '{"batch":[{]}', {}, 400, "malformed_json"],
    ["/v1/batch", '{"batch":[],"batch":[]}', {}, 400, "malformed_json"],
    ["/v1/track", "", {}, 400, "malformed_json"],
    ["/v1/batch", large, {}, 413, "payload_too_large"],
    ["/v1/track", JSON.stringify(message("person-1", { canary: "x".repeat(33 << 10) })), {}, 413, "payload_too_large"],
    ["/v1/batch", batch(...Array(2_501).fill(1)), {}, 413, "payload_too_large"],
    ["/v1/batch", batch(), { "Content-Type": "text/html" }, 415, "unsupported_media_type"],
    ["/v1/batch", batch(), { "Content-Encoding": "br" }, 415, "unsupported_encoding"],
    ["/v1/batch", "canary", { "Content-Encoding": "gzip" }, 400, "malformed_encoding"],
    ["/v1/batch", batch(), basic("canary"), 401, "unauthenticated"],
    ["/v1/batch", batch(), { Authorization: `Basic ${Buffer.from(`${shop.keys.sw}:canary`).toString("base64")}` }, 401, "unauthenticated"],
    ["/v1/batch", batch(), { Authorization: "Basic canary!" }, 401, "unauthenticated"],
    ["/v1/batch", batch(), basic(shop.keys.cw), 403, "insufficient_scope"],
  ]) {
    const reply = await post(path, body, headers);
    assert.deepEqual([reply.status, reply.json.code], [status, code], `${path} ${body.slice(0, 40)}`);
    assert.doesNotMatch(JSON.stringify(reply.json), /canary/);
  }
  const elsewhere = await shop.ask("GET", "/v1/consent/effective?subject=person-1", undefined, basic(shop.keys.cw));
  assert.equal(elsewhere.status, 401, "HTTP Basic is taken where these SDKs send, and nowhere else");
});
