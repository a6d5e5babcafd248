// What ranks on a device: the same sum as the server's, over a history that stays here. It runs in a worker or in the page,
// asks nobody, stores nothing, and knows nothing of the page.

/** @import {LocalAct, Ranked, RankerModel, RankerRows, Reason, Wanted} from "./types.d.ts" */

/** The form of the file that this version reads, and the first bytes of it. */
export const FORM = 1;
const MAGIC = "ASSENTD1";
const DAY = 86_400;

// === reading ===

/** @param {string} why @returns {never} */
const refuse = (why) => {
  throw new Error(`the device model can not be read: ${why}`);
};

/** Reads numbers one after the other, each part from a multiple of four. @param {ArrayBuffer} buffer @param {number} start */
function parts(buffer, start) {
  let at = start;
  /** @param {number} bytes */
  const take = (bytes) => {
    const from = at;
    at = (at + bytes + 3) & ~3;
    return from + bytes <= buffer.byteLength ? from : refuse("it is cut off");
  };
  return {
    /** @param {number} count */
    floats: (count) => new Float32Array(buffer, take(4 * count), count),
    /** @param {number} count */
    shorts: (count) => new Uint16Array(buffer, take(2 * count), count),
    /** @param {number} count */
    bytes: (count) => new Uint8Array(buffer, take(count), count),
    /** @param {number} count */
    signed: (count) => new Int8Array(buffer, take(count), count),
    whole: () => new DataView(buffer, take(4), 4).getUint32(0, true),
    ended: () => at === buffer.byteLength,
  };
}

/** @param {ReturnType<typeof parts>} from @param {number} items @returns {RankerRows} */
function rows(from, items) {
  const [entries, size] = [from.whole(), from.whole()];
  const scales = from.floats(items);
  const counts = from.shorts(items);
  const steps = from.bytes(size);
  const weights = from.signed(entries);
  const ends = new Uint32Array(items + 1);
  const to = new Uint32Array(entries);
  let [at, byte] = [0, 0];
  for (let row = 0; row < items; row += 1) {
    let item = 0;
    for (let left = counts[row]; left > 0; left -= 1, at += 1) {
      let [step, shift] = [0, 0];
      do step |= (steps[byte] & 0x7f) << shift, (shift += 7);
      while (steps[byte++] > 0x7f);
      item += step;
      if (!(item < items && at < entries)) refuse("a row names another item");
      to[at] = item;
    }
    ends[row + 1] = at;
  }
  return at === entries && byte === size ? { scales, ends, to, weights } : refuse("its rows do not add up");
}

/** Reads a file; throws where it is damaged or of another form. @param {ArrayBuffer} buffer @returns {RankerModel} */
export function read(buffer) {
  const start = 12;
  if (buffer.byteLength < start || new TextDecoder().decode(new Uint8Array(buffer, 0, 8)) !== MAGIC) refuse("it is something else");
  const length = new DataView(buffer).getUint32(8, true);
  if (start + length > buffer.byteLength) refuse("it is cut off");
  const head = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(new Uint8Array(buffer, start, length)));
  if (head.form !== FORM) refuse("it is of another version");
  const { rest, rules, table, items, also: more = [] } = head;
  const from = parts(buffer, (start + length + 3) & ~3);
  const [together, again, popular, factors] = [0, 1, 2, 3].map(() => from.floats(items.length));
  const model = { rest, rules, table, items, together, again, popular, factors, rows: rows(from, items.length), alike: rows(from, items.length) };
  if (!from.ended()) refuse("there is more than belongs to it");
  const known = new Map(items.map((/** @type {{id: string}} */ { id }, /** @type {number} */ at) => [id, at]));
  const also = new Map(more.map((/** @type {{id: string, form: number}} */ { id, form }) => [id, form]));
  return { ...model, known, also };
}

// === the past ===

