// A shop's own server in Node, without a dependency: it issues tokens to its visitors' pages, sends what was bought, and
// asks for recommendations. `ASSENT_URL`, `ASSENT_SW`, `ASSENT_DR` and `ASSENT_CW` are the address and three keys; the
// first argument is a customer. Run: node shop.mjs customer-17

const { ASSENT_URL, ASSENT_SW, ASSENT_DR, ASSENT_CW } = process.env;

/** Asks Assent, and throws what it said no to. A refusal of a person is no error: it is in the answer. */
async function ask(key, method, path, body, headers = {}) {
  const answer = await fetch(ASSENT_URL + path, {
    method,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json", ...headers },
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(5_000),
  });
  const document = await answer.json();
  if (!answer.ok) throw new Error(`${document.code}: ${document.detail}`);
  return document;
}

/**
 * A token for the visitor's own page, for 15 minutes. Give it only to whom your own session says that they are; pass
 * their browser's Sec-GPC on.
 */
export const token = (subject, gpc) =>
  ask(ASSENT_CW, "POST", "/v1/subject-tokens", { subject }, gpc === "1" ? { "sec-gpc": "1" } : {}).then((issued) => issued.token);

/** Sends an order. Its lines have names of their own, so that sending it again is safe. */
export const ordered = (subject, order, items) =>
  ask(ASSENT_SW, "POST", "/v1/events", {
    jurisdictions: ["eu"],
    events: items.map((item, line) => ({ id: `${order}-${line}`, subject, item, verb: "purchase", basket: order })),
  });

/** Items for this customer, as far as they allow; the shop's own choice where there is no answer. */
export const recommend = (subject, count, own) =>
  ask(ASSENT_DR, "POST", "/v1/recommend", { subject, count, jurisdictions: ["eu"] }).catch(() => ({ items: own, personalized: false, refusal: [] }));

const [subject = "customer-17"] = process.argv.slice(2);
const { accepted, rejected, results } = await ordered(subject, "order-1", ["tea"]);
console.log(`order: ${accepted} kept, ${rejected} not`, results.flatMap(({ code }) => code ?? []).join(" "));
const slate = await recommend(subject, 3, []);
console.log(slate.personalized ? "for this customer:" : `for everybody (${slate.refusal.join(" ")}):`);
for (const { title, why } of slate.items) console.log(`- ${title}: ${why}`);
console.log(`token: ${(await token(subject)).slice(0, 10)}..`);
