// Asks for a person's assent in words that were published: small, beside the page and not over it, rarely, and never
// twice. What is asked, and whether, is the server's to say; how it looks is the same for a yes and for a no.

/** Choices on the first layer at most. A notice with more is not shown. */
export const CHOICES_MAX = 5;
/** How long the thanks stay, in milliseconds. */
export const THANKS_MS = 6_000;

/** @import {Assent, Choice} from "./types.d.ts" */
/** @import {Control, Layer, Outcome, PanelOptions, Served, Showing} from "./types.d.ts" */

const WEIGHTS = ["link", "plain", "strong"];
/** The purpose that Global Privacy Control answers, and the reasons for which a person has answered otherwise. */
const ADS = "ads";
const OWN_ANSWERS = ["signal", "own_control"];

/** @type {Record<string, Record<string, string>>} */
const WORDS = {
  en: { later: "Answer later", close: "Close", back: "Back", thanks: "Your answer is in force.", change: "Change it", failed: "That did not arrive, and nothing was changed. Please try again.", anew: "This page was open for long. Please read it once more.", days: "Used for up to {n} days, given to {names}.", years: "Used for up to {n} years, given to {names}.", nobody: "nobody else" },
  de: { later: "Später antworten", close: "Schließen", back: "Zurück", thanks: "Ihre Antwort gilt.", change: "Ändern", failed: "Das kam nicht an, und nichts wurde geändert. Bitte noch einmal.", anew: "Diese Seite war lange offen. Bitte lesen Sie noch einmal.", days: "Genutzt für bis zu {n} Tage, geht an {names}.", years: "Genutzt für bis zu {n} Jahre, geht an {names}.", nobody: "niemanden sonst" },
};

/** Whether a page asks already: one question at a time. */
let busy = false;

/**
 * Asks, if there is something to ask, and says how it went.
 * @param {Assent} assent @param {PanelOptions} options @returns {Promise<Outcome>}
 */
export async function panel(assent, { notice, beside, opened = false }) {
  if (busy) return "not_asked";
  busy = true;
  try {
    const choice = await assent.consent();
    if (!choice.person || !(choice.ask || opened)) return "not_asked";
    const published = await assent.notice(notice);
    if (!questions(assent, choice, published.purposes, opened).size || !fair(published.layers)) return "not_asked";
    const served = await assent.served(notice);
    if (!fair(served.layers)) return "not_asked";
    return await new Promise((done) => draw({ assent, choice, served, published, beside, opened, notice, done }));
  } catch {
    // Who can not be asked is not asked. Nothing is open because of it.
    return "not_asked";
  } finally {
    busy = false;
  }
}

/**
 * The purposes that this notice may ask about: not what the browser or the person has answered by other means.
 * @param {Assent} assent @param {Choice} choice @param {{purpose: string}[]} told @param {boolean} opened
 */
function questions(assent, choice, told, opened) {
  const states = new Map(choice.purposes.map((one) => [one.purpose, one]));
  const open = told.map(({ purpose }) => purpose).filter((purpose) => {
    const one = states.get(purpose);
    return one && !OWN_ANSWERS.includes(one.why_not ?? "") && !(assent.gpc && purpose === ADS);
  });
  return new Set(opened || open.some((purpose) => states.get(purpose)?.ask) ? open : []);
}

/** Whether the first layer can be refused, and asks no more than a person can take in. @param {Layer[]} layers */
function fair([first]) {
  const count = (/** @type {string[]} */ ...kinds) => first?.controls.filter(({ does }) => kinds.includes(does)).length ?? 0;
  return count("accept", "refuse", "switch", "save") <= CHOICES_MAX && (count("refuse") > 0 || (count("accept") === 0 && count("save") > 0));
}

