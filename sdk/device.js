// The device rung: what a person does stays in this browser, and is ranked here, by an item model that is the same for
// everybody. Nothing is stored before `start`, and nothing that is sent says anything of anybody: two addresses are asked,
// by everybody alike, without a cookie, a key or a token.

import { named, rank, read } from "./ranker.js";

/** @import {Device, DeviceConnection, LocalAct, Ranked, RankerModel, Wanted} from "./types.d.ts" */

// Limits.
export const DEVICE_ACTS_MAX = 2_000;
export const DEVICE_RULES_MAX = 1_000;
export const DEVICE_MODEL_SECONDS = 3_600;
export const DEVICE_MODEL_BYTES_MAX = 32 << 20;
const COUNT_MAX = 100;
const TRIES = 2;

const DATABASE = "assent-device";
const KIND = "assent-device-model-1";
const DASH = "\u2014 ";
const ED25519 = 1;

const seconds = () => Math.floor(Date.now() / 1000);
/** @param {Uint8Array} bytes */
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
/** @param {BufferSource} bytes */
const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

/** @param {DeviceConnection} connection @returns {Promise<Device>} */
export async function device({ url, key, lang, worker }) {
  const base = new URL(url, document.baseURI).href.replace(/\/$/, "");
  const ranker = ranking(worker);
  /** @type {IDBDatabase | null} */
  let kept = await open(false).catch(() => null);
  /** @type {{digest: string, checked: number} | null} */
  let current = null;

  /** @param {IDBTransactionMode} mode @param {string} store @param {(store: IDBObjectStore) => IDBRequest} what @returns {Promise<any>} */
  async function stored(mode, store, what) {
    if (!kept) return null;
    const deal = kept.transaction(store, mode);
    const request = what(deal.objectStore(store));
    return new Promise((done, failed) => {
      deal.oncomplete = () => done(request.result);
      deal.onerror = deal.onabort = () => failed(deal.error);
    });
  }

  /** @returns {Promise<LocalAct[]>} */
  const acts = async () => (await stored("readonly", "acts", (store) => store.getAll())) ?? [];
  /** @returns {Promise<{kind: string, name: string}[]>} */
  const rules = async () => (await stored("readonly", "rules", (store) => store.getAll())) ?? [];
  const never = async (/** @type {string} */ kind) => (await rules()).filter((rule) => rule.kind === kind).map(({ name }) => name);

  /** @type {Device["track"]} */
  async function track({ item, verb, quantity, rating_tenths }) {
    if (!kept) return false;
    const act = { id: hex(crypto.getRandomValues(new Uint8Array(16))), item, verb, quantity, rating_tenths, at: seconds() };
    try {
      await stored("readwrite", "acts", (store) => store.put(act));
      const all = await acts();
      const old = all.sort((a, b) => b.at - a.at).slice(DEVICE_ACTS_MAX);
      for (const { id } of old) await stored("readwrite", "acts", (store) => store.delete(/** @type {string} */ (id)));
      return true;
    } catch {
      return false;
    }
  }

  /** @param {string} path */
  async function fetched(path) {
    const answer = await fetch(base + path, { credentials: "omit", referrerPolicy: "no-referrer" });
    return answer.ok ? answer : Promise.reject(new Error(`${answer.status}`));
  }

  /** The newest model that is signed; the one that is kept where there is no answer. */
  async function loaded() {
    if (current && seconds() - current.checked < DEVICE_MODEL_SECONDS) return;
    try {
      await renewed();
    } catch (problem) {
      if (current) return;
      const last = await stored("readonly", "model", (store) => store.get("model"));
      const whole = last && hex(await sha256(last.bytes)) === last.digest && (!key || (await signed(last.note, key)) === last.digest);
      if (!whole) throw problem;
      await ranker.read(last.bytes.slice(0));
      current = { digest: last.digest, checked: seconds() };
    }
  }

  async function renewed() {
    const keys = key ?? (await (await fetched("/.well-known/assent-keys")).text());
    for (let left = TRIES; ; left -= 1) {
      const note = await (await fetched("/v1/device/model")).text();
      const digest = await signed(note, keys);
      const checked = seconds();
      if (current?.digest === digest) return void (current = { digest, checked });
      try {
        const bytes = await (await fetched(`/v1/device/models/${digest}`)).arrayBuffer();
        if (bytes.byteLength > DEVICE_MODEL_BYTES_MAX || hex(await sha256(bytes)) !== digest) throw new TypeError("not what was signed");
        await ranker.read(bytes.slice(0));
        current = { digest, checked };
        return void (await stored("readwrite", "model", (store) => store.put({ name: "model", digest, note, bytes })).catch(() => null));
      } catch (problem) {
        // Its name may just have changed; what is not what was signed is not asked for again.
        if (left <= 1 || problem instanceof TypeError) throw problem;
      }
    }
  }

  /** @type {Device["recommend"]} */
  async function recommend({ count = 10, exclude = [], category, fallback = [] } = {}) {
    const own = { items: fallback, rung: "device", fallback: true };
    if (!kept) return own;
    try {
      await loaded();
      const wanted = { count: Math.min(count, COUNT_MAX), now: seconds(), exclude: [...exclude, ...(await never("item"))], never: await never("category"), category };
      const hidden = new Set(await never("act"));
      const items = await ranker.rank((await acts()).filter(({ item }) => !hidden.has(item)), wanted);
      return { items: items.map((item) => ({ ...item, why: sentence(item, language(lang)) })), rung: "device", fallback: false };
    } catch {
      return own;
    }
  }

  /** @param {string} kind @param {string} name @param {boolean} on */
  async function rule(kind, name, on) {
    if (!kept || (on && (await rules()).length >= DEVICE_RULES_MAX)) return false;
    const id = `${kind}:${name}`;
    return stored("readwrite", "rules", (store) => (on ? store.put({ id, kind, name }) : store.delete(id))).then(() => true, () => false);
  }

  async function start() {
    kept ??= await open(true).catch(() => null);
    return kept !== null;
  }

  async function erase() {
    kept?.close();
    kept = null;
    current = null;
    await new Promise((done, failed) => {
      const request = indexedDB.deleteDatabase(DATABASE);
      request.onsuccess = done;
      request.onerror = request.onblocked = failed;
    }).catch(() => null);
    return (await open(false).catch(() => null)) === null;
  }

  return {
    get on() {
      return kept !== null;
    },
    start,
    erase,
    track,
    recommend,
    context,
    notThis: (item, on = true) => rule("act", item, on),
    neverItem: (item, on = true) => rule("item", item, on),
    neverCategory: (category, on = true) => rule("category", category, on),
    have: async () => ({ acts: await ranker.named(await acts()), rules: (await rules()).map(({ kind, name }) => ({ kind, name })), model: current?.digest ?? null }),
  };
}

