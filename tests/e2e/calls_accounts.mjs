// Accounts, keys and tickets of the calls door: calls.md 4.1, CALL-1 to CALL-6, CALL-22.

import assert from "node:assert/strict";
import { test } from "node:test";

import { enroll, newPeer, peer, Peer, programName, refused } from "./support/calls.mjs";
import { chat, del, get, post, put, request, signUp, Socket } from "./support/client.mjs";
import { assertError } from "./support/shapes.mjs";
import { adminOf, started } from "./support/started.mjs";

function assertText(answer, status, text) {
  assert.equal(answer.status, status, answer.text);
  assert.equal(answer.headers.get("content-type"), "text/plain; charset=utf-8");
  assert.equal(answer.headers.get("x-content-type-options"), "nosniff");
  if (text !== undefined) assert.equal(answer.text, text);
}

const upgraded = async (server, headers) => {
  const socket = await Socket.open(server.ws("/ws"), { headers });
  await socket.leave();
};

test("CALL-1 the documented example registers, with names in any case, and brings a key of 64 hex digits", async (t) => {
  const server = await started(t);
  const answer = await post(server, "/register", { Username: "spongebob", Password: "mysecret99" });
  assert.equal(answer.status, 201, answer.text);
  assert.match(answer.headers.get("content-type"), /^application\/json/);
  assert.deepEqual(Object.keys(answer.body), ["api_key"]);
  assert.match(answer.body.api_key, /^[0-9a-f]{64}$/);
  const lower = await post(server, "/register", { username: "squidward", password: "mysecret99" });
  assert.equal(lower.status, 201, lower.text);
  assert.notEqual(lower.body.api_key, answer.body.api_key);
});

test("CALL-2 a taken name is 409, a broken rule 422 with its text, broken JSON 422", async (t) => {
  const server = await started(t);
  const { username } = await enroll(server);
  assertText(await post(server, "/register", { Username: username, Password: "another99" }), 409, "Username is already taken\n");
  for (const [Username, Password, text] of [
    ["", "mysecret99", "username shouldn't be blank"],
    ["short", "mysecret99", "username must be between 8 and 16 characters"],
    ["9spongebob", "mysecret99", "username should only contain alphanumeric/underscore and max 16 characters"],
    ["spongebob_2", "", "password must not be blank"],
    ["spongebob_2", "short", "password should only be 8-32 characters only"],
    ["spongebob_2", "my secret99", "password should not contain whitespaces"],
    ["spongebob_2", "mysécret99", "password must only be ACSII"],
  ]) {
    assertText(await post(server, "/register", { Username, Password }), 422, `${text}\n`);
  }
  for (const body of ["", "{", "[]", '{"Username":1,"Password":"mysecret99"}']) {
    const headers = { "content-type": "application/json" };
    assertText(await request(server, "POST", "/register", { body, headers }), 422, "Invalid Input\n");
  }
  assertText(await post(server, "/register", {}), 422, "username shouldn't be blank\n");
});

test("CALL-3 a password is changed on both paths; the old one is refused then, the new one taken", async (t) => {
  const server = await started(t);
  const who = await enroll(server);
  const change = (path, old_password, new_password) => post(server, path, { username: who.username, old_password, new_password });
  assertText(await change("/updatepassword", "wrongwrong", "another99"), 401, "Unauthorized\n");
  assertText(await change("/updatepassword", "mysecret99", "mysecret99"), 422, "New password must differ from old password\n");
  assertText(await change("/updatepassword", "mysecret99", "short"), 422, "password should only be 8-32 characters only\n");
  assertText(await request(server, "POST", "/updatepassword", { body: "{" }), 400, "Invalid Input\n");
  assertText(await change("/updatepassword", "mysecret99", "another99"), 200, "Password updated successfully");
  assertText(await change("/newpassword", "another99", "thethird99"), 200, "Password updated successfully");
  const renew = (Password) => post(server, "/regenerate", { Username: who.username, Password });
  assertText(await renew("mysecret99"), 401, "Unauthorized\n");
  assert.equal((await renew("thethird99")).status, 200);
});

test("CALL-4 a new key takes the old one's place, and what the old one had opened is closed with 1008", async (t) => {
  const server = await started(t);
  const who = await enroll(server);
  const open = await peer(server, who);
  const answer = await post(server, "/regenerate", { Username: who.username, Password: who.password });
  assert.equal(answer.status, 200, answer.text);
  assert.match(answer.body.api_key, /^[0-9a-f]{64}$/);
  assert.notEqual(answer.body.api_key, who.key);
  assert.equal((await open.untilClosed(1000)).code, 1008);
  assert.equal(await refused(server, { headers: { "X-API-Key": who.key } }), 401);
  await upgraded(server, { "X-API-Key": answer.body.api_key });
  assertText(await request(server, "POST", "/regenerate", { body: "{" }), 422, "Invalid input\n");
  assertText(await post(server, "/regenerate", { Username: "nobody_here", Password: "mysecret99" }), 401, "Unauthorized\n");
});

