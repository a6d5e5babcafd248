// How long the pages take and how large they are: `node benches/pages.mjs [ROUNDS]`, with a built `assent` (a release build, for
// figures that mean something: `ASSENT_BIN=target/release/assent`).
//
// A visitor with a history of some purchases asks for each page again and again over one connection, without a browser: what is
// measured is the server. The first answers are not counted. Each page has a visitor of its own, since every look leaves a
// receipt, and what is held on somebody is opened whole.

import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const ROUNDS = Number(process.argv[2] ?? 200);
const WARM = 20;
const binary = process.env.ASSENT_BIN ?? fileURLToPath(new URL("../target/release/assent", import.meta.url));
const PAGES = [
  "", "department/books", "item/desk-lamp-mustard", "preferences", "preferences/interests", "preferences/messages", "data", "data/requests", "history", "receipts", "why", "forget",
  "verify", "device",
];
/** Pages that have a name of their own for each use, by the page where it stands. */
const FOUND = [["", /href="\/(why\/[^"]+)"/], ["receipts", /href="\/(receipts\/[^"]+)"/]];

const child = spawn(binary, ["demo", "--port", "0", "--no-open"], { stdio: ["ignore", "pipe", "ignore"] });
const url = await new Promise((found, failed) => {
  let said = "";
  child.stdout.on("data", (bytes) => {
    const line = (said += bytes).match(/the shop is open: (http:\S+)/);
    if (line) found(line[1]);
  });
  child.on("exit", (code) => failed(new Error(`assent demo ended with ${code}`)));
});

const form = (path, cookie, fields) => fetch(url + path, { method: "POST", redirect: "manual", headers: { cookie, "content-type": "application/x-www-form-urlencoded" }, body: new URLSearchParams(fields) });
const page = async (path, cookie) => (await fetch(url + path, { headers: { cookie } })).arrayBuffer();
const text = async (path, cookie) => new TextDecoder().decode(await page(path, cookie));

/** Somebody who chose their history, bought everything on a shelf and looked at the shop: by their cookie. */
async function visitor() {
  const asked = await text("", "");
  const field = (name) => asked.match(new RegExp(`name="${name}" value="([^"]*)"`))[1];
  const chosen = await form("choices", "", { rung: "personal", snapshot: field("snapshot"), name: field("name"), back: "/" });
  const cookie = chosen.headers.getSetCookie().map((one) => one.split(";")[0]).join("; ");
  const items = [...(await text("department/books", cookie)).matchAll(/href="\/item\/([^"]+)"/g)].map(([, id]) => decodeURIComponent(id));
  for (const item of new Set(items)) await form("buy", cookie, { item, back: "/" });
  return cookie;
}

try {
  console.log("page                      kB     p50 ms   p99 ms");
  for (const [path, link] of [...PAGES.map((path) => [path]), ...FOUND]) {
    const cookie = await visitor();
    await page("", cookie);
    const own = link ? (await text(path, cookie)).match(link)[1] : path;
    const times = [];
    let bytes = 0;
    for (let round = 0; round < WARM + ROUNDS; round += 1) {
      const from = performance.now();
      bytes = (await page(own, cookie)).byteLength;
      if (round >= WARM) times.push(performance.now() - from);
    }
    times.sort((a, b) => a - b);
    const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(1).padStart(8);
    console.log(`/${own}`.slice(0, 23).padEnd(24), (bytes / 1000).toFixed(1).padStart(5), " ", at(0.5), at(0.99));
  }
} finally {
  child.kill("SIGTERM");
}
