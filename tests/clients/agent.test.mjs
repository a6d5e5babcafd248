// The Data Rights Protocol 1.0, with PyNaCl as the agent: paired, asking, refused, replayed, revoked.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { openShop, root } from "./shop.mjs";

const python = process.env.ASSENT_CLIENTS_PYTHON ?? `${root}target/clients-python/bin/python`;
const seed = "07".repeat(32);
const other = "08".repeat(32);

let shop;
let token;
before(async () => {
  shop = await openShop(undefined, { args: ["--webhooks-to-loopback", "--verification-url", "https://shop.example/verify/"] });
  await register("AGENT", seed);
  await register("OTHER", other);
  token = (await one(setup("AGENT"))).body.token;
});
after(() => shop?.close());

/** Lets the agent with this seed send these. */
async function agent(steps, by = seed) {
  const child = spawn(python, ["tests/clients/agent.py"], { cwd: root, stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(JSON.stringify({ host: shop.url, seed: by, steps }));
  let said = "";
  for await (const bytes of child.stdout) said += bytes;
  return JSON.parse(said);
}
const one = async (step, by) => (await agent([step], by)).replies[0];

async function register(id, by, more = {}) {
  const { verify_key } = await agent([], by);
  const body = { id, name: `${id} of the tests`, business_id: "SHOP", verify_key, ...more };
  const reply = await shop.ask("POST", "/v1/agents", body, { Authorization: `Bearer ${shop.keys.adm}` });
  assert.equal(reply.status, 200, JSON.stringify(reply.json));
}

const moment = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();
const envelope = (more = {}) => ({
  "agent-id": "AGENT", "business-id": "SHOP", "issued-at": moment(-1), "expires-at": moment(9), "drp.version": "1.0", ...more,
});
const setup = (id, more) => ({ method: "POST", path: `/v1/agent/${id}`, message: envelope({ "agent-id": id, ...more }) });
const exercise = (right, more) => ({
  method: "POST", path: "/v1/data-rights-request", token, message: envelope({ exercise: right, regime: "ccpa", "agent-request-id": randomUUID(), ...more }),
});
const status = (id, by = token) => ({ method: "GET", path: `/v1/data-rights-request/${id}`, token: by });

/** Somebody with an address, verified by the shop or not. */
async function person(verified) {
  const who = `person-${randomUUID()}`;
  const email = `${who}@example.org`;
  await shop.grant(who, ["recommend"]);
  const link = { kind: "contact", value: email, ...(verified && { verified: true, how: "link in a mail" }) };
  assert.equal((await shop.ask("POST", `/v1/subjects/${who}/identifiers`, link)).status, 200);
  return { who, email };
}

test("an agent is paired by what they sign, and by nothing else", async () => {
  const good = await one({ method: "GET", path: "/v1/agent/AGENT", token });
  assert.deepEqual([good.status, good.body], [200, {}]);
  const attempts = [
    setup("NOBODY"),
    setup("OTHER"),
    { ...setup("AGENT"), message: envelope({ "agent-id": "OTHER" }) },
    setup("AGENT", { "business-id": "ELSEWHERE" }),
    setup("AGENT", { "expires-at": moment(-0.5) }),
    setup("AGENT", { "issued-at": moment(5) }),
    setup("AGENT", { "drp.version": "7" }),
    { method: "POST", path: "/v1/agent/AGENT", raw: "bm8gc2lnbmF0dXJl" },
    { method: "POST", path: "/v1/agent/AGENT", raw: "%%%" },
  ];
  for (const [at, reply] of (await agent(attempts)).replies.entries()) {
    assert.deepEqual([reply.status, reply.body.bytes], [403, 0], `attempt ${at}: 403 without a word`);
  }
  for (const wrong of [undefined, "assent_ag_0", shop.keys.adm]) {
    assert.equal((await one({ method: "GET", path: "/v1/agent/AGENT", token: wrong })).status, 403);
  }
  assert.equal((await one({ method: "GET", path: "/v1/agent/OTHER", token })).status, 403, "another's name");
});

test("an opt-out counts at once, without a look at who asks", async () => {
  const { who, email } = await person(false);
  for (const right of ["sale:opt_out", "sale:opt-out"]) {
    const reply = await one(exercise(right, { email }));
    assert.deepEqual([reply.status, reply.body.status], [200, "fulfilled"], JSON.stringify(reply.body));
    assert.ok(reply.body.agent_request_id && reply.body.received_at.endsWith("Z"));
    assert.deepEqual((await one(status(reply.body.request_id))).body, reply.body);
  }
  const said = (await shop.export(who)).statements.map((one) => [one.kind, one.purpose]);
  assert.deepEqual(said.slice(-1), [["opt_out", "ads"]]);
});

test("access and deletion are done at once where both sides verified the address, and wait for the shop else", async () => {
  const known = await person(true);
  const access = (await one(exercise("access", { email: known.email, email_verified: true }))).body;
  assert.equal(access.status, "fulfilled");
  const zip = await one({ method: "GET", path: access.results_url, token });
  assert.deepEqual([zip.status, zip.type, zip.body.begins], [200, "application/zip", "PK"]);
  const deletion = (await one(exercise("deletion", { email: known.email, email_verified: true }))).body;
  assert.equal(deletion.status, "fulfilled");
  assert.equal(await shop.export(known.who), null, "forgotten");
  assert.equal((await one(status(deletion.request_id))).body.status, "fulfilled", "and the agent still hears so");
  assert.equal((await one({ method: "GET", path: access.results_url, token })).status, 403, "nothing is left to fetch");

  const doubtful = await person(false);
  const waiting = (await one(exercise("deletion", { email: doubtful.email, email_verified: true }))).body;
  assert.equal(waiting.status, "in_progress");
  assert.ok(waiting.expected_by && waiting.processing_details);
  const adm = { Authorization: `Bearer ${shop.keys.adm}` };
  const queue = (await shop.ask("GET", "/v1/requests", undefined, adm)).json.requests;
  assert.deepEqual(queue.filter((one) => one.id === waiting.request_id).map((one) => [one.stage, one.agent]), [["identity_check", "AGENT"]]);
  const revoke = { method: "DELETE", path: `/v1/data-rights-request/${waiting.request_id}`, token, message: { reason: "kept after all" } };
  assert.deepEqual([(await one(revoke)).body.status, (await one(revoke)).status], ["revoked", 409]);
  assert.notEqual(await shop.export(doubtful.who), null, "nobody was forgotten");
});

test("a deletion that waited is done when the shop says so, and what else waited ends with it", async () => {
  const { who, email } = await person(false);
  const unproven = (right) => exercise(right, { email, email_verified: false });
  const [access, deletion] = [(await one(unproven("access"))).body, (await one(unproven("deletion"))).body];
  assert.deepEqual([access.status, deletion.status], ["in_progress", "in_progress"]);
  const adm = { Authorization: `Bearer ${shop.keys.adm}` };
  const step = (name, says) => shop.ask("POST", `/v1/requests/${deletion.request_id}/steps`, { subject: who, step: name, says }, adm);
  assert.equal((await step("finish", "done")).status, 409, "not before it is known who asks");
  assert.notEqual(await shop.export(who), null);
  assert.equal((await step("identity_proven")).status, 200);
  const done = await step("finish", "all of it is gone");
  assert.deepEqual([done.status, done.json.stage], [200, "done"], JSON.stringify(done.json));
  assert.equal(await shop.export(who), null, "forgotten");
  const heard = async (id) => (await one(status(id))).body;
  assert.equal((await heard(deletion.request_id)).status, "fulfilled");
  const other = await heard(access.request_id);
  assert.deepEqual([other.status, other.reason], ["denied", "no_match"], "nobody is left whose data could be shown");
});

test("what is not covered or about nobody is denied, and what comes again is the same request", async () => {
  const nobody = (await one(exercise("deletion", { email: "nobody@example.org", email_verified: true }))).body;
  assert.deepEqual([nobody.status, nobody.reason], ["denied", "no_match"]);
  const { who, email } = await person(true);
  const yes = (await one(exercise("sale:opt_in", { email, email_verified: true }))).body;
  assert.deepEqual([yes.status, yes.reason], ["denied", "claim_not_covered"], "a yes is the person's own");
  const step = exercise("sale:opt_out", { email });
  const [first, again] = (await agent([step, step])).replies;
  assert.deepEqual(again.body, first.body);
  assert.equal((await shop.export(who)).requests.length, 1);
  assert.equal((await one(exercise("portability", { email }))).status, 400);
});

test("nothing is done by another's key, another's token, or an old message", async () => {
  const { who, email } = await person(true);
  const deletion = () => exercise("deletion", { email, email_verified: true });
  assert.equal((await one(deletion(), other)).status, 403, "signed by another");
  const theirs = (await agent([setup("OTHER")], other)).replies[0].body.token;
  assert.equal((await one({ ...deletion(), token: theirs }, other)).status, 403, "for another");
  assert.equal((await one({ ...deletion(), token: theirs })).status, 403, "their token, this key");
  assert.equal((await one(exercise("deletion", { email, "expires-at": moment(-0.1) }))).status, 400, "expired");
  assert.equal((await one(exercise("deletion", { email, "issued-at": moment(3) }))).status, 400, "of the future");
  assert.equal((await one(exercise("deletion", { email, "business-id": "ELSEWHERE" }))).status, 403, "for another shop");
  assert.notEqual(await shop.export(who), null, "nobody was forgotten");
  const mine = (await one(exercise("sale:opt_out", { email }))).body.request_id;
  const [foreign, unknown] = (await agent([status(mine, theirs), status("0".repeat(32), theirs)], other)).replies;
  assert.deepEqual(foreign, unknown, "a request of another's is as one that there is not");
  assert.equal(foreign.status, 403);
  await register("OTHER", other, { revoked: true });
  assert.equal((await one({ method: "GET", path: "/v1/agent/OTHER", token: theirs }, other)).status, 403);
  assert.equal((await one(setup("OTHER"), other)).status, 403);
});

/** A server of the agent's that is told how far requests are, and takes that or not. */
async function listening() {
  const heard = [];
  const state = { takes: true };
  const server = createServer((request, reply) => {
    let said = "";
    request.on("data", (bytes) => (said += bytes));
    request.on("end", () => {
      heard.push({ path: request.url, type: request.headers["content-type"], body: JSON.parse(said) });
      reply.writeHead(state.takes ? 200 : 503).end();
    });
  });
  await new Promise((found) => server.listen(0, "127.0.0.1", found));
  const next = async () => {
    for (let waited = 0; waited < 100 && heard.length === 0; waited++) await new Promise((on) => setTimeout(on, 100));
    assert.ok(heard.length, "a callback was due");
    return heard.shift();
  };
  return { url: `http://127.0.0.1:${server.address().port}`, heard, state, next, close: () => server.close() };
}

test("an agent who wants to be told hears of each state once, and where people show who they are", async () => {
  const there = await listening();
  const { who, email } = await person(false);
  const asked = exercise("access", { email, email_verified: false, status_callback: `${there.url}/told?of=me` });
  const waiting = (await one(asked)).body;
  assert.deepEqual([waiting.status, waiting.reason], ["in_progress", "need_user_verification"]);
  assert.equal(waiting.user_verification_url, `https://shop.example/verify/${waiting.request_id}`);
  assert.deepEqual((await one(asked)).body, waiting, "sent again it is the same request, and is not told twice");
  const adm = { Authorization: `Bearer ${shop.keys.adm}` };
  const step = (name, says) => shop.ask("POST", `/v1/requests/${waiting.request_id}/steps`, { subject: who, step: name, says }, adm);
  assert.equal((await shop.ask("POST", `/v1/requests/${waiting.request_id}/steps`, { subject: "somebody-else", step: "identity_proven" }, adm)).status, 404);
  assert.equal((await step("identity_proven")).status, 200);
  const proven = await there.next();
  assert.deepEqual([proven.path, proven.type], ["/told?of=me", "application/json"]);
  assert.deepEqual([proven.body.status, proven.body.reason, proven.body.user_verification_url], ["in_progress", undefined, undefined]);
  assert.equal((await step("finish", "all of it is in the archive")).status, 200);
  const done = await there.next();
  assert.deepEqual([done.body.status, done.body.agent_request_id], ["fulfilled", waiting.agent_request_id]);
  const { processing_details: details, ...rest } = (await one(status(waiting.request_id))).body;
  assert.equal(details, "all of it is in the archive");
  assert.deepEqual(done.body, rest, "what is told is what the status says, but for what was written to the person");
  assert.ok(!JSON.stringify(done.body).includes(email) && !JSON.stringify(done.body).includes(who), "and nothing of the person");
  await new Promise((on) => setTimeout(on, 5_000));
  assert.deepEqual(there.heard, [], "nothing more is told of what is closed");

  const refused = (await one(exercise("access", { email, email_verified: false, status_callback: there.url }))).body;
  assert.equal((await shop.ask("POST", `/v1/requests/${refused.request_id}/steps`, { subject: who, step: "refuse", says: "nobody came to show who they are" }, adm)).status, 200);
  assert.deepEqual([(await there.next()).body.reason], ["insuf_verification"]);
  there.close();
});

test("nobody is called back at an address that may not be called, and who takes nothing holds nothing up", async () => {
  const { who, email } = await person(false);
  for (const url of ["http://agent.example/", "https://10.0.0.1/", "https://169.254.169.254/", "https://a@b.example/", "tea"]) {
    const reply = await one(exercise("access", { email, status_callback: url }));
    assert.deepEqual([reply.status, reply.body.code], [400, "400"], url);
  }
  assert.equal((await shop.export(who)).requests.length, 0, "and nothing was asked");
  const there = await listening();
  there.state.takes = false;
  const waiting = (await one(exercise("deletion", { email, email_verified: true, status_callback: there.url }))).body;
  const revoke = { method: "DELETE", path: `/v1/data-rights-request/${waiting.request_id}`, token, message: {} };
  assert.equal((await one(revoke)).body.status, "revoked");
  assert.equal((await there.next()).body.status, "revoked");
  await new Promise((on) => setTimeout(on, 3_000));
  assert.deepEqual(there.heard, [], "not again at once");
  assert.match(await shop.figures(), /assent_agents_told_total\{how="failed"\} 1/);
  there.close();
});
