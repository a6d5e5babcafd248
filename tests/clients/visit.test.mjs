// The visit rung across a restart: what somebody does in a visit is used while it is said, and is kept nowhere.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { openShop } from "./shop.mjs";

const folder = mkdtempSync(join(tmpdir(), "assent-visit-"));
const origin = "https://shop.example";
let shop;
after(async () => {
  await shop?.close();
  rmSync(folder, { recursive: true, force: true });
});

const by = (key) => ({ Authorization: `Bearer ${shop.keys[key]}` });
const recommend = async (more) => (await shop.ask("POST", "/v1/recommend", { subject: "ann", count: 1, jurisdictions: ["eu"], ...more }, by("dr"))).json;
const held = async () => {
  const { events, inferences, interests, receipts } = await shop.export("ann");
  return { events, inferences, interests, receipts: receipts.filter(({ purpose }) => purpose !== "access") };
};

test("what was looked at is used in that very answer, told in no receipt, and gone before and after a restart", async () => {
  shop = await openShop(origin, { folder });
  const items = ["tea", "pot", "mug", "bowl", "looked-at-once"].map((id) => ({ id, title: `A ${id}`, category: [id === "bowl" || id === "looked-at-once" ? "Bowls" : "Tea"] }));
  assert.equal((await shop.ask("POST", "/v1/catalog/items", { items }, by("sw"))).status, 200);
  for (const who of ["t1", "t2", "t3", "t4", "t5", "t6"]) {
    await shop.grant(who, ["recommend", "train"]);
    const events = ["bowl", "looked-at-once"].map((item) => ({ id: `${who}-${item}`, subject: who, item, verb: "purchase" }));
    assert.equal((await shop.ask("POST", "/v1/events", { events, jurisdictions: ["eu"] }, by("sw"))).json.accepted, 2);
  }
  assert.equal((await shop.ask("POST", "/v1/model/train", undefined, by("adm"))).status, 200);
  await shop.grant("ann", ["recommend"]);
  const visit = [{ item: "looked-at-once" }];
  const used = await recommend({ rung_max: "visit", visit });
  assert.deepEqual([used.rung, used.personalized, used.items[0].id], ["visit", true, "bowl"]);
  assert.match(used.items[0].why, /you looked at/);
  const { receipts, ...nothing } = await held();
  assert.deepEqual(nothing, { events: [], inferences: [], interests: [] });
  assert.deepEqual(receipts.map(({ data_used }) => data_used), [1], "that something was used, and not what");
  assert.doesNotMatch(JSON.stringify(receipts), /looked-at-once/);
  const without = await recommend({ rung_max: "visit" });
  const { receipts: two } = await held();
  await shop.close();

  shop = await openShop(origin, { folder });
  const after_it = await held();
  assert.deepEqual([after_it.events, after_it.receipts], [[], two], "nothing came of it, and nothing is gone");
  const { receipt: _, ...again } = await recommend({ rung_max: "visit" });
  const { receipt: __, ...before } = without;
  assert.deepEqual(again, before, "the next visit begins with nothing");
});
