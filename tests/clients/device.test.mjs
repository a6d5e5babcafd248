// A device ranks as the server does: the same history, once at the server on the personal rung and once in the module that
// browsers load, over the file that everybody gets.

import assert from "node:assert/strict";
import { createHash, createPublicKey, verify } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { rank, read } from "../../sdk/ranker.js";
import { openShop } from "./shop.mjs";

const DAY = 86_400;
const SHELVES = 6;
const ITEMS = 240;
const TEACHERS = 120;
const PEOPLE = 25;
/** How far a weight of eight bits may be from its weight: half a step of 127. */
const STEP = 0.5 / 127;

/** A die that falls the same way each time (mulberry32). */
function dice(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** The first of the forms of one thing, on the third shelf. */
const thing = (at) => at - ((at - 2 * (ITEMS / SHELVES)) % 3);

/** The second shelf lasts for good, and each three of the third are one thing. */
function standing(at) {
  const shelf = Math.floor(at / (ITEMS / SHELVES));
  if (shelf === 1) return { once: true };
  if (shelf !== 2) return {};
  const main = thing(at);
  return { once: at % 2 === 0, ...(at === main ? {} : { relations: { variant_of: `i${main}` } }) };
}

const now = Math.floor(Date.now() / 1000);
const roll = dice(7);
const pick = (most) => Math.floor(roll() * most);
/** An item of a shelf; the first ones are taken the most. */
const of = (shelf) => `i${shelf * (ITEMS / SHELVES) + Math.floor((ITEMS / SHELVES) * roll() ** 2)}`;

/** What somebody did on some days: some things again and again, some on their shelf, some anywhere. */
function life(who, mixed) {
  const shelf = pick(SHELVES);
  const staple = of(shelf);
  const acts = [];
  for (let day = 6; day >= 1; day -= 1 + pick(2)) {
    const taken = [...(roll() < 0.6 ? [staple] : []), ...Array.from({ length: 3 }, () => (roll() < 0.8 ? of(shelf) : of(pick(SHELVES))))];
    for (const item of new Set(taken)) acts.push({ item, verb: "purchase", quantity: 1 + pick(2), at: now - day * DAY + pick(1_000) });
  }
  if (mixed) {
    for (let more = 0; more < 6; more += 1) acts.push({ item: of(shelf), verb: "view", at: now - pick(6) * DAY - 600 });
    acts.push({ item: of(pick(SHELVES)), verb: "rating", rating_tenths: 10, at: now - 3 * DAY }, { item: of(shelf), verb: "rating", rating_tenths: 50, at: now - 2 * DAY });
    const bought = acts.find(({ verb }) => verb === "purchase");
    acts.push({ item: bought.item, verb: "return", quantity: bought.quantity, at: bought.at + 1_000 });
  }
  return acts.map((act, at) => ({ ...act, id: `${who}-${at}` }));
}

let shop, model, file, note;
const lives = new Map();

before(async () => {
  shop = await openShop();
  const by = (key) => ({ Authorization: `Bearer ${shop.keys[key]}` });
  const must = async (...request) => {
    const { status, json } = await shop.ask(...request);
    assert.equal(status, 200, JSON.stringify(json));
    return json;
  };
  const items = Array.from({ length: ITEMS }, (_, at) => ({ id: `i${at}`, title: `Thing ${at}`, category: [`shelf ${Math.floor(at / (ITEMS / SHELVES))}`], available: at % 50 !== 49, ...standing(at) }));
  await must("POST", "/v1/catalog/items", { items }, by("sw"));
  const tell = async (who, acts) => {
    const events = acts.map(({ at, ...act }) => ({ ...act, subject: who, time: at }));
    for (let from = 0; from < events.length; from += 100) await must("POST", "/v1/events", { events: events.slice(from, from + 100), jurisdictions: ["eu"] }, by("sw"));
  };
  for (let who = 0; who < TEACHERS; who += 1) {
    await shop.grant(`t${who}`, ["recommend", "train"]);
    await tell(`t${who}`, life(`t${who}`, false));
  }
  for (let who = 0; who < PEOPLE; who += 1) {
    lives.set(`p${who}`, life(`p${who}`, true));
    await shop.grant(`p${who}`, ["recommend"]);
    await tell(`p${who}`, lives.get(`p${who}`));
  }
  await must("POST", "/v1/model/train", undefined, by("adm"));
  note = await (await fetch(`${shop.url}/v1/device/model`)).text();
  const answer = await fetch(`${shop.url}/v1/device/models/${note.split("\n")[1]}`);
  file = Buffer.from(await answer.arrayBuffer());
  model = read(file.buffer.slice(file.byteOffset, file.byteOffset + file.length));
});

after(() => shop?.close());

describe("the file", () => {
  test("is what the shop signed, and the same for everybody", async () => {
    assert.equal(createHash("sha256").update(file).digest("hex"), note.split("\n")[1]);
    const vkey = (await (await fetch(`${shop.url}/.well-known/assent-keys`)).text()).trim();
    const raw = Buffer.from(vkey.split("+").slice(2).join("+"), "base64").subarray(1);
    const key = createPublicKey({ key: Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), raw]), format: "der", type: "spki" });
    const end = note.lastIndexOf("\n\n");
    const sent = Buffer.from(note.slice(end + 2).split(" ")[2], "base64").subarray(4);
    assert.ok(verify(null, Buffer.from(note.slice(0, end + 1)), key, sent));
    for (const headers of [{}, { Authorization: `Bearer ${shop.keys.cw}` }, { Cookie: "a=b", "Accept-Language": "de" }]) {
      assert.equal(await (await fetch(`${shop.url}/v1/device/model`, { headers })).text(), note);
    }
  });

  test("names nobody, is packed where that is asked for, and is found under no other name", async () => {
    for (const who of lives.keys()) assert.ok(!file.includes(`"${who}"`));
    const plain = await fetch(`${shop.url}/v1/device/models/${note.split("\n")[1]}`, { headers: { "Accept-Encoding": "identity" } });
    assert.equal(plain.headers.get("content-encoding"), null);
    assert.equal(plain.headers.get("cache-control"), "public, max-age=31536000, immutable");
    assert.equal(Number(plain.headers.get("content-length")), file.length);
    const other = await fetch(`${shop.url}/v1/device/models/${"0".repeat(64)}`);
    assert.equal(other.status, 404);
    assert.ok(gzipSync(file).length < file.length);
  });

  test("that is damaged is not read", () => {
    const bytes = () => file.buffer.slice(file.byteOffset, file.byteOffset + file.length);
    const changed = (at, byte) => {
      const copy = bytes();
      new Uint8Array(copy)[at] = byte;
      return copy;
    };
    assert.throws(() => read(changed(0, 0)), /something else/);
    for (const cut of [0, 11, 200, file.length - 8]) assert.throws(() => read(bytes().slice(0, cut)));
    assert.throws(() => read(Buffer.concat([file, Buffer.alloc(4)]).buffer.slice(0, 4)));
    const version = file.indexOf('"form":1') + 7;
    assert.throws(() => read(changed(version, "2".charCodeAt(0))), /another version/);
  });
});

