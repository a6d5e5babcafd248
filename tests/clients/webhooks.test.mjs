// A receiver as a recipient would write it, over TLS, with the library of the Standard Webhooks: what comes verifies, and what was changed does not.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Webhook } from "standardwebhooks";
import { openShop } from "./shop.mjs";

const SOON = 10_000;
let folder, server, shop, url;
const heard = [];

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "assent-webhooks-"));
  const file = (name) => join(folder, name);
  const openssl = (...args) => execFileSync("openssl", args, { stdio: "ignore" });
  // An authority of our own, trusted by this one server, and a certificate of it for this machine.
  openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=proofs", "-keyout", file("ca.key"), "-out", file("ca.pem"));
  openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=localhost", "-keyout", file("key.pem"), "-out", file("csr.pem"), "-addext", "subjectAltName=DNS:localhost");
  openssl("x509", "-req", "-in", file("csr.pem"), "-CA", file("ca.pem"), "-CAkey", file("ca.key"), "-days", "2", "-copy_extensions", "copy", "-out", file("cert.pem"));
  server = createServer({ key: readFileSync(file("key.pem")), cert: readFileSync(file("cert.pem")) }, (request, response) => {
    let body = "";
    request.on("data", (bytes) => (body += bytes));
    request.on("end", () => {
      heard.push({ path: request.url, headers: request.headers, body });
      response.writeHead(204).end();
    });
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  url = `https://localhost:${server.address().port}`;
  shop = await openShop("https://shop.example", { args: ["--webhooks-to-loopback"], env: { SSL_CERT_FILE: file("ca.pem") } });
});

after(async () => {
  await shop?.close();
  await new Promise((ended) => server.close(ended) && server.closeAllConnections());
  rmSync(folder, { recursive: true, force: true });
});

const admin = () => ({ Authorization: `Bearer ${shop.keys.adm}` });

async function next() {
  const until = Date.now() + SOON;
  while (heard.length === 0) {
    assert.ok(Date.now() < until, "a message was due");
    await new Promise((later) => setTimeout(later, 100));
  }
  return heard.shift();
}

async function must(method, path, body, headers) {
  const { status, json } = await shop.ask(method, path, body, headers);
  assert.equal(status, 200, `${method} ${path}: ${JSON.stringify(json)}`);
  return json;
}

function notice(recipients) {
  const words = (text, yes, no) => ({ title: "?", layers: [text], controls: { yes, no }, benefits: { recommend: text } });
  return {
    key: "shop",
    controller: "The Shop",
    contact: "privacy at the shop",
    purposes: [{ purpose: "recommend", categories: ["activity.purchase", "activity.view"], recipients, retention_days: 14600 }],
    rights: ["access", "delete", "withdraw", "complain"],
    layers: [{ controls: [{ id: "yes", does: "accept", purposes: ["recommend"] }, { id: "no", does: "refuse" }] }],
    locales: { en: words("We use it for you.", "Yes", "No"), de: words("Das hilft Ihnen.", "Ja", "Nein") },
  };
}

test("what a recipient is sent verifies with the library of the standard, and nothing that was changed does", async () => {
  const terms = {
    name: "Agency", role: "processor", purposes: ["recommend"], categories: ["activity.purchase"], regions: [{ region: "eu" }],
    contract: { reference: "no. 1", until: "2099-01-01" }, security: "a report", review: "2099-01-01",
    deletion_url: `${url}/delete`, webhook_url: `${url}/hook`,
  };
  const { secret } = await must("PUT", "/v1/recipients/agency", terms, admin());
  await must("POST", "/v1/notices", notice(["Agency"]), admin());
  const { snapshot } = await must("POST", "/v1/notices/shop/served", { subject: "ada" });
  const statements = [{ kind: "grant", purpose: "recommend", explicit: true, evidence: { snapshot, how: "button" } }];
  await must("POST", "/v1/statements", { subject: "ada", jurisdictions: ["eu"], statements });
  await must("POST", "/v1/events", { events: [{ id: "e1", subject: "ada", verb: "purchase", item: "tea" }] }, { Authorization: `Bearer ${shop.keys.sw}` });

  const webhook = new Webhook(secret);
  const given = await next();
  assert.equal(webhook.verify(given.body, given.headers).type, "consent.given");
  const act = await next();
  const message = webhook.verify(act.body, act.headers);
  assert.deepEqual([message.type, message.data.activity.item, act.path], ["activity.recorded", "tea", "/hook"]);
  assert.ok(!act.body.includes("ada"), "the recipient's own name for her alone");

  const changed = [
    [act.body.replace("tea", "pot"), act.headers],
    [act.body, { ...act.headers, "webhook-id": given.headers["webhook-id"] }],
    [act.body, { ...act.headers, "webhook-timestamp": String(Number(act.headers["webhook-timestamp"]) - 3600) }],
    [act.body, { ...act.headers, "webhook-signature": given.headers["webhook-signature"] }],
  ];
  for (const [body, headers] of changed) assert.throws(() => webhook.verify(body, headers));
  const other = (await must("PUT", "/v1/recipients/other", { ...terms, name: "Other" }, admin())).secret;
  assert.throws(() => new Webhook(other).verify(act.body, act.headers));

  const erased = await must("DELETE", "/v1/subjects/ada");
  assert.match(JSON.stringify(erased), /recipients 1/);
  const recall = await next();
  assert.deepEqual([webhook.verify(recall.body, recall.headers).data, recall.path], [{ subject: message.data.subject }, "/delete"]);
});
