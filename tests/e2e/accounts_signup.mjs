// Sign-up: USERS-1 to USERS-5.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { logInAsAdmin, person, post, request, signUp } from "./support/client.mjs";
import { Server } from "./support/server.mjs";
import { assertError, assertUser } from "./support/shapes.mjs";

let server;
before(async () => (server = await Server.start()));
after(() => server?.remove());

const create = (body, options) => post(server, "/api/users", body, options);

test("USERS-1 the document's example makes a client, without any word of a password", async () => {
  const body = {
    username: "jsmith",
    email: "john.smith@example.com",
    password: "SecurePass123",
    full_name: "John Smith",
    phone_number: "+1 234 567 890",
    role: "client",
  };
  const answer = await create(body);
  assert.equal(answer.status, 201, answer.text);
  assert.match(answer.headers.get("content-type"), /^application\/json/);
  const { password, ...shown } = body;
  assertUser(answer.body, { ...shown, active: true });
  assert.ok(!answer.text.includes(password) && !/\$2[aby]\$/.test(answer.text), answer.text);
});

test("USERS-1 role and phone number may be left out: client, null", async () => {
  const answer = await create(person());
  assert.equal(answer.status, 201, answer.text);
  assertUser(answer.body, { role: "client", phone_number: null, active: true });
});

test("USERS-1 unknown fields are ignored, and none of them sets what the server decides", async () => {
  const answer = await create({ ...person(), id: "00000000-0000-0000-0000-000000000001", active: false, nonsense: [1] });
  assert.equal(answer.status, 201, answer.text);
  assertUser(answer.body, { active: true });
  assert.notEqual(answer.body.id, "00000000-0000-0000-0000-000000000001");
});

test("USERS-2 the trainer example works without a token; the role is known in any case", async () => {
  const body = {
    username: "mcoach",
    email: "mike.coach@example.com",
    password: "SecurePass123",
    full_name: "Mike Coach",
    phone_number: "+1 234 567 891",
    role: "trainer",
  };
  const answer = await create(body);
  assert.equal(answer.status, 201, answer.text);
  assertUser(answer.body, { role: "trainer" });
  assertUser((await create(person({ role: "TRAINER" }))).body, { role: "trainer" });
});

test("USERS-2 only an admin makes an admin; nobody makes a boss", async () => {
  assertError(await create(person({ role: "admin" })), 403);
  const client = await signUp(server);
  assertError(await create(person({ role: "admin" }), { token: client.token }), 403);
  assertError(await create(person({ role: "boss" })), 400);
  const admin = await logInAsAdmin(server);
  const made = await create(person({ role: "admin" }), { token: admin.token });
  assert.equal(made.status, 201, made.text);
  assertUser(made.body, { role: "admin" });
});

test("USERS-2 a role that OPEN_ROLES does not list is closed to strangers", async (t) => {
  const closed = await Server.start({ settings: { OPEN_ROLES: "client" } });
  t.after(() => closed.remove());
  assertError(await post(closed, "/api/users", person({ role: "trainer" })), 403);
  assert.equal((await post(closed, "/api/users", person())).status, 201);
});

test("USERS-3 an e-mail or a username is taken once, in whatever case", async () => {
  const first = person();
  assert.equal((await create(first)).status, 201);
  const message = "User with this email already exists";
  assertError(await create(person({ email: first.email })), 400, { message, code: "email_taken" });
  assertError(await create(person({ email: first.email.toUpperCase() })), 400, { message, code: "email_taken" });
  for (const username of [first.username, first.username.toUpperCase()]) {
    assertError(await create({ ...person(), username }), 400, { code: "username_taken" });
  }
});

test("USERS-3 of a hundred sign-ups with one e-mail at once, exactly one is let in", async () => {
  const email = person().email;
  const answers = await Promise.all(Array.from({ length: 100 }, () => create(person({ email }))));
  const statuses = answers.map((answer) => answer.status);
  assert.equal(statuses.filter((status) => status === 201).length, 1, String(statuses));
  for (const answer of answers.filter(({ status }) => status !== 201 && status !== 503)) {
    assertError(answer, 400, { code: "email_taken" });
  }
});