/** @param {Showing} showing */
function draw({ assent, choice, served, published, beside, opened, notice, done }) {
  const words = WORDS[assent.lang] ?? WORDS.en;
  const asked = questions(assent, choice, served.purposes, true);
  const before = document.activeElement;
  const element = document.createElement(element_name());
  for (const gone of document.querySelectorAll(element.localName)) gone.remove();
  /** What is seen now: made anew each time, because what is replaced does not move. */
  let body = make("section", {});
  const root = element.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [style()];
  let answered = false;
  element.addEventListener("keydown", (event) => event.key === "Escape" && later());

  function close() {
    const inside = document.activeElement === element;
    element.remove();
    if (inside && before instanceof HTMLElement) before.focus();
  }

  function later() {
    if (!opened && !answered) assent.prompted("deferred").catch(() => {});
    close();
    done("later");
  }

  /** @param {object} naming @param {Node[]} inside */
  function show(naming, ...inside) {
    const focused = document.activeElement === element;
    body = make("section", { tabIndex: -1, lang: served.lang, dir: "auto", className: beside ? "beside" : "corner", ...naming }, ...inside);
    root.replaceChildren(body);
    if (beside) fit(body);
    if (focused) body.focus({ preventScroll: true });
  }

  /** @param {number} depth @param {string} [trouble] */
  function layer(depth, trouble = "") {
    /** @type {Map<string, HTMLInputElement>} */
    const switches = new Map();
    const { controls } = served.layers[depth] ?? { controls: [] };
    const about = (/** @type {Control} */ control) => (control.purposes?.length ? control.purposes : served.purposes.map((one) => one.purpose));
    const mine = controls.filter((control) => control.does === "refuse" || about(control).some((purpose) => asked.has(purpose)));
    const switched = mine.filter(({ does }) => does === "switch").flatMap(about);
    const benefits = depth ? [] : [...asked].filter((purpose) => !switched.includes(purpose)).map((purpose) => served.words.benefits?.[purpose]);
    const text = [served.words.layers?.[depth], ...benefits].flatMap((line) => line || []);
    const weakest = Math.min(...mine.filter(({ does }) => does === "refuse").map(weight));

    const say = (/** @type {Control} */ control, /** @type {boolean} */ yes) => about(control).filter((one) => !yes || asked.has(one)).map((one) => statement(one, yes, control.id));
    const statement = (/** @type {string} */ purpose, /** @type {boolean} */ yes, /** @type {string} */ id) => ({
      kind: yes ? "grant" : given(choice, purpose) ? "withdraw" : "refuse",
      purpose,
      ...(yes && { explicit: true }),
      evidence: { snapshot: served.snapshot, how: `panel, layer ${depth + 1}, ${id}` },
    });
    /** What pressing it says. A kind of control that is not known here says nothing, and is not drawn. @type {Record<string, (control: Control) => object[]>} */
    const pressed = {
      accept: (control) => say(control, true),
      refuse: (control) => say(control, false),
      save: () => mine.filter(({ does }) => does === "switch").flatMap((one) => say(one, switches.get(one.id)?.checked === true)),
    };

    const row = make("div", { className: "answers" });
    const list = make("div", { className: "switches" });
    const more = make("div", { className: "more" });
    for (const control of mine) {
      const label = served.words.controls?.[control.id] ?? "";
      const does = Object.hasOwn(pressed, control.does) ? pressed[control.does] : undefined;
      const heavy = control.does === "accept" ? Math.min(weight(control), weakest) : weight(control);
      if (!label || (control.does === "save" && !switched.length)) continue;
      if (does) row.append(button(label, WEIGHTS[heavy], () => answer(does(control), depth)));
      else if (control.does === "open" && served.layers[depth + 1]) more.append(button(label, WEIGHTS[heavy], () => layer(depth + 1)));
      else if (control.does === "switch") list.append(toggle(control, label, switches, depth));
    }
    if (depth) more.append(button(words.back, "link", () => layer(depth - 1)));
    const details = depth ? served.purposes.filter((one) => asked.has(one.purpose) && !switched.includes(one.purpose)).map(detail) : [];
    const head = make("header", {}, make("h2", {}, served.words.title), button("×", "close", later, opened ? words.close : words.later));
    const says = text.map((line) => make("p", {}, line));
    show({ ariaLabel: served.words.title }, head, ...says, ...details, list, row, more, small(`${published.controller}, ${published.contact}`), make("p", { role: "alert", className: "trouble" }, trouble));
  }

  /** @param {Control} control @param {string} label @param {Map<string, HTMLInputElement>} switches @param {number} depth */
  function toggle(control, label, switches, depth) {
    const told = served.purposes.find((one) => control.purposes.includes(one.purpose));
    const input = /** @type {HTMLInputElement} */ (make("input", { type: "checkbox", id: `s-${control.id}`, checked: control.purposes.every((one) => given(choice, one)) }));
    input.setAttribute("role", "switch");
    switches.set(control.id, input);
    const benefit = told && served.words.benefits?.[told.purpose];
    return make("div", { className: "switch" }, make("label", {}, input, make("span", {}, label)), ...(benefit ? [make("p", {}, benefit)] : []), ...(told && depth ? [detail(told)] : []));
  }

  /** @param {Served["purposes"][number]} told */
  function detail({ retention_days, recipients }) {
    const [long, n] = retention_days < 730 ? [words.days, retention_days] : [words.years, Math.floor(retention_days / 365)];
    return small(long.replace("{n}", String(n)).replace("{names}", () => recipients.join(", ") || words.nobody));
  }

  /** @param {object[]} statements @param {number} depth */
  async function answer(statements, depth) {
    if (body.ariaBusy) return;
    body.ariaBusy = "true";
    try {
      await assent.say(statements);
      thanks();
    } catch (problem) {
      const old = [409, 422].includes(/** @type {{status: number}} */ (problem).status);
      if (old) served = await assent.served(notice).catch(() => served);
      layer(depth, old ? words.anew : words.failed);
    }
  }

  function thanks() {
    answered = true;
    const href = assent.preferences();
    show({ ariaLabel: words.thanks }, make("p", { role: "status" }, words.thanks, " ", ...(href ? [make("a", { href }, words.change)] : [])));
    done("answered");
    setTimeout(close, THANKS_MS);
  }

  // First of the page for a keyboard, and out of its flow: nothing moves. Beside a thing it stands right behind it.
  if (beside) beside.after(element);
  else document.body.prepend(element);
  layer(0);
  if (beside) body.focus();
  else setTimeout(() => root.append(make("p", { role: "status", className: "unseen" }, served.words.title)), 500);
  if (!opened) assent.prompted("shown").catch(() => {});
}

