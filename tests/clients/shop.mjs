// Starts the real `assent serve` on an empty shop with its keys, and asks it what it kept.

import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));
export const binary = process.env.ASSENT_BIN ?? `${root}target/debug/assent`;
const evidence = { notice: "notice 1", how: "button" };

/** Starts a shop whose browser key works from `origin`; in a `folder` that is given its data stay when it is closed. */
export async function openShop(origin = "https://shop.example", { args = [], env = {}, folder: given } = {}) {
  const folder = given ?? mkdtempSync(join(tmpdir(), "assent-clients-"));
  const data = join(folder, "shop");
  const key = (kind, ...more) => execFileSync(binary, ["keys", "make", "--kind", kind, "--label", "proofs", "--data", data, ...more], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  const keys = { sw: key("sw"), dr: key("dr"), cw: key("cw"), adm: key("adm"), bw: key("bw", "--origin", origin) };
  const child = spawn(binary, ["serve", "--listen", "127.0.0.1:0", "--data", data, ...args], { stdio: ["ignore", "pipe", "ignore"], env: { ...process.env, ...env } });
  const url = await new Promise((found, failed) => {
    let said = "";
    child.stdout.on("data", (bytes) => {
      said += bytes;
      const line = said.match(/(http:\/\/[\d.:]+)/);
      if (line) found(line[1]);
    });
    child.on("exit", (code) => failed(new Error(`assent serve ended with ${code}: ${said}`)));
  });
  const close = async () => {
    await new Promise((ended) => child.on("exit", ended) && child.kill("SIGTERM"));
    if (!given) rmSync(folder, { recursive: true, force: true });
  };
  return { url, keys, close, ...verbs(url, keys) };
}

/** What a shop's own server does, and what it can see of a person. */
function verbs(url, keys) {
  const ask = async (method, path, body, headers = {}) => {
    const sent = { Authorization: `Bearer ${keys.cw}`, ...(body && { "Content-Type": "application/json" }), ...headers };
    const reply = await fetch(url + path, { method, headers: sent, body: body && JSON.stringify(body) });
    return { status: reply.status, json: await reply.json() };
  };
  const must = async (...request) => {
    const { status, json } = await ask(...request);
    if (status !== 200) throw new Error(`${request[0]} ${request[1]}: ${status} ${JSON.stringify(json)}`);
    return json;
  };
  return {
    ask,
    /** Somebody in the EU says yes to these purposes. */
    grant: (subject, purposes, headers) =>
      must("POST", "/v1/statements", { subject, jurisdictions: ["eu"], statements: purposes.map((purpose) => ({ kind: "grant", purpose, explicit: true, evidence })) }, headers),
    withdraw: (subject, purpose) => must("POST", "/v1/statements", { subject, statements: [{ kind: "withdraw", purpose }] }),
    token: async (subject) => (await must("POST", "/v1/subject-tokens", { subject })).token,
    /** A way in to somebody's own pages. */
    ticket: async (subject, seconds = 60) => must("POST", "/v1/page-tickets", { subject, seconds }),
    manager: async (subject, seconds = 600) => (await must("POST", "/v1/privacy-managers", { subject, seconds })).id,
    /** Everything that is held on somebody; null where nothing is. */
    export: async (subject) => {
      const { status, json } = await ask("GET", `/v1/subjects/${subject}/export`);
      return status === 404 ? null : json;
    },
    /** The purposes that what somebody looks at may be used for, now. */
    open: async (subject) => {
      const { effective } = await must("GET", `/v1/consent/effective?subject=${subject}`);
      return effective.filter((one) => one.category === "activity.view" && one.allowed).map((one) => one.purpose).sort();
    },
    figures: async () => (await fetch(`${url}/metrics`)).text(),
  };
}
