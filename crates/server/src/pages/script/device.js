// Keeps what a visitor of these pages does in their browser, where they chose that, and shows what their browser makes of it.
// It sends nothing: the module that it uses asks two addresses that are the same for everybody.

import { device } from "/sdk/device.js";

/** The one string here that becomes the address of a script. */
const ADDRESS = "/sdk/ranker.js";
const PICKS = 12;
const HAVE = 50;

/** @param {string} id */
const part = (id) => /** @type {any} */ (document.getElementById(id));
/** @param {string} key */
const say = (key) => document.querySelector(`#words [data-key="${CSS.escape(key)}"]`)?.textContent ?? key;

/** @param {string} tag @param {string} text @param {string} [className] */
function made(tag, text, className) {
  const element = document.createElement(tag);
  element.textContent = text;
  if (className) element.className = className;
  return element;
}

/** A worker, where the browser wants to be told that its address may be one. */
function worker() {
  const policy = Reflect.get(globalThis, "trustedTypes")?.createPolicy("assent", { createScriptURL: () => ADDRESS });
  return new Worker(policy ? policy.createScriptURL("") : ADDRESS, { type: "module" });
}

const local = await device({ url: location.origin, lang: document.documentElement.lang, worker });

// === the page of an item ===

/** A look at a thing is kept once, and a purchase before the browser goes on to the shop. */
async function item() {
  const form = document.querySelector("form.buy");
  const id = /** @type {HTMLInputElement | null} */ (document.querySelector("[data-item]"))?.dataset.item;
  if (!local.on || !id) return;
  part("kept-here").hidden = false;
  if (!document.querySelector(".news")) await local.track({ item: id, verb: "view" });
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    await local.track({ item: id, verb: "purchase" });
    /** @type {HTMLFormElement} */ (form).submit();
  });
}

// === its own page ===

/** @param {{id: string, title?: string, url?: string, why?: string}} item */
function pick({ id, title, why }) {
  const link = /** @type {HTMLAnchorElement} */ (made("a", title ?? id));
  link.href = `/item/${encodeURIComponent(id)}`;
  const row = document.createElement("li");
  row.append(link, made("span", why ?? "", "note"));
  return row;
}

async function picks() {
  const { items, fallback } = await local.recommend({ count: PICKS });
  part("picks").hidden = false;
  const rows = fallback || !items.length ? [made("li", say("no_picks"))] : items.map(pick);
  part("picks").querySelector("ol").replaceChildren(...rows);
}

/** @param {any} act @param {Set<string>} out */
function kept({ item, title, verb, at }, out) {
  const link = /** @type {HTMLAnchorElement} */ (made("a", title ?? item));
  link.href = `/item/${encodeURIComponent(item)}`;
  const day = new Date(at * 1000).toLocaleDateString(document.documentElement.lang);
  const button = made("button", say(out.has(item) ? "in" : "out"), "button small");
  button.setAttribute("type", "button");
  button.addEventListener("click", () => void local.notThis(item, !out.has(item)).then(show));
  const row = document.createElement("li");
  row.append(link, made("span", `${say(verb)} · ${day}`, "note"), button);
  return row;
}

async function have() {
  const { acts, rules } = await local.have();
  const out = new Set(rules.filter(({ kind }) => kind === "act").map(({ name }) => name));
  const newest = acts.sort((a, b) => b.at - a.at).slice(0, HAVE);
  part("have").hidden = false;
  part("have").querySelector("ul").replaceChildren(...(newest.length ? newest.map((act) => kept(act, out)) : [made("li", say("nothing"))]));
}

async function show() {
  part("start").hidden = local.on;
  part("stop").hidden = !local.on;
  part("state").textContent = say(local.on ? "on" : "off");
  if (local.on) await picks().then(have);
  else for (const id of ["picks", "have"]) part(id).hidden = true;
}

async function save() {
  const file = new Blob([JSON.stringify(await local.have(), null, 2)], { type: "application/json" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = "on-this-device.json";
  link.click();
  URL.revokeObjectURL(link.href);
}

async function own() {
  part("device").hidden = false;
  part("start").addEventListener("click", async () => {
    const is_on = await local.start();
    await show();
    if (!is_on) part("state").textContent = say("blocked");
    else part("stop").focus();
  });
  part("stop").addEventListener("click", async () => {
    const is_gone = await local.erase();
    await show();
    if (!is_gone) part("state").textContent = say("busy");
    part("start").focus();
  });
  part("save").addEventListener("click", () => void save());
  await show();
}

await (part("device") ? own() : item());