describe("the same history", () => {
  /** Both slates of somebody. */
  async function both(who, count) {
    const { json } = await shop.ask("POST", "/v1/recommend", { subject: who, count, jurisdictions: ["eu"] }, { Authorization: `Bearer ${shop.keys.dr}` });
    assert.equal(json.rung, "personal");
    return [json.items, rank(model, lives.get(who), { count, now: Math.floor(Date.now() / 1000) })];
  }
  /** Whether somebody sent any of it back. */
  const returns = (who, item) => lives.get(who).some((act) => act.verb === "return" && act.item === item);
  const weight = (item, term) => item.reasons.find((reason) => reason.term === term)?.weight ?? 0;

  test("gets the same sum, to half a step of each weight", async () => {
    const seen = new Set();
    const steps = model.rows.scales.reduce((most, scale) => Math.max(most, scale * 127), 0) * STEP;
    for (const who of lives.keys()) {
      const [server, device] = await both(who, 100);
      const here = new Map(device.map((item) => [item.id, item]));
      const shared = server.filter(({ id }) => here.has(id));
      assert.ok(shared.length >= 90, `${who}: ${shared.length} of 100`);
      const speaking = lives.get(who).length;
      for (const item of shared) {
        const mine = here.get(item.id);
        for (const term of ["again", "popular"]) assert.ok(Math.abs(weight(item, term) - weight(mine, term)) < 1e-6, `${who} ${item.id} ${term}`);
        for (const term of ["together", "disliked", "alike"]) assert.ok(Math.abs(weight(item, term) - weight(mine, term)) <= 2 * steps * speaking, `${who} ${item.id} ${term}`);
        for (const { term, weight } of mine.reasons) if (weight) seen.add(term);
        const sum = mine.reasons.reduce((all, reason) => all + reason.weight, 0);
        assert.ok(Math.abs(sum - mine.score) < 1e-9, "the reasons add up");
      }
    }
    for (const term of ["together", "again", "popular"]) assert.ok(seen.has(term), `${term} was never in play`);
  });

  test("gets nearly the same slate, in nearly the same order", async () => {
    let [alike, first] = [0, 0];
    for (const who of lives.keys()) {
      const [server, device] = await both(who, 10);
      const ids = new Set(server.map(({ id }) => id));
      alike += device.filter(({ id }) => ids.has(id)).length / 10;
      first += server[0].id === device[0].id ? 1 : 0;
    }
    assert.ok(alike / lives.size > 0.95, `${alike / lives.size} of ten`);
    assert.ok(first / lives.size > 0.9, `${first} of ${lives.size} first places`);
  });

  test("what somebody has and nobody wants twice is never shown again, in no form, and one form of a thing stands for all", async () => {
    const bought = (item) => ({ id: item, item, verb: "purchase", quantity: 1, at: now - DAY });
    const all = (acts) => rank(model, acts, { count: 100, now }).map(({ id }) => Number(id.slice(1)));
    const forms = (ids, at) => ids.filter((id) => id >= 80 && id < 120 && thing(id) === thing(at));
    const nothing = all([]);
    const things = nothing.filter((id) => id >= 80 && id < 120).map(thing);
    assert.ok(things.length > 3 && new Set(things).size === things.length, "each thing has one place");
    const lasting = nothing.find((id) => id >= 40 && id < 80);
    assert.ok(lasting !== undefined && !all([bought(`i${lasting}`)]).includes(lasting));
    const two = [...model.known.keys()].map((id) => Number(id.slice(1))).filter((id) => id >= 80 && id < 120);
    const once = two.find((id) => id % 2 === 0 && forms(nothing, id).length === 1);
    assert.equal(forms(all([bought(`i${once}`)]), once).length, 0, "whoever has the one that lasts wants no other");
    const returned = [bought(`i${once}`), { ...bought(`i${once}`), id: "back", verb: "return", at: now }];
    assert.equal(forms(all(returned), once).length, 1, "what was sent back is not had");
    for (const who of lives.keys()) {
      const [server, device] = await both(who, 100);
      const owned = new Set(lives.get(who).filter(({ verb }) => verb === "purchase").map(({ item }) => item));
      for (const slate of [server, device]) {
        assert.ok(!slate.some(({ id }) => model.items[model.known.get(id)].once && owned.has(id) && !returns(who, id)), who);
      }
    }
  });

  test("what can not be had, is not wanted, was disliked or is left out is not shown", async () => {
    const [acts, at] = [lives.get("p0"), { now }];
    const all = rank(model, acts, { ...at, count: 100 });
    const disliked = acts.find(({ rating_tenths }) => rating_tenths === 10).item;
    const ids = (wanted) => rank(model, acts, { ...at, count: 100, ...wanted }).map(({ id }) => id);
    assert.ok(!all.some(({ id }) => id === disliked || Number(id.slice(1)) % 50 === 49));
    assert.ok(!ids({ exclude: [all[0].id] }).includes(all[0].id));
    const shelf = model.items[model.known.get(all[0].id)].category[0];
    assert.ok(ids({ category: shelf }).every((id) => model.items[model.known.get(id)].category.includes(shelf)));
    assert.ok(!ids({ never: [shelf] }).some((id) => model.items[model.known.get(id)].category.includes(shelf)));
    const without = acts.filter(({ item }) => item !== all[0].reasons[0].evidence[0]);
    assert.notDeepEqual(rank(model, without, { ...at, count: 20 }), rank(model, acts, { ...at, count: 20 }));
    assert.deepEqual(rank(model, [], { ...at, count: 3 }).map(({ reasons }) => reasons.map(({ term }) => term)), [["popular"], ["popular"], ["popular"]]);
  });
});
