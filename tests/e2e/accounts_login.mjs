// Login and tokens: USERS-6, USERS-7, USERS-14.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import { get, logInAsAdmin, person, post, put, request, signUp } from "./support/client.mjs";
import { Server } from "./support/server.mjs";
import { assertError, assertUser } from "./support/shapes.mjs";
import { claimsFor, claimsOf, mint } from "./support/tokens.mjs";

const JWT_SECRET = "0123456789abcdef0123456789abcdef";
let server;
let admin;
before(async () => {
  server = await Server.start({ settings: { JWT_SECRET, JWT_EXPIRATION: "7200" } });
  admin = await logInAsAdmin(server);
});
after(() => server?.remove());

const login = (email, password) => post(server, "/api/auth/login", { email, password });
const self = (user, token) => get(server, `/api/users/${user.id}`, { token });

test("USERS-6 login answers the user, a token with the six claims, and the documented words", async () => {
  const body = person({ role: "trainer" });
  const made = (await post(server, "/api/users", body)).body;
  const answer = await login(body.email, body.password);
  assert.equal(answer.status, 200, answer.text);
  assert.equal(answer.body.message, "Login successful");
  assertUser(answer.body.user, { id: made.id, email: body.email });
  const claims = claimsOf(answer.body.token);
  assert.equal(claims.sub, made.id);
  assert.equal(claims.name, body.username);
  assert.equal(claims.email, body.email);
  assert.equal(claims.role, "trainer");
  assert.equal(claims.exp - claims.iat, 7200);
  assert.ok(Math.abs(claims.iat - Date.now() / 1000) < 30);
  assert.equal((await self(made, answer.body.token)).status, 200);
});

test("USERS-6 the e-mail of a login is known in any case", async () => {
  const user = await signUp(server);
  assert.equal((await login(user.email.toUpperCase(), user.password)).status, 200);
});

test("USERS-7 wrong password, unknown e-mail and an inactive account get one and the same answer", async () => {
  const user = await signUp(server);
  const idle = await signUp(server);
  assert.equal((await put(server, `/api/users/${idle.id}`, { active: false }, { token: admin.token })).status, 200);
  const answers = [
    await login(user.email, "WrongPass123"),
    await login("nobody@example.com", user.password),
    await login(idle.email, idle.password),
  ];
  for (const answer of answers) assertError(answer, 400, { message: "Invalid credentials" });
  const told = answers.map(({ body: { request_id, ...rest } }) => rest);
  assert.deepEqual(told[1], told[0]);
  assert.deepEqual(told[2], told[0]);
});

/** What a process has used of the CPU, user and system, in the kernel's ticks of 10 ms. */
async function cpuTicks(pid) {
  const fields = (await readFile(`/proc/${pid}/stat`, "utf8")).split(") ")[1].split(" ");
  return Number(fields[11]) + Number(fields[12]);
}

test("USERS-7 an unknown e-mail costs the same work as a wrong password", async () => {
  const costly = await Server.start({ settings: { BCRYPT_COST: "10" } });
  try {
    const user = await signUp(costly);
    // The server's CPU time, for its clock does not run faster when this machine has other things to do.
    const work = async (email) => {
      const before = await cpuTicks(costly.pid);
      for (let round = 0; round < 8; ++round) await post(costly, "/api/auth/login", { email, password: "WrongPass123" });
      return (await cpuTicks(costly.pid)) - before;
    };
    const [known, unknown] = [await work(user.email), await work("nobody@example.com")];
    assert.ok(unknown > known / 2 && known > unknown / 2, `known ${known} ticks, unknown ${unknown} ticks`);
  } finally {
    await costly.remove();
  }
});

test("USERS-7 an ill-formed login is told what is wrong", async () => {
  assertError(await login("no-email", "SecurePass123"), 400);
  assertError(await login("somebody@example.com", ""), 400, { message: "Password cannot be empty" });
  assertError(await post(server, "/api/auth/login", { email: "somebody@example.com" }), 400);
  assertError(await post(server, "/api/auth/login", { email: 1, password: true }), 400);
});

test("USERS-14 a token that the secret signed with the documented claims is good", async () => {
  const user = await signUp(server);
  assert.equal((await self(user, mint(claimsFor(user), JWT_SECRET))).status, 200);
});

test("USERS-14 forged, unsigned, lapsed and strange tokens answer 401, never 500", async () => {
  const user = await signUp(server);
  const claims = claimsFor(user);
  const now = Math.floor(Date.now() / 1000);
  const good = mint(claims, JWT_SECRET);
  const tokens = {
    "another key": mint(claims, "f".repeat(32)),
    "alg none": mint(claims, null, { algorithm: "none" }),
    "alg None, signed": mint(claims, JWT_SECRET, { algorithm: "None" }),
    "HS384": mint(claims, JWT_SECRET, { algorithm: "HS384", hash: "sha384" }),
    "RS256 by its word": mint(claims, JWT_SECRET, { algorithm: "RS256" }),
    "no signature": good.slice(0, good.lastIndexOf(".") + 1),
    "a changed claim": good.split(".").with(1, mint({ ...claims, role: "admin" }, "x").split(".")[1]).join("."),
    "lapsed beyond the leeway": mint({ ...claims, exp: now - 120 }, JWT_SECRET),
    "exp as text": mint({ ...claims, exp: String(now + 60) }, JWT_SECRET),
    "no exp": mint({ ...claims, exp: undefined }, JWT_SECRET),
    "exp beyond numbers": mint({ ...claims, exp: 1e300 }, JWT_SECRET),
    "a user that is not": mint({ ...claims, sub: "11111111-2222-3333-4444-555555555555" }, JWT_SECRET),
    "a user id that is none": mint({ ...claims, sub: "../../etc" }, JWT_SECRET),
    "two parts": "a.b",
    "four parts": `${good}.x`,
    "nothing": ".",
    "long": "x".repeat(6000),
  };
  for (const [what, token] of Object.entries(tokens)) {
    const answer = await self(user, token);
    assert.equal(answer.status, 401, `${what}: ${answer.status} ${answer.text}`);
    assertError(answer, 401);
  }
});

test("USERS-14 a minute of leeway is given to a token's end", async () => {
  const user = await signUp(server);
  const now = Math.floor(Date.now() / 1000);
  assert.equal((await self(user, mint(claimsFor(user, { exp: now - 20 }), JWT_SECRET))).status, 200);
});

test("USERS-14 the role in a token grants nothing", async () => {
  const user = await signUp(server);
  const token = mint(claimsFor(user, { role: "admin" }), JWT_SECRET);
  assertError(await get(server, "/api/users", { token }), 403);
});

test("USERS-14 only the header's exact word carries a token", async () => {
  const user = await signUp(server);
  const bare = (authorization) => request(server, "GET", `/api/users/${user.id}`, { headers: { authorization } });
  for (const value of [`bearer ${user.token}`, `Basic ${user.token}`, user.token, "Bearer", "Bearer "]) {
    assertError(await bare(value), 401);
  }
  assertError(await get(server, `/api/users/${user.id}?token=${user.token}`), 401);
  assert.equal((await bare(`Bearer ${user.token}`)).status, 200);
});