test("CALL-4 a password change ends no key, and leaves what a key has opened", async (t) => {
  const server = await started(t);
  const who = await enroll(server);
  const open = await peer(server, who);
  const body = { username: who.username, old_password: who.password, new_password: "another99" };
  assert.equal((await post(server, "/updatepassword", body)).status, 200);
  assert.ok(await open.create());
  await upgraded(server, { "X-API-Key": who.key });
});

test("CALL-5 without a key or with a wrong one no upgrade; with X-API-Key or Bearer 101 and the client's number", async (t) => {
  const server = await started(t);
  const who = await enroll(server);
  const wrong = who.key.replace(/^./, (first) => (first === "0" ? "1" : "0"));
  for (const headers of [
    {},
    { "X-API-Key": wrong },
    { "X-API-Key": "" },
    { Authorization: `Bearer ${wrong}` },
    { Authorization: who.key },
    { Authorization: `Basic ${who.key}` },
    { "X-API-Key": wrong, Authorization: `Bearer ${who.key}` },
  ]) {
    assert.equal(await refused(server, { headers }), 401, JSON.stringify(headers));
  }
  assertText(await get(server, "/ws"), 401, "Unauthorized\n");
  for (const headers of [{ "X-API-Key": who.key }, { Authorization: `Bearer ${who.key}` }]) {
    const socket = new Peer(server.ws("/ws"), { headers });
    await socket.opened;
    assert.ok(Number.isInteger(socket.id) && socket.id > 0, `${socket.id}`);
    who.id ??= socket.id;
    assert.equal(socket.id, who.id);
  }
  const asked = await get(server, "/ws", { headers: { "X-API-Key": who.key } });
  assertText(asked, 426);
  assert.equal(asked.headers.get("upgrade"), "websocket");
});

test("CALL-6 another method on /ws and on the three paths is 405", async (t) => {
  const server = await started(t);
  assertText(await post(server, "/ws", {}), 405, "method not allowed\n");
  for (const path of ["/register", "/updatepassword", "/newpassword", "/regenerate"]) {
    const answer = await get(server, path);
    assertText(answer, 405);
    assert.equal(answer.headers.get("allow"), "POST, OPTIONS");
  }
});

test("CALL-22 accounts and keys survive a restart, and rooms do not", async (t) => {
  const server = await started(t);
  const who = await enroll(server);
  const before = await peer(server, who);
  const room = await before.create();
  const { id } = before;
  await server.restart();
  const after = await peer(server, who);
  assert.equal(after.id, id);
  assert.equal((await after.join(room)).err, "room not found");
  assertText(await post(server, "/register", { Username: who.username, Password: "mysecret99" }), 409);
});

test("CALL-1 an account made here is one of all others: an admin sees it, its e-mail is null", async (t) => {
  const server = await started(t);
  const admin = await adminOf(server);
  const { username } = await enroll(server);
  const { body } = await get(server, "/api/users", { token: admin.token });
  const found = body.find((user) => user.username === username);
  assert.equal(found.email, null);
  assert.equal(found.full_name, username);
  assert.equal(found.role, "client");
});

test("keys of other accounts: made once shown once, listed, used, taken back at once", async (t) => {
  const server = await started(t);
  const ann = await signUp(server);
  const as = { token: ann.token };
  const made = await post(server, "/api/auth/keys", { name: "laptop", expires_in: 3600 }, as);
  assert.equal(made.status, 201, made.text);
  const { id, key, prefix, name, scopes, expires_at } = made.body;
  assert.match(key, /^sbk_[0-9a-f]{64}$/);
  assert.ok(key.startsWith(prefix) && prefix.length === 12);
  assert.deepEqual([name, scopes], ["laptop", ["calls"]]);
  assert.ok(Math.abs(Date.parse(expires_at) - Date.now() - 3_600_000) < 60_000);
  const listed = await get(server, "/api/auth/keys", as);
  assert.equal(listed.status, 200);
  assert.deepEqual(listed.body.map((each) => each.id), [id]);
  assert.ok(!listed.text.includes(key.slice(prefix.length)));

  const open = await peer(server, { key });
  assert.ok(await open.create());
  const eve = await signUp(server);
  assertError(await del(server, `/api/auth/keys/${id}`, { token: eve.token }), 404);
  assertError(await del(server, "/api/auth/keys/x", as), 400);
  assert.equal((await del(server, `/api/auth/keys/${id}`, as)).status, 204);
  assert.equal((await open.untilClosed(1000)).code, 1008);
  assert.equal(await refused(server, { headers: { "X-API-Key": key } }), 401);
  for (const [method, path] of [["POST", ""], ["GET", ""], ["DELETE", `/${id}`]]) {
    assertError(await request(server, method, `/api/auth/keys${path}`, { json: method === "POST" ? { name: "x" } : undefined }), 401);
  }
});