/** Keeps what stands beside something within the window. @param {HTMLElement} body */
function fit(body) {
  const { left, right } = body.getBoundingClientRect();
  const over = Math.max(0, right + 16 - document.documentElement.clientWidth);
  body.style.setProperty("margin-left", `${-Math.min(over, Math.max(0, left - 16))}px`);
}

/** Whether this person has said yes to it themself. @param {Choice} choice @param {string} purpose */
const given = (choice, purpose) => choice.purposes.some((one) => one.purpose === purpose && /^(given|renewed)$/.test(one.state));
/** @param {string} text */
const small = (text) => make("p", { className: "small" }, text);
/** @param {Control} control */
const weight = (control) => Math.max(0, WEIGHTS.indexOf(control.weight ?? "plain"));

/** @param {string} text @param {string} className @param {() => void} onclick @param {string} [label] */
function button(text, className, onclick, label) {
  return make("button", { type: "button", className, onclick, ...(label && { title: label, ariaLabel: label }) }, text);
}

/** An element whose text is text. @param {string} tag @param {object} properties @param {(Node | string)[]} inside */
function make(tag, properties, ...inside) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...inside);
  return element;
}

/** The element's name, known to the browser from the first panel on. */
function element_name() {
  if (!customElements.get("assent-panel")) customElements.define("assent-panel", class extends HTMLElement {});
  return "assent-panel";
}

/** A sheet that was constructed: no page has to allow inline styles for it. */
function style() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  return sheet;
}

