// Verifies a receipt of consent in the browser: the page that shows it sends nothing anywhere, and neither does this.
// A receipt is a signed note (C2SP signed-note): a text, an empty line, and lines that say by which key it was signed.

/**
 * @typedef {object} Key         The shop's half of a key that everybody may know.
 * @property {string} name       Its name.
 * @property {string} id         Eight hexadecimal digits.
 * @property {Uint8Array} bytes  The Ed25519 key itself.
 *
 * @typedef {object} Signature   A line below a text.
 * @property {string} name
 * @property {string} id
 * @property {Uint8Array} bytes
 *
 * @typedef {object} Note
 * @property {string} text       What was signed, with its final newline.
 * @property {Signature[]} signatures
 */

/** Longest note that is read, in bytes, and most signatures that it is read with. */
export const NOTE_BYTES_MAX = 256 * 1024;
export const NOTE_SIGNATURES_MAX = 16;

const DASH = "\u2014 ";
const ED25519 = 1;
const FORM = "assent-receipt-1";
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const NOT_A_NAME = /[\p{White_Space}\p{Cc}+]/u;

/** Why a receipt proves nothing, as a word that the page has a sentence for. */
export class Refused extends Error {
  /** @param {string} why */
  constructor(why) {
    super(why);
    this.why = why;
  }
}

/** @param {string} why @returns {never} */
function refuse(why) {
  throw new Refused(why);
}

/** @param {Uint8Array} bytes */
const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** @param {string} text @returns {Uint8Array | null} The bytes, where the text is the one way to write them. */
function base64(text) {
  if (!BASE64.test(text)) return null;
  const plain = atob(text);
  return btoa(plain) === text ? Uint8Array.from(plain, (sign) => sign.charCodeAt(0)) : null;
}

/** @param {string} name */
const isName = (name) => name !== "" && !NOT_A_NAME.test(name);

// === keys ===

/** @param {string} name @param {Uint8Array} bytes */
async function keyId(name, bytes) {
  const named = new Uint8Array([...new TextEncoder().encode(`${name}\n`), ED25519, ...bytes]);
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", named)).slice(0, 4));
}

/** @param {string} line A vkey: name, plus, id, plus, key. @returns {Promise<Key>} */
async function parseKey(line) {
  const [name, id, ...rest] = line.split("+");
  const bytes = base64(rest.join("+"));
  const key = bytes?.[0] === ED25519 && bytes.length === 33 ? bytes.slice(1) : null;
  if (!key || !isName(name) || (await keyId(name, key)) !== id.toLowerCase()) refuse("key");
  return { name, id: id.toLowerCase(), bytes: key };
}

/** @param {string} text One key a line; `#` begins a remark. @returns {Promise<Key[]>} */
export async function parseKeys(text) {
  const lines = text.split("\n").map((line) => line.trim()).filter((line) => line && !line.startsWith("#"));
  if (lines.length === 0) refuse("no_key");
  return Promise.all(lines.map(parseKey));
}

// === notes ===

/** @param {string} line @returns {Signature} */
function parseSignature(line) {
  if (!line.startsWith(DASH)) refuse("line");
  const at = line.indexOf(" ", DASH.length);
  const name = line.slice(DASH.length, at);
  const bytes = at < 0 ? null : base64(line.slice(at + 1));
  if (!bytes || bytes.length < 5 || !isName(name)) refuse("line");
  return { name, id: hex(bytes.slice(0, 4)), bytes: bytes.slice(4) };
}

/** @param {Uint8Array} bytes @returns {Note} */
export function parseNote(bytes) {
  if (bytes.length > NOTE_BYTES_MAX) refuse("too_long");
  let whole;
  try {
    whole = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    refuse("not_text");
  }
  if (/[\u0000-\u0009\u000b-\u001f]/.test(whole)) refuse("not_text");
  const end = whole.lastIndexOf("\n\n");
  if (end < 0 || !whole.endsWith("\n") || whole.length === end + 2) refuse("form");
  const signatures = whole.slice(end + 2, -1).split("\n").map(parseSignature);
  if (signatures.length > NOTE_SIGNATURES_MAX) refuse("line");
  return { text: whole.slice(0, end + 1), signatures };
}

/** @param {Key} key @param {Uint8Array} signature @param {Uint8Array} text */
async function matches(key, signature, text) {
  if (signature.length !== 64) return false;
  const imported = await crypto.subtle.importKey("raw", key.bytes, { name: "Ed25519" }, false, ["verify"]);
  return crypto.subtle.verify({ name: "Ed25519" }, imported, signature, text);
}

/**
 * The text of a note that one of the keys signed, and that key. Signatures by other keys are passed over; one by a key of
 * these has to match.
 *
 * @param {Note} note @param {Key[]} keys
 */
async function opened(note, keys) {
  const text = new TextEncoder().encode(note.text);
  let by = null;
  for (const signature of note.signatures) {
    const key = keys.find((one) => one.name === signature.name && one.id === signature.id);
    if (!key) continue;
    if (!(await matches(key, signature.bytes, text))) refuse("changed");
    by ??= key;
  }
  return by ?? refuse("other_key");
}

// === receipts ===