test("a key without the scope for calls is refused with 403", async (t) => {
  const server = await started(t);
  const ann = await signUp(server);
  const { body } = await post(server, "/api/auth/keys", { name: "x", scopes: ["push:send"] }, { token: ann.token });
  assert.equal(await refused(server, { headers: { "X-API-Key": body.key } }), 403);
});

test("a key that lapses takes its socket with it", async (t) => {
  const server = await started(t);
  const ann = await signUp(server);
  const { body } = await post(server, "/api/auth/keys", { name: "x", expires_in: 1 }, { token: ann.token });
  const open = await peer(server, body);
  assert.equal((await open.untilClosed(3000)).code, 1008);
  assert.equal(await refused(server, { headers: { "X-API-Key": body.key } }), 401);
});

test("a ticket lets a browser in once: on the calls socket and on the chat socket", async (t) => {
  const server = await started(t);
  const ann = await signUp(server);
  const issue = async () => {
    const { status, body } = await post(server, "/api/auth/ticket", undefined, { token: ann.token });
    assert.equal(status, 201);
    assert.equal(body.expires_in, 30);
    return body.ticket;
  };
  assertError(await post(server, "/api/auth/ticket"), 401);
  const ticket = await issue();
  const socket = new Peer(server.ws(`/ws?ticket=${ticket}`));
  await socket.opened;
  assert.ok(await socket.create());
  assert.equal(await refused(server, { query: `?ticket=${ticket}` }), 401);
  assert.equal(await refused(server, { query: "?ticket=" }), 401);

  const second = await issue();
  const talking = await Socket.open(server.ws(`/api/chat/ws?ticket=${second}`));
  assert.deepEqual(await talking.next(), { type: "authenticated", user_id: ann.id });
  await assert.rejects(Socket.open(server.ws(`/api/chat/ws?ticket=${second}`)), { status: 401 });
  const bearer = new Peer(server.ws("/ws"), { headers: { Authorization: `Bearer ${ann.token}` } });
  await bearer.opened;
  assert.equal(bearer.id, socket.id);
});

test("a ticket dies with the sign-in that made it", async (t) => {
  const server = await started(t);
  const ann = await signUp(server);
  const { body } = await post(server, "/api/auth/ticket", undefined, { token: ann.token });
  assert.equal((await put(server, `/api/users/${ann.id}`, { password: "Another123" }, { token: ann.token })).status, 200);
  assert.equal(await refused(server, { query: `?ticket=${body.ticket}` }), 401);
});

test("DELIV-8 on the calls door: a deactivated account and a changed password end its sockets within a second", async (t) => {
  const server = await started(t);
  const ann = await signUp(server);
  const bearer = async () => {
    const socket = new Peer(server.ws("/ws"), { headers: { Authorization: `Bearer ${ann.token}` } });
    await socket.opened;
    await socket.create();
    return socket;
  };
  const beside = await newPeer(server);
  const room = await beside.create();
  const signedIn = await bearer();
  await signedIn.join(room);
  assert.equal((await put(server, `/api/users/${ann.id}`, { password: "Another123" }, { token: ann.token })).status, 200);
  assert.equal((await signedIn.untilClosed(1000)).code, 4401);
  assert.equal((await beside.hear("leave")).from, signedIn.id);

  const bob = await signUp(server);
  const { body } = await post(server, "/api/auth/keys", { name: "x" }, { token: bob.token });
  const keyed = await peer(server, body);
  assert.equal((await put(server, `/api/users/${bob.id}`, { active: false }, { token: bob.token })).status, 200);
  assert.equal((await keyed.untilClosed(1000)).code, 4401);
  assert.equal(await refused(server, { headers: { "X-API-Key": body.key } }), 401);
});

test("guesses and sign-ups here spend the same budgets as elsewhere, answered in plain text", async (t) => {
  const server = await started(t, { RATE_LIMITS: "on" });
  const who = await enroll(server);
  const guess = () => post(server, "/regenerate", { Username: who.username, Password: "wrongwrong" });
  for (let count = 0; count < 5; ++count) assert.equal((await guess()).status, 401);
  const late = await guess();
  assertText(late, 429);
  assert.ok(Number(late.headers.get("retry-after")) > 0);
  const statuses = [];
  for (let count = 0; count < 10; ++count) {
    statuses.push((await post(server, "/register", { Username: programName(), Password: "mysecret99" })).status);
  }
  assert.deepEqual(statuses, [...Array(9).fill(201), 429]);
});

test("neither keys nor passwords nor tickets are in the log", async (t) => {
  const server = await started(t, { LOG_LEVEL: "debug" });
  const who = await enroll(server);
  await peer(server, who);
  const ann = await signUp(server);
  const { body } = await post(server, "/api/auth/ticket", undefined, { token: ann.token });
  await new Peer(server.ws(`/ws?ticket=${body.ticket}`)).opened;
  await chat(server, ann, "general");
  for (const secret of [who.key, who.password, body.ticket, ann.token]) assert.ok(!server.stderr.includes(secret));
  assert.ok(server.logs.length > 0);
});
