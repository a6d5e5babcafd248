// How large the model for devices is, and how long ranking takes there: `node benches/device.mjs [ITEMS]`.
//
// The file is made here, in the form that the server writes, with as many entries as it may have; so the figures are those of
// the largest catalog of that size, and need no shop. The module is the one that browsers load, on the engine that Chromium has.

import { gzipSync } from "node:zlib";
import { rank, read } from "../sdk/ranker.js";

const ITEMS = Number(process.argv[2] ?? 4_000);
const ENTRIES = 100;
const HISTORY = 165;
const ROUNDS = 400;
const DAY = 86_400;

let state = 7;
const roll = () => ((state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32);
/** Weights as regressions have them: a few large ones, many small ones, either way. */
const weight = () => Math.max(1, Math.round(127 * roll() ** 4)) * (roll() < 0.7 ? 1 : -1);

function file() {
  const words = ["green", "enamel", "paper", "oak", "linen", "small", "blue", "garden", "tea", "lamp", "mug", "card", "box", "hook", "tray"];
  const word = () => words[Math.floor(roll() * words.length)];
  const items = Array.from({ length: ITEMS }, (_, at) => ({ id: `${10_000 + at}`, title: `${word()} ${word()} ${word()} ${word()} ${at}`, category: [word()], price: Math.floor(roll() * 5_000), currency: "EUR" }));
  const rules = { memory_days: 180, alike: 0.01, owned: 1, owned_too: true, look: 0.1, dislike: 0.5, visit: 2, visit_seconds: 1_800, taken_tenths: 35, disliked_tenths: 25, often_from: [1, 2, 3, 4, 6, 9], since_from: [0, 1, 2, 3, 5, 9], evidence: 3 };
  const head = Buffer.from(JSON.stringify({ form: 1, day: 20_000, rest: null, rules, table: Array.from({ length: 36 }, roll), items }));
  const padded = (bytes) => Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);
  const whole = (number) => Buffer.from(Uint32Array.of(number).buffer);
  const floats = (count, of = roll) => Buffer.from(Float32Array.from({ length: count }, of).buffer);
  const rows = (entries) => {
    const steps = [];
    for (let row = 0; row < ITEMS; row += 1) {
      const to = Array.from({ length: entries }, () => Math.floor(roll() * ITEMS)).sort((a, b) => a - b);
      to.forEach((item, at) => {
        let step = item - (at ? to[at - 1] : 0);
        for (; step > 127; step >>>= 7) steps.push((step & 127) | 128);
        steps.push(step);
      });
    }
    const weights = Buffer.from(Int8Array.from({ length: ITEMS * entries }, weight).buffer);
    const counts = Buffer.from(Uint16Array.from({ length: ITEMS }, () => entries).buffer);
    return [whole(ITEMS * entries), whole(steps.length), floats(ITEMS, () => 0.002 + 0.002 * roll()), padded(counts), padded(Buffer.from(steps)), padded(weights)];
  };
  return Buffer.concat([padded(Buffer.concat([Buffer.from("ASSENTD1"), whole(head.length), head])), floats(4 * ITEMS), ...rows(ENTRIES), ...rows(20)]);
}

const bytes = file();
const packed = gzipSync(bytes, { level: 9 });
const begun = performance.now();
const model = read(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
const reading = performance.now() - begun;
const now = 20_001 * DAY;
const acts = Array.from({ length: HISTORY }, () => ({ item: model.items[Math.floor(ITEMS * roll() ** 2)].id, verb: "purchase", at: now - Math.floor(roll() * 300 * DAY) }));
const times = Array.from({ length: ROUNDS }, () => {
  const begun = performance.now();
  rank(model, acts, { count: 10, now });
  return performance.now() - begun;
}).sort((a, b) => a - b);
console.log(`${ITEMS} items, ${ENTRIES} entries a row, a history of ${HISTORY}: ${(bytes.length / 1e6).toFixed(2)} MB, gzip ${(packed.length / 1e6).toFixed(2)} MB`);
console.log(`read once: ${reading.toFixed(1)} ms; top 10: median ${times[ROUNDS >> 1].toFixed(2)} ms, p99 ${times[Math.floor(ROUNDS * 0.99)].toFixed(2)} ms`);