const STYLE = `
:host { all: initial; display: contents; color-scheme: light;
  --paper: var(--assent-paper, #fff); --ink: var(--assent-ink, #23202b); --soft: var(--assent-soft, #5c5768);
  --edge: var(--assent-edge, #857e90); --line: var(--assent-line, #e2dcd1); --accent: var(--assent-accent, #454098);
  --on: var(--assent-on-accent, #fff) }
@media (prefers-color-scheme: dark) { :host { --paper: var(--assent-paper, #1d1b23); --ink: var(--assent-ink, #efecf4);
  --soft: var(--assent-soft, #b4aec0); --edge: var(--assent-edge, #847d93); --line: var(--assent-line, #35323e);
  --accent: var(--assent-accent, #bab6ff); --on: var(--assent-on-accent, #17142e); color-scheme: dark } }
*, ::before { box-sizing: border-box }
section { position: fixed; z-index: 2147483000; inset-block-end: 1rem; inset-inline-end: 1rem; inline-size: min(25rem, 100vw - 2rem);
  display: grid; gap: .75rem; padding: 1.25rem; max-block-size: calc(100vh - 2rem); overflow: auto; overflow-wrap: break-word;
  background: var(--paper); color: var(--ink); border: 1px solid var(--line); border-radius: .875rem;
  box-shadow: 0 .5rem 2rem rgb(0 0 0 / .16); font: 1rem/1.5 var(--assent-font, system-ui, sans-serif) }
.beside { position: absolute; inset: auto; z-index: 1000; margin-block: .5rem }
section:focus { outline: none }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
header { display: flex; gap: .5rem; justify-content: space-between; align-items: start }
h2 { margin: 0; font-size: 1.125rem; font-weight: 600; line-height: 1.3; text-wrap: balance }
p { margin: 0; color: var(--soft); white-space: pre-line }
.small { font-size: .875rem }
.switches { display: grid; gap: .875rem }
.switch { display: grid; gap: .125rem; padding-inline-start: 3.25rem }
.switch label { display: flex; gap: .75rem; align-items: center; margin-inline-start: -3.25rem; min-block-size: 1.75rem; font-weight: 600; cursor: pointer }
input { appearance: none; flex: none; position: relative; margin: 0; inline-size: 2.5rem; block-size: 1.5rem; border: 2px solid var(--edge); border-radius: 1rem; cursor: pointer }
input::before { content: ""; position: absolute; inset-block-start: .1875rem; inset-inline-start: .1875rem; inline-size: .875rem; block-size: .875rem; border-radius: 50%; background: var(--edge) }
input:checked { background: var(--accent); border-color: var(--accent) }
input:checked::before { inset-inline-start: 1.1875rem; background: var(--on) }
.answers { margin-block-start: .25rem; display: grid; grid-template-columns: repeat(auto-fit, minmax(7.5rem, 1fr)); grid-auto-rows: 1fr; gap: .5rem }
button { font: inherit; color: var(--ink); background: none; border: 1.5px solid var(--edge); border-radius: .5rem; min-block-size: 2.75rem; padding: .375rem .75rem; cursor: pointer }
button:hover { border-color: var(--accent) }
.strong { background: var(--accent); border-color: var(--accent); color: var(--on) }
.link { border-color: transparent; color: var(--accent); text-decoration: underline; text-underline-offset: .2em }
.more { display: flex; flex-wrap: wrap; gap: .5rem 1rem }
.more .link { min-block-size: 1.75rem; padding: 0; border: 0 }
.close { flex: none; margin-block-start: -.5rem; margin-inline-end: -.5rem; inline-size: 2.25rem; min-block-size: 2.25rem; padding: 0; border-color: transparent; font-size: 1.375rem; line-height: 1; color: var(--soft) }
a { color: var(--accent) }
.trouble { color: var(--ink); font-weight: 600 }
.unseen { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%) }
div:empty, .trouble:empty { display: none }
@media (max-width: 30rem) { section { padding: 1rem; font-size: .9375rem } .corner { inset: auto .5rem .5rem; inline-size: auto } }
@media (forced-colors: active) { input::before { background: ButtonText } input:checked::before { background: Highlight } }
`;