/**
 * What of this moment may be said to anybody, because it is true of so many: chosen here, and no place is in it. Of what
 * the page knows of the weather only its class is.
 * @type {Device["context"]}
 */
export function context(sky) {
  const hour = new Date().getHours();
  const part_of_day = hour < 6 ? "night" : hour < 12 ? "morning" : hour < 18 ? "afternoon" : "evening";
  const { celsius = 15, rain_mm = 0, snow_mm = 0, cloud_percent = 0 } = sky ?? {};
  const weather = snow_mm > 0 ? "snow" : rain_mm > 0 ? "rain" : celsius > 27 ? "hot" : celsius < 3 ? "cold" : cloud_percent > 50 ? "cloudy" : "clear";
  return { language: navigator.language.slice(0, 2).toLowerCase(), part_of_day, ...(sky && { weather }) };
}

// === storage ===

/** Opens what is kept. Where nothing is kept, nothing is made, unless `make`. @param {boolean} make @returns {Promise<IDBDatabase | null>} */
function open(make) {
  return new Promise((done, failed) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => {
      if (!make) return request.transaction?.abort();
      request.result.createObjectStore("acts", { keyPath: "id" });
      request.result.createObjectStore("rules", { keyPath: "id" });
      request.result.createObjectStore("model", { keyPath: "name" });
    };
    request.onsuccess = () => {
      // Erased in another tab: nothing is held back here.
      request.result.onversionchange = () => request.result.close();
      done(request.result);
    };
    request.onerror = () => (make ? failed(request.error) : done(null));
  });
}

// === the signature ===

/** @param {string} text */
const base64 = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

/** A line of a key: name, plus, id, plus, key. @param {string} line */
async function keyOf(line) {
  const [name, id, ...rest] = line.trim().split("+");
  const bytes = base64(rest.join("+"));
  const named = new Uint8Array([...new TextEncoder().encode(`${name}\n`), ...bytes]);
  const right = bytes[0] === ED25519 && bytes.length === 33 && hex((await sha256(named)).slice(0, 4)) === id;
  return right ? { name, id, bytes: bytes.slice(1) } : null;
}

