// Rate limits, on by default: accounts.md, "Settled for this project".

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";

import { get, logIn, person, post, signUp } from "./support/client.mjs";
import { Server } from "./support/server.mjs";
import { assertError } from "./support/shapes.mjs";

async function limited(t, settings = {}) {
  const server = await Server.start({ settings: { RATE_LIMITS: "on", ...settings } });
  t.after(() => server.remove());
  return server;
}

const statuses = (answers) => answers.map(({ status }) => status);

test("limits: the sixth failed login of an account within a minute is refused, with when to come back", async (t) => {
  const server = await limited(t);
  const ann = await signUp(server);
  const attempt = (email, password) => post(server, "/api/auth/login", { email, password });
  const answers = [];
  for (let count = 0; count < 6; ++count) answers.push(await attempt(ann.email, "WrongPass123"));
  assert.deepEqual(statuses(answers), [400, 400, 400, 400, 400, 429]);
  assertError(answers[5], 429);
  assertError(await attempt(ann.email.toUpperCase(), ann.password), 429);
  const bob = await signUp(server);
  assert.equal((await attempt(bob.email, bob.password)).status, 200, "another account is not held up");
});

test("limits: an address fails at most twenty logins a minute, whichever accounts it tries", async (t) => {
  const server = await limited(t);
  const answers = [];
  for (let count = 0; count < 21; ++count) {
    answers.push(await post(server, "/api/auth/login", { email: `nobody${count}@example.com`, password: "Guess123x" }));
  }
  assert.deepEqual(statuses(answers.slice(0, 20)), Array(20).fill(400));
  assertError(answers[20], 429);
});

test("limits: an address signs up at most ten accounts a minute", async (t) => {
  const server = await limited(t);
  const answers = [];
  for (let count = 0; count < 11; ++count) answers.push(await post(server, "/api/users", person()));
  assert.deepEqual(statuses(answers.slice(0, 10)), Array(10).fill(201));
  assertError(answers[10], 429);
});

test("limits: a token gets 300 requests in ten seconds", async (t) => {
  const server = await limited(t);
  const ann = await signUp(server);
  const ask = () => get(server, `/api/users/${ann.id}`, { token: ann.token });
  const answers = [];
  for (let round = 0; round < 32; ++round) answers.push(...(await Promise.all(Array.from({ length: 10 }, ask))));
  const refused = answers.filter(({ status }) => status !== 200);
  assert.ok(refused.length >= 10 && refused.length <= 25, `${refused.length} refused`);
  assertError(refused[0], 429);
  const { status } = await get(server, "/livez");
  assert.equal(status, 200, "who watches the server is not held up");
});

test("limits: X-Forwarded-For is believed from a trusted proxy only", async (t) => {
  const signUps = async (server) => {
    const answers = [];
    for (let count = 0; count < 11; ++count) {
      const headers = { "x-forwarded-for": `203.0.113.${count}` };
      answers.push(await post(server, "/api/users", person(), { headers }));
    }
    return statuses(answers).filter((status) => status === 429).length;
  };
  assert.equal(await signUps(await limited(t)), 1);
  assert.equal(await signUps(await limited(t, { TRUSTED_PROXIES: "127.0.0.0/8" })), 0);
});

test("limits: RATE_LIMITS=off lifts them", async (t) => {
  const server = await limited(t, { RATE_LIMITS: "off" });
  const answers = [];
  for (let count = 0; count < 12; ++count) answers.push(await post(server, "/api/users", person()));
  assert.deepEqual(statuses(answers), Array(12).fill(201));
});

test("limits: a login flood leaves other requests answered", async (t) => {
  const server = await limited(t, { RATE_LIMITS: "off", BCRYPT_COST: "10" });
  const ann = await signUp(server);
  const flood = Array.from({ length: 100 }, () => post(server, "/api/auth/login", {
    email: ann.email, password: ann.password,
  }));
  const over = Promise.all(flood).then(() => performance.now());
  for (let count = 0; count < 20; ++count) {
    assert.equal((await get(server, `/api/users/${ann.id}`, { token: ann.token })).status, 200);
  }
  const answered = performance.now();
  assert.ok(answered < (await over), "twenty small requests do not wait for the flood to be over");
  const answers = await Promise.all(flood);
  for (const answer of answers.filter(({ status }) => status !== 200)) assertError(answer, 503);
  assert.ok(answers.some(({ status }) => status === 200));
});

test("a password's hash of another cost is renewed at the next login", async (t) => {
  const server = await limited(t, { RATE_LIMITS: "off", BCRYPT_COST: "4" });
  const ann = await signUp(server);
  await server.stop();
  const stored = async () => readFile(path.join(server.folder, "data", "switchboard.db"), "latin1");
  assert.ok(!(await stored()).includes("$2b$05$"));
  server.settings.BCRYPT_COST = "5";
  await server.start();
  await logIn(server, ann.email, ann.password);
  await logIn(server, ann.email, ann.password);
  await server.stop();
  assert.ok((await stored()).includes("$2b$05$"));
});
