// The browser's side of Assent: one ES module, no dependency, no build step. Before a choice was read it sends one
// question (what did this person choose?) and stores nothing; of nobody known it sends not even that. A person's answer
// is the server's to keep: nothing here remembers it beyond the page.

// A batch goes when it is full or has waited; the oldest goes first. An act that is older than a minute says its
// time; a younger one happened when it arrives, whatever the visitor's clock says.
export const BATCH_ACTS = 20;
export const BATCH_WAIT_MS = 5_000;
export const QUEUE_ACTS_MAX = 200;
export const QUEUE_SECONDS_MAX = 7 * 86_400;
export const ACT_SECONDS_FRESH = 60;
export const RETRY_MS_MIN = 1_000;
export const RETRY_MS_MAX = 300_000;
export const ANSWER_MS_MAX = 10_000;
export const RECOMMEND_MS_MAX = 3_000;

/** Where acts wait that could not be sent: in this tab only, after a yes only. */
const QUEUE = "assent.queue";

/** @import {Assent, Choice, Connection, Item, PurposeChoice, Waiting, Why, Wish} from "./types.d.ts" */

/** What the server said no to, with its stable code; `nobody` and `unreachable` are said here. */
export class Problem extends Error {
  /** @param {{status?: number, code?: string, detail?: string}} document */
  constructor({ status = 0, code = "unreachable", detail = code }) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

/** @param {Connection} connection @returns {Assent} */
export function connect({ url, token, key, jurisdictions, preferences, lang }) {
  if (key && !key.startsWith("assent_bw_")) throw new TypeError("only a browser key belongs in a page");
  const send = wire(url, token, key, lang);
  const where = jurisdictions?.length ? { jurisdictions } : {};
  /** @type {Promise<Choice> | null} */
  let reading = null;
  /** @type {Choice} */
  let choice = unread(false, false);
  let subject = "";
  /** @type {Set<(choice: Choice) => void>} */
  const listeners = new Set();
  let settled = false;
  const waiting = queue(
    (events, keepalive) => ask("POST", "/v1/events", { events, ...where }, { key: true, keepalive }),
    (leaving) => (leaving ? settled : consent().then(({ known }) => known)),
  );

  /**
   * Asks. Where the token has ended, first reads anew whom the next one is of: what was said or done by one person is
   * never sent for another.
   * @type {typeof send}
   */
  async function ask(...request) {
    const before = subject;
    try {
      return await send(...request);
    } catch (problem) {
      if (!ended(problem)) throw problem;
      await consent({ again: true });
      if (!subject || subject !== before) throw problem;
      return send(...request);
    }
  }

  /** @type {Assent["consent"]} */
  function consent({ again = false } = {}) {
    if (again) reading = null;
    reading ??= read(again);
    return reading;
  }

  /** @param {boolean} again */
  async function read(again) {
    settled = false;
    try {
      const query = jurisdictions?.length ? `?jurisdictions=${jurisdictions.map(encodeURIComponent).join()}` : "";
      const said = await send("GET", "/v1/consent/prompt" + query, undefined, { renew: again }).catch((problem) => {
        if (again || !ended(problem)) throw problem;
        return send("GET", "/v1/consent/prompt" + query, undefined, { renew: true });
      });
      subject = String(said.subject);
      choice = understood(said);
    } catch (problem) {
      const nobody = problem instanceof Problem && problem.code === "nobody";
      if (!nobody) reading = null;
      choice = unread(nobody, false);
      subject = "";
    }
    settled = choice.known;
    // What could not be read is no withdrawal: what waits waits on.
    if (settled) waiting.open(choice.open ? subject : null);
    for (const listener of listeners) listener(choice);
    return choice;
  }

  /** @type {Assent["track"]} */
  function track(act) {
    if (!choice.open) return false;
    waiting.put({ ...act, id: act.id ?? name(), at: seconds() });
    return true;
  }

  /** @type {Assent["recommend"]} */
  function recommend({ fallback = [], timeout_ms = RECOMMEND_MS_MAX, ...wish } = {}) {
    const own = { items: fallback, receipt: null, rung: "contextual", personalized: false, refusal: [], refusal_says: [], fallback: true };
    const late = new Promise((done) => setTimeout(done, timeout_ms, own));
    const answer = ranked(wish).then((slate) => (Array.isArray(slate?.items) ? { ...own, ...slate, fallback: false } : own));
    return Promise.race([answer.catch(() => own), late]);
  }

  /** @param {Wish} wish */
  async function ranked({ like, visit, cart, shown, path = "/v1/recommend", ...wish }) {
    const { person, may } = await consent();
    if (person) {
      const basis = may("recommend") ? { visit, cart, shown } : { rung_max: "contextual" };
      return ask("POST", path, { ...wish, ...basis, ...where });
    }
    const alike = like && key && `/v1/catalog/items/${encodeURIComponent(like)}/similar?count=${wish.count ?? 10}`;
    return alike ? ask("GET", alike, undefined, { key: true, alone: true }) : null;
  }

  /** @type {Assent["say"]} */
  async function say(statements) {
    await ask("POST", "/v1/statements", { statements, ...where });
    return consent({ again: true });
  }

  /** @type {Why["notThis"]} */
  async function hide(item) {
    await consent();
    return ask("PUT", `/v1/subjects/${encodeURIComponent(subject)}/hidden/${encodeURIComponent(item)}`).then(() => true, () => false);
  }

  /** @type {Assent["why"]} */
  function why({ why: sentence = "", reasons = [] }) {
    const total = reasons.reduce((sum, { weight }) => sum + Math.max(weight, 0), 0);
    const shares = reasons.map(({ term, weight, evidence = [], titles = [] }) => ({
      term,
      share: total ? Math.max(weight, 0) / total : 1 / reasons.length,
      evidence: evidence.map((id, at) => ({ id, title: titles[at] ?? id })),
    }));
    return { sentence, reasons: shares, change: page(preferences), notThis: hide };
  }

  /** @type {Assent["slot"]} */
  async function slot(element, { template, ...wish } = {}) {
    element.setAttribute("aria-busy", "true");
    const slate = await recommend(wish);
    const again = () => slot(element, { template, ...wish });
    const words = WORDS[language(lang)];
    const drawn = slate.items.map((item) => (template ? template(item, why(item)) : entry(item, why(item), words, again)));
    if (drawn.length) element.replaceChildren(...(template ? drawn : [make("ul", { className: "assent-items" }, ...drawn)]));
    element.removeAttribute("aria-busy");
    return slate;
  }

  const notices = "/v1/notices/";
  return {
    consent,
    track,
    recommend,
    slot,
    why,
    say,
    preferences: () => page(preferences),
    flush: () => waiting.flush(false),
    onChoice: (listener) => (listeners.add(listener), () => listeners.delete(listener)),
    get gpc() {
      return Reflect.get(navigator, "globalPrivacyControl") === true;
    },
    get lang() {
      return language(lang);
    },
    notice: (notice) => ask("GET", notices + encodeURIComponent(notice)),
    served: (notice) => ask("POST", `${notices}${encodeURIComponent(notice)}/served`, {}),
    amend: (interest) => ask("POST", `/v1/subjects/${encodeURIComponent(subject)}/interests`, { ...interest, ...where }),
    prompted: (outcome) => ask("POST", "/v1/consent/prompt", { outcome, ...where }),
  };
}

// === the wire ===

/** @param {string} url @param {Connection["token"]} issue @param {string} [key] @param {string} [lang] */
function wire(url, issue, key, lang) {
  const base = new URL(url).href.replace(/\/$/, "");
  /** @type {string | null | undefined} */
  let token;

  /**
   * Keys and tokens travel in header fields, never in an address. `sendBeacon` can set none, so what is sent while the
   * page closes goes by `fetch` with `keepalive`, which outlives the page just the same.
   * @param {string} method @param {string} path @param {object} [body]
   * @param {{key?: boolean, alone?: boolean, keepalive?: boolean, renew?: boolean}} [how]
   * @returns {Promise<any>}
   */
  return async (method, path, body, how = {}) => {
    let answer, document;
    try {
      if (how.renew) token = undefined;
      if (!how.alone && token === undefined) token = (await issue?.()) ?? null;
      if (!how.alone && !token) document = { code: "nobody" };
      else {
        answer = await fetch(base + path, {
          method,
          headers: {
            authorization: `Bearer ${(how.key && key) || token}`,
            ...(how.key && key && token && { "assent-subject-token": token }),
            ...(body && { "content-type": "application/json" }),
            "accept-language": language(lang),
          },
          body: body && JSON.stringify(body),
          credentials: "omit",
          referrerPolicy: "no-referrer",
          cache: "no-store",
          keepalive: how.keepalive,
          signal: AbortSignal.timeout(ANSWER_MS_MAX),
        });
        document = await answer.json();
      }
    } catch {
      throw new Problem({});
    }
    if (answer?.ok) return document;
    throw new Problem({ ...document, status: answer?.status });
  };
}

/** @param {unknown} problem */
const ended = (problem) => problem instanceof Problem && /^(unauthenticated|identity_unproven)$/.test(problem.code);

// === the choice ===

/** @param {boolean} known @param {boolean} person @returns {Choice} */
const unread = (known, person) => ({ known, person, ask: false, open: false, purposes: [], may: () => false });

/** Takes from an answer only what is plainly said. @param {any} said @returns {Choice} */
function understood(said) {
  /** @type {PurposeChoice[]} */
  const purposes = Array.isArray(said.purposes) ? said.purposes : [];
  const open = new Set(purposes.filter((one) => one.open === true).map((one) => one.purpose));
  return { known: true, person: true, ask: said.ask === true, open: open.size > 0, purposes, may: (purpose) => open.has(purpose) };
}

// === the queue ===

/**
 * Acts that wait: in memory, and in this tab's storage where that works. They belong to one person.
 * @param {(acts: object[], keepalive: boolean) => Promise<any>} deliver
 * @param {(leaving: boolean) => Promise<boolean> | boolean} ready  Whether it is known whose they are.
 */
function queue(deliver, ready) {
  /** @type {Waiting[]} */
  let acts = [];
  /** @type {string | null} */
  let whose = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let [sending, listening, failures, size] = [false, false, 0, BATCH_ACTS];

  /** @param {string | null} person null ends it: what waits is thrown away. */
  function open(person) {
    if (person !== whose) acts = person === null ? [] : stored(person);
    whose = person;
    keep();
    if (acts.length) flush(false);
  }

  /** @param {Waiting} act */
  function put(act) {
    acts = [...acts, act].slice(-QUEUE_ACTS_MAX);
    keep();
    if (acts.length >= BATCH_ACTS && !failures) flush(false);
    else wait(BATCH_WAIT_MS);
  }

  /** @param {boolean} leaving */
  async function flush(leaving) {
    if (leaving) {
      for (let at = 0; ready(true) && at < acts.length; at += BATCH_ACTS) void part(acts.slice(at, at + BATCH_ACTS), true);
      return;
    }
    if (sending || !acts.length || navigator.onLine === false) return;
    clearTimeout(timer);
    timer = undefined;
    sending = true;
    const known = await ready(false);
    acts = acts.filter((act) => seconds() - act.at < QUEUE_SECONDS_MAX);
    if (!known) failures += 1;
    else if (acts.length) await part(acts.slice(0, size), false);
    sending = false;
    if (acts.length) wait(failures ? pause(failures) : acts.length < size ? BATCH_WAIT_MS : 0);
  }

  /** @param {Waiting[]} batch @param {boolean} leaving */
  async function part(batch, leaving) {
    const owner = whose;
    const done = await deliver(batch.map(told), leaving).then(() => ((failures = 0), (size = BATCH_ACTS), true), refused);
    if (owner !== whose) return;
    // One act that can not be read spoils its batch: halve it until it is alone, and let go.
    if (done === "refused" && batch.length > 1) size = batch.length >> 1;
    else if (done) acts = acts.filter((act) => !batch.includes(act));
    else failures += 1;
    keep();
  }

  /** @param {number} ms */
  function wait(ms) {
    timer ??= setTimeout(() => ((timer = undefined), void flush(false)), ms);
  }

  /** Listens for the end of the page, from the first act on. */
  function listen() {
    if (listening) return;
    listening = true;
    addEventListener("pagehide", () => void flush(true));
    addEventListener("online", () => void flush(false));
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && void flush(true));
  }