/** What still stands: a return undoes the latest purchases of the same item before it. @param {LocalAct[]} acts */
function standing(acts) {
  const all = acts.map((act) => ({ ...act, quantity: act.quantity ?? 1 })).sort((a, b) => a.at - b.at);
  all.forEach((back, at) => {
    for (let before = at - 1; back.verb === "return" && back.quantity > 0 && before >= 0; before -= 1) {
      const act = all[before];
      if (act.verb !== "purchase" || act.item !== back.item) continue;
      const undone = Math.min(back.quantity, act.quantity);
      act.quantity -= undone;
      back.quantity -= undone;
    }
  });
  return all.filter((act) => act.verb !== "return" && act.quantity > 0);
}

const dayOf = (/** @type {number} */ at) => Math.floor(at / DAY);

/** The newest time of each day, by item. @param {[number, number][]} pairs @returns {Map<number, number[]>} */
function onceADay(pairs) {
  const newest = new Map();
  for (const [item, at] of pairs) {
    const days = newest.get(item) ?? newest.set(item, new Map()).get(item);
    days.set(dayOf(at), Math.max(at, days.get(dayOf(at)) ?? -Infinity));
  }
  return new Map([...newest].map(([item, days]) => [item, [...days.values()].sort((a, b) => a - b)]));
}

/** What a history says. @param {RankerModel} model @param {LocalAct[]} acts */
function past(model, acts) {
  const { taken_tenths, disliked_tenths } = model.rules;
  /** @type {[number, number][]} */
  const taken = [];
  /** @type {[number, number][]} */
  const looked = [];
  /** @type {Map<number, {at: number, tenths: number}>} */
  const rated = new Map();
  /** @type {Set<string>} */
  const had = new Set();
  for (const { item: id, verb, at, rating_tenths: tenths } of standing(acts)) {
    if (verb === "purchase" || (verb === "rating" && (tenths ?? 0) >= taken_tenths)) had.add(id);
    const item = model.known.get(id);
    if (item === undefined) continue;
    if (verb === "view") looked.push([item, at]);
    else if (verb === "purchase" || (tenths ?? 0) >= taken_tenths) taken.push([item, at]);
    const last = rated.get(item);
    if (verb === "rating" && tenths !== undefined && !(last && (last.at > at || (last.at === at && last.tenths >= tenths)))) rated.set(item, { at, tenths });
  }
  const marks = onceADay(taken);
  const days = [...new Set(taken.map(([, at]) => dayOf(at)))].sort((a, b) => a - b);
  const disliked = new Set([...rated].filter(([, { tenths }]) => tenths <= disliked_tenths).map(([item]) => item));
  return { marks, days, looks: onceADay(looked), disliked, had };
}

/** What nobody wants again who has it, and the numbers of which no form is wanted. @param {RankerModel} model @param {Set<string>} had */
function outgrown({ items, known, also }, had) {
  /** @type {Set<number>} */
  const things = new Set();
  /** @type {Set<number | undefined>} */
  const forms = new Set();
  for (const id of had) {
    const at = known.get(id);
    if (at === undefined) forms.add(also.get(id));
    else if (items[at].once) things.add(at), forms.add(items[at].form);
  }
  forms.delete(undefined);
  return { things, forms };
}

/** When the visit in progress began. @param {RankerModel["rules"]} rules @param {number[]} times @param {number} now */
function visitFrom({ visit_seconds, visit_longest_seconds }, times, now) {
  let from = now;
  for (const at of times.filter((at) => now - at <= visit_longest_seconds).sort((a, b) => b - a)) {
    if (from - at > visit_seconds) break;
    from = Math.min(from, at);
  }
  return from;
}

