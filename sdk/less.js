// What a person says to a thing that is shown: not this, less like this, nothing from them. What they allow is kept by the
// server as their word; else it holds in the memory of this page alone: nothing is stored, and it goes with what is asked.

/** @import {Assent, Item, Less, Topic, Why, Wish} from "./types.d.ts" */

/** @type {Record<string, any>} */
const WORDS = {
  en: { like: "Less like this", item: "Not this", of: "Nothing from “{}”", said: "Noted. It holds from the next page on.", page: "Noted, for this page.", undo: "Undo" },
  de: { like: "Weniger davon", item: "Das nicht", of: "Nichts aus „{}“", said: "Notiert. Es gilt ab der nächsten Seite.", page: "Notiert, für diese Seite.", undo: "Rückgängig" },
};

/** @param {Assent} assent @returns {Less} */
export function less(assent) {
  /** What holds in this page. @type {Topic[]} */
  let noes = [];

  /** @type {Less["no"]} */
  async function no(topic, said = true) {
    const others = noes.filter((one) => word(one) !== word(topic));
    noes = said ? [...others, topic] : others;
    const { may } = await assent.consent();
    if (!may("recommend")) return "page";
    const { status } = await assent.amend({ ...topic, likes: false, said }).catch(() => ({ status: "" }));
    if (status === "kept") noes = noes.filter((one) => word(one) !== word(topic));
    return status === "kept" ? "kept" : "page";
  }

  /** What is asked for, but for what is not wanted. @param {Wish} wish @returns {Wish} */
  function wished(wish) {
    if (wish.path || !noes.length) return wish;
    const of = (/** @type {keyof Topic} */ kind) => noes.flatMap((one) => one[kind] ?? []);
    const never = [...of("category").map((is) => ({ field: "category", is })), ...of("seller").map((is) => ({ field: "seller", is }))];
    const rules = [...(wish.filter ? [wish.filter] : []), ...(never.length ? [{ not: { any: never } }] : [])];
    return {
      ...wish,
      exclude: [...(wish.exclude ?? []), ...of("item")],
      less: [...(wish.less ?? []), ...of("like")],
      ...(rules.length && { filter: { all: rules } }),
    };
  }

  /** Whether a thing is wanted on this page: what comes from elsewhere knows nothing of it. @param {Item} item */
  const wanted = ({ id, category, seller }) =>
    !noes.some((one) => one.item === id || (one.category && one.category === category) || (one.seller && one.seller === seller));

  /** @type {Less["recommend"]} */
  async function recommend(wish = {}) {
    const slate = await assent.recommend(wished(wish));
    return { ...slate, items: slate.items.filter(wanted) };
  }

  /** @type {Less["slot"]} */
  const slot = (element, { template = entry, ...wish } = {}) =>
    assent.slot(element, { ...wished(wish), template: (item, why) => (wanted(item) ? template(item, why) : "") });

  /** @type {Less["buttons"]} */
  function buttons(item) {
    const words = WORDS[assent.lang] ?? WORDS.en;
    const box = make("p", { className: "assent-less" });
    const press = async (/** @type {Topic} */ topic, said = true) => {
      const done = await no(topic, said);
      box.replaceChildren(...(said ? news(words[done === "kept" ? "said" : "page"], topic) : choices()));
      box.querySelector("button")?.focus();
    };
    const button = (/** @type {string} */ label, /** @type {Topic} */ topic, said = true) =>
      make("button", { type: "button", onclick: () => void press(topic, said), ariaLabel: `${label}: ${item.title ?? item.id}` }, label);
    const news = (/** @type {string} */ text, /** @type {Topic} */ topic) => [make("span", { role: "status" }, text), " ", button(words.undo, topic, false)];
    const choices = () => topics(item).flatMap((topic) => [button(label(words, topic), topic), " "]);
    box.append(...choices());
    return box;
  }

  /** @param {Item} item @param {Why} why */
  function entry(item, { sentence }) {
    const title = item.title ?? item.id;
    const named = item.url ? make("a", { href: new URL(item.url, document.baseURI).href }, title) : title;
    return make("div", { className: "assent-item" }, named, ...(sentence ? [make("p", {}, sentence)] : []), buttons(item));
  }

  return { no, recommend, slot, buttons };
}

/** What can be said about a thing, from the least to the most. @param {Item} item @returns {Topic[]} */
const topics = ({ id, seller, category }) => [{ like: id }, { item: id }, ...(seller ? [{ seller }] : []), ...(category ? [{ category }] : [])];
/** @param {Topic} topic */
const word = (topic) => Object.entries(topic).join();
/** @param {any} words @param {Topic} topic */
const label = (words, { like, item, seller, category }) => (like ? words.like : item ? words.item : words.of.replace("{}", () => seller ?? category));

/** An element whose text is text. @param {string} tag @param {object} properties @param {(Node | string)[]} inside */
function make(tag, properties, ...inside) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...inside);
  return element;
}
