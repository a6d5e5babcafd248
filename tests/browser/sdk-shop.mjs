// A shop of its own with pages on one port, and Assent on another: what the browser SDK has to work across.

import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { openShop, root } from "../clients/shop.mjs";
import { spelled } from "./pseudo.mjs";

const binary = process.env.ASSENT_BIN ?? `${root}target/debug/assent`;
const TEACHERS = ["t1", "t2", "t3", "t4", "t5", "t6"];
const GOODS = [
  { id: "tea", title: "Green tea", url: "/item/tea" },
  { id: "pot", title: "Teapot", url: "/item/pot" },
  { id: "mug", title: "Enamel mug", url: "/item/mug" },
  { id: "odd", title: "<img src=x onerror=window.hacked=1> & “odd”", url: "/item/odd" },
];

/** The strictest page that there is: nothing inline, no other script, no string that becomes a script. */
const policy = (assent) =>
  `default-src 'none'; script-src 'self' ${assent}; connect-src 'self' ${assent}; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'`;

const html = (lang) => `<!doctype html><html lang="${lang}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>The Shop</title><script type="module" src="/page.js"></script>
<main><h1>The Shop</h1><p>Things for the kitchen, and for the table.</p><section id="slot" aria-label="For you"><p id="own">Our own choice</p></section>
<p><button id="show" type="button">Show what fits</button></p><p id="below">More things.</p><p><a href="/other">Other page</a></p></main></html>`;

const script = (assent, key) => `import { connect } from "${assent}/sdk/assent.js"; import { panel } from "${assent}/sdk/panel.js";
const who = new URL(location.href).searchParams.get("who");
window.tokens = 0;
window.open_sdk = (more = {}) => (window.assent = connect({ url: "${assent}", key: "${key}", jurisdictions: ["eu"], preferences: "/choices",
  token: async () => { window.tokens += 1; return who && (await fetch("/token?who=" + who)).json(); }, ...more }));
window.panel = panel;
window.ready = true;`;

