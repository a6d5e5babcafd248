// The browser's side of Assent: a plain ES module without dependencies. Nothing is sent before it is asked to be, nothing
// is stored at all, and a person's refusal is the server's to keep: here is no second opinion on it.

/**
 * @typedef {object} Connection
 * @property {string} url    Where the server is, such as "https://assent.example".
 * @property {string} key    A browser key (`assent_bw_..`) or a key for decisions, for pages of the shop's own origin.
 * @property {string} token  The visitor's subject token, issued by the shop's own server.
 */

/**
 * @typedef {object} Act
 * @property {string} id      A name for what was done, new each time: sending it again is safe.
 * @property {string} item    With what.
 * @property {"purchase"|"return"|"view"|"rating"} verb  What.
 * @property {number} [quantity]       How many pieces.
 * @property {number} [rating_tenths]  Tenths of a star: a rating has them, and nothing else.
 */

/** What the server said no to, with its stable code. */
export class Problem extends Error {
  /** @param {{status: number, code: string, detail: string}} document */
  constructor(document) {
    super(document.detail);
    this.status = document.status;
    this.code = document.code;
  }
}

/** @param {Connection} connection */
export function connect({ url, key, token }) {
  const base = url.replace(/\/$/, "");

  /** @param {string} path @param {object} body @param {string} bearer @param {Record<string, string>} [more] */
  async function post(path, body, bearer, more = {}) {
    const answer = await fetch(base + path, {
      method: "POST",
      headers: { authorization: `Bearer ${bearer}`, "content-type": "application/json", ...more },
      body: JSON.stringify(body),
      credentials: "omit",
      referrerPolicy: "no-referrer",
    });
    const document = await answer.json();
    if (!answer.ok) throw new Problem(document);
    return document;
  }

  return {
    /** Sends what the visitor did. @param {Act[]} events */
    track: (events) => post("/v1/events", { events }, key, { "assent-subject-token": token }),
    /** Gets items with their reasons. @param {object} [options] such as `{count: 8, rung_max: "visit"}` */
    recommend: (options = {}) => post("/v1/recommend", options, token),
    /** Records what the visitor said. @param {object[]} statements */
    say: (statements) => post("/v1/statements", { statements }, token),
  };
}