test("USERS-4 each rule of a password is told", async () => {
  const refused = {
    Short1A: "Password must be at least 8 characters long",
    NoDigitsHere: "Password must contain at least one digit",
    nouppercase1: "Password must contain at least one uppercase letter",
    NOLOWERCASE1: "Password must contain at least one lowercase letter",
  };
  for (const [password, message] of Object.entries(refused)) {
    assertError(await create(person({ password })), 400, { message });
  }
  assertError(await create(person({ password: `Aa1${"x".repeat(70)}` })), 400);
  assert.equal((await create(person({ password: `Aa1${"x".repeat(69)}` }))).status, 201);
  assert.equal((await create(person({ password: "SecurePass123" }))).status, 201);
});

test("USERS-5 a missing field, a wrong type, an empty or an overlong value", async () => {
  for (const name of ["username", "email", "password", "full_name"]) {
    const lacking = person();
    delete lacking[name];
    assertError(await create(lacking), 400);
    assertError(await create(person({ [name]: 7 })), 400);
    assertError(await create(person({ [name]: null })), 400);
    assertError(await create(person({ [name]: "" })), 400);
    assertError(await create(person({ [name]: ["a"] })), 400);
  }
  assertError(await create(person({ username: "ab" })), 400);
  assertError(await create(person({ username: "a".repeat(51) })), 400);
  assertError(await create(person({ username: "white space" })), 400);
  assertError(await create(person({ full_name: "x".repeat(101) })), 400);
  assertError(await create(person({ full_name: "line\nbreak" })), 400);
  assertError(await create(person({ phone_number: "12-ab-34" })), 400);
  assertError(await create(person({ phone_number: "12345" })), 400);
});

test("USERS-5 a full name is any printable text", async () => {
  for (const full_name of ["Zoë", "Владимир", "李小龍", "O’Neil-Łukasz Jr.", "x".repeat(100)]) {
    const answer = await create(person({ full_name }));
    assert.equal(answer.status, 201, answer.text);
    assert.equal(answer.body.full_name, full_name);
  }
});

test("USERS-5 an e-mail has the shape of one", async () => {
  for (const email of ["plain", "a@b", "@example.com", "a b@example.com", "a@exa mple.com", "a@example.", "ä@example.com",
    `${"a".repeat(100)}@example.com`]) {
    assertError(await create(person({ email })), 400);
  }
});

test("USERS-5 what is no JSON object is told so, never a 500", async () => {
  const send = (body, type = "application/json") =>
    request(server, "POST", "/api/users", { body, headers: { "content-type": type } });
  for (const body of ["", "{", "[]", "null", '"text"', '{"username":}', "[".repeat(5000), '{"username":"\\ud800"}',
    Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d])]) {
    assertError(await send(body), 400);
  }
  assertError(await send(JSON.stringify(person()), "text/plain"), 400);
  assertError(await send(JSON.stringify(person()), "application/x-www-form-urlencoded"), 400);
});

test("a body over 2 MiB is refused with 413, and the server goes on", async () => {
  const body = JSON.stringify(person({ full_name: "x".repeat((2 << 20) + 1) }));
  const answer = await request(server, "POST", "/api/users", { body, headers: { "content-type": "application/json" } });
  assertError(answer, 413);
  assert.equal((await create(person())).status, 201);
});

test("a known path with another method answers 405 and says which are allowed", async () => {
  const answer = await request(server, "PATCH", "/api/users");
  assertError(answer, 405);
  assert.deepEqual(answer.headers.get("allow").split(/,\s*/).filter((m) => ["GET", "POST"].includes(m)).sort(), [
    "GET", "POST",
  ]);
  assertError(await request(server, "GET", "/api/nothing/here"), 404);
});