/** Opens both; `languages` is a directory with the third language in it. */
export async function openPages(languages) {
  let assent;
  const server = createServer(async (request, reply) => {
    const { pathname, searchParams } = new URL(request.url, "http://shop");
    // A page that makes workers, and so can not forbid strings that become the address of a script.
    const strict = policy(assent.url);
    const loose = strict.replace(/require-trusted-types.*$/, "worker-src 'self'");
    const answer = (type, text) => reply.writeHead(200, { "content-type": type, "content-security-policy": pathname === "/loose" || pathname === "/worker.js" ? loose : strict }).end(text);
    if (pathname === "/worker.js") answer("text/javascript", `import "${assent.url}/sdk/ranker.js";`);
    else if (pathname === "/page.js") answer("text/javascript", script(assent.url, assent.keys.bw));
    else if (pathname === "/token") answer("application/json", JSON.stringify(await assent.token(searchParams.get("who"))));
    else if (pathname === "/favicon.ico") reply.writeHead(204).end();
    else answer("text/html", html(searchParams.get("lang") ?? "en"));
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const origin = `http://127.0.0.1:${server.address().port}`;
  assent = await openShop(origin, { args: languages ? ["--languages", languages] : [] });
  await stock(assent, Boolean(languages));
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await assent.close();
  };
  return { origin, assent, close };
}

/** Goods, people whose purchases teach, and what goes with what. */
async function stock({ ask, keys, grant }, third) {
  const by = (key) => ({ Authorization: `Bearer ${keys[key]}` });
  const must = async (...request) => {
    const { status, json } = await ask(...request);
    if (status !== 200) throw new Error(`${request[1]}: ${status} ${JSON.stringify(json)}`);
  };
  await must("POST", "/v1/catalog/items", { items: GOODS }, by("sw"));
  for (const who of TEACHERS) await grant(who, ["recommend", "train"]);
  const bought = (who, item) => ({ id: `${who}-${item}`, subject: who, item, verb: "purchase" });
  const events = TEACHERS.flatMap((who) => ["tea", "pot", "odd"].map((item) => bought(who, item)));
  await must("POST", "/v1/events", { events, jurisdictions: ["eu"] }, by("sw"));
  await must("POST", "/v1/model/train", undefined, by("adm"));
  const hall = { variants: [{ id: "plain", title: "Welcome" }, { id: "tea", title: "Tea of the week", url: "/tea" }], default: "plain" };
  await must("PUT", "/v1/slots/hall", hall, by("adm"));
  for (const { locales, ...notice } of notices()) {
    await must("POST", "/v1/notices", { ...notice, locales: third ? { ...locales, ar: translated(locales.en) } : locales }, by("adm"));
  }
}

/** What the policy does for a purpose, as a notice has to tell it. */
function told(purpose) {
  const { categories, retention_days } = JSON.parse(execFileSync(binary, ["policy", "explain", purpose, "eu", "--json"], { encoding: "utf8" }));
  return { purpose, categories, recipients: [], retention_days };
}

/** The words of a notice in the third language: its texts, and not the names that they stand under. */
const translated = (words) => (typeof words === "string" ? spelled(words) : Array.isArray(words) ? words.map(translated) : Object.fromEntries(Object.entries(words).map(([name, text]) => [name, translated(text)])));

/** One notice that asks for one thing, on two layers, and one with switches. */
function notices() {
  const frame = { controller: "The Shop Ltd", contact: "privacy at the shop", rights: ["access", "delete", "withdraw", "complain"] };
  const benefits = {
    en: { recommend: "You see things that fit you.", train: "Others see better picks.", ads: "You see ads for things you like." },
    de: { recommend: "Sie sehen, was zu Ihnen passt.", train: "Andere sehen, was gut ist.", ads: "Sie sehen Werbung, die passt." },
  };
  const of = (lang, ...purposes) => Object.fromEntries(purposes.map((purpose) => [purpose, benefits[lang][purpose]]));
  const answers = (ids) => [
    { id: ids[0], does: "accept", purposes: ["recommend"] },
    { id: ids[1], does: "refuse" },
  ];
  const history = {
    key: "history",
    ...frame,
    purposes: [told("recommend")],
    layers: [{ controls: [...answers(["yes", "no"]), { id: "more", does: "open", weight: "link" }] }, { controls: answers(["yes-too", "no-too"]) }],
    locales: {
      en: { title: "May we use what you buy?", layers: ["We would look at what you buy here. You can change it at any time.", "We look at what you bought and pick things that go with it. No one else gets to see it."], controls: { yes: "Yes", no: "No", more: "How it works", "yes-too": "Yes", "no-too": "No" }, benefits: of("en", "recommend") },
      de: { title: "Dürfen wir nutzen, was Sie kaufen?", layers: ["Wir sehen dann, was Sie hier kaufen. Sie können es jederzeit ändern.", "Wir sehen, was Sie gekauft haben, und wählen, was dazu passt. Sonst sieht es niemand."], controls: { yes: "Ja", no: "Nein", more: "Wie das geht", "yes-too": "Ja", "no-too": "Nein" }, benefits: of("de", "recommend") },
    },
  };
  const toggle = (purpose) => ({ id: purpose, does: "switch", purposes: [purpose] });
  const choices = {
    key: "choices",
    ...frame,
    purposes: ["recommend", "train", "ads"].map(told),
    layers: [{ controls: [toggle("recommend"), toggle("train"), toggle("ads"), { id: "save", does: "save" }, { id: "none", does: "refuse" }] }],
    locales: {
      en: { title: "What may we use?", layers: ["All of it is off until you say so."], controls: { recommend: "Picks for me", train: "Help others", ads: "Ads that fit", save: "Save", none: "No to all" }, benefits: of("en", "recommend", "train", "ads") },
      de: { title: "Was dürfen wir nutzen?", layers: ["Alles ist aus, bis Sie es wollen."], controls: { recommend: "Tipps für mich", train: "Anderen helfen", ads: "Passende Werbung", save: "Sichern", none: "Alles nein" }, benefits: of("de", "recommend", "train", "ads") },
    },
  };
  return [history, choices];
}