  /** @param {string} person @returns {Waiting[]} */
  function stored(person) {
    try {
      const found = JSON.parse(sessionStorage.getItem(QUEUE) ?? "null");
      return found?.whose === person && Array.isArray(found.acts) ? found.acts.slice(-QUEUE_ACTS_MAX) : [];
    } catch {
      return [];
    }
  }

  function keep() {
    if (acts.length) listen();
    try {
      if (acts.length && whose !== null) sessionStorage.setItem(QUEUE, JSON.stringify({ whose, acts }));
      else sessionStorage.removeItem(QUEUE);
    } catch {
      // Storage is blocked or full: the acts wait in memory alone.
    }
  }

  return { open, put, flush };
}

/** What the server gets of an act. @param {Waiting} act */
const told = ({ at, ...act }) => (seconds() - at > ACT_SECONDS_FRESH ? { ...act, time: at } : act);
/** Whether trying again is of no use. @param {Problem} problem */
const refused = ({ status }) => status >= 400 && status < 500 && ![401, 403, 408, 429].includes(status) && "refused";
/** Doubles with each failure, never twice the same: pages do not all come back at once. @param {number} failures */
const pause = (failures) => Math.min(RETRY_MS_MAX, RETRY_MS_MIN * 2 ** (failures - 1)) * (0.5 + Math.random() / 2);
const seconds = () => Math.floor(Date.now() / 1000);
/** A name for one act; it tells of nobody. */
const name = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