/** Each item, and how much it speaks. @param {RankerModel} model @param {ReturnType<typeof past>} past @param {number} now */
function inputs({ rules, rest }, { marks, looks }, now) {
  let shop = Math.min(now, rest ?? now);
  for (const times of [...marks.values(), ...looks.values()]) shop = Math.max(shop, times[times.length - 1]);
  const memory = (rules.memory_days ?? Infinity) * DAY;
  const visit = visitFrom(rules, [...marks.values(), ...looks.values()].flat(), now);
  /** @param {number} at */
  const weight = (at) => (at >= visit ? rules.visit : 1) * Math.exp(-Math.max(shop - at, 0) / memory);
  /** @type {Map<number, number>} */
  const speaks = new Map();
  /** @param {number} factor @param {number} item @param {number[]} times */
  const add = (factor, item, times) => speaks.set(item, times.reduce((sum, at) => sum + factor * weight(at), speaks.get(item) ?? 0));
  for (const [item, times] of marks) add(1, item, times);
  for (const [item, times] of looks) add(rules.look, item, times);
  return [...speaks].map(([item, sum]) => /** @type {[number, number]} */ ([item, Math.sqrt(sum)])).sort((a, b) => a[0] - b[0]);
}

/** What the person has, and how likely each is taken again. @param {RankerModel} model @param {ReturnType<typeof past>} past */
function owned({ rules, table, factors }, { marks, days }) {
  /** @param {number[]} from @param {number} value */
  const group = (from, value) => Math.max(from.filter((least) => least <= value).length - 1, 0);
  return new Map([...marks].map(([item, times]) => {
    const since = days.length - 1 - days.indexOf(dayOf(times[times.length - 1]));
    const cell = group(rules.often_from, times.length) * rules.since_from.length + group(rules.since_from, since);
    return [item, (table[cell] ?? 0) * factors[item]];
  }));
}

// === the sum ===

/** What items add up to for every item. @param {RankerRows} rows @param {Iterable<[number, number]>} speaking @param {Float32Array} flow */
function flowOf({ scales, ends, to, weights }, speaking, flow) {
  for (const [from, speaks] of speaking) {
    const by = speaks * scales[from];
    for (let at = ends[from]; at < ends[from + 1]; at += 1) flow[to[at]] += by * weights[at];
  }
  return flow;
}

/** How alike every item is to the one of the person's that it is the most alike to. @param {RankerRows} rows @param {[number, number][]} speaking @param {Float32Array} most */
function alikeOf({ scales, ends, to, weights }, speaking, most) {
  for (const [from, speaks] of speaking) {
    const by = speaks * scales[from];
    for (let at = ends[from]; at < ends[from + 1]; at += 1) most[to[at]] = Math.max(most[to[at]], by * weights[at]);
  }
  return most;
}

/** How much one item adds to another. @param {RankerRows} rows @param {number} from @param {number} item */
function entry({ scales, ends, to, weights }, from, item) {
  const at = to.subarray(ends[from], ends[from + 1]).indexOf(item);
  return at < 0 ? 0 : scales[from] * weights[ends[from] + at];
}

/** The strongest, as ids and titles. @param {RankerModel} model @param {[number, number][]} evidence @param {number} most */
function strongest({ items }, evidence, most) {
  const first = evidence.filter(([, by]) => by > 0).sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, most);
  return { evidence: first.map(([item]) => items[item].id), titles: first.map(([item]) => items[item].title) };
}

/** The best few, the first of equals. @param {number} count @param {number} items @param {(item: number) => number} score */
function best(count, items, score) {
  /** @type {{item: number, score: number}[]} */
  const kept = [];
  for (let item = 0; item < items; item += 1) {
    const here = score(item);
    if (here === -Infinity || (kept.length >= count && here <= kept[kept.length - 1].score)) continue;
    let at = kept.length;
    while (at > 0 && kept[at - 1].score < here) at -= 1;
    kept.splice(at, 0, { item, score: here });
    if (kept.length > count) kept.pop();
  }
  return kept;
}

/**
 * Ranks for one history. The reasons of an item add up to its score.
 * @param {RankerModel} model @param {LocalAct[]} acts @param {Wanted} wanted @returns {Ranked[]}
 */