/** The digest that a note says, where one of the keys signed it (C2SP signed-note). @param {string} note @param {string} keys */
async function signed(note, keys) {
  const end = note.lastIndexOf("\n\n");
  const [text, below] = [note.slice(0, end + 1), note.slice(end + 2)];
  const known = await Promise.all(keys.split("\n").filter((line) => line.trim()).map((line) => keyOf(line).catch(() => null)));
  for (const line of below.split("\n").filter((line) => line.startsWith(DASH))) {
    const [name, sent] = line.slice(DASH.length).split(" ");
    const bytes = base64(sent);
    const by = known.find((one) => one && one.name === name && one.id === hex(bytes.slice(0, 4)));
    if (!by) continue;
    const imported = await crypto.subtle.importKey("raw", by.bytes, { name: "Ed25519" }, false, ["verify"]);
    const right = await crypto.subtle.verify({ name: "Ed25519" }, imported, bytes.slice(4), new TextEncoder().encode(text));
    const [kind, digest] = text.split("\n");
    if (right && kind === KIND && /^[0-9a-f]{64}$/.test(digest)) return digest;
  }
  throw new TypeError("not signed by the shop");
}

// === ranking ===

/**
 * Ranks in a worker where there is one, else in the page: it takes some milliseconds.
 * @param {DeviceConnection["worker"]} make
 */
function ranking(make) {
  const script = new URL("./ranker.js", import.meta.url);
  const same = script.origin === location.origin;
  /** @type {Worker | null} */
  let worker = null;
  try {
    worker = make === false ? null : make ? make() : same ? new Worker(script, { type: "module" }) : null;
  } catch {
    // The page's policy forbids it.
  }
  /** @type {RankerModel | null} */
  let here = null;
  /** @type {Map<number, {done: (ranked: any) => void, failed: (why: Error) => void}>} */
  const waiting = new Map();
  let last = 0;
  worker?.addEventListener("message", ({ data: { id, ranked, problem } }) => {
    const one = waiting.get(id);
    waiting.delete(id);
    if (problem) one?.failed(new Error(problem));
    else one?.done(ranked);
  });
  worker?.addEventListener("error", () => {
    worker = null;
    for (const { failed } of waiting.values()) failed(new Error("no worker"));
    waiting.clear();
  });
  /** @param {object} message @returns {Promise<any>} */
  const sent = (message) => new Promise((done, failed) => {
    waiting.set((last += 1), { done, failed });
    worker?.postMessage({ id: last, ...message });
  });
  return {
    /** @param {ArrayBuffer} buffer */
    async read(buffer) {
      here = null;
      if (worker) await sent({ buffer }).catch((problem) => (worker ? Promise.reject(problem) : null));
      if (!worker) here = read(buffer);
    },
    /** @param {LocalAct[]} acts @param {Wanted} wanted @returns {Promise<Ranked[]>} */
    rank: (acts, wanted) => (worker ? sent({ acts, wanted }) : Promise.resolve(here ? rank(here, acts, wanted) : [])),
    /** The acts with the titles of their items, as far as a model was read. @param {LocalAct[]} acts @returns {Promise<LocalAct[]>} */
    named: (acts) => (worker ? sent({ named: acts }) : Promise.resolve(named(here, acts))),
  };
}

// === words ===

/** @type {Record<string, Record<string, string>>} */
const WORDS = {
  en: { together: "Because of “{thing}” on this device", both: "Because of “{thing}” and “{other}” on this device", again: "You have taken this before", popular: "Many people here buy this", alike: "Like “{thing}”", filler: "From the catalog, in no special order" },
  de: { together: "Wegen „{thing}“ auf diesem Gerät", both: "Wegen „{thing}“ und „{other}“ auf diesem Gerät", again: "Das haben Sie schon einmal genommen", popular: "Das kaufen hier viele", alike: "Ähnlich wie „{thing}“", filler: "Aus dem Katalog, in keiner besonderen Reihenfolge" },
};

/** The strongest reason, in words. @param {Ranked} item @param {string} lang */
function sentence({ id, reasons }, lang) {
  const strongest = reasons.reduce((most, one) => (one.weight > (most?.weight ?? 0) ? one : most), /** @type {Ranked["reasons"][0] | null} */ (null));
  const [thing, other] = (strongest?.titles ?? []).filter((_, at) => strongest?.evidence[at] !== id);
  const words = WORDS[lang];
  const term = strongest?.term ?? "";
  const said = term === "together" && other ? "both" : !thing && ["together", "alike"].includes(term) ? "filler" : term;
  const blanks = /** @type {Record<string, string>} */ ({ thing, other });
  return (words[said] ?? words.filler).replace(/\{(\w+)\}/g, (_, name) => blanks[name]);
}

/** The language of the words: the one that is liked, or English. @param {string} [asked] */
function language(asked) {
  const liked = `${asked || document.documentElement.lang || navigator.language}-`.toLowerCase();
  return Object.keys(WORDS).find((code) => liked.startsWith(`${code}-`.toLowerCase())) ?? "en";
}
