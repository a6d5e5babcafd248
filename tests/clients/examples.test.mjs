// The examples for a shop's own server run as they are, and say the same in both languages.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { openShop, root } from "./shop.mjs";

const run = promisify(execFile);
const EXAMPLES = [[process.execPath, "shop.mjs"], ["python3", "shop.py"]];

let shop;
before(async () => {
  shop = await openShop();
  const items = ["tea", "pot", "mug"].map((id) => ({ id, title: `A ${id}` }));
  await shop.ask("POST", "/v1/catalog/items", { items }, { Authorization: `Bearer ${shop.keys.sw}` });
});
after(() => shop?.close());

for (const [program, file] of EXAMPLES) {
  const example = async (who, address = shop.url) => {
    const { sw, dr, cw } = shop.keys;
    const env = { ...process.env, ASSENT_URL: address, ASSENT_SW: sw, ASSENT_DR: dr, ASSENT_CW: cw };
    return (await run(program, [`${root}sdk/examples/${file}`, who], { env })).stdout.split("\n");
  };

  test(`${file}: who said yes has their order kept, and is recommended to`, async () => {
    const who = `yes-${file}`;
    await shop.grant(who, ["recommend"]);
    const said = await example(who);
    assert.deepEqual(said.slice(0, 2), ["order: 1 kept, 0 not ", "for this customer:"]);
    assert.match(said.join("\n"), /- A mug: [^\n]+\n/);
    assert.match(said.join("\n"), /token: assent_st_\.\./);
    assert.equal((await shop.export(who)).events.length, 1);
    await example(who);
    assert.equal((await shop.export(who)).events.length, 1, "sent again, it counts once");
  });

  test(`${file}: of who was not asked nothing is kept, and they see what everybody does`, async () => {
    const said = await example(`stranger-${file}`);
    assert.equal(said[0], "order: 0 kept, 1 not no_consent");
    assert.match(said[1], /^for everybody \(/);
    assert.equal(await shop.export(`stranger-${file}`), null);
  });
}