/** What a receipt has to say in plain words. */
const TEXTS = [
  ["receipt"], ["issued_at"], ["subject"], ["evidence", "notice"], ["evidence", "how"], ["ledger", "hash"],
  ["statement", "kind"], ["statement", "purpose"], ["statement", "category"], ["statement", "channel"],
  ["statement", "actor"], ["statement", "said_at"], ["statement", "received_at"],
];
const NUMBERS = [["statement", "number"], ["ledger", "statements"]];

/** @param {string} text */
function words(text) {
  let document;
  try {
    document = JSON.parse(text);
  } catch {
    refuse("not_a_receipt");
  }
  const said = document?.assent;
  const found = (path) => path.reduce((at, name) => at?.[name], said);
  const whole = TEXTS.every((path) => typeof found(path) === "string") && NUMBERS.every((path) => Number.isSafeInteger(found(path)));
  if (said?.form !== FORM || !whole) refuse("not_a_receipt");
  return said;
}

/**
 * What a receipt proves to whoever trusts one of these keys.
 *
 * @param {Uint8Array} bytes @param {string} keys
 */
export async function verify(bytes, keys) {
  const note = parseNote(bytes);
  const by = await opened(note, await parseKeys(keys));
  return { by: by.name, text: note.text, words: words(note.text) };
}

// === the page ===

/** @param {string} id */
const part = (id) => /** @type {any} */ (document.getElementById(id));

/** The page's words, by key; a key that is not there stands for itself. @param {string} key @param {string} [or] */
function say(key, or = key) {
  return part("words").querySelector(`[data-key="${CSS.escape(key)}"]`)?.textContent ?? or;
}

/** @param {string} tag @param {string} text @param {string} [className] */
function made(tag, text, className) {
  const element = document.createElement(tag);
  element.textContent = text;
  if (className) element.className = className;
  return element;
}

/** @param {string} name @param {string} value */
function fact(name, value) {
  const row = document.createElement("div");
  row.append(made("dt", say(name)), made("dd", value || say("not_recorded")));
  return row;
}

/** @param {string} time As ISO 8601 writes it, in UTC. */
const clock = (time) => time.replace("T", " ").replace("Z", " UTC");

/** @param {{by: string, text: string, words: any}} proof @param {boolean} fetched */
function shown({ by, text, words: said }, fetched) {
  const { statement, evidence, ledger } = said;
  const of = (kind) => (statement[kind] === "*" ? say(`every.${kind}`) : say(`${kind}.${statement[kind]}`, statement[kind]));
  const facts = document.createElement("dl");
  facts.className = "facts";
  facts.append(
    fact("said", `${say(`kind.${statement.kind}`, statement.kind)} (${statement.kind})`),
    fact("about", `${of("purpose")} · ${of("category")} · ${of("channel")}`),
    fact("when", clock(statement.received_at)),
    fact("who", said.subject),
    fact("how", evidence.how),
    fact("notice", evidence.notice),
    fact("signed_by", by),
    fact("made", clock(said.issued_at)),
    fact("number", said.receipt),
    fact("ledger", `${statement.number} ${say("of")} ${ledger.statements} · ${ledger.hash}`),
  );
  const whole = document.createElement("details");
  whole.append(made("summary", say("whole")), made("pre", text));
  return [made("h2", say("proven"), "good"), made("p", say(fetched ? "key_fetched" : "key_given")), facts, whole];
}

/** The key that was given, or else the one that this site names. @returns {Promise<[string, boolean]>} */
async function keysToUse() {
  const given = part("key").value;
  if (given.trim()) return [given, false];
  const answer = await fetch(part("verifier").dataset.keys, { credentials: "omit", cache: "no-store" }).catch(() => null);
  if (!answer?.ok) refuse("no_answer");
  return [await answer.text(), true];
}

/** @param {File | undefined} file */
async function picked(file) {
  if (!file) return null;
  if (file.size > NOTE_BYTES_MAX) refuse("too_long");
  return new Uint8Array(await file.arrayBuffer());
}

function start() {
  let bytes = /** @type {Uint8Array | null} */ (null);
  const verdict = part("verdict");
  const tell = (...parts) => verdict.replaceChildren(...parts);
  const tellWhy = (error) => {
    const why = error instanceof Refused ? error.why : error?.name === "NotSupportedError" ? "unsupported" : "fault";
    tell(made("h2", say("not_proven"), "bad"), made("p", say(`why.${why}`)));
  };
  part("verifier").hidden = false;
  part("receipt").addEventListener("input", () => (bytes = null));
  part("file").addEventListener("change", async ({ target }) => {
    try {
      bytes = await picked(target.files[0]);
      if (bytes) part("receipt").value = new TextDecoder().decode(bytes);
      tell();
    } catch (error) {
      tellWhy(error);
    }
  });
  part("check").addEventListener("click", async () => {
    // A text that was pasted may have lost the end of its last line; a file is taken as it is.
    const pasted = part("receipt").value.replace(/\n*$/, "\n");
    try {
      if (!globalThis.crypto?.subtle) refuse("unsupported");
      if (!bytes && !pasted.trim()) refuse("empty");
      const [keys, fetched] = await keysToUse();
      tell(...shown(await verify(bytes ?? new TextEncoder().encode(pasted), keys), fetched));
    } catch (error) {
      tellWhy(error);
    }
  });
}

if (typeof document !== "undefined") start();
