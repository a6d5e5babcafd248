// Receipts of consent, verified by three who do not know one another: Node's own Ed25519 by the letter of the C2SP
// specification, the script of the page, and the command line. They agree, on genuine receipts and on changed ones.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash, createPublicKey, verify as verifies } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import jsonld from "jsonld";
import { verify } from "../../crates/server/src/pages/script/verify.js";
import { binary, openShop } from "./shop.mjs";

const FORMS = ["iso-27560", "kantara-1.1"];
const MUTATIONS = Number(process.env.ASSENT_MUTATIONS ?? 10_000);
/** How many of them the command line is asked about: each is a process of its own. */
const ASKED_OF_THE_PROGRAM = 100;

let shop, key, folder;
const receipts = [];
before(async () => {
  shop = await openShop();
  folder = mkdtempSync(join(tmpdir(), "assent-receipts-"));
  key = (await (await fetch(`${shop.url}/.well-known/assent-keys`)).text()).trim();
  await shop.grant("ada", ["recommend", "train", "measure"]);
  await shop.withdraw("ada", "train");
  await shop.ask("POST", "/v1/statements", { subject: "ada", statements: [{ kind: "opt_out" }] });
  const { json } = await shop.ask("GET", "/v1/subjects/ada/statements");
  for (const line of json.statements) for (const form of FORMS) receipts.push(await fetched(line.receipts[form]));
});
after(async () => {
  await shop?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

async function fetched(path) {
  const reply = await fetch(shop.url + path, { headers: { Authorization: `Bearer ${shop.keys.cw}` } });
  assert.equal(reply.status, 200);
  return Buffer.from(await reply.arrayBuffer());
}

/** The text of a note that this key signed, by the specification and Node's cryptography; null where it is none. */
function open(bytes, vkey) {
  const [name, id, ...rest] = vkey.split("+");
  const encoded = Buffer.from(rest.join("+"), "base64");
  const due = createHash("sha256").update(`${name}\n`).update(encoded).digest().subarray(0, 4);
  assert.equal(due.toString("hex"), id, "the key belongs to its name and id");
  const end = bytes.lastIndexOf("\n\n");
  const whole = bytes.toString();
  const isText = Buffer.from(whole).equals(bytes) && !/[\u0000-\u0009\u000b-\u001f]/.test(whole);
  if (end < 0 || !isText || !/[^\n]\n$/.test(whole)) return null;
  const text = bytes.subarray(0, end + 1);
  const jwk = { kty: "OKP", crv: "Ed25519", x: encoded.subarray(1).toString("base64url") };
  const publicKey = createPublicKey({ key: jwk, format: "jwk" });
  let opened = null;
  for (const line of bytes.subarray(end + 2, -1).toString().split("\n")) {
    const [dash, signer, sent, ...more] = line.split(" ");
    const signature = Buffer.from(sent ?? "", "base64");
    if (dash !== "\u2014" || more.length > 0 || signature.toString("base64") !== sent) return null;
    if (signer !== name || !signature.subarray(0, 4).equals(due)) continue;
    if (!verifies(null, text, publicKey, signature.subarray(4))) return null;
    opened = text.toString();
  }
  return opened;
}

/** Whether the page's script takes it. */
const pageTakes = (bytes, keys = key) => verify(new Uint8Array(bytes), keys).then(() => true, (error) => (error.why ? false : Promise.reject(error)));

/** Whether the command line takes it. */
function programTakes(bytes, keys = key) {
  const file = join(folder, "receipt.txt");
  writeFileSync(file, bytes);
  const { status } = spawnSync(binary, ["verify", "receipt", file, "--key", keys], { stdio: "ignore" });
  assert.ok(status === 0 || status === 1, `it ended with ${status}`);
  return status === 0;
}

test("every receipt of every statement is taken by all three, and says the same to each", async () => {
  assert.equal(receipts.length, 10);
  for (const bytes of receipts) {
    const document = JSON.parse(open(bytes, key));
    const { by, words } = await verify(new Uint8Array(bytes), key);
    assert.deepEqual([by, words], ["assent.local/default", document.assent]);
    assert.ok(programTakes(bytes));
  }
  const kinds = receipts.map((bytes) => JSON.parse(open(bytes, key)).assent.statement.kind);
  assert.deepEqual(kinds.filter((_, at) => at % 2 === 0), ["grant", "grant", "grant", "withdraw", "opt_out"]);
});

test("what others signed is read as they meant it", async () => {
  const peter = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  const text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
  const note = Buffer.from(`${text}\n\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`);
  assert.equal(open(note, peter), text);
  await assert.rejects(verify(new Uint8Array(note), peter), { why: "not_a_receipt" });
  assert.equal(programTakes(note, peter), false, "genuine, and no receipt");
  for (const bytes of receipts) {
    await assert.rejects(verify(new Uint8Array(bytes), peter), { why: "other_key" });
    assert.equal(programTakes(bytes, peter), false);
  }
});

test("the form of ISO 27560 is JSON-LD in terms of the Data Privacy Vocabulary, and needs nothing from anywhere", async () => {
  const nothing = (url) => Promise.reject(new Error(`it asks for ${url}`));
  for (const bytes of receipts.filter((_, at) => at % 2 === 0)) {
    const document = JSON.parse(open(bytes, key));
    const lines = (await jsonld.toRDF(document, { format: "application/n-quads", documentLoader: nothing })).trim().split("\n");
    const said = document.assent;
    const record = `<urn:uuid:${said.receipt}>`;
    const has = (start, end) => lines.some((line) => line.startsWith(start) && line.endsWith(`${end} .`));
    assert.ok(has(record, "<https://w3id.org/dpv#ConsentRecord>"));
    assert.ok(has(record.replace(">", "#receipt>"), record), "the receipt names its record");
    const states = { grant: "ConsentGiven", withdraw: "ConsentWithdrawn", opt_out: "ConsentRefused" };
    assert.ok(has("_:", `<https://w3id.org/dpv#${states[said.statement.kind]}>`), said.statement.kind);
    assert.ok(has("_:", '"ada"'), "the person, by the shop's own id");
    assert.ok(lines.every((line) => !line.includes("assent-receipt-1")), "our own words are passed over");
    for (const name of lines.join(" ").matchAll(/<([^>]*)>/g)) assert.match(name[1], /^(https?:\/\/|urn:uuid:)/);
  }
});

/** A small dice of its own, so that a failure can be repeated. */
function dice(seed) {
  let state = seed >>> 0;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

/** One receipt changed in one way: a bit, a byte, a byte more, one less, two parts swapped, cut, joined. */
function changed(roll) {
  const bytes = Buffer.from(receipts[roll(receipts.length)]);
  const at = roll(bytes.length);
  const ways = [
    () => { bytes[at] ^= 1 << roll(8); return bytes; },
    () => { bytes[at] = roll(256); return bytes; },
    () => Buffer.concat([bytes.subarray(0, at), Buffer.from([roll(256)]), bytes.subarray(at)]),
    () => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]),
    () => bytes.subarray(0, at),
    () => Buffer.concat([bytes.subarray(at), bytes.subarray(0, at)]),
    () => { const other = receipts[roll(receipts.length)]; return Buffer.concat([bytes.subarray(0, bytes.lastIndexOf("\n\n")), other.subarray(other.lastIndexOf("\n\n"))]); },
    () => Buffer.from(bytes.toString().replace(/[0-9]/g, (digit) => (roll(20) ? digit : String(roll(10))))),
  ];
  return ways[roll(ways.length)]();
}

test(`of ${MUTATIONS} changed receipts none is taken`, { timeout: 600_000 }, async () => {
  const roll = dice(27560);
  const genuine = new Set(receipts.map((bytes) => bytes.toString("latin1")));
  let tried = 0;
  for (; tried < MUTATIONS; ) {
    const bytes = changed(roll);
    if (genuine.has(bytes.toString("latin1"))) continue;
    assert.equal(open(bytes, key), null, `mutation ${tried}`);
    assert.equal(await pageTakes(bytes), false, `mutation ${tried}`);
    if (tried % Math.ceil(MUTATIONS / ASKED_OF_THE_PROGRAM) === 0) assert.equal(programTakes(bytes), false, `mutation ${tried}`);
    tried += 1;
  }
});