// === the page ===

/** @type {Record<string, any>} */
const WORDS = {
  en: { why: "Why this?", change: "Change what is used", not: "Don’t use this: {}" },
  de: { why: "Warum das?", change: "Ändern, was genutzt wird", not: "Nicht verwenden: {}" },
};

/** @param {string} [asked] */
function language(asked) {
  const liked = `${asked || document.documentElement.lang || navigator.language}-`.toLowerCase();
  return Object.keys(WORDS).find((code) => liked.startsWith(`${code}-`.toLowerCase())) ?? "en";
}

/** An address of the web: nothing that runs. @param {string | undefined} address */
function page(address) {
  try {
    const { protocol, href } = new URL(address ?? "", document.baseURI);
    return address && /^https?:$/.test(protocol) ? href : null;
  } catch {
    return null;
  }
}

/** An element whose text is text. @param {string} tag @param {object} properties @param {(Node | string)[]} inside */
function make(tag, properties, ...inside) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...inside);
  return element;
}

/** @param {Item} item @param {Why} why @param {any} words @param {() => void} again */
function entry(item, { sentence, reasons, change, notThis }, words, again) {
  const title = item.title ?? item.id;
  const href = page(item.url);
  const things = new Map(reasons.flatMap(({ evidence }) => evidence.map((one) => [one.id, one.title])));
  const not = (/** @type {[string, string]} */ [id, thing]) =>
    make("button", { type: "button", onclick: () => void notThis(id).then((done) => done && again()) }, words.not.replace("{}", () => thing));
  const about = make("details", {}, make("summary", {}, words.why), make("p", {}, sentence), ...[...things].map(not));
  about.firstElementChild?.setAttribute("aria-label", `${words.why} ${title}`);
  if (change) about.append(make("a", { href: change }, words.change));
  return make("li", {}, href ? make("a", { href }, title) : title, ...(sentence ? [about] : []));
}