export function rank(model, acts, { count, now, exclude = [], never = [], category }) {
  const { rules, items } = model;
  const history = past(model, acts);
  const speaking = inputs(model, history, now);
  const own = owned(model, history);
  const flow = flowOf(model.rows, speaking, new Float32Array(items.length));
  const against = flowOf(model.rows, [...history.disliked].map((item) => /** @type {[number, number]} */ ([item, 1])), new Float32Array(items.length));
  const liked = speaking.filter(([item]) => !history.disliked.has(item));
  const alike = alikeOf(model.alike, liked, new Float32Array(items.length));
  for (const item of own.keys()) alike[item] = 0;

  /** @param {number} item */
  const terms = (item) => {
    const likely = own.get(item);
    const share = likely === undefined ? 1 : rules.owned;
    return {
      together: share * model.together[item] * flow[item],
      again: likely === undefined ? 0 : model.again[item] * likely,
      popular: share * model.popular[item],
      disliked: Math.min(-rules.dislike * model.together[item] * against[item], 0),
      alike: rules.alike * alike[item],
    };
  };
  const { things, forms } = outgrown(model, history.had);
  const out = new Set([...exclude.map((id) => model.known.get(id)), ...history.disliked, ...things, ...(rules.owned_too ? [] : own.keys())]);
  const refused = new Set(never);
  /** @param {number} item */
  const wanted = (item) => {
    const { gone, form, category: path = [] } = items[item];
    return !gone && !out.has(item) && !forms.has(/** @type {number} */ (form)) && !path.some((step) => refused.has(step)) && (category === undefined || path.includes(category));
  };
  const sum = (/** @type {number} */ item) => Object.values(terms(item)).reduce((all, term) => all + term, 0);
  const scores = Float64Array.from(items, (_, item) => (wanted(item) ? sum(item) : -Infinity));
  // Of the forms of one thing only the best is shown, and of equals the first.
  /** @type {Map<number, number>} */
  const forefront = new Map();
  items.forEach(({ form }, item) => {
    if (form === undefined) return;
    const first = forefront.get(form);
    if (first === undefined || scores[item] > scores[first]) forefront.set(form, item);
  });
  const stands = (/** @type {number} */ item) => items[item].form === undefined || forefront.get(/** @type {number} */ (items[item].form)) === item;
  return best(count, items.length, (item) => (stands(item) ? scores[item] : -Infinity)).map(({ item, score }) => {
    /** @param {RankerRows} rows @param {[number, number][]} by @param {number} way */
    const through = (rows, by, way) => strongest(model, by.map(([from, speaks]) => [from, way * speaks * entry(rows, from, item)]), rules.evidence);
    /** @type {Record<string, () => {evidence: string[], titles: string[]}>} */
    const why = {
      together: () => through(model.rows, speaking, Math.sign(flow[item])),
      again: () => ({ evidence: [items[item].id], titles: [items[item].title] }),
      disliked: () => through(model.rows, [...history.disliked].map((from) => [from, 1]), 1),
      alike: () => {
        const { evidence, titles } = through(model.alike, liked, 1);
        return { evidence: evidence.slice(0, 1), titles: titles.slice(0, 1) };
      },
    };
    /** @type {Reason[]} */
    const reasons = Object.entries(terms(item)).filter(([, weight]) => weight !== 0).map(([term, weight]) => ({ term, weight, ...(why[term]?.() ?? { evidence: [], titles: [] }) }));
    const { id, title, url, price, currency } = items[item];
    return { id, title, url, price, currency, score, reasons };
  });
}

/** Acts with the titles of their items, where the model has them. @param {RankerModel | null} model @param {LocalAct[]} acts @returns {LocalAct[]} */
export function named(model, acts) {
  return acts.map((act) => ({ ...act, title: model?.items[model.known.get(act.item) ?? -1]?.title }));
}

// === as a worker ===

/** @type {any} */
const self_ = globalThis;
if (typeof self_.WorkerGlobalScope === "function" && self_ instanceof self_.WorkerGlobalScope) {
  /** @type {RankerModel | null} */
  let model = null;
  self_.addEventListener("message", (/** @type {MessageEvent} */ { data: { id, buffer, acts, wanted, named: all } }) => {
    try {
      if (buffer) model = read(buffer);
      self_.postMessage({ id, ranked: all ? named(model, all) : acts && model ? rank(model, acts, wanted) : null });
    } catch (problem) {
      self_.postMessage({ id, problem: String(problem) });
    }
  });
}
